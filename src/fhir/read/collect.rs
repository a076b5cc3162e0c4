//! Walks the items of a response and puts each where it belongs: to its question, to
//! the entry of its list, to its note. What has no place is a complaint.

use std::borrow::Cow;

use crate::case::{Part, QuestionId};
use crate::casefile::{nearest, shown_key};

use super::super::link::{Link, NoteRole, Notes, Role};
use super::fact::Given;
use super::found::{Findings, Spot, offset};
use super::json::{Item, Raw, string};
use super::plan::{Known, Place, Plan};

/// Where each item of a response belongs.
pub(super) struct Collected<'r, 't> {
    plan: &'r Plan,
    /// The items in no entry, by their numbers in the plan.
    single: Vec<Option<(&'r Item<'t>, usize)>>,
    /// The entries of all lists, in the order of the response.
    pub(super) entries: Vec<EntryItems<'r, 't>>,
    /// The notes, in the order of the response.
    pub(super) notes: Vec<NoteItems<'r, 't>>,
    /// The first item that only the plan may answer.
    pub(super) of_plan: Option<(Spot<'r>, usize)>,
    /// Questions and parts whose items can't be used.
    spoiled: Vec<(QuestionId, Option<(usize, Part)>)>,
}

/// One entry of a list.
pub(super) struct EntryItems<'r, 't> {
    pub(super) list: QuestionId,
    /// Which entry of its list, counted from 0.
    pub(super) index: usize,
    pub(super) spot: Spot<'r>,
    parts: Vec<(usize, &'r Item<'t>, usize)>,
}

/// One note.
pub(super) struct NoteItems<'r, 't> {
    pub(super) notes: Notes,
    pub(super) spot: Spot<'r>,
    parts: Vec<(NoteRole, Given<'r, 't>)>,
}

/// What the items that are walked through are in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// No entry.
    Form,
    /// The entry with this number.
    Entry(usize),
    /// The note with this number.
    Note(usize),
}

/// An item of a response that the form has too.
#[derive(Clone, Copy)]
struct Placed<'r, 't> {
    /// Its number in the plan.
    index: usize,
    item: &'r Item<'t>,
    spot: Spot<'r>,
}

struct Walk<'r, 't, 'f> {
    text: &'t str,
    is_own: bool,
    found: &'f mut Findings,
    collected: Collected<'r, 't>,
}

/// After this many complaints no similar link is looked for: that is slow.
const MOST_HINTS: usize = 200;

/// Puts each item of a response where it belongs. `is_own`: what the plan answers is
/// read too.
pub(super) fn collect<'r, 't>(
    plan: &'r Plan,
    text: &'t str,
    items: &'r [Item<'t>],
    is_own: bool,
    found: &mut Findings,
) -> Collected<'r, 't> {
    let collected = Collected {
        plan,
        single: vec![None; plan.len()],
        entries: Vec::new(),
        notes: Vec::new(),
        of_plan: None,
        spoiled: Vec::new(),
    };
    reject_modifiers(items, text, found);
    let mut walk = Walk { text, is_own, found, collected };
    walk.items(items, Within::Form);
    walk.collected
}

