//! Which sets of steps are found, and with how much work.

use super::super::reading::ReadingText;
use super::super::test_unit::{day, listing, procedure_on, unit};
use super::super::verdict::Verdict;
use super::*;
use crate::case::{Fact, Facts, Laterality, Part, YesNo};

static TEXT: ReadingText = ReadingText {
    name: "either",
    under: "",
    question: "",
    met_means: "",
    otherwise: Finding::NotMet,
    otherwise_means: "",
};
const READING: Reading = Reading::new(0, &TEXT);

const PAIN_AND_MORE: &[Field] = &[Field::SijPain, Field::SijTenderness, Field::Returned];

fn is_yes(fact: &Fact<YesNo>) -> bool {
    fact.known().is_some_and(|answer| answer.is_yes())
}

/// How many of pain, tenderness and return are answered with yes.
fn yes_count(unit: &Unit<'_>) -> usize {
    let joint = unit.joint;
    [&joint.sij_pain, &joint.sij_tenderness, &joint.returned].into_iter().filter(|fact| is_yes(fact)).count()
}

fn met_if(holds: bool) -> VerdictSet {
    VerdictSet::only(Verdict::met_if(holds))
}

/// The ways that a search finds, and its evaluations.
fn search(
    facts: &Facts,
    criterion: &Criterion,
    find: fn(&mut Search<'_, '_>) -> Vec<Way>,
) -> (Vec<String>, u32) {
    let unit = unit(facts);
    let mut search = Search::new(&unit, criterion, None);
    let found = find(&mut search).iter().map(in_words).collect();
    (found, search.evaluations)
}

fn in_words(way: &Way) -> String {
    let step = |step: &WayStep| match step {
        WayStep::Fact { fact, .. } => fact.question.to_string(),
        WayStep::Reading(reading) => reading.name().to_owned(),
        WayStep::ServiceDate(day) => day.to_string(),
        WayStep::Days { days, .. } => format!("{days} days"),
        WayStep::Clinician => "clinician".to_owned(),
        WayStep::Record(what) => what.clone(),
    };
    way.0.iter().map(step).collect::<Vec<_>>().join(" and ")
}

fn minimal(search: &mut Search<'_, '_>) -> Vec<Way> {
    search.minimal_sets(false)
}

fn judged(search: &mut Search<'_, '_>) -> Vec<Way> {
    search.minimal_sets(true)
}

fn more_days(search: &mut Search<'_, '_>) -> Vec<Way> {
    search.with_more_days()
}

#[test]
fn steps_that_are_all_needed_are_one_way_and_no_subset_is_tried() {
    let criterion =
        Criterion { reads: PAIN_AND_MORE, evaluate: |unit| met_if(yes_count(unit) == 3), ..Criterion::BLANK };
    // Each value tried, and each set of values evaluated: all at once; without each; and
    // the needed ones.
    let (at_once, without_one) = (3 + 1, 2 + 4 + 4);
    let all = "left.sij_pain and left.sij_tenderness and left.returned";
    let found = search(&Facts::default(), &criterion, minimal);
    assert_eq!(found, (vec![all.to_owned()], at_once + 3 * without_one + at_once));
}

#[test]
fn set_of_which_a_step_can_be_left_out_is_no_way() {
    let criterion =
        Criterion { reads: PAIN_AND_MORE, evaluate: |unit| met_if(yes_count(unit) >= 1), ..Criterion::BLANK };
    let each = ["left.sij_pain", "left.sij_tenderness", "left.returned"].map(str::to_owned);
    // All at once, without each, none, and each alone: nothing larger is tried.
    let work = (3 + 1) + 3 * (2 + 1) + 1 + 3 * (1 + 1);
    assert_eq!(search(&Facts::default(), &criterion, minimal), (each.to_vec(), work));
}

#[test]
fn clinician_answers_what_needs_judgement_and_no_reading() {
    let judgement =
        Criterion { evaluate: |_| VerdictSet::only(Verdict::CLINICAL_JUDGEMENT), ..Criterion::BLANK };
    assert_eq!(search(&Facts::default(), &judgement, minimal).0, [""; 0]);
    assert_eq!(search(&Facts::default(), &judgement, judged).0, ["clinician"]);
    let read = Criterion { evaluate: |_| VerdictSet::only(Verdict::unclear(READING)), ..Criterion::BLANK };
    assert_eq!(search(&Facts::default(), &read, judged).0, [""; 0]);
}

