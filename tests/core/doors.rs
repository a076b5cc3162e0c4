//! The same answers through the wizard's keys, line mode, replay and the
//! interview itself: the same case file to the byte, the same determination.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail, and reads files"
)]

use std::collections::BTreeMap;

use super::case_folder::{AWAY, BACK, CaseFolder};

use chrono::{NaiveDate, NaiveTime};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sij_intake::case::{
    Answer, Case, Entry, Fact, Facts, Field, Laterality, Part, QuestionId, Recorded, Required, Shape, Target,
    Text,
};
use sij_intake::interview::{AnswerError, Interview, NotTaken, Position, replay_answers};
use sij_intake::policy::{self, PolicySettings};
use sij_intake::questions::{part_shape, shape};
use sij_intake::session::Clock;
use sij_intake::tui::{App, Theme, View};
use sij_intake::{casefile, report};

use super::properties::cases::complete_cases;

const CLOCK: Clock = Clock { today, time: || NaiveTime::MIN };

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// The case as the interview takes it, every answer of it.
fn replayed(case: &Case) -> Interview {
    let (interview, not_taken) = replay_answers(case, policy::editions(), |_, _| {});
    assert_eq!(not_taken, Vec::<NotTaken>::new());
    interview
}

/// A case that a person could key in: plain texts, and no half-known entry.
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

/// The case as the interview takes it, with only the parts of entries that are asked for.
fn as_asked(case: &Case) -> Case {
    let interview = replayed(case);
    let mut asked = interview.case().clone();
    for question in interview.questions() {
        if let Some(Answer::Entries(entries)) = asked.facts.answer(question) {
            let parts = interview.applicable_parts(question);
            let bears =
                |entry: &Entry, part: Part| parts.contains(&part) && policy::part_is_relevant(entry, part);
            let kept = entries.iter().map(|entry| {
                Entry(entry.0.iter().filter(|(part, _)| bears(entry, *part)).cloned().collect())
            });
            let kept = Answer::Entries(kept.collect());
            asked.facts.fact_mut(question).set(Some(&kept)).unwrap();
        }
    }
    asked
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

/// A coordinator at the wizard.
struct Wizard<'f> {
    folder: &'f CaseFolder,
    app: App,
    keys: usize,
}

impl<'f> Wizard<'f> {
    /// On the only case of the folder, or on a new one.
    fn at(folder: &'f CaseFolder) -> Self {
        let theme = Theme { ascii: false, color: true };
        let mut app = App::new(folder.workspace(), theme);
        match folder.id() {
            Some(id) => app.open(&id),
            None => app.new_case(),
        }
        Self { folder, app, keys: 0 }
    }

    fn key(&mut self, code: KeyCode) {
        self.keys += 1;
        self.app.update(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    fn control(&mut self, letter: char) {
        self.keys += 1;
        self.app.update(&Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)));
    }

    fn text(&mut self, text: &str) {
        text.chars().for_each(|letter| self.key(KeyCode::Char(letter)));
        self.key(KeyCode::Enter);
    }

    fn question(&self) -> Option<(QuestionId, Target)> {
        match &self.app.view {
            View::Question(page) => Some((page.question, page.target)),
            _ => None,
        }
    }

    /// Gives one answer to the question on the page.
    fn give(&mut self, shape: Shape, answer: Option<&Answer>) {
        match (shape, answer) {
            (_, None) => self.key(KeyCode::Tab),
            (_, Some(Answer::NotDocumented)) => self.control('n'),
            (Shape::Choice(names), Some(Answer::Choice(name))) => self.key(digit(names, name)),
            (Shape::Choices(_), Some(Answer::Choices(chosen))) if chosen.is_empty() => {
                self.key(KeyCode::Char('0'))
            }
            (Shape::Choices(names), Some(Answer::Choices(chosen))) => {
                chosen.iter().for_each(|name| self.key(digit(names, name)));
                self.key(KeyCode::Enter);
            }
            (Shape::DayOrNone, Some(Answer::DayOrNone(sij_intake::case::OtherBlock::None))) => {
                self.key(KeyCode::Char('n'));
            }
            (_, Some(answer)) => self.text(&typed(answer)),
        }
    }

