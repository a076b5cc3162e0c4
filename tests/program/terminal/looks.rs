//! What different terminals are sent: never a question, never a title, and no
//! byte or colour they can't show.

use super::desk::{Cases, DOWN, Desk, ENTER, ESC, Setup};

const CLEAN: &str = "2026-03-02-diagnostic-clean";

/// Goes through the screens, and gives all bytes they took.
fn walk(cases: &Cases, setup: Setup<'_>) -> (Vec<u8>, Desk) {
    let only = cases.only();
    let mut desk = setup.with(&["open", only.to_str().unwrap()]).open("CRITERIA MET");
    for (keys, shows) in [
        ("i", "Esc close"),
        (ESC, "go to question"),
        ("r", "member identifier"),
        (ENTER, "question 1 of"),
        ("\x07", "Esc close"),
        (ESC, "question 1 of"),
        (ESC, "member identifier"),
        (DOWN, "member name"),
        (ENTER, "question 2 of"),
        (ESC, "member identifier"),
        (ESC, "Enter open"),
        (ENTER, "CRITERIA MET"),
    ] {
        desk.keys(keys);
        desk.wait_for(shows);
    }
    (desk.heard(), desk)
}

#[test]
fn behaviours_04_10_18_nothing_asked_no_title_no_mouse_no_clipboard() {
    let cases = Cases::one(CLEAN);
    let (heard, _) = walk(&cases, cases.desk());
    let heard = String::from_utf8(heard).unwrap();
    for never in [
        "\x1b[6n",
        "\x1b[c",
        "\x1b[0c",
        "\x1b[>",
        "\x1b]",
        "\x1bP",
        "$p",
        "\x1b[?u",
        "\x1b[?1000h",
        "\x1b[?1002h",
        "\x1b[?1003h",
        "\x1b[?1006h",
        "\x1b[22;0t",
    ] {
        assert!(!heard.contains(never), "{never:?} was sent");
    }
    assert!(heard.starts_with("\x1b[?1049h"), "the alternate screen before all else");
}

#[test]
fn behaviour_26_a_dumb_terminal_or_a_wish_for_lines_gets_lines() {
    for variable in [("TERM", "dumb"), ("ACCESSIBLE", "1")] {
        let cases = Cases::none();
        let setup = cases.desk().variable(variable.0, variable.1).with(&["new"]);
        let mut desk = setup.open("What is the member's identifier?");
        assert!(!desk.heard().contains(&0x1b), "{variable:?}: a line holds no escape sequence");
    }
}

#[test]
fn nothing_typed_is_in_the_arguments_the_environment_or_the_name_of_the_process() {
    let cases = Cases::none();
    let mut desk = cases.desk().with(&["new"]).open("member's identifier");
    desk.keys("TC77PLANTED\r");
    desk.wait_for("member's name");
    for file in ["cmdline", "environ", "comm"] {
        let told = std::fs::read(format!("/proc/{}/{file}", desk.pid())).unwrap();
        assert!(!String::from_utf8_lossy(&told).contains("PLANTED"), "{file}");
    }
}

#[test]
fn behaviour_25_every_terminal_shows_the_same() {
    let shown = |term: &str| {
        let cases = Cases::one(CLEAN);
        walk(&cases, cases.desk().variable("TERM", term)).1.text()
    };
    let mut shown: Vec<String> = std::thread::scope(|scope| {
        let all = ["xterm-256color", "xterm", "screen", "screen-256color", "tmux-256color", "linux", "vt100"]
            .map(|term| scope.spawn(move || shown(term)));
        all.map(|one| one.join().unwrap()).into()
    });
    shown.dedup();
    assert_eq!(shown.len(), 1, "{shown:#?}");
}

#[test]
fn behaviour_07_without_utf8_every_byte_is_ascii() {
    for setup in [
        |cases: &'static Cases| cases.desk().variable("LANG", "C"),
        |cases: &'static Cases| cases.desk().with(&["--ascii"]),
    ] {
        let cases: &'static Cases = Box::leak(Box::new(Cases::one(CLEAN)));
        let (heard, _) = walk(cases, setup(cases));
        assert!(heard.is_ascii());
        std::fs::remove_dir_all(cases.path()).unwrap();
    }
}

