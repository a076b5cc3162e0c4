//! The letter to the provider: plain enough for its reader, no wider than a page,
//! without a word of decision, and with everything that is asked for.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads the sample cases and fails by panicking"
)]

mod grade;
mod written;

use chrono::NaiveDate;
use proptest::prelude::*;
use sij_intake::case::{
    ActiveKind, Answer, Case, Choice, Entry, Fact, Field, ImplantedDevice, InactiveKind, Laterality, Part,
    QuestionId, Required, Shape, State, Text,
};
use sij_intake::casefile::{self, LetterForm, NEVER_WRITTEN};
use sij_intake::policy::{
    self, Condition, ConditionKind, Determination, InformationRequest, Item, Limits, PolicySettings,
};
use sij_intake::questions::{PARTS, QUESTIONS};
use sij_intake::report::{
    LETTER_WIDTH, Letter, LetterOf, NoLetter, letter_text, letters_html, letters_markdown, letters_text,
};
use unicode_width::UnicodeWidthStr;

use super::properties::strategies::cases;
use super::sample_cases::sample_cases;
use grade::grade;

/// A name of the forbidden words alone: names are data and printed as they are.
const NAME: &str = "Denied Approve";
const CASE: &str = "one-case";

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn sample(name: &str) -> Case {
    sample_cases().into_iter().find(|(each, _)| each == name).unwrap().1
}

/// The letter about a case, or its draft.
fn letter_about(case: &Case, determination: &Determination, draft: bool) -> Result<Letter, NoLetter> {
    let of = LetterOf {
        case: &Text::new(CASE),
        facts: &case.facts,
        determination,
        settings: &PolicySettings::default(),
        form: &LetterForm::default(),
        today: today(),
    };
    if draft { Letter::draft(&of) } else { Letter::of(&of) }
}

fn letter(case: &Case, draft: bool) -> Result<Letter, NoLetter> {
    letter_about(case, &policy::decide(case, &PolicySettings::default()).unwrap(), draft)
}

/// The case with every missing answer, and every missing part of an entry, not documented.
fn looked_through(mut case: Case) -> Case {
    for question in QuestionId::all() {
        let fact = case.facts.fact_mut(question);
        if fact.required() {
            continue;
        }
        let answer = match (fact.answer(), fact.shape()) {
            (None, _) => Answer::NotDocumented,
            (Some(Answer::Entries(entries)), Shape::Entries(shapes)) => {
                let whole = |entry: Entry| {
                    let lacking = shapes.iter().filter(|shape| entry.part(shape.part).is_none());
                    let lacking: Vec<Part> = lacking.map(|shape| shape.part).collect();
                    lacking.iter().fold(entry, |entry, part| entry.with(*part, Some(Answer::NotDocumented)))
                };
                Answer::Entries(entries.into_iter().map(whole).collect())
            }
            _ => continue,
        };
        fact.set(Some(&answer)).unwrap();
    }
    case
}

/// Checks what every letter has to be: grades, columns and words.
fn check(letter: &Letter) {
    let sentences: Vec<&str> = letter.sentences().collect();
    let graded = sentences.iter().map(|sentence| (grade(&[sentence]), *sentence));
    let (hardest, sentence) = graded.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap();
    assert!(hardest <= 8.0, "{hardest:.2}: {sentence}");
    let whole = grade(&sentences);
    assert!(whole <= 6.0, "{whole:.2}: {}", letter_text(letter));
    for sentence in &sentences {
        assert!(!sentence.contains(['{', '}', '|', '#', '_']) && !sentence.contains("  "), "{sentence}");
        assert!(!sentence.contains(" )"), "a word is missing: {sentence}");
        assert!(sentence.ends_with('.'), "{sentence}");
    }
    let text = letter_text(letter);
    assert!(text.contains("This letter is not a decision."), "{text}");
    for line in text.lines() {
        assert!(line.width() <= LETTER_WIDTH && line.trim_end() == line, "{line}");
    }
    let all = std::slice::from_ref(letter);
    for printed in [text, letters_markdown(all), letters_html(all)] {
        assert_undecided(&printed);
    }
}

