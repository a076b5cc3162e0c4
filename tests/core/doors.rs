//! The same answers through the wizard's keys, line mode and replay: the same
//! case file, the same determination.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, missing_docs, reason = "a test")]

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use sij_intake::case::{
    Answer, Case, Entry, Fact, Facts, Field, Laterality, Needed, Part, Place, Shape, Target, Text,
};
use sij_intake::commands::interviewed;
use sij_intake::interview::Interview;
use sij_intake::line::{self, Desk};
use sij_intake::policy::{self, Terms};
use sij_intake::session::{Clock, Desktop};
use sij_intake::store::Folder;
use sij_intake::tui::{App, Look, View};
use sij_intake::{casefile, report};

use super::folder::temporary;
use super::properties::cases::complete_cases;

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// A case that a person could key in: plain texts, and no half-known entry.
fn keyable(mut case: Case) -> Case {
    case.facts.member.id = Needed(Some(Text::new("TC9")));
    case.facts.member.name = Fact::Known(Text::new("Somebody"));
    for place in Place::all() {
        let shape = case.facts.slot(place).shape();
        if let (Some(Answer::Entries(entries)), Shape::Entries(shapes)) = (case.facts.answer(place), shape) {
            let whole = |entry: &Entry| {
                shapes.iter().fold(entry.clone(), |entry, shape| match entry.part(shape.part) {
                    Some(_) => entry,
                    None => entry.with(shape.part, Some(Answer::NotDocumented)),
                })
            };
            let entries = entries.iter().map(whole).collect();
            case.facts.slot_mut(place).put(Some(&Answer::Entries(entries))).unwrap();
        }
    }
    case
}

/// The case as the interview takes it, with only the parts of entries that are asked for.
fn as_asked(case: &Case) -> Case {
    let (interview, refused) = interviewed(case);
    assert_eq!(refused, Vec::<String>::new());
    let mut asked = interview.case().clone();
    for place in interview.places() {
        if let Some(Answer::Entries(entries)) = asked.facts.answer(place) {
            let parts = policy::asked_parts(interview.facts(), place);
            let bears = |entry: &Entry, part: Part| parts.contains(&part) && policy::part_bears(entry, part);
            let kept = entries.iter().map(|entry| {
                Entry(entry.0.iter().filter(|(part, _)| bears(entry, *part)).cloned().collect())
            });
            let kept = Answer::Entries(kept.collect());
            asked.facts.slot_mut(place).put(Some(&kept)).unwrap();
        }
    }
    asked
}

fn typed(answer: &Answer) -> String {
    match answer {
        Answer::Text(words) => words.raw().to_owned(),
        Answer::Day(day) => day.to_string(),
        Answer::When(when) => when.to_string(),
        Answer::End(sij_intake::case::End::Ongoing) => "g".to_owned(),
        Answer::End(end) => end.to_string(),
        Answer::Onset(onset) => onset.to_string(),
        Answer::OtherBlock(block) => block.to_string(),
        Answer::Number(number) => number.to_string(),
        Answer::Codes(codes) if codes.is_empty() => "none".to_owned(),
        Answer::Codes(codes) => codes.iter().map(|code| code.raw()).collect::<Vec<_>>().join(" "),
        other => panic!("{other:?} is not typed"),
    }
}

/// A coordinator at the wizard.
struct Wizard {
    app: App,
    keys: usize,
}

