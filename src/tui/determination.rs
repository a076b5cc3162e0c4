//! The determination screen: what keys do there.

use crate::case::{QuestionId, Text};
use crate::policy::Determination;
use crate::report;

use super::app::{App, Reason, ReturnPoint, View};
use super::determination_layout::DeterminationLayout;
use super::keys::Command;
use super::popup::Popup;
use super::scroll::Scroll;

impl App {
    /// Shows the determination. A complete case saved without one gets it recorded.
    pub fn show_determination(&mut self) {
        let Some(session) = &self.session else { return };
        if session.interview().determination(session.settings()).is_err() {
            self.message = Some("answer the member, received date, procedure and side first".to_owned());
            return;
        }
        self.show(View::Determination(Scroll::default()));
        self.keep_pointer_visible();
        self.record();
    }

    /// Records the determination in the file, or shows why that failed.
    fn record(&mut self) {
        if let Some(session) = &mut self.session
            && let Err(problem) = session.record()
        {
            self.message = Some(problem.to_string());
        }
    }

    /// Points at a reason; an answer may have moved it to another row.
    pub(super) fn point_at(&mut self, reason: Reason) {
        let View::Determination(mut list) = self.view else { return };
        let Some(layout) = self.layout() else { return };
        list.selected = layout.reasons.iter().position(|shown| *shown == reason).unwrap_or(list.selected);
        layout.keep_pointer_visible(&mut list, self.body_rows());
        self.view = View::Determination(list);
    }

    /// The determination of the open case as answered so far.
    pub fn determination(&self) -> Option<Determination> {
        let session = self.session.as_ref()?;
        session.interview().determination(session.settings()).ok()
    }

    /// The determination laid out for the current width of the screen.
    pub fn layout(&self) -> Option<DeterminationLayout> {
        let columns = usize::from(self.size.width);
        self.determination().map(|determination| DeterminationLayout::of(&determination, self.theme, columns))
    }

    pub(super) fn in_determination(&mut self, command: Command) {
        let View::Determination(mut list) = self.view else { return };
        let (Some(determination), Some(layout)) = (self.determination(), self.layout()) else { return };
        let chosen = layout.reasons.get(list.selected).copied();
        match (command, chosen) {
            (Command::Enter, Some(reason)) => self.go_to_question_of(reason, list, &determination),
            (Command::ReadItem, Some(reason)) => self.read_item(reason),
            (Command::Report, _) => self.save_report(&determination),
            (Command::Letter, _) => self.write_letter(),
            (Command::Review, _) => self.push_view(Self::show_review),
            _ => {
                layout.scroll(&mut list, command, self.body_rows());
                self.view = View::Determination(list);
            }
        }
    }

    /// Shows the policy item of a reason, in the edition that decided.
    fn read_item(&mut self, (side, item): Reason) {
        let Some(session) = &self.session else { return };
        self.popup = Some(Popup::item(session.interview(), side, item));
    }

    /// Goes to a question of a reason's item: the first one missing, else the
    /// first one the item reads.
    fn go_to_question_of(&mut self, (side, item): Reason, list: Scroll, determination: &Determination) {
        let Some(session) = &self.session else { return };
        let questions = session.interview().questions();
        let of_side = |question: QuestionId| question.side().is_none_or(|other| other == side);
        let missing = determination.ask_for.iter().find(|ask| ask.serves(item) && of_side(ask.question));
        let Some(rule) = session.interview().editions().rule(item) else { return };
        let mut read = rule.reads.iter().map(|field| field.at(side));
        let question =
            missing.map(|ask| ask.question).or_else(|| read.find(|question| questions.contains(question)));
        if let Some(question) = question {
            self.return_to =
                Some(ReturnPoint { view: View::Determination(list), reason: Some((side, item)) });
            self.ask(question);
        }
    }

    fn save_report(&mut self, determination: &Determination) {
        let Some(session) = &self.session else { return };
        let text = report::markdown(&Text::new(session.id().as_str()), determination);
        self.message = Some(match session.save_report(&text) {
            Ok(name) => format!("report saved as {name}"),
            Err(error) => format!("report not saved: {error}"),
        });
    }
}
