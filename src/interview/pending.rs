//! The questions that still matter: the next of them, and those that a correction
//! has opened.

use crate::case::{FactId, Part, QuestionId, Target};

use super::{Interview, Position};

impl Interview {
    /// The next question that can change a finding, in the order asked and round from the
    /// last to the first. `None` when there is no other.
    pub fn next_open(&self, from: Position) -> Option<Position> {
        let questions = self.questions();
        let open: Vec<Position> = self.asked_in_order().into_iter().map(position_of).collect();
        let later = open.iter().find(|position| rank(&questions, **position) > rank(&questions, from));
        later.or(open.first()).copied().filter(|position| *position != from)
    }
}

/// Where a position stands in the order asked; the end comes after every question.
fn rank(questions: &[QuestionId], position: Position) -> (usize, Option<(usize, Part)>) {
    let Position::Question(question, target) = position else { return (usize::MAX, None) };
    let at = questions.iter().position(|each| *each == question).unwrap_or(usize::MAX);
    let entry = match target {
        Target::Whole => None,
        Target::Part { index, part } => Some((index, part)),
    };
    (at, entry)
}

fn position_of(fact: FactId) -> Position {
    let part = |(index, part)| Target::Part { index, part };
    Position::Question(fact.question, fact.entry.map_or(Target::Whole, part))
}

/// The questions that a correction has opened.
#[derive(Debug, Clone, Default)]
pub struct NewQuestions(Vec<QuestionId>);

impl NewQuestions {
    /// Adds the questions that an answer to `answered` has opened: those that are open now
    /// and were not before.
    pub fn add(&mut self, answered: QuestionId, before: &[QuestionId], interview: &Interview) {
        let is_new = |question: &QuestionId| *question != answered && !before.contains(question);
        self.0.extend(interview.open().into_iter().filter(is_new));
    }

    /// How many of them are still open.
    pub fn count(&self, interview: &Interview) -> usize {
        interview.open().iter().filter(|question| self.0.contains(question)).count()
    }

    /// The first of them that is still open, once; `None` after the last.
    pub fn next(&mut self, interview: &Interview) -> Option<Position> {
        let next = interview.open().into_iter().find(|question| self.0.contains(question))?;
        self.0.retain(|question| *question != next);
        Some(Position::whole(next))
    }

    /// How many there are, in words.
    pub fn announcement(&self, interview: &Interview) -> Option<String> {
        match self.count(interview) {
            0 => None,
            1 => Some("1 question is new".to_owned()),
            more => Some(format!("{more} questions are new")),
        }
    }
}
