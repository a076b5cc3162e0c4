//! What a line of the audit log says was done.

use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditAction {
    /// A new case was started.
    Created,
    /// A case was opened to write it.
    Opened,
    /// A case was opened read-only: somebody else has it open, or it can't be written.
    OpenedToRead,
    /// A case could not be opened.
    Refused,
    /// Answers changed.
    Answered,
    /// An answer that a provider gave was confirmed.
    Confirmed,
    /// Answers were taken from the response of a provider.
    Imported,
    /// Flags for a clinician changed.
    Flagged,
    /// Evidence notes, which say where facts are in the record, changed.
    EvidenceNoted,
    /// Answers, flags or notes were undone.
    Undone,
    /// A determination was recorded.
    Determined,
    /// A report was written beside the case.
    Exported,
    /// A letter was written beside the case.
    LetterWritten,
    /// The case was withdrawn: its files were moved out of the list.
    Withdrawn,
    /// A withdrawn case was brought back.
    Restored,
    /// Cases were replayed.
    Replayed,
    /// The worklist was shown or printed.
    Listed,
    /// Determinations, or what is asked and due, were printed.
    Printed,
    /// Answers were printed for another program.
    PrintedForExport,
    /// Letters were printed.
    PrintedLetter,
    /// Somebody else changed the file; both versions are kept.
    Conflicted,
    /// What an earlier line had begun is done.
    Done,
    /// What an earlier line had begun failed.
    NotDone,
    /// A program ended before it could say so: what it had begun was done.
    FoundDone,
    /// A program ended before it could say so: what it had begun was not done.
    FoundNotDone,
    /// A program ended in the middle, and the file is neither as before nor as intended.
    FoundChanged,
    /// The case file is not as it was left: another program changed it.
    ChangedOutside,
    /// The head of the log was missing and was rebuilt.
    HeadLost,
    /// The line before this one was never finished.
    LineTorn,
}

impl AuditAction {
    /// Its name in the log.
    pub(super) fn name(self) -> String {
        let name = serde_json::to_value(self).unwrap_or_default();
        name.as_str().unwrap_or_default().to_owned()
    }

    /// The action in words, for a list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Created => "started",
            Self::Opened => "opened",
            Self::OpenedToRead => "opened read-only",
            Self::Refused => "could not be opened",
            Self::Answered => "answers changed",
            Self::Confirmed => "provider's answer confirmed",
            Self::Imported => "response imported",
            Self::Flagged => "flags changed",
            Self::EvidenceNoted => "evidence noted",
            Self::Undone => "undone",
            Self::Determined => "determination recorded",
            Self::Exported => "report saved",
            Self::LetterWritten => "letter written",
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Replayed => "replayed",
            Self::Listed => "worklist shown",
            Self::Printed => "printed",
            Self::PrintedForExport => "printed for another program",
            Self::PrintedLetter => "letter printed",
            Self::Conflicted => "changed by somebody else",
            Self::Done => "done",
            Self::NotDone => "failed",
            Self::FoundDone => "was interrupted, and is done",
            Self::FoundNotDone => "was interrupted, and is not done",
            Self::FoundChanged => "was interrupted, and the file is neither as before nor as intended",
            Self::ChangedOutside => "was changed outside this program",
            Self::HeadLost => "the head of this log was missing",
            Self::LineTorn => "the line before was never finished",
        }
    }

    /// Whether it says what became of what an earlier line had begun.
    pub fn is_end(self) -> bool {
        matches!(
            self,
            Self::Done
                | Self::NotDone
                | Self::FoundDone
                | Self::FoundNotDone
                | Self::FoundChanged
                | Self::Conflicted
        )
    }

    /// Whether somebody only looked at cases.
    pub fn is_view(self) -> bool {
        matches!(
            self,
            Self::Replayed | Self::Listed | Self::Printed | Self::PrintedForExport | Self::PrintedLetter
        )
    }

    /// Whether only the holder of the case's lock writes such lines.
    pub(super) fn is_by_holder(self) -> bool {
        !self.is_view()
            && !matches!(self, Self::OpenedToRead | Self::Refused | Self::HeadLost | Self::LineTorn)
    }

    /// Whether somebody had the case on the screen to work on it.
    pub(super) fn is_work(self) -> bool {
        self == Self::OpenedToRead || self.is_by_holder()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_how_something_ended_is_an_end() {
        use AuditAction::{Conflicted, Done, FoundChanged, FoundDone, FoundNotDone, NotDone};
        for end in [Done, NotDone, FoundDone, FoundNotDone, FoundChanged, Conflicted] {
            assert!(end.is_end(), "{end:?}");
        }
        for other in [AuditAction::Opened, AuditAction::Listed, AuditAction::Answered, AuditAction::LineTorn]
        {
            assert!(!other.is_end(), "{other:?}");
        }
    }
}
