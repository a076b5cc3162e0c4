//! The questions: ONE table of wording, help and options, in the order they are
//! asked. The kind of answer comes from the case, the items a question serves
//! from the policy.
//!
//! This room knows no file, screen or clock, and no rule: only how to ask.

mod hint;
mod table;

use crate::case::{Choice, Facts, Laterality, Part, QuestionId, Shape};
use crate::policy::{self, Editions};

pub use hint::{edition, hints};
pub use table::{PARTS, PartQuestion, QUESTIONS, Question, Step, part_question, question_for};

/// The steps in order, as the wizard's side panel shows them.
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

/// The places asked for in this request, in the order they are asked.
pub fn in_order(facts: &Facts, editions: &Editions) -> Vec<QuestionId> {
    let mut questions = policy::applicable(facts, editions);
    questions.sort_by_key(|question| order(*question));
    questions
}

fn order(question: QuestionId) -> (usize, usize, Option<Laterality>) {
    let position = QUESTIONS.iter().position(|row| row.field == question.field());
    let position = position.unwrap_or(QUESTIONS.len());
    let step = step(question);
    let group = STEPS.iter().position(|known| *known == step).unwrap_or(STEPS.len());
    (group, position, question.side())
}

/// The step a place is asked in.
pub fn step(question: QuestionId) -> Step {
    let step = question_for(question.field()).step;
    match (step, question.side()) {
        (Step::Joint(_), Some(side)) => Step::Joint(side),
        (step, _) => step,
    }
}

/// The question at a place, with the side where it has one.
pub fn prompt(question: QuestionId) -> String {
    with_side(question_for(question.field()).prompt, question)
}

/// The question for a part of an entry.
pub fn part_prompt(question: QuestionId, part: Part) -> String {
    with_side(part_question(question.field(), part).prompt, question)
}

fn with_side(words: &str, question: QuestionId) -> String {
    words.replace("{side}", question.side().map_or("", |side| side.name()))
}

/// The words for one option of a choice.
pub fn option_label(name: &str) -> String {
    let known = table::OPTIONS.iter().find(|(option, _)| *option == name);
    known.map_or_else(|| name.replace('-', " "), |(_, label)| (*label).to_owned())
}

/// The names of the values a shape takes, for the catalogue.
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

/// The shape of the answer at a place.
pub fn shape(question: QuestionId) -> Shape {
    Facts::default().fact(question).shape()
}

/// The shape of a part of a list at a place.
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
    fn the_steps_have_names_in_the_order_they_are_asked() {
        let names = ["Member", "Request", "Pain", "Left joint", "Right joint", "Therapy", "Device"];
        assert_eq!(STEPS.map(Step::name), names);
    }
}
