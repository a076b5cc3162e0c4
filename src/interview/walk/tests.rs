//! Where each answer leads, and how the entries of a list change.

use super::*;
use crate::case::{Choice, Facts, Field, Laterality, PartialDate, Procedure, RequestedSide, Text};

const INJECTIONS: QuestionId = Field::Injections.at(Laterality::Left);
const THERAPY: QuestionId = Field::ActiveTherapy.at(Laterality::Left);

fn requested(procedure: &str) -> Interview {
    let mut interview =
        Interview::of(crate::case::Case::default(), &crate::policy::PolicySettings::default());
    let request = [
        (Field::MemberId, Answer::Text(Text::new("TC1"))),
        (Field::Received, Answer::Day("2026-03-02".parse().unwrap())),
        (Field::Procedure, Answer::Choice(Procedure::named(procedure).unwrap().name())),
        (Field::Side, Answer::Choice(RequestedSide::Left.name())),
    ];
    for (field, answer) in request {
        interview.answer(field.at(Laterality::Left), &answer).unwrap();
    }
    interview
}

fn day(text: &str) -> Answer {
    Answer::PartialDate(PartialDate::Day(text.parse().unwrap()))
}

fn part(question: QuestionId, index: usize, part: Part) -> Position {
    Position::Question(question, Target::Part { index, part })
}

fn add_injection(interview: &mut Interview, on: &str) {
    let index = interview.facts().entries(INJECTIONS).len();
    interview.answer_at(INJECTIONS, Target::Part { index, part: Part::Date }, &day(on)).unwrap();
}

#[test]
fn parts_of_an_entry_are_visited_in_order_and_lead_back_to_the_list() {
    let mut interview = requested("therapeutic-injection");
    let first = part(INJECTIONS, 0, Part::Date);
    assert_eq!(interview.new_entry(INJECTIONS), Ok(first));
    add_injection(&mut interview, "2026-02-10");
    let last = part(INJECTIONS, 0, Part::FunctionalImprovement);
    for step in [Interview::next, Interview::after_answer] {
        assert_eq!(step(&interview, first), part(INJECTIONS, 0, Part::Purpose));
        assert_eq!(step(&interview, last), Position::whole(INJECTIONS));
    }
    assert_eq!(interview.back(last), Some(part(INJECTIONS, 0, Part::ReliefPercent)));
    assert_eq!(interview.back(first), Some(Position::whole(INJECTIONS)));
    assert_eq!(interview.entry(INJECTIONS, 0), first);
    let lacking = [Part::Purpose, Part::ReliefPercent, Part::FunctionalImprovement];
    assert_eq!(interview.parts_lacking(INJECTIONS, 0), lacking);
    assert_eq!(interview.new_entry(INJECTIONS), Ok(part(INJECTIONS, 1, Part::Date)));
}

#[test]
fn new_entry_can_lack_its_date_but_not_its_kind() {
    let interview = requested("diagnostic-injection");
    let date = interview.new_entry(INJECTIONS).unwrap();
    assert_eq!(interview.next(date), part(INJECTIONS, 0, Part::Purpose));
    let kind = interview.new_entry(THERAPY).unwrap();
    assert_eq!(interview.next(kind), Position::whole(THERAPY));
    let mut interview = interview;
    let target = Target::Part { index: 0, part: Part::Kind };
    interview.answer_at(THERAPY, target, &Answer::Choice("chiropractic")).unwrap();
    assert_eq!(interview.next(kind), part(THERAPY, 0, Part::Start), "a known kind is kept");
}

#[test]
fn after_answer_skips_answered_questions() {
    let mut interview = requested("therapeutic-injection");
    let at = |field: Field| Position::whole(field.at(Laterality::Left));
    assert_eq!(interview.after_answer(at(Field::MemberId)), at(Field::MemberName));
    assert_eq!(interview.after_answer(at(Field::BirthDate)), at(Field::ServiceDate));
    assert_eq!(interview.next(at(Field::BirthDate)), at(Field::Received));
    add_injection(&mut interview, "2025-12-10");
    assert_eq!(interview.after_answer(at(Field::HerpesZoster)), at(Field::Injections), "half an entry");
}

