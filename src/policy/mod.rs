//! The policy: MM-1463, item by item, under its own numbers.
//!
//! Every item is written once over complete facts. What is missing and what is
//! unclear come from working it out for each value its missing facts could
//! have and under both settings of a live reading.
//!
//! This room knows the case and nothing else: no question, file, screen or clock.

mod ablations;
mod bounds;
mod codes;
mod d_i_a;
mod d_i_a_4;
mod d_i_b;
mod d_i_c;
mod d_ii_a;
mod d_ii_b;
mod d_ii_c;
mod d_iii;
mod determination;
mod finding;
mod information_requests;
mod interpretations;
mod limits;
mod pathway;
mod reading;
mod rule;
mod scope;
mod service_lines;
mod therapy;
mod unit;
mod words;

use crate::case::Item;

pub use bounds::LimitInfo;
pub use codes::CodingCheck;
pub use determination::{
    Advisory, Determination, ItemFinding, UnitDetermination, determine, findings_so_far,
};
pub use finding::{Finding, Outcome};
pub use information_requests::{
    InformationRequest, applicable, applicable_parts, considered, entry_parts, part_is_relevant, unanswered,
};
pub use interpretations::{INTERPRETATIONS, Interpretation};
pub use limits::{CHRONIC_DAYS, CHRONIC_MONTHS, Limits, POLICY, POLICY_TITLE, effective};
pub use pathway::{Pathway, items_asking, therapy_days};
pub use reading::{Reading, ReadingSettings, Readings, Setting};
pub use rule::{Kind, Rule};
pub use service_lines::ServiceLine;

/// The settings a determination is made under.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicySettings {
    /// How the live readings stand.
    pub readings: ReadingSettings,
    /// The limits; the policy's own unless a what-if replaces some.
    pub limits: Limits,
}

/// The item of that number, with our words for it.
pub const fn rule(item: Item) -> &'static Rule {
    match item {
        Item::EffectiveDate => &scope::EFFECTIVE_DATE,
        Item::DIA => &d_i_a::D_I_A,
        Item::DIA1 => &d_i_a::D_I_A_1,
        Item::DIA2 => &d_i_a::D_I_A_2,
        Item::DIA3 => &d_i_a::D_I_A_3,
        Item::DIA4a => &d_i_a_4::D_I_A_4_A,
        Item::DIA4b => &d_i_a_4::D_I_A_4_B,
        Item::DIA5 => &d_i_a::D_I_A_5,
        Item::DIB1 => &d_i_b::D_I_B_1,
        Item::DIB2 => &d_i_b::D_I_B_2,
        Item::DIB3 => &d_i_b::D_I_B_3,
        Item::DIB4 => &d_i_b::D_I_B_4,
        Item::DIB5 => &d_i_b::D_I_B_5,
        Item::DIC1 => &d_i_c::D_I_C_1,
        Item::DIC2 => &d_i_c::D_I_C_2,
        Item::DIC3 => &d_i_c::D_I_C_3,
        Item::DIC4 => &d_i_c::D_I_C_4,
        Item::DIC5 => &d_i_c::D_I_C_5,
        Item::DIC6 => &d_i_c::D_I_C_6,
        Item::DII => &d_ii_a::D_II,
        Item::DIIA1 => &d_ii_a::D_II_A_1,
        Item::DIIA2 => &d_ii_a::D_II_A_2,
        Item::DIIB1 => &d_ii_b::D_II_B_1,
        Item::DIIB2 => &d_ii_b::D_II_B_2,
        Item::DIIB3 => &d_ii_b::D_II_B_3,
        Item::DIIC1 => &d_ii_c::D_II_C_1,
        Item::DIIC2 => &d_ii_c::D_II_C_2,
        Item::DIII => &d_iii::D_III,
    }
}
