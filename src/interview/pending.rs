//! The questions that still matter: the next of them, and those that a correction
//! has opened.

use crate::case::{FactId, Part, QuestionId, Target};

use super::{Interview, Position};

impl Interview {
    /// The next question that can change a finding or whose answer is to be confirmed, in
    /// the order asked and round from the last to the first. `None` when there is no other.
    pub fn next_open(&self, from: Position) -> Option<Position> {
        let questions = self.questions();
        let mut open: Vec<Position> = self.asked_in_order().into_iter().map(position_of).collect();
        open.extend(self.unconfirmed().into_iter().map(Position::whole));
        open.sort_by_key(|position| rank(&questions, *position));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Answer, Case, Field, Laterality, Procedure, Required, Text};
    use crate::policy::PolicySettings;

    const SIDE: QuestionId = Field::Side.at(Laterality::Left);
    const PAIN: QuestionId = Field::SijPain.at(Laterality::Left);

    fn with_all_but_the_side() -> Interview {
        let mut case = Case::default();
        case.facts.member.id = Required(Some(Text::new("TC1")));
        case.facts.request.received = Required(Some("2026-03-02".parse().unwrap()));
        case.facts.request.procedure = Required(Some(Procedure::DiagnosticInjection));
        Interview::of(case, &PolicySettings::default())
    }

    #[test]
    fn questions_that_an_answer_opened_are_new_until_each_was_gone_to_once() {
        let mut interview = with_all_but_the_side();
        let mut new = NewQuestions::default();
        assert_eq!((new.announcement(&interview), new.next(&interview)), (None, None));
        let before = interview.open();
        assert_eq!(before, [SIDE]);
        interview.answer(SIDE, &Answer::Choice("left")).unwrap();
        new.add(SIDE, &before, &interview);
        let opened = interview.open();
        assert!(opened.len() > 1 && new.count(&interview) == opened.len());
        assert_eq!(new.announcement(&interview), Some(format!("{} questions are new", opened.len())));
        let gone_to: Vec<Position> = std::iter::from_fn(|| new.next(&interview)).collect();
        assert_eq!(gone_to, opened.into_iter().map(Position::whole).collect::<Vec<_>>());
        assert_eq!(new.count(&interview), 0);
    }

    #[test]
    fn questions_that_were_open_before_are_not_new() {
        let mut interview = with_all_but_the_side();
        interview.answer(SIDE, &Answer::Choice("left")).unwrap();
        let before = interview.open();
        interview.answer(PAIN, &Answer::Choice("yes")).unwrap();
        let mut new = NewQuestions::default();
        new.add(PAIN, &before, &interview);
        assert_eq!(new.announcement(&interview), None);
        let without_one: Vec<QuestionId> = before.into_iter().filter(|each| *each != PAIN).skip(1).collect();
        new.add(PAIN, &without_one, &interview);
        assert_eq!(new.announcement(&interview).as_deref(), Some("1 question is new"));
    }

    #[test]
    fn question_that_was_answered_is_not_new() {
        let interview = with_all_but_the_side();
        let mut new = NewQuestions::default();
        new.add(SIDE, &[], &interview);
        assert_eq!(new.count(&interview), 0);
    }
}
