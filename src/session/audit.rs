//! What the lock file and the audit log are told: who, and which answers; never what they say.

use crate::case::{Case, QuestionId, Text};
use crate::store::{AuditAction, AuditEvent, Lock, digest};

use super::{Actor, Clock, Saved, Session};

/// Notes held back for a log that can't be written; more are not remembered.
const MOST_UNLOGGED: usize = 1000;

impl Session {
    /// Notes in the audit log what was done. A failure is shown where it says
    /// whether the case is saved, and takes nothing back.
    pub(super) fn note(&mut self, done: Vec<(AuditAction, Vec<String>)>, word: &str) {
        let file = self.on_disk.as_deref().map(|text| digest(text.as_bytes()));
        let room = MOST_UNLOGGED.saturating_sub(self.unlogged.len());
        let notes: Vec<AuditEvent> = done
            .into_iter()
            .map(|(event, what)| self.audit_event(event, what, file.clone()))
            .take(room)
            .collect();
        self.unlogged.extend(notes);
        match self.folder.note(&self.unlogged) {
            Ok(()) => self.unlogged.clear(),
            Err(error) => {
                let time = (self.clock.time)().format("%H:%M:%S");
                let problem = format!("{word} {time}, but NOT in the audit log ({error})");
                self.saved = match &self.saved {
                    Saved::Failed(earlier) => Saved::Failed(format!("{earlier}; {problem}")),
                    _ => Saved::Failed(problem),
                };
            }
        }
    }

    pub(super) fn audit_event(
        &self,
        event: AuditAction,
        what: Vec<String>,
        file: Option<String>,
    ) -> AuditEvent {
        AuditEvent {
            at: self.clock.now(),
            who: self.who.clone(),
            case: self.id.to_string(),
            event,
            what,
            revision: self.lock.as_ref().map(Lock::revision),
            file,
        }
    }
}

/// The holder's line of a lock file: who, and since when.
pub(super) fn since(who: &Actor, clock: Clock) -> String {
    format!("{} since {}", Text::new(who), clock.now().format("%Y-%m-%d %H:%M"))
}

/// What is different between two states of a case: which, not what it says.
pub(super) fn changes(before: &Case, after: &Case) -> Vec<(AuditAction, Vec<String>)> {
    let question = |question: &QuestionId| {
        before.facts.answer(*question) != after.facts.answer(*question)
            || before.set_aside.answer(*question) != after.set_aside.answer(*question)
    };
    let items = |before: &ByItem, after: &ByItem| {
        let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        keys.into_iter().filter(|key| before.get(*key) != after.get(*key)).cloned().collect::<Vec<_>>()
    };
    let recorded = after.recorded.as_ref().filter(|_| before.recorded != after.recorded);
    let outcome = recorded.and_then(|recorded| recorded.outcome.clone());
    let all = [
        (
            AuditAction::Answered,
            QuestionId::all().filter(question).map(|question| question.to_string()).collect(),
        ),
        (AuditAction::Flagged, items(&before.flags, &after.flags)),
        (AuditAction::EvidenceNoted, items(&before.evidence, &after.evidence)),
        (AuditAction::Determined, outcome.into_iter().collect()),
    ];
    all.into_iter().filter(|(_, what)| !what.is_empty()).collect()
}

type ByItem = std::collections::BTreeMap<String, Text>;
