//! The text of a question: its number, the question, the current answer, and how
//! to answer.

use crate::case::{Part, QuestionId, Shape, Target};
use crate::interview::{Position, describe_counted_back, describe_entry, describe_parts};
use crate::questions::{part_prompt, part_question, prompt, question_for, step};

use super::answer_spec::AnswerSpec;
use super::command::Command;
use super::conversation::Conversation;

impl Conversation<'_> {
    /// Says everything about the current position.
    pub(super) fn show(&mut self) {
        self.say("");
        match self.at {
            Position::Question(question, Target::Whole) => self.show_question(question),
            Position::Question(question, Target::Part { index, part }) => {
                self.show_part(question, index, part);
            }
            Position::Review | Position::Determination => self.show_end(),
        }
    }

    fn show_question(&mut self, question: QuestionId) {
        let item =
            self.interview().filed_under(question).map(|item| format!(", item {item}")).unwrap_or_default();
        self.say(format!("{}{item}.", self.progress(question)));
        self.say(prompt(question));
        self.say(question_for(question.field()).help(self.interview().limits(question)));
        self.show_notes(question);
        let spec = AnswerSpec::whole(self.facts(), question);
        if let Shape::Entries(_) = spec.shape {
            return self.show_list(question);
        }
        spec.options().into_iter().for_each(|option| self.say(option));
        if let Some(answer) = self.facts().answer(question) {
            let today = self.session.today();
            self.say(current_answer(&describe_counted_back(&answer, self.facts(), today)));
        }
        self.show_origin(question, Target::Whole);
        self.show_proposal(question, Target::Whole);
        self.say(spec.instruction());
    }

    /// The number of the question and the step it belongs to.
    fn progress(&self, question: QuestionId) -> String {
        let questions = self.interview().questions().len();
        // Until the required answers are given, the number of questions can change.
        let so_far = if self.interview().findings(self.session.settings()).is_err() { " so far" } else { "" };
        let number = self.number(question).unwrap_or(questions);
        format!("Question {number} of {questions}{so_far}, {}", step(question).name().to_lowercase())
    }

    fn show_notes(&mut self, question: QuestionId) {
        let Some(item) = self.interview().filed_under(question) else { return };
        let case = self.session.case();
        let evidence = case.evidence.get(item.key()).map(|words| format!("Evidence for {item}: {words}."));
        let flag =
            case.flags.get(item.key()).map(|words| format!("{item} is flagged for a clinician: {words}."));
        evidence.into_iter().chain(flag).for_each(|line| self.say(line));
    }

    /// Says the entries of a list and what can be typed.
    pub(super) fn show_list(&mut self, question: QuestionId) {
        let lines = self.entry_lines(question);
        if lines.is_empty() {
            let now = self.facts().answer(question).map(|answer| self.describe(&answer));
            self.say(now.map_or("No entry yet.".to_owned(), |now| current_answer(&now)));
            self.show_origin(question, Target::Whole);
            self.show_proposed_entries(question);
            return self.say(AnswerSpec::whole(self.facts(), question).instruction());
        }
        lines.into_iter().for_each(|line| self.say(line));
        self.show_origin(question, Target::Whole);
        self.show_proposed_entries(question);
        let [change, remove] = [Command::Change.usage(), Command::Remove.usage()];
        let (add, done) = (Command::Add, Command::Done);
        self.say(format!("Type {add} for another entry, {change}, {remove}, or {done}."));
    }

    /// The entries of a list, one line each, with the parts that have no answer yet.
    pub(super) fn entry_lines(&self, question: QuestionId) -> Vec<String> {
        let entries = self.entries(question);
        let line = |(index, entry)| {
            let lacking = describe_parts(&self.interview().parts_lacking(question, index));
            let unanswered = lacking.map(|parts| format!(" No answer yet: {parts}.")).unwrap_or_default();
            format!("Entry {}: {}.{unanswered}", index + 1, describe_entry(entry))
        };
        entries.iter().enumerate().map(line).collect()
    }

    fn show_part(&mut self, question: QuestionId, entry: usize, part: Part) {
        self.say(format!("{}, entry {}, {}.", self.progress(question), entry + 1, part.label()));
        self.say(part_prompt(question, part));
        self.say(part_question(question.field(), part).help(self.interview().limits(question)));
        let spec = AnswerSpec::part(question, part);
        spec.options().into_iter().for_each(|option| self.say(option));
        let now = self.entries(question).get(entry).and_then(|entry| entry.part(part).cloned());
        if let Some(answer) = now {
            let unit = spec.unit_of(&answer);
            self.say(current_answer(&format!("{}{unit}", self.describe(&answer))));
        }
        self.show_origin(question, Target::Part { index: entry, part });
        self.show_proposal(question, Target::Part { index: entry, part });
        self.say(spec.instruction());
    }
}

fn current_answer(answer: &str) -> String {
    format!("The answer is now: {answer}. {} keeps it.", Command::Skip)
}