/// No word of decision stands in a letter, apart from the member's name.
fn assert_undecided(printed: &str) {
    let words: Vec<&str> = printed.split_whitespace().collect();
    let own = words.join(" ").replace(NAME, "").to_lowercase();
    for word in NEVER_WRITTEN {
        assert!(!own.contains(word), "{word}: {own}");
    }
}

#[test]
fn letters_of_the_samples_are_plain_narrow_and_undecided() {
    let mut count = 0;
    for (_, case) in sample_cases() {
        for case in [case.clone(), looked_through(case)] {
            let Ok(letter) = letter(&case, true) else { continue };
            check(&letter);
            count += 1;
        }
    }
    assert!(count >= 20, "{count}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn letters_of_any_case_are_plain_narrow_and_undecided(case in cases()) {
        let mut case = looked_through(case.0);
        case.facts.member.name = Fact::Known(Text::new(NAME));
        let determination = policy::decide(&case, &PolicySettings::default()).unwrap();
        match letter_about(&case, &determination, false) {
            Ok(letter) => {
                check(&letter);
                assert_complete(&letter, &determination);
            }
            Err(none) => {
                prop_assert_eq!(none, NoLetter::NothingToAsk);
                prop_assert!(determination.ask_for.is_empty());
            }
        }
    }

    #[test]
    fn drafts_of_any_case_say_what_is_open_and_ask_for_nothing_that_is(case in cases()) {
        let determination = policy::decide(&case, &PolicySettings::default()).unwrap();
        let open = !determination.complete;
        if let Ok(draft) = letter_about(&case, &determination, true) {
            check(&draft);
            prop_assert_eq!(open, draft.warnings.iter().any(|words| words.starts_with("DRAFT, not to be sent: ")));
        }
        let refused = matches!(letter_about(&case, &determination, false), Err(NoLetter::Unanswered(_)));
        prop_assert_eq!(open, refused);
    }
}

/// Every fact on the list is in the letter, with all its items.
fn assert_complete(letter: &Letter, determination: &Determination) {
    for request in &determination.ask_for {
        let numbers: Vec<String> = request.items.iter().map(|item| item.number().replace('-', " ")).collect();
        let asks = |sentence: &str| {
            let items = sentence.split('[').nth(1).unwrap_or_default().trim_end_matches("].");
            numbers.iter().all(|number| items.split(", ").any(|item| item == number))
        };
        assert!(letter.sentences().any(asks), "{request:?}: {letter:?}");
    }
    let points: usize = letter.points.iter().map(|point| 1 + point.if_so.len()).sum();
    let of_both = determination.ask_for.iter().filter(|ask| ask.question.side().is_some()).count();
    assert!(points <= determination.ask_for.len() && points >= determination.ask_for.len() - of_both / 2);
}

#[test]
fn letter_asks_for_what_the_papers_lack() {
    let letter = letter(&sample("2026-05-12-diagnostic-record-has-gaps"), false).unwrap();
    let sentences: Vec<&str> = letter.points.iter().map(|point| point.sentences[0].as_str()).collect();
    assert_eq!(
        sentences,
        [
            "The papers do not show which sedation is planned; please name it, or say there is none \
             (it is billed as a line of its own) [D.I.C.5].",
            "The papers show only 2026-02 for the day the pain began; please send the note that gives it \
             (needed: since 2026-02-12, three months by 2026-05-12) [D.I.A.1].",
            "The papers do not show if there is a tender spot at the left joint; please send the note \
             (needed: such a spot) [D.I.A.2].",
            "The papers do not show the last day of the physical therapy from 2026-01-12; please send it \
             (days from 2025-11-12 to 2026-05-12 count) [D.I.A.4.a].",
        ]
    );
    assert_eq!(
        letter.opening,
        [
            "We have your request of 2026-05-12.",
            "We need more facts to go on with it.",
            "Please send us what is named below.",
            "The numbers in brackets are the items of policy MM-1463 that ask for it.",
        ]
    );
    let particulars: Vec<(&str, &str)> =
        letter.particulars.iter().map(|(label, value)| (*label, value.as_str())).collect();
    assert_eq!(
        particulars,
        [
            ("Date", "2026-11-23"),
            ("Case", CASE),
            ("Member", "Holly Placeholder, TC9000033"),
            ("Procedure", "diagnostic injection, sacroiliac joint"),
            ("Side", "left"),
            ("Received", "2026-05-12"),
            ("Planned for", "2026-05-26 (left)"),
            ("Policy", "MM-1463 (effective 2025-07-01)"),
        ]
    );
}

