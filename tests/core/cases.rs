//! The sample cases in `cases/`: the files are canonical, the determinations are
//! those recorded and those worked out by hand in `tests/cases.toml`, and the cases
//! cover the whole policy.
//!
//! `UPDATE_CASES=1 cargo test --test core cases::` rewrites the files. Nothing ever
//! generates `tests/cases.toml`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test reads files and fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use sij_intake::case::{Case, Choice, Duration, End, Fact, Laterality, Onset, PartialDate, State};
use sij_intake::casefile;
use sij_intake::policy::Item;
use sij_intake::policy::{
    Determination, Finding, InformationRequest, ItemFinding, Outcome, Pathway, PolicySettings, Reading,
    UnitDetermination, determine,
};
use sij_intake::report;

struct Sample {
    name: String,
    path: PathBuf,
    text: String,
    case: Case,
    determination: Determination,
}

impl Sample {
    fn received(&self) -> NaiveDate {
        self.determination.received
    }

    /// Every item of every unit.
    fn items(&self) -> impl Iterator<Item = &ItemFinding> {
        self.determination.units.iter().flat_map(|unit| &unit.items)
    }

    /// The file as it should be: canonical, determined on the day after receipt.
    fn canonical(&self) -> String {
        let mut case = self.case.clone();
        let day_after = self.received().checked_add_days(Days::new(1));
        let complete = self.determination.complete;
        case.recorded = report::recorded(&self.determination, day_after).filter(|_| complete);
        casefile::write(&case)
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn samples() -> Vec<Sample> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    paths.sort();
    let samples: Vec<Sample> = paths.into_iter().map(sample).collect();
    assert!(samples.len() >= 36, "{} sample cases", samples.len());
    samples
}

fn sample(path: PathBuf) -> Sample {
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let text = fs::read_to_string(&path).unwrap();
    let case = casefile::read(&text, sij_intake::policy::editions())
        .unwrap_or_else(|complaints| panic!("{name}: {complaints}"));
    let determination = determine(&case, &PolicySettings::default()).unwrap();
    Sample { name, path, text, case, determination }
}

/// What a case must come to, worked out by hand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    outcome: String,
    #[serde(default = "yes")]
    complete: bool,
    left: Option<Vec<String>>,
    right: Option<Vec<String>>,
    #[serde(default)]
    lines: Vec<String>,
    #[serde(default)]
    asks: Vec<String>,
    #[serde(default)]
    coding: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
}

fn yes() -> bool {
    true
}

fn expected() -> BTreeMap<String, Expected> {
    toml::from_str(include_str!("../cases.toml")).unwrap()
}

#[test]
fn every_file_is_canonical_and_holds_its_determination() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    for sample in samples() {
        let canonical = sample.canonical();
        if update {
            fs::write(&sample.path, canonical).unwrap();
            continue;
        }
        assert_eq!(sample.text, casefile::write(&sample.case), "{}: not canonical", sample.name);
        let date = sample.case.recorded.as_ref().and_then(|recorded| recorded.date);
        let now = report::recorded(&sample.determination, date).unwrap();
        match &sample.case.recorded {
            Some(recorded) => {
                assert_eq!(recorded.outcome, now.outcome, "{}", sample.name);
                assert_eq!(recorded.units, now.units, "{}", sample.name);
                assert_eq!(recorded.lines, now.lines, "{}", sample.name);
            }
            None => assert!(!sample.determination.complete, "{}: complete, not recorded", sample.name),
        }
        assert_eq!(sample.text, canonical, "{}: rewriting it would change it", sample.name);
    }
}

#[test]
fn every_case_matches_the_expectation_worked_out_by_hand() {
    let mut expected = expected();
    for Sample { name, determination: found, .. } in samples() {
        let expected = expected.remove(&name).unwrap_or_else(|| panic!("{name}: not in tests/cases.toml"));
        assert_eq!(found.outcome.name(), expected.outcome, "{name}");
        assert_eq!(found.complete, expected.complete, "{name}: complete");
        for (side, unit) in [(Laterality::Left, expected.left), (Laterality::Right, expected.right)] {
            let found = found.units.iter().find(|unit| unit.side == side).map(open_items);
            assert_eq!(found, unit, "{name}: {}", side.name());
        }
        let lines =
            found.service_lines.iter().map(|line| format!("{} {} {}", line.item, line.finding, line.what));
        assert_eq!(lines.collect::<Vec<_>>(), expected.lines, "{name}: lines");
        let coding = found.coding_checks.iter().map(|check| check.what.clone());
        assert_eq!(coding.collect::<Vec<_>>(), expected.coding, "{name}: coding checks");
        let notes =
            found.advisories.iter().map(|advisory| advisory.item.map_or("retrospective", Item::number));
        assert_eq!(notes.collect::<Vec<_>>(), expected.notes, "{name}: advisories");
        let each_item = |ask: &InformationRequest| {
            ask.items.iter().map(|item| format!("{item} {}", ask.question)).collect::<Vec<_>>()
        };
        let asks: BTreeSet<String> = found.ask_for.iter().flat_map(each_item).collect();
        let by_hand: BTreeSet<String> = expected.asks.into_iter().collect();
        assert_eq!(asks, by_hand, "{name}: asks");
    }
    assert!(expected.is_empty(), "no such case: {:?}", expected.keys());
}

