//! File formats: a newer one is refused, unknown keys are never dropped, and a
//! determination names the program that wrote it.

use sij_intake::case::Text;
use sij_intake::casefile;
use sij_intake::policy::Item;
use sij_intake::report::PROGRAM;
use sij_intake::store::ReadError;

use super::{open, sample, with_a_case};

#[test]
fn newer_format_is_refused_and_left_unchanged() {
    let (_temp, folder, id) = with_a_case();
    let newer = sample().1.replacen("format = 1", "format = 2\nnew_key = \"of the newer format\"", 1);
    std::fs::write(folder.file(&id), &newer).unwrap();
    let Err(ReadError::Invalid(complaints)) = open(&folder, &id) else { panic!("it was read") };
    assert_eq!(complaints.0.len(), 1, "{complaints}");
    assert!(complaints.to_string().contains("open it with a newer sij-intake"), "{complaints}");
    assert_eq!(std::fs::read_to_string(folder.file(&id)).unwrap(), newer);
}

#[test]
fn unknown_key_anywhere_is_refused_and_never_dropped() {
    let (_, text) = sample();
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('[')).collect();
    assert!(headings.len() > 8, "{headings:?}");
    for heading in headings {
        let (_temp, folder, id) = with_a_case();
        let strange = text.replacen(heading, &format!("{heading}\nunknown_key = \"kept\""), 1);
        std::fs::write(folder.file(&id), &strange).unwrap();
        match open(&folder, &id) {
            Err(refusal) => assert!(refusal.to_string().contains("unknown_key"), "{heading}: {refusal}"),
            // A recorded reading that this version doesn't know is kept.
            Ok(session) => assert!(casefile::write(session.case()).contains("unknown_key"), "{heading}"),
        }
        assert_eq!(std::fs::read_to_string(folder.file(&id)).unwrap(), strange);
    }
}

#[test]
fn determination_records_its_program_and_policy_text() {
    let (_temp, folder, id) = with_a_case();
    let (mut case, _) = sample();
    case.recorded = None;
    std::fs::write(folder.file(&id), casefile::write(&case)).unwrap();
    let mut session = open(&folder, &id).unwrap();
    session.note_evidence(Item::D_I_A_3, Some(Text::new("p. 2"))).unwrap();
    let text = std::fs::read_to_string(folder.file(session.id())).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(PROGRAM, format!("sij-intake {version}"));
    assert!(text.contains(&format!("program = \"{PROGRAM}\"")), "{text}");
    assert!(text.contains("policy_text = \"MM-1463, effective 2025-07-01\""), "{text}");
}

#[test]
fn content_that_could_not_be_reopened_is_not_saved() {
    let (_temp, folder, id) = with_a_case();
    let mut session = open(&folder, &id).unwrap();
    let before = std::fs::read_to_string(folder.file(&id)).unwrap();
    for words in ["x".repeat(4001), " , ".repeat(100_000), "x".repeat(300_000)] {
        let mut case = session.case().clone();
        case.flags.insert(Item::D_I_B_1.key().to_owned(), Text::new(words));
        let message =
            casefile::readable(&casefile::write(&case), sij_intake::policy::editions()).unwrap_err();
        assert!(message.starts_with("NOT SAVED") && message.contains("shorten"), "{message}");
    }
    let words = Text::new("\u{1d11e}".repeat(4000));
    let mut items = sij_intake::policy::editions().latest().items.iter();
    let mut last_saved = before;
    let (item, message) = loop {
        let item = items.next().unwrap().item;
        match session.flag(item, Some(words.clone())) {
            Ok(()) => last_saved = std::fs::read_to_string(folder.file(&id)).unwrap(),
            Err(error) => break (item, error.to_string()),
        }
    };
    assert!(message.starts_with("NOT SAVED") && message.contains("larger than"), "{message}");
    assert_eq!(session.case().flags.get(item.key()), None);
    assert_eq!(std::fs::read_to_string(folder.file(&id)).unwrap(), last_saved);
    session.flag(item, None).unwrap();
    drop(session);
    assert!(open(&folder, &id).is_ok());
}