#[test]
fn letter_is_refused_while_questions_are_open_and_the_draft_says_so() {
    let case = sample("2026-05-18-therapeutic-half-answered");
    let refused = letter(&case, false).unwrap_err();
    let open = "2 questions have no answer (inactive therapy alongside the injection; earlier SIJ injections, \
                right joint)";
    assert_eq!(refused.to_string(), format!("no letter yet: {open}; answer them first"));
    let draft = letter(&case, true).unwrap();
    assert_eq!(draft.warnings, [format!("DRAFT, not to be sent: {open}. Answer them first.")]);
    assert!(letter_text(&draft).starts_with("DRAFT, not to be sent: 2 questions"));
    assert!(!letter_text(&draft).contains("helped function"), "it is not answered yet");
    let nothing = letter(&sample("2026-03-02-diagnostic-clean"), true).unwrap_err();
    assert_eq!(nothing.to_string(), "there is nothing to ask the provider for: no letter");
}

#[test]
fn what_if_is_not_sent() {
    let case = sample("2026-05-12-diagnostic-record-has-gaps");
    let limits = Limits { therapy_days: 7, ..policy::editions().latest().limits };
    let settings = PolicySettings::default().with_limits(limits);
    let determination = policy::decide(&case, &settings).unwrap();
    let form = LetterForm::default();
    let of = LetterOf {
        case: &Text::new(CASE),
        facts: &case.facts,
        determination: &determination,
        settings: &settings,
        form: &form,
        today: today(),
    };
    assert_eq!(Letter::of(&of).unwrap_err(), NoLetter::Hypothetical);
    let draft = Letter::draft(&of).unwrap();
    assert!(draft.warnings[0].starts_with("HYPOTHETICAL, not to be sent"), "{draft:?}");
}

fn request(item: Item, question: QuestionId, entry: Option<(usize, Part)>) -> InformationRequest {
    InformationRequest {
        items: vec![item],
        question,
        entry,
        state: State::NotDocumented,
        what: String::new(),
        only_if: None,
        show: Vec::new(),
    }
}

/// The points of the letter that asks for these facts of a case.
fn points(case: &Case, ask_for: Vec<InformationRequest>) -> Vec<(Vec<String>, Vec<String>)> {
    let determination = policy::decide(case, &PolicySettings::default()).unwrap();
    let letter =
        letter_about(case, &Determination { complete: true, ask_for, ..determination }, true).unwrap();
    check(&letter);
    letter.points.into_iter().map(|point| (point.sentences, point.if_so)).collect()
}

fn hangs_on(question: QuestionId, is: ConditionKind, request: InformationRequest) -> InformationRequest {
    InformationRequest { only_if: Some(Condition { question, is }), state: State::Unanswered, ..request }
}

#[test]
fn facts_that_hang_on_an_answer_stand_with_it() {
    let case = looked_through(sample("2026-05-12-diagnostic-record-has-gaps"));
    let at = |field: Field| field.at(Laterality::Left);
    let [implanted, inability, block] = [Field::Implanted, Field::Inability, Field::OtherBlock].map(at);
    let found = points(
        &case,
        vec![
            hangs_on(implanted, ConditionKind::NotEmpty, request(Item::D_III, at(Field::Report), None)),
            request(Item::D_III, implanted, None),
            hangs_on(implanted, ConditionKind::NotEmpty, request(Item::D_III, at(Field::Working), None)),
            request(Item::D_I_A_4_A, inability, None),
            hangs_on(
                inability,
                ConditionKind::Reason,
                request(Item::D_I_A_4_A, at(Field::InabilityInRecord), None),
            ),
            request(Item::D_I_C_3, block, None),
            hangs_on(block, ConditionKind::Day, request(Item::D_I_C_3, at(Field::OtherBlockWhere), None)),
        ],
    );
    let [of_block, of_inability, of_device] = &found[..] else { panic!("{found:?}") };
    assert_eq!(
        of_device.1,
        [
            "If a stimulator or pump is implanted: please send the report of its check (due with the request) \
             [D.III].",
            "If a stimulator or pump is implanted: please send the note that says how it works (needed: that \
             it works well) [D.III].",
        ]
    );
    assert!(of_inability.1[0].starts_with("If active therapy was not done in full: please send the page"));
    assert!(of_block.1[0].starts_with("If there is another block or spine shot: please say if it is at the"));
    let alone = points(
        &case,
        vec![InformationRequest {
            state: State::NotDocumented,
            ..hangs_on(block, ConditionKind::Day, request(Item::D_I_C_3, at(Field::OtherBlockWhere), None))
        }],
    );
    assert!(alone[0].0[0].starts_with("If there is another block or spine shot: please say"), "{alone:?}");
}

