//! Which limits each item draws its line with, for whoever prints the policy.

use crate::case::Item;

use super::limits::{CHRONIC_DAYS, CHRONIC_MONTHS, Limits};

/// A limit as one would say it.
#[derive(Debug)]
pub struct LimitInfo {
    /// Its name in a limits file, where it can be replaced for a what-if.
    pub name: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// What it limits.
    pub says: &'static str,
    /// The items that read it.
    pub items: &'static [Item],
    value: fn(&Limits) -> u32,
}

impl LimitInfo {
    /// How much it is under these limits.
    pub fn value(&self, limits: &Limits) -> u32 {
        (self.value)(limits)
    }

    /// The limits of an item.
    pub fn of(item: Item) -> impl Iterator<Item = &'static Self> {
        BOUNDS.iter().filter(move |bound| bound.items.contains(&item))
    }
}

/// The limits, in the order of [`Limits`]; the two that no what-if replaces come last.
const BOUNDS: &[LimitInfo] = &[
    LimitInfo {
        name: "relief_percent",
        unit: "percent",
        says: "pain relief that counts",
        items: &[Item::DIB1, Item::DIIA2, Item::DIIB2],
        value: |limits| limits.relief_percent,
    },
    LimitInfo {
        name: "therapy_days",
        unit: "days",
        says: "conservative therapy, both end days counted",
        items: &[Item::DIA4a, Item::DIA4b, Item::DIIA1, Item::DIIB1],
        value: |limits| limits.therapy_days,
    },
    LimitInfo {
        name: "evidence_months",
        unit: "months",
        says: "how far back from receipt evidence counts",
        items: &[Item::DIA4a, Item::DIA4b, Item::DIIA1, Item::DIIA2, Item::DIIB1, Item::DIIB2],
        value: |limits| limits.evidence_months,
    },
    LimitInfo {
        name: "spacing_days",
        unit: "days",
        says: "between two procedures",
        items: &[Item::DIA5, Item::DIC3],
        value: |limits| limits.spacing_days,
    },
    LimitInfo {
        name: "therapeutic_months",
        unit: "months",
        says: "from one therapeutic injection to the next",
        items: &[Item::DIB4],
        value: |limits| limits.therapeutic_months,
    },
    LimitInfo {
        name: "rolling_months",
        unit: "months",
        says: "the rolling year of limits and of lasting relief",
        items: &[Item::DIA, Item::DIB5, Item::DIIB1, Item::DIIB2, Item::DIIB3],
        value: |limits| limits.rolling_months,
    },
    LimitInfo {
        name: "repeat_months",
        unit: "months",
        says: "how far back from receipt an ablation is recent",
        items: &[Item::DIIB1, Item::DIIB2],
        value: |limits| limits.repeat_months,
    },
    LimitInfo {
        name: "injections",
        unit: "injections",
        says: "into one joint in the rolling year",
        items: &[Item::DIB5],
        value: |limits| limits.injections,
    },
    LimitInfo {
        name: "diagnostics",
        unit: "injections",
        says: "diagnostic ones into one joint",
        items: &[Item::DIA],
        value: |limits| limits.diagnostics,
    },
    LimitInfo {
        name: "chronic_months",
        unit: "months",
        says: "of pain that make it chronic",
        items: &[Item::DIA1],
        value: |_| CHRONIC_MONTHS,
    },
    LimitInfo {
        name: "chronic_days",
        unit: "days",
        says: "of pain, where the reading pain-84-days counts them",
        items: &[Item::DIA1],
        value: |_| CHRONIC_DAYS,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_that_can_be_replaced_is_listed_with_its_own_value() {
        for (number, name) in (100..).zip(Limits::NAMES) {
            let mut limits = Limits::POLICY;
            *limits.named_mut(name).unwrap() = number;
            let bound = BOUNDS.iter().find(|bound| bound.name == *name).unwrap();
            assert_eq!(bound.value(&limits), number, "{name}");
        }
    }
}
