//! Saving the open case, and its lines in the audit log: one before each save, without
//! which nothing is saved, and one after it.

use crate::casefile;
use crate::store::{AuditAction, AuditEvent, SaveError, Sync, read_text};

use super::case_log::{BegunChange, Deed, Intent, unlogged};
use super::interrupted::FilesNow;
use super::{Saved, Session};

impl Session {
    /// Logs that the case is open, and first what the log lacks about it.
    /// A failure is shown with the saved state; the lines wait for the next ones.
    pub(super) fn log_opening(&mut self) {
        let text = self.on_disk.as_deref();
        let file = text.map(|text| self.audit.digest(text));
        let written = match &mut self.lock {
            Some(lock) => {
                let now = FilesNow { folder: &self.folder, id: &self.id, text };
                let mut events = Vec::from_iter(self.audit.missing_line(lock, &now));
                let revision = Some(lock.revision());
                events.push(AuditEvent { file, revision, ..self.audit.event(AuditAction::Opened) });
                self.audit.write_held(lock, events)
            }
            None => {
                let event = AuditEvent { file, ..self.audit.event(AuditAction::OpenedToRead) };
                self.audit.write(vec![event], Sync::Now).map(|_| ())
            }
        };
        if let Err(error) = written {
            let time = self.clock.time().format("%H:%M:%S");
            self.saved = Saved::Failed(format!("opened {time}, but NOT in the audit log ({error})"));
        }
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
        let was = self.on_disk.as_deref().map(|text| self.audit.digest(text));
        let intent = Intent { was, file: Some(self.audit.digest(text)), paper: None, is_save: true };
        self.audit.begin(lock, deeds, intent).map_err(|error| unlogged(&error))
    }

    fn replace_file(&mut self, begun: &BegunChange, text: String) -> Result<(), String> {
        let Some(mut lock) = self.lock.take() else { return Err("read-only".to_owned()) };
        let saved = self.folder.save(&self.id, &lock, self.on_disk.as_deref(), &text);
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
                "saved {time}, but the audit log can't say so yet ({error}): have its disk and rights checked"
            ));
        }
        Ok(())
    }

    /// Decides what can still be done with the case after a failed save.
    fn handle_failed_save(&mut self, error: &SaveError) {
        match error {
            SaveError::NotWritten(_) => {}
            // The next save must find the file as it is now.
            SaveError::FolderNotSynced(_) => self.on_disk = read_text(&self.folder.file(&self.id)).ok(),
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
