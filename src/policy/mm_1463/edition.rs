//! The editions of MM-1463: limits, rules in order, pathways, readings and notice.

use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::policy::engine::{
    Edition, EditionLabel, Editions, Limits, NumberedRule, PolicySettings, Reading, Rule,
};

use super::items::POLICY;
use super::{
    codes, d_i_a, d_i_a_1, d_i_a_4, d_i_b, d_i_c, d_ii_a, d_ii_b, d_ii_c, d_iii, interpretations, pathways,
    scope,
};

/// The limits of the edition of 2025-07-01.
const LIMITS: Limits = Limits {
    relief_percent: 75,
    therapy_days: 42,
    evidence_months: 6,
    spacing_days: 7,
    therapeutic_months: 2,
    rolling_months: 12,
    repeat_months: 36,
    injections: 4,
    diagnostics: 2,
    chronic_months: 3,
    chronic_days: 84,
};

/// The notice under every determination.
const NOTICE: &[&str] = &[
    "This applies MM-1463 alone. It is no authorization and no promise of payment.",
    "Where the policy and the plan contract differ, the contract decides.",
    "Behavioral health is subject to the parity rules.",
    "Confirm that this version of the policy (effective {effective}) is current.",
];

/// Every rule, in the order of the policy.
const RULES: [&Rule; 28] = [
    &scope::EFFECTIVE_DATE,
    &d_i_a::D_I_A,
    &d_i_a_1::D_I_A_1,
    &d_i_a::D_I_A_2,
    &d_i_a::D_I_A_3,
    &d_i_a_4::D_I_A_4_A,
    &d_i_a_4::D_I_A_4_B,
    &d_i_a::D_I_A_5,
    &d_i_b::D_I_B_1,
    &d_i_b::D_I_B_2,
    &d_i_b::D_I_B_3,
    &d_i_b::D_I_B_4,
    &d_i_b::D_I_B_5,
    &d_i_c::D_I_C_1,
    &d_i_c::D_I_C_2,
    &d_i_c::D_I_C_3,
    &d_i_c::D_I_C_4,
    &d_i_c::D_I_C_5,
    &d_i_c::D_I_C_6,
    &d_ii_a::D_II,
    &d_ii_a::D_II_A_1,
    &d_ii_a::D_II_A_2,
    &d_ii_b::D_II_B_1,
    &d_ii_b::D_II_B_2,
    &d_ii_b::D_II_B_3,
    &d_ii_c::D_II_C_1,
    &d_ii_c::D_II_C_2,
    &d_iii::D_III,
];

/// The edition that governs services from 2025-07-01.
fn edition_2025_07_01() -> Edition {
    Edition {
        label: EditionLabel {
            id: "2025-07-01",
            policy: POLICY,
            title: "Sacroiliac Joint Procedures",
            notice: NOTICE,
        },
        effective: NaiveDate::from_ymd_opt(2025, 7, 1).unwrap_or_default(),
        archived: None,
        limits: LIMITS,
        items: RULES.into_iter().map(NumberedRule::from).collect(),
        scope: (&scope::EFFECTIVE_DATE).into(),
        pathways: pathways::pathways(),
        readings: Reading::REGISTER,
        interpretations: interpretations::INTERPRETATIONS,
        coding_checks: codes::checks,
        list_total: d_i_a_4::days_in_words,
        hypothetical: false,
    }
}

static EDITIONS: LazyLock<Editions> = LazyLock::new(|| Editions::only(edition_2025_07_01()));

/// The editions of MM-1463 that this program knows.
pub fn editions() -> &'static Editions {
    &EDITIONS
}

impl Default for PolicySettings {
    /// The printed policy, with no reading settled.
    fn default() -> Self {
        Self::under(editions().clone())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;
    use crate::policy::engine::{Criteria, Criterion};

    /// The criteria that an item is made of, where they are more than the item as a whole.
    fn criteria(rule: &'static Rule) -> Vec<&'static Criterion> {
        let mut found = Vec::new();
        match &rule.structure {
            Criteria::Rule => {}
            Criteria::Sharing(parts) => found.extend(parts.iter()),
            Criteria::Tree(node) => node.for_each(&mut |criterion| found.push(criterion)),
        }
        found
    }

    fn assert_together<T: PartialEq + Debug>(rule: &Rule, parts: Vec<T>, whole: Vec<T>) {
        assert!(parts.iter().all(|one| whole.contains(one)), "{}: {parts:?} of {whole:?}", rule.item);
        assert!(whole.iter().all(|one| parts.contains(one)), "{}: {parts:?} of {whole:?}", rule.item);
    }

    #[test]
    fn criteria_of_an_item_together_declare_what_the_item_declares() {
        for rule in RULES {
            let (criteria, whole) = (criteria(rule), &rule.whole);
            if criteria.is_empty() {
                continue;
            }
            let names = |of: &Criterion| of.limits.iter().map(|limit| limit.name).collect::<Vec<_>>();
            let parts = |of: &Criterion| of.parts.concat();
            assert_together(
                rule,
                criteria.iter().flat_map(|each| each.reads).collect(),
                whole.reads.iter().collect(),
            );
            assert_together(rule, criteria.iter().flat_map(|each| parts(each)).collect(), parts(whole));
            assert_together(rule, criteria.iter().flat_map(|each| names(each)).collect(), names(whole));
            let other = whole.reads_of_other_joint.iter().collect();
            assert_together(
                rule,
                criteria.iter().flat_map(|each| each.reads_of_other_joint).collect(),
                other,
            );
            assert_together(
                rule,
                criteria.iter().flat_map(|each| each.readings).collect(),
                whole.readings.iter().collect(),
            );
        }
    }
}
