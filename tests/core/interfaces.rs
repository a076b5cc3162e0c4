//! The same answers through the wizard, line mode, replay and the interview give
//! the same case file, byte for byte, and the same determination.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail, and reads files"
)]

use chrono::{NaiveDate, NaiveTime};
use crossterm::event::KeyCode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sij_intake::case::{
    Answer, Case, Entry, Fact, Field, Laterality, Part, QuestionId, Recorded, Required, Shape, Target, Text,
};
use sij_intake::interview::{AnswerError, Interview, NotTaken, Position, replay_answers};
use sij_intake::policy::{self, PolicySettings};
use sij_intake::questions::{part_shape, shape};
use sij_intake::session::Clock;
use sij_intake::{casefile, report};

use super::case_folder::CaseFolder;
use super::properties::strategies::complete_cases;
use super::user_interface::{Lines, NONE_OF_A_LIST, UserInterface, line_of};
use super::wizard::{Wizard, typed};

const CLOCK: Clock = Clock { today, time: || NaiveTime::MIN };

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// Gives the interview every answer of a case; it must take them all.
fn replayed(case: &Case) -> Interview {
    let (interview, not_taken) = replay_answers(case, policy::editions(), |_, _| {});
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
            case.facts.fact_mut(question).put(Some(&Answer::Entries(entries))).unwrap();
        }
    }
    case
}

/// The case with only the answers, and only the parts of entries, that are asked.
fn as_asked(case: &Case) -> Case {
    let interview = replayed(case);
    let mut asked = interview.case().clone();
    for question in interview.questions() {
        if let Some(Answer::Entries(entries)) = asked.facts.answer(question) {
            let parts = interview.applicable_parts(question);
            let is_asked =
                |entry: &Entry, part: Part| parts.contains(&part) && policy::part_is_relevant(entry, part);
            let kept = entries.iter().map(|entry| {
                Entry(entry.0.iter().filter(|(part, _)| is_asked(entry, *part)).cloned().collect())
            });
            let kept = Answer::Entries(kept.collect());
            asked.facts.fact_mut(question).put(Some(&kept)).unwrap();
        }
    }
    asked
}

/// The answers of a case as lines, in the order of the interview.
fn transcript(case: &Case) -> String {
    let mut interview = Interview::of(sij_intake::case::Case::default(), sij_intake::policy::editions());
    let mut given = Vec::new();
    let mut lines = Vec::new();
    while let Some(question) = interview.questions().into_iter().find(|question| !given.contains(question)) {
        given.push(question);
        let answer = case.facts.answer(question);
        match &answer {
            Some(Answer::Entries(entries)) if !entries.is_empty() => {
                for entry in entries {
                    lines.push("add".to_owned());
                    lines.extend(entry.0.iter().map(|(_, answer)| line_of(Some(answer))));
                }
                lines.push("done".to_owned());
            }
            answer => lines.push(line_of(answer.as_ref())),
        }
        if let Some(answer) = answer {
            interview.answer(question, &answer).unwrap();
        }
    }
    lines.join("\n") + "\n"
}

