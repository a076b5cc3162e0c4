//! The pathways of MM-1463: the items, billed lines and advisories for each
//! procedure and, for an ablation, each history of the joint.

use crate::case::{Field, Joint, Procedure};
use crate::policy::engine::{NumberedRule, Pathway, PathwayRules, Rule};

use super::d_i_a::{D_I_A, D_I_A_2, D_I_A_3, D_I_A_5};
use super::d_i_a_1::D_I_A_1;
use super::d_i_a_4::{D_I_A_4_A, D_I_A_4_B};
use super::d_i_b::{D_I_B_1, D_I_B_2, D_I_B_3, D_I_B_4, D_I_B_5};
use super::d_i_c::{D_I_C_1, D_I_C_2, D_I_C_3, D_I_C_4, D_I_C_5, D_I_C_6};
use super::d_ii_a::{D_II, D_II_A_1, D_II_A_2};
use super::d_ii_b::{D_II_B_1, D_II_B_2, D_II_B_3};
use super::d_ii_c::{D_II_C_1, D_II_C_2};
use super::d_iii::D_III;

impl Pathway {
    /// D.I.A, diagnostic injection.
    pub const DIAGNOSTIC: Self = Self::new("D.I.A");
    /// D.I.B, therapeutic injection.
    pub const THERAPEUTIC: Self = Self::new("D.I.B");
    /// D.II, ablation, history missing.
    pub const ABLATION: Self = Self::new("D.II");
    /// D.II.A, initial ablation.
    pub const INITIAL_ABLATION: Self = Self::new("D.II.A");
    /// D.II.B, repeat ablation.
    pub const REPEAT_ABLATION: Self = Self::new("D.II.B");
}

/// The pathways; at most one applies to a unit.
pub(super) fn pathways() -> Vec<PathwayRules> {
    vec![diagnostic(), therapeutic(), ablation(), initial_ablation(), repeat_ablation()]
}

fn numbered(rules: &[&'static Rule]) -> Vec<NumberedRule> {
    rules.iter().copied().map(NumberedRule::from).collect()
}

fn diagnostic() -> PathwayRules {
    PathwayRules {
        pathway: Pathway::DIAGNOSTIC,
        procedure: Procedure::DiagnosticInjection,
        applies: |_| true,
        selected_by: &[],
        stands_in_for: None,
        items: numbered(&[
            &D_I_A, &D_I_A_1, &D_I_A_2, &D_I_A_3, &D_I_A_4_A, &D_I_A_4_B, &D_I_A_5, &D_I_C_3, &D_I_C_6,
            &D_III,
        ]),
        service_lines: numbered(&[&D_I_C_1, &D_I_C_2, &D_I_C_5]),
        advisory: None,
    }
}

fn therapeutic() -> PathwayRules {
    PathwayRules {
        pathway: Pathway::THERAPEUTIC,
        procedure: Procedure::TherapeuticInjection,
        applies: |_| true,
        selected_by: &[],
        stands_in_for: None,
        items: numbered(&[&D_I_B_1, &D_I_B_2, &D_I_B_3, &D_I_B_4, &D_I_B_5, &D_I_C_3, &D_I_C_6, &D_III]),
        service_lines: numbered(&[&D_I_C_1, &D_I_C_2, &D_I_C_5]),
        advisory: Some((&D_I_C_4).into()),
    }
}

fn ablation() -> PathwayRules {
    PathwayRules {
        pathway: Pathway::ABLATION,
        procedure: Procedure::RadiofrequencyAblation,
        applies: |joint| joint.ablations.is_missing(),
        selected_by: &[Field::Ablations],
        stands_in_for: Some(Pathway::INITIAL_ABLATION),
        items: numbered(&[&D_II, &D_II_C_1, &D_III]),
        service_lines: Vec::new(),
        advisory: None,
    }
}

fn initial_ablation() -> PathwayRules {
    PathwayRules {
        pathway: Pathway::INITIAL_ABLATION,
        procedure: Procedure::RadiofrequencyAblation,
        applies: |joint| ablations(joint) == Some(0),
        selected_by: &[Field::Ablations],
        stands_in_for: None,
        items: numbered(&[&D_II_A_1, &D_II_A_2, &D_II_C_1, &D_III]),
        service_lines: Vec::new(),
        advisory: None,
    }
}

fn repeat_ablation() -> PathwayRules {
    PathwayRules {
        pathway: Pathway::REPEAT_ABLATION,
        procedure: Procedure::RadiofrequencyAblation,
        applies: |joint| ablations(joint).is_some_and(|count| count > 0),
        selected_by: &[Field::Ablations],
        stands_in_for: None,
        items: numbered(&[&D_II_B_1, &D_II_B_2, &D_II_B_3, &D_II_C_1, &D_III]),
        service_lines: Vec::new(),
        advisory: Some((&D_II_C_2).into()),
    }
}

/// The number of earlier ablations of the joint, if known.
fn ablations(joint: &Joint) -> Option<usize> {
    joint.ablations.known().map(Vec::len)
}
