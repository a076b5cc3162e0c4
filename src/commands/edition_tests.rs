#![cfg(test)]
//! Tests of two editions: the same cases under the one the program ships and
//! under a made-up later one, decided, saved, replayed, compared and printed.
#![expect(clippy::disallowed_methods, reason = "a test reads and writes case files")]

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::case::{
    Answer, Case, Decimal, Fact, Field, Laterality, Percent, ProvocationTest, QuestionId, RequestedSide,
    Required, Target, Text,
};
use crate::casefile;
use crate::interview::Interview;
use crate::policy::test_rules::TWO_TESTS;
use crate::policy::{
    Determination, Edition, Editions, Finding, Item, Limits, Outcome, PolicySettings, determine, editions,
};
use crate::report;
use crate::session::{Clock, Session, Workspace};
use crate::store::{CaseId, Folder};
use crate::worklist::Zone;

use super::compare::compare;

/// The shipped edition, and one from 2027 on: 80 percent relief, two positive
/// tests for D.I.A.3, and D.I.B.5 under the number D.I.B.6.
static BOTH: LazyLock<Editions> = LazyLock::new(|| {
    let mut later = editions().latest().clone();
    later.label.id = "2027-01-01";
    later.effective = day("2027-01-01");
    later.limits = Limits { relief_percent: 80, ..later.limits };
    editions().and(later.replacing(Item::D_I_A_3, &TWO_TESTS).renumbering(Item::D_I_B_5, "D.I.B.6"))
});

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn settings() -> PolicySettings {
    PolicySettings::under(BOTH.clone())
}

/// A sample case with another day of service; the empty text means not documented.
fn sample(name: &str, service: &str) -> Case {
    let path = format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let mut case = casefile::read(&std::fs::read_to_string(path).unwrap(), &BOTH).unwrap();
    case.recorded = None;
    if case.facts.request.side == Required(Some(RequestedSide::Right)) {
        case.facts.request.side = Required(Some(RequestedSide::Left));
        case.facts.left = std::mem::take(&mut case.facts.right);
    }
    case.facts.left.service_date = match service {
        "" => Fact::NotDocumented,
        service => Fact::Known(day(service)),
    };
    case
}

/// A case with one positive test, which is enough only under the shipped edition.
fn one_test(service: &str) -> Case {
    let mut case = sample("2026-03-02-diagnostic-clean", service);
    case.facts.left.positive_tests = Fact::Known([ProvocationTest::Faber].into());
    case
}

/// A case with pain relief between the limits of the two editions.
fn relief_of_78(service: &str) -> Case {
    let mut case = sample("2026-03-03-therapeutic-clean-with-pain-pump", service);
    let Fact::Known(given) = &mut case.facts.left.injections else { unreachable!() };
    given.iter_mut().for_each(|given| given.relief_percent = Fact::Known(Percent(Decimal::whole(78))));
    case
}

fn decided(case: &Case) -> Determination {
    determine(case, &settings()).unwrap()
}

/// The finding and the key of each item with this number, for the first joint.
fn findings(determination: &Determination, number: &str) -> Vec<(Finding, &'static str)> {
    let items = determination.units[0].items.iter().filter(|found| found.item.number() == number);
    items.map(|found| (found.finding, found.item.key())).collect()
}

fn edition_ids(determination: &Determination) -> Vec<&'static str> {
    determination.editions.iter().map(|label| label.id).collect()
}

#[test]
fn a_unit_is_decided_by_the_edition_in_force_on_its_day_of_service() {
    for (service, edition, expected) in [
        ("2026-12-31", "2025-07-01", (Finding::Met, "D.I.A.3")),
        ("2027-01-01", "2027-01-01", (Finding::NotMet, "2027-01-01 D.I.A.3")),
        ("2027-01-02", "2027-01-01", (Finding::NotMet, "2027-01-01 D.I.A.3")),
    ] {
        let determination = decided(&one_test(service));
        assert_eq!(edition_ids(&determination), [edition], "{service}");
        assert_eq!(findings(&determination, "D.I.A.3"), [expected], "{service}");
    }
}

