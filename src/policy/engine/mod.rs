//! The engine: three-valued evaluation, readings, editions and the determination.
//!
//! Each rule is written for complete facts. Where facts are missing, it is
//! evaluated for every value they could have; where a live reading is unsettled,
//! for both of its settings. The results together give the finding.
//!
//! The engine names no item number: the rules of a policy have a folder beside it.

mod advisories;
mod amount;
mod applicable;
mod asked;
mod certainty;
mod coding_check;
mod criterion;
mod dependencies;
mod determination;
mod determine;
mod edition;
mod finding;
mod gap;
mod influence;
mod information_requests;
mod interpretation;
mod item;
mod joint_unit;
mod levels;
mod limits;
mod part_finding;
mod parts;
mod pathway;
mod possible_values;
mod reading;
mod relevance;
mod rule;
mod service_line;
mod settings;
mod step_set;
mod trial;
mod unit;
mod verdict;
mod way;
mod way_search;
mod ways;
mod wording;

pub use amount::Amount;
pub use applicable::{
    applicable, applicable_parts, considered, considered_of, filed_under, items_asking, list_total,
    unconfirmed,
};
pub use asked::{asked, asked_for, entry_parts, unanswered};
pub use coding_check::CodingCheck;
pub use criterion::Criterion;
pub use dependencies::{Awaited, Dependency, dependencies};
pub use determination::{Advisory, Determination, ItemFinding, UnitDetermination};
pub use determine::{decide, determine, findings_so_far};
pub use edition::{Edition, EditionLabel, Editions};
pub use finding::{Finding, Outcome};
pub use information_requests::InformationRequest;
pub use interpretation::Interpretation;
pub use item::Item;
pub use limits::{LimitInfo, Limits};
pub use part_finding::{Measure, PartFinding};
pub use pathway::{NumberedRule, Pathway, PathwayRules};
pub use reading::{Reading, ReadingSettings, ReadingText, Readings, Setting, UNSETTLED};
pub use relevance::{Condition, ConditionKind, is_for_the_record, part_is_relevant, part_needs};
pub use rule::{Kind, Rule};
pub use service_line::ServiceLine;
pub use settings::PolicySettings;
pub use way::{Way, WayStep, ways_in_words};

pub(crate) use certainty::{Certainty, any, count};
pub(crate) use criterion::{Criteria, Node};
pub(crate) use unit::{Unit, yes};
pub(crate) use verdict::{Verdict, VerdictSet};
pub(crate) use wording::weekly_visits;

#[cfg(test)]
mod test_unit;
