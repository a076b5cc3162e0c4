//! The options of the choices, each with its code and what it says of the answer.

use crate::case::{Choice, NONE, ONGOING, Shape, YesNo};
use crate::policy::{Edition, Editions, Item};
use crate::questions::option_label;

use super::form_item::{FormOption, Meaning};
use super::link::Role;
use super::names::System;

/// The code of "asked, and the record does not say".
pub(super) const ASKED_UNKNOWN: &str = "asked-unknown";
/// What HL7 calls it.
pub(super) const ASKED_UNKNOWN_WORDS: &str = "Asked But Unknown";

/// The options for the answer to a question or part. `none`: what it means that there
/// is none, where that is an answer.
pub(super) fn answer_options(
    shape: Shape,
    role: Role,
    is_required: bool,
    none: Option<&'static str>,
) -> Vec<FormOption> {
    let none = none.map(|words| state(Meaning::None, NONE, words));
    let mut options: Vec<FormOption> = match (shape, role) {
        (Shape::Choice(names), Role::Value) => named(names),
        (Shape::Choices(names), Role::Value) => named(names).into_iter().chain(none).collect(),
        (Shape::DayOrNone, Role::Value) => [given("on the day below")].into_iter().chain(none).collect(),
        (Shape::Entries(_), Role::Value) => [given("listed below")].into_iter().chain(none).collect(),
        (Shape::DateOrOngoing, Role::State) => vec![state(Meaning::Ongoing, ONGOING, "going on")],
        (Shape::Codes, Role::State) => none.into_iter().collect(),
        (_, Role::State) => Vec::new(),
        _ => return Vec::new(),
    };
    if !is_required {
        options.push(FormOption {
            meaning: Meaning::NotDocumented,
            system: System::Absent,
            code: ASKED_UNKNOWN,
            display: ASKED_UNKNOWN_WORDS.to_owned(),
            is_exclusive: false,
        });
    }
    if matches!(shape, Shape::Choices(_)) {
        let is_option = |option: &FormOption| matches!(option.meaning, Meaning::Named(_));
        options.iter_mut().for_each(|option| option.is_exclusive = !is_option(option));
    }
    options
}

fn given(words: &str) -> FormOption {
    state(Meaning::Given, "given", words)
}

fn state(meaning: Meaning, code: &'static str, words: &str) -> FormOption {
    FormOption { meaning, system: System::AnswerState, code, display: words.to_owned(), is_exclusive: false }
}

fn named(names: &'static [&'static str]) -> Vec<FormOption> {
    let system = System::of_options(names);
    let option = |name: &&'static str| FormOption {
        meaning: Meaning::Named(name),
        system,
        code: if system == System::YesNo { yes_no_code(name) } else { name },
        display: if system == System::YesNo { yes_no_words(name) } else { option_label(name) },
        is_exclusive: false,
    };
    names.iter().map(option).collect()
}

fn yes_no_code(name: &str) -> &'static str {
    if name == YesNo::Yes.name() { "Y" } else { "N" }
}

fn yes_no_words(name: &str) -> String {
    if name == YesNo::Yes.name() { "Yes" } else { "No" }.to_owned()
}

/// An item by its number and what it asks.
pub(super) fn in_our_words(edition: &Edition, item: Item) -> String {
    let summary = edition.rule(item).map(|rule| rule.summary(&edition.limits));
    summary.map_or_else(|| item.to_string(), |summary| format!("{item}: {summary}"))
}

/// The items of the policy as options, by the numbers of the latest edition that has them.
pub(super) fn item_options(editions: &Editions) -> Vec<FormOption> {
    let item = |item: Item| FormOption {
        meaning: Meaning::Item(item),
        system: System::Items,
        code: item.number(),
        display: in_our_words(editions.latest(), item),
        is_exclusive: false,
    };
    editions.item_keys().into_iter().filter_map(|key| editions.item_of_key(key)).map(item).collect()
}
