//! A saved case being played: its questions in order, and the current step.

use crate::case::{Case, QuestionId};
use crate::interview::{Interview, replay_answers};
use crate::policy::PolicySettings;
use crate::store::CaseId;

/// The steps of a saved case: each question, with the interview as it was after
/// that question was answered. Then the interview at the end.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) steps: Vec<(QuestionId, Interview)>,
    pub(super) end: Interview,
}

impl Played {
    pub(super) fn of(case: &Case, settings: &PolicySettings) -> Self {
        let mut steps = Vec::new();
        // An answer that is rejected is shown as unanswered; `replay` reports why.
        let (end, _) =
            replay_answers(case, settings, |question, interview| steps.push((question, interview.clone())));
        Self { steps, end }
    }
}

/// A case being played, and the current step.
#[derive(Debug)]
pub(super) struct Player {
    pub(super) id: CaseId,
    pub(super) played: Played,
    pub(super) step: usize,
}