#[test]
fn fact_that_hangs_on_an_open_question_is_not_asked_for() {
    let case = looked_through(sample("2026-05-12-diagnostic-record-has-gaps"));
    let determination = policy::decide(&case, &PolicySettings::default()).unwrap();
    let implanted = Field::Implanted.at(Laterality::Left);
    let parent = InformationRequest { state: State::Unanswered, ..request(Item::D_III, implanted, None) };
    let report = request(Item::D_III, Field::Report.at(Laterality::Left), None);
    let ask_for = vec![parent, hangs_on(implanted, ConditionKind::NotEmpty, report)];
    let determination = Determination { ask_for, ..determination };
    assert_eq!(letter_about(&case, &determination, true), Err(NoLetter::NothingToAsk));
    assert_eq!(letter_about(&case, &determination, false), Err(NoLetter::Unanswered(vec![implanted])));
}

#[test]
fn each_entry_of_a_list_is_told_what_to_show() {
    let case = looked_through(sample("2026-05-26-diagnostic-active-therapy-not-documented"));
    let parts = |field: Field, parts: &[Part]| {
        let whole = request(Item::D_I_A_4_A, field.at(Laterality::Left), None);
        let asked = points(&case, vec![InformationRequest { show: parts.to_vec(), ..whole }]);
        asked[0].0[1..].to_vec()
    };
    let active = [Part::Kind, Part::Start, Part::End, Part::InRecord];
    let home = [Part::Supervised, Part::Plan, Part::FollowUp];
    let each = "For each one, please show the kind, the first day, the last day and the notes in the record.";
    let exercise =
        "For home exercise, also show the doctor who led it, the plan or order and the visit after it.";
    assert_eq!(
        parts(Field::ActiveTherapy, &[active, [home[0], home[1], home[2], Part::Kind]].concat()),
        [each, exercise]
    );
    let tens = "For TENS, also show what for, how often, how long and since when.";
    assert_eq!(parts(Field::InactiveTherapy, &[&active[..], &[Part::TensDetails]].concat()), [each, tens]);
    let injection = [Part::Date, Part::Purpose, Part::ReliefPercent, Part::FunctionalImprovement];
    assert_eq!(
        parts(Field::Injections, &injection),
        ["For each one, please show the day, the aim, the relief in percent and if it helped function."]
    );
    assert_eq!(
        parts(Field::Ablations, &[Part::Date, Part::ReliefMonths]),
        ["For each one, please show the day and the months of relief."]
    );
}

/// A request for both joints with these further answers.
fn case_with(answers: &str) -> Case {
    let text = format!(
        "format = 1\npolicy = 'MM-1463'\nmember.id = 'x'\nrequest = {{ received = 2026-05-21, procedure = \
         'diagnostic-injection', side = 'both' }}\nleft.service_date = 2026-06-01\nright.service_date = \
         2026-06-08\n{answers}"
    );
    casefile::read(&text, policy::editions()).unwrap()
}

