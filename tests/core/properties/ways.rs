//! What would make an item met, compared with what every set of steps would give.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use sij_intake::case::{Case, Fact, Field, Laterality, Technique, YesNo};
use sij_intake::policy::{self, ItemFinding, PolicySettings, Setting, Way, WayStep};

use super::asked::gapped;
use super::oracle::{
    ItemOf, Step, TooMany, called_for, gated_by, readings_of, reads, reads_of, relevant_holes,
};
use super::requested::{mirror, moved};
use super::strategies::settled;
use super::{FactKey, is_met, mirrored, reordered};

/// The steps of a way without the day, which is compared apart.
type StepSet = BTreeSet<Step>;

/// The most steps in a set that is looked for.
const MOST_STEPS: usize = 3;

fn steps(way: &Way) -> Vec<Step> {
    way.0.iter().map(Step::of).collect()
}

/// A set of steps with any day in place of its day.
fn on_any_day(steps: &[Step]) -> StepSet {
    let any_day = |step: &Step| match step {
        Step::Day(_) => Step::Day(chrono::NaiveDate::MIN),
        other => other.clone(),
    };
    steps.iter().map(any_day).collect()
}

/// The items of the case that are open, each with the joint and the finding.
fn open_items(case: &Case, settings: &PolicySettings) -> Vec<(Laterality, ItemFinding)> {
    let units = policy::determine(case, settings).unwrap().units.into_iter();
    let all = units.flat_map(|unit| unit.items.into_iter().map(move |item| (unit.side, item)));
    all.filter(|(_, item)| !is_met(item.finding) && item.item.key() != "D.II").collect()
}

fn unflagged_items(case: &Case, settings: &PolicySettings) -> Vec<(Laterality, ItemFinding)> {
    let mut found = open_items(case, settings);
    found.retain(|(_, found)| !case.flags.contains_key(found.item.key()));
    found
}

fn says_record(way: &Way) -> bool {
    way.0.iter().any(|step| matches!(step, WayStep::Record(_)))
}

fn without(steps: &[Step], index: usize) -> Vec<Step> {
    let mut fewer = steps.to_vec();
    fewer.remove(index);
    fewer
}

/// The same steps with a little less: a day fewer.
fn with_a_day_fewer(steps: &[Step]) -> Option<Vec<Step>> {
    let at = steps.iter().position(|step| matches!(step, Step::Days(..)))?;
    let Step::Days(question, days) = steps[at] else { return None };
    let mut fewer = steps.to_vec();
    fewer[at] = Step::Days(question, days - 1);
    Some(fewer)
}

/// What is wrong with a way, if anything is.
fn fault(of: ItemOf<'_>, steps: &[Step]) -> Result<Option<String>, TooMany> {
    if !of.is_met_by(steps)? {
        return Ok(Some("is not enough".to_owned()));
    }
    for index in 0..steps.len() {
        if of.is_met_by(&without(steps, index))? {
            return Ok(Some(format!("does not need {:?}", steps[index])));
        }
    }
    if let Some(fewer) = with_a_day_fewer(steps)
        && of.is_met_by(&fewer)?
    {
        return Ok(Some("asks for too many days".to_owned()));
    }
    let Some(at) = steps.iter().position(|step| matches!(step, Step::Day(_))) else { return Ok(None) };
    for day in of.days() {
        let mut earlier = steps.to_vec();
        earlier[at] = Step::Day(day);
        if earlier[at] < steps[at] && of.is_met_by(&earlier)? {
            return Ok(Some(format!("is enough on {day} already")));
        }
    }
    Ok(None)
}

