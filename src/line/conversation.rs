//! The conversation about a case: the current position, and the reply to each line.

use crate::case::{Answer, Facts, QuestionId, Shape, Target, Text};
use crate::casefile::{DraftKey, ProgramSettings};
use crate::interview::{AnswerError, Interview, NewQuestions, Position, describe};
use crate::questions::{doubt, label};
use crate::session::{ChangeError, Saved, Session, Workspace};

use super::Ended;
use super::answer_spec::AnswerSpec;
use super::asked_about::{AskedAbout, name};
use super::command::{self, Command, Context};
use super::duplicates::Duplicates;

/// A conversation about one case.
pub(super) struct Conversation<'d> {
    pub(super) session: &'d mut Session,
    /// The settings file.
    pub(super) program: &'d ProgramSettings,
    pub(super) at: Position,
    pub(super) duplicates: Duplicates<'d>,
    /// Input that could not be saved and was not accepted since.
    not_saved: Vec<DraftKey>,
    pub(super) is_unrecorded: bool,
    /// What was odd and is asked about: given again, it is kept.
    pub(super) asked_about: Option<AskedAbout>,
    /// What was asked about before the line that is replied to.
    pub(super) asked_before: Option<AskedAbout>,
    /// The questions that the correction of a complete case has opened.
    pub(super) new_questions: Option<NewQuestions>,
    output: Vec<String>,
    pub(super) is_over: bool,
}

impl<'d> Conversation<'d> {
    /// Continues the case where it was left.
    pub(super) fn of(session: &'d mut Session, workspace: &'d Workspace) -> Self {
        let at = session.resume();
        Self {
            program: &workspace.program,
            duplicates: Duplicates::of(workspace, session),
            session,
            at,
            not_saved: Vec::new(),
            is_unrecorded: false,
            asked_about: None,
            asked_before: None,
            new_questions: None,
            output: Vec::new(),
            is_over: false,
        }
    }

    /// Says the first lines.
    pub(super) fn greet(&mut self) {
        self.say_read_only();
        if let Saved::Failed(problem) = self.session.saved() {
            let problem = Text::new(problem).to_string();
            self.say(format!("{problem}."));
        }
        if let Some(words) = self.session.comments_in_words() {
            self.say(format!("COMMENTS: {words}."));
        }
        let help = Command::Help;
        self.say(format!("Case {}. Type {help} for what can be typed.", self.session.id()));
        self.show();
    }

