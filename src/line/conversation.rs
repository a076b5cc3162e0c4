//! Where the coordinator is, and what each line makes of it.

use crate::case::{Answer, Choice, Facts, QuestionId, Shape, Target, Text};
use crate::casefile::DraftKey;
use crate::interview::{AnswerError, Interview, Position, describe};
use crate::session::{ChangeError, Saved, Session};

use super::Ended;
use super::answer_spec::AnswerSpec;
use super::command::{self, Command};

/// One conversation about a case.
pub(super) struct Conversation<'d> {
    pub(super) session: &'d mut Session,
    pub(super) at: Position,
    /// What could not be saved and was not taken since.
    not_saved: Vec<DraftKey>,
    is_unrecorded: bool,
    said: Vec<String>,
    over: bool,
}

impl<'d> Conversation<'d> {
    /// Takes a case up where it was left.
    pub(super) fn of(session: &'d mut Session) -> Self {
        let at = session.resume();
        Self { session, at, not_saved: Vec::new(), is_unrecorded: false, said: Vec::new(), over: false }
    }

    /// The first lines.
    pub(super) fn greet(&mut self) {
        if let Some(holder) = self.session.read_only() {
            self.say(format!("READ-ONLY: {holder}. No answer will be saved."));
        }
        self.say(format!("Case {}. Type help for what can be typed.", self.session.id()));
        self.show();
    }

    /// Says a paragraph.
    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.said.push(words.into());
    }

    /// What has been said since it was last asked for.
    pub(super) fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }

    /// Whether the conversation is over.
    pub(super) fn over(&self) -> bool {
        self.over
    }

    pub(super) fn interview(&self) -> &Interview {
        self.session.interview()
    }

    pub(super) fn facts(&self) -> &Facts {
        self.interview().facts()
    }

    /// An answer in words.
    pub(super) fn describe(&self, answer: &Answer) -> String {
        describe(answer, self.session.today())
    }

    /// Takes one line.
    pub(super) fn take(&mut self, line: &str) {
        if line.is_empty() {
            return self.say("Nothing was typed and nothing is picked: type an answer, skip or help.");
        }
        match command::read(line, self.takes_any_text()) {
            Some((word, rest)) => self.run_command(word, rest),
            None => self.reply(line),
        }
    }

    fn takes_any_text(&self) -> bool {
        let Position::Question(question, Target::Whole) = self.at else { return false };
        self.facts().fact(question).shape() == Shape::Text
    }

    fn run_command(&mut self, word: Command, rest: &str) {
        match word {
            Command::Back => self.back(),
            Command::Skip => self.skip(),
            Command::Why => self.why(),
            Command::Define => self.define(),
            Command::Evidence => self.evidence(rest),
            Command::Flag => self.flag(rest),
            Command::Review => self.review(),
            Command::Go => self.go(rest),
            Command::Save => self.say("Everything accepted is saved."),
            Command::Help => command::help().for_each(|line| self.say(line)),
            Command::Quit => self.leave("Goodbye."),
        }
    }

    fn reply(&mut self, line: &str) {
        let Position::Question(question, target) = self.at else {
            return self.say("There is no question here: type review, go NUMBER, back, help or quit.");
        };
        match target {
            Target::Whole if matches!(self.facts().fact(question).shape(), Shape::Entries(_)) => {
                self.reply_to_list(question, line);
            }
            Target::Part { .. } if line.eq_ignore_ascii_case("done") => {
                self.move_to(Position::whole(question));
            }
            _ => {
                let asked = AnswerSpec::of(self.facts(), question, target);
                match asked.read(line, self.session.today()) {
                    Ok(answer) => self.answer(question, target, &answer),
                    Err(problem) => self.refuse(&problem),
                }
            }
        }
    }

    /// Takes an answer and goes on, or says why not.
    pub(super) fn answer(&mut self, question: QuestionId, target: Target, answer: &Answer) {
        let key = DraftKey::Answer(question, target);
        let aside = self.set_aside().len();
        match self.session.answer(question, target, answer) {
            Ok(()) => {
                let unit = AnswerSpec::of(self.facts(), question, target).unit_of(answer);
                self.saved(key, &format!("Recorded: {}{unit}.", self.describe(answer)));
                self.say_set_aside(aside);
                self.move_to(self.interview().after_answer(self.at));
            }
            Err(error) => self.not_taken(key, &error),
        }
    }

    /// Says why typed text is no answer.
    pub(super) fn refuse(&mut self, problem: &str) {
        self.say(format!("Not taken: {problem}."));
    }

    /// Says why something was not taken.
    pub(super) fn not_taken(&mut self, key: DraftKey, error: &ChangeError) {
        match (error, key) {
            (ChangeError::Refused(question, refused), DraftKey::Answer(_, target)) => {
                let in_the_way = self.in_the_way(*question, target, refused);
                let in_the_way = in_the_way.map(|what| format!(". In the way: {what}")).unwrap_or_default();
                self.refuse(&format!("{refused}{in_the_way}"));
            }
            _ => {
                self.forget_unsaved(key);
                self.not_saved.push(key);
                self.refuse(&Text::new(error.to_string()).to_string());
            }
        }
    }

    /// The other answer that stands in the way of one, in words.
    fn in_the_way(&self, question: QuestionId, target: Target, refused: &AnswerError) -> Option<String> {
        if let Some(other) = refused.elsewhere(question) {
            let number = self.number(other).map(|number| format!(" (go {number})")).unwrap_or_default();
            return Some(format!("{}{number}", label(other)));
        }
        let AnswerError::Impossible(refusal) = refused else { return None };
        let other = |(index, part): &(usize, _)| target != Target::Part { index: *index, part: *part };
        let (index, part) = refusal.entry.filter(other)?;
        Some(format!("entry {}, {}", index + 1, part.label()))
    }

    fn say_set_aside(&mut self, before: usize) {
        match self.set_aside().len().saturating_sub(before) {
            0 => {}
            1 => self.say("1 answer is no longer asked for and is set aside; review says which."),
            more => self
                .say(format!("{more} answers are no longer asked for and are set aside; review says which.")),
        }
    }

    /// The places whose answers are set aside.
    pub(super) fn set_aside(&self) -> Vec<QuestionId> {
        let aside = &self.session.case().set_aside;
        QuestionId::all().filter(|question| aside.answer(*question).is_some()).collect()
    }

    /// Says in one line what was done, and that it is on the disk.
    pub(super) fn saved(&mut self, key: DraftKey, what: &str) {
        self.forget_unsaved(key);
        let saved = match self.session.saved() {
            Saved::Failed(but) => Text::new(but).to_string(),
            _ => "Saved".to_owned(),
        };
        self.say(format!("{what} {saved}."));
    }

    /// What is taken is no longer unsaved; a whole answer stands for its parts too.
    fn forget_unsaved(&mut self, taken: DraftKey) {
        self.not_saved.retain(|key| match (taken, *key) {
            (DraftKey::Answer(one, Target::Whole), DraftKey::Answer(other, _)) => one != other,
            (taken, key) => taken != key,
        });
    }

    /// Ends the conversation.
    pub(super) fn leave(&mut self, word: &str) {
        let mut words = vec![word.to_owned(), "Everything accepted is saved.".to_owned()];
        if !self.not_saved.is_empty() {
            let names: Vec<String> = self.not_saved.iter().map(|key| name(*key)).collect();
            words.push(format!("NOT SAVED: {}.", names.join("; ")));
        }
        if let Err(error) = self.session.record() {
            self.is_unrecorded = true;
            words.push(format!("The determination is NOT RECORDED: {error}."));
        }
        match self.interview().lacking().len() {
            0 => {}
            1 => words.push("1 question has no answer yet.".to_owned()),
            more => words.push(format!("{more} questions have no answer yet.")),
        }
        self.say(words.join(" "));
        self.over = true;
    }

    /// How it ended.
    pub(super) fn ended(&self) -> Ended {
        let all_saved = self.not_saved.is_empty() && !self.is_unrecorded;
        if all_saved { Ended::AllSaved } else { Ended::NotSaved }
    }
}