impl<'r, 't> Walk<'r, 't, '_> {
    fn items(&mut self, items: &'r [Item<'t>], within: Within) {
        for item in items {
            self.item(item, within);
        }
    }

    fn item(&mut self, item: &'r Item<'t>, within: Within) {
        let Some((id, at)) = self.link_of(item) else { return self.inside(item, within) };
        let Some(index) = self.collected.plan.find(&id) else {
            self.unknown(&id, at);
            return self.inside(item, within);
        };
        let Some(known) = self.collected.plan.item(index) else { return };
        let spot = Spot::new(&known.id, at);
        let placed = Placed { index, item, spot };
        if known.is_of_plan && !self.is_own {
            return self.leave_out(spot);
        }
        match known.link {
            Link::Group(_)
            | Link::Introduction
            | Link::ClinicalComplete
            | Link::Answer { role: Role::Help, .. } => {
                self.reject_answers(item, spot);
                self.inside(item, within);
            }
            Link::Answer { question, role: Role::Entry, .. } => self.entry(question, placed, within),
            Link::Note(notes, NoteRole::Entry) => self.note(notes, placed, within),
            Link::Answer { question, part: None, .. } => {
                self.question(question, placed, within);
                self.inside(item, within);
            }
            Link::Answer { question, part: Some(part), .. } => {
                self.part(question, part, placed, within);
                self.inside(item, within);
            }
            Link::Note(notes, role) => {
                self.part_of_note((notes, role), known, placed, within);
                self.inside(item, within);
            }
        }
    }

    /// The items that are in this one, or in one of its answers.
    fn inside(&mut self, item: &'r Item<'t>, within: Within) {
        self.items(&item.item, within);
        for answer in &item.answer {
            self.items(&answer.item, within);
        }
    }

    /// The link of an item, and where it is.
    fn link_of(&mut self, item: &'r Item<'t>) -> Option<(Cow<'t, str>, usize)> {
        let link = item.link_id.and_then(|raw| Some((string(raw)?, offset(self.text, raw))));
        if link.is_none() {
            let at = item.link_id.or_else(|| first_value(item)).map_or(0, |raw| offset(self.text, raw));
            self.found.complain(Spot::new("linkId", at), "an item without a link: give its linkId as a text");
        }
        link
    }

    fn unknown(&mut self, id: &str, at: usize) {
        let hint = match self.found.count() < MOST_HINTS {
            true => nearest(id, self.collected.plan.ids()),
            false => None,
        };
        let problem = match hint {
            Some(near) => format!("unknown link: did you mean {near}?"),
            None => "unknown link: take the item out, or correct its linkId".to_owned(),
        };
        self.found.complain(Spot::new(&shown_key(id), at), problem);
    }

    fn reject_answers(&mut self, item: &Item<'t>, spot: Spot<'r>) {
        if !item.answer.is_empty() {
            self.found.complain(spot, "this is no question: take its answer out");
        }
    }

    /// What only the plan may answer is not read.
    fn leave_out(&mut self, spot: Spot<'r>) {
        let (_, count) = self.collected.of_plan.get_or_insert((spot, 0));
        *count += 1;
    }

    fn entry(&mut self, list: QuestionId, Placed { item, spot, .. }: Placed<'r, 't>, within: Within) {
        if within != Within::Form {
            self.found.complain(spot, "an entry inside another one: move it out of that one");
            return self.collected.spoil(list, None);
        }
        self.reject_answers(item, spot);
        let last = self.collected.entries.iter().rev().find(|entry| entry.list == list);
        let index = last.map_or(0, |last| last.index + 1);
        let number = self.collected.entries.len();
        self.collected.entries.push(EntryItems { list, index, spot, parts: Vec::new() });
        self.inside(item, Within::Entry(number));
    }

    fn question(&mut self, question: QuestionId, placed: Placed<'r, 't>, within: Within) {
        let Placed { index, item, spot } = placed;
        if within != Within::Form {
            self.found.complain(spot, "this stands inside an entry: move it out");
            return self.collected.spoil(question, None);
        }
        let Some(place) = self.collected.single.get_mut(index) else { return };
        if place.is_some() {
            self.found.complain(spot, TWICE);
            return self.collected.spoil(question, None);
        }
        *place = Some((item, spot.at));
    }

    fn part(&mut self, question: QuestionId, part: Part, placed: Placed<'r, 't>, within: Within) {
        let Placed { index, item, spot } = placed;
        let entry = match within {
            Within::Entry(number) => self.collected.entries.get_mut(number),
            _ => None,
        };
        let Some(entry) = entry.filter(|entry| entry.list == question) else {
            let problem = format!(
                "this is a part of an entry and stands outside of one: put it into an item {question}.entry"
            );
            self.found.complain(spot, problem);
            return self.collected.spoil(question, None);
        };
        if entry.parts.iter().any(|(other, ..)| *other == index) {
            let spoiled = (question, Some((entry.index, part)));
            self.found.complain(Spot { entry: Some((question, entry.index)), ..spot }, TWICE);
            return self.collected.spoiled.push(spoiled);
        }
        entry.parts.push((index, item, spot.at));
    }

    fn note(&mut self, notes: Notes, Placed { item, spot, .. }: Placed<'r, 't>, within: Within) {
        if within != Within::Form {
            return self.found.complain(spot, "a note inside an entry: move it out");
        }
        self.reject_answers(item, spot);
        let number = self.collected.notes.len();
        self.collected.notes.push(NoteItems { notes, spot, parts: Vec::new() });
        self.inside(item, Within::Note(number));
    }

    fn part_of_note(
        &mut self,
        (notes, role): (Notes, NoteRole),
        known: &'r Known,
        Placed { item, spot, .. }: Placed<'r, 't>,
        within: Within,
    ) {
        let note = match within {
            Within::Note(number) => self.collected.notes.get_mut(number),
            _ => None,
        };
        let Some(note) = note.filter(|note| note.notes == notes) else {
            return self.found.complain(
                spot,
                "this is a part of a note and stands outside of one: put both parts into one item",
            );
        };
        if note.parts.iter().any(|(other, _)| *other == role) {
            return self.found.complain(spot, TWICE);
        }
        note.parts.push((role, Given { role: Role::Value, known, item, spot }));
    }
}

