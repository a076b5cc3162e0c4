//! The determination after the last question, the questions without an answer, and
//! the review of all answers.

use crate::case::{QuestionId, Shape, Text};
use crate::interview::{Position, describe_counted_back};
use crate::questions::label;
use crate::report::{self, ReportHeader};

use super::command::Command;
use super::conversation::Conversation;

impl Conversation<'_> {
    /// Says the determination, and records it in a complete case that lacks it.
    pub(super) fn show_end(&mut self) {
        match self.interview().determination(self.session.settings()) {
            Ok(determination) => {
                let name = Text::new(self.session.id().as_str());
                let header = ReportHeader::of(&name, self.facts());
                report::text(&header, &determination).lines().for_each(|line| self.say(line));
                self.record();
            }
            Err(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.label()).collect();
                self.say(format!("There is no determination yet. Needed: {}.", names.join(", ")));
            }
        }
        self.say_unanswered();
        self.say_unconfirmed();
        let (go, [review, back, quit]) =
            (Command::Go.usage(), [Command::Review, Command::Back, Command::Quit]);
        self.say(format!("Type {review}, {go}, {back} or {quit}."));
    }

    fn say_unanswered(&mut self) {
        let unanswered = self.interview().lacking();
        if unanswered.is_empty() {
            return;
        }
        self.say(format!("No answer yet; {} goes to the first of them:", Command::Skip));
        for question in unanswered {
            self.say(self.numbered(question));
        }
    }

    pub(super) fn numbered(&self, question: QuestionId) -> String {
        self.number(question)
            .map_or_else(|| label(question), |number| format!("{number}. {}", label(question)))
    }

    fn record(&mut self) {
        match self.session.record() {
            Ok(()) if self.session.is_recorded() => self.say("The determination is recorded in the case."),
            Ok(()) => {}
            Err(error) => self.say(format!("The determination is NOT RECORDED: {error}.")),
        }
    }

    /// Says all answers, then those set aside, the flags and the evidence.
    pub(super) fn review(&mut self) {
        self.say("");
        for question in self.interview().questions() {
            self.review_answer(question);
        }
        for question in self.set_aside() {
            let answer = self.session.case().set_aside.answer(question);
            let words = answer.map(|answer| self.describe(&answer)).unwrap_or_default();
            self.say(format!("Set aside, not asked in this request: {}: {words}.", label(question)));
        }
        let case = self.session.case();
        let flags = case.flags.iter().map(|(item, words)| format!("Flagged: {item}: {words}."));
        let evidence = case.evidence.iter().map(|(item, words)| format!("Evidence: {item}: {words}."));
        let notes: Vec<String> = flags.chain(evidence).collect();
        notes.into_iter().for_each(|line| self.say(line));
        self.say_how_to_go_on();
    }

    fn review_answer(&mut self, question: QuestionId) {
        let answer = self.facts().answer(question);
        let lacks = self.interview().lacking().contains(&question);
        let if_none = if lacks { "no answer yet" } else { "not needed" };
        let today = self.session.today();
        let words =
            answer.map_or(if_none.to_owned(), |answer| describe_counted_back(&answer, self.facts(), today));
        let origin = self.origin(question).map(|origin| format!(" It is {origin}.")).unwrap_or_default();
        self.say(format!("{}: {words}.{origin}", self.numbered(question)));
        if let Shape::Entries(_) = self.facts().fact(question).shape() {
            self.entry_lines(question).into_iter().for_each(|line| self.say(line));
        }
    }

    fn say_how_to_go_on(&mut self) {
        match self.at {
            Position::Review | Position::Determination => {
                let (go, back, quit) = (Command::Go.usage(), Command::Back, Command::Quit);
                self.say(format!("Type {go} to correct an answer, {back} or {quit}."));
            }
            Position::Question(..) => self.show(),
        }
    }
}
