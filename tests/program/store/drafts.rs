//! Draft files: what they keep, their permissions, and when they are removed.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use sij_intake::case::{Answer, Field, Laterality, QuestionId, Target, Text};
use sij_intake::casefile::{DraftKey, DraftValue};
use sij_intake::interview::Position;
use sij_intake::store::Folder;

use super::{create, names, open, with_a_case};

fn name() -> QuestionId {
    Field::MemberName.at(Laterality::Left)
}

fn key() -> DraftKey {
    DraftKey::Answer(name(), Target::Whole)
}

fn draft() -> DraftValue {
    DraftValue::Typed("Half a na".to_owned())
}

#[test]
fn draft_survives_the_session_and_is_removed_when_accepted() {
    let (_temp, folder, id) = with_a_case();
    let mut session = open(&folder, &id).unwrap();
    session.keep_draft(key(), Some(draft()));
    session.put_drafts_away().unwrap();
    drop(session);

    let mut session = open(&folder, &id).unwrap();
    assert_eq!(session.draft(key()), Some(&draft()));
    session.answer(name(), Target::Whole, &Answer::Text(Text::new("Half a name"))).unwrap();
    assert_eq!(session.draft(key()), None);
    assert!(names(&folder, ".draft").is_empty());
}

#[test]
fn snapshot_drops_drafts_accepted_in_the_meantime() {
    let (_temp, folder, id) = with_a_case();
    let mut session = open(&folder, &id).unwrap();
    let other = DraftKey::Answer(Field::Codes.at(Laterality::Left), Target::Whole);
    session.keep_draft(other, Some(draft()));
    // A signal saves a snapshot that was taken before the answer was accepted.
    let snapshot =
        session.draft_snapshot(Some((name(), Target::Whole)), vec![(key(), Some(draft()))]).unwrap();
    session.answer(name(), Target::Whole, &Answer::Text(Text::new("Half a name"))).unwrap();
    snapshot.keep().unwrap();
    drop(session);
    let mut session = open(&folder, &id).unwrap();
    assert_eq!((session.draft(key()), session.draft(other)), (None, Some(&draft())));
    assert_ne!(session.take_up(), Position::whole(name()));
}

#[test]
fn readers_and_unanswered_new_cases_keep_no_drafts() {
    let (_temp, folder, id) = with_a_case();
    let _writer = open(&folder, &id).unwrap();
    for mut session in [open(&folder, &id).unwrap(), create(&folder)] {
        session.keep_draft(key(), Some(draft()));
        session.put_drafts_away().unwrap();
    }
    assert!(names(&folder, ".draft").is_empty());
}

#[test]
fn draft_file_follows_the_folder_permissions() {
    for (folder_mode, file_mode) in [(0o2770, 0o660), (0o700, 0o600), (0o755, 0o600)] {
        let (temp, folder, id) = with_a_case();
        std::fs::set_permissions(temp.path(), std::fs::Permissions::from_mode(folder_mode)).unwrap();
        let mut session = open(&folder, &id).unwrap();
        session.keep_draft(key(), Some(draft()));
        session.put_drafts_away().unwrap();
        let file = &names(&folder, ".draft")[0];
        assert_eq!(std::fs::metadata(file).unwrap().mode() & 0o7777, file_mode, "{folder_mode:o}");
    }
}

#[test]
fn symbolic_link_in_place_of_a_draft_is_not_followed() {
    let (_temp, folder, id) = with_a_case();
    let elsewhere = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(elsewhere.path(), "[[draft]]\nquestion = 'member.name'\ntyped = 'x'").unwrap();
    symlink(elsewhere.path(), folder.path().join(".one.draft")).unwrap();
    let mut session = open(&folder, &id).unwrap();
    assert_eq!(session.draft(key()), None);
    session.keep_draft(key(), Some(draft()));
    session.put_drafts_away().unwrap();
    assert!(std::fs::read_to_string(elsewhere.path()).unwrap().contains("'x'"));
    drop(session);
    assert_eq!(open(&folder, &id).unwrap().draft(key()), Some(&draft()));
}

#[test]
fn drafts_of_a_deleted_case_are_removed() {
    let (_temp, folder, id) = with_a_case();
    let drafts = |folder: &Folder| names(folder, ".draft").len();
    let mut session = open(&folder, &id).unwrap();
    session.keep_draft(key(), Some(draft()));
    session.put_drafts_away().unwrap();
    std::fs::remove_file(folder.file(&id)).unwrap();
    drop(create(&folder));
    assert_eq!(drafts(&folder), 1, "the case is still open");
    drop(session);
    drop(create(&folder));
    assert_eq!(drafts(&folder), 0);
}
