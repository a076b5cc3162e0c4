//! Commands about a question: why it is asked, definitions, evidence and flags.

use chrono::NaiveDate;

use crate::case::{QuestionId, Shape, Text};
use crate::casefile::DraftKey;
use crate::interview::parse_answer;
use crate::policy::Item;
use crate::questions::{question_for, why_without_items};

use super::command::{Command, REMOVE_NOTE};
use super::conversation::Conversation;

impl Conversation<'_> {
    /// Says which items ask the question, their rules, and the dates that matter.
    pub(super) fn why(&mut self) {
        let Some(question) = self.current_question() else { return };
        let items = self.interview().items_asking(question);
        if items.is_empty() {
            return self.say(why_without_items(self.facts(), question));
        }
        for item in items {
            let Some((rule, limits)) = self.interview().rule(question.side(), item) else { continue };
            let [title, summary, criteria] =
                [rule.title(limits), rule.summary(limits), rule.criteria(limits)];
            self.say(format!("{item}, {title}."));
            self.say(summary);
            self.say(format!("Rule: {criteria}"));
        }
        let dates = self.interview().hints(question);
        dates.into_iter().for_each(|line| self.say(line));
    }

    /// Says the definitions for the question.
    pub(super) fn define(&mut self) {
        let Some(question) = self.current_question() else { return };
        let limits = self.interview().limits(question);
        let definitions: Vec<_> = question_for(question.field()).definitions(limits).collect();
        if definitions.is_empty() {
            return self.say("There is no definition for this question.");
        }
        definitions.into_iter().for_each(|definition| self.say(definition));
    }

    /// Shows, sets or removes the note on where the record documents the item.
    pub(super) fn evidence(&mut self, typed: &str) {
        let Some(item) = self.current_item() else { return };
        let current = self.session.case().evidence.get(item.key()).map(ToString::to_string);
        match NoteChange::parse(typed, self.session.today()) {
            Ok(NoteChange::Show) => self.say(match current {
                Some(words) => format!("Evidence for {item}: {words}."),
                None => {
                    let e = Command::Evidence;
                    format!("No evidence is noted for {item}: type {e} and where it is documented.")
                }
            }),
            Ok(NoteChange::Remove) => {
                self.note(DraftKey::Evidence(item), None, &format!("The evidence for {item} is removed."));
            }
            Ok(NoteChange::Set(words)) => {
                let message = format!("Evidence for {item}: {words}.");
                self.note(DraftKey::Evidence(item), Some(words), &message);
            }
            Err(problem) => self.refuse(&problem),
        }
    }

    /// Shows, sets or removes the flag of the item for a clinician.
    pub(super) fn flag(&mut self, typed: &str) {
        let Some(item) = self.current_item() else { return };
        let current = self.session.case().flags.get(item.key()).map(ToString::to_string);
        match NoteChange::parse(typed, self.session.today()) {
            Ok(NoteChange::Show) => self.say(match current {
                Some(words) => format!("{item} is flagged for a clinician: {words}."),
                None => {
                    let f = Command::Flag;
                    format!("{item} is not flagged: type {f} and the reason for a clinician to look.")
                }
            }),
            Ok(NoteChange::Remove) => {
                self.note(DraftKey::Flag(item), None, &format!("The flag on {item} is removed."));
            }
            Ok(NoteChange::Set(words)) => {
                let message = format!("{item} is flagged for a clinician: {words}.");
                self.note(DraftKey::Flag(item), Some(words), &message);
            }
            Err(problem) => self.refuse(&problem),
        }
    }

    /// Saves evidence or a flag, or removes it, and says this message.
    fn note(&mut self, key: DraftKey, words: Option<Text>, message: &str) {
        let result = match key {
            DraftKey::Evidence(item) => self.session.note_evidence(item, words),
            DraftKey::Flag(item) => self.session.flag(item, words),
            DraftKey::Answer(..) | DraftKey::Intake(_) => return,
        };
        match result {
            Ok(()) => self.say_saved(key, message),
            Err(error) => self.say_not_taken(key, &error),
        }
    }

    /// The question that is asked now; says when there is none.
    pub(super) fn current_question(&mut self) -> Option<QuestionId> {
        let question = self.at.question();
        if question.is_none() {
            self.say(format!("There is no question here: type {} first.", Command::Go.usage()));
        }
        question
    }

    /// The item that evidence and flags of the question belong to; says when there is none.
    fn current_item(&mut self) -> Option<Item> {
        let question = self.current_question()?;
        let item = self.interview().filed_under(question);
        if item.is_none() {
            self.say("No item belongs to this question: there is nothing to note or flag.");
        }
        item
    }
}

/// What to do with the evidence or the flag of an item.
enum NoteChange {
    Show,
    Remove,
    Set(Text),
}

impl NoteChange {
    /// Reads what was typed after the command.
    fn parse(typed: &str, today: NaiveDate) -> Result<Self, String> {
        match typed {
            "" => Ok(Self::Show),
            REMOVE_NOTE => Ok(Self::Remove),
            words => {
                // A note is limited like any other text of a case.
                parse_answer(Shape::Text, words, today).map_err(|error| error.to_string())?;
                Ok(Self::Set(Text::new(words)))
            }
        }
    }
}
