//! Hostile files, each with its expected result.

use super::sample;

/// What reading a file must give.
pub(crate) enum Expected {
    /// A case.
    Case,
    /// A complaint that contains these words.
    Refused(&'static str),
}

use Expected::{Case, Refused};

/// A file: what is hostile about it, its bytes and the expected result.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) expected: Expected,
}

const HEAD: &str = "format = 1\npolicy = \"MM-1463\"\n";
/// The largest size of a case file.
const LARGEST: usize = 256 * 1024;

/// A case file with this below the first two lines.
fn case_with(rest: &str) -> Vec<u8> {
    format!("{HEAD}{rest}").into_bytes()
}

/// How many marks (spaces, brackets, quotes ...) a file here may hold, a little
/// below the reader's limit.
const MARKS: usize = 60_000;

/// The marks in a text, as the reader counts them.
fn marks(text: &str) -> usize {
    text.bytes().filter(|byte| byte.is_ascii_whitespace() || b"[]{}=,.\"'".contains(byte)).count()
}

/// How many keys, tables and values, a little below the reader's limit.
const PARTS: usize = 16_000;
/// How many tables of them, of which the same is true.
const TABLES: usize = 8_000;

/// The keys, tables and values of a text, as the reader counts them.
fn parts(text: &str) -> usize {
    text.bytes().filter(|byte| b"[{=,.".contains(byte)).count()
}

/// A pattern repeated as often as a case file may hold it.
fn full(pattern: impl Fn(usize) -> String) -> Vec<u8> {
    filled(PARTS, TABLES, pattern)
}

/// The tables of a text, as the reader counts them.
fn tables(text: &str) -> usize {
    text.bytes().filter(|byte| b"[{.".contains(byte)).count()
}

/// A pattern repeated until the file is as large as it may be, or has as many marks.
fn overfull(pattern: impl Fn(usize) -> String) -> Vec<u8> {
    filled(usize::MAX, usize::MAX, pattern)
}

/// A pattern repeated as often as its size, its marks, and so many parts and tables allow.
fn filled(most_parts: usize, most_tables: usize, pattern: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = HEAD.to_owned();
    let (mut marked, mut in_parts, mut in_tables) = (0, 0, 0);
    for number in 0.. {
        let next = pattern(number);
        marked += marks(&next);
        in_parts += parts(&next);
        in_tables += tables(&next);
        let is_too_much = marked > MARKS || in_parts > most_parts || in_tables > most_tables;
        if is_too_much || text.len() + next.len() > LARGEST {
            break;
        }
        text.push_str(&next);
    }
    text.into_bytes()
}

