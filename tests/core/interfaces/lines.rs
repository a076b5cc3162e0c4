//! Line mode: answers as lines.

use sij_intake::case::{Answer, QuestionId, Shape};

use super::super::case_folder::{AWAY, BACK};
use super::{UserInterface, typed};

/// An answer as a line.
pub(super) fn line_of(answer: Option<&Answer>) -> String {
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

/// Lines for line mode.
pub(super) struct Lines(pub(super) String);

impl Lines {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }
}

impl UserInterface for Lines {
    fn go_to(&mut self, _question: QuestionId, number: usize) {
        self.line(&format!("go {number}"));
    }

    fn answer(&mut self, _shape: Shape, _current: Option<&Answer>, answer: &Answer) {
        self.line(&line_of(Some(answer)));
    }

    fn keep_odd(&mut self) {
        self.line("");
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

    fn undo(&mut self) {
        self.line("undo");
    }

    fn move_folder_away(&mut self) {
        self.line(AWAY);
    }

    fn move_folder_back(&mut self) {
        self.line(BACK);
    }
}
