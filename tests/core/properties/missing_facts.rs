//! "Work the item out with every value that its missing facts could have": one or
//! two facts of a complete case are left out, and each finding is compared with
//! the findings of all values that they could have had.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use sij_intake::case::{
    Answer, Case, Decimal, Duration, End, Entry, Facts, Field, Laterality, Onset, OtherBlock, Part,
    PartialDate, Shape, days_after, days_before, months_after, months_before, validate,
};
use sij_intake::policy::Item;
use sij_intake::policy::{Finding, PolicySettings};

use super::strategies::{complete_cases, settings};
use super::{FactKey, answered, findings, is_met, options, received, set_answer};

/// Days on which a finding of this case can change, with the day before and after.
fn turning_days(case: &Case) -> BTreeSet<NaiveDate> {
    let mut fixed = vec![received(case)];
    for key in answered(&case.facts) {
        let answer = match (key.1, case.facts.answer(key.0)) {
            (Some((index, part)), Some(Answer::Entries(entries))) => entries[index].part(part).cloned(),
            (None, answer) => answer,
            _ => None,
        };
        match answer {
            Some(
                Answer::Day(day)
                | Answer::PartialDate(PartialDate::Day(day))
                | Answer::DayOrNone(OtherBlock::On(day)),
            ) => {
                fixed.push(day);
            }
            Some(Answer::DateOrOngoing(End::On(PartialDate::Day(day)))) => fixed.push(day),
            _ => {}
        }
    }
    let mut days = BTreeSet::new();
    for day in fixed {
        for months in [0, 2, 3, 6, 12, 36] {
            days.extend([months_before(day, months), months_after(day, months)]);
        }
        for count in [7, 35, 36, 40, 41, 42, 84] {
            days.extend([days_before(day, count), days_after(day, count)]);
        }
    }
    days.iter().flat_map(|day| [days_before(*day, 1), *day, days_after(*day, 1)]).collect()
}

/// The values a fact could have, at least one for each possible finding.
fn values(case: &Case, key: FactKey) -> Vec<Answer> {
    let shape = match (key.1, case.facts.fact(key.0).shape()) {
        (Some((_, part)), Shape::Entries(shapes)) => {
            shapes.iter().find(|shape| shape.part == part).unwrap().shape
        }
        (_, shape) => shape,
    };
    let days = || turning_days(case).into_iter();
    let past = || days().filter(|day| *day <= received(case));
    let number = |text: &&str| Answer::Number(Decimal::parse(text).unwrap());
    match shape {
        Shape::Choice(names) => names.iter().map(|name| Answer::Choice(name)).collect(),
        Shape::Choices(_) => {
            let names = options(shape);
            let sets = (0..1_u32 << names.len()).map(|set| {
                let chosen = names.iter().enumerate().filter(|(bit, _)| set & 1 << bit != 0);
                Answer::Choices(chosen.map(|(_, name)| *name).collect())
            });
            sets.collect()
        }
        Shape::Number { max, .. } if max == Decimal::whole(100) => {
            ["0", "74.999999", "75", "100"].iter().map(number).collect()
        }
        Shape::Number { .. } => {
            ["0", "1", "11.9", "12", "13", "24", "36", "37", "48"].iter().map(number).collect()
        }
        Shape::PartialDate => past().map(|day| Answer::PartialDate(PartialDate::Day(day))).collect(),
        Shape::DateOrOngoing => {
            days().map(|day| Answer::DateOrOngoing(End::On(PartialDate::Day(day)))).collect()
        }
        Shape::DateOrAgo => {
            let ago = ["3 months", "84 days", "83 days"].map(|ago| Onset::Ago(Duration::parse(ago).unwrap()));
            ago.into_iter()
                .map(Answer::DateOrAgo)
                .chain(past().map(|day| Answer::DateOrAgo(Onset::Since(PartialDate::Day(day)))))
                .collect()
        }
        Shape::DayOrNone => {
            let on = days().map(|day| Answer::DayOrNone(OtherBlock::On(day)));
            on.chain([Answer::DayOrNone(OtherBlock::None)]).collect()
        }
        Shape::Day => days().filter(|day| *day >= received(case)).map(Answer::Day).collect(),
        Shape::Entries(_) => lists(case, key.0.field()),
        Shape::Text | Shape::Codes => Vec::new(),
    }
}

