//! The order of the outline, and a check that a rendering contains all of it.

use std::collections::BTreeSet;

use super::*;
use crate::case::{
    Case, Fact, Field, Laterality, Location, Part, Procedure, RequestedSide, Required, State, Text, YesNo,
};
use crate::policy::{
    Condition, ConditionKind, Finding, InformationRequest, Limits, PolicySettings, Setting, determine,
};
use crate::questions::with_labels;

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
        Section::Remark(remark) => vec![vec![remark.label.to_owned()], vec![remark.words.to_string()]],
        Section::Outcomes(units) => {
            units.iter().map(|unit| vec![unit.heading.clone(), unit.outcome.name().to_owned()]).collect()
        }
        Section::Requests { heading: above, requests } => {
            let row = |asked: &RequestOutline<'_>| vec![asked.label().to_owned(), asked.words()];
            [heading(above)].into_iter().chain(requests.iter().map(row)).collect()
        }
        Section::Items { heading: above, items } => {
            let item = |item: &ItemOutline<'_>| {
                let sure = [item.item.number(), &item.finding_words, &item.reason];
                let day = item.first_met.map(|day| day.to_string());
                let remedy = item.would_be_met_by.as_deref().map(str::to_owned);
                let more = remedy.into_iter().chain(day).chain(item.notes());
                sure.into_iter().map(str::to_owned).chain(more).collect()
            };
            [heading(above)].into_iter().chain(items.iter().map(item)).collect()
        }
        Section::ServiceLines { heading: above, lines } => {
            let line = |shown: &ServiceLineOutline<'_>| {
                let line = shown.line;
                let texts = [line.item.number(), &line.what, &line.why, &shown.finding_words];
                texts.map(str::to_owned).to_vec()
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
        "left (D.I.A, service 2026-02-20)",
        "Next",
        "HYPOTHETICAL",
        "Not complete",
        "Questions to answer first",
        "Ask the provider for",
        "What decides",
        "What is missing",
        "What is not asked yet",
        "Billed lines",
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
        "left (outside the policy, service 2025-06-02)",
        "Next",
        "What decides",
        "This applies MM-1463 alone. It is no authorization and no promise of payment.",
    ];
    assert_eq!(headings(&Outline::of(&determination)), expected);
}

/// The items of all joints, in order.
fn shown<'o, 'd>(outline: &'o Outline<'d>) -> Vec<&'o ItemOutline<'d>> {
    let items = outline.sections.iter().filter_map(|section| match section {
        Section::Items { items, .. } => Some(items),
        _ => None,
    });
    items.flatten().collect()
}

#[test]
fn items_that_decide_come_before_items_that_are_met() {
    let (case, settings) = case_with_every_section();
    let determination = determine(&case, &settings).unwrap();
    let outline = Outline::of(&determination);
    let items = shown(&outline);
    let findings: Vec<Finding> = items.iter().map(|item| item.finding).collect();
    assert!(findings.is_sorted_by(|one, next| one >= next), "{findings:?}");
    assert!(findings.first() == Some(&Finding::NotMet) && findings.contains(&Finding::Missing));
    assert_eq!(items.len(), determination.units.iter().map(|unit| unit.items.len()).sum::<usize>());
    for item in items {
        let unit = determination.units.iter().find(|unit| unit.side == item.side).unwrap();
        let found = unit.items.iter().find(|found| found.item == item.item).unwrap();
        assert_eq!((item.finding, item.first_met), (found.finding, found.first_met));
        assert_eq!(item.reason, with_labels(&found.why));
        let is_open = item.finding_words.contains("asked yet");
        let shown = item.would_be_met_by.as_deref().unwrap_or_default();
        assert_eq!(shown, if is_open { "" } else { &found.would_meet });
        assert_eq!(item.remedy().is_some(), !shown.is_empty());
    }
}

/// The rows under a heading.
fn rows_under(outline: &Outline<'_>, wanted: &str) -> Vec<String> {
    let rows = outline.sections.iter().filter_map(|section| match section {
        Section::Requests { heading, requests } if *heading == wanted => Some(requests),
        _ => None,
    });
    rows.flatten().map(|asked| format!("{}: {}", asked.label(), asked.words())).collect()
}

fn next_step(outline: &Outline<'_>) -> String {
    let next = outline.sections.iter().find_map(|section| match section {
        Section::Remark(remark) if remark.label == "Next" => Some(remark.words.to_string()),
        _ => None,
    });
    next.unwrap()
}

#[test]
fn questions_to_answer_never_stand_among_what_the_provider_is_asked_for() {
    let (case, settings) = case_with_every_section();
    let determination = determine(&case, &settings).unwrap();
    let outline = Outline::of(&determination);
    let [questions, asked] = [ANSWER_FIRST, ASK_FOR].map(|heading| rows_under(&outline, heading));
    assert_eq!(asked, ["D.I.A.2: pain in the SIJ region, left joint (not documented)"]);
    let unconditional = determination.ask_for.iter().filter(|request| request.only_if.is_none());
    assert_eq!(questions.len() + asked.len(), unconditional.count());
    assert!(questions.iter().all(|row| !row.contains("not documented")), "{questions:?}");
    let expected = format!("go on with the questions; {} that matter have no answer yet", questions.len());
    assert_eq!(next_step(&outline), expected);
}

#[test]
fn an_item_says_whether_what_it_misses_was_asked() {
    let (case, settings) = case_with_every_section();
    let determination = determine(&case, &settings).unwrap();
    let outline = Outline::of(&determination);
    let words = |side, item| {
        let items = shown(&outline);
        items.iter().find(|shown| (shown.side, shown.item) == (side, item)).unwrap().finding_words.clone()
    };
    assert_eq!(words(Laterality::Left, Item::D_I_A_2), "left, missing, and not all asked yet");
    assert_eq!(words(Laterality::Right, Item::D_I_A_2), "right, not asked yet");
    assert_eq!(words(Laterality::Left, Item::D_I_A_1), "left, not met");
}

