//! Replay: answering a saved case again, question by question.

use std::fmt;

use crate::case::{Case, Facts, QuestionId, QuestionSet};
use crate::policy::PolicySettings;
use crate::questions;

use super::{AnswerError, Interview};

/// An answer of a saved case that is not in the replayed interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// The question.
    pub question: QuestionId,
    /// Why it was rejected; `None` when it was accepted and then lost.
    pub refused: Option<AnswerError>,
}

impl fmt::Display for NotTaken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.refused {
            Some(refused) => write!(out, "{}: the answer was not taken: {refused}", self.question),
            None => write!(out, "{}: the answer was lost", self.question),
        }
    }
}

/// Gives the answers of a saved case to a new interview in the order of its
/// questions, and returns the interview with the answers it did not keep. `asked` is
/// called for each question, with the interview after its answer.
pub fn replay_answers(
    saved: &Case,
    settings: &PolicySettings,
    mut asked: impl FnMut(QuestionId, &Interview),
) -> (Interview, Vec<NotTaken>) {
    let mut interview = Interview::of(Case::default(), settings);
    interview.annotate_as(saved);
    let mut given = QuestionSet::default();
    let mut not_taken = Vec::new();
    while let Some((question, is_asked)) = next(&interview, given) {
        given.insert(question);
        if let Some(answer) = saved.facts.answer(question)
            && let Err(refused) = interview.answer(question, &answer)
        {
            not_taken.push(NotTaken { question, refused: Some(refused) });
        }
        interview.take_origins(saved);
        if is_asked {
            asked(question, &interview);
        }
    }
    let lost = lost(&saved.facts, &interview);
    let is_listed =
        |question: &QuestionId| not_taken.iter().any(|answer: &NotTaken| answer.question == *question);
    let lost: Vec<QuestionId> = lost.into_iter().filter(|question| !is_listed(question)).collect();
    not_taken.extend(lost.into_iter().map(|question| NotTaken { question, refused: None }));
    (interview, not_taken)
}

/// The next question to answer, and whether it is asked. Those that are considered
/// without being asked come last.
fn next(interview: &Interview, given: QuestionSet) -> Option<(QuestionId, bool)> {
    let is_next = |question: &QuestionId| !given.contains(question);
    let asked = questions::in_order_of(interview.applicable()).find(is_next);
    let asked = asked.map(|question| (question, true));
    asked.or_else(|| Some((interview.considered().iter().find(is_next)?, false)))
}

/// The answers that are not in the replayed interview.
fn lost(saved: &Facts, replayed: &Interview) -> Vec<QuestionId> {
    if saved == replayed.facts() {
        return Vec::new();
    }
    let differs = |question: &QuestionId| saved.answer(*question) != replayed.facts().answer(*question);
    replayed.questions().into_iter().filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Fact, Field, LONGEST_TEXT, Laterality, Required, Text};

    #[test]
    fn rejected_answer_is_listed_once_with_its_reason() {
        let mut case = Case::default();
        case.facts.member.id = Required(Some(Text::new("TC1")));
        case.facts.member.name = Fact::Known(Text::new("x".repeat(LONGEST_TEXT + 1)));
        let mut asked = Vec::new();
        let (interview, not_taken) =
            replay_answers(&case, &PolicySettings::default(), |question, interview| {
                asked.push((question, interview.facts().answer(question)));
            });
        let [id, name] = [Field::MemberId, Field::MemberName].map(|field| field.at(Laterality::Left));
        assert_eq!(not_taken, [NotTaken { question: name, refused: Some(AnswerError::Unfit) }]);
        assert!(not_taken[0].to_string().starts_with("member.name: the answer was not taken: give a text"));
        assert_eq!(asked[..2], [(id, case.facts.answer(id)), (name, None)]);
        assert_eq!(asked.len(), interview.questions().len());
    }

    #[test]
    fn answer_missing_after_replay_is_lost() {
        let mut case = Case::default();
        case.facts.member.name = Fact::NotDocumented;
        let name = Field::MemberName.at(Laterality::Left);
        assert_eq!(lost(&case.facts, &Interview::of(Case::default(), &PolicySettings::default())), [name]);
        let lost = NotTaken { question: name, refused: None };
        assert_eq!(lost.to_string(), "member.name: the answer was lost");
    }

    #[test]
    fn replay_keeps_flags_and_evidence() {
        let mut case = Case::default();
        case.flags.insert("D.I.A.3".to_owned(), Text::new("unclear"));
        case.evidence.insert("D.I.A.1".to_owned(), Text::new("p. 2"));
        let (interview, _) = replay_answers(&case, &PolicySettings::default(), |_, _| {});
        assert_eq!((&interview.case().flags, &interview.case().evidence), (&case.flags, &case.evidence));
    }
}