    /// Adds a paragraph to the output.
    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.output.push(words.into());
    }

    /// The paragraphs since the last call.
    pub(super) fn take_output(&mut self) -> Vec<String> {
        std::mem::take(&mut self.output)
    }

    /// Whether the conversation is over.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
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

    /// Replies to one line.
    pub(super) fn reply(&mut self, line: &str) {
        self.asked_before = self.asked_about.take();
        if line.is_empty() {
            return self.reply_to_nothing();
        }
        match command::read(self.context(), line) {
            Some((command, rest)) => self.run_command(command, rest),
            None => self.reply_to_answer(line),
        }
    }

    /// Keeps what was asked about.
    fn reply_to_nothing(&mut self) {
        match (self.asked_before.take(), self.at) {
            (Some(AskedAbout::Answer(question, answer)), Position::Question(_, target)) => {
                self.answer(question, target, &answer);
            }
            (Some(AskedAbout::Intake(field, intake)), _) => self.save_intake(field, intake),
            _ if self.confirms_here() => {}
            _ => {
                let (skip, help) = (Command::Skip, Command::Help);
                self.say(format!(
                    "Nothing was typed and nothing is chosen: type an answer, {skip} or {help}."
                ));
            }
        }
    }

    fn context(&self) -> Context {
        match self.at {
            Position::Question(question, Target::Whole)
                if self.facts().fact(question).shape() == Shape::Text =>
            {
                Context::AnyText
            }
            _ => Context::Case,
        }
    }

    fn run_command(&mut self, command: Command, rest: &str) {
        match command {
            Command::Back => self.back(),
            Command::Skip => self.skip(),
            Command::NextOpen => self.go_to_next_open(),
            Command::Why => self.why(),
            Command::Define => self.define(),
            Command::Evidence => self.evidence(rest),
            Command::Flag => self.flag(rest),
            Command::Undo => self.undo(),
            Command::SameAsOtherSide => self.same_as_other_side(),
            Command::Accept => self.accept(),
            Command::Confirm => self.confirm_step(),
            Command::Intake => self.intake(rest),
            Command::Review => self.review(),
            Command::Go => self.go(rest),
            Command::Save => self.say("Everything accepted is saved."),
            Command::Letter => self.letter(),
            Command::Compare => self.compare(),
            Command::Help => command::help().for_each(|line| self.say(line)),
            Command::Quit => self.leave("Goodbye."),
            // Words of lists, answers and the worklist are not understood here.
            Command::Add
            | Command::Change
            | Command::Remove
            | Command::Done
            | Command::AnswerNone
            | Command::NotDocumented
            | Command::Literal
            | Command::NewCase
            | Command::More
            | Command::All
            | Command::Sort
            | Command::View
            | Command::Duplicates
            | Command::Withdraw
            | Command::Restore
            | Command::QuitWorklist => {}
        }
    }

    fn reply_to_answer(&mut self, line: &str) {
        let Position::Question(question, target) = self.at else {
            let (go, [review, back, help, quit]) =
                (Command::Go.usage(), [Command::Review, Command::Back, Command::Help, Command::Quit]);
            return self
                .say(format!("There is no question here: type {review}, {go}, {back}, {help} or {quit}."));
        };
        match target {
            Target::Whole if matches!(self.facts().fact(question).shape(), Shape::Entries(_)) => {
                self.reply_to_list(question, line);
            }
            Target::Part { .. } if command::read(Context::Part, line).is_some() => {
                self.move_to(Position::whole(question));
            }
            _ => {
                let spec = AnswerSpec::of(self.facts(), question, target);
                match spec.read(line, self.session.today()) {
                    Ok(answer) => self.answer_unless_odd(question, target, answer),
                    Err(problem) => self.refuse(&problem),
                }
            }
        }
    }

    /// Asks once about an odd answer; gives any other.
    pub(super) fn answer_unless_odd(&mut self, question: QuestionId, target: Target, answer: Answer) {
        let asked = AskedAbout::Answer(question, answer.clone());
        let is_known = self.facts().answer(question).as_ref() == Some(&answer)
            || self.asked_before.as_ref() == Some(&asked);
        let doubt = doubt(self.facts(), question, &answer, self.session.today());
        let doubt = doubt.map(|doubt| format!("Odd: {doubt}"));
        let effect = self.session.moves_receipt(question, &answer);
        let odd: Vec<String> = doubt.into_iter().chain(effect).filter(|_| !is_known).collect();
        match (!odd.is_empty()).then(|| odd.join("; ")) {
            Some(odd) => {
                self.say(format!("{odd}; an empty line keeps it."));
                self.asked_about = Some(asked);
            }
            None => self.answer(question, target, &answer),
        }
    }

    /// Saves an answer and goes on, or says why not.
    pub(super) fn answer(&mut self, question: QuestionId, target: Target, answer: &Answer) {
        let key = DraftKey::Answer(question, target);
        let set_aside_before = self.set_aside().len();
        let open_before = self.interview().open();
        match self.session.answer(question, target, answer) {
            Ok(()) => {
                let unit = AnswerSpec::of(self.facts(), question, target).unit_of(answer);
                self.say_saved(key, &format!("Recorded: {}{unit}.", self.describe(answer)));
                self.say_set_aside(set_aside_before);
                self.find_new(question, &open_before);
                self.go_on();
            }
            Err(error) => {
                // What could not be saved is given again without being asked about again.
                let is_odd = doubt(self.facts(), question, answer, self.session.today()).is_some()
                    || self.session.moves_receipt(question, answer).is_some();
                self.asked_about = is_odd.then(|| AskedAbout::Answer(question, answer.clone()));
                self.say_not_taken(key, &error);
            }
        }
    }

    /// Says why a line was not accepted.
    pub(super) fn refuse(&mut self, problem: &str) {
        self.say(format!("Not taken: {problem}."));
    }

    /// Says why a change was not accepted or not saved.
    pub(super) fn say_not_taken(&mut self, key: DraftKey, error: &ChangeError) {
        match (error, key) {
            (ChangeError::Refused(question, refused), DraftKey::Answer(_, target)) => {
                let conflict = self.conflicting_answer(*question, target, refused);
                let conflict = conflict.map(|what| format!(". In the way: {what}")).unwrap_or_default();
                self.refuse(&format!("{refused}{conflict}"));
            }
            _ => {
                self.forget_unsaved(key);
                self.not_saved.push(key);
                self.refuse(&Text::new(error.to_string()).to_string());
            }
        }
    }

    /// The other answer that contradicts a refused one, in words.
    fn conflicting_answer(
        &self,
        question: QuestionId,
        target: Target,
        refused: &AnswerError,
    ) -> Option<String> {
        if let Some(other) = refused.elsewhere(question) {
            let number =
                self.number(other).map(|number| format!(" ({} {number})", Command::Go)).unwrap_or_default();
            return Some(format!("{}{number}", label(other)));
        }
        let AnswerError::Impossible(refusal) = refused else { return None };
        let other = |(index, part): &(usize, _)| target != Target::Part { index: *index, part: *part };
        let (index, part) = refusal.entry.filter(other)?;
        Some(format!("entry {}, {}", index + 1, part.label()))
    }

    fn say_set_aside(&mut self, before: usize) {
        let answers = match self.set_aside().len().saturating_sub(before) {
            0 => return,
            1 => "1 answer is no longer asked for and is".to_owned(),
            more => format!("{more} answers are no longer asked for and are"),
        };
        self.say(format!("{answers} set aside; {} says which.", Command::Review));
    }

    /// The questions whose answers are set aside.
    pub(super) fn set_aside(&self) -> Vec<QuestionId> {
        let aside = &self.session.case().set_aside;
        QuestionId::all().filter(|question| aside.answer(*question).is_some()).collect()
    }

    /// Says what was done and that it is saved.
    pub(super) fn say_saved(&mut self, key: DraftKey, what: &str) {
        self.forget_unsaved(key);
        self.say(format!("{what} {}.", self.saved_words()));
        self.tell_duplicates();
    }

    /// That the case is saved, or what is wrong with it.
    pub(super) fn saved_words(&self) -> String {
        match self.session.saved() {
            Saved::Failed(problem) => Text::new(problem).to_string(),
            _ => "Saved".to_owned(),
        }
    }

    /// Forgets that this could not be saved earlier; a whole answer includes its parts.
    fn forget_unsaved(&mut self, accepted: DraftKey) {
        self.not_saved.retain(|key| match (accepted, *key) {
            (DraftKey::Answer(one, Target::Whole), DraftKey::Answer(other, _)) => one != other,
            (accepted, key) => accepted != key,
        });
    }

    /// Ends the conversation: says goodbye, what is saved and what is not.
    pub(super) fn leave(&mut self, farewell: &str) {
        let mut words = vec![farewell.to_owned(), "Everything accepted is saved.".to_owned()];
        if !self.not_saved.is_empty() {
            let names: Vec<String> = self.not_saved.iter().map(|key| name(*key)).collect();
            words.push(format!("NOT SAVED: {}.", names.join("; ")));
        }
        if let Err(error) = self.session.record() {
            self.is_unrecorded = true;
            words.push(format!("The determination is NOT RECORDED: {error}."));
        }
        words.extend(self.what_is_left());
        self.say(words.join(" "));
        self.is_over = true;
    }

    /// How the conversation ended.
    pub(super) fn ended(&self) -> Ended {
        let all_saved = self.not_saved.is_empty() && !self.is_unrecorded;
        if all_saved { Ended::AllSaved } else { Ended::NotSaved }
    }
}

/// Moving between questions.
impl Conversation<'_> {
    /// The number of a question in the review.
    pub(super) fn number(&self, question: QuestionId) -> Option<usize> {
        self.interview().questions().iter().position(|each| *each == question).map(|index| index + 1)
    }

    /// Goes to a position and shows it.
    pub(super) fn move_to(&mut self, at: Position) {
        let from = std::mem::replace(&mut self.at, at);
        match (from, at) {
            // After an entry the list is shown without repeating its whole question.
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
                let (go, review) = (Command::Go, Command::Review);
                let last = questions.len();
                self.say(format!("Type {go} and a number from 1 to {last}; {review} lists them."));
            }
        }
    }
}
