//! What the log says of each case, followed line by line: one pass, in memory that grows
//! with the number of cases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::case::Text;
use crate::store::folder::CaseId;

use super::action::AuditAction;
use super::key::made_with;
use super::line::AuditLine;
use super::verify::{AuditFault, MAX_FAULTS};

/// What the log says of each case.
#[derive(Debug, Default)]
pub struct LoggedCases {
    cases: BTreeMap<Box<str>, LoggedCase>,
    /// Other versions of cases that this program wrote: what they say is not compared.
    versions: BTreeSet<Box<str>>,
    faults: Vec<AuditFault>,
    /// The name of the key of the last digest.
    key: Box<str>,
}

/// What the log says of one case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoggedCase {
    /// The first line about it, if another program had made the case before that.
    pub found_in: Option<u64>,
    /// The last line with a digest of its file.
    pub line: u64,
    /// The digest of its file; none while there was no file.
    pub file: Option<Box<str>>,
    /// A change that was begun and whose end is not in the log.
    pub begun: Option<BegunLine>,
    /// How often it was saved.
    pub revision: u64,
}

/// The line of a change whose end is not in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BegunLine {
    /// Its number.
    pub line: u64,
    /// How often the case has been saved once it is done.
    revision: u64,
    /// The digest of the case file once it is done.
    pub file: Option<Box<str>>,
}

impl LoggedCases {
    /// Takes the next line.
    pub fn follow(&mut self, line: &AuditLine) {
        if line.case.is_empty() || line.event.is_view() || line.event == AuditAction::Refused {
            return;
        }
        self.know_versions(line);
        let other_key = self.check_key(line);
        let is_first = !self.cases.contains_key(line.case.as_str());
        let case = self.cases.entry(line.case.as_str().into()).or_default();
        if is_first && line.event != AuditAction::Created {
            case.found_in = Some(line.number);
        }
        // Another program may have saved between the reading of the file and this line.
        if line.event == AuditAction::OpenedToRead && !is_first {
            return;
        }
        let fault = case.change_outside(line);
        case.follow(line);
        let room = MAX_FAULTS.saturating_sub(self.faults.len());
        self.faults.extend(other_key.into_iter().chain(fault).take(room));
    }

    /// The fault that digests are made with another key from this line on: with that, cases
    /// could be changed unnoticed. The first key is none.
    fn check_key(&mut self, line: &AuditLine) -> Option<AuditFault> {
        let key = made_with(line.file.as_deref()?);
        let before = std::mem::replace(&mut self.key, key.into());
        let problem = "the digests are made with another key (.audit.key) from here on: \
                       a change of a case at that time can't be found";
        let is_other = !before.is_empty() && *before != *key;
        is_other.then(|| AuditFault { line: line.number, problem: problem.to_owned() })
    }

    /// Versions that lost a conflict, and those that were moved with their case.
    fn know_versions(&mut self, line: &AuditLine) {
        if matches!(
            line.event,
            AuditAction::Conflicted | AuditAction::Withdrawn | AuditAction::Restored | AuditAction::Done
        ) {
            let names = line.what.iter().filter_map(|name| CaseId::of_path(Path::new(name)));
            let others = names.filter(|id| id.as_str() != line.case);
            self.versions.extend(others.map(|id| id.as_str().into()));
        }
    }

    /// What is wrong with the order of the lines about cases.
    pub fn faults(&self) -> &[AuditFault] {
        &self.faults
    }

    /// What the log says of a case, if any line is about it.
    pub fn get(&self, id: &CaseId) -> Option<&LoggedCase> {
        self.cases.get(id.as_str())
    }

    /// Each case that a line is about.
    pub fn iter(&self) -> impl Iterator<Item = (CaseId, &LoggedCase)> {
        self.cases.iter().filter_map(|(name, case)| Some((CaseId::new(name)?, case)))
    }

    /// Whether this is a version of a case that lost a conflict.
    pub fn is_version(&self, id: &CaseId) -> bool {
        self.versions.contains(id.as_str())
    }
}

impl LoggedCase {
    fn follow(&mut self, line: &AuditLine) {
        let revision = line.revision.unwrap_or_default();
        self.revision = self.revision.max(revision);
        if line.begun {
            // The earlier one was saved, or its number would have been given again.
            let earlier = self.begun.take().filter(|begun| begun.revision < revision);
            self.set_file(earlier.and_then(|begun| begun.file), line.number);
            self.begun =
                Some(BegunLine { line: line.number, revision, file: line.file.as_deref().map(Into::into) });
        } else if line.file.is_some() || line.event.is_end() {
            self.set_file(line.file.as_deref().map(Into::into), line.number);
            self.begun = None;
        }
    }

    fn set_file(&mut self, file: Option<Box<str>>, line: u64) {
        if file.is_some() {
            (self.file, self.line) = (file, line);
        }
    }

    /// The fault that a line shows: the case does not have the text that it was left with.
    fn change_outside(&self, line: &AuditLine) -> Option<AuditFault> {
        let is_changed = match line.event {
            AuditAction::FoundChanged | AuditAction::ChangedOutside => true,
            AuditAction::Opened => {
                let begun = self.begun.as_ref().and_then(|begun| begun.file.as_deref());
                let is_known = |known: Option<&str>| match (known, line.file.as_deref()) {
                    (Some(known), Some(file)) => known == file || made_with(known) != made_with(file),
                    (known, file) => known.is_none() && file.is_none(),
                };
                // A line without a digest was written when the key could not be read.
                let is_compared = line.file.is_some() && self.found_in != Some(line.number);
                is_compared && !is_known(self.file.as_deref()) && !is_known(begun)
            }
            _ => false,
        };
        let case = Text::new(line.case.as_str());
        let problem = || format!("{case} was changed outside this program after line {}", self.line);
        is_changed.then(|| AuditFault { line: line.number, problem: problem() })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::store::audit::line::{AuditEvent, Begun};

    fn line(number: u64, action: AuditAction, file: &str) -> AuditLine {
        let event = AuditEvent::new(DateTime::default(), "pat", "one", action);
        AuditLine::of(&AuditEvent { file: Some(file.into()), ..event }, number, "")
    }

    fn begun(number: u64, revision: u64, file: &str) -> AuditLine {
        let event = AuditEvent::new(DateTime::default(), "pat", "one", AuditAction::Answered);
        let begun = Some(Begun::default());
        let event = AuditEvent { revision: Some(revision), file: Some(file.into()), begun, ..event };
        AuditLine::of(&event, number, "")
    }

    fn file_after(lines: &[AuditLine]) -> Option<String> {
        let mut cases = LoggedCases::default();
        lines.iter().for_each(|line| cases.follow(line));
        assert_eq!(cases.faults(), []);
        cases.get(&CaseId::new("one").unwrap()).unwrap().file.as_deref().map(ToOwned::to_owned)
    }

    #[test]
    fn change_without_an_end_was_made_if_the_next_one_has_a_later_number() {
        assert_eq!(file_after(&[begun(1, 1, "a"), begun(2, 2, "b")]).as_deref(), Some("a"));
        assert_eq!(file_after(&[begun(1, 1, "a"), begun(2, 1, "b")]), None);
    }

    #[test]
    fn case_opened_only_to_be_read_may_have_been_saved_meanwhile() {
        let lines = [line(1, AuditAction::Created, "a"), line(2, AuditAction::OpenedToRead, "b")];
        assert_eq!(file_after(&lines).as_deref(), Some("a"));
    }
}
