//! What runs in this process: the policy, the questions, the interview, line
//! mode, the sample cases and the pages that are printed from the tables.

mod architecture;
mod case_folder;
mod cases;
mod doors;
#[path = "../shared/folder.rs"]
mod folder;
mod generated;
mod interview;
mod limits;
mod line;
mod policy;
mod properties;
mod readme;
mod session;
mod tables;

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