/// Cases that have a list with each kind of entry: dated to the day and to the year, two of
/// each that read the same, and not dated at all.
fn cases_with_entries(list: Field) -> Vec<Case> {
    let dates = ["2026-01-10", "2026-01-10", "'2025'", "'2025'", "'not-documented'"];
    let dated = |entry: &dyn Fn(&str) -> String| dates.map(entry).join(", ");
    let of_kind = |kind: &&str| {
        let entries = dated(&|day| format!("{{ kind = '{kind}', start = {day}, end = {day} }}"));
        case_with(&format!("therapy.{} = [{entries}]", list.key()))
    };
    let of_joints = || {
        let entries = dated(&|day| format!("{{ date = {day} }}"));
        let key = list.key();
        case_with(&format!("left.{key} = [{entries}]\nright.{key} = [{entries}]"))
    };
    match list {
        Field::ActiveTherapy => ActiveKind::NAMES.iter().map(of_kind).collect(),
        Field::InactiveTherapy => InactiveKind::NAMES.iter().map(of_kind).collect(),
        _ => vec![of_joints()],
    }
}

fn sides(field: Field) -> &'static [Laterality] {
    if field.of_a_joint() { &Laterality::BOTH } else { &Laterality::BOTH[..1] }
}

#[test]
fn every_sentence_of_a_question_is_plain() {
    let case = case_with("");
    for question in QUESTIONS.iter().filter(|question| question.letter.is_some()) {
        for count in 1..=sides(question.field).len() {
            let asked = sides(question.field)[..count].iter();
            points(&case, asked.map(|side| request(Item::D_I_A, question.field.at(*side), None)).collect());
        }
    }
}

#[test]
fn every_sentence_of_a_part_is_plain() {
    for part in PARTS.iter().filter(|part| part.letter.is_some()) {
        for case in cases_with_entries(part.field) {
            let entries = case.facts.entries(part.field.at(Laterality::Left));
            let relevant = |index: &usize| policy::part_is_relevant(&entries[*index], part.part);
            let entries = (0..entries.len()).filter(relevant);
            let asked = entries.flat_map(|index| sides(part.field).iter().map(move |side| (index, *side)));
            let asked = asked
                .map(|(index, side)| request(Item::D_I_A, part.field.at(side), Some((index, part.part))));
            let asked: Vec<InformationRequest> = asked.collect();
            if !asked.is_empty() {
                points(&case, asked);
            }
        }
    }
}

fn both_sides() -> Case {
    looked_through(sample("2026-05-21-both-sides-right-date-unanswered"))
}

#[test]
fn fact_of_both_joints_is_one_sentence() {
    let case = both_sides();
    let both = |field: Field, items: [Item; 2]| {
        let each = Laterality::BOTH.iter().zip(items);
        each.map(|(side, item)| request(item, field.at(*side), None)).collect()
    };
    let found = points(&case, both(Field::SijPain, [Item::D_I_A_2, Item::D_I_A_3]));
    assert_eq!(
        found[0].0,
        ["The papers do not show if the pain is at the left and right joints; please send the note \
          (needed: pain there) [D.I.A.2, D.I.A.3]."]
    );
    let block = request(Item::D_I_C_3, Field::OtherBlock.at(Laterality::Left), None);
    for (left, right, from) in [
        ("2026-06-01", "2026-06-08", "2026-06-01 (left) and 2026-06-08 (right)"),
        ("2026-06-01", "2026-06-01", "2026-06-01"),
    ] {
        let mut dated = case.clone();
        dated.facts.left.service_date = Fact::Known(left.parse().unwrap());
        dated.facts.right.service_date = Fact::Known(right.parse().unwrap());
        let found = points(&dated, vec![block.clone()]);
        assert!(found[0].0[0].contains(&format!("a week or more from {from})")), "{found:?}");
    }
}

/// The case with these injections of a joint.
fn injected(mut case: Case, side: Laterality, injections: &str) -> Case {
    let text = format!(
        "format = 1\npolicy = 'MM-1463'\nmember.id = 'x'\nrequest = {{ received = 2026-05-21, procedure = \
         'diagnostic-injection', side = 'both' }}\nleft.injections = [{injections}]"
    );
    let read = casefile::read(&text, policy::editions()).unwrap().facts.left.injections;
    case.facts.joint_mut(side).injections = read;
    case
}

