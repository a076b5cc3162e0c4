//! The wizard without a terminal, driven by keys.

use std::collections::BTreeMap;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use sij_intake::case::{Answer, Entry, Facts, OtherBlock, QuestionId, Shape, Target};
use sij_intake::questions::part_shape;
use sij_intake::tui::{App, ReviewRow, Theme, View};

use super::super::case_folder::CaseFolder;
use super::{NONE_OF_A_LIST, UserInterface, typed};

/// The wizard on a case folder.
pub(crate) struct Wizard<'f> {
    folder: &'f CaseFolder,
    pub(crate) app: App,
    /// How many keys were pressed.
    pub(crate) keys: usize,
}

impl<'f> Wizard<'f> {
    /// On the worklist of the folder.
    pub(crate) fn on_worklist(folder: &'f CaseFolder) -> Self {
        let theme = Theme { ascii: false, color: true };
        Self { folder, app: App::new(folder.workspace(), theme), keys: 0 }
    }

    /// On the only case of the folder, or on a new one.
    pub(crate) fn at(folder: &'f CaseFolder) -> Self {
        let mut wizard = Self::on_worklist(folder);
        match folder.id() {
            Some(id) => wizard.app.open(&id),
            None => wizard.app.new_case(),
        }
        wizard
    }

    pub(crate) fn key(&mut self, code: KeyCode) {
        self.keys += 1;
        self.app.update(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    pub(crate) fn control(&mut self, letter: char) {
        self.keys += 1;
        self.app.update(&Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)));
    }

    fn text(&mut self, text: &str) {
        text.chars().for_each(|letter| self.key(KeyCode::Char(letter)));
        self.accept();
    }

    /// Accepts what is typed; an odd value again when it is asked about.
    fn accept(&mut self) {
        self.key(KeyCode::Enter);
        let View::Question(editor) = &self.app.view else { return };
        if editor.message.as_ref().is_some_and(|message| message.contains("again keeps it")) {
            self.key(KeyCode::Enter);
        }
    }

    fn question(&self) -> Option<(QuestionId, Target)> {
        match &self.app.view {
            View::Question(page) => Some((page.question, page.target)),
            _ => None,
        }
    }

    /// Answers the question on the screen.
    fn give(&mut self, shape: Shape, answer: Option<&Answer>) {
        match (shape, answer) {
            (_, None) => self.control('t'),
            (_, Some(Answer::NotDocumented)) => self.control('n'),
            (Shape::Choice(names), Some(Answer::Choice(name))) => self.key(digit(names, name)),
            (Shape::Choices(_), Some(Answer::Choices(chosen))) if chosen.is_empty() => {
                self.key(KeyCode::Char('0'))
            }
            (Shape::Choices(names), Some(Answer::Choices(chosen))) => {
                chosen.iter().for_each(|name| self.key(digit(names, name)));
                self.key(KeyCode::Enter);
            }
            (Shape::DayOrNone, Some(Answer::DayOrNone(OtherBlock::None))) => {
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

    pub(crate) fn answer_all(&mut self, facts: &Facts) {
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

impl UserInterface for Wizard<'_> {
    fn go_to(&mut self, question: QuestionId, _number: usize) {
        match self.app.view {
            // Any key but Enter ends the offer to go through new questions.
            View::Review(_) => self.key(KeyCode::Home),
            View::Determination(_) => self.key(KeyCode::Char('r')),
            _ => self.control('r'),
        }
        let row = self.app.review_rows().iter().position(|row| *row == ReviewRow::answer(question)).unwrap();
        while let View::Review(list) = &self.app.view
            && list.selected != row
        {
            let down = list.selected < row;
            self.key(if down { KeyCode::Down } else { KeyCode::Up });
        }
        self.key(KeyCode::Enter);
        assert_eq!(self.question(), Some((question, Target::Whole)));
    }

    fn answer(&mut self, shape: Shape, current: Option<&Answer>, answer: &Answer) {
        match (shape, current, answer) {
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
        let is_none = *answer == Answer::DayOrNone(OtherBlock::None);
        match answer {
            Answer::Choices(chosen) if !chosen.is_empty() => self.key(KeyCode::Enter),
            // It is still in the field.
            _ if is_typed && !is_none && *answer != Answer::NotDocumented => self.accept(),
            _ => self.answer(shape, None, answer),
        }
    }

    fn add(&mut self) {
        self.key(KeyCode::Char('a'));
    }

    fn change(&mut self, index: usize, count: usize, skipped: usize) {
        (index..count).for_each(|_| self.key(KeyCode::Up));
        self.key(KeyCode::Enter);
        (0..skipped).for_each(|_| self.control('t'));
    }

    fn remove(&mut self, index: usize, count: usize) {
        // The selection may still be on an entry: start from the last row.
        (0..count).for_each(|_| self.key(KeyCode::Down));
        (index..count).for_each(|_| self.key(KeyCode::Up));
        self.key(KeyCode::Delete);
        self.key(KeyCode::Delete);
    }

    fn undo(&mut self) {
        self.control('_');
    }

    fn move_folder_away(&mut self) {
        self.folder.move_away();
    }

    fn move_folder_back(&mut self) {
        self.folder.move_back();
    }
}
