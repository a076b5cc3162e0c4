//! Saving the open case, and its lines in the audit log: one before each save, without
//! which nothing is saved, and one after it.

use std::io;

use crate::casefile;
use crate::store::{AuditAction, AuditEvent, Lock, SaveError, Sync};

use super::case_log::{BegunChange, Deed, unlogged};
use super::interrupted::FilesNow;
use super::{Saved, Session};

impl Session {
    /// Logs that the case is open, and first what the log lacks about it.
    /// A failure is shown with the saved state; the lines wait for the next ones.
    pub(super) fn log_opening(&mut self) {
        let written = match self.lock.take() {
            Some(mut lock) => {
                let written = self.opening_events(&mut lock);
                let written = written.and_then(|events| self.audit.write_held(&mut lock, events));
                self.lock = Some(lock);
                written
            }
            None => {
                // Who can only read may not be able to read the key.
                let file = self.audit.digest(self.on_disk.as_deref()).unwrap_or_default();
                let event = AuditEvent { file, ..self.audit.event(AuditAction::OpenedToRead) };
                self.audit.write(vec![event], Sync::Now).map(|_| ())
            }
        };
        if let Err(error) = written {
            let time = self.clock.time().format("%H:%M:%S");
            self.saved = Saved::Failed(format!("opened {time}, but NOT in the audit log ({error})"));
        } else {
            self.show_unsent("opened");
        }
    }

    /// Shows with the saved state that lines did not reach syslog, if so.
    fn show_unsent(&mut self, past_tense: &str) {
        if let Some(problem) = self.folder.unsent() {
            let time = self.clock.time().format("%H:%M:%S");
            self.saved = Saved::Failed(format!("{past_tense} {time}, but {problem}"));
        }
    }

    fn opening_events(&mut self, lock: &mut Lock) -> io::Result<Vec<AuditEvent>> {
        let text = self.on_disk.as_deref();
        let opened = self.audit.event(AuditAction::Opened);
        let key = match self.audit.key() {
            Ok(key) => key,
            Err(error) => {
                // The line is written as soon as it can be, without a digest.
                self.audit.keep(opened);
                return Err(error);
            }
        };
        let now = FilesNow { folder: &self.folder, id: &self.id, text };
        let missing = self.audit.missing_line(lock, &now, &key);
        let file = text.map(|text| key.digest(text));
        let opened = AuditEvent { file, revision: Some(lock.revision()), ..opened };
        Ok(missing.into_iter().chain([opened]).collect())
    }

    /// Saves the case as it was changed by these deeds.
    pub(super) fn save(&mut self, deeds: Vec<Deed>) -> Result<(), String> {
        let text = casefile::write(self.interview.case());
        let saved = self.begin_save(&text, deeds).and_then(|begun| self.replace_file(&begun, text));
        if let Err(problem) = &saved {
            self.saved = Saved::Failed(problem.clone());
        }
        saved
    }

    fn begin_save(&mut self, text: &str, deeds: Vec<Deed>) -> Result<BegunChange, String> {
        // Never write a file that this program would refuse to open again.
        casefile::readable(text, &self.settings.editions)?;
        let lock = self.lock.as_mut().ok_or("read-only")?;
        let was = self.on_disk.as_deref();
        self.audit.begin_save(lock, deeds, was, text).map_err(|error| unlogged(&error))
    }

    fn replace_file(&mut self, begun: &BegunChange, text: String) -> Result<(), String> {
        let Some(mut lock) = self.lock.take() else { return Err("read-only".to_owned()) };
        let kept = self.keep_comments().map_err(SaveError::NotWritten);
        let saved = kept.and_then(|()| self.folder.save(&self.id, &lock, self.on_disk.as_deref(), &text));
        let logged = self.audit.end(&mut lock, begun, end_of_save(&saved));
        self.lock = Some(lock);
        match saved {
            Ok(()) => {
                self.on_disk = Some(text);
                self.saved = Saved::At(self.clock.time());
            }
            Err(error) => {
                self.handle_failed_save(&error);
                return Err(error.to_string());
            }
        }
        if let Err(error) = logged {
            let time = self.clock.time().format("%H:%M:%S");
            self.saved = Saved::Failed(format!(
                "saved {time}, but have .audit.log checked: it can't say so yet ({error})"
            ));
        } else {
            self.show_unsent("saved");
        }
        Ok(())
    }

    /// Keeps the file as it is in a copy, if it has comments, which the save drops.
    fn keep_comments(&self) -> io::Result<()> {
        let commented = self.on_disk.as_deref().filter(|text| casefile::count_comments(text) > 0);
        commented.map_or(Ok(()), |text| self.folder.save_original(&self.id, text).map(drop))
    }

    /// Decides what can still be done with the case after a failed save.
    fn handle_failed_save(&mut self, error: &SaveError) {
        match error {
            SaveError::FolderNotInPlace(_) | SaveError::NotWritten(_) => {}
            // The next save must find the file as it is now.
            SaveError::FolderNotSynced(_) => self.on_disk = self.folder.read_text(&self.id).ok(),
            // Read-only from now on: each further answer would add one more conflict file.
            SaveError::Changed(kept) | SaveError::Gone(kept) => {
                let state = if matches!(error, SaveError::Gone(_)) { "is gone" } else { "was changed" };
                self.read_only = Some(format!(
                    "the file {state}; your version is kept as {kept}: go back to the list and open it again"
                ));
                self.lock = None;
            }
        }
    }

    /// Writes the lines of the audit log that still wait, before the case is closed.
    ///
    /// # Errors
    /// When they can't be written, as a sentence without its full stop. Where the case
    /// could not be changed, that was said when it was opened.
    pub fn close(&mut self) -> Result<(), String> {
        let written = self.audit.write(Vec::new(), Sync::Now);
        match written {
            Err(error) if self.read_only.is_none() => Err(format!(
                "{}: the end of the audit log is NOT written ({error}): have its disk and rights checked, then open the case again",
                self.id
            )),
            _ => Ok(()),
        }
    }
}

/// What the audit log says of the end of a save.
fn end_of_save(saved: &Result<(), SaveError>) -> Deed {
    match saved {
        Ok(()) => (AuditAction::Done, Vec::new()),
        // It is in place, and may be lost in a power cut.
        Err(error @ SaveError::FolderNotSynced(_)) => (AuditAction::Done, vec![error.kind().to_owned()]),
        Err(SaveError::Changed(kept) | SaveError::Gone(kept)) => {
            (AuditAction::Conflicted, vec![kept.clone()])
        }
        Err(error) => (AuditAction::NotDone, vec![error.kind().to_owned()]),
    }
}
