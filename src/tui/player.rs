//! A saved case that is played: its questions in order, and how far it has come.

use crate::case::{Case, QuestionId};
use crate::interview::{Interview, replay_answers};
use crate::policy::Editions;
use crate::store::CaseId;

/// The questions of a case in the order they are asked, each with its answer
/// and what was answered before it.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) steps: Vec<(QuestionId, Interview)>,
    pub(super) end: Interview,
}

impl Played {
    pub(super) fn of(case: &Case, editions: &Editions) -> Self {
        let mut steps = Vec::new();
        // An answer that is not taken is shown as unanswered; `replay` says why.
        let (end, _) =
            replay_answers(case, editions, |question, interview| steps.push((question, interview.clone())));
        Self { steps, end }
    }
}

/// A case that is played, and how far it has come.
#[derive(Debug)]
pub(super) struct Player {
    pub(super) id: CaseId,
    pub(super) played: Played,
    pub(super) at: usize,
}
