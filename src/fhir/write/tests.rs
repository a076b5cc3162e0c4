use super::*;
use crate::case::{
    Answer, Choice, Decimal, Duration, End, Entry, Field, Laterality, Onset, OtherBlock, Part, PartialDate,
    Procedure, RequestedSide, Required,
};
use crate::fhir::Form;

/// A request for both joints, with one more answer.
fn case_with(procedure: Procedure, field: Field, answer: &Answer) -> Case {
    let mut case = Case::default();
    case.facts.request.procedure = Required(Some(procedure));
    case.facts.request.side = Required(Some(RequestedSide::Both));
    case.facts.fact_mut(field.at(Laterality::Left)).set(Some(answer)).unwrap();
    case
}

fn written(case: &Case) -> Response {
    let of = ResponseOf {
        name: &Text::new("one"),
        case,
        is_complete: false,
        date: None,
        audience: Audience::Plan,
    };
    response(&of, &Form::of(crate::policy::editions()), &Names::default())
}

/// The answered links below an item with what they say: `left.injections=given`.
fn said(item: &serde_json::Value, found: &mut Vec<String>) {
    for answer in item["answer"].as_array().into_iter().flatten() {
        let object = answer.as_object().unwrap();
        let value = object.iter().find(|(key, _)| key.starts_with("value")).unwrap().1;
        let words = match value {
            serde_json::Value::Object(fields) if fields.contains_key("value") => {
                format!("{} {}", fields["value"], fields["code"].as_str().unwrap())
            }
            serde_json::Value::Object(fields) => fields["code"].as_str().unwrap().to_owned(),
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        found.push(format!("{}={words}", item["linkId"].as_str().unwrap()));
    }
    for inner in item["item"].as_array().into_iter().flatten() {
        if inner["linkId"].as_str().unwrap().ends_with(".entry") {
            found.push("entry".to_owned());
        }
        said(inner, found);
    }
}

/// What is said besides the procedure and the side.
fn says(case: &Case) -> Vec<String> {
    let mut found = Vec::new();
    said(&serde_json::from_str(&written(case).json).unwrap(), &mut found);
    found.retain(|words| !words.starts_with("request.procedure=") && !words.starts_with("request.side="));
    found
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn text(words: &str) -> Text {
    Text::new(words)
}

#[test]
fn each_state_of_each_shape_stands_at_its_link() {
    let month = PartialDate::parse_partial("2025-03").unwrap();
    let since = |when| Answer::DateOrAgo(Onset::Since(when));
    let nothing = Answer::NotDocumented;
    for (field, answer, expected) in [
        (Field::MemberName, Answer::Text(text("Pat")), vec!["member.name=Pat"]),
        (Field::MemberName, nothing.clone(), vec!["member.name.state=asked-unknown"]),
        (Field::BirthDate, Answer::Day(day("1960-01-02")), vec!["member.birth_date=1960-01-02"]),
        (Field::ServiceDate, nothing.clone(), vec!["left.service_date.state=asked-unknown"]),
        (Field::Codes, Answer::Codes(vec![]), vec!["request.codes.state=none"]),
        (
            Field::Codes,
            Answer::Codes(vec![text("27096"), text("99152")]),
            vec!["request.codes=27096", "request.codes=99152"],
        ),
        (Field::Codes, nothing.clone(), vec!["request.codes.state=asked-unknown"]),
        (Field::SijPain, Answer::Choice("yes"), vec!["left.sij_pain=Y"]),
        (Field::SijPain, Answer::Choice("no"), vec!["left.sij_pain=N"]),
        (Field::SijPain, nothing.clone(), vec!["left.sij_pain=asked-unknown"]),
        (Field::Sedation, Answer::Choice("none"), vec!["request.sedation=none"]),
        (
            Field::Location,
            Answer::Choices(vec!["leg", "buttock"]),
            vec!["pain.location=buttock", "pain.location=leg"],
        ),
        (Field::PositiveTests, Answer::Choices(vec![]), vec!["left.positive_tests=none"]),
        (Field::PositiveTests, nothing.clone(), vec!["left.positive_tests=asked-unknown"]),
        (Field::Onset, since(PartialDate::Day(day("2025-03-01"))), vec!["pain.onset=2025-03-01"]),
        (Field::Onset, since(month), vec!["pain.onset.partial=2025-03"]),
        (
            Field::Onset,
            Answer::DateOrAgo(Onset::Ago(Duration::parse("1 month").unwrap())),
            vec!["pain.onset.ago=1 mo"],
        ),
        (Field::Onset, nothing.clone(), vec!["pain.onset.state=asked-unknown"]),
        (Field::OtherBlock, Answer::DayOrNone(OtherBlock::None), vec!["request.other_block=none"]),
        (
            Field::OtherBlock,
            Answer::DayOrNone(OtherBlock::On(day("2026-01-02"))),
            vec!["request.other_block=given", "request.other_block.date=2026-01-02"],
        ),
        (Field::OtherBlock, nothing.clone(), vec!["request.other_block=asked-unknown"]),
        (Field::Injections, Answer::Entries(vec![]), vec!["left.injections=none"]),
        (Field::Injections, nothing, vec!["left.injections=asked-unknown"]),
    ] {
        let case = case_with(Procedure::DiagnosticInjection, field, &answer);
        assert_eq!(says(&case), expected, "{field:?} {answer:?}");
        assert_eq!(written(&case).left_out, Vec::<String>::new());
    }
}

#[test]
fn entries_keep_their_order_and_one_without_answers_is_counted() {
    let relief = |number: &str| Answer::Number(Decimal::parse(number).unwrap());
    let entries = vec![
        Entry(vec![(Part::ReliefPercent, relief("74.999999"))]),
        Entry::default(),
        Entry(vec![(Part::Date, Answer::NotDocumented), (Part::ReliefPercent, relief("80"))]),
    ];
    let case = case_with(Procedure::TherapeuticInjection, Field::Injections, &Answer::Entries(entries));
    let expected = [
        "left.injections=given",
        "entry",
        "left.injections.relief_percent=74.999999",
        "entry",
        "entry",
        "left.injections.date.state=asked-unknown",
        "left.injections.relief_percent=80",
    ];
    assert_eq!(says(&case), expected);
}

#[test]
fn therapy_that_goes_on_says_so_in_place_of_its_end() {
    let entry = Entry(vec![
        (Part::Kind, Answer::Choice("tens")),
        (Part::End, Answer::DateOrOngoing(End::Ongoing)),
        (Part::TensDetails, Answer::Choice("no")),
    ]);
    let case =
        case_with(Procedure::DiagnosticInjection, Field::InactiveTherapy, &Answer::Entries(vec![entry]));
    let expected = [
        "therapy.inactive=given",
        "entry",
        "therapy.inactive.kind=tens",
        "therapy.inactive.end.state=ongoing",
        "therapy.inactive.tens_details=N",
    ];
    assert_eq!(says(&case), expected);
}

#[test]
fn what_the_form_does_not_show_is_left_out_and_named() {
    let mut case = case_with(Procedure::TherapeuticInjection, Field::SijPain, &Answer::Choice("yes"));
    let kind = |name| Entry(vec![(Part::Kind, Answer::Choice(name)), (Part::Plan, Answer::Choice("no"))]);
    let therapies = Answer::Entries(vec![kind("home-exercise"), kind("chiropractic")]);
    case.facts.fact_mut(Field::ActiveTherapy.at(Laterality::Left)).set(Some(&therapies)).unwrap();
    let in_words = |case: &Case| written(case).left_out.join("; ");
    assert_eq!(in_words(&case), "2 answers that the form does not ask: left.sij_pain, therapy.active");
    case.facts.request.procedure = Required(Some(Procedure::DiagnosticInjection));
    assert_eq!(in_words(&case), "1 answer that the form does not ask: therapy.active entry 2 plan");
    assert!(says(&case).contains(&"therapy.active.plan=N".to_owned()));
}

#[test]
fn hidden_date_is_named_however_it_is_known() {
    let month = PartialDate::parse_partial("2025-03").unwrap();
    for onset in [
        Onset::Since(PartialDate::Day(day("2025-03-01"))),
        Onset::Since(month),
        Onset::Ago(Duration::parse("8 months").unwrap()),
    ] {
        let case = case_with(Procedure::TherapeuticInjection, Field::Onset, &Answer::DateOrAgo(onset));
        assert_eq!(written(&case).left_out, ["1 answer that the form does not ask: pain.onset"]);
    }
}

#[test]
fn what_has_no_place_in_a_response_is_named() {
    let mut case = Case::default();
    case.set_aside.pain.herpes_zoster = crate::case::Fact::NotDocumented;
    case.set_aside.left.returned = crate::case::Fact::NotDocumented;
    case.intake.urgency = crate::case::Urgency::named("expedited");
    let expected = [
        "2 answers set aside: pain.herpes_zoster, left.returned",
        "how and when the request arrived, other than the day",
    ];
    assert_eq!(written(&case).left_out, expected);
}

#[test]
fn notes_are_written_in_the_order_of_the_policy() {
    let mut case = Case::default();
    for key in ["D.III", "D.I.A.1"] {
        case.evidence.insert(key.to_owned(), text("page 2"));
    }
    case.flags.insert("D.I.A.1".to_owned(), text("two onsets"));
    let expected = [
        "entry",
        "evidence.item=D.I.A.1",
        "evidence.where=page 2",
        "entry",
        "evidence.item=D.III",
        "evidence.where=page 2",
        "entry",
        "flags.item=D.I.A.1",
        "flags.why=two onsets",
    ];
    assert_eq!(says(&case), expected);
}

#[test]
fn head_names_the_case_the_form_the_member_and_the_day() {
    let mut case = Case::default();
    case.facts.member.id = Required(Some(text("TC9")));
    let of = ResponseOf {
        name: &text("one"),
        case: &case,
        is_complete: true,
        date: Some(day("2026-03-04")),
        audience: Audience::Plan,
    };
    let written = response(&of, &Form::of(crate::policy::editions()), &Names::under("https://plan.example"));
    let json: serde_json::Value = serde_json::from_str(&written.json).unwrap();
    assert_eq!(json["identifier"]["value"], "one");
    assert_eq!(json["questionnaire"], "https://plan.example/Questionnaire/mm-1463|2025-07-01.1");
    assert_eq!(json["subject"]["identifier"]["value"], "TC9");
    assert_eq!((&json["authored"], &json["status"]), (&"2026-03-04".into(), &"completed".into()));
}