fn determined(case: &Case) -> String {
    let determination = policy::determine(case, &PolicySettings::default()).unwrap();
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

/// The interview itself: what the user interfaces must agree with.
struct Direct(Interview);

impl Direct {
    /// The interview after all answers of a case.
    fn of(case: &Case) -> Self {
        let mut direct = Self(replayed(case));
        direct.accepted(None);
        direct
    }

    /// Records the determination of a complete case; an equal one keeps its date.
    fn accepted(&mut self, before: Option<Recorded>) {
        let determination = self.0.determination(&PolicySettings::default()).unwrap();
        let now = report::recorded(&determination, Some(today())).filter(|_| determination.complete);
        if let Some(now) = now {
            let same = before.filter(|before| Recorded { date: now.date, ..before.clone() } == now);
            self.0.record(Some(same.unwrap_or(now)));
        }
    }

    fn take(&mut self, change: impl FnOnce(&mut Interview) -> Result<(), AnswerError>) -> bool {
        let before = self.0.case().recorded.clone();
        let taken = change(&mut self.0).is_ok();
        if taken {
            self.accepted(before);
        }
        taken
    }

    fn count(&self, question: QuestionId) -> usize {
        self.0.facts().entries(question).len()
    }

    fn current(&self, question: QuestionId, target: Target) -> Option<Answer> {
        match target {
            Target::Whole => self.0.facts().answer(question),
            Target::Part { index, part } => self.0.facts().entries(question).get(index)?.part(part).cloned(),
        }
    }

    /// Goes to a question in every user interface and changes its answer.
    fn change(
        &mut self,
        interfaces: &mut [&mut dyn UserInterface],
        question: QuestionId,
        change: &Change,
        failing: Failing,
    ) {
        let Some(number) = self.0.questions().iter().position(|asked| *asked == question) else { return };
        interfaces.iter_mut().for_each(|each| each.go_to(question, number + 1));
        let count = self.count(question);
        match change {
            Change::Answer(answer) => {
                self.give(interfaces, Position::whole(question), answer, failing);
            }
            Change::Add(entry) => {
                interfaces.iter_mut().for_each(|each| each.add());
                let mut at = self.0.new_entry(question).unwrap();
                let mut failing = failing;
                while let Position::Question(_, Target::Part { part, .. }) = at {
                    let answer = entry.part(part).cloned().unwrap_or(Answer::NotDocumented);
                    if !self.give(interfaces, at, &answer, std::mem::replace(&mut failing, Failing::Never)) {
                        return;
                    }
                    at = self.0.after_answer(at);
                }
            }
            Change::Part(index, part, entry) if count > 0 => {
                let index = index % count;
                let parts = self.0.entry_parts(question, index);
                let skipped = part % parts.len();
                interfaces.iter_mut().for_each(|each| each.change(index, count, skipped));
                let answer = entry.part(parts[skipped]).cloned().unwrap_or(Answer::NotDocumented);
                let at = Position::Question(question, Target::Part { index, part: parts[skipped] });
                self.give(interfaces, at, &answer, failing);
            }
            Change::Remove(index) if count > 0 => {
                let index = index % count;
                if failing != Failing::Never {
                    interfaces.iter_mut().for_each(|each| each.move_folder_away());
                    interfaces.iter_mut().for_each(|each| each.remove(index, count));
                    interfaces.iter_mut().for_each(|each| each.move_folder_back());
                }
                if failing != Failing::Always {
                    interfaces.iter_mut().for_each(|each| each.remove(index, count));
                    assert!(self.take(|interview| interview.remove_entry(question, index)));
                }
            }
            Change::Part(..) | Change::Remove(_) => {}
        }
    }

    /// Gives an answer everywhere; whether the interview took it.
    fn give(
        &mut self,
        interfaces: &mut [&mut dyn UserInterface],
        at: Position,
        answer: &Answer,
        failing: Failing,
    ) -> bool {
        let Position::Question(question, target) = at else { return false };
        let shape = match target {
            Target::Whole => self.0.facts().fact(question).shape(),
            Target::Part { part, .. } => part_shape(question, part).unwrap().shape,
        };
        let current = self.current(question, target);
        if failing == Failing::Never {
            interfaces.iter_mut().for_each(|each| each.answer(shape, current.as_ref(), answer));
        } else {
            for each in interfaces.iter_mut() {
                each.move_folder_away();
                each.answer(shape, current.as_ref(), answer);
                each.move_folder_back();
                if failing == Failing::Once {
                    each.answer_again(shape, answer);
                }
            }
        }
        failing != Failing::Always && self.take(|interview| interview.answer_at(question, target, answer))
    }
}

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
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_interface_produces_the_same_case_file(case in complete_cases(), changes in changes()) {
        let case = as_asked(&keyable((*case).clone()));
        let (keyed, typed) = (CaseFolder::new(CLOCK), CaseFolder::new(CLOCK));
        let mut wizard = Wizard::at(&keyed);
        wizard.answer_all(&case.facts);
        prop_assert_eq!(&keyed.case().facts, &case.facts);
        let mut lines = Lines(transcript(&case));
        let mut direct = Direct::of(&case);
        for (question, change, failing) in &changes {
            direct.change(&mut [&mut wizard, &mut lines], *question, change, *failing);
        }
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
    let now = policy::determine(&case, &PolicySettings::default()).unwrap();
    assert!(now.complete);
    assert_eq!(case.recorded.and_then(|recorded| recorded.outcome).as_deref(), Some(now.outcome.name()));
}
