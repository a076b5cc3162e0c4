//! The questions: what keys do on their pages, and which page comes next. That
//! is the interview's to say; here it is only followed.

use crate::case::{Answer, Entry, Part, Place, Target};
use crate::policy;
use crate::questions;

use super::app::{App, View};
use super::keys::Command;
use super::note::Note;
use super::page::{Page, Wish};
use super::paper::Paper;

impl App {
    /// Puts a question on the page.
    pub fn ask(&mut self, place: Place) {
        self.put(place, Target::Whole);
    }

    pub(super) fn put(&mut self, place: Place, target: Target) {
        self.put_away();
        let Some(session) = &self.session else { return };
        let facts = session.interview().facts();
        let mut page = Page::new(facts, place, target);
        if let Some(begun) = session.draft(page.spot()) {
            page.take_up(begun, facts);
        }
        self.view = View::Question(page);
    }

    pub(super) fn in_question(&mut self, command: Command) {
        let (View::Question(page), Some(session)) = (&mut self.view, &self.session) else { return };
        let place = page.place;
        match command {
            Command::Back => self.back(),
            Command::Next => self.next(),
            Command::Review => self.look_aside(Self::review_what_is_open),
            Command::Outcome => self.look_aside(Self::show_determination),
            Command::Why => self.paper = Some(Paper::why(session, place)),
            Command::Evidence => self.write_note(false),
            Command::Flag => self.write_note(true),
            _ => {
                let wish = page.act(command, session.interview().facts(), session.today());
                self.grant(wish);
            }
        }
    }

    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Stay => {}
            Wish::Next => self.next(),
            Wish::Answer(answer) => self.answer(answer),
            Wish::AddEntry => self.edit_entry(None),
            Wish::ChangeEntry(index) => self.edit_entry(Some(index)),
            Wish::RemoveEntry(index) => self.remove_entry(index),
        }
    }

    fn write_note(&mut self, is_flag: bool) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        let Some(item) = questions::item_of(session.interview().facts(), page.place) else {
            self.message = Some("no item of the policy reads this question".to_owned());
            return;
        };
        let note = Note::of(item, is_flag, session);
        self.message = note.begun(session.case()).map(|_| "not kept yet: Enter keeps it".to_owned());
        self.note = Some(note);
    }

    fn answer(&mut self, answer: Answer) {
        let (View::Question(page), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let place = page.place;
        let whole = match page.target {
            Target::Whole => answer,
            Target::Part { index, part } => {
                let mut list = session.interview().facts().entries(place);
                list.resize_with(list.len().max(index + 1), Entry::default);
                list[index] = std::mem::take(&mut list[index]).with(part, Some(answer));
                Answer::Entries(list)
            }
        };
        match session.answer(place, &whole) {
            Ok(()) => {
                self.accepted(place);
                self.next();
            }
            Err(problem) => page.message = Some(problem),
        }
    }

    /// The page shows the answer that stands.
    fn accepted(&mut self, place: Place) {
        let (View::Question(page), Some(session)) = (&mut self.view, &self.session) else { return };
        *page = Page::new(session.interview().facts(), place, page.target);
    }

    fn remove_entry(&mut self, index: usize) {
        let (View::Question(page), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let place = page.place;
        let mut list = session.interview().facts().entries(place);
        list.remove(index);
        match session.answer(place, &Answer::Entries(list)) {
            Ok(()) => {
                self.accepted(place);
                self.ask(place);
            }
            Err(problem) => page.message = Some(problem),
        }
    }

    fn edit_entry(&mut self, index: Option<usize>) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        let (place, facts) = (page.place, session.interview().facts());
        let index = index.unwrap_or_else(|| facts.entries(place).len());
        if let Some(part) = policy::entry_parts(facts, place, index).first().copied() {
            self.put(place, Target::Part { index, part });
        }
    }

    /// The question after this one; after the last, or on the way back to
    /// where the question was gone to from, that.
    fn next(&mut self) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        let place = page.place;
        if let Target::Part { index, part } = page.target {
            return self.next_part(place, index, part);
        }
        if let Some(back) = self.return_to.take() {
            return self.go_back(back);
        }
        match session.interview().after(place) {
            Some(next) => self.ask(next),
            None if session.interview().open().is_empty() => self.show_determination(),
            None => self.review_what_is_open(),
        }
    }

    fn next_part(&mut self, place: Place, index: usize, part: Part) {
        let Some(session) = &self.session else { return };
        let asked = policy::entry_parts(session.interview().facts(), place, index);
        let after = asked.iter().skip_while(|each| **each != part).nth(1);
        match after {
            Some(next) if index < session.interview().facts().entries(place).len() => {
                self.put(place, Target::Part { index, part: *next });
            }
            _ => self.ask(place),
        }
    }

    fn back(&mut self) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        let place = page.place;
        if let Target::Part { index, part } = page.target {
            let asked = policy::entry_parts(session.interview().facts(), place, index);
            let before = asked.iter().position(|each| *each == part).and_then(|at| at.checked_sub(1));
            return match before {
                Some(before) => self.put(place, Target::Part { index, part: asked[before] }),
                None => self.ask(place),
            };
        }
        match (self.return_to.take(), session.interview().before(place)) {
            (Some(back), _) => self.go_back(back),
            (None, Some(before)) => self.ask(before),
            (None, None) => {
                self.message = Some("this is the first question; Esc goes to the list".to_owned())
            }
        }
    }
}