/// The pathway, then each item that is not met, unclear or missing, with its
/// readings and the first day that meets it.
fn open_items(unit: &UnitDetermination) -> Vec<String> {
    let open = unit.items.iter().filter(|item| item.finding > Finding::Met).map(|item| {
        let mut words = format!("{} {}", item.item, item.finding);
        words.extend(item.readings.iter().map(|reading| format!(" {reading}")));
        words.extend(item.first_met.map(|day| format!(" from {day}")));
        words
    });
    let pathway = unit.pathway.map_or("-", Pathway::number);
    std::iter::once(pathway.to_owned()).chain(open).collect()
}

#[test]
fn readme_table_matches_the_expectations() {
    let table = fs::read_to_string(folder().join("README.md")).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    let expected = expected();
    assert_eq!(rows.len(), expected.len());
    for (name, expected) in expected {
        let row = rows.iter().find(|row| row.starts_with(&format!("| `{name}.toml` |")));
        let row = row.unwrap_or_else(|| panic!("{name}: not in cases/README.md"));
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "{name}: {row}");
        assert_eq!(cells[2], expected.outcome, "{name}");
        let open =
            expected.left.iter().chain(&expected.right).flat_map(|unit| &unit[1..]).chain(&expected.lines);
        for words in open {
            let item_and_finding: Vec<&str> = words.split(' ').take(2).collect();
            assert!(cells[3].contains(&item_and_finding.join(" ")), "{name}: {words} is not in {}", cells[3]);
        }
        assert_eq!(cells[1].contains("(incomplete)"), !expected.complete, "{name}");
    }
}

#[test]
fn sample_ids_are_invented_and_file_names_hold_no_member_name() {
    let mut ids = BTreeSet::new();
    for sample in samples() {
        let facts = &sample.case.facts;
        let id = facts.member.id.0.as_ref().unwrap().raw();
        assert!(id.starts_with("TC9"), "{}: {id}", sample.name);
        assert!(ids.insert(id.to_owned()), "{}: {id} twice", sample.name);
        assert!(sample.name.starts_with(&format!("{}-", sample.received())), "{}", sample.name);
        let name = facts.member.name.known().unwrap().raw().to_lowercase();
        assert!(!name.split(' ').any(|word| sample.name.contains(word)), "{} holds the name", sample.name);
    }
}

#[test]
fn samples_cover_every_item_reading_outcome_and_pathway() {
    let samples = samples();
    let determinations = || samples.iter().map(|sample| &sample.determination);
    let units = || determinations().flat_map(|determination| &determination.units);
    let found: BTreeSet<(Item, Finding)> =
        samples.iter().flat_map(Sample::items).map(|item| (item.item, item.finding)).collect();
    let mut uncovered: Vec<String> = Vec::new();
    let mut need = |what: String, covered: bool| {
        if !covered {
            uncovered.push(what)
        }
    };
    for item in super::items() {
        match super::rule(item).kind {
            sij_intake::policy::Kind::ServiceLine => {
                let covered =
                    determinations().any(|found| found.service_lines.iter().any(|line| line.item == item));
                need(format!("line {item}"), covered);
            }
            sij_intake::policy::Kind::Advisory => {
                let covered = |found: &Determination| {
                    found.advisories.iter().any(|advisory| advisory.item == Some(item))
                };
                need(format!("advisory {item}"), determinations().any(covered));
            }
            _ => {
                for finding in findings(item) {
                    need(format!("{item} {finding}"), found.contains(&(item, *finding)));
                }
            }
        }
    }
    for reading in Reading::REGISTER {
        let open = |item: &ItemFinding| item.finding == Finding::Unclear && item.readings.contains(reading);
        need(format!("reading {reading}"), samples.iter().flat_map(Sample::items).any(open));
    }
    for outcome in Outcome::ALL.iter().copied() {
        need(format!("outcome {outcome}"), determinations().any(|found| found.outcome == outcome));
        need(format!("unit with outcome {outcome}"), units().any(|unit| unit.outcome == outcome));
    }
    let pathways = [
        None,
        Some(Pathway::DIAGNOSTIC),
        Some(Pathway::THERAPEUTIC),
        Some(Pathway::ABLATION),
        Some(Pathway::INITIAL_ABLATION),
        Some(Pathway::REPEAT_ABLATION),
    ];
    for pathway in pathways {
        need(format!("pathway {pathway:?}"), units().any(|unit| unit.pathway == pathway));
    }
    assert!(uncovered.is_empty(), "no sample case for: {}", uncovered.join(", "));
}