#[test]
fn entries_are_told_apart_by_kind_day_and_number() {
    let case = injected(both_sides(), Laterality::Left, "{ date = 2026-01-10 }, { date = '2025' }, {}, {}");
    let case = injected(case, Laterality::Right, "{ date = 2026-01-10 }");
    let relief =
        |side, index| request(Item::D_I_B_1, Field::Injections.at(side), Some((index, Part::ReliefPercent)));
    let [left, right] = Laterality::BOTH;
    let found = points(
        &case,
        vec![relief(left, 0), relief(left, 1), relief(left, 2), relief(left, 3), relief(right, 0)],
    );
    let asked: Vec<&str> =
        found.iter().map(|(sentences, _)| sentences[0].split(';').next().unwrap()).collect();
    assert_eq!(
        asked,
        [
            "The papers do not show how much the left and right injections of 2026-01-10 helped",
            "The papers do not show how much the left injection of 2025 helped",
            "The papers do not show how much the left injection (no. 3) helped",
            "The papers do not show how much the left injection (no. 4) helped",
        ]
    );
    let day = |index| request(Item::D_I_B_4, Field::Injections.at(left), Some((index, Part::Date)));
    let found = points(&case, vec![day(1)]);
    assert!(
        found[0].0[0].starts_with("The papers show only 2025 for the day of the left injection (no. 2);")
    );
}

#[test]
fn known_answer_that_is_not_enough_is_named() {
    let case = sample("2026-04-16-therapeutic-report-declined");
    let known = |field: Field| InformationRequest {
        state: State::Known,
        ..request(Item::D_III, field.at(Laterality::Left), None)
    };
    for (field, devices, start) in [
        (Field::Report, vec![], "The papers say \"declined\" on a report on the device;"),
        (
            Field::Implanted,
            vec![ImplantedDevice::SpinalCordStimulator],
            "The papers say \"spinal cord stimulator\" on if a stimulator",
        ),
        (Field::Implanted, vec![], "The papers say \"none\" on if a stimulator"),
        (
            Field::Injections,
            vec![],
            "The papers do not show enough of the past injections of the left joint;",
        ),
    ] {
        let mut case = injected(case.clone(), Laterality::Left, "{ date = 2026-01-10 }");
        case.facts.device.implanted = Fact::Known(devices.into_iter().collect());
        let ask_for = vec![known(field)];
        let determination = policy::decide(&case, &PolicySettings::default()).unwrap();
        let determination = Determination { complete: true, ask_for, ..determination };
        let letter = letter_about(&case, &determination, false).unwrap();
        let sentence = &letter.points[0].sentences[0];
        assert!(sentence.starts_with(start), "{sentence}");
    }
}

#[test]
fn names_and_own_words_are_escaped_in_every_format() {
    let mut case = sample("2026-05-12-diagnostic-record-has-gaps");
    case.facts.member.name = Fact::Known(Text::new("<script>alert('x')</script> & \u{1b}[2J |`*"));
    case.facts.member.id = Required(Some(Text::new("# \"T\u{202e}C")));
    let settings = casefile::read_program_settings(
        "[letter]\nletterhead = '''\nPlan <b>\n\n1. Street\n{member} {today}'''\nclosing = '- \u{feff}Bye {case}'",
    );
    let form = settings.unwrap().letter;
    let determination = policy::decide(&case, &PolicySettings::default()).unwrap();
    let of = LetterOf {
        case: &Text::new(CASE),
        facts: &case.facts,
        determination: &determination,
        settings: &PolicySettings::default(),
        form: &form,
        today: today(),
    };
    let letter = Letter::of(&of).unwrap();
    let all = [letter];
    let [text, markdown, html] = [letters_text(&all), letters_markdown(&all), letters_html(&all)];
    for printed in [&text, &markdown, &html] {
        assert!(!printed.contains(['\u{1b}', '\u{202e}', '\u{feff}']), "{printed}");
    }
    assert!(text.contains("<script>alert('x')</script> & <U+001B>[2J |`* 2026-11-23"), "{text}");
    assert!(markdown.contains("\\<script\\>") && !markdown.contains(" <"), "{markdown}");
    assert!(
        markdown.contains("Plan \\<b\\>\n\n1\\. Street\\\n") && markdown.contains("\n\\- \\<U+FEFF"),
        "{markdown}"
    );
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;alert(&#39;x&#39;)"), "{html}");
    assert!(
        html.contains("<html lang=\"en\">") && html.contains("<p>Plan &lt;b&gt;</p>\n<p>1. Street<br>"),
        "{html}"
    );
}