    fn give_entries(&mut self, question: QuestionId, entries: &[Entry]) {
        if entries.is_empty() {
            return self.key(KeyCode::Char('0'));
        }
        for entry in entries {
            self.key(KeyCode::Char('a'));
            while let Some((_, Target::Part { part, .. })) = self.question() {
                let shape = part_shape(question, part).unwrap().shape;
                self.give(shape, entry.part(part));
            }
        }
        self.key(KeyCode::Enter);
    }

    fn answer_all(&mut self, facts: &Facts) {
        let mut asked = BTreeMap::new();
        while let Some((question, _)) = self.question() {
            assert_eq!(asked.insert(question, ()), None, "{question} is asked once");
            match facts.answer(question) {
                Some(Answer::Entries(entries)) => self.give_entries(question, &entries),
                answer => self.give(facts.fact(question).shape(), answer.as_ref()),
            }
        }
    }
}

fn digit(names: &[&str], name: &str) -> KeyCode {
    let at = names.iter().position(|each| *each == name).unwrap();
    KeyCode::Char(char::from_digit(u32::try_from(at).unwrap() + 1, 10).unwrap())
}

/// The same answers as lines, in the order of the interview.
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

fn line_of(answer: Option<&Answer>) -> String {
    match answer {
        None => "skip".to_owned(),
        Some(Answer::NotDocumented) => "d".to_owned(),
        Some(Answer::Choice(name)) => (*name).to_owned(),
        Some(Answer::Choices(names)) if names.is_empty() => "0".to_owned(),
        Some(Answer::Choices(names)) => names.join(","),
        Some(Answer::Entries(_)) => "0".to_owned(),
        Some(Answer::Codes(codes)) if codes.is_empty() => "0".to_owned(),
        Some(answer) => typed(answer),
    }
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
    /// One part of an entry answered anew; both are counted around.
    Part(usize, usize, Entry),
    /// An entry taken out; counted around.
    Remove(usize),
}

/// How often the folder is away when something is to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Away {
    Never,
    /// It is typed again.
    Once,
    /// It is left at that.
    Always,
}

/// A way to give answers: by keys or by lines.
trait Door {
    fn go_to(&mut self, question: QuestionId, number: usize);
    fn answer(&mut self, shape: Shape, standing: Option<&Answer>, answer: &Answer);
    /// After an answer that could not be saved: it is given again.
    fn answer_again(&mut self, shape: Shape, answer: &Answer);
    fn add(&mut self);
    fn change(&mut self, index: usize, count: usize, skipped: usize);
    fn remove(&mut self, index: usize, count: usize);
    fn folder_goes(&mut self);
    fn folder_comes(&mut self);
}

impl Door for Wizard<'_> {
    fn go_to(&mut self, question: QuestionId, _number: usize) {
        match self.app.view {
            View::Review(_) => {}
            View::Determination(_) => self.key(KeyCode::Char('r')),
            _ => self.control('r'),
        }
        let row = self.app.review_rows().iter().position(|each| *each == question).unwrap();
        while let View::Review(list) = &self.app.view
            && list.at != row
        {
            let down = list.at < row;
            self.key(if down { KeyCode::Down } else { KeyCode::Up });
        }
        self.key(KeyCode::Enter);
        assert_eq!(self.question(), Some((question, Target::Whole)));
    }

    fn answer(&mut self, shape: Shape, standing: Option<&Answer>, answer: &Answer) {
        match (shape, standing, answer) {
            (Shape::Choices(names), Some(Answer::Choices(marked)), Answer::Choices(chosen))
                if !chosen.is_empty() =>
            {
                let changed = names.iter().filter(|name| marked.contains(name) != chosen.contains(name));
                changed.for_each(|name| self.key(digit(names, name)));
                self.key(KeyCode::Enter);
            }
            (Shape::Choice(_) | Shape::Choices(_) | Shape::Entries(_), ..) if *answer == NONE_OF_A_LIST => {
                self.key(KeyCode::Char('0'));
            }
            (Shape::Choice(_) | Shape::Choices(_) | Shape::Entries(_), ..) => self.give(shape, Some(answer)),
            _ => {
                self.control('u');
                self.give(shape, Some(answer));
            }
        }
    }

    fn answer_again(&mut self, shape: Shape, answer: &Answer) {
        let is_typed = !matches!(shape, Shape::Choice(_) | Shape::Choices(_) | Shape::Entries(_));
        let is_none = *answer == Answer::DayOrNone(sij_intake::case::OtherBlock::None);
        match answer {
            Answer::Choices(chosen) if !chosen.is_empty() => self.key(KeyCode::Enter),
            // It is on the page still.
            _ if is_typed && !is_none && *answer != Answer::NotDocumented => self.key(KeyCode::Enter),
            _ => self.answer(shape, None, answer),
        }
    }

    fn add(&mut self) {
        self.key(KeyCode::Char('a'));
    }

    fn change(&mut self, index: usize, count: usize, skipped: usize) {
        (index..count).for_each(|_| self.key(KeyCode::Up));
        self.key(KeyCode::Enter);
        (0..skipped).for_each(|_| self.key(KeyCode::Tab));
    }

    fn remove(&mut self, index: usize, count: usize) {
        // The pointer may still be on the entry.
        (0..count).for_each(|_| self.key(KeyCode::Down));
        (index..count).for_each(|_| self.key(KeyCode::Up));
        self.key(KeyCode::Delete);
        self.key(KeyCode::Delete);
    }

    fn folder_goes(&mut self) {
        self.folder.go_away();
    }

    fn folder_comes(&mut self) {
        self.folder.come_back();
    }
}

