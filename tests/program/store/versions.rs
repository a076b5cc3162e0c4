//! Versions on disk: a newer format is refused whole, nothing unknown is
//! dropped, and a determination says what wrote it.

use sij_intake::casefile;
use sij_intake::report::{POLICY_TEXT, PROGRAM};
use sij_intake::store::ReadError;

use super::{create, open, sample, with_a_case};
use crate::folder::temporary;

#[test]
fn a_newer_format_is_refused_with_a_word_and_left_as_it_is() {
    let (_temp, folder, id) = with_a_case();
    let newer = sample().1.replacen("format = 1", "format = 2\nnew_key = \"of the newer format\"", 1);
    std::fs::write(folder.file(&id), &newer).unwrap();
    let Err(ReadError::Invalid(complaints)) = open(&folder, &id) else { panic!("it was read") };
    assert_eq!(complaints.0.len(), 1, "{complaints}");
    assert!(complaints.to_string().contains("open it with a newer sij-intake"), "{complaints}");
    assert_eq!(std::fs::read_to_string(folder.file(&id)).unwrap(), newer);
}

#[test]
fn an_unknown_key_anywhere_is_refused_and_never_dropped() {
    let (_, text) = sample();
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('[')).collect();
    assert!(headings.len() > 8, "{headings:?}");
    for heading in headings {
        let (_temp, folder, id) = with_a_case();
        let strange = text.replacen(heading, &format!("{heading}\nunheard_of = \"kept\""), 1);
        std::fs::write(folder.file(&id), &strange).unwrap();
        match open(&folder, &id) {
            Err(refusal) => assert!(refusal.to_string().contains("unheard_of"), "{heading}: {refusal}"),
            // A reading of another program's may be recorded, and stays.
            Ok(session) => assert!(casefile::write(session.case()).contains("unheard_of"), "{heading}"),
        }
        assert_eq!(std::fs::read_to_string(folder.file(&id)).unwrap(), strange);
    }
}

#[test]
fn a_determination_says_which_program_and_policy_text_wrote_it() {
    let temp = temporary();
    let folder = sij_intake::store::Folder::at(temp.path());
    let mut session = create(&folder);
    session.keep(&casefile::read(&sample().1).unwrap()).unwrap();
    session.note_evidence(sij_intake::case::Item::DIA3, Some(sij_intake::case::Text::new("p. 2"))).unwrap();
    session.record().unwrap();
    let text = std::fs::read_to_string(folder.file(session.id())).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(PROGRAM, format!("sij-intake {version}"));
    assert!(text.contains(&format!("program = \"{PROGRAM}\"")), "{text}");
    assert!(text.contains(&format!("policy_text = \"{POLICY_TEXT}\"")), "{text}");
}

#[test]
fn nothing_is_saved_that_could_not_be_opened_again() {
    let (_temp, folder, id) = with_a_case();
    let mut session = open(&folder, &id).unwrap();
    let before = std::fs::read_to_string(folder.file(&id)).unwrap();
    let item = sij_intake::case::Item::DIB1;
    for words in ["x".repeat(4001), " , ".repeat(100_000), "x".repeat(300_000)] {
        let mut case = session.case().clone();
        case.flags.insert(item, sij_intake::case::Text::new(words));
        let told = session.keep(&case).unwrap_err();
        assert!(told.starts_with("NOT SAVED") && told.contains("shorten"), "{told}");
    }
    assert_eq!(std::fs::read_to_string(folder.file(&id)).unwrap(), before);
    session.flag(item, None).unwrap();
    drop(session);
    assert!(open(&folder, &id).is_ok());
}
