//! The notes of a response: where in the record the evidence for an item is, and why an
//! item is flagged.

use std::collections::BTreeMap;

use crate::case::Text;

use super::super::form_item::Meaning;
use super::super::link::{NoteRole, Notes};
use super::collect::{Collected, NoteItems};
use super::fact::{Given, Refused, single};
use super::found::Findings;
use super::value;

/// The notes of one kind, by the keys of their items.
pub(super) fn notes(
    of: Notes,
    collected: &Collected<'_, '_>,
    found: &mut Findings,
) -> BTreeMap<String, Text> {
    let mut notes = BTreeMap::new();
    for note in collected.notes.iter().filter(|note| note.notes == of) {
        let Some((key, text)) = read(note, found) else { continue };
        if notes.insert(key.to_owned(), text).is_some() {
            found.complain(note.spot, "a second note about the same item: make one of them");
        }
    }
    notes
}

fn read(note: &NoteItems<'_, '_>, found: &mut Findings) -> Option<(&'static str, Text)> {
    let (item, text) = match (note.given(NoteRole::Item), note.given(NoteRole::Text)) {
        (Some(item), Some(text)) => (item, text),
        (None, None) => return None,
        _ => {
            found.complain(note.spot, "a note names an item and has a text: give both");
            return None;
        }
    };
    let item = item_of(&item, found);
    let text = complained(&text, found, value::note);
    match (item, text) {
        (Ok(Meaning::Item(item)), Ok(text)) => Some((item.key(), text)),
        _ => None,
    }
}

fn item_of(given: &Given<'_, '_>, found: &mut Findings) -> Result<Meaning, Refused> {
    complained(given, found, |answer| value::meaning(given.known, false, answer))
}

/// What an item's one answer is read as.
fn complained<T>(
    given: &Given<'_, '_>,
    found: &mut Findings,
    read: impl Fn(&super::json::Answer<'_>) -> Result<T, value::Problem>,
) -> Result<T, Refused> {
    let answer = single(given, found)?;
    read(answer).map_err(|problem| {
        found.complain(given.spot, problem);
        Refused
    })
}
