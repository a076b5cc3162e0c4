//! The policy: a general engine, and MM-1463 item by item.
//!
//! This room knows the case, and no question, file, screen or clock.

mod engine;
mod mm_1463;

pub use engine::{
    Advisory, Amount, Awaited, CodingCheck, Condition, ConditionKind, Criterion, Dependency, Determination,
    Edition, EditionLabel, Editions, Finding, InformationRequest, Interpretation, Item, ItemFinding, Kind,
    LimitInfo, Limits, Measure, NumberedRule, Outcome, PartFinding, Pathway, PathwayRules, PolicySettings,
    Reading, ReadingSettings, ReadingText, Readings, Rule, ServiceLine, Setting, UNSETTLED,
    UnitDetermination, Way, WayStep, applicable, applicable_parts, asked, asked_for, considered,
    considered_of, decide, dependencies, determine, entry_parts, filed_under, findings_so_far,
    is_for_the_record, items_asking, list_total, part_is_relevant, part_needs, unanswered, unconfirmed,
    ways_in_words,
};
pub use mm_1463::{POLICY, editions};

#[cfg(test)]
pub(crate) mod test_rules;
