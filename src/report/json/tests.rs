//! What the JSON adds for each item and each missing fact.

use serde_json::{Value, json};

use crate::case::{FactId, Field, Laterality, Part, QuestionId, State, Text};
use crate::policy::{
    Condition, ConditionKind, Determination, Finding, Item, Measure, PartFinding, Reading, Way, WayStep,
    determine,
};
use crate::report::outline::tests::case_with_every_section;

const THERAPY: QuestionId = Field::ActiveTherapy.at(Laterality::Left);

fn printed(change: impl FnOnce(&mut Determination)) -> Value {
    let (mut case, settings) = case_with_every_section();
    case.evidence.insert(Item::D_I_A_1.key().to_owned(), Text::new("consult, p. 2"));
    case.flags.insert(Item::D_I_A_2.key().to_owned(), Text::new("two versions"));
    let mut determination = determine(&case, &settings).unwrap();
    change(&mut determination);
    serde_json::from_str(&super::json(&Text::new("one"), &determination)).unwrap()
}

fn item(printed: &Value, number: &str) -> Value {
    let items = printed["units"][0]["items"].as_array().unwrap();
    items.iter().find(|item| item["item"] == number).unwrap().clone()
}

#[test]
fn evidence_and_flag_stand_with_their_item() {
    let printed = printed(|_| {});
    let of = |number| item(&printed, number);
    assert_eq!((&of("D.I.A.1")["evidence"], &of("D.I.A.1")["flag"]), (&json!("consult, p. 2"), &Value::Null));
    assert_eq!((&of("D.I.A.2")["evidence"], &of("D.I.A.2")["flag"]), (&Value::Null, &json!("two versions")));
}

#[test]
fn what_would_meet_an_item_is_null_where_there_is_nothing_to_say() {
    let printed = printed(|determination| {
        determination.units[0].items[0].would_meet = "one more week".to_owned();
        determination.units[0].items[1].would_meet = String::new();
    });
    let would_meet = [0, 1].map(|index| &printed["units"][0]["items"][index]["would_meet"]);
    assert_eq!(would_meet, [&json!("one more week"), &Value::Null]);
}

#[test]
fn parts_say_what_was_counted_and_leave_out_what_does_not_apply() {
    let printed = printed(|determination| {
        let measure = Measure {
            from: Some("2025-09-01".parse().unwrap()),
            counted: Some(6),
            needed: Some(3),
            unit: Some("months"),
            ..Measure::default()
        };
        determination.units[0].items[1].parts = Vec::new();
        determination.units[0].items[0].parts = vec![PartFinding {
            part: "duration",
            finding: Finding::Met,
            side: Laterality::Left,
            reads: &[Field::Onset],
            measure,
            why: "long enough".to_owned(),
        }];
    });
    let expected = json!([{"part": "duration", "finding": "met", "facts": ["pain.onset"], "from": "2025-09-01",
        "counted": 6, "needed": 3, "unit": "months", "why": "long enough"}]);
    assert_eq!(printed["units"][0]["items"][0]["parts"], expected);
    assert_eq!(printed["units"][0]["items"][1]["parts"], json!([]));
}

#[test]
fn ways_are_lists_of_steps_by_kind() {
    let fact = FactId { question: THERAPY, entry: Some((1, Part::Supervised)) };
    let whole = FactId { entry: None, ..fact };
    let printed = printed(|determination| {
        determination.units[0].items[0].ways = vec![
            Way(vec![
                WayStep::Reading(Reading::LEG_ONLY_PAIN),
                WayStep::Fact { fact, what: "supervision".to_owned() },
                WayStep::Fact { fact: whole, what: "therapy".to_owned() },
            ]),
            Way(vec![
                WayStep::ServiceDate("2026-04-01".parse().unwrap()),
                WayStep::Days { question: THERAPY, days: 3 },
            ]),
            Way(vec![WayStep::Clinician, WayStep::Record("a named test".to_owned())]),
        ];
    });
    let expected = json!([
        [
            {"kind": "reading", "reading": "leg-only-pain", "as": "met"},
            {"kind": "fact", "question": "therapy.active", "entry": 2, "part": "supervised"},
            {"kind": "fact", "question": "therapy.active"},
        ],
        [
            {"kind": "service-date", "from": "2026-04-01"},
            {"kind": "days", "question": "therapy.active", "days": 3},
        ],
        [{"kind": "clinician"}, {"kind": "record", "what": "a named test"}],
    ]);
    assert_eq!(printed["units"][0]["items"][0]["ways"], expected);
}

#[test]
fn a_request_names_its_entry_its_items_its_condition_and_what_to_show() {
    let printed = printed(|determination| {
        let request = &mut determination.ask_for[0];
        request.items = vec![Item::D_I_A_1, Item::D_I_A_2];
        request.entry = Some((0, Part::Start));
        request.state = State::NotDocumented;
        request.only_if =
            Some(Condition { question: Field::Implanted.at(Laterality::Left), is: ConditionKind::NotEmpty });
        request.show = vec![Part::End, Part::InRecord];
    });
    let [first, second, ..] = &printed["ask_for"].as_array().unwrap()[..] else { panic!("{printed}") };
    assert_eq!((&first["item"], &first["items"]), (&json!("D.I.A.1"), &json!(["D.I.A.1", "D.I.A.2"])));
    assert_eq!((&first["entry"], &first["part"]), (&json!(1), &json!("start")));
    assert_eq!(first["if"], json!({"question": "device.implanted", "is": "not-empty"}));
    assert_eq!(first["show"], json!(["end", "in_record"]));
    let keys: Vec<&String> = second.as_object().unwrap().keys().collect();
    assert!(!keys.iter().any(|key| ["entry", "part", "if"].contains(&key.as_str())), "{keys:?}");
    assert_eq!(second["show"], json!([]));
}
