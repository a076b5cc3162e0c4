//! Replay: answering a saved case again, question by question.

use std::fmt;

use crate::case::{Case, Facts, QuestionId};
use crate::policy::{self, Editions};

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
    editions: &Editions,
    mut asked: impl FnMut(QuestionId, &Interview),
) -> (Interview, Vec<NotTaken>) {
    let mut interview = Interview::of(Case::default(), editions);
    interview.annotate_as(saved);
    let mut given: Vec<QuestionId> = Vec::new();
    let mut not_taken = Vec::new();
    while let Some((question, is_asked)) = next(&interview, &given) {
        given.push(question);
        if let Some(answer) = saved.facts.answer(question)
            && let Err(refused) = interview.answer(question, &answer)
        {
            not_taken.push(NotTaken { question, refused: Some(refused) });
        }
        if is_asked {
            asked(question, &interview);
        }
    }
    not_taken.extend(lost(&saved.facts, &interview));
    (interview, not_taken)
}

/// The next question to answer, and whether it is asked. Those that are considered
/// without being asked come last.
fn next(interview: &Interview, given: &[QuestionId]) -> Option<(QuestionId, bool)> {
    let is_next = |question: &QuestionId| !given.contains(question);
    let asked = interview.questions().into_iter().find(is_next).map(|question| (question, true));
    asked.or_else(|| {
        let considered =
            policy::considered(interview.facts(), interview.editions()).into_iter().find(is_next)?;
        Some((considered, false))
    })
}

/// The answers that were accepted and are not in the replayed interview.
fn lost(saved: &Facts, replayed: &Interview) -> impl Iterator<Item = NotTaken> {
    let differs = |question: &QuestionId| saved.answer(*question) != replayed.facts().answer(*question);
    let lost: Vec<QuestionId> = replayed.questions().into_iter().filter(differs).collect();
    lost.into_iter().map(|question| NotTaken { question, refused: None })
}
