//! A set of questions.

use super::field::QuestionId;

/// A set of questions, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuestionSet(u128);

impl QuestionSet {
    /// Adds a question.
    pub const fn insert(&mut self, question: QuestionId) {
        self.0 |= 1 << question.number();
    }

    /// Whether it is in the set.
    pub const fn contains(&self, question: &QuestionId) -> bool {
        self.0 & (1 << question.number()) != 0
    }

    /// The questions, in file order.
    pub fn iter(self) -> impl Iterator<Item = QuestionId> {
        QuestionId::all().filter(move |question| self.contains(question))
    }
}

impl Extend<QuestionId> for QuestionSet {
    fn extend<I: IntoIterator<Item = QuestionId>>(&mut self, questions: I) {
        questions.into_iter().for_each(|question| self.insert(question));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_is_in_a_set_alone() {
        for question in QuestionId::all() {
            let mut set = QuestionSet::default();
            assert!(!set.contains(&question));
            set.insert(question);
            assert_eq!(set.iter().collect::<Vec<_>>(), [question]);
        }
    }
}
