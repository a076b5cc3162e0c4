//! The interview: the order of questions, refused answers, and answers that are
//! set aside because their question no longer applies.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use sij_intake::case::{
    Answer, Case, Entry, Field, LONGEST_TEXT, Laterality, MOST_ENTRIES, NOT_DOCUMENTED, Part, PartialDate,
    Problem, QuestionId, Text,
};
use sij_intake::casefile;
use sij_intake::interview::{AnswerError, Interview, Position};
use sij_intake::policy;
use sij_intake::policy::Item;

const LEFT: Laterality = Laterality::Left;

fn case(lines: &str) -> Case {
    casefile::read(&format!("format = 1\npolicy = 'MM-1463'\n{lines}"), sij_intake::policy::editions())
        .unwrap()
}

fn interview(lines: &str) -> Interview {
    Interview::of(case(lines), &sij_intake::policy::PolicySettings::default())
}

const REQUEST: &str = "member.id = 'TC1'\nrequest.received = 2026-03-02\nrequest.side = 'left'\n";

fn requested(procedure: &str) -> Interview {
    interview(&format!("{REQUEST}request.procedure = '{procedure}'"))
}

fn day(text: &str) -> Answer {
    Answer::Day(text.parse().unwrap())
}

fn injected(on: &str) -> Answer {
    let date = Answer::PartialDate(PartialDate::Day(on.parse().unwrap()));
    Answer::Entries(vec![Entry::default().with(Part::Date, Some(date))])
}

#[test]
fn next_and_back_follow_the_order_of_questions() {
    for procedure in ["diagnostic-injection", "therapeutic-injection", "radiofrequency-ablation"] {
        let interview = requested(procedure);
        let questions: Vec<Position> = interview.questions().into_iter().map(Position::whole).collect();
        for pair in questions.windows(2) {
            assert_eq!(interview.next(pair[0]), pair[1]);
            assert_eq!(interview.back(pair[1]), Some(pair[0]));
        }
        let last = *questions.last().unwrap();
        assert_eq!(interview.back(questions[0]), None);
        assert_eq!(interview.next(last), Position::Review);
        assert_eq!(interview.back(Position::Review), Some(last));
    }
}

#[test]
fn interview_resumes_after_the_last_answer_or_in_an_unfinished_list() {
    let at = |field: Field| Position::whole(field.at(LEFT));
    let mut interview = requested("therapeutic-injection");
    assert_eq!(interview.start(), at(Field::ServiceDate));
    interview.answer(Field::Sedation.at(LEFT), &Answer::Choice("none")).unwrap();
    assert_eq!(interview.start(), at(Field::ImagingLine), "a skipped question comes later");
    interview.answer(Field::Injections.at(LEFT), &injected("2025-12-10")).unwrap();
    assert_eq!(interview.start(), at(Field::Injections));
    let last = *interview.questions().last().unwrap();
    interview.answer(Field::Injections.at(LEFT), &Answer::Entries(Vec::new())).unwrap();
    interview.answer(last, &Answer::Choices(Vec::new())).unwrap();
    assert_eq!(interview.start(), at(Field::ServiceDate), "then the first skipped question");
}

#[test]
fn answer_to_an_inapplicable_question_is_refused() {
    let mut interview = requested("diagnostic-injection");
    for field in [Field::Technique, Field::OtherBlockWhere, Field::Report, Field::InabilityInRecord] {
        let refused = match field {
            // Asked: an unknown inability that is not in the record is no inability.
            Field::InabilityInRecord => Ok(()),
            _ => Err(AnswerError::NotAsked),
        };
        let answer = if field == Field::Technique { "thermal" } else { "no" };
        assert_eq!(interview.answer(field.at(LEFT), &Answer::Choice(answer)), refused, "{field:?}");
    }
    let mut interview = requested("therapeutic-injection");
    let refused = interview.answer(Field::InabilityInRecord.at(LEFT), &Answer::Choice("no"));
    assert_eq!(refused, Err(AnswerError::NotAsked));
}

