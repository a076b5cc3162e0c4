//! The policy: a general engine, and MM-1463 item by item.
//!
//! This room knows the case, and no question, file, screen or clock.

mod engine;
mod mm_1463;
#[cfg(test)]
pub(crate) mod test_rules;

pub use engine::{
    Advisory, Amount, CodingCheck, Determination, Edition, EditionLabel, Editions, Finding,
    InformationRequest, Interpretation, Item, ItemFinding, Kind, LimitInfo, Limits, NumberedRule, Outcome,
    Pathway, PathwayRules, PolicySettings, Reading, ReadingSettings, ReadingText, Readings, Rule,
    ServiceLine, Setting, UNSETTLED, UnitDetermination, applicable, applicable_parts, considered, determine,
    entry_parts, filed_under, findings_so_far, items_asking, list_total, part_is_relevant, unanswered,
};
pub use mm_1463::{POLICY, editions};