impl Wizard {
    fn at(folder: &std::path::Path) -> Self {
        let clock = Clock { today, time: || NaiveTime::MIN };
        let look = Look { ascii: false, color: true };
        let folder = Folder::at(folder);
        let desktop = Desktop { folder, terms: Terms::default(), clock, who: "a test".to_owned() };
        let mut app = App::new(desktop, look);
        app.new_case();
        Self { app, keys: 0 }
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

    fn place(&self) -> Option<(Place, Target)> {
        match &self.app.view {
            View::Question(page) => Some((page.place, page.target)),
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
            (Shape::OtherBlock, Some(Answer::OtherBlock(sij_intake::case::OtherBlock::None))) => {
                self.key(KeyCode::Char('n'));
            }
            (_, Some(answer)) => self.text(&typed(answer)),
        }
    }

    fn give_entries(&mut self, place: Place, entries: &[Entry]) {
        if entries.is_empty() {
            return self.key(KeyCode::Char('0'));
        }
        for entry in entries {
            self.key(KeyCode::Char('a'));
            while let Some((_, Target::Part { part, .. })) = self.place() {
                let shape = sij_intake::questions::part_shape(place, part).unwrap().shape;
                self.give(shape, entry.part(part));
            }
        }
        self.key(KeyCode::Enter);
    }

    fn answer_all(&mut self, facts: &Facts) -> Case {
        let mut asked = BTreeMap::new();
        while let Some((place, _)) = self.place() {
            assert_eq!(asked.insert(place, ()), None, "{place} is asked once");
            match facts.answer(place) {
                Some(Answer::Entries(entries)) => self.give_entries(place, &entries),
                answer => self.give(facts.slot(place).shape(), answer.as_ref()),
            }
        }
        self.app.session.as_ref().unwrap().case().clone()
    }
}

fn digit(names: &[&str], name: &str) -> KeyCode {
    let at = names.iter().position(|each| *each == name).unwrap();
    KeyCode::Char(char::from_digit(u32::try_from(at).unwrap() + 1, 10).unwrap())
}

/// The same answers as lines, in the order of the interview.
fn transcript(case: &Case) -> String {
    let mut interview = Interview::default();
    let mut given = Vec::new();
    let mut lines = Vec::new();
    while let Some(place) = interview.places().into_iter().find(|place| !given.contains(place)) {
        given.push(place);
        let answer = case.facts.answer(place);
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
            interview.answer(place, &answer).unwrap();
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

fn in_lines(case: &Case) -> Case {
    let transcript = transcript(case);
    let mut save = |_: &Case| Ok(());
    let desk = Desk { input: &mut transcript.as_bytes(), out: &mut Vec::new(), save: &mut save };
    let ended =
        line::run(&Text::new("case"), Interview::default(), today(), &Terms::default(), desk).unwrap();
    ended.interview.case().clone()
}

fn determined(case: &Case) -> String {
    let determination = policy::determine(case, &Terms::default()).unwrap();
    report::json(&Text::new("case"), &determination)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_door_comes_to_the_same_case(case in complete_cases()) {
        let case = as_asked(&keyable((*case).clone()));
        let folder = temporary();
        let wizard = Wizard::at(folder.path()).answer_all(&case.facts);
        let lines = in_lines(&case);
        let (replayed, refused) = interviewed(&case);
        prop_assert_eq!(refused, Vec::<String>::new());
        prop_assert_eq!(&wizard.facts, &case.facts);
        prop_assert_eq!(&lines.facts, &case.facts);
        prop_assert_eq!(&replayed.case().facts, &case.facts);
        let file = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|extension| extension == "toml")).unwrap();
        let saved = casefile::read(&std::fs::read_to_string(file).unwrap()).unwrap();
        prop_assert_eq!(&saved.facts, &case.facts);
        prop_assert_eq!(&wizard.recorded, &saved.recorded);
        for each in [&wizard, &lines, replayed.case(), &saved] {
            prop_assert_eq!(determined(each), determined(&case));
        }
    }
}

#[test]
fn a_clean_diagnostic_case_costs_few_keys() {
    let text = include_str!("../../benches/cases/diagnostic.toml");
    let case = casefile::read(text).unwrap();
    let folder = temporary();
    let mut wizard = Wizard::at(folder.path());
    wizard.answer_all(&case.facts);
    let received = Field::Received.at(Laterality::Left);
    let questions = wizard.app.session.as_ref().unwrap().interview().places();
    assert!(questions.contains(&received));
    // What is typed by letter, identifiers and dates, is not what makes the wizard fast or slow.
    let typed: usize = questions
        .iter()
        .filter_map(|place| case.facts.answer(*place))
        .filter(|answer| {
            matches!(answer, Answer::Text(_) | Answer::Day(_) | Answer::Onset(_) | Answer::Codes(_))
        })
        .map(|answer| typed(&answer).len())
        .sum();
    let keys = wizard.keys - typed;
    assert!(keys <= 3 * questions.len(), "{keys} keys for {} questions", questions.len());
}