/// Met from one day of service on, earlier with pain.
fn by_service(unit: &Unit<'_>) -> VerdictSet {
    let from = if is_yes(&unit.joint.sij_pain) { "2026-04-01" } else { "2026-05-01" };
    met_if(unit.first_service() >= day(from) || is_yes(&unit.joint.returned))
}

#[test]
fn larger_set_is_a_way_only_with_an_earlier_day() {
    let criterion = Criterion {
        reads: &[Field::SijPain, Field::SijTenderness, Field::ServiceDate],
        evaluate: by_service,
        change_days: |_| vec![day("2026-04-01"), day("2026-05-01")],
        ..Criterion::BLANK
    };
    let mut facts = Facts::default();
    facts.left.service_date = Fact::Known(day("2026-03-10"));
    let found = search(&facts, &criterion, minimal).0;
    assert_eq!(found, ["2026-05-01", "2026-04-01 and left.sij_pain"]);
    let with_return = Criterion { reads: &[Field::Returned, Field::ServiceDate], ..criterion };
    assert_eq!(search(&facts, &with_return, minimal).0, ["2026-05-01", "left.returned"]);
}

/// Met when there was no injection, or from 2026-05-01 on.
fn no_injection_or_late(unit: &Unit<'_>) -> VerdictSet {
    let none = unit.joint.injections.known().is_some_and(Vec::is_empty);
    met_if(none || unit.first_service() >= day("2026-05-01"))
}

#[test]
fn no_day_is_advised_while_a_list_is_missing() {
    let criterion = Criterion {
        reads: &[Field::ServiceDate, Field::Injections],
        evaluate: no_injection_or_late,
        change_days: |_| vec![day("2026-05-01")],
        ..Criterion::BLANK
    };
    assert_eq!(search(&Facts::default(), &criterion, minimal).0, ["left.injections"]);
    let known = listing(Field::Injections, vec![procedure_on("2026-01-05")]);
    assert_eq!(search(&known, &criterion, minimal).0, ["2026-05-01"]);
}

#[test]
fn list_is_not_needed_where_something_else_is_enough_without_a_day() {
    let criterion = Criterion {
        reads: &[Field::ServiceDate, Field::Injections],
        readings: &[READING],
        evaluate: |unit| match unit.readings.of(READING) {
            Setting::Met => met_if(true),
            _ => no_injection_or_late(unit),
        },
        change_days: |_| vec![day("2026-05-01")],
        ..Criterion::BLANK
    };
    assert_eq!(search(&Facts::default(), &criterion, minimal).0, ["either", "left.injections"]);
}

const THERAPY: QuestionId = Field::ActiveTherapy.at(Laterality::Left);

#[test]
fn larger_set_is_a_way_only_with_fewer_more_days() {
    let criterion = Criterion {
        reads: PAIN_AND_MORE,
        days_short: |unit| match (is_yes(&unit.joint.returned), is_yes(&unit.joint.sij_pain)) {
            (true, _) => Some((THERAPY, 0)),
            (false, true) => Some((THERAPY, 6)),
            (false, false) => Some((THERAPY, 10)),
        },
        ..Criterion::BLANK
    };
    // Every set: each value tried, and each set of values.
    let work = 1 + 3 * (2 + 2) + 3 * (6 + 4) + (14 + 8);
    let found = ["10 days", "left.sij_pain and 6 days"].map(str::to_owned);
    assert_eq!(search(&Facts::default(), &criterion, more_days), (found.to_vec(), work));
    assert_eq!(
        search(&Facts::default(), &Criterion { days_short: |_| None, ..criterion }, more_days),
        (vec![], 0)
    );
}

#[test]
fn work_on_long_lists_is_bounded() {
    let criterion = Criterion {
        reads: &[Field::Injections],
        parts: &[&[Part::FunctionalImprovement]],
        days_short: |_| Some((THERAPY, 10)),
        ..Criterion::BLANK
    };
    for entries in [12, 20, 40] {
        let facts = listing(Field::Injections, vec![procedure_on("2026-01-05"); entries]);
        let (_, evaluations) = search(&facts, &criterion, more_days);
        let most = MOST_EVALUATIONS / (1 + u32::try_from(entries * entries / 16).unwrap());
        // The search goes back from where it is exhausted.
        assert!((most + 1..most + 20).contains(&evaluations), "{entries}: {evaluations} of {most}");
    }
}