#[test]
fn end_is_the_review_while_a_question_is_open() {
    let mut interview = requested("diagnostic-injection");
    let last = |interview: &Interview| Position::whole(*interview.questions().last().unwrap());
    assert_eq!(interview.after_answer(last(&interview)), Position::Review);
    assert_eq!(interview.next(Position::Review), Position::whole(Field::MemberName.at(Laterality::Left)));
    while let Some(question) = interview.open().first().copied() {
        let answer = match question.field() {
            Field::Inability => Answer::Choice("no"),
            _ => Answer::NotDocumented,
        };
        interview.answer(question, &answer).unwrap();
    }
    for step in [Interview::next, Interview::after_answer] {
        assert_eq!(step(&interview, last(&interview)), Position::Determination);
    }
    assert_eq!(interview.start(), Position::Determination);
    assert_eq!(interview.back(Position::Determination), Some(last(&interview)));
    let name = Position::whole(Field::MemberName.at(Laterality::Left));
    assert_eq!(interview.next(Position::Determination), name, "kept for the record, and not answered");
    for question in interview.lacking() {
        interview.answer(question, &Answer::NotDocumented).unwrap();
    }
    assert_eq!(interview.next(Position::Determination), Position::Determination);
    assert_eq!(interview.after_answer(Position::Review), Position::Review);
}

#[test]
fn removing_the_last_entry_leaves_the_list_unanswered() {
    let mut interview = requested("therapeutic-injection");
    add_injection(&mut interview, "2025-12-10");
    add_injection(&mut interview, "2025-06-01");
    assert_eq!(interview.remove_entry(INJECTIONS, 2), Err(AnswerError::NotAsked));
    interview.remove_entry(INJECTIONS, 0).unwrap();
    let remaining = interview.facts().entries(INJECTIONS);
    assert_eq!(remaining, [Entry::default().with(Part::Date, Some(day("2025-06-01")))]);
    interview.remove_entry(INJECTIONS, 0).unwrap();
    assert_eq!(interview.facts().answer(INJECTIONS), None);
    assert_eq!(interview.remove_entry(INJECTIONS, 0), Err(AnswerError::NotAsked));
}

#[test]
fn removing_the_last_entry_does_not_restore_what_was_set_aside() {
    let mut interview = requested("therapeutic-injection");
    add_injection(&mut interview, "2025-12-10");
    interview.case.set_aside = Facts { left: interview.facts().left.clone(), ..Facts::default() };
    interview.remove_entry(INJECTIONS, 0).unwrap();
    assert_eq!(interview.facts().answer(INJECTIONS), None);
    assert_eq!(interview.case().set_aside.answer(INJECTIONS), None);
}

#[test]
fn answer_to_a_part_adds_or_changes_an_entry() {
    let mut interview = requested("therapeutic-injection");
    let purpose = |index| Target::Part { index, part: Part::Purpose };
    let diagnostic = Answer::Choice("diagnostic");
    assert_eq!(interview.answer_at(INJECTIONS, purpose(1), &diagnostic), Err(AnswerError::NotAsked));
    interview.answer_at(INJECTIONS, purpose(0), &diagnostic).unwrap();
    add_injection(&mut interview, "2025-06-01");
    interview.answer_at(INJECTIONS, purpose(0), &Answer::Choice("therapeutic")).unwrap();
    let entries = interview.facts().entries(INJECTIONS);
    assert_eq!(entries[0].part(Part::Purpose), Some(&Answer::Choice("therapeutic")));
    assert_eq!(entries[1], Entry::default().with(Part::Date, Some(day("2025-06-01"))));
}

#[test]
fn none_and_not_documented_are_rejected_while_there_are_entries() {
    let mut interview = requested("therapeutic-injection");
    let answers = [Answer::NotDocumented, Answer::Entries(Vec::new())];
    add_injection(&mut interview, "2025-06-01");
    for answer in &answers {
        let refused = interview.answer_at(INJECTIONS, Target::Whole, answer);
        assert_eq!(refused, Err(AnswerError::HasEntries));
    }
    interview.remove_entry(INJECTIONS, 0).unwrap();
    for answer in answers {
        interview.answer_at(INJECTIONS, Target::Whole, &answer).unwrap();
        assert_eq!(interview.facts().answer(INJECTIONS), Some(answer));
    }
}

#[test]
fn list_takes_no_more_entries_than_a_case_file() {
    let mut interview = requested("therapeutic-injection");
    let entries = Answer::Entries(vec![Entry::default(); MOST_ENTRIES - 1]);
    interview.answer(INJECTIONS, &entries).unwrap();
    add_injection(&mut interview, "2025-06-01");
    assert_eq!(interview.new_entry(INJECTIONS), Err(AnswerError::TooMany));
}

#[test]
fn parts_are_asked_up_to_one_new_entry() {
    let interview = requested("diagnostic-injection");
    let part = |index, part| Target::Part { index, part };
    assert!(interview.asks(INJECTIONS, Target::Whole));
    assert!(interview.asks(INJECTIONS, part(0, Part::Purpose)));
    assert!(!interview.asks(INJECTIONS, part(1, Part::Purpose)));
    assert!(!interview.asks(INJECTIONS, part(0, Part::ReliefPercent)), "no item reads it");
    assert!(!interview.asks(Field::Technique.at(Laterality::Left), Target::Whole));
}