const NONE_OF_A_LIST: Answer = Answer::Entries(Vec::new());

/// A coordinator who types lines.
struct Lines(String);

impl Lines {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }
}

impl Door for Lines {
    fn go_to(&mut self, _question: QuestionId, number: usize) {
        self.line(&format!("go {number}"));
    }

    fn answer(&mut self, _shape: Shape, _standing: Option<&Answer>, answer: &Answer) {
        self.line(&line_of(Some(answer)));
    }

    fn answer_again(&mut self, _shape: Shape, answer: &Answer) {
        self.line(&line_of(Some(answer)));
    }

    fn add(&mut self) {
        self.line("add");
    }

    fn change(&mut self, index: usize, _count: usize, skipped: usize) {
        self.line(&format!("change {}", index + 1));
        (0..skipped).for_each(|_| self.line("skip"));
    }

    fn remove(&mut self, index: usize, _count: usize) {
        self.line(&format!("remove {}", index + 1));
    }

    fn folder_goes(&mut self) {
        self.line(AWAY);
    }

    fn folder_comes(&mut self) {
        self.line(BACK);
    }
}

/// The interview itself, which says what the doors have to do.
struct Direct(Interview);

impl Direct {
    /// A case answered whole, list by list.
    fn of(case: &Case) -> Self {
        let mut direct = Self(replayed(case));
        direct.accepted(None);
        direct
    }

    /// A complete case holds its determination, the one from before if it says the same.
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

    fn standing(&self, question: QuestionId, target: Target) -> Option<Answer> {
        match target {
            Target::Whole => self.0.facts().answer(question),
            Target::Part { index, part } => self.0.facts().entries(question).get(index)?.part(part).cloned(),
        }
    }

    /// Goes to a question through both doors and changes its answer.
    fn change(&mut self, doors: &mut [&mut dyn Door], question: QuestionId, change: &Change, away: Away) {
        let Some(number) = self.0.questions().iter().position(|asked| *asked == question) else { return };
        doors.iter_mut().for_each(|door| door.go_to(question, number + 1));
        let count = self.count(question);
        match change {
            Change::Answer(answer) => {
                self.give(doors, Position::whole(question), answer, away);
            }
            Change::Add(entry) => {
                doors.iter_mut().for_each(|door| door.add());
                let mut at = self.0.new_entry(question).unwrap();
                let mut away = away;
                while let Position::Question(_, Target::Part { part, .. }) = at {
                    let answer = entry.part(part).cloned().unwrap_or(Answer::NotDocumented);
                    if !self.give(doors, at, &answer, std::mem::replace(&mut away, Away::Never)) {
                        return;
                    }
                    at = self.0.after_answer(at);
                }
            }
            Change::Part(index, part, entry) if count > 0 => {
                let index = index % count;
                let parts = self.0.entry_parts(question, index);
                let skipped = part % parts.len();
                doors.iter_mut().for_each(|door| door.change(index, count, skipped));
                let answer = entry.part(parts[skipped]).cloned().unwrap_or(Answer::NotDocumented);
                let at = Position::Question(question, Target::Part { index, part: parts[skipped] });
                self.give(doors, at, &answer, away);
            }
            Change::Remove(index) if count > 0 => {
                let index = index % count;
                if away != Away::Never {
                    doors.iter_mut().for_each(|door| door.folder_goes());
                    doors.iter_mut().for_each(|door| door.remove(index, count));
                    doors.iter_mut().for_each(|door| door.folder_comes());
                }
                if away != Away::Always {
                    doors.iter_mut().for_each(|door| door.remove(index, count));
                    assert!(self.take(|interview| interview.remove_entry(question, index)));
                }
            }
            Change::Part(..) | Change::Remove(_) => {}
        }
    }

