//! Navigation through a case: where it continues, the next and the previous
//! position, where an answer leads, and adding and removing entries of a list.

use crate::case::{Answer, Entry, MOST_ENTRIES, Part, QuestionId, State, Target};
use crate::policy;
use crate::questions::part_shape;

use super::{AnswerError, Interview};

/// A position in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// At a question, or at one part of an entry of its list.
    Question(QuestionId, Target),
    /// After the last question, while an answer that can change a finding is missing.
    Review,
    /// After the last question, with every such answer given.
    Determination,
}

impl Position {
    /// At a question as a whole.
    pub const fn whole(question: QuestionId) -> Self {
        Self::Question(question, Target::Whole)
    }

    /// The question; `None` after the last one.
    pub const fn question(self) -> Option<QuestionId> {
        match self {
            Self::Question(question, _) => Some(question),
            Self::Review | Self::Determination => None,
        }
    }
}

impl Interview {
    /// Where work on the case continues: at the first question that waits, if a provider's
    /// answer does; else at a list whose entries are incomplete, else after the last
    /// answer, else at the first open question.
    pub fn start(&self) -> Position {
        // What a provider answered is confirmed from the first question on.
        if let (false, Some(first)) = (self.unconfirmed().is_empty(), self.waiting().first()) {
            return Position::whole(*first);
        }
        let open = self.open();
        let answered = |question: &QuestionId| self.is_answered(*question);
        let questions = self.walked();
        let after_last_answer = questions.iter().rposition(answered).map_or(0, |last| last + 1);
        let incomplete_list = open.iter().copied().find(answered);
        let first = open.first().copied();
        let start = first.and(incomplete_list.or(questions.get(after_last_answer).copied()).or(first));
        start.map_or(Position::Determination, Position::whole)
    }

    /// The next position, without answering: the next question; inside an entry the
    /// next part, then its list; from the end the first question to stop at.
    pub fn next(&self, from: Position) -> Position {
        match from {
            Position::Question(question, Target::Whole) => {
                let (questions, walked) = (self.questions(), self.walked());
                let mut after = questions.iter().skip_while(|each| **each != question).skip(1);
                let next = after.find(|each| walked.contains(each));
                next.map_or_else(|| self.end(), |next| Position::whole(*next))
            }
            Position::Question(question, target) if self.is_needed_first(question, target) => {
                Position::whole(question)
            }
            Position::Question(question, target) => self.next_part(question, target),
            end => self.to_stop_at().first().map_or(end, |question| Position::whole(*question)),
        }
    }

    /// The previous position: the previous question; inside an entry the previous part,
    /// then its list. `None` at the first question.
    pub fn back(&self, from: Position) -> Option<Position> {
        let walked = self.walked();
        match from {
            Position::Question(question, Target::Whole) => {
                let questions = self.questions();
                let before = questions.iter().take_while(|each| **each != question);
                before.filter(|each| walked.contains(each)).last().copied().map(Position::whole)
            }
            Position::Question(question, Target::Part { index, part }) => {
                let parts = self.entry_parts(question, index);
                let before = parts.into_iter().rev().find(|each| *each < part);
                let target = before.map_or(Target::Whole, |part| Target::Part { index, part });
                Some(Position::Question(question, target))
            }
            Position::Review | Position::Determination => walked.last().copied().map(Position::whole),
        }
    }

    /// The position after an accepted answer: inside an entry the next part, then its
    /// list; else the next question that lacks an answer or has one to be confirmed.
    pub fn after_answer(&self, from: Position) -> Position {
        match from {
            Position::Question(question, Target::Whole) => {
                let questions = self.questions();
                let place = |of: QuestionId| questions.iter().position(|each| *each == of);
                let later = self.to_stop_at().into_iter().find(|each| place(*each) > place(question));
                later.map_or_else(|| self.end(), Position::whole)
            }
            Position::Question(question, target) => self.next_part(question, target),
            end => end,
        }
    }

    /// After the last question: the determination, or the review while a question waits.
    pub fn end(&self) -> Position {
        if self.waiting().is_empty() { Position::Determination } else { Position::Review }
    }

    /// The questions that lack an answer or a part of their entries, in order: those
    /// that can change a finding, and those kept for the record.
    pub fn lacking(&self) -> Vec<QuestionId> {
        let open = self.open();
        let is_for_the_record = |question: &QuestionId| policy::is_for_the_record(question.field());
        let lacks = |question: &QuestionId| {
            open.contains(question) || (is_for_the_record(question) && !self.is_answered(*question))
        };
        self.questions().into_iter().filter(lacks).collect()
    }

