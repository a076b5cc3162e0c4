//! The page of the intake: what keys do there.

use super::app::{App, View};
use super::intake_page::IntakePage;
use super::key_hints::hint;
use super::keys::{Command, KeyContext};

impl App {
    /// Shows the intake of the open case; on the worklist, that of the case at the pointer.
    pub(super) fn show_intake(&mut self) {
        let is_all_there_is = matches!(self.view, View::Worklist);
        if is_all_there_is {
            self.open_chosen();
        }
        if self.session.is_some() {
            self.message = None;
            self.intake = Some(IntakePage { is_all_there_is, ..IntakePage::default() });
        }
    }

    pub(super) fn in_intake(&mut self, command: Command) {
        let (Some(page), Some(session)) = (&mut self.intake, &self.session) else { return };
        match command {
            Command::Enter if page.input.is_some() => self.accept_intake(),
            Command::Enter => match session.read_only() {
                Some(reason) => page.message = Some(format!("read-only: {reason}")),
                None => {
                    page.start(session);
                    let accepts = hint(KeyContext::IntakeField, &[(Command::Enter, "accepts it")]);
                    let is_draft = page.draft(session).is_some();
                    page.message = is_draft.then(|| format!("draft, not accepted yet: {accepts}"));
                }
            },
            _ => page.scroll(command),
        }
    }

    /// Saves what was typed; something odd only when it is given again.
    fn accept_intake(&mut self) {
        let (Some(page), Some(session)) = (&mut self.intake, &mut self.session) else { return };
        let Some(input) = &page.input else { return };
        let intake = match session.intake_with(page.field(), input.text()) {
            Ok(intake) => intake,
            Err(problem) => return page.message = Some(problem),
        };
        let doubt = session.intake_doubt(&intake).filter(|_| page.asked_about.as_ref() != Some(&intake));
        if let Some(doubt) = doubt {
            let keeps = hint(KeyContext::IntakeField, &[(Command::Enter, "again keeps it")]);
            page.message = Some(format!("{doubt}; {keeps}"));
            page.asked_about = Some(intake);
            return;
        }
        match session.set_intake(intake) {
            Ok(()) => {
                session.keep_draft(page.draft_key(), None);
                (page.input, page.message) = (None, None);
            }
            Err(problem) => page.message = Some(problem.to_string()),
        }
    }

    /// Stops typing a value, or leaves the page. What was typed stays a draft.
    pub(super) fn leave_intake(&mut self) {
        let (Some(mut page), Some(session)) = (self.intake.take(), &mut self.session) else { return };
        if page.input.is_some() {
            session.keep_draft(page.draft_key(), page.draft(session));
            (page.input, page.message) = (None, None);
            self.intake = Some(page);
        } else if page.is_all_there_is {
            self.to_worklist();
        }
    }
}
