//! A terminal that is locked because nobody types: it is erased, the case is free, and the
//! next line takes it up again.

use std::collections::VecDeque;
use std::io::{self, BufReader, Read};
use std::time::Duration;

use sij_intake::line::{IdleLock, LineIo};

use super::super::case_folder::CaseFolder;
use super::{CLOCK, Chosen, DIAGNOSTIC_FILE, Ended, from, line};

/// What happens at the terminal, in this order.
enum Event<'e> {
    /// A line is typed in time.
    Typed(&'e str),
    /// Nobody types for too long. Then something is done elsewhere, and a line is typed.
    Away(&'e mut dyn FnMut(), &'e str),
    /// Nobody types for too long, and then the input ends.
    Gone,
}

/// The typed lines, and what is done before each; nothing where the input ends.
type Keyboard<'e> = VecDeque<Option<(Option<&'e mut dyn FnMut()>, &'e str)>>;

struct Typing<'e>(Keyboard<'e>);

impl Read for Typing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(Some((elsewhere, line))) = self.0.pop_front() else { return Ok(0) };
        elsewhere.into_iter().for_each(|act| act());
        let line = format!("{line}\n");
        buffer[..line.len()].copy_from_slice(line.as_bytes());
        Ok(line.len())
    }
}

/// What line mode prints, and how it ends. Without a case it lists the folder.
fn run(folder: &CaseFolder, events: Vec<Event<'_>>) -> (String, Ended) {
    let (mut in_time, mut keyboard) = (VecDeque::new(), Keyboard::new());
    for event in events {
        in_time.push_back(matches!(event, Event::Typed(_)));
        match event {
            Event::Typed(line) => keyboard.push_back(Some((None, line))),
            Event::Away(elsewhere, line) => keyboard.push_back(Some((Some(elsewhere), line))),
            Event::Gone => keyboard.push_back(None),
        }
    }
    let mut wait = |_: Duration| Ok(in_time.pop_front().unwrap_or(true));
    let idle = IdleLock {
        after: Duration::from_secs(60),
        after_in_words: "1 minute".to_owned(),
        wait: &mut wait,
        erase: b"<ERASED>",
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut input = BufReader::new(Typing(keyboard));
    let mut io = LineIo { input: &mut input, out: &mut out, err: &mut err, idle: Some(idle) };
    let workspace = folder.workspace();
    let chosen = match folder.id() {
        Some(id) => Some(Chosen::Case(id)),
        None => line::choose(&workspace, &mut io).unwrap(),
    };
    let ended = chosen.map_or(Ended::AllSaved, |chosen| line::run(&workspace, &chosen, &mut io).unwrap());
    assert_eq!(String::from_utf8(err).unwrap(), "");
    (String::from_utf8(out).unwrap(), ended)
}

/// Whether somebody else can write the case.
fn is_free(folder: &CaseFolder) -> bool {
    let id = folder.id().unwrap();
    let session = folder.workspace().open(&id).unwrap();
    session.read_only().is_none()
}

fn a_case() -> CaseFolder {
    CaseFolder::with(CLOCK, DIAGNOSTIC_FILE)
}

#[test]
fn case_is_free_while_locked_and_the_line_that_unlocks_is_no_answer() {
    let folder = a_case();
    let mut was_free = false;
    let mut look = || was_free = is_free(&folder);
    let events = vec![
        Event::Typed("go 2"),
        Event::Away(&mut look, "Wrong Name"),
        Event::Typed("Kim Sample"),
        Event::Typed("quit"),
    ];
    let (output, ended) = run(&folder, events);
    assert!(was_free && ended == Ended::AllSaved);
    let (shown, rest) = output.split_once("<ERASED>").unwrap();
    assert!(shown.contains("Question 2 of"), "{shown}");
    assert!(
        rest.starts_with(
            "Locked after 1 minute without a line. Enter unlocks; nothing else is taken.\n\
             Until then others can open the case.\n\nQuestion 2 of"
        ),
        "{rest}"
    );
    assert_eq!(rest.matches("Recorded: ").count(), 1, "the line that unlocks is not taken: {rest}");
}

#[test]
fn whoever_has_the_case_by_then_is_named_and_no_answer_is_taken() {
    let folder = a_case();
    let (mut other, mut before) = (None, String::new());
    let mut open = || {
        other = Some(folder.workspace().open(&folder.id().unwrap()).unwrap());
        before = folder.text();
    };
    let events = vec![
        Event::Typed("go 2"),
        Event::Away(&mut open, ""),
        Event::Typed("Kim Sample"),
        Event::Typed("quit"),
    ];
    let (output, ended) = run(&folder, events);
    let locked = from(&output, "READ-ONLY: a test");
    from(from(locked, "No answer will be saved."), "Not taken: ");
    assert_eq!((folder.text(), ended), (before, Ended::NotSaved));
}

#[test]
fn case_that_was_changed_meanwhile_is_read_again() {
    let folder = a_case();
    let mut change = || {
        let text = folder.text().replace("name = \"Pat Sample\"", "name = \"Kim Sample\"");
        std::fs::write(folder.path().join("one.toml"), text).unwrap();
    };
    let events = vec![Event::Typed("go 2"), Event::Away(&mut change, ""), Event::Typed("quit")];
    let (output, ended) = run(&folder, events);
    let again = from(&output, "The file was changed meanwhile and is read again.");
    from(from(again, "Question 2 of"), "The answer is now: Kim Sample.");
    assert_eq!(ended, Ended::AllSaved);
}

#[test]
fn case_that_cant_be_read_any_more_ends_the_sitting() {
    let folder = a_case();
    let mut damage = || std::fs::write(folder.path().join("one.toml"), "no case").unwrap();
    let (output, ended) = run(&folder, vec![Event::Away(&mut damage, ""), Event::Typed("d")]);
    from(&output, "Until then others can open the case.\none: line 1");
    assert_eq!(ended, Ended::NotSaved);
    assert_eq!(folder.text(), "no case");
}

#[test]
fn end_of_input_while_locked_ends_as_usual() {
    let folder = a_case();
    // A terminal can be read again after its end.
    let events = vec![Event::Typed("go 2"), Event::Gone, Event::Typed("Wrong Name")];
    let (output, ended) = run(&folder, events);
    from(&output, "End of input. Everything accepted is saved.");
    assert!(!output.contains("Recorded"), "{output}");
    assert_eq!(ended, Ended::AllSaved);
}

#[test]
fn question_that_is_not_asked_any_more_is_left() {
    let another = "other_block = 2026-01-12\nother_block_where = \"different-region\"";
    let folder = CaseFolder::with(CLOCK, &DIAGNOSTIC_FILE.replace("other_block = \"none\"", another));
    let mut change = || std::fs::write(folder.path().join("one.toml"), DIAGNOSTIC_FILE).unwrap();
    let events = vec![Event::Typed("go 13"), Event::Away(&mut change, ""), Event::Typed("quit")];
    let (output, _) = run(&folder, events);
    from(&output, "Where is that other block?");
    let again = from(&output, "The file was changed meanwhile and is read again.");
    assert!(!again.contains("Where is that other block?"), "{again}");
}

#[test]
fn question_that_is_still_asked_stays_where_others_are_open() {
    let folder = CaseFolder::with(CLOCK, &DIAGNOSTIC_FILE.replace("sedation = \"none\"\n", ""));
    let mut change = || {
        let text = folder.text().replace("name = \"Pat Sample\"", "name = \"Kim Sample\"");
        std::fs::write(folder.path().join("one.toml"), text).unwrap();
    };
    let events = vec![Event::Typed("go 2"), Event::Away(&mut change, ""), Event::Typed("quit")];
    let (output, _) = run(&folder, events);
    let again = from(&output, "The file was changed meanwhile and is read again.");
    from(again, "Question 2 of");
}

#[test]
fn duplicates_that_came_with_the_change_are_not_told_as_news_of_an_answer() {
    let folder = a_case();
    let of_another = DIAGNOSTIC_FILE.replace("TC0001234", "TC0009999");
    std::fs::write(folder.path().join("0-other.toml"), &of_another).unwrap();
    let mut change = || std::fs::write(folder.path().join("one.toml"), &of_another).unwrap();
    let events = vec![
        Event::Typed("go 2"),
        Event::Away(&mut change, ""),
        Event::Typed("Kim Sample"),
        Event::Typed("quit"),
    ];
    let (output, _) = run(&folder, events);
    from(&output, "Recorded: Kim Sample. Saved.");
    assert!(!output.contains("ossible duplicate"), "{output}");
}

#[test]
fn list_is_erased_too_and_read_again() {
    let folder = CaseFolder::new(CLOCK);
    let mut add = || std::fs::write(folder.path().join("one.toml"), DIAGNOSTIC_FILE).unwrap();
    let (output, _) = run(&folder, vec![Event::Away(&mut add, "one"), Event::Typed("quit")]);
    let rest = from(&output, "<ERASED>Locked after 1 minute without a line.");
    assert!(!rest.contains("others can open"), "no case is open: {rest}");
    from(rest, "There is 1 case.\n1. one: criteria met");
}