    /// The questions that the walk stops at: those that lack an answer and those that
    /// have one. The others can't change anything.
    pub fn walked(&self) -> Vec<QuestionId> {
        let lacking = self.lacking();
        let is_walked = |question: &QuestionId| lacking.contains(question) || self.is_answered(*question);
        self.questions().into_iter().filter(is_walked).collect()
    }

    fn is_answered(&self, question: QuestionId) -> bool {
        self.facts().fact(question).state() != State::Unanswered
    }

    /// Whether this question, or this part of an entry, is asked now.
    pub fn asks(&self, question: QuestionId, target: Target) -> bool {
        let in_entry = match target {
            Target::Whole => true,
            Target::Part { index, part } => {
                index <= self.facts().entries(question).len()
                    && self.applicable_parts(question).contains(&part)
            }
        };
        in_entry && self.questions().contains(&question)
    }
}

/// Adding, changing and removing entries of a list.
impl Interview {
    /// The first part of a new entry.
    ///
    /// # Errors
    /// When the list has as many entries as a case file can hold.
    pub fn new_entry(&self, question: QuestionId) -> Result<Position, AnswerError> {
        match self.facts().entries(question).len() {
            MOST_ENTRIES.. => Err(AnswerError::TooMany),
            index => Ok(self.entry(question, index)),
        }
    }

    /// The first part of an entry, counted from 0.
    pub fn entry(&self, question: QuestionId, index: usize) -> Position {
        let first = self.entry_parts(question, index).first().copied();
        Position::Question(question, first.map_or(Target::Whole, |part| Target::Part { index, part }))
    }

    /// Accepts the answer to a question, or to one part of an entry of its list. A part
    /// of the entry after the last one adds an entry. "None" and "not documented" are
    /// rejected while the list has entries, which would be lost.
    ///
    /// # Errors
    /// When the answer is rejected; nothing has changed then.
    pub fn answer_at(
        &mut self,
        question: QuestionId,
        target: Target,
        answer: &Answer,
    ) -> Result<(), AnswerError> {
        let mut entries = self.facts().entries(question);
        let Target::Part { index, part } = target else {
            let has_no_entries =
                matches!(answer, Answer::NotDocumented) || *answer == Answer::Entries(Vec::new());
            let discards_entries = has_no_entries && !entries.is_empty();
            return if discards_entries {
                Err(AnswerError::HasEntries)
            } else {
                self.answer(question, answer)
            };
        };
        if index == entries.len() {
            entries.push(Entry::default());
        }
        let entry = entries.get_mut(index).ok_or(AnswerError::NotAsked)?;
        *entry = std::mem::take(entry).with(part, Some(answer.clone()));
        // One part given again does not confirm the whole list.
        self.replace(question, Some(&Answer::Entries(entries)))
    }

    /// Adds an entry to a list as a whole.
    ///
    /// # Errors
    /// When it is rejected; nothing has changed then.
    pub fn add_entry(&mut self, question: QuestionId, entry: Entry) -> Result<(), AnswerError> {
        let mut entries = self.facts().entries(question);
        entries.push(entry);
        self.answer(question, &Answer::Entries(entries))
    }

    /// Removes an entry from its list. Removing the last one leaves the list unanswered:
    /// "none" is only ever said on purpose.
    ///
    /// # Errors
    /// When there is no such entry; nothing has changed then.
    pub fn remove_entry(&mut self, question: QuestionId, index: usize) -> Result<(), AnswerError> {
        let mut entries = self.facts().entries(question);
        if index >= entries.len() {
            return Err(AnswerError::NotAsked);
        }
        entries.remove(index);
        if entries.is_empty() {
            self.clear(question)
        } else {
            self.answer(question, &Answer::Entries(entries))
        }
    }

    /// The parts of an entry that are asked for and lack an answer.
    pub fn parts_lacking(&self, question: QuestionId, index: usize) -> Vec<Part> {
        let known = self.facts().entries(question).into_iter().nth(index).unwrap_or_default();
        let mut parts = self.entry_parts(question, index);
        parts.retain(|part| known.part(*part).is_none());
        parts
    }

    fn next_part(&self, question: QuestionId, target: Target) -> Position {
        let Target::Part { index, part } = target else { return Position::whole(question) };
        let parts = self.entry_parts(question, index);
        let next = parts.into_iter().find(|each| *each > part);
        Position::Question(question, next.map_or(Target::Whole, |part| Target::Part { index, part }))
    }

    /// Whether a new entry needs this part before any other.
    fn is_needed_first(&self, question: QuestionId, target: Target) -> bool {
        let Target::Part { index, part } = target else { return false };
        let exists = index < self.facts().entries(question).len();
        !exists && part_shape(question, part).is_some_and(|shape| shape.required)
    }
}

#[cfg(test)]
mod tests;
