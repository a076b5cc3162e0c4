//! The answers of one joint for the questions of the other.

use crate::case::{Answer, Laterality, QuestionId};

use super::Interview;

impl Interview {
    /// The questions of this joint that have no answer, each with the answer that the
    /// other joint has. After the side was corrected that answer is set aside.
    pub fn answers_of_other_joint(&self, joint: Laterality) -> Vec<(QuestionId, Answer)> {
        let questions = self.questions().into_iter();
        let unanswered = questions
            .filter(|question| question.side() == Some(joint) && self.facts().answer(*question).is_none());
        let with_answer = unanswered.filter_map(|question| {
            let other = question.field().at(joint.other());
            let answer = self.facts().answer(other).or_else(|| self.case().set_aside.answer(other));
            Some((question, answer?))
        });
        with_answer.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Field, RequestedSide, Required, Target};
    use crate::casefile;
    use crate::policy::PolicySettings;

    const CASE: &str = "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n\
        request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'both' }\n\
        left = { service_date = 2026-03-16, sij_pain = 'yes', injections = [] }\n\
        right = { sij_pain = 'no', sij_tenderness = 'yes' }";

    fn with_side(side: RequestedSide) -> Interview {
        let mut case = casefile::read(CASE, crate::policy::editions()).unwrap();
        case.facts.request.side = Required(Some(side));
        Interview::of(case, &PolicySettings::default())
    }

    fn taken_over(interview: &Interview, joint: Laterality) -> Vec<String> {
        let answers = interview.answers_of_other_joint(joint);
        answers.into_iter().map(|(question, _)| question.to_string()).collect()
    }

    #[test]
    fn only_what_this_joint_lacks_is_taken_from_the_other() {
        let both = with_side(RequestedSide::Both);
        assert_eq!(taken_over(&both, Laterality::Right), ["right.service_date", "right.injections"]);
        assert_eq!(taken_over(&both, Laterality::Left), ["left.sij_tenderness"]);
    }

    #[test]
    fn answers_that_a_corrected_side_set_aside_are_taken_over() {
        let mut right = with_side(RequestedSide::Left);
        let side = Field::Side.at(Laterality::Left);
        right.answer_at(side, Target::Whole, &Answer::Choice("right")).unwrap();
        assert_eq!(taken_over(&right, Laterality::Right), ["right.service_date", "right.injections"]);
        assert_eq!(taken_over(&right, Laterality::Left), Vec::<String>::new(), "it is not asked about");
    }
}