/// The steps that could be part of a way, each alone: unsettled readings, missing
/// facts, another day of service, a clinician's answer.
fn candidates(of: ItemOf<'_>) -> Vec<Step> {
    let own_day = Field::ServiceDate.at(of.side);
    let unsettled = |reading: &_| of.settings.readings.of(*reading) == Setting::Unsettled;
    let mut found: Vec<Step> =
        readings_of(of.item).into_iter().filter(unsettled).map(Step::Reading).collect();
    let holes = relevant_holes(of.facts, of.side, of.item);
    found.extend(holes.iter().filter(|key| key.0 != own_day).map(|key| Step::Fact(*key)));
    let reads_day = reads(of.facts, of.side, of.item, (own_day, None));
    let reads_history = reads_of(of.item).iter().any(|(field, _)| *field == Field::Injections);
    let no_history = reads_history && of.facts.joint(of.side).injections.is_missing();
    if reads_day && !no_history {
        found.push(Step::Day(chrono::NaiveDate::MIN));
    }
    // A device that does not work is no favorable answer.
    if of.item != "D.III" || holes.is_empty() {
        found.push(Step::Clinician);
    }
    found
}

/// Whether each fact that depends on another comes with what calls for it.
fn makes_sense(of: ItemOf<'_>, steps: &[Step]) -> bool {
    let given =
        |field: Field| steps.iter().any(|step| matches!(step, Step::Fact(key) if key.0.field() == field));
    steps.iter().all(|step| match step {
        Step::Fact((question, _)) => {
            called_for(of.facts, question.field()) || gated_by(question.field()).is_some_and(given)
        }
        _ => true,
    })
}

/// Whether a clinician is needed only because of an unfavorable fact: with favorable
/// ones and the readings the item is met without.
fn clinician_is_for_a_bad_fact(of: ItemOf<'_>, steps: &[Step]) -> Result<bool, TooMany> {
    let holes = relevant_holes(of.facts, of.side, of.item);
    if holes.is_empty() || !steps.contains(&Step::Clinician) {
        return Ok(false);
    }
    let mut others: Vec<Step> =
        steps.iter().filter(|step| !matches!(step, Step::Clinician | Step::Fact(_))).cloned().collect();
    others.extend(holes.into_iter().map(Step::Fact));
    others.extend(readings_of(of.item).into_iter().map(Step::Reading));
    is_enough(of, &others)
}