/// The findings of an item that the cases must show.
fn findings(item: Item) -> &'static [Finding] {
    match item.number() {
        // Not listed where the policy governs.
        "effective-date" => &[Finding::Missing, Finding::NotMet],
        // Replaced by the items of D.II.A or D.II.B once the history is known.
        "D.II" => &[Finding::Missing],
        // Never not met.
        "D.III" => &[Finding::NotApplicable, Finding::Met, Finding::Missing, Finding::Unclear],
        "D.I.A.5" => &[Finding::NotApplicable, Finding::Met, Finding::Missing, Finding::NotMet],
        _ => &[Finding::Met, Finding::NotMet],
    }
}

#[test]
fn samples_cover_every_kind_of_service_line() {
    let samples = samples();
    let shown: BTreeSet<String> = samples
        .iter()
        .flat_map(|sample| &sample.determination.service_lines)
        .map(|line| format!("{} {} {}", line.item, line.finding, line.what))
        .collect();
    for line in [
        "D.I.C.1 not-met 27096 and 64451",
        "D.I.C.2 not-met image guidance or contrast",
        "D.I.C.2 not-met 77003",
        "D.I.C.2 missing image guidance or contrast",
        "D.I.C.5 not-met monitored anesthesia",
        "D.I.C.5 not-met conscious sedation",
        "D.I.C.5 not-met 99152",
        "D.I.C.5 not-met 27096-LT-QS",
        "D.I.C.5 unclear deep sedation or general anesthesia",
        "D.I.C.5 missing sedation",
    ] {
        assert!(shown.contains(line), "no sample case with the line {line}");
    }
    let met_despite_a_line = |sample: &Sample| {
        sample.determination.outcome == Outcome::CriteriaMet && !sample.determination.service_lines.is_empty()
    };
    assert!(samples.iter().any(met_despite_a_line), "no sample meets the criteria despite a service line");
}

#[test]
fn samples_cover_every_kind_of_content() {
    let samples = samples();
    let any = |what: &str, holds: &dyn Fn(&Sample) -> bool| {
        assert!(samples.iter().any(holds), "no sample case with {what}");
    };
    any("the left side", &|sample| sides(sample) == [Laterality::Left]);
    any("the right side", &|sample| sides(sample) == [Laterality::Right]);
    any("two sides with different outcomes", &|sample| {
        let units = &sample.determination.units;
        units.len() == 2 && units[0].outcome != units[1].outcome
    });
    any("two sides with different pathways", &|sample| {
        let units = &sample.determination.units;
        units.len() == 2
            && units.iter().all(|unit| unit.pathway.is_some())
            && units[0].pathway != units[1].pathway
    });
    any("flags", &|sample| !sample.case.flags.is_empty());
    any("evidence", &|sample| !sample.case.evidence.is_empty());
    any("coding checks", &|sample| !sample.determination.coding_checks.is_empty());
    any("a retrospective request", &|sample| {
        sample.determination.advisories.iter().any(|advisory| advisory.item.is_none())
    });
    any("no date of service", &|sample| {
        sample.determination.units.iter().any(|unit| unit.service_date.is_none())
    });
    any("receipt before the effective date of a governed service", &|sample| {
        sample.received() < sij_intake::policy::editions().governs_from()
            && sample.determination.units.iter().any(|unit| unit.pathway.is_some())
    });
    any("complete, information needed", &|sample| {
        sample.determination.complete && sample.determination.outcome == Outcome::InformationNeeded
    });
    for (what, state) in [
        ("an unanswered fact to ask for", State::Unanswered),
        ("an undocumented fact to ask for", State::NotDocumented),
    ] {
        any(what, &|sample| sample.determination.ask_for.iter().any(|ask| ask.state == state));
    }
    any("an incomplete case", &|sample| !sample.determination.complete);
    let onset = |sample: &Sample| sample.case.facts.pain.onset.known().copied();
    any("an onset in a month", &|sample| matches!(onset(sample), Some(Onset::Since(PartialDate::Month(_)))));
    any("an onset in a year", &|sample| matches!(onset(sample), Some(Onset::Since(PartialDate::Year(_)))));
    for unit in ["days", "weeks", "months", "years"] {
        any(
            "an onset as a duration",
            &|sample| matches!(onset(sample), Some(Onset::Ago(ago)) if Duration::to_string(&ago).ends_with(unit)),
        );
    }
    any("an ongoing therapy", &|sample| {
        let episodes = sample.case.facts.therapy.inactive.known().into_iter().flatten();
        episodes.into_iter().any(|episode| episode.end == Fact::Known(End::Ongoing))
    });
}

fn sides(sample: &Sample) -> Vec<Laterality> {
    sample.determination.units.iter().map(|unit| unit.side).collect()
}
