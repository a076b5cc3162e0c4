//! The questions: one table of prompts, help and options, in the order they are
//! asked. The shape of an answer comes from the case, and the items that need it
//! from the policy.
//!
//! This room knows no file, screen, clock or rule.

mod doubt;
mod hint;
mod labels;
mod letter;
mod table;

use std::sync::OnceLock;

use crate::case::{Choice, Facts, Laterality, Part, QuestionId, QuestionSet, Shape};
use crate::policy;

pub use doubt::doubt;
pub use hint::{edition, hints};
pub use labels::{condition, with_labels};
pub use letter::{LetterPoint, NAMES, letter_points};
pub use table::{
    AnsweredBy, LetterWords, PARTS, PartQuestion, QUESTIONS, Question, Step, part_question, question_for,
};

/// The steps, in the order of the wizard's side panel.
pub const STEPS: [Step; 7] = [
    Step::Member,
    Step::Request,
    Step::Pain,
    Step::Joint(Laterality::Left),
    Step::Joint(Laterality::Right),
    Step::Therapy,
    Step::Device,
];

impl Step {
    /// Its name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Request => "Request",
            Self::Pain => "Pain",
            Self::Joint(Laterality::Left) => "Left joint",
            Self::Joint(Laterality::Right) => "Right joint",
            Self::Therapy => "Therapy",
            Self::Device => "Device",
        }
    }
}

/// These questions in the order they are asked.
pub fn in_order_of(questions: QuestionSet) -> impl Iterator<Item = QuestionId> {
    all_in_order().iter().copied().filter(move |question| questions.contains(question))
}

/// All questions in the order in which they are asked.
fn all_in_order() -> &'static [QuestionId] {
    static ALL: OnceLock<Vec<QuestionId>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<QuestionId> = QuestionId::all().collect();
        all.sort_by_key(|question| sort_key(*question));
        all
    })
}

/// Sorts questions into the order they are asked.
pub fn sort(questions: &mut [QuestionId]) {
    questions.sort_by_key(|question| sort_key(*question));
}

fn sort_key(question: QuestionId) -> (usize, usize, Option<Laterality>) {
    let position = QUESTIONS.iter().position(|row| row.field == question.field());
    let position = position.unwrap_or(QUESTIONS.len());
    let step = step(question);
    let step_index = STEPS.iter().position(|known| *known == step).unwrap_or(STEPS.len());
    (step_index, position, question.side())
}

/// The step in which a question is asked.
pub fn step(question: QuestionId) -> Step {
    let step = question_for(question.field()).step;
    match (step, question.side()) {
        (Step::Joint(_), Some(side)) => Step::Joint(side),
        (step, _) => step,
    }
}

/// The label of a question, with its joint.
pub fn label(question: QuestionId) -> String {
    let joint = question.side().map(|side| format!(", {} joint", side.name())).unwrap_or_default();
    format!("{}{joint}", question.field().label())
}

/// The prompt of a question, with the side filled in.
pub fn prompt(question: QuestionId) -> String {
    with_side(question_for(question.field()).prompt, question)
}

/// The prompt for a part of an entry, with the side filled in.
pub fn part_prompt(question: QuestionId, part: Part) -> String {
    with_side(part_question(question.field(), part).prompt, question)
}

fn with_side(prompt: &str, question: QuestionId) -> String {
    prompt.replace("{side}", question.side().map_or("", |side| side.name()))
}

/// Why a question is asked that no item asks now.
pub fn why_without_items(facts: &Facts, question: QuestionId) -> &'static str {
    if facts.fact(question).required() {
        "It is needed for every determination."
    } else if policy::is_for_the_record(question.field()) {
        "It is for the record; no item depends on it."
    } else {
        "Which item needs it depends on an answer that is still missing."
    }
}

/// The label of one option of a choice.
pub fn option_label(name: &str) -> String {
    let known = table::OPTIONS.iter().find(|(option, _)| *option == name);
    known.map_or_else(|| name.replace('-', " "), |(_, label)| (*label).to_owned())
}

/// The kind of an answer, by its name in JSON.
pub const fn kind(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Day => "day",
        Shape::PartialDate => "date",
        Shape::DateOrOngoing => "end",
        Shape::DateOrAgo => "onset",
        Shape::DayOrNone => "none-or-day",
        Shape::Choice(_) => "one-of",
        Shape::Choices(_) => "any-of",
        Shape::Number { .. } => "number",
        Shape::Codes => "codes",
        Shape::Entries(_) => "records",
    }
}

/// The values a shape takes, in words, for the catalogue.
pub fn values(shape: Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Day => "day".to_owned(),
        Shape::PartialDate => "day, month or year".to_owned(),
        Shape::DateOrOngoing => "day, month, year or ongoing".to_owned(),
        Shape::DateOrAgo => "day, month, year or how long ago".to_owned(),
        Shape::DayOrNone => "none or a day".to_owned(),
        Shape::Choice(names) => names.join(", "),
        Shape::Choices(names) => format!("any of {}", names.join(", ")),
        Shape::Number { min, max } => format!("number from {min} to {max}"),
        Shape::Codes => "list of codes".to_owned(),
        Shape::Entries(parts) => {
            let keys: Vec<&str> = parts.iter().map(|part| part.part.key()).collect();
            format!("list of records: {}", keys.join(", "))
        }
    }
}

/// The shape of the answer to a question.
pub fn shape(question: QuestionId) -> Shape {
    Facts::default().fact(question).shape()
}

/// The shape of a part of a question's records.
pub fn part_shape(question: QuestionId, part: Part) -> Option<crate::case::PartShape> {
    match shape(question) {
        Shape::Entries(shapes) => shapes.iter().find(|shape| shape.part == part).copied(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_named_in_the_order_they_are_asked() {
        let names = ["Member", "Request", "Pain", "Left joint", "Right joint", "Therapy", "Device"];
        assert_eq!(STEPS.map(Step::name), names);
    }
}