/// Whether the set is enough, on some day where it has one.
fn is_enough(of: ItemOf<'_>, steps: &[Step]) -> Result<bool, TooMany> {
    let Some(at) = steps.iter().position(|step| matches!(step, Step::Day(_))) else {
        return of.is_met_by(steps);
    };
    for day in of.days() {
        let mut on = steps.to_vec();
        on[at] = Step::Day(day);
        if of.is_met_by(&on)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every set of so many candidates.
fn sets(candidates: &[Step], size: usize) -> Vec<Vec<Step>> {
    match (size, candidates.split_first()) {
        (0, _) => vec![Vec::new()],
        (_, None) => Vec::new(),
        (_, Some((first, rest))) => {
            let with = sets(rest, size - 1).into_iter().map(|mut set| {
                set.insert(0, first.clone());
                set
            });
            with.chain(sets(rest, size)).collect()
        }
    }
}

/// Every smallest set of up to three candidates that is enough.
fn smallest_sets(of: ItemOf<'_>) -> Result<Vec<StepSet>, TooMany> {
    let candidates = candidates(of);
    let mut found: Vec<StepSet> = Vec::new();
    for size in 1..=MOST_STEPS {
        for set in sets(&candidates, size) {
            let as_set: StepSet = set.iter().cloned().collect();
            let is_new = !found.iter().any(|smaller| smaller.is_subset(&as_set));
            if is_new
                && makes_sense(of, &set)
                && is_enough(of, &set)?
                && !clinician_is_for_a_bad_fact(of, &set)?
            {
                found.push(as_set);
            }
        }
    }
    Ok(found)
}

/// What can be said of one item in reasonable time.
const MOST_FILLINGS: u32 = 500;

fn with_item<T>(
    (case, settings): (&Case, &PolicySettings),
    (side, found): &(Laterality, ItemFinding),
    look: impl FnOnce(ItemOf<'_>) -> Result<T, TooMany>,
) -> Option<T> {
    let fillings = Cell::new(MOST_FILLINGS);
    let item = found.item.key();
    look(ItemOf { facts: &case.facts, settings, side: *side, item, fillings: &fillings }).ok()
}

/// The ways of every item, with their facts in another place.
fn ways(
    case: &Case,
    settings: &PolicySettings,
    place: impl Fn(FactKey) -> FactKey,
    side: fn(Laterality) -> Laterality,
) -> BTreeSet<(Laterality, &'static str, StepSet)> {
    let placed = |step: Step| match step {
        Step::Fact(key) => Step::Fact(place(key)),
        Step::Days(question, days) => Step::Days(place((question, None)).0, days),
        other => other,
    };
    let mut found = BTreeSet::new();
    for (of, item) in open_items(case, settings) {
        let sets = item.ways.iter().map(|way| steps(way).into_iter().map(placed).collect());
        found.extend(sets.map(|set| (side(of), item.item.key(), set)));
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn way_is_enough_and_each_step_is_needed(case in gapped(), settings in settled()) {
        for item in unflagged_items(&case, &settings) {
            let found = &item.1;
            for way in found.ways.iter().filter(|way| !says_record(way)) {
                let fault = with_item((&case, &settings), &item, |of| fault(of, &steps(way))).flatten();
                prop_assert!(fault.is_none(), "{} {}: {way:?} {fault:?}", found.item, found.finding);
            }
        }
    }

    #[test]
    fn no_way_is_forgotten(case in gapped(), settings in settled()) {
        for item in unflagged_items(&case, &settings) {
            let found = &item.1;
            let listed: Vec<StepSet> = found.ways.iter().map(|way| on_any_day(&steps(way))).collect();
            let sets = with_item((&case, &settings), &item, smallest_sets).unwrap_or_default();
            for set in sets {
                prop_assert!(listed.contains(&set), "{} {}: {set:?} is not among {:?}", found.item, found.finding, found.ways);
            }
        }
    }

    #[test]
    fn flagged_item_waits_for_a_clinician_alone(case in gapped(), settings in settled()) {
        for (_, found) in open_items(&case, &settings) {
            if found.flag.is_some() {
                prop_assert_eq!(found.ways.iter().map(steps).collect::<Vec<_>>(), [[Step::Clinician]]);
            }
        }
    }

    #[test]
    fn excluded_item_has_no_way(case in gapped(), settings in settled(), cooled in any::<bool>()) {
        let mut case = case;
        case.flags.clear();
        case.facts.pain.herpes_zoster = Fact::Known(YesNo::Yes);
        case.facts.request.technique = Fact::Known(if cooled { Technique::Cooled } else { Technique::Thermal });
        for (_, found) in open_items(&case, &settings) {
            let excluded = ["D.I.C.6", "D.II.C.1"].contains(&found.item.key());
            prop_assert!(!excluded || found.ways.is_empty(), "{} {:?}", found.item, found.ways);
        }
    }

    /// What the record would have to show is said only where nothing else would do.
    #[test]
    fn record_is_the_last_resort(case in gapped(), settings in settled()) {
        for item in unflagged_items(&case, &settings) {
            let found = &item.1;
            if found.ways.iter().any(says_record) {
                prop_assert!(found.ways.len() == 1, "{} {:?}", found.item, found.ways);
                let sets = with_item((&case, &settings), &item, smallest_sets).unwrap_or_default();
                prop_assert!(sets.is_empty(), "{} {:?} {sets:?}", found.item, found.ways);
            }
        }
    }

    #[test]
    fn mirrored_case_has_the_mirrored_ways(case in gapped(), settings in settled()) {
        let here = ways(&case, &settings, mirror, Laterality::other);
        prop_assert_eq!(here, ways(&mirrored(&case), &settings, |key| key, |side| side));
    }

    #[test]
    fn order_of_entries_changes_only_the_numbers_of_a_way(case in gapped(), settings in settled(), by in 0..5_usize) {
        let here = ways(&case, &settings, |key| moved(&case.facts, by, key), |side| side);
        prop_assert_eq!(here, ways(&reordered(&case, by), &settings, |key| key, |side| side));
    }
}
