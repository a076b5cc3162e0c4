//! Where the coordinator is, and what each line makes of it.

use chrono::NaiveDate;

use crate::case::{Answer, Case, Facts, Part, Place, Shape, Text};
use crate::interview::{Interview, Refused, echo};
use crate::policy::Terms;

use super::Ended;
use super::asked::Asked;
use super::command::{self, Word};

/// Where the coordinator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// At a question.
    Question(Place),
    /// At one part of one entry of a list, the entry counted from 0.
    Part(Place, usize, Part),
    /// After the last question.
    End,
}

impl At {
    /// The question, but not at the end.
    pub(super) fn place(self) -> Option<Place> {
        match self {
            Self::Question(place) | Self::Part(place, ..) => Some(place),
            Self::End => None,
        }
    }
}

/// One walk through the questions.
pub(super) struct Walk<'d> {
    pub(super) name: &'d Text,
    pub(super) interview: Interview,
    pub(super) today: NaiveDate,
    pub(super) terms: &'d Terms,
    pub(super) at: At,
    save: &'d mut dyn FnMut(&Case) -> Result<(), String>,
    unsaved: Option<String>,
    said: Vec<String>,
    over: bool,
}

impl<'d> Walk<'d> {
    /// Takes a case up at its first question without an answer.
    pub(super) fn of(
        name: &'d Text,
        interview: Interview,
        today: NaiveDate,
        terms: &'d Terms,
        save: &'d mut dyn FnMut(&Case) -> Result<(), String>,
    ) -> Self {
        let at = interview.resume().map_or(At::End, At::Question);
        Self { name, interview, today, terms, at, save, unsaved: None, said: Vec::new(), over: false }
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
            Some((word, rest)) => self.obey(word, rest),
            None => self.reply(line),
        }
    }

    fn takes_any_text(&self) -> bool {
        matches!(self.at, At::Question(place) if self.facts().slot(place).shape() == Shape::Text)
    }

    fn obey(&mut self, word: Word, rest: &str) {
        match word {
            Word::Back => self.back(),
            Word::Skip => self.skip(),
            Word::Why => self.why(),
            Word::Define => self.define(),
            Word::Evidence => self.evidence(rest),
            Word::Flag => self.flag(rest),
            Word::Review => self.review(),
            Word::Go => self.go(rest),
            Word::Save => self.save_again(),
            Word::Help => command::help().for_each(|line| self.say(line)),
            Word::Quit => self.leave("Goodbye."),
        }
    }

    fn reply(&mut self, line: &str) {
        match self.at {
            At::End => self.say("There is no question here: type review, go NUMBER, back, help or quit."),
            At::Question(place) if matches!(self.facts().slot(place).shape(), Shape::Entries(_)) => {
                self.reply_to_list(place, line);
            }
            At::Question(place) => match Asked::at(self.facts(), place).read(line, self.today) {
                Ok(answer) => self.answer(place, &answer),
                Err(problem) => self.refuse(&problem),
            },
            At::Part(place, entry, part) => self.reply_to_part(place, entry, part, line),
        }
    }

    /// Takes an answer and goes on, or says why not.
    pub(super) fn answer(&mut self, place: Place, answer: &Answer) {
        let aside = self.set_aside().len();
        match self.interview.answer(place, answer) {
            Ok(()) => {
                self.recorded(&format!("Recorded: {}.", echo(answer, self.today)));
                self.say_set_aside(aside);
                self.go_on(place);
            }
            Err(refused) => self.not_taken(place, &refused),
        }
    }

    /// Says why typed text is no answer.
    pub(super) fn refuse(&mut self, problem: &str) {
        self.say(format!("Not taken: {problem}."));
    }

    /// Says why an answer can't stand.
    pub(super) fn not_taken(&mut self, place: Place, refused: &Refused) {
        let elsewhere = refused.elsewhere(place).map(|other| {
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
    pub(super) fn set_aside(&self) -> Vec<Place> {
        let aside = &self.interview.case().set_aside;
        Place::all().filter(|place| aside.answer(*place).is_some()).collect()
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
impl Walk<'_> {
    /// The questions that lack an answer, or part of one, in order.
    pub(super) fn lacking(&self) -> Vec<Place> {
        let open = self.interview.open();
        let lacks = |place: &Place| self.facts().answer(*place).is_none() || open.contains(place);
        self.interview.places().into_iter().filter(lacks).collect()
    }

    /// The number of a question in the review.
    pub(super) fn number(&self, place: Place) -> Option<usize> {
        self.interview.places().iter().position(|each| *each == place).map(|index| index + 1)
    }

    /// Goes to the next question without an answer, or to the end.
    pub(super) fn go_on(&mut self, place: Place) {
        let here = self.number(place);
        let later = self.lacking().into_iter().find(|each| self.number(*each) > here);
        self.move_to(later.map_or(At::End, At::Question));
    }

    /// Goes there and shows what is there.
    pub(super) fn move_to(&mut self, at: At) {
        self.at = at;
        self.show();
    }

    fn back(&mut self) {
        let before = match self.at {
            At::Question(place) => self.interview.before(place).map(At::Question),
            At::Part(place, entry, part) => Some(self.before_part(place, entry, part)),
            At::End => self.interview.places().last().copied().map(At::Question),
        };
        match before {
            Some(at) => self.move_to(at),
            None => self.say("This is the first question."),
        }
    }

    fn skip(&mut self) {
        match self.at {
            At::Question(place) => self.go_on(place),
            At::Part(place, entry, part) => self.skip_part(place, entry, part),
            At::End => match self.lacking().first() {
                Some(place) => self.move_to(At::Question(*place)),
                None => self.say("Every question has an answer."),
            },
        }
    }

    fn go(&mut self, number: &str) {
        let places = self.interview.places();
        let place = number
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
            .and_then(|at| places.get(at));
        match place {
            Some(place) => self.move_to(At::Question(*place)),
            None => self.say(format!("Type go and a number from 1 to {}; review says them.", places.len())),
        }
    }
}

/// A question in a few words, with its joint.
pub(super) fn label(place: Place) -> String {
    let joint = place.side().map(|side| format!(", {} joint", crate::case::Choice::name(side)));
    format!("{}{}", place.field().label(), joint.unwrap_or_default())
}