/// What may change the meaning of an item or an answer, wherever it stands.
fn reject_modifiers(items: &[Item<'_>], text: &str, found: &mut Findings) {
    for item in items {
        let in_answers = item.answer.iter().filter_map(|answer| answer.modifier_extension);
        if let Some(raw) = item.modifier_extension.into_iter().chain(in_answers).next() {
            let id = item.link_id.and_then(string).map(|id| shown_key(&id)).unwrap_or_default();
            found.refuse(Spot::new(&id, offset(text, item.link_id.unwrap_or(raw))), MODIFIED);
        }
        reject_modifiers(&item.item, text, found);
        item.answer.iter().for_each(|answer| reject_modifiers(&answer.item, text, found));
    }
}

/// The complaint about a question that is there twice.
const TWICE: &str = "the same link for a second time: put all answers into one item";
/// The complaint about what may change the meaning of what is read.
pub(super) const MODIFIED: &str =
    "a modifierExtension may change what this means: send it without, or enter the answers by hand";

/// The first value in an item: to find the place of an item without a link.
fn first_value<'t>(item: &Item<'t>) -> Option<Raw<'t>> {
    item.answer.iter().find_map(|answer| answer.value.map(|(_, raw)| raw))
}

impl<'r, 't> Collected<'r, 't> {
    /// Marks a question, or a part of an entry, as one that can't be used.
    pub(super) fn spoil(&mut self, question: QuestionId, part: Option<(usize, Part)>) {
        self.spoiled.push((question, part));
    }

    /// Whether a question, or a part of an entry, can't be used.
    pub(super) fn is_spoiled(&self, question: QuestionId, part: Option<(usize, Part)>) -> bool {
        self.spoiled.contains(&(question, part))
    }

    /// The items with an answer that hold that of a question.
    pub(super) fn given(&self, place: &Place) -> Vec<Given<'r, 't>> {
        let of = |(role, index): (Role, usize)| {
            let (item, at) = (*self.single.get(index)?)?;
            let known = self.plan.item(index)?;
            let given = Given { role, known, item, spot: Spot::new(&known.id, at) };
            (!item.answer.is_empty()).then_some(given)
        };
        place.roles().filter_map(of).collect()
    }

    /// The items with an answer that hold that of a part of an entry.
    pub(super) fn given_in(&self, entry: &EntryItems<'r, 't>, place: &Place) -> Vec<Given<'r, 't>> {
        let of = |(role, index): (Role, usize)| {
            let (_, item, at) = entry.parts.iter().find(|(other, ..)| *other == index)?;
            let known = self.plan.item(index)?;
            let spot = Spot { id: &known.id, entry: Some((entry.list, entry.index)), at: *at };
            (!item.answer.is_empty()).then_some(Given { role, known, item, spot })
        };
        place.roles().filter_map(of).collect()
    }
}

impl<'r, 't> NoteItems<'r, 't> {
    /// The item of a note that holds this much of it, if it has an answer.
    pub(super) fn given(&self, role: NoteRole) -> Option<Given<'r, 't>> {
        let found = self.parts.iter().find(|(known, _)| *known == role);
        found.map(|(_, given)| *given).filter(|given| !given.item.answer.is_empty())
    }
}
