//! The full text of the reasons: what was found, with its dates and parts, and what would
//! make the item met.
//!
//! `reasons.txt` holds them. `UPDATE_REASONS=1` rewrites it; read the changes
//! against the policy before committing them.

#![expect(clippy::disallowed_methods, reason = "the reasons are in a file")]

use std::fmt::Write;
use std::path::Path;

use sij_intake::case::Case;
use sij_intake::casefile;
use sij_intake::policy::Item;
use sij_intake::policy::{Measure, PartFinding, PolicySettings};

use super::base_cases::{
    Base, ablated, active, diagnostic, given, inactive, initial, repeat, settled, therapeutic,
};

/// The base case, the change to it, the reading settled as `met` (or none), and the items.
type Row = (&'static str, String, &'static str, &'static str);

const UNSETTLED: &str = "";

fn base(name: &str) -> Base {
    match name {
        "diagnostic" => diagnostic(),
        "therapeutic" => therapeutic(),
        "initial ablation" => initial(),
        _ => repeat(),
    }
}

fn rows() -> Vec<Row> {
    let row = |base, change: &str, items| (base, change.to_owned(), UNSETTLED, items);
    let mut rows = vec![
        row(
            "diagnostic",
            "left.service_date = 2025-06-30\nrequest.received = 2025-06-20\npain.onset = '2024'\ntherapy = { active = [], inactive = [] }",
            "effective-date D.I.A",
        ),
        row(
            "diagnostic",
            "left.service_date = 'unanswered'\nrequest.received = 2025-06-20\npain.onset = '2024'\ntherapy = { active = [], inactive = [] }",
            "effective-date D.I.A D.I.A.5",
        ),
        row("diagnostic", "pain = { location = ['leg'], character = 'mixed' }", "D.I.A.1"),
        row(
            "diagnostic",
            "pain = { location = ['elsewhere', 'leg'], character = 'radicular', onset = 2025-12-03 }",
            "D.I.A.1",
        ),
        row(
            "diagnostic",
            "pain = { location = 'unanswered', character = 'not-documented', onset = 'unanswered' }",
            "D.I.A.1",
        ),
        row("diagnostic", "pain.onset = '2025-12'", "D.I.A.1"),
        row("diagnostic", "pain.onset = '12 weeks'", "D.I.A.1"),
        row("diagnostic", "left.sij_pain = 'no'", "D.I.A.2"),
        row("diagnostic", "left = { sij_pain = 'not-documented', sij_tenderness = 'unanswered' }", "D.I.A.2"),
        row("diagnostic", "left.positive_tests = []", "D.I.A.3"),
        row("diagnostic", "left.positive_tests = 'not-documented'", "D.I.A.3"),
        row("diagnostic", "left.positive_tests = ['other']", "D.I.A.3"),
        row(
            "diagnostic",
            "therapy.inability = 'increased-pain'\ntherapy.inability_in_record = 'no'\ntherapy.active = []",
            "D.I.A.4.a",
        ),
        row(
            "diagnostic",
            "therapy.inability = 'other-explained'\ntherapy.inability_in_record = 'yes'\ntherapy.active = []",
            "D.I.A.4.a",
        ),
        row(
            "diagnostic",
            "therapy.inability = 'inconvenience'\ntherapy.active = 'not-documented'",
            "D.I.A.4.a",
        ),
        row("diagnostic", "therapy.inability = 'not-documented'\ntherapy.active = []", "D.I.A.4.a"),
        row("diagnostic", "therapy.inactive = 'unanswered'", "D.I.A.4.b"),
        row("diagnostic", "device.implanted = 'unanswered'", "D.III"),
        row("diagnostic", "device = { implanted = ['pain-pump'], report = 'no', working = 'yes' }", "D.III"),
        row(
            "diagnostic",
            "device = { implanted = ['pain-pump', 'spinal-cord-stimulator'], report = 'yes', working = 'no' }",
            "D.III",
        ),
        row("initial ablation", "device = { implanted = ['pain-pump'], report = 'declined' }", "D.III"),
        row("initial ablation", "request.technique = 'cooled'", "D.II.C.1 D.II.C.2"),
        row("initial ablation", "request.technique = 'pulsed'", "D.II.C.1"),
        row("initial ablation", "request.technique = 'other'", "D.II.C.1"),
        row("initial ablation", "request.technique = 'unanswered'", "D.II.C.1"),
        row("diagnostic", "pain.herpes_zoster = 'yes'", "D.I.C.6"),
        row("diagnostic", "pain.herpes_zoster = 'unanswered'\nrequest.diagnoses = ['B02.29']", "D.I.C.6"),
        row("diagnostic", "request.other_block = 'unanswered'", "D.I.C.3"),
        row(
            "diagnostic",
            "request = { other_block = 2026-03-12, other_block_where = 'different-region' }",
            "D.I.C.3",
        ),
        row(
            "diagnostic",
            "request = { other_block = 2026-03-12, other_block_where = 'not-documented' }",
            "D.I.C.3",
        ),
        row(
            "diagnostic",
            "request = { other_block = 2026-03-12, other_block_where = 'other-joint' }",
            "D.I.C.3",
        ),
        row(
            "diagnostic",
            "request = { other_block = 2026-03-12, other_block_where = 'different-region' }\nleft.service_date = 'unanswered'",
            "D.I.C.3",
        ),
        row("diagnostic", "request.side = 'both'\nright = { service_date = 2026-03-20 }", "D.I.C.3"),
        row("diagnostic", "request.side = 'both'", "D.I.C.3"),
        row("therapeutic", "left.returned = 'no'", "D.I.B.2"),
        row("therapeutic", "left.returned = 'unanswered'", "D.I.B.2"),
        row(
            "therapeutic",
            "therapy = { alongside_active = 'no', alongside_inactive = 'unanswered' }",
            "D.I.B.3",
        ),
    ];
    rows.extend(histories());
    rows.extend(therapies());
    rows
}

fn histories() -> Vec<Row> {
    let row = |base, change: String, items| (base, change, UNSETTLED, items);
    vec![
        row(
            "diagnostic",
            given("2026-03-01 diagnostic") + "\nleft.service_date = 2026-03-05",
            "D.I.A D.I.A.5",
        ),
        row("diagnostic", given("2026-03-01 ?") + "\nleft.service_date = 2026-03-05", "D.I.A D.I.A.5"),
        row("diagnostic", given("2026-02 diagnostic"), "D.I.A D.I.A.5"),
        row(
            "diagnostic",
            given("2026-02 diagnostic") + "\nleft.service_date = 'unanswered'",
            "D.I.A D.I.A.5",
        ),
        row("diagnostic", given("2025-03-16 diagnostic,2025-03-17 diagnostic"), "D.I.A D.I.A.5"),
        row("diagnostic", given("2025-03-17 diagnostic,2025-03-18 diagnostic"), "D.I.A"),
        row("diagnostic", given("2024-03-17 diagnostic,2024-03-18 diagnostic"), "D.I.A"),
        row("diagnostic", given("2025-03 diagnostic,2025-03-18 diagnostic"), "D.I.A"),
        row("diagnostic", given("2025-04-18 diagnostic,2025-04-19 diagnostic,2025-05 ?"), "D.I.A D.I.A.5"),
        row("diagnostic", "left.injections = 'unanswered'".to_owned(), "D.I.A D.I.A.5"),
        row("therapeutic", "left.injections = 'unanswered'".to_owned(), "D.I.B.1 D.I.B.4 D.I.B.5"),
        row("therapeutic", "left.injections = []".to_owned(), "D.I.B.1 D.I.B.4 D.I.B.5"),
        row("therapeutic", given("2025-12-10 diagnostic 74.5 yes,2025-10-10 therapeutic 80 no"), "D.I.B.1"),
        row("therapeutic", given("2025-12-10 diagnostic ? yes,2025-12-11 therapeutic 80 -"), "D.I.B.1"),
        row(
            "therapeutic",
            given("? diagnostic 80 yes,2025 therapeutic 75 yes,2025-11-02 therapeutic 10 yes"),
            "D.I.B.1",
        ),
        row(
            "therapeutic",
            given("2025-12-10 therapeutic 80 yes,2026-02-20 diagnostic 80 yes"),
            "D.I.B.4 D.I.B.5",
        ),
        row("therapeutic", given("2026-01-17 therapeutic 80 yes,2025-11-20 ? 80 yes"), "D.I.B.4"),
        row(
            "therapeutic",
            given("2026-01-17 therapeutic 80 yes") + "\nleft.service_date = 'not-documented'",
            "D.I.B.4",
        ),
        row(
            "therapeutic",
            given(
                "2025-04-01 therapeutic 80 yes,2025-06-01 therapeutic 80 yes,2025-08-01 therapeutic 80 yes,2025-10-01 therapeutic 80 yes",
            ),
            "D.I.B.5",
        ),
        row(
            "therapeutic",
            given(
                "2025-04-01 therapeutic 80 yes,2025-06-01 therapeutic 80 yes,2025-08-01 therapeutic 80 yes,2025-10-01 therapeutic 80 yes,2025 therapeutic 80 yes",
            ),
            "D.I.B.5",
        ),
        row("therapeutic", given("2025-03-16 therapeutic 80 yes,2025-03-17 therapeutic 80 yes"), "D.I.B.5"),
        row("initial ablation", "left.injections = 'not-documented'".to_owned(), "D.II.A.2"),
        row("initial ablation", "left.injections = []".to_owned(), "D.II.A.2"),
        row(
            "initial ablation",
            given("2025-09-01 diagnostic 80,2025-12-10 diagnostic 74,2025-12-11 ? ?"),
            "D.II.A.2",
        ),
        row("initial ablation", given("2025-12-10 diagnostic 80,2025-12-12 diagnostic 50"), "D.II.A.2"),
        row("initial ablation", given("2025-12-10 therapeutic 80"), "D.II.A.2"),
        row("initial ablation", "left.ablations = 'unanswered'".to_owned(), "D.II"),
        row(
            "initial ablation",
            "left.ablations = 'not-documented'\nleft.injections = 'unanswered'\ntherapy.active = []"
                .to_owned(),
            "D.II",
        ),
        // D.II requests only what D.II.A would request.
        row(
            "initial ablation",
            "left.ablations = 'unanswered'\ntherapy.active = []\ntherapy.inactive = 'unanswered'".to_owned(),
            "D.II",
        ),
        row("repeat ablation", ablated("2025-03-17 11"), "D.II.B.1 D.II.B.2 D.II.B.3"),
        row("repeat ablation", ablated("2025-03-16 ?"), "D.II.B.1 D.II.B.3"),
        row("repeat ablation", ablated("2023-03-01 24"), "D.II.B.1 D.II.B.2"),
        row(
            "repeat ablation",
            ablated("2023-03-02 12,2024-06-01 13") + "\nleft.injections = []",
            "D.II.B.1 D.II.B.2",
        ),
        row(
            "repeat ablation",
            ablated("2023-03-02 12,2023 -") + "\nleft.injections = []",
            "D.II.B.1 D.II.B.2",
        ),
        row("repeat ablation", ablated("2022-03-02 12,2022-09-02 13") + "\nleft.injections = []", "D.II.B.2"),
        row("repeat ablation", ablated("2025 ?"), "D.II.B.3"),
        row("repeat ablation", ablated("2025 3") + "\nleft.service_date = 'unanswered'", "D.II.B.3"),
        row("repeat ablation", ablated("? ?,2024-11-05 3"), "D.II.B.1 D.II.B.3"),
    ]
}

fn therapies() -> Vec<Row> {
    let row = |change: String, items| ("diagnostic", change, UNSETTLED, items);
    vec![
        row(active("physical-therapy 2025-11-03 2025-12-13 yes"), "D.I.A.4.a"),
        row(
            active("physical-therapy 2025-11-03 2025-12-12 yes,chiropractic 2026-01-05 2026-01-05 ?"),
            "D.I.A.4.a",
        ),
        row(active("physical-therapy 2025-11-03 2025-12-07 yes"), "D.I.A.4.a"),
        row(active("physical-therapy 2025-08-01 2025-09-30 yes"), "D.I.A.4.a"),
        row(active("physical-therapy 2025-08-01 2025-09-01 -"), "D.I.A.4.a"),
        row(
            active(
                "physical-therapy 2025-11 2025-12 yes,home-exercise 2025-10-01 2025-10-30 yes yes yes yes",
            ),
            "D.I.A.4.a",
        ),
        row(
            active(
                "home-exercise 2025-10-01 2025-11-30 yes no yes yes,home-exercise 2025-10-01 2025-11-30 yes yes no yes",
            ),
            "D.I.A.4.a",
        ),
        row(
            active(
                "home-exercise 2025-10-01 2025-11-30 yes yes yes no,home-exercise 2025-10-01 2025-11 yes yes yes",
            ),
            "D.I.A.4.a",
        ),
        row(
            active(
                "occupational-therapy 2025-10-01 2025-11-30 no,physical-therapy ? ongoing yes,chiropractic 2026-01-01 ? yes",
            ),
            "D.I.A.4.a",
        ),
        row(inactive("tens 2025-10-01 2025-11-30 yes no,tens 2025-10-01 2025-11-30 yes"), "D.I.A.4.b"),
        row(inactive("medication 2025-10-01 2025-10-20 yes,ice 2026-02-20 ongoing yes"), "D.I.A.4.b"),
        row(inactive("medication 2025-08-01 2025-10-05 yes"), "D.I.A.4.b"),
        // Nothing is requested about a therapy that ended before the window.
        row(
            active("physical-therapy 2025-08-01 2025-09-01 -,chiropractic 2025-11-03 2025-12-20 ?"),
            "D.I.A.4.a",
        ),
        row(inactive("tens 2025-08-01 2025-09-01 yes ?,ice 2025-11-03 2025-12-20 -"), "D.I.A.4.b"),
        (
            "diagnostic",
            active("physical-therapy 2025-08-01 2025-09-30 yes"),
            "straddling-programme",
            "D.I.A.4.a",
        ),
        (
            "diagnostic",
            active("physical-therapy 2025-11-03 2025-12-12 yes"),
            "six-weekly-visits",
            "D.I.A.4.a",
        ),
        (
            "therapeutic",
            given("2025-12-10 therapeutic 80 yes,2026-02-20 diagnostic 80 yes"),
            "diagnostic-to-therapeutic-gap",
            "D.I.B.4",
        ),
        ("initial ablation", active("physical-therapy 2025-11-03 2025-12-12 yes"), UNSETTLED, "D.II.A.1"),
        (
            "repeat ablation",
            active("physical-therapy 2025-11-03 2025-12-12 yes") + "\n" + &ablated("2024-09-10 11"),
            UNSETTLED,
            "D.II.B.1",
        ),
    ]
}

/// The case of every row.
pub(crate) fn cases() -> impl Iterator<Item = (String, Case)> {
    rows()
        .into_iter()
        .map(|(name, change, ..)| (format!("{name} with {change}"), base(name).with(&change).case()))
}

/// A part: its finding, the facts it reads, what was counted, and its reason where it has one.
fn in_words(part: &PartFinding) -> String {
    let facts: Vec<String> = part.facts().map(|question| question.to_string()).collect();
    let mut out = format!("{} {} ({})", part.part, part.finding, facts.join(", "));
    let Measure { from, to, counted, needed, most, unit } = part.measure;
    let days = [("from", from), ("to", to)].map(|(name, day)| (name, day.map(|day| day.to_string())));
    let counts = [("counted", counted), ("needed", needed), ("most", most)];
    let counts = counts.map(|(name, count)| (name, count.map(|count| count.to_string())));
    for (name, value) in days.into_iter().chain(counts) {
        value.iter().for_each(|value| write!(out, ", {name} {value}").unwrap());
    }
    unit.iter().for_each(|unit| write!(out, " {unit}").unwrap());
    if !part.why.is_empty() {
        write!(out, ": {}", part.why).unwrap();
    }
    out
}

fn reasons_of((name, change, reading, items): &Row) -> String {
    let case = base(name).with(change);
    let settings = if reading.is_empty() { PolicySettings::default() } else { settled(reading, "met") };
    let determined = case.under(&settings);
    let mut out = format!("# {name}\n");
    for line in change.lines() {
        writeln!(out, "  {line}").unwrap();
    }
    if !reading.is_empty() {
        writeln!(out, "  with {reading} = met").unwrap();
    }
    for number in items.split(' ') {
        let item = crate::edition().numbered(number).unwrap();
        let unit = &determined.units[0];
        let Some(found) = unit.items.iter().find(|found| found.item == item) else {
            writeln!(out, "{number} not listed").unwrap();
            continue;
        };
        writeln!(out, "{number} {}: {}", found.finding, found.why).unwrap();
        for part in &found.parts {
            writeln!(out, "  part {}", in_words(part)).unwrap();
        }
        if !found.would_meet.is_empty() {
            writeln!(out, "  would be met by: {}", found.would_meet).unwrap();
        }
        for ask in determined.ask_for.iter().filter(|ask| ask.serves(item)) {
            writeln!(out, "  asks for: {} ({})", ask.what, ask.state.name()).unwrap();
        }
    }
    out
}

#[test]
fn every_reason_matches_reasons_txt() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/core/policy/reasons.txt");
    let now = rows().iter().map(reasons_of).collect::<Vec<_>>().join("\n");
    if std::env::var_os("UPDATE_REASONS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let read = std::fs::read_to_string(&path).unwrap();
    for (now, read) in now.split("\n\n").zip(read.split("\n\n")) {
        assert_eq!(now.trim_end(), read.trim_end());
    }
    assert_eq!(now.len(), read.len());
}

#[test]
fn unknown_history_has_no_first_injection_under_any_limit() {
    let limits =
        casefile::read_limits("[limits]\ninjections = 0", sij_intake::policy::editions().latest().limits)
            .unwrap();
    let determined = diagnostic()
        .with("left.injections = 'unanswered'")
        .under(&PolicySettings::default().with_limits(limits));
    let found = determined.units[0].items.iter().find(|found| found.item == Item::D_I_A_5).unwrap();
    assert_eq!(
        found.why,
        "earlier injections of the left joint not known; bears on a second diagnostic injection only"
    );
}