    /// Gives one answer; whether it was taken.
    fn give(&mut self, doors: &mut [&mut dyn Door], at: Position, answer: &Answer, away: Away) -> bool {
        let Position::Question(question, target) = at else { return false };
        let shape = match target {
            Target::Whole => self.0.facts().fact(question).shape(),
            Target::Part { part, .. } => part_shape(question, part).unwrap().shape,
        };
        let standing = self.standing(question, target);
        if away == Away::Never {
            doors.iter_mut().for_each(|door| door.answer(shape, standing.as_ref(), answer));
        } else {
            for door in doors.iter_mut() {
                door.folder_goes();
                door.answer(shape, standing.as_ref(), answer);
                door.folder_comes();
                if away == Away::Once {
                    door.answer_again(shape, answer);
                }
            }
        }
        away != Away::Always && self.take(|interview| interview.answer_at(question, target, answer))
    }
}

/// What is changed later, with answers that another case has: lists and the request above all.
fn changes() -> impl Strategy<Value = Vec<(QuestionId, Change, Away)>> {
    let all: Vec<QuestionId> = QuestionId::all().collect();
    let is_list = |question: &QuestionId| matches!(shape(*question), Shape::Entries(_));
    let lists: Vec<QuestionId> = all.iter().copied().filter(is_list).collect();
    let request = [Field::Received, Field::Procedure, Field::Side].map(|field| field.at(Laterality::Left));
    let question = prop_oneof![2 => select(all), 3 => select(lists), 1 => select(request.to_vec())];
    let away = prop_oneof![4 => Just(Away::Never), 1 => Just(Away::Once), 1 => Just(Away::Always)];
    let change = (question, (0..6_usize, 0..6_usize, 0..5_u8), away);
    (complete_cases(), vec(change, 0..16)).prop_map(|(other, picked)| {
        let other = keyable((*other).clone());
        let mut given_up = Vec::new();
        let change = |(question, pick, away)| {
            // What was given up stays on the page, half typed, and is not come back to.
            let is_left = !given_up.contains(&question);
            given_up.extend((away == Away::Always).then_some(question));
            change_of(&other, question, pick).filter(|_| is_left).map(|change| (question, change, away))
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
    fn every_door_comes_to_the_same_case(case in complete_cases(), changes in changes()) {
        let case = as_asked(&keyable((*case).clone()));
        let (keyed, typed) = (CaseFolder::new(CLOCK), CaseFolder::new(CLOCK));
        let mut wizard = Wizard::at(&keyed);
        wizard.answer_all(&case.facts);
        prop_assert_eq!(&keyed.case().facts, &case.facts);
        let mut lines = Lines(transcript(&case));
        let mut direct = Direct::of(&case);
        for (question, change, away) in &changes {
            direct.change(&mut [&mut wizard, &mut lines], *question, change, *away);
        }
        typed.type_lines(&lines.0);
        prop_assert_eq!(&keyed.text(), &casefile::write(direct.0.case()));
        prop_assert_eq!(&typed.text(), &keyed.text());
        let again = replayed(&keyed.case());
        prop_assert_eq!(determined(again.case()), determined(direct.0.case()));
    }
}

#[test]
fn a_clean_diagnostic_case_costs_few_keys() {
    let text = include_str!("../../benches/cases/diagnostic.toml");
    let case = casefile::read(text, sij_intake::policy::editions()).unwrap();
    let folder = CaseFolder::new(CLOCK);
    let mut wizard = Wizard::at(&folder);
    wizard.answer_all(&case.facts);
    let received = Field::Received.at(Laterality::Left);
    let questions = wizard.app.session.as_ref().unwrap().interview().questions();
    assert!(questions.contains(&received));
    // What is typed by letter, identifiers and dates, is not what makes the wizard fast or slow.
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
fn a_corrected_case_keeps_its_determination() {
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
