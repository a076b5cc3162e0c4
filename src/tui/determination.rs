//! The determination screen: what keys do there.

use crate::case::Text;
use crate::interview::Position;
use crate::policy::Determination;
use crate::report::{self, ReportHeader};

use super::app::{App, ReturnPoint, View};
use super::determination_layout::{DeterminationLayout, DeterminationView, Row, RowId};
use super::field_behind::{field_behind, item_behind};
use super::keys::Command;
use super::popup::Popup;

impl App {
    /// Shows the determination. A complete case saved without one gets it recorded.
    pub fn show_determination(&mut self) {
        let Some(session) = &self.session else { return };
        if session.interview().findings(session.settings()).is_err() {
            self.message = Some("answer the member, received date, procedure and side first".to_owned());
            return;
        }
        self.show(View::Determination(DeterminationView::default()));
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

    /// Points at a row; an answer may have moved it, or answered it.
    pub(super) fn point_at(&mut self, row: RowId) {
        let (Some(layout), visible) = (self.layout(), self.body_rows()) else { return };
        let View::Determination(view) = &mut self.view else { return };
        view.scroll.selected = layout.index_of(row).unwrap_or(view.scroll.selected);
        layout.keep_pointer_visible(&mut view.scroll, visible);
    }

    /// The determination of the open case as answered so far.
    pub fn determination(&self) -> Option<Determination> {
        let session = self.session.as_ref()?;
        session.interview().determination(session.settings()).ok()
    }

    /// The determination on the screen, laid out for its width.
    pub fn layout(&self) -> Option<DeterminationLayout> {
        let View::Determination(view) = &self.view else { return None };
        let columns = usize::from(self.size.width);
        let determination = self.determination()?;
        Some(DeterminationLayout::of(&determination, &view.unfolded, self.theme, columns))
    }

    pub(super) fn in_determination(&mut self, command: Command) {
        let (Some(determination), Some(layout)) = (self.determination(), self.layout()) else { return };
        let visible = self.body_rows();
        let View::Determination(view) = &mut self.view else { return };
        let row = layout.selected(view.scroll);
        match (command, row) {
            (Command::Enter, Some(row)) => self.go_to_field_behind(row.id, &determination),
            (Command::Fold, Some(row)) => self.fold(row),
            (Command::ReadItem, Some(row)) => self.read_item(row.id, &determination),
            (Command::Report, _) => self.save_report(&determination),
            (Command::Letter, _) => self.write_letter(),
            (Command::Review, _) => self.push_view(Self::show_review),
            (Command::NextOpen, _) => self.go_to_next_open(),
            _ => layout.scroll(&mut view.scroll, command, visible),
        }
    }

    fn fold(&mut self, row: Row) {
        let View::Determination(view) = &mut self.view else { return };
        if row.is_cut || view.unfolded.contains(&row.id) {
            view.toggle(row.id);
            self.keep_pointer_visible();
        } else {
            self.message = Some("all of this row is shown".to_owned());
        }
    }

    /// Shows the policy item of a row, in the edition that decided.
    fn read_item(&mut self, row: RowId, determination: &Determination) {
        let Some(session) = &self.session else { return };
        match item_behind(row, determination) {
            Some((side, item)) => self.popup = Some(Popup::item(session.interview(), side, item)),
            None => self.message = Some("no item of the policy belongs to this row".to_owned()),
        }
    }

    /// Goes to the field behind a row; leaving or answering it comes back to the row.
    fn go_to_field_behind(&mut self, row: RowId, determination: &Determination) {
        let Some(session) = &self.session else { return };
        let Some((question, target)) = field_behind(row, determination, session.interview()) else {
            self.message = Some("no question stands behind this row".to_owned());
            return;
        };
        let opened = Some(Position::Question(question, target));
        let view = std::mem::replace(&mut self.view, View::Worklist);
        self.return_to = Some(ReturnPoint { view, row: Some(row), opened });
        self.open_question(question, target);
    }

    fn save_report(&mut self, determination: &Determination) {
        let Some(session) = &mut self.session else { return };
        let name = Text::new(session.id().as_str());
        let header = ReportHeader::of(&name, session.interview().facts());
        let text = report::markdown(&header, determination);
        self.message = Some(match session.save_report(&text) {
            Ok(name) => format!("report saved as {name}"),
            Err(error) => format!("report not saved: {error}"),
        });
    }
}