/// Lists that make a difference to some item: empty, few and many entries, with
/// the best and the worst values.
fn lists(case: &Case, field: Field) -> Vec<Answer> {
    let when = |day: NaiveDate| Answer::PartialDate(PartialDate::Day(day));
    let day = received(case);
    let yes = || Answer::Choice("yes");
    let mut found = vec![Vec::new()];
    match field {
        Field::Injections => {
            for ago in [0, 1, 5, 7, 13, 37] {
                for purpose in ["diagnostic", "therapeutic"] {
                    for (relief, count) in [(80, 1), (0, 1), (80, 2), (80, 4), (80, 5)] {
                        let entry = Entry::default()
                            .with(Part::Date, Some(when(months_before(day, ago))))
                            .with(Part::Purpose, Some(Answer::Choice(purpose)))
                            .with(Part::ReliefPercent, Some(Answer::Number(Decimal::whole(relief))))
                            .with(Part::FunctionalImprovement, Some(yes()));
                        found.push(vec![entry; count]);
                    }
                }
            }
        }
        Field::ActiveTherapy | Field::InactiveTherapy => {
            let kind = if field == Field::ActiveTherapy { "chiropractic" } else { "rest" };
            for (last, length) in [(0, 42), (0, 36), (181, 60), (185, 60)] {
                let end = days_before(day, last);
                let entry = Entry::default()
                    .with(Part::Kind, Some(Answer::Choice(kind)))
                    .with(Part::Start, Some(when(days_before(end, length - 1))))
                    .with(Part::End, Some(Answer::DateOrOngoing(End::On(PartialDate::Day(end)))))
                    .with(Part::InRecord, Some(yes()));
                found.push(vec![entry]);
            }
        }
        _ => {}
    }
    found.into_iter().map(Answer::Entries).collect()
}

/// More combinations than this would take too long.
const MOST_COMBINATIONS: usize = 2_000;

/// The findings under every value, or every pair of values, that validation
/// accepts; `None` when there are too many.
fn with_every_value(
    case: &Case,
    gaps: &[Gap],
    settings: &PolicySettings,
) -> Option<Vec<Vec<(Laterality, Item, Finding)>>> {
    let values: Vec<Vec<Answer>> = gaps.iter().map(|gap| gap.values(case)).collect();
    if values.iter().map(Vec::len).product::<usize>() > MOST_COMBINATIONS {
        return None;
    }
    let mut filled = vec![case.facts.clone()];
    for (gap, values) in gaps.iter().zip(&values) {
        let with = |facts: &Facts, answer: &Answer| {
            let mut facts = facts.clone();
            set_answer(&mut facts, gap.key, Some(answer));
            facts
        };
        filled = filled.iter().flat_map(|facts| values.iter().map(|answer| with(facts, answer))).collect();
    }
    let possible = filled.into_iter().filter(|facts| validate(facts).is_empty());
    Some(possible.map(|facts| findings(&Case { facts, ..Case::default() }, settings)).collect())
}

/// A fact that is known less than it could be.
#[derive(Debug, Clone)]
pub(crate) struct Gap {
    pub(crate) key: FactKey,
    /// What is left: nothing, not documented, or the month or year of a date.
    pub(crate) left: Option<Answer>,
}

impl Gap {
    pub(crate) fn new(case: &Case, key: FactKey, kind: u8) -> Self {
        let answer = match (key.1, case.facts.answer(key.0)) {
            (Some((index, part)), Some(Answer::Entries(entries))) => entries[index].part(part).cloned(),
            (_, answer) => answer,
        };
        let day = match answer {
            Some(
                Answer::PartialDate(PartialDate::Day(day))
                | Answer::DateOrOngoing(End::On(PartialDate::Day(day))),
            ) => Some(day),
            Some(Answer::DateOrAgo(Onset::Since(PartialDate::Day(day)))) => Some(day),
            _ => None,
        };
        let format = if kind == 3 { "%Y" } else { "%Y-%m" };
        let partial = day.and_then(|day| PartialDate::parse_partial(&day.format(format).to_string()));
        let partial = partial.map(|when| match answer {
            Some(Answer::DateOrOngoing(_)) => Answer::DateOrOngoing(End::On(when)),
            Some(Answer::DateOrAgo(_)) => Answer::DateOrAgo(Onset::Since(when)),
            _ => Answer::PartialDate(when),
        });
        let left = match kind {
            0 => None,
            1 => Some(Answer::NotDocumented),
            _ => partial.or(Some(Answer::NotDocumented)),
        };
        Self { key, left }
    }

