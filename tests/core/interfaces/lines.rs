//! Line mode: answers as lines.

use sij_intake::case::{Answer, Case, QuestionId, Shape};
use sij_intake::interview::replay_answers;
use sij_intake::policy::PolicySettings;

use super::super::case_folder::{AWAY, BACK};
use super::{UserInterface, typed};

/// The same answers as lines, in the order of the interview.
pub(super) fn transcript(case: &Case) -> String {
    let mut lines = Vec::new();
    replay_answers(case, &PolicySettings::default(), |question, _| match case.facts.answer(question) {
        Some(Answer::Entries(entries)) if !entries.is_empty() => {
            for entry in entries {
                lines.push("add".to_owned());
                lines.extend(entry.0.iter().map(|(_, answer)| line_of(Some(answer))));
            }
            lines.push("done".to_owned());
        }
        answer => lines.push(line_of(answer.as_ref())),
    });
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