#[test]
fn both_editions_are_worked_out_while_the_day_of_service_is_missing() {
    let determination = decided(&one_test(""));
    assert_eq!(edition_ids(&determination), ["2025-07-01", "2027-01-01"]);
    let both = [(Finding::Met, "D.I.A.3"), (Finding::Missing, "2027-01-01 D.I.A.3")];
    assert_eq!(findings(&determination, "D.I.A.3"), both);
    assert_eq!(determination.outcome, Outcome::InformationNeeded);
    let asked = determination.ask_for.iter().filter(|ask| ask.serves(TWO_TESTS.item));
    let asked: Vec<QuestionId> = asked.map(|ask| ask.question).collect();
    assert_eq!(asked, [Field::ServiceDate.at(Laterality::Left)]);
    // A finding on which both editions agree does not depend on the day.
    let mut case = one_test("");
    case.facts.left.positive_tests = Fact::Known([].into());
    assert_eq!(findings(&decided(&case), "D.I.A.1"), [(Finding::Met, "D.I.A.1")]);
    // A request received after the change can't be decided by the first edition.
    case.facts.request.received = Required(Some(day("2027-01-01")));
    assert_eq!(edition_ids(&decided(&case)), ["2027-01-01"]);
}

#[test]
fn only_an_item_that_is_not_met_gets_ways_and_only_where_advice_is_given() {
    let case = one_test("2027-01-01");
    let ways = |determination: &Determination, number: &str| {
        let found = determination.units[0].items.iter().find(|found| found.item.number() == number).unwrap();
        (found.ways.is_empty(), found.would_meet.is_empty())
    };
    assert_eq!(ways(&decided(&case), "D.I.A.3"), (false, false));
    assert_eq!(ways(&decided(&case), "D.I.A.1"), (true, true), "met");
    let without_advice = crate::policy::decide(&case, &settings()).unwrap();
    assert_eq!(ways(&without_advice, "D.I.A.3"), (true, true));
}

#[test]
fn the_day_of_service_is_asked_while_the_editions_disagree() {
    let asked = |case: &Case| crate::policy::unanswered(&case.facts, &settings());
    let mut case = one_test("");
    case.facts.left.service_date = Fact::Unanswered;
    assert_eq!(asked(&case), [Field::ServiceDate.at(Laterality::Left)]);
    case.facts.left.positive_tests =
        Fact::Known([ProvocationTest::Faber, ProvocationTest::ThighThrust].into());
    assert_eq!(asked(&case), [], "two tests are enough under both");
}

#[test]
fn the_day_of_service_is_asked_for_beside_what_else_an_item_lacks() {
    let mut case = one_test("");
    case.facts.left.positive_tests = Fact::NotDocumented;
    let asked = decided(&case).ask_for;
    let asked: Vec<_> = asked.iter().map(|ask| (ask.items.len(), ask.question.to_string())).collect();
    let both = ["left.positive_tests", "left.service_date"].map(|question| (2, question.to_owned()));
    assert_eq!(asked, both, "for the item of each edition");
}

#[test]
fn an_edition_is_in_force_from_its_first_day_to_the_first_day_of_the_next() {
    for (service, edition) in [
        ("2025-06-30", "2025-07-01"),
        ("2025-07-01", "2025-07-01"),
        ("2026-12-31", "2025-07-01"),
        ("2027-01-01", "2027-01-01"),
        ("2027-01-02", "2027-01-01"),
    ] {
        assert_eq!(BOTH.in_force(day(service)).label.id, edition, "{service}");
    }
}

#[test]
fn a_limit_is_that_of_the_edition_that_decides() {
    for (service, finding, percent) in
        [("2026-12-31", Finding::Met, "75 percent"), ("2027-01-01", Finding::NotMet, "80 percent")]
    {
        let determination = decided(&relief_of_78(service));
        assert_eq!(findings(&determination, "D.I.B.1"), [(finding, "D.I.B.1")], "{service}");
        let item = determination.units[0].items.iter().find(|found| found.item == Item::D_I_B_1).unwrap();
        assert!(item.why.starts_with(percent), "{}", item.why);
    }
    let missing = decided(&relief_of_78(""));
    assert_eq!(findings(&missing, "D.I.B.1"), [(Finding::Missing, "D.I.B.1")]);
}

#[test]
fn a_flag_stays_with_its_item_under_another_number() {
    let flagged = |service| {
        let mut case = relief_of_78(service);
        case.flags.insert(Item::D_I_B_5.key().to_owned(), Text::new("range given"));
        decided(&case)
    };
    assert_eq!(findings(&flagged("2026-12-31"), "D.I.B.5"), [(Finding::Unclear, "D.I.B.5")]);
    assert_eq!(findings(&flagged("2027-01-01"), "D.I.B.6"), [(Finding::Unclear, "D.I.B.5")]);
    assert_eq!(findings(&flagged("2027-01-01"), "D.I.B.5"), []);
}