#[test]
fn a_billed_line_says_whether_what_it_misses_was_asked() {
    let (mut case, settings) = case_with_every_section();
    let words = |case: &Case| {
        let determination = determine(case, &settings).unwrap();
        let outline = Outline::of(&determination);
        let lines = outline.sections.iter().find_map(|section| match section {
            Section::ServiceLines { lines, .. } => Some(lines),
            _ => None,
        });
        let sedation = lines.unwrap().iter().find(|shown| shown.line.item == Item::D_I_C_5).unwrap();
        sedation.finding_words.clone()
    };
    assert_eq!(words(&case), "not asked yet");
    case.facts.request.sedation = Fact::NotDocumented;
    assert_eq!(words(&case), "missing");
}

/// The determination with these requests alone, all questions answered.
fn with_requests(requests: Vec<InformationRequest>) -> Determination {
    let (case, settings) = case_with_every_section();
    let determination = determine(&case, &settings).unwrap();
    Determination { complete: true, ask_for: requests, ..determination }
}

fn request(field: Field, state: State) -> InformationRequest {
    InformationRequest {
        items: vec![Item::D_III],
        question: field.at(Laterality::Left),
        entry: None,
        state,
        what: field.label().to_owned(),
        only_if: None,
        show: Vec::new(),
    }
}

#[test]
fn what_depends_on_another_answer_is_asked_with_it() {
    let only_if = Condition { question: Field::Implanted.at(Laterality::Left), is: ConditionKind::NotEmpty };
    let report = InformationRequest { only_if: Some(only_if), ..request(Field::Report, State::Unanswered) };
    let shown = |state| {
        let determination = with_requests(vec![request(Field::Implanted, state), report.clone()]);
        let outline = Outline::of(&determination);
        let [questions, asked] = [ANSWER_FIRST, ASK_FOR].map(|heading| rows_under(&outline, heading));
        (questions, asked, next_step(&outline))
    };
    let (questions, asked, next) = shown(State::NotDocumented);
    assert_eq!(asked[1], "D.III: if one is implanted: device interrogation report");
    assert_eq!((questions.len(), asked.len(), next.starts_with("go on")), (0, 2, false));
    let (questions, asked, next) = shown(State::Unanswered);
    assert_eq!(questions, ["D.III: implanted stimulator or pump"], "the report is asked for after it");
    assert_eq!(asked, [] as [&str; 0]);
    assert_eq!(next, "go on with the questions; 1 that matters has no answer yet");
}

#[test]
fn a_question_to_answer_does_not_list_what_the_interview_asks_by_itself() {
    let mut list = request(Field::Injections, State::Unanswered);
    list.show = vec![Part::Date, Part::Purpose];
    let determination = with_requests(vec![list]);
    assert_eq!(rows_under(&Outline::of(&determination), ANSWER_FIRST), ["D.III: earlier SIJ injections"]);
}

#[test]
fn a_request_says_what_to_send_and_which_items_it_serves() {
    let mut list = request(Field::Injections, State::NotDocumented);
    list.items = vec![Item::D_I_B_1, Item::D_I_B_4, Item::D_I_B_5];
    list.show = vec![Part::Date, Part::Purpose, Part::ReliefPercent];
    let mut part = request(Field::ActiveTherapy, State::Known);
    part.entry = Some((0, Part::End));
    part.what = "end of entry 1 (home-exercise)".to_owned();
    part.show = vec![Part::InRecord];
    let determination = with_requests(vec![list, part]);
    let rows = rows_under(&Outline::of(&determination), ASK_FOR);
    let expected = [
        "D.I.B.1: earlier SIJ injections (not documented); for each: date, purpose and pain relief in percent; \
         also for D.I.B.4 and D.I.B.5",
        "D.III: end of entry 1 (home exercise) (known, but not enough); it has to show: documentation in the \
         medical record",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn evidence_and_flags_stand_with_their_item_and_a_flag_only_once() {
    let (mut case, settings) = case_with_every_section();
    case.evidence.insert(Item::D_I_A_1.key().to_owned(), Text::new("consult, p. 2"));
    case.flags.insert(Item::D_I_A_1.key().to_owned(), Text::new("home-exercise or not"));
    let mut determination = determine(&case, &settings).unwrap();
    let notes = |determination: &Determination| {
        let found = determination.units[0].items.iter().find(|item| item.item == Item::D_I_A_1).unwrap();
        let requests = Requests::of(determination);
        let shown = ItemOutline::of(Laterality::Left, None, found, &requests);
        (shown.reason.contains("home-exercise or not"), shown.notes().join("; "))
    };
    assert_eq!(notes(&determination), (true, "Evidence: consult, p. 2".to_owned()));
    let items = determination.units[0].items.iter_mut();
    items.filter(|item| item.item == Item::D_I_A_1).for_each(|item| item.why = "leg pain".to_owned());
    let both = "Flagged for a clinician: home-exercise or not; Evidence: consult, p. 2";
    assert_eq!(notes(&determination), (false, both.to_owned()));
}

#[test]
fn next_step_counts_only_the_open_questions_that_matter() {
    assert_eq!(go_on(0), "go on with the questions; some have no answer yet");
    assert_eq!(go_on(1), "go on with the questions; 1 that matters has no answer yet");
    assert_eq!(go_on(2), "go on with the questions; 2 that matter have no answer yet");
}
