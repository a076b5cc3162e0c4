//! The review of all answers, and the determination: what keys do there.

use crate::case::{Place, Text};
use crate::policy::{self, Determination};
use crate::report;

use super::app::{App, Back, Reason, View};
use super::keys::Command;
use super::paper::Paper;
use super::scroll::Scroll;
use super::sheet::Sheet;

impl App {
    /// The review, with the pointer on the first answer that is still needed.
    pub(super) fn review_what_is_open(&mut self) {
        let open = self.session.as_ref().map(|session| session.interview().open()).unwrap_or_default();
        let first = self.review_rows().iter().position(|place| open.contains(place));
        self.show(View::Review(Scroll::on(first.unwrap_or(0))));
        self.settle();
    }

    /// Shows the determination, and records it when the case is complete.
    pub fn show_determination(&mut self) {
        let Some(session) = &self.session else { return };
        if session.interview().determination(session.terms()).is_err() {
            self.message = Some("member, receipt, procedure and side are needed first".to_owned());
            return;
        }
        self.show(View::Determination(Scroll::default()));
        self.settle();
        self.record();
    }

    /// Records the determination in the file; a failure is said.
    pub(super) fn record(&mut self) {
        if let Some(session) = &mut self.session
            && let Err(problem) = session.record()
        {
            self.message = Some(problem);
        }
    }

    /// Keeps the pointer of a list on its rows, and on the screen: after an
    /// answer the rows may be others, and the screen may have changed its size.
    pub(super) fn settle(&mut self) {
        let shown = self.shown();
        match self.view {
            View::Review(mut list) => {
                list.settle(self.review_rows().len(), shown);
                self.view = View::Review(list);
            }
            View::Determination(mut list) => {
                let Some(sheet) = self.sheet() else { return };
                sheet.settle(&mut list, shown);
                self.view = View::Determination(list);
            }
            View::Worklist => self.worklist.look_around(&self.desktop, shown),
            View::Question(_) => {}
        }
    }

    /// Points at a reason, wherever it stands after an answer.
    pub(super) fn point_at(&mut self, (side, item): Reason) {
        let View::Determination(mut list) = self.view else { return };
        let (Some(determination), Some(sheet)) = (self.determination(), self.sheet()) else { return };
        let same = sheet.reasons.iter().position(|(unit, index)| {
            let unit = &determination.units[*unit];
            unit.side == side && unit.items[*index].item == item
        });
        list.at = same.unwrap_or(list.at);
        sheet.settle(&mut list, self.shown());
        self.view = View::Determination(list);
    }

    /// The places of the review, those set aside last.
    pub fn review_rows(&self) -> Vec<Place> {
        let Some(session) = &self.session else { return Vec::new() };
        let aside = Place::all().filter(|place| session.case().set_aside.answer(*place).is_some());
        session.interview().places().into_iter().chain(aside).collect()
    }

    pub(super) fn in_review(&mut self, command: Command) {
        let View::Review(mut list) = self.view else { return };
        let rows = self.review_rows();
        match command {
            Command::Enter => {
                let asked = self.session.as_ref().map(|session| session.interview().places());
                let asked = asked.unwrap_or_default();
                if let Some(place) = rows.get(list.at).copied().filter(|place| asked.contains(place)) {
                    self.return_to = Some(Back { view: View::Review(list), reason: None });
                    self.ask(place);
                }
            }
            Command::Outcome => self.look_aside(Self::show_determination),
            _ => {
                list.turn(command, rows.len(), self.shown());
                self.view = View::Review(list);
            }
        }
    }

    /// The determination of the open case as it stands.
    pub fn determination(&self) -> Option<Determination> {
        let session = self.session.as_ref()?;
        session.interview().determination(session.terms()).ok()
    }

    /// The determination as a page for the screen as it is.
    pub fn sheet(&self) -> Option<Sheet> {
        let columns = usize::from(self.size.width);
        self.determination().map(|determination| Sheet::of(&determination, self.look, columns))
    }

    pub(super) fn in_determination(&mut self, command: Command) {
        let View::Determination(mut list) = self.view else { return };
        let (Some(determination), Some(sheet)) = (self.determination(), self.sheet()) else { return };
        let chosen = sheet.reasons.get(list.at).map(|(unit, item)| {
            let unit = &determination.units[*unit];
            (unit.side, unit.items[*item].item)
        });
        match (command, chosen) {
            (Command::Enter, Some(reason)) => self.go_behind(reason, list, &determination),
            (Command::ReadItem, Some((_, item))) => self.paper = Some(Paper::item(item)),
            (Command::Report, _) => self.save_report(&determination),
            (Command::Review, _) => self.look_aside(Self::review_what_is_open),
            _ => {
                sheet.turn(&mut list, command, self.shown());
                self.view = View::Determination(list);
            }
        }
    }

    /// Goes to the question behind a reason: the first it asks for, or reads.
    fn go_behind(&mut self, (side, item): Reason, list: Scroll, determination: &Determination) {
        let Some(session) = &self.session else { return };
        let asked = session.interview().places();
        let of_side = |place: Place| place.side().is_none_or(|other| other == side);
        let missing = determination.ask_for.iter().find(|ask| ask.item == item && of_side(ask.place));
        let mut read = policy::rule(item).reads.iter().map(|field| field.at(side));
        let place = missing.map(|ask| ask.place).or_else(|| read.find(|place| asked.contains(place)));
        if let Some(place) = place {
            self.return_to = Some(Back { view: View::Determination(list), reason: Some((side, item)) });
            self.ask(place);
        }
    }

    fn save_report(&mut self, determination: &Determination) {
        let Some(session) = &self.session else { return };
        let text = report::markdown(&Text::new(session.id().as_str()), determination);
        self.message = Some(match session.save_report(&text) {
            Ok(name) => format!("report saved as {name}"),
            Err(error) => format!("REPORT NOT SAVED ({error})"),
        });
    }
}