#[test]
fn not_documented_for_a_required_field_and_wrong_shapes_are_refused() {
    let mut interview = requested("diagnostic-injection");
    for field in [Field::MemberId, Field::Received, Field::Procedure, Field::Side] {
        assert_eq!(interview.answer(field.at(LEFT), &Answer::NotDocumented), Err(AnswerError::Required));
    }
    let refused = interview.answer(Field::SijPain.at(LEFT), &Answer::Text(Text::new("yes")));
    assert_eq!(refused, Err(AnswerError::Mismatch));
    assert_eq!(interview.facts().answer(Field::SijPain.at(LEFT)), None);
}

#[test]
fn values_that_a_file_cannot_hold_are_refused() {
    let text = |length: usize| Answer::Text(Text::new("x".repeat(length)));
    let words = |words: &str| Answer::Text(Text::new(words));
    let codes = |codes: Vec<&str>| Answer::Codes(codes.into_iter().map(Text::new).collect());
    let therapies = |count: usize| Answer::Entries(vec![Entry::default(); count]);
    let (name, billed) = (Field::MemberName.at(LEFT), Field::Codes.at(LEFT));
    let injections = Field::Injections.at(LEFT);
    let long = "x".repeat(LONGEST_TEXT + 1);
    for (question, answer, expected) in [
        (name, text(LONGEST_TEXT), Ok(())),
        (name, text(LONGEST_TEXT + 1), Err(AnswerError::Unfit)),
        (name, words(NOT_DOCUMENTED), Err(AnswerError::Unfit)),
        (name, words("not-documented "), Ok(())),
        (name, words(" "), Err(AnswerError::Unfit)),
        (billed, codes(vec!["27096"; MOST_ENTRIES]), Ok(())),
        (billed, codes(vec!["27096"; MOST_ENTRIES + 1]), Err(AnswerError::TooMany)),
        (billed, codes(vec!["27096", " "]), Err(AnswerError::Unfit)),
        (billed, codes(vec![NOT_DOCUMENTED]), Err(AnswerError::Unfit)),
        (billed, codes(vec![&long, "27096"]), Err(AnswerError::Unfit)),
        (injections, therapies(MOST_ENTRIES), Ok(())),
        (injections, therapies(MOST_ENTRIES + 1), Err(AnswerError::TooMany)),
    ] {
        assert_eq!(requested("diagnostic-injection").answer(question, &answer), expected, "{question}");
    }
}

#[test]
fn impossible_date_is_refused_and_names_the_conflicting_field() {
    let mut interview = requested("diagnostic-injection");
    interview.answer(Field::Injections.at(LEFT), &injected("2026-03-02")).unwrap();
    let refused = interview.answer(Field::Injections.at(LEFT), &injected("2026-03-03")).unwrap_err();
    let received = "2026-03-02".parse().unwrap();
    assert_eq!(refused.problem(), Some(Problem::AfterReceipt { received }));
    assert_eq!(refused.elsewhere(Field::Injections.at(LEFT)), None);
    let received = Field::Received.at(LEFT);
    let refused = interview.answer(received, &day("2026-03-01")).unwrap_err();
    assert_eq!(refused.elsewhere(received), Some(Field::Injections.at(LEFT)));
    assert_eq!(AnswerError::Required.problem(), None);
    assert_eq!(
        interview.facts().answer(received),
        Some(day("2026-03-02")),
        "a refused answer changes nothing"
    );
}