#[test]
fn behaviour_07_without_utf8_other_letters_of_a_case_are_replaced() {
    let cases = Cases::one(CLEAN);
    let text = cases.text().replace("Aspen Sample", "Zoë");
    std::fs::write(cases.only(), text).unwrap();
    let mut desk = cases.desk().variable("LANG", "C").open("Zo? ");
    assert!(desk.heard().is_ascii());
}

/// The parameters of every SGR sequence.
fn sgr(heard: &str) -> Vec<u32> {
    let sequences = heard.split("\x1b[").skip(1).filter_map(|rest| {
        let (parameters, _) = rest.split_once('m')?;
        parameters.chars().all(|letter| letter.is_ascii_digit() || letter == ';').then_some(parameters)
    });
    sequences.flat_map(|parameters| parameters.split(';')).filter_map(|number| number.parse().ok()).collect()
}

#[test]
fn behaviours_05_06_colours_are_named_ones_and_none_under_no_color() {
    let cases = Cases::one(CLEAN);
    let (heard, _) = walk(&cases, cases.desk());
    let used = sgr(&String::from_utf8(heard).unwrap());
    assert!(used.iter().any(|number| (30..=37).contains(number)), "{used:?}");
    assert!(!used.iter().any(|number| matches!(number, 37 | 38 | 47 | 48 | 97 | 107)), "{used:?}");
    let (heard, mut desk) = walk(&cases, cases.desk().variable("NO_COLOR", "1"));
    let used = sgr(&String::from_utf8(heard).unwrap());
    assert!(!used.iter().any(|number| matches!(number, 30..=49 | 90..=107)), "{used:?}");
    desk.keys("r");
    desk.wait_until("the selection", |desk| desk.pointed().contains("member identifier"));
}

#[test]
fn behaviour_09_untrusted_text_never_acts() {
    let cases = Cases::one(CLEAN);
    let name = r#"name = "Pat\u001b]0;owned\u0007\u202e\u200b""#;
    let text = cases.text().replace(r#"name = "Aspen Sample""#, name);
    std::fs::write(cases.only(), text).unwrap();
    let (heard, _) = walk(&cases, cases.desk());
    let heard = String::from_utf8(heard).unwrap();
    for never in ["\x1b]", "\x07", "\u{202e}", "\u{200b}"] {
        assert!(!heard.contains(never), "{never:?} was sent");
    }
    assert!(heard.contains("<U+001B>"));
}

#[test]
fn behaviour_09_a_file_that_is_no_case_is_named_and_never_acts() {
    let cases = Cases::none();
    cases.put("bad.toml", "format = 1\npolicy = \"MM-1463\"\n\"\\u001b]0;owned\\u0007\" = 3\n");
    let mut desk = cases.worklist();
    desk.wait_for("unreadable");
    desk.keys(ENTER);
    desk.wait_for("bad can't be opened");
    assert!(!String::from_utf8(desk.heard()).unwrap().contains("\x1b]"));
    desk.keys(ESC);
    desk.wait_for("Enter open");
}

#[test]
fn two_hundred_cases_take_little_memory() {
    let cases = Cases::none();
    let sample = Cases::one(CLEAN).text();
    for number in 0..200 {
        cases.put(&format!("2026-03-02-{number:03}.toml"), &sample);
    }
    let mut desk = cases.worklist();
    desk.keys(&DOWN.repeat(199));
    desk.wait_until("the last case", |desk| desk.pointed().contains("2026-03-02-199"));
    let status = std::fs::read_to_string(format!("/proc/{}/status", desk.pid())).unwrap();
    let kilobytes = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let (resident, own) = (kilobytes("VmRSS:"), kilobytes("RssAnon:"));
    println!("resident with 200 cases: {resident} kB, {own} of them not from the program's file");
    // The file of a debug build is the larger one.
    let most = if cfg!(debug_assertions) { 10_240 } else { 6_144 };
    assert!(resident <= most && own <= 2_048, "{resident} kB, {own} kB");
}
