//! Tests that start no process: the policy, the questions, the interview, line
//! mode, the form for the provider, the sample cases, the generated pages and the architecture.

mod architecture;
#[path = "../shared/as_json.rs"]
mod as_json;
mod case_folder;
mod cases;
mod form;
mod generated;
mod interfaces;
mod interview;
mod letter;
mod limits;
mod line;
mod lines;
mod new_case;
mod picture;
mod policy;
mod properties;
mod readme;
mod response;
mod sample_cases;
mod session;
mod tables;
#[path = "../shared/temp_folder.rs"]
mod temp_folder;

use sij_intake::policy::{Edition, Item, NumberedRule, Rule};

/// The edition the program ships.
fn edition() -> &'static Edition {
    sij_intake::policy::editions().latest()
}

/// The items of that edition, in the order of the policy.
fn items() -> Vec<Item> {
    edition().items.iter().map(|numbered: &NumberedRule| numbered.item).collect()
}

/// The rule of an item of that edition.
fn rule(item: Item) -> &'static Rule {
    edition().rule(item).unwrap_or(&Rule::BLANK)
}
