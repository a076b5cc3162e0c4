//! The engine: three-valued evaluation, readings, editions and the determination.
//!
//! Every item is written once over complete facts. What is missing and what is
//! unclear come from working it out for each value its missing facts could have
//! and under both settings of a live reading.
//!
//! It names no item number: what an edition says stands beside it, in a folder
//! of the policy's own.

mod amount;
mod asked;
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
mod reading;
mod relevance;
mod rule;
mod service_line;
mod settings;
mod unit;
mod verdict;
mod wording;

pub use amount::Amount;
pub use asked::{
    applicable, applicable_parts, considered, entry_parts, filed_under, items_asking, list_total, unanswered,
};
pub use coding_check::CodingCheck;
pub use determination::{Advisory, Determination, ItemFinding, UnitDetermination};
pub use determine::{determine, findings_so_far};
pub use edition::{Edition, EditionLabel, Editions, NumberedRule, Pathway, PathwayRules};
pub use finding::{Finding, Outcome};
pub use information_requests::InformationRequest;
pub use interpretation::Interpretation;
pub use item::Item;
pub use limits::{LimitInfo, Limits};
pub use reading::{Reading, ReadingSettings, ReadingText, Readings, Setting, UNSETTLED};
pub use relevance::part_is_relevant;
pub use rule::{Kind, Rule};
pub use service_line::ServiceLine;
pub use settings::PolicySettings;

pub(crate) use certainty::{Certainty, any, count};
pub(crate) use unit::{Unit, yes};
pub(crate) use verdict::{Verdict, VerdictSet};
pub(crate) use wording::weekly_visits;
