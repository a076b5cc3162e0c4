//! Letting the case go while nobody is at the keyboard, so that others can open it, and
//! taking it up again.

use std::io;

use crate::store::{ReadError, Sync};

use super::{DraftSnapshot, Saved, Session};

/// How a case is that was let go and taken up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenUp {
    /// As it was.
    AsItWas,
    /// Nobody has changed it, but somebody else has it open: it is read-only.
    ReadOnly,
    /// Its file was changed and read again; what could be undone no longer can.
    Changed,
}

impl Session {
    /// Saves these drafts and lets the case go. Nothing of it can be changed until it is
    /// taken up. A case that is read-only, or has no file yet, stays as it is.
    ///
    /// # Errors
    /// When the drafts can't be saved; the case is let go all the same.
    pub fn let_go(&mut self, drafts: Option<DraftSnapshot>) -> io::Result<()> {
        let saved = drafts.map_or(Ok(()), DraftSnapshot::keep);
        if self.on_disk.is_some() {
            // Lines that can't be written wait until the case is taken up.
            let _ = self.audit.write(Vec::new(), Sync::Now);
            self.lock = None;
        }
        saved
    }

    /// Whether the case was let go.
    pub fn is_let_go(&self) -> bool {
        self.on_disk.is_some() && self.lock.is_none() && self.read_only.is_none()
    }

    /// Opens the case again, if it was let go.
    ///
    /// # Errors
    /// When its file can't be read as a case any more.
    pub fn take_up(&mut self) -> Result<TakenUp, ReadError> {
        if !self.is_let_go() {
            return Ok(TakenUp::AsItWas);
        }
        let who = self.audit.who();
        let mut opened = Self::open(&self.folder, &self.id, who, self.settings.clone(), self.clock)?;
        opened.audit.take_over(&mut self.audit);
        if opened.on_disk != self.on_disk {
            *self = opened;
            return Ok(TakenUp::Changed);
        }
        self.audit = opened.audit;
        if let Saved::Failed(_) = opened.saved {
            self.saved = opened.saved;
        }
        (self.lock, self.read_only) = (opened.lock, opened.read_only);
        if self.lock.is_none() {
            return Ok(TakenUp::ReadOnly);
        }
        // Whoever had it meanwhile may have discarded or added some.
        (self.drafts, self.has_draft_file) = (opened.drafts, opened.has_draft_file);
        Ok(TakenUp::AsItWas)
    }
}
