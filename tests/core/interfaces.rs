//! The same answers through the wizard, line mode, replay and the interview give
//! the same case file, byte for byte, and the same determination.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail, and reads files"
)]

mod direct;
mod lines;
pub(crate) mod wizard;

use super::case_folder::CaseFolder;

use chrono::{DateTime, FixedOffset, NaiveDate};
use crossterm::event::KeyCode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sij_intake::case::{Answer, Case, Entry, Fact, Field, Laterality, QuestionId, Required, Shape, Text};
use sij_intake::interview::{Interview, NotTaken, replay_answers};
use sij_intake::policy::{self, PolicySettings};
use sij_intake::questions::shape;
use sij_intake::session::Clock;
use sij_intake::worklist::Zone;
use sij_intake::{casefile, report};

use super::properties::strategies::complete_cases;

use direct::Direct;
use lines::Lines;
use wizard::Wizard;

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };

fn now() -> DateTime<FixedOffset> {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

fn today() -> NaiveDate {
    now().date_naive()
}

/// Gives the interview every answer of a case; it must take them all.
fn replayed(case: &Case) -> Interview {
    let (interview, not_taken) = replay_answers(case, &PolicySettings::default(), |_, _| {});
    assert_eq!(not_taken, Vec::<NotTaken>::new());
    interview
}

/// A case that can be keyed in: plain texts, and entries without gaps.
fn keyable(mut case: Case) -> Case {
    case.facts.member.id = Required(Some(Text::new("TC9")));
    case.facts.member.name = Fact::Known(Text::new("Somebody"));
    for question in QuestionId::all() {
        let shape = case.facts.fact(question).shape();
        if let (Some(Answer::Entries(entries)), Shape::Entries(shapes)) = (case.facts.answer(question), shape)
        {
            let whole = |entry: &Entry| {
                shapes.iter().fold(entry.clone(), |entry, shape| match entry.part(shape.part) {
                    Some(_) => entry,
                    None => entry.with(shape.part, Some(Answer::NotDocumented)),
                })
            };
            let entries = entries.iter().map(whole).collect();
            case.facts.fact_mut(question).set(Some(&Answer::Entries(entries))).unwrap();
        }
    }
    case
}

fn typed(answer: &Answer) -> String {
    match answer {
        Answer::Text(words) => words.raw().to_owned(),
        Answer::Day(day) => day.to_string(),
        Answer::PartialDate(when) => when.to_string(),
        Answer::DateOrOngoing(sij_intake::case::End::Ongoing) => "g".to_owned(),
        Answer::DateOrOngoing(end) => end.to_string(),
        Answer::DateOrAgo(onset) => onset.to_string(),
        Answer::DayOrNone(block) => block.to_string(),
        Answer::Number(number) => number.to_string(),
        Answer::Codes(codes) if codes.is_empty() => "none".to_owned(),
        Answer::Codes(codes) => codes.iter().map(|code| code.raw()).collect::<Vec<_>>().join(" "),
        other => panic!("{other:?} is not typed"),
    }
}

fn determined(case: &Case) -> String {
    let determination = policy::decide(case, &PolicySettings::default()).unwrap();
    report::json(&Text::new("case"), &determination)
}

/// A later change of one answer.
#[derive(Debug, Clone)]
enum Change {
    /// Another answer to the question.
    Answer(Answer),
    /// A further entry of its list.
    Add(Entry),
    /// One part of an entry answered again. Both numbers wrap around.
    Part(usize, usize, Entry),
    /// An entry removed. The number wraps around.
    Remove(usize),
}

/// How often saving a change fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failing {
    Never,
    /// Then the answer is given again.
    Once,
    /// The answer is given up.
    Always,
}

/// A user interface: keys of the wizard, or lines.
pub(crate) trait UserInterface {
    fn go_to(&mut self, question: QuestionId, number: usize);
    fn answer(&mut self, shape: Shape, current: Option<&Answer>, answer: &Answer);
    /// Keeps an odd answer that was asked about.
    fn keep_odd(&mut self) {}
    /// Gives an answer again that could not be saved.
    fn answer_again(&mut self, shape: Shape, answer: &Answer);
    fn add(&mut self);
    fn change(&mut self, index: usize, count: usize, skipped: usize);
    fn remove(&mut self, index: usize, count: usize);
    fn undo(&mut self);
    fn move_folder_away(&mut self);
    fn move_folder_back(&mut self);
}

const NONE_OF_A_LIST: Answer = Answer::Entries(Vec::new());