/// Moving about.
impl Conversation<'_> {
    /// The number of a question in the review.
    pub(super) fn number(&self, question: QuestionId) -> Option<usize> {
        self.interview().questions().iter().position(|each| *each == question).map(|index| index + 1)
    }

    /// Goes there and shows what is there.
    pub(super) fn move_to(&mut self, at: Position) {
        let from = std::mem::replace(&mut self.at, at);
        match (from, at) {
            // The question of a list is not asked all over again after each entry.
            (Position::Question(list, Target::Part { .. }), Position::Question(question, Target::Whole))
                if list == question =>
            {
                self.say("");
                self.show_list(question);
            }
            _ => self.show(),
        }
    }

    fn back(&mut self) {
        match self.interview().back(self.at) {
            Some(at) => self.move_to(at),
            None => self.say("This is the first question."),
        }
    }

    fn skip(&mut self) {
        let next = self.interview().next(self.at);
        if next == self.at {
            return self.say("Every question has an answer.");
        }
        self.move_to(next);
    }

    fn go(&mut self, number: &str) {
        let questions = self.interview().questions();
        let question = number
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
            .and_then(|at| questions.get(at));
        match question {
            Some(question) => self.move_to(Position::whole(*question)),
            None => {
                self.say(format!("Type go and a number from 1 to {}; review says them.", questions.len()))
            }
        }
    }
}

/// A question in a few words, with its joint.
pub(super) fn label(question: QuestionId) -> String {
    let joint = question.side().map(|side| format!(", {} joint", side.name()));
    format!("{}{}", question.field().label(), joint.unwrap_or_default())
}

/// What was typed, by name.
fn name(key: DraftKey) -> String {
    match key {
        DraftKey::Answer(question, Target::Whole) => label(question),
        DraftKey::Answer(question, Target::Part { index, part }) => {
            format!("{}, entry {}, {}", label(question), index + 1, part.label())
        }
        DraftKey::Evidence(item) => format!("evidence for {item}"),
        DraftKey::Flag(item) => format!("flag on {item}"),
    }
}