/// A line of a case received on 2026-03-02, and what is refused in it.
#[test]
fn impossible_dates_are_refused() {
    let relief = |text: &str| format!("left.ablations = [{{ date = {text} }}]");
    let active = |text: &str| format!("therapy.active = [{{ kind = 'chiropractic', {text} }}]");
    let inactive = |text: &str| format!("therapy.inactive = [{{ kind = 'ice', {text} }}]");
    for (line, expected) in [
        ("member.birth_date = 2026-03-02".to_owned(), None),
        ("member.birth_date = 2026-03-03".to_owned(), None),
        ("pain.onset = 2026-03-02".to_owned(), None),
        ("pain.onset = 2026-03-03".to_owned(), Some("pain.onset after")),
        ("pain.onset = '2026-03'".to_owned(), None),
        ("pain.onset = '2026-04'".to_owned(), Some("pain.onset after")),
        ("pain.location = []".to_owned(), Some("pain.location empty")),
        ("left.injections = [{ date = 2026-03-02 }]".to_owned(), None),
        ("left.injections = [{}, { date = 2026-03-03 }]".to_owned(), Some("left.injections.date after")),
        ("right.injections = [{ date = '2026-04' }]".to_owned(), Some("right.injections.date after")),
        (relief("2026-03-02"), None),
        (relief("2026-03-03"), Some("left.ablations.date after")),
        (relief("2025-03-02, relief_months = 12.9"), None),
        (relief("2025-03-03, relief_months = 11.9"), None),
        (relief("2025-03-03, relief_months = 12"), Some("left.ablations.relief_months too long")),
        (relief("'2025', relief_months = 14"), None),
        (relief("'2025', relief_months = 15"), Some("left.ablations.relief_months too long")),
        (active("start = 2026-03-02"), None),
        (active("start = 2026-03-03"), Some("therapy.active.start after")),
        (active("start = 2026-01-10, end = 2026-01-10"), None),
        (active("start = 2026-01-10, end = 2026-01-09"), Some("therapy.active.end before its start")),
        (active("start = 2026-01-10, end = '2026-01'"), None),
        (active("start = 2026-02-01, end = '2026-01'"), Some("therapy.active.end before its start")),
        (active("start = 2026-01-10, end = 2027-01-10"), None),
        (inactive("start = '2026-01', end = 2026-01-01"), None),
        (inactive("start = '2026-01', end = 2025-12-31"), Some("therapy.inactive.end before its start")),
        (inactive("end = 2020-01-01"), None),
    ] {
        let text = format!("format = 1\npolicy = 'MM-1463'\n{REQUEST}{line}");
        assert_eq!(refused(&text).as_deref(), expected, "{line}");
        // Without a day of receipt, only contradictions within an answer are refused.
        let unreceived = text.replace("request.received = 2026-03-02\n", "");
        let contradiction = expected.filter(|refused| {
            refused.contains("start") && refused.contains("end") || refused.contains("empty")
        });
        assert_eq!(refused(&unreceived).as_deref(), contradiction, "{line}");
    }
}

/// The first complaint about a file: its key and the problem in short.
fn refused(text: &str) -> Option<String> {
    let complaints = casefile::read(text, sij_intake::policy::editions()).err()?;
    let first = complaints.0.first()?;
    let what = [
        ("after", "after"),
        ("ends before", "before its start"),
        ("longer than", "too long"),
        ("nothing is named", "empty"),
    ];
    let (_, what) = what.iter().find(|(words, _)| first.problem.contains(words))?;
    Some(format!("{} {what}", first.key))
}

#[test]
fn repeated_answer_keeps_the_determination_and_a_different_one_clears_it() {
    let mut interview = requested("diagnostic-injection");
    let recorded = sij_intake::case::Recorded::default();
    let pain = Field::SijPain.at(LEFT);
    interview.answer(pain, &Answer::Choice("yes")).unwrap();
    interview.record(Some(recorded.clone()));
    interview.answer(pain, &Answer::Choice("yes")).unwrap();
    assert_eq!(interview.case().recorded, Some(recorded));
    interview.answer(pain, &Answer::Choice("no")).unwrap();
    assert_eq!(interview.case().recorded, None);
}

#[test]
fn flag_clears_the_determination_and_evidence_keeps_it() {
    let mut interview = requested("diagnostic-injection");
    let recorded = sij_intake::case::Recorded::default();
    interview.record(Some(recorded.clone()));
    interview.note_evidence(Item::D_I_A_1, Some(Text::new("page 3")));
    assert_eq!(interview.case().recorded, Some(recorded));
    assert_eq!(interview.case().evidence[Item::D_I_A_1.key()], Text::new("page 3"));
    interview.flag(Item::D_I_A_1, Some(Text::new("x".repeat(LONGEST_TEXT + 1))));
    assert_eq!(interview.case().recorded, None);
    assert_eq!(interview.case().flags[Item::D_I_A_1.key()], Text::new("x".repeat(LONGEST_TEXT)), "cut");
    interview.flag(Item::D_I_A_1, Some(Text::new(" ")));
    interview.note_evidence(Item::D_I_A_1, None);
    assert!(interview.case().flags.is_empty() && interview.case().evidence.is_empty());
}

