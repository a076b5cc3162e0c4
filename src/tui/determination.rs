//! The determination: what keys do there.

use crate::case::{QuestionId, Text};
use crate::policy::Determination;
use crate::report;

use super::app::{App, Back, Reason, View};
use super::determination_layout::DeterminationLayout;
use super::keys::Command;
use super::popup::Popup;
use super::scroll::Scroll;

impl App {
    /// Shows the determination, and records it in a complete case that was saved without it.
    pub fn show_determination(&mut self) {
        let Some(session) = &self.session else { return };
        if session.interview().determination(session.settings()).is_err() {
            self.message = Some("member, receipt, procedure and side are needed first".to_owned());
            return;
        }
        self.show(View::Determination(Scroll::default()));
        self.settle();
        self.record();
    }

    /// Records the determination in the file; a failure is said.
    fn record(&mut self) {
        if let Some(session) = &mut self.session
            && let Err(problem) = session.record()
        {
            self.message = Some(problem.to_string());
        }
    }

    /// Points at a reason, wherever it stands after an answer.
    pub(super) fn point_at(&mut self, reason: Reason) {
        let View::Determination(mut list) = self.view else { return };
        let Some(layout) = self.layout() else { return };
        list.at = layout.reasons.iter().position(|shown| *shown == reason).unwrap_or(list.at);
        layout.settle(&mut list, self.body_rows());
        self.view = View::Determination(list);
    }

    /// The determination of the open case as it stands.
    pub fn determination(&self) -> Option<Determination> {
        let session = self.session.as_ref()?;
        session.interview().determination(session.settings()).ok()
    }

    /// The determination as a page for the screen as it is.
    pub fn layout(&self) -> Option<DeterminationLayout> {
        let columns = usize::from(self.size.width);
        self.determination().map(|determination| DeterminationLayout::of(&determination, self.theme, columns))
    }

    pub(super) fn in_determination(&mut self, command: Command) {
        let View::Determination(mut list) = self.view else { return };
        let (Some(determination), Some(layout)) = (self.determination(), self.layout()) else { return };
        let chosen = layout.reasons.get(list.at).copied();
        match (command, chosen) {
            (Command::Enter, Some(reason)) => self.go_behind(reason, list, &determination),
            (Command::ReadItem, Some(reason)) => self.read_item(reason),
            (Command::Report, _) => self.save_report(&determination),
            (Command::Review, _) => self.push_view(Self::review_what_is_open),
            _ => {
                layout.scroll(&mut list, command, self.body_rows());
                self.view = View::Determination(list);
            }
        }
    }

    /// Shows the item behind a reason, in the edition that decided.
    fn read_item(&mut self, (side, item): Reason) {
        let Some(session) = &self.session else { return };
        self.popup = Some(Popup::item(session.interview(), side, item));
    }

    /// Goes to the question behind a reason: the first it asks for, or reads.
    fn go_behind(&mut self, (side, item): Reason, list: Scroll, determination: &Determination) {
        let Some(session) = &self.session else { return };
        let asked = session.interview().questions();
        let of_side = |question: QuestionId| question.side().is_none_or(|other| other == side);
        let missing = determination.ask_for.iter().find(|ask| ask.item == item && of_side(ask.question));
        let Some(rule) = session.interview().editions().rule(item) else { return };
        let mut read = rule.reads.iter().map(|field| field.at(side));
        let question =
            missing.map(|ask| ask.question).or_else(|| read.find(|question| asked.contains(question)));
        if let Some(question) = question {
            self.return_to = Some(Back { view: View::Determination(list), reason: Some((side, item)) });
            self.ask(question);
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
