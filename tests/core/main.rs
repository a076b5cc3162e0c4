//! What runs in this process: the policy, the questions, the interview, line
//! mode, the sample cases and the pages that are printed from the tables.

mod architecture;
mod case_folder;
mod cases;
mod generated;
mod interfaces;
mod interview;
mod line;
mod policy;
mod properties;
mod readme;
mod session;
mod tables;
#[path = "../shared/temp_folder.rs"]
mod temp_folder;

use sij_intake::policy::{Edition, Item, NumberedRule, Rule};

/// The edition the program ships.
fn edition() -> &'static Edition {
    sij_intake::policy::editions().latest()
}

/// Its items, in the order of the policy.
fn items() -> Vec<Item> {
    edition().items.iter().map(|numbered: &NumberedRule| numbered.item).collect()
}

/// The rule of one of its items.
fn rule(item: Item) -> &'static Rule {
    edition().rule(item).unwrap_or(&Rule::BLANK)
}
