//! The engine: three-valued evaluation, readings, editions and the determination.
//!
//! Each rule is written for complete facts. Where facts are missing, it is
//! evaluated for every value they could have; where a live reading is unsettled,
//! for both of its settings. The results together give the finding.
//!
//! The engine names no item number: the rules of a policy have a folder beside it.

mod amount;
mod applicable;
mod certainty;
mod coding_check;
mod determination;
mod determine;
mod edition;
mod finding;
mod information_requests;
mod interpretation;
mod item;
mod joint_unit;
mod limits;
mod part_finding;
mod reading;
mod relevance;
mod rule;
mod service_line;
mod settings;
mod unit;
mod verdict;
mod way;
mod wording;

pub use amount::Amount;
pub use applicable::{
    applicable, applicable_parts, asked, considered, entry_parts, filed_under, items_asking, list_total,
    unanswered,
};
pub use coding_check::CodingCheck;
pub use determination::{Advisory, Determination, ItemFinding, UnitDetermination};
pub use determine::{determine, findings_so_far};
pub use edition::{Edition, EditionLabel, Editions, NumberedRule, Pathway, PathwayRules};
pub use finding::{Finding, Outcome};
pub use information_requests::{Condition, ConditionKind, InformationRequest};
pub use interpretation::Interpretation;
pub use item::Item;
pub use limits::{LimitInfo, Limits};
pub use part_finding::{Measure, PartFinding};
pub use reading::{Reading, ReadingSettings, ReadingText, Readings, Setting, UNSETTLED};
pub use relevance::part_is_relevant;
pub use rule::{Kind, Rule};
pub use service_line::ServiceLine;
pub use settings::PolicySettings;
pub use way::{Way, WayStep, ways_in_words};

pub(crate) use certainty::{Certainty, any, count};
pub(crate) use unit::{Unit, yes};
pub(crate) use verdict::{Verdict, VerdictSet};
pub(crate) use wording::weekly_visits;