#[test]
fn a_flag_on_a_replaced_item_does_not_apply_to_the_new_one_and_is_reported() {
    let mut case = sample("2026-03-02-diagnostic-clean", "2027-01-04");
    case.flags.insert(Item::D_I_A_3.key().to_owned(), Text::new("hard to read"));
    let determination = decided(&case);
    assert_eq!(findings(&determination, "D.I.A.3"), [(Finding::Met, "2027-01-01 D.I.A.3")]);
    assert!(determination.advisories.iter().any(|advisory| advisory.item == Some(Item::D_I_A_3)));
    case.facts.left.service_date = Fact::Known(day("2026-12-31"));
    let determination = decided(&case);
    assert_eq!(findings(&determination, "D.I.A.3"), [(Finding::Unclear, "D.I.A.3")]);
    assert_eq!(determination.advisories, []);
}

#[test]
fn a_file_keeps_flags_and_evidence_of_both_editions() {
    let mut case = sample("2026-03-02-diagnostic-clean", "2027-01-04");
    for item in [Item::D_I_A_3, TWO_TESTS.item] {
        case.flags.insert(item.key().to_owned(), Text::new("hard to read"));
        case.evidence.insert(item.key().to_owned(), Text::new("page 2"));
    }
    let text = casefile::write(&case);
    assert!(text.contains("\"2027-01-01 D.I.A.3\" = \"page 2\""), "{text}");
    assert_eq!(casefile::read(&text, &BOTH).unwrap(), case);
    assert!(casefile::read(&text, editions()).is_err(), "an edition this program does not know");
}

fn in_2026() -> DateTime<FixedOffset> {
    "2026-12-01T00:00:00Z".parse().unwrap()
}

fn in_2028() -> DateTime<FixedOffset> {
    "2028-03-01T00:00:00Z".parse().unwrap()
}

/// A folder with one case in it.
struct OneCase {
    temp: tempfile::TempDir,
    id: CaseId,
}

impl OneCase {
    fn with(case: &Case) -> Self {
        let temp = tempfile::tempdir().unwrap();
        std::fs::write(temp.path().join("one.toml"), casefile::write(case)).unwrap();
        Self { temp, id: CaseId::new("one").unwrap() }
    }

    fn open(&self, editions: &Editions, read: fn() -> DateTime<FixedOffset>) -> Session {
        let folder = Folder::at(self.temp.path());
        let settings = PolicySettings::under(editions.clone());
        Workspace {
            folder,
            settings,
            clock: Clock { read, zone: Zone::UTC },
            program: Default::default(),
            who: "pat".to_owned(),
        }
        .open(&self.id)
        .unwrap()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.temp.path().join("one.toml")).unwrap()
    }

    fn case(&self) -> Case {
        casefile::read(&self.text(), &BOTH).unwrap()
    }
}

fn answer_name(session: &mut Session, name: &str) -> Result<(), String> {
    let answer = Answer::Text(Text::new(name));
    let question = Field::MemberName.at(Laterality::Left);
    session.answer(question, Target::Whole, &answer).map_err(|error| error.to_string())
}

#[test]
fn a_saved_determination_names_its_edition_and_replay_agrees_with_it() {
    for (service, name) in
        [("2026-12-31", "MM-1463, effective 2025-07-01"), ("2027-01-01", "MM-1463, effective 2027-01-01")]
    {
        let saved = OneCase::with(&relief_of_78(service));
        answer_name(&mut saved.open(&BOTH, in_2026), "Somebody Else").unwrap();
        let case = saved.case();
        assert_eq!(case.recorded.as_ref().unwrap().policy_text.as_deref(), Some(name));
        assert_eq!(compare(&case, &settings()).1, Vec::<String>::new(), "{service}");
    }
}