#[test]
fn inapplicable_answers_are_set_aside_and_restored() {
    let mut interview = requested("radiofrequency-ablation");
    let (technique, procedure) = (Field::Technique.at(LEFT), Field::Procedure.at(LEFT));
    interview.answer(technique, &Answer::Choice("cooled")).unwrap();
    interview.answer(procedure, &Answer::Choice("diagnostic-injection")).unwrap();
    assert_eq!(interview.facts().answer(technique), None);
    assert_eq!(interview.case().set_aside.answer(technique), Some(Answer::Choice("cooled")));
    interview.answer(procedure, &Answer::Choice("radiofrequency-ablation")).unwrap();
    assert_eq!(interview.facts().answer(technique), Some(Answer::Choice("cooled")));
    assert_eq!(interview.case().set_aside.answer(technique), None);
}

#[test]
fn impossible_answer_stays_set_aside() {
    let mut interview = requested("therapeutic-injection");
    let (side, injections) = (Field::Side.at(LEFT), Field::Injections.at(LEFT));
    interview.answer(injections, &injected("2026-02-20")).unwrap();
    interview.answer(side, &Answer::Choice("right")).unwrap();
    interview.answer(Field::Received.at(LEFT), &day("2026-02-10")).unwrap();
    interview.answer(side, &Answer::Choice("left")).unwrap();
    assert_eq!(interview.facts().answer(injections), None);
    assert_eq!(interview.case().set_aside.answer(injections), Some(injected("2026-02-20")));
    interview.answer(Field::Received.at(LEFT), &day("2026-02-20")).unwrap();
    assert_eq!(interview.facts().answer(injections), Some(injected("2026-02-20")));
}

#[test]
fn restored_answer_restores_its_dependents() {
    let text = format!(
        "{REQUEST}request.procedure = 'diagnostic-injection'\n\
         [set_aside.device]\nimplanted = ['pain-pump']\nreport = 'yes'\nworking = 'yes'"
    );
    let interview = interview(&text);
    for field in [Field::Implanted, Field::Report, Field::Working] {
        assert!(interview.facts().answer(field.at(LEFT)).is_some(), "{field:?}");
    }
}

#[test]
fn nothing_is_set_aside_until_the_request_is_complete() {
    let whole = [
        "request.procedure = 'therapeutic-injection'",
        "request.side = 'right'",
        "request.received = 2026-03-02",
    ];
    let answers = "request.technique = 'cooled'\nleft.sij_pain = 'yes'";
    for missing in 0..whole.len() {
        let some: Vec<&str> =
            whole.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, line)| *line).collect();
        let interview = interview(&format!("member.id = 'TC1'\n{}\n{answers}", some.join("\n")));
        assert_eq!(
            interview.facts().answer(Field::Technique.at(LEFT)),
            Some(Answer::Choice("cooled")),
            "{missing}"
        );
        assert_eq!(interview.case().set_aside, Default::default());
    }
    let interview = interview(&format!("member.id = 'TC1'\n{}\n{answers}", whole.join("\n")));
    assert_eq!(interview.facts().answer(Field::Technique.at(LEFT)), None);
}

