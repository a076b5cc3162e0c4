//! Labels in place of the names that the case file uses, for texts that people read.

use std::borrow::Cow;

use crate::case::{Field, QuestionId, Shape};
use crate::policy::{Condition, ConditionKind};

use super::{option_label, shape};

/// A text with the names of options replaced by their labels: `low back` for
/// `low-back`. Only names with a hyphen are replaced: the others are words.
pub fn with_labels(text: &str) -> Cow<'_, str> {
    let is_in_name = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_lowercase()) {
        let word = &rest[start..];
        let end = word.find(|letter| !is_in_name(letter)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(&rest[..start]);
        out.push_str(&if is_option(word) { Cow::Owned(option_label(word)) } else { Cow::Borrowed(word) });
        rest = after;
    }
    out.push_str(rest);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Whether a word with a hyphen is the name of an option of some question.
fn is_option(word: &str) -> bool {
    let has_word = |of: Shape| match of {
        Shape::Choice(names) | Shape::Choices(names) => names.contains(&word),
        _ => false,
    };
    let is_in = |question: QuestionId| match shape(question) {
        Shape::Entries(parts) => parts.iter().any(|part| has_word(part.shape)),
        of => has_word(of),
    };
    word.contains('-') && QuestionId::all().any(is_in)
}

/// When something is needed only after another answer: `if one is implanted`.
pub fn condition(condition: Condition) -> String {
    let label = condition.question.field().label();
    match (condition.question.field(), condition.is) {
        (Field::Implanted, ConditionKind::NotEmpty) => "if one is implanted".to_owned(),
        (Field::Inability, ConditionKind::Reason) => "if there is a reason".to_owned(),
        (Field::OtherBlock, ConditionKind::Day) => "if there is one".to_owned(),
        (_, ConditionKind::NotEmpty) => format!("if there is any ({label})"),
        (_, ConditionKind::Day) => format!("if a day is given ({label})"),
        (_, ConditionKind::Reason) => format!("if a reason is given ({label})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Laterality;

    #[test]
    fn names_of_options_become_labels_and_other_words_stay() {
        for (text, shown) in [
            ("pain in low-back, buttock", "pain in low back, buttock"),
            ("1 (home-exercise), active", "1 (home exercise), active"),
            ("block at other-joint", "block at the other SI joint"),
            ("sacral-thrust", "sacral thrust"),
            ("2026-03-02 in-house leg-only-pain", "2026-03-02 in-house leg-only-pain"),
            ("Über-spinal-cord-stimulator", "Über-spinal-cord-stimulator"),
            ("", ""),
        ] {
            assert_eq!(with_labels(text), shown);
        }
    }

    #[test]
    fn a_condition_is_said_in_words() {
        let is = |field: Field, is| condition(Condition { question: field.at(Laterality::Left), is });
        assert_eq!(is(Field::Implanted, ConditionKind::NotEmpty), "if one is implanted");
        assert_eq!(is(Field::OtherBlock, ConditionKind::Day), "if there is one");
        assert_eq!(is(Field::Inability, ConditionKind::Reason), "if there is a reason");
        assert_eq!(is(Field::Codes, ConditionKind::NotEmpty), "if there is any (billed codes)");
    }
}
