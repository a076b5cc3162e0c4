//! The order of the outline, and a check that a rendering contains all of it.

use std::collections::BTreeSet;

use super::*;
use crate::case::{Case, Fact, Location, Procedure, RequestedSide, Required, Text, YesNo};
use crate::policy::{Limits, PolicySettings, Setting, determine};

impl Outline<'_> {
    /// Fails unless a rendering contains the whole outline in this order. Line
    /// breaks, hyphens and capitals do not matter.
    pub(crate) fn assert_rendered_in(&self, rendered: &str) {
        let rendered = plain(rendered);
        let mut from = 0;
        for group in self.sections.iter().flat_map(groups) {
            let ends = group.iter().map(|words| {
                let at = rendered[from..].find(&plain(words));
                at.map(|at| from + at + plain(words).len()).unwrap_or_else(|| panic!("{words}: {rendered}"))
            });
            from = ends.max().unwrap_or(from);
        }
    }
}

fn plain(text: &str) -> String {
    let words = text.to_lowercase().replace('-', " ").replace('\\', "");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of a section in groups: the groups have a fixed order, the texts of
/// a group may come in any order.
fn groups(section: &Section<'_>) -> Vec<Vec<String>> {
    let heading = |heading: &str| vec![heading.to_owned()];
    match section {
        Section::Remark(remark) => vec![vec![remark.label.to_owned()], vec![remark.words.to_owned()]],
        Section::Unit(unit) => {
            let item = |item: &ItemOutline<'_>| {
                let sure = [item.item.number(), item.finding.name(), item.reason];
                let day = item.first_met.map(|day| day.to_string());
                let more = item.would_be_met_by.map(str::to_owned).into_iter().chain(day);
                sure.into_iter().map(str::to_owned).chain(more).collect()
            };
            let head = vec![unit.heading.clone(), unit.outcome.name().to_owned()];
            [head].into_iter().chain(unit.items.iter().map(item)).collect()
        }
        Section::ServiceLines { heading: above, lines } => {
            let line = |line: &ServiceLine| {
                [line.item.number(), &line.what, &line.why, line.finding.name()].map(str::to_owned).to_vec()
            };
            [heading(above)].into_iter().chain(lines.iter().map(line)).collect()
        }
        Section::List { heading: above, rows } => {
            let row = |row: &Row<'_>| vec![row.label.to_owned(), row.words.to_string()];
            [heading(above)].into_iter().chain(rows.iter().map(row)).collect()
        }
        Section::Notice(paragraphs) => paragraphs.iter().map(|words| heading(words)).collect(),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A case whose outline has every kind of section.
pub(crate) fn case_with_every_section() -> (Case, PolicySettings) {
    let mut case = Case::default();
    let facts = &mut case.facts;
    facts.member.id = Required(Some(Text::new("TC0001234")));
    facts.request.received = Required(Some(day("2026-03-02")));
    facts.request.procedure = Required(Some(Procedure::DiagnosticInjection));
    facts.request.side = Required(Some(RequestedSide::Both));
    facts.request.codes = Fact::Known(vec![Text::new("77003"), Text::new("97110")]);
    facts.pain.location = Fact::Known(BTreeSet::from([Location::Leg]));
    facts.pain.herpes_zoster = Fact::Known(YesNo::Yes);
    facts.left.service_date = Fact::Known(day("2026-02-20"));
    facts.left.sij_pain = Fact::NotDocumented;
    let mut settings = PolicySettings::default();
    let limits = Limits { spacing_days: 8, ..settings.editions.latest().limits };
    settings = settings.with_limits(limits);
    settings.readings = settings.readings.with(Reading::LEG_ONLY_PAIN, Setting::Other);
    (case, settings)
}

/// The heading of each section, or its first words.
fn headings(outline: &Outline<'_>) -> Vec<String> {
    outline.sections.iter().map(|section| groups(section)[0][0].clone()).collect()
}

#[test]
fn every_section_appears_once_in_its_place() {
    let (case, settings) = case_with_every_section();
    let determination = determine(&case, &settings).unwrap();
    let expected = [
        "Next",
        "HYPOTHETICAL",
        "Not complete",
        "left (D.I.A, service 2026-02-20)",
        "right (D.I.A, date of service not known)",
        "Billed lines",
        "Ask the provider for",
        "Notes",
        "Codes to check",
        "Settled readings used",
        "This applies MM-1463 alone. It is no authorization and no promise of payment.",
    ];
    assert_eq!(headings(&Outline::of(&determination)), expected);
}

#[test]
fn an_empty_section_is_left_out() {
    let (mut case, _) = case_with_every_section();
    case.facts.request.side = Required(Some(RequestedSide::Left));
    case.facts.left.service_date = Fact::Known(day("2025-06-02"));
    let determination = determine(&case, &PolicySettings::default()).unwrap();
    let expected = [
        "Next",
        "left (outside the policy, service 2025-06-02)",
        "This applies MM-1463 alone. It is no authorization and no promise of payment.",
    ];
    let found = headings(&Outline::of(&determination));
    assert_eq!(found.iter().filter(|words| *words != "Not complete").collect::<Vec<_>>(), expected);
}

#[test]
fn items_that_decide_come_before_items_that_are_met() {
    let (case, settings) = case_with_every_section();
    let determination = determine(&case, &settings).unwrap();
    let unit = UnitOutline::of(&determination.units[0], false);
    let findings: Vec<Finding> = unit.items.iter().map(|item| item.finding).collect();
    assert!(findings.is_sorted_by(|one, next| one >= next), "{findings:?}");
    assert!(findings.first() == Some(&Finding::NotMet) && findings.contains(&Finding::Missing));
    for item in &unit.items {
        let found = determination.units[0].items.iter().find(|found| found.item == item.item).unwrap();
        assert_eq!(
            (item.finding, item.reason, item.first_met),
            (found.finding, &*found.why, found.first_met)
        );
        assert_eq!(item.would_be_met_by.unwrap_or_default(), found.would_meet);
        assert_eq!(item.remedy().is_some(), !found.would_meet.is_empty());
    }
}

#[test]
fn requests_tell_unanswered_from_not_documented() {
    let (case, settings) = case_with_every_section();
    let determination = determine(&case, &settings).unwrap();
    let rows: Vec<String> = determination.ask_for.iter().map(|asked| request_row(asked).line()).collect();
    let has = |ending: &str| rows.iter().any(|row| row.starts_with("D.") && row.ends_with(ending));
    assert!(has("(not documented)") && has("(unanswered)"), "{rows:?}");
}