/// The sample with one part of its text replaced.
fn changed(from: &str, to: &str) -> Vec<u8> {
    let text = sample();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

fn with_name(name: &str) -> Vec<u8> {
    case_with(&format!("[member]\nid = \"1\"\nname = \"{name}\"\n"))
}

pub(crate) fn corpus() -> Vec<Hostile> {
    let mut all = Vec::new();
    let mut add = |name, bytes, expected| all.push(Hostile { name, bytes, expected });
    bytes(&mut add);
    dates_and_numbers(&mut add);
    keys(&mut add);
    large(&mut add);
    nested(&mut add);
    words(&mut add);
    all
}

type Add<'a> = &'a mut dyn FnMut(&'static str, Vec<u8>, Expected);

fn bytes(add: Add<'_>) {
    let sample = sample();
    add("empty", Vec::new(), Refused("the file is empty"));
    add("a newline", b"\n".to_vec(), Refused("begins with format = 1"));
    add("truncated in a value", sample.as_bytes()[..sample.len() / 2].to_vec(), Refused("line "));
    add("truncated in a string", case_with("[member]\nid = \"TC"), Refused("line 4"));
    add("a NUL in a string", with_name("a\0b"), Refused("line 5"));
    add("a NUL between keys", case_with("\0[member]\n"), Refused("line 3"));
    add("only NULs", vec![0; 1000], Refused("line 1"));
    add("invalid UTF-8", b"format = 1\n\xff\n".to_vec(), Refused("line 2: the file is not UTF-8"));
    add("overlong UTF-8", b"format = 1\n# \xc0\xaf\n".to_vec(), Refused("line 2: the file is not UTF-8"));
    add("a lone surrogate", b"format = 1\n# \xed\xa0\x80\n".to_vec(), Refused("not UTF-8"));
    add(
        "UTF-16",
        "\u{feff}format = 1".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Refused("not UTF-8"),
    );
    add("a byte order mark", [b"\xef\xbb\xbf".to_vec(), sample.clone().into_bytes()].concat(), Case);
    add("two byte order marks", "\u{feff}\u{feff}format = 1".into(), Refused("line 1"));
    add("CRLF", sample.replace('\n', "\r\n").into_bytes(), Case);
    add("CR alone", sample.replace('\n', "\r").into_bytes(), Refused("line 1"));
    add("another format of file", b"\x7fELF\x02\x01\x01\0\0\0".to_vec(), Refused("line 1"));
    add("JSON", b"{\"format\": 1}".to_vec(), Refused("line 1"));
}

fn dates_and_numbers(add: Add<'_>) {
    let day = "received = 2026-03-02";
    for (name, date, said) in [
        ("2026-02-30", "2026-02-30", "line "),
        ("the 29th of a common year", "2025-02-29", "line "),
        ("the year 0000", "0000-01-01", "the year is not between"),
        ("the year 9999", "9999-12-31", "the year is not between"),
        ("a year of five digits", "12026-03-02", "line "),
        ("a negative year", "-2026-03-02", "line "),
        ("month 13", "2026-13-01", "line "),
        ("day 00", "2026-03-00", "line "),
        ("a date with a time", "2026-03-02T10:00:00Z", "this has a time"),
        ("a leap second", "2026-03-02T23:59:60Z", "this has a time"),
        ("a time alone", "10:00:00", "request.received"),
    ] {
        add(name, changed(day, &format!("received = {date}")), Refused(said));
    }
    for (name, number) in [
        ("nan", "nan"),
        ("infinity", "-inf"),
        ("a huge number", "99999999999999999999999999999999999999"),
        ("a huge exponent", "1e999999999"),
        ("a tiny exponent", "1e-999999999"),
        ("a negative number", "-1"),
        ("hexadecimal", "0xff"),
        ("64 bits and one", "18446744073709551616"),
        ("minus zero point", "-0.0000001"),
    ] {
        let injection = format!(
            "[[left.injections]]\ndate = 2025-01-01\npurpose = \"diagnostic\"\nrelief_percent = {number}\n"
        );
        add(name, case_with(&injection), Refused("relief_percent"));
    }
    let digits = format!("[[left.injections]]\nrelief_percent = {}\n", "9".repeat(200_000));
    add("a number of 200,000 digits", case_with(&digits), Refused("relief_percent"));
    let decimals = format!("[[left.injections]]\nrelief_percent = 0.{}\n", "9".repeat(200_000));
    add("200,000 decimals", case_with(&decimals), Refused("relief_percent"));
    let onset = format!("[pain]\nonset = \"{} months\"\n", "9".repeat(100_000));
    add("a duration of 100,000 digits", case_with(&onset), Refused("pain.onset"));
    add(
        "a duration beyond all years",
        case_with("[pain]\nonset = \"4294967295 years\"\n"),
        Refused("pain.onset"),
    );
    add(
        "a duration before all years",
        case_with("[request]\nreceived = 1900-01-01\n[pain]\nonset = \"9999 years\"\n"),
        Case,
    );
}

fn keys(add: Add<'_>) {
    add("a duplicate key", case_with("[member]\nid = \"1\"\nid = \"2\"\n"), Refused("line 5"));
    add("a duplicate table", case_with("[member]\nid = \"1\"\n[member]\n"), Refused("line 5"));
    add(
        "a table twice by dots",
        case_with("[member]\nid = \"1\"\n[request]\n[member.id]\n"),
        Refused("line 6"),
    );
    add("a key that is escaped", case_with("[member]\n\"\\u0069d\" = \"1\"\n"), Case);
    add(
        "a key that is escaped twice over",
        case_with("[member]\nid = \"1\"\n\"\\u0069d\" = \"2\"\n"),
        Refused("line 5"),
    );
    add(
        "an escape sequence as a key",
        case_with("\"\\u001b[2J\\u202e\" = 1\n"),
        Refused("<U+001B>[2J<U+202E>"),
    );
    add("an empty key", case_with("\"\" = 1\n"), Refused("line 3"));
    add("a key of spaces", case_with("\"   \" = 1\n"), Refused("line 3"));
    add(
        "a key of 200,000 letters",
        case_with(&format!("{} = 1\n", "k".repeat(200_000))),
        Refused("unknown key"),
    );
    add(
        "a flag on an item of ten thousand numbers",
        case_with(&format!("[flags]\n\"D.{}\" = \"x\"\n", "I.".repeat(5000))),
        Refused("flags"),
    );
    add("__proto__", case_with("__proto__ = 1\n"), Refused("unknown key"));
    add(
        "a format that is a text",
        b"format = \"1\"\npolicy = \"MM-1463\"\n".to_vec(),
        Refused("unknown format"),
    );
    add(
        "a format that is huge",
        b"format = 99999999999999999999\npolicy = \"MM-1463\"\n".to_vec(),
        Refused("unknown format"),
    );
    add("a newer format", b"format = 2\npolicy = \"MM-1463\"\nrooms = [1]\n".to_vec(), Refused("newer"));
    add("a table for a text", case_with("[member.name]\nfirst = \"A\"\n"), Refused("member.name"));
    add("a list for a table", case_with("[[member]]\nid = \"1\"\n"), Refused("member"));
    add(
        "a text for a list of tables",
        case_with("[left]\ninjections = \"yes\"\n"),
        Refused("left.injections"),
    );
}

fn large(add: Add<'_>) {
    add("a byte too many", vec![b'#'; LARGEST + 1], Refused("more than the 262144"));
    add("a string of 32 MB", with_name(&"x".repeat(32 * 1024 * 1024)), Refused("more than the 262144"));
    let prose = "a word, and another. ".repeat(190);
    let notes: String = super::items().map(|item| format!("\"{item}\" = \"{prose}\"\n")).collect();
    add("long notes on every item", case_with(&format!("[flags]\n{notes}[evidence]\n{notes}")), Case);
    let million: String = (0..1_000_000).map(|number| format!("k{number}=1\n")).collect();
    add("a million keys", case_with(&million), Refused("more than the 262144"));
    for (name, mark) in [("newlines", "\n"), ("open brackets", "["), ("faults", "=\n"), ("open quotes", "\"")]
    {
        add(
            name,
            case_with(&mark.repeat((LARGEST - 100) / mark.len())),
            Refused("more lines, spaces and brackets"),
        );
    }
    add("a comment as large as a file may be", vec![b'#'; LARGEST], Refused("begins with format = 1"));
    add("newlines as many as a file may hold", full(|_| "\n".to_owned()), Case);
    add("unknown keys as many as a file may hold", full(|n| format!("k{n}=1\n")), Refused("unknown key"));
    add("unknown tables", full(|n| format!("[t{n}]\n")), Refused("unknown key"));
    add("unknown keys near to known ones", full(|n| format!("therap{n}=1\n")), Refused("unknown key"));
    let long = "therapy_of_a_kind_that_nobody_heard_of_and_of_no_use_to_us";
    add(
        "unknown keys as long as a near one may be",
        full(|n| format!("{long}{n:05}=1\n")),
        Refused("unknown key"),
    );
    add("bad keys, one a line", full(|_| "=\n".to_owned()), Refused("line 3"));
    add("open brackets, one a line", full(|_| "[\n".to_owned()), Refused("line 3"));
    add("open quotes, one a line", full(|_| "a = \"\n".to_owned()), Refused("line 3"));
    add("the same key on every line", full(|_| "a=1\n".to_owned()), Refused("line 4"));
    add("the same table on every line", full(|_| "[a]\n".to_owned()), Refused("line 4"));
    let inline: Vec<String> = (0..7_900).map(|number| format!("k{number}=1")).collect();
    add(
        "an entry with 7,900 keys on one line",
        case_with(&format!("[left]\ninjections = [{{ {} }}]\n", inline.join(","))),
        Refused("unknown key"),
    );
    add(
        "ten thousand injections",
        full(|_| "[[left.injections]]\n".to_owned()),
        Refused("more than 50 entries"),
    );
    add(
        "ten thousand codes",
        case_with(&format!("[request]\ncodes = [{}]\n", "\"27096\",".repeat(15_000))),
        Refused("more than 50 entries"),
    );
    add(
        "ten thousand recorded units",
        full(|_| "[[determination.units]]\nx = 1\n".to_owned()),
        Refused("unknown key"),
    );
    add(
        "recorded items without a word",
        full(|n| {
            if n == 0 {
                "[[determination.units]]\n".to_owned()
            } else {
                "[[determination.units.items]]\n".to_owned()
            }
        }),
        Case,
    );
    add(
        "recorded readings",
        full(|n| if n == 0 { "[determination.readings]\n".to_owned() } else { format!("r{n} = \"met\"\n") }),
        Case,
    );
    add("a name of 200,000 letters", with_name(&"n".repeat(200_000)), Refused("longer than 4000"));
    add("a name of 4,000 letters", with_name(&"n".repeat(4000)), Case);
    add("a name of combining marks", with_name(&format!("e{}", "\u{301}".repeat(3999))), Case);
    add(
        "a choice of 200,000 letters",
        case_with(&format!("[request]\nprocedure = \"{}\"\n", "p".repeat(200_000))),
        Refused("unknown choice"),
    );
}

fn nested(add: Add<'_>) {
    add("lists in lists", case_with(&format!("x = {}", "[".repeat(60_000))), Refused("line 3"));
    add(
        "lists in lists, closed",
        case_with(&format!("x = {}{}\n", "[".repeat(30_000), "]".repeat(30_000))),
        Refused("line 3"),
    );
    add("tables in tables", case_with(&format!("x = {}", "{a=".repeat(30_000))), Refused("line 3"));
    let dots = |count| ".a".repeat(count);
    let key = |count| case_with(&format!("a{} = 1\n", dots(count)));
    add("a key of 8,000 dots", key(TABLES), Refused("recursion limit"));
    add("a key of 60,000 dots", key(60_000), Refused("more keys, tables and values"));
    let table = |count| case_with(&format!("[a{}]\n", dots(count)));
    add("a table of 7,999 dots", table(TABLES - 1), Refused("recursion limit"));
    add("a table of 60,000 dots", table(60_000), Refused("more keys, tables and values"));
    add(
        "a table of 7,999 dots where one is known",
        case_with(&format!("[member{}]\n", dots(TABLES - 1))),
        Refused("recursion limit"),
    );
    let keys = |n| format!("k{n}{} = 1\n", dots(70));
    add("keys of seventy dots as many as a file may hold", full(keys), Refused("unknown key"));
    add("keys of seventy dots", overfull(keys), Refused("more keys, tables and values"));
    let tables = |n| format!("[k{n}{}]\n", dots(70));
    add("tables of seventy dots as many as a file may hold", full(tables), Refused("unknown key"));
    add("tables of seventy dots", overfull(tables), Refused("more keys, tables and values"));
    let inline = |n| format!("k{n}={{a=1}}\n");
    add("inline tables as many as a file may hold", full(inline), Refused("unknown key"));
    add("inline tables", overfull(inline), Refused("more keys, tables and values"));
    add(
        "tables one deeper each line",
        full(|n| format!("[a{}]\n", ".a".repeat(n.min(400)))),
        Refused("line "),
    );
    add(
        "lists of tables one deeper each line",
        full(|n| format!("[[a{}]]\n", ".a".repeat(n.min(400)))),
        Refused("line "),
    );
    add(
        "dots in an inline table",
        case_with(&format!("x = {{ a{} = 1 }}\n", dots(TABLES - 1))),
        Refused("recursion limit"),
    );
}

fn words(add: Add<'_>) {
    for (name, word) in [
        ("an escape sequence in a name", "\\u001b]0;owned\\u0007\\u001b[2J"),
        ("C1 controls in a name", "\u{9b}2J\u{85}"),
        ("an override in a name", "\u{202e}txt\u{2066}"),
        ("zero-width letters in a name", "a\u{200b}\u{200d}\u{feff}b"),
        ("tags in a name", "a\u{e0041}\u{e0042}"),
        ("variation selectors in a name", "a\u{fe0f}\u{e0100}"),
        ("private letters in a name", "\u{e000}\u{f8ff}"),
        ("markup in a name", "<script>&amp;]]></failure>"),
        ("a pipe and backquotes in a name", "| `x` | [a](http://x) |"),
    ] {
        add(name, with_name(word), Case);
    }
    add("a bare escape in a name", with_name("\u{1b}[2J"), Refused("line 5"));
    add("a bare DEL in a name", with_name("\u{7f}"), Refused("line 5"));
    add("a name of spaces", with_name("   "), Refused("this is empty"));
    add("an id of invisible letters", case_with("[member]\nid = \"\u{200b}\"\n"), Case);
}
