//! A common interface of the wizard and line mode: go to a question, answer it,
//! edit a list, and lose the folder in between.

use sij_intake::case::{Answer, QuestionId, Shape};

use super::case_folder::{AWAY, BACK};
use super::wizard::typed;

/// A user interface: keys of the wizard, or lines.
pub(crate) trait UserInterface {
    fn go_to(&mut self, question: QuestionId, number: usize);
    fn answer(&mut self, shape: Shape, current: Option<&Answer>, answer: &Answer);
    /// Gives an answer again that could not be saved.
    fn answer_again(&mut self, shape: Shape, answer: &Answer);
    fn add(&mut self);
    fn change(&mut self, index: usize, count: usize, skipped: usize);
    fn remove(&mut self, index: usize, count: usize);
    fn move_folder_away(&mut self);
    fn move_folder_back(&mut self);
}

/// "None" as the answer to a list.
pub(crate) const NONE_OF_A_LIST: Answer = Answer::Entries(Vec::new());

/// Lines for line mode.
pub(crate) struct Lines(pub(crate) String);

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

    fn move_folder_away(&mut self) {
        self.line(AWAY);
    }

    fn move_folder_back(&mut self) {
        self.line(BACK);
    }
}

/// An answer as a line.
pub(crate) fn line_of(answer: Option<&Answer>) -> String {
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
