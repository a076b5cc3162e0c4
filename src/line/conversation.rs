//! Where the coordinator is, and what each line makes of it.

use chrono::NaiveDate;

use crate::case::{Answer, Case, Facts, Part, QuestionId, Shape, Text};
use crate::interview::{AnswerError, Interview, describe};
use crate::policy::PolicySettings;

use super::Ended;
use super::answer_spec::AnswerSpec;
use super::command::{self, Command};

/// Where the coordinator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// At a question.
    Question(QuestionId),
    /// At one part of one entry of a list, the entry counted from 0.
    Part(QuestionId, usize, Part),
    /// After the last question.
    End,
}

impl Position {
    /// The question, but not at the end.
    pub(super) fn question(self) -> Option<QuestionId> {
        match self {
            Self::Question(question) | Self::Part(question, ..) => Some(question),
            Self::End => None,
        }
    }
}

/// One walk through the questions.
pub(super) struct Conversation<'d> {
    pub(super) name: &'d Text,
    pub(super) interview: Interview,
    pub(super) today: NaiveDate,
    pub(super) settings: &'d PolicySettings,
    pub(super) at: Position,
    save: &'d mut dyn FnMut(&Case) -> Result<(), String>,
    unsaved: Option<String>,
    said: Vec<String>,
    over: bool,
}

impl<'d> Conversation<'d> {
    /// Takes a case up at its first question without an answer.
    pub(super) fn of(
        name: &'d Text,
        interview: Interview,
        today: NaiveDate,
        settings: &'d PolicySettings,
        save: &'d mut dyn FnMut(&Case) -> Result<(), String>,
    ) -> Self {
        let at = interview.resume().map_or(Position::End, Position::Question);
        Self { name, interview, today, settings, at, save, unsaved: None, said: Vec::new(), over: false }
    }

    /// The first lines.
    pub(super) fn greet(&mut self) {
        self.say(format!("Case {}. Type help for what can be typed.", self.name));
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

    /// Whether the walk is over.
    pub(super) fn over(&self) -> bool {
        self.over
    }

    /// How it ended.
    pub(super) fn ended(self) -> Ended {
        Ended { interview: self.interview, unsaved: self.unsaved }
    }

    pub(super) fn facts(&self) -> &Facts {
        self.interview.facts()
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
        matches!(self.at, Position::Question(question) if self.facts().fact(question).shape() == Shape::Text)
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
            Command::Save => self.save_again(),
            Command::Help => command::help().for_each(|line| self.say(line)),
            Command::Quit => self.leave("Goodbye."),
        }
    }

    fn reply(&mut self, line: &str) {
        match self.at {
            Position::End => {
                self.say("There is no question here: type review, go NUMBER, back, help or quit.")
            }
            Position::Question(question)
                if matches!(self.facts().fact(question).shape(), Shape::Entries(_)) =>
            {
                self.reply_to_list(question, line);
            }
            Position::Question(question) => {
                match AnswerSpec::at(self.facts(), question).read(line, self.today) {
                    Ok(answer) => self.answer(question, &answer),
                    Err(problem) => self.refuse(&problem),
                }
            }
            Position::Part(question, entry, part) => self.reply_to_part(question, entry, part, line),
        }
    }

    /// Takes an answer and goes on, or says why not.
    pub(super) fn answer(&mut self, question: QuestionId, answer: &Answer) {
        let aside = self.set_aside().len();
        match self.interview.answer(question, answer) {
            Ok(()) => {
                self.recorded(&format!("Recorded: {}.", describe(answer, self.today)));
                self.say_set_aside(aside);
                self.go_on(question);
            }
            Err(refused) => self.not_taken(question, &refused),
        }
    }

    /// Says why typed text is no answer.
    pub(super) fn refuse(&mut self, problem: &str) {
        self.say(format!("Not taken: {problem}."));
    }