/// Later changes, with the answers of another case; mostly to lists and the request.
fn changes() -> impl Strategy<Value = Vec<(QuestionId, Change, Failing)>> {
    let all: Vec<QuestionId> = QuestionId::all().collect();
    let is_list = |question: &QuestionId| matches!(shape(*question), Shape::Entries(_));
    let lists: Vec<QuestionId> = all.iter().copied().filter(is_list).collect();
    let request = [Field::Received, Field::Procedure, Field::Side].map(|field| field.at(Laterality::Left));
    let question = prop_oneof![2 => select(all), 3 => select(lists), 1 => select(request.to_vec())];
    let failing =
        prop_oneof![4 => Just(Failing::Never), 1 => Just(Failing::Once), 1 => Just(Failing::Always)];
    let change = (question, (0..6_usize, 0..6_usize, 0..5_u8), failing);
    (complete_cases(), vec(change, 0..16)).prop_map(|(other, picked)| {
        let other = keyable((*other).clone());
        let mut given_up = Vec::new();
        let change = |(question, pick, failing)| {
            // An answer that was given up stays as a draft, so its question is not changed again.
            let is_free = !given_up.contains(&question);
            given_up.extend((failing == Failing::Always).then_some(question));
            change_of(&other, question, pick).filter(|_| is_free).map(|change| (question, change, failing))
        };
        picked.into_iter().filter_map(change).collect()
    })
}

fn change_of(other: &Case, question: QuestionId, (index, part, kind): (usize, usize, u8)) -> Option<Change> {
    let answer = other.facts.answer(question)?;
    let Answer::Entries(entries) = &answer else { return Some(Change::Answer(answer)) };
    let entry = entries.get(index.checked_rem(entries.len()).unwrap_or(0)).cloned();
    Some(match (kind, entry) {
        (0, Some(entry)) => Change::Add(entry),
        (1, Some(entry)) => Change::Part(index, part, entry),
        (2, _) => Change::Answer(NONE_OF_A_LIST),
        _ => Change::Remove(index),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_interface_produces_the_same_case_file(
        case in complete_cases(),
        changes in changes(),
        undone in 0..8_usize,
    ) {
        let case = keyable((*case).clone());
        let (keyed, typed) = (CaseFolder::new(CLOCK), CaseFolder::new(CLOCK));
        let mut wizard = Wizard::at(&keyed);
        wizard.answer_all(&case.facts);
        let (mut direct, transcript) = Direct::walk(&case);
        prop_assert_eq!(&keyed.case().facts, direct.0.facts());
        let mut lines = Lines(transcript);
        for (question, change, failing) in &changes {
            direct.change(&mut [&mut wizard, &mut lines], *question, change, *failing);
        }
        (0..undone).for_each(|_| direct.undo(&mut [&mut wizard, &mut lines]));
        typed.type_lines(&lines.0);
        prop_assert_eq!(&keyed.text(), &casefile::write(direct.0.case()));
        prop_assert_eq!(&typed.text(), &keyed.text());
        let again = replayed(&keyed.case());
        prop_assert_eq!(determined(again.case()), determined(direct.0.case()));
    }
}

#[test]
fn clean_diagnostic_case_needs_few_keys() {
    let text = include_str!("../../benches/cases/diagnostic.toml");
    let case = casefile::read(text, sij_intake::policy::editions()).unwrap();
    let folder = CaseFolder::new(CLOCK);
    let mut wizard = Wizard::at(&folder);
    wizard.answer_all(&case.facts);
    let received = Field::Received.at(Laterality::Left);
    let questions = wizard.app.session.as_ref().unwrap().interview().questions();
    assert!(questions.contains(&received));
    // Identifiers and dates are typed in full whatever the wizard does.
    let typed: usize = questions
        .iter()
        .filter_map(|question| case.facts.answer(*question))
        .filter(|answer| {
            matches!(answer, Answer::Text(_) | Answer::Day(_) | Answer::DateOrAgo(_) | Answer::Codes(_))
        })
        .map(|answer| typed(&answer).len())
        .sum();
    let keys = wizard.keys - typed;
    assert!(keys <= 3 * questions.len(), "{keys} keys for {} questions", questions.len());
}

/// A folder with one of the sample cases.
fn sample(name: &str) -> CaseFolder {
    let path = format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    CaseFolder::with(CLOCK, &std::fs::read_to_string(path).unwrap())
}

#[test]
fn removing_the_last_entry_leaves_the_list_unanswered() {
    let folder = sample("2026-05-13-ablation-repeat-old-injection");
    let ablations = Field::Ablations.at(Laterality::Left);
    let mut wizard = Wizard::at(&folder);
    wizard.go_to(ablations, 0);
    wizard.remove(0, 1);
    assert_eq!(folder.case().facts.answer(ablations), None);
}

#[test]
fn corrected_case_is_saved_with_its_determination() {
    let folder = sample("2026-04-15-both-sides-on-one-day");
    let mut wizard = Wizard::at(&folder);
    for side in ['2', '3'] {
        wizard.go_to(Field::Side.at(Laterality::Left), 0);
        wizard.key(KeyCode::Char(side));
    }
    wizard.key(KeyCode::Esc);
    wizard.key(KeyCode::Esc);
    let case = folder.case();
    let now = policy::decide(&case, &PolicySettings::default()).unwrap();
    assert!(now.complete);
    assert_eq!(case.recorded.and_then(|recorded| recorded.outcome).as_deref(), Some(now.outcome.name()));
}