    fn values(&self, case: &Case) -> Vec<Answer> {
        let (when, onset) = match &self.left {
            Some(Answer::PartialDate(when) | Answer::DateOrOngoing(End::On(when))) => (*when, false),
            Some(Answer::DateOrAgo(Onset::Since(when))) => (*when, true),
            _ => return values(case, self.key),
        };
        let span = when.span();
        let days = span.first.iter_days().take_while(|day| *day <= span.last);
        let day = |day: NaiveDate| match self.left {
            Some(Answer::DateOrOngoing(_)) => Answer::DateOrOngoing(End::On(PartialDate::Day(day))),
            _ if onset => Answer::DateOrAgo(Onset::Since(PartialDate::Day(day))),
            _ => Answer::PartialDate(PartialDate::Day(day)),
        };
        days.map(day).collect()
    }
}

/// READING, section 1: equal results are the finding; different ones are missing
/// if met is among them, else unclear.
fn combined(results: &BTreeSet<Finding>) -> Finding {
    let met = results.iter().any(|finding| is_met(*finding));
    match results.iter().filter(|finding| !is_met(**finding)).count() {
        0 => Finding::Met,
        1 if !met => *results.iter().next().unwrap(),
        _ if met => Finding::Missing,
        _ => Finding::Unclear,
    }
}

/// Items for which READING defines the finding of each missing fact itself.
const DEFINED_SEPARATELY: [Item; 4] = [Item::EFFECTIVE_DATE, Item::D_II, Item::D_I_C_3, Item::D_III];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn missing_fact_gets_the_finding_of_all_its_possible_values(
        case in complete_cases(), settings in settings(), chosen in vec((any::<Index>(), 0..4_u8), 1..3),
    ) {
        let asked = sij_intake::policy::applicable(&case.facts, sij_intake::policy::editions());
        let received_before_the_policy = received(&case) < sij_intake::policy::editions().governs_from();
        let keys = answered(&case.facts).into_iter().filter(|key| {
            let lists_the_items = matches!((key.0.field(), key.1), (Field::Ablations, None))
                || (key.0.field() == Field::ServiceDate && received_before_the_policy);
            asked.contains(&key.0) && !lists_the_items
        });
        let keys: Vec<FactKey> = keys.collect();
        let gaps: Vec<Gap> = chosen.iter().map(|(at, kind)| Gap::new(&case, keys[at.index(keys.len())], *kind)).collect();
        let whole = |gap: &Gap| gap.key.1.is_none();
        prop_assume!(gaps.len() == 1 || gaps[0].key.0 != gaps[1].key.0 || !gaps.iter().any(whole));
        let mut without = case.clone();
        for gap in &gaps {
            set_answer(&mut without.facts, gap.key, gap.left.as_ref());
        }
        let gaps = if gaps.len() == 2 && gaps[0].key == gaps[1].key { vec![gaps[1].clone()] } else { gaps };
        let Some(with) = with_every_value(&case, &gaps, &settings) else { return Ok(()) };
        for (side, item, found) in findings(&without, &settings) {
            if DEFINED_SEPARATELY.contains(&item) || with.is_empty() {
                continue;
            }
            let here = with.iter().flatten().filter(|(s, i, _)| (*s, *i) == (side, item));
            let results: BTreeSet<Finding> = here.map(|(_, _, finding)| *finding).collect();
            let found = if is_met(found) { Finding::Met } else { found };
            prop_assert_eq!(found, combined(&results), "{} {:?} {:?}", item, gaps, results);
        }
    }
}