    /// Says why an answer can't stand.
    pub(super) fn not_taken(&mut self, question: QuestionId, refused: &AnswerError) {
        let elsewhere = refused.elsewhere(question).map(|other| {
            let number = self.number(other).map(|number| format!(" (go {number})")).unwrap_or_default();
            format!(". In the way: {}{number}", label(other))
        });
        self.refuse(&format!("{refused}{}", elsewhere.unwrap_or_default()));
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
        let aside = &self.interview.case().set_aside;
        QuestionId::all().filter(|question| aside.answer(*question).is_some()).collect()
    }

    /// Saves, and says in one line what was done and whether it is on the disk.
    pub(super) fn recorded(&mut self, what: &str) {
        self.save_now();
        match &self.unsaved {
            None => self.say(format!("{what} Saved.")),
            Some(problem) => {
                let problem =
                    format!("{what} NOT SAVED: {problem}. The next answer saves it too; save tries again.");
                self.say(problem);
            }
        }
    }

    fn save_now(&mut self) {
        let saved = (self.save)(self.interview.case());
        self.unsaved = saved.err().map(|problem| Text::new(problem).to_string());
    }

    fn save_again(&mut self) {
        if self.unsaved.is_none() {
            return self.say("Everything accepted is saved.");
        }
        self.recorded("Tried again.");
    }

    /// Ends the walk; what could not be saved is tried once more.
    pub(super) fn leave(&mut self, word: &str) {
        if self.unsaved.is_some() {
            self.save_now();
        }
        let saved = match &self.unsaved {
            None => "Everything accepted is saved.".to_owned(),
            Some(problem) => format!("NOT SAVED: {problem}."),
        };
        let open = match self.lacking().len() {
            0 => String::new(),
            1 => " 1 question has no answer yet.".to_owned(),
            more => format!(" {more} questions have no answer yet."),
        };
        self.say(format!("{word} {saved}{open}"));
        self.over = true;
    }
}

/// Moving about.
impl Conversation<'_> {
    /// The questions that lack an answer, or part of one, in order.
    pub(super) fn lacking(&self) -> Vec<QuestionId> {
        let open = self.interview.open();
        let lacks =
            |question: &QuestionId| self.facts().answer(*question).is_none() || open.contains(question);
        self.interview.questions().into_iter().filter(lacks).collect()
    }

    /// The number of a question in the review.
    pub(super) fn number(&self, question: QuestionId) -> Option<usize> {
        self.interview.questions().iter().position(|each| *each == question).map(|index| index + 1)
    }

    /// Goes to the next question without an answer, or to the end.
    pub(super) fn go_on(&mut self, question: QuestionId) {
        let here = self.number(question);
        let later = self.lacking().into_iter().find(|each| self.number(*each) > here);
        self.move_to(later.map_or(Position::End, Position::Question));
    }

    /// Goes there and shows what is there.
    pub(super) fn move_to(&mut self, at: Position) {
        self.at = at;
        self.show();
    }

    fn back(&mut self) {
        let before = match self.at {
            Position::Question(question) => self.interview.before(question).map(Position::Question),
            Position::Part(question, entry, part) => Some(self.before_part(question, entry, part)),
            Position::End => self.interview.questions().last().copied().map(Position::Question),
        };
        match before {
            Some(at) => self.move_to(at),
            None => self.say("This is the first question."),
        }
    }

    fn skip(&mut self) {
        match self.at {
            Position::Question(question) => self.go_on(question),
            Position::Part(question, entry, part) => self.skip_part(question, entry, part),
            Position::End => match self.lacking().first() {
                Some(question) => self.move_to(Position::Question(*question)),
                None => self.say("Every question has an answer."),
            },
        }
    }

    fn go(&mut self, number: &str) {
        let questions = self.interview.questions();
        let question = number
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
            .and_then(|at| questions.get(at));
        match question {
            Some(question) => self.move_to(Position::Question(*question)),
            None => {
                self.say(format!("Type go and a number from 1 to {}; review says them.", questions.len()))
            }
        }
    }
}

/// A question in a few words, with its joint.
pub(super) fn label(question: QuestionId) -> String {
    let joint = question.side().map(|side| format!(", {} joint", crate::case::Choice::name(side)));
    format!("{}{}", question.field().label(), joint.unwrap_or_default())
}