#[test]
fn only_parts_that_an_item_reads_are_asked() {
    let parts = |procedure: &str, field: Field| {
        let case = case(&format!("{REQUEST}request.procedure = '{procedure}'"));
        policy::applicable_parts(&case.facts, policy::editions(), field.at(LEFT))
            .iter()
            .map(|part| part.key())
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (procedure, field, expected) in [
        ("diagnostic-injection", Field::Injections, "date purpose"),
        ("therapeutic-injection", Field::Injections, "date purpose relief_percent functional_improvement"),
        ("radiofrequency-ablation", Field::Injections, "date purpose relief_percent"),
        ("radiofrequency-ablation", Field::Ablations, "date"),
        (
            "radiofrequency-ablation'\nleft.ablations = [{}]\ndevice.report = 'no",
            Field::Ablations,
            "date relief_months",
        ),
        ("diagnostic-injection", Field::ActiveTherapy, "kind start end in_record supervised plan follow_up"),
        ("diagnostic-injection", Field::InactiveTherapy, "kind start end in_record tens_details"),
        ("therapeutic-injection", Field::InactiveTherapy, ""),
        ("diagnostic-injection", Field::SijPain, ""),
    ] {
        assert_eq!(parts(procedure, field), expected, "{procedure} {field:?}");
    }
}

#[test]
fn question_lists_each_item_that_asks_it_once() {
    let items = |text: &str, field: Field| {
        let case = case(&format!("{REQUEST}{text}"));
        policy::items_asking(&case.facts, policy::editions(), field)
            .iter()
            .map(|item| item.number())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let both = "request.side = 'both'\n";
    for (text, field, expected) in [
        ("request.procedure = 'diagnostic-injection'", Field::Injections, "D.I.A D.I.A.5"),
        ("request.procedure = 'therapeutic-injection'", Field::Injections, "D.I.B.1 D.I.B.4 D.I.B.5"),
        ("request.procedure = 'therapeutic-injection'", Field::MemberName, ""),
        ("request.procedure = 'radiofrequency-ablation'", Field::Technique, "D.II.C.1"),
        ("request.procedure = 'diagnostic-injection'", Field::Technique, ""),
        ("", Field::Injections, ""),
        // Each item once, whichever sides are requested.
        (
            "request.procedure = 'diagnostic-injection'\nright.service_date = 2026-03-20",
            Field::SijPain,
            "D.I.A.2",
        ),
    ] {
        assert_eq!(items(text, field), expected, "{text} {field:?}");
        let twice = REQUEST.replace("request.side = 'left'\n", both);
        let case = case(&format!("{twice}{text}"));
        let numbers: Vec<_> = policy::items_asking(&case.facts, policy::editions(), field)
            .iter()
            .map(|item| item.number())
            .collect();
        assert_eq!(numbers.join(" "), expected, "both sides: {text} {field:?}");
    }
}

#[test]
fn open_questions_leave_out_answered_and_inconsequential_ones() {
    let interview = requested("diagnostic-injection");
    let not_open = interview.questions().into_iter().filter(|question| !interview.open().contains(question));
    let fields: Vec<Field> = not_open.map(QuestionId::field).collect();
    assert_eq!(
        fields,
        [
            Field::MemberId,
            Field::MemberName,
            Field::BirthDate,
            Field::Received,
            Field::Procedure,
            Field::Side,
            Field::Codes,
            Field::Diagnoses
        ]
    );
}

#[test]
fn each_refusal_says_what_to_do() {
    let mut interview = requested("diagnostic-injection");
    interview.answer(Field::Injections.at(LEFT), &injected("2026-03-02")).unwrap();
    let impossible = interview.answer(Field::Injections.at(LEFT), &injected("2026-03-03")).unwrap_err();
    for (refused, words) in [
        (AnswerError::NotAsked, "this is not asked in this request"),
        (AnswerError::Required, "this is needed: give a value"),
        (AnswerError::Mismatch, "this does not fit the question"),
        (AnswerError::TooMany, "more than 50 entries: a case has fewer"),
        (AnswerError::Unfit, "give a text of at most 4000 characters, other than not-documented"),
        (
            impossible,
            "this is after 2026-03-02, the day the request was received: give a day up to then, or correct the day of receipt",
        ),
    ] {
        assert_eq!(refused.to_string(), words);
    }
}

#[test]
fn list_of_therapies_shows_its_days() {
    let therapy = "\nrequest.procedure = 'diagnostic-injection'\n\
        therapy.active = [{ kind = 'chiropractic', start = 2026-01-01, end = 2026-01-14, in_record = 'yes' }]";
    let interview = interview(&format!("{REQUEST}{therapy}"));
    let total = |field: Field| interview.list_total(field.at(LEFT));
    let days = "14 days of active therapy between 2025-09-02 and 2026-03-02 (42 needed)";
    assert_eq!(total(Field::ActiveTherapy).as_deref(), Some(days));
    assert_eq!(total(Field::Injections), None);
}
