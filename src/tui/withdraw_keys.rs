//! Withdrawing the case at the pointer of the worklist, after its name was typed.

use crate::session::WithdrawError;
use crate::store::CaseId;
use crate::worklist::{Change, describe};

use super::app::{App, View};
use super::keys::Command;
use super::text_buffer::TextBuffer;
use super::withdrawal::Withdrawal;

impl App {
    /// Asks for the name of the case at the pointer.
    pub(super) fn ask_to_withdraw(&mut self) {
        let moment = self.worklist.cases.moment();
        let Some(entry) = self.worklist.chosen() else { return };
        let Some(id) = CaseId::new(&entry.row.name).filter(|_| entry.row.rename_to.is_none()) else {
            self.message = entry.row.advice();
            return;
        };
        let about = describe(entry, moment).trim_start_matches(&format!("{id}: ")).to_owned();
        self.view = View::Withdraw(Withdrawal { id, about, input: TextBuffer::default() });
    }

    pub(super) fn in_withdrawal(&mut self, command: Command) {
        let View::Withdraw(withdrawal) = &self.view else { return };
        if command != Command::Enter {
            return;
        }
        if !withdrawal.is_confirmed() {
            let words = "this is not the name of the case: nothing was withdrawn";
            self.message = Some(words.to_owned());
            return;
        }
        let id = withdrawal.id.clone();
        self.withdraw(&id);
    }

    fn withdraw(&mut self, id: &CaseId) {
        let withdrawn = self.workspace.withdraw(id);
        let message = match &withdrawn {
            Ok(()) => format!("{id} is withdrawn: sij-intake restore {id} brings it back"),
            Err(error) => error.to_string(),
        };
        if matches!(withdrawn, Ok(()) | Err(WithdrawError::EndUnlogged(_) | WithdrawError::NotInList(_))) {
            self.to_worklist();
            self.worklist.cases.apply(vec![Change::Removed(id.as_str().into())]);
            self.keep_pointer_visible();
        }
        self.message = Some(message);
    }
}