#[test]
fn replay_differs_where_another_edition_decides_than_the_recorded_one() {
    let saved = OneCase::with(&one_test("2027-01-01"));
    answer_name(&mut saved.open(editions(), in_2026), "Somebody Else").unwrap();
    let (_, differences) = compare(&saved.case(), &settings());
    let edition = "edition: recorded MM-1463, effective 2025-07-01, now MM-1463, effective 2027-01-01";
    assert!(differences.iter().any(|difference| difference == edition), "{differences:?}");
    assert!(differences.iter().any(|difference| difference.contains("left D.I.A.3")), "{differences:?}");
}

#[test]
fn a_determination_of_an_archived_edition_is_never_rewritten() {
    let saved = OneCase::with(&relief_of_78("2026-12-31"));
    answer_name(&mut saved.open(&BOTH, in_2026), "Somebody Else").unwrap();
    let before = saved.text();
    let archived = |edition: Edition| {
        let first = edition.label.id == "2025-07-01";
        Ok::<_, ()>(Edition { archived: first.then(|| day("2028-03-01")), ..edition })
    };
    let archived = BOTH.try_map(archived).unwrap();
    let mut closed = saved.open(&archived, in_2028);
    assert!(
        closed.read_only().unwrap().contains("MM-1463, effective 2025-07-01"),
        "{:?}",
        closed.read_only()
    );
    assert!(answer_name(&mut closed, "A Third").is_err());
    closed.record().unwrap();
    drop(closed);
    assert_eq!(saved.text(), before);
    // Before it is archived, and under any other edition, the case can be changed.
    answer_name(&mut saved.open(&archived, in_2026), "A Third").unwrap();
    let later = OneCase::with(&relief_of_78("2027-01-01"));
    answer_name(&mut later.open(&archived, in_2028), "Somebody Else").unwrap();
    answer_name(&mut later.open(&archived, in_2028), "A Third").unwrap();
}

#[test]
fn what_if_limits_decide_under_every_edition_and_are_never_recorded() {
    let limits = Limits { relief_percent: 90, ..editions().latest().limits };
    let what_if = settings().with_limits(limits);
    for service in ["2026-12-31", "2027-01-01"] {
        let determination = determine(&relief_of_78(service), &what_if).unwrap();
        assert!(determination.hypothetical && report::recorded(&determination, None).is_none());
        assert_eq!(findings(&determination, "D.I.B.1"), [(Finding::NotMet, "D.I.B.1")]);
        assert!(determination.units[0].items[0].why.starts_with("90 percent"));
    }
}

#[test]
fn every_report_names_the_editions_and_which_joint_each_decided() {
    let mut case = one_test("2026-12-31");
    case.facts.request.side = Required(Some(RequestedSide::Both));
    case.facts.right = case.facts.left.clone();
    case.facts.right.service_date = Fact::Known(day("2027-01-07"));
    let determination = decided(&case);
    let name = Text::new("one");
    let header = report::ReportHeader::of(&name, &case.facts);
    for report_text in [report::text(&header, &determination), report::markdown(&header, &determination)] {
        assert!(
            report_text.contains("MM-1463 (effective 2025-07-01) and MM-1463 (effective 2027-01-01)"),
            "{report_text}"
        );
        assert!(
            report_text.contains("left (D.I.A, service 2026-12-31, edition 2025-07-01)"),
            "{report_text}"
        );
        assert!(
            report_text.contains("right (D.I.A, service 2027-01-07, edition 2027-01-01)"),
            "{report_text}"
        );
        assert!(report_text.contains("(effective 2027-01-01) is current"), "{report_text}");
    }
    let json: serde_json::Value = serde_json::from_str(&report::json(&name, &determination)).unwrap();
    assert_eq!(json["edition"], "2025-07-01 and 2027-01-01");
    assert_eq!(json["units"][1]["edition"], "2027-01-01");
    let one: serde_json::Value =
        serde_json::from_str(&report::json(&name, &decided(&one_test("2027-01-07")))).unwrap();
    assert_eq!((&one["edition"], &one["policy_effective"]), (&"2027-01-01".into(), &"2027-01-01".into()));
    assert_eq!(one["units"][0].get("edition"), None);
}

#[test]
fn questions_follow_the_editions() {
    let interview = Interview::of(one_test(""), &settings());
    let tests = Field::PositiveTests.at(Laterality::Left);
    assert_eq!(interview.items_asking(tests), [Item::D_I_A_3, TWO_TESTS.item]);
    let interview = Interview::of(one_test("2027-01-01"), &settings());
    assert_eq!(interview.filed_under(tests), Some(TWO_TESTS.item));
}
