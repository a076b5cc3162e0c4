//! Lists of entries: adding, changing and removing, "none" and "not documented".

use crate::case::{Answer, Entry, QuestionId, Target};
use crate::casefile::DraftKey;

use super::command::{self, Command, Context};
use super::conversation::Conversation;

impl Conversation<'_> {
    /// The entries of a list.
    pub(super) fn entries(&self, question: QuestionId) -> Vec<Entry> {
        self.facts().entries(question)
    }

    /// Replies to a line that was typed at a list.
    pub(super) fn reply_to_list(&mut self, question: QuestionId, line: &str) {
        match command::read(Context::List, line) {
            Some((Command::Add, _)) => self.add(question),
            Some((Command::Done, _)) => self.done(question),
            Some((Command::Change, number)) => match self.entry_numbered(question, number) {
                Ok(index) => self.move_to(self.interview().entry(question, index)),
                Err(problem) => self.refuse(&problem),
            },
            Some((Command::Remove, number)) => match self.proposed_numbered(question, number) {
                Some(index) => self.drop_proposed(question, index),
                None => match self.entry_numbered(question, number) {
                    Ok(index) => self.remove(question, index),
                    Err(problem) => self.refuse(&problem),
                },
            },
            Some((Command::AnswerNone, _)) => {
                self.answer(question, Target::Whole, &Answer::Entries(Vec::new()));
            }
            Some((Command::NotDocumented, _)) => {
                self.answer(question, Target::Whole, &Answer::NotDocumented);
            }
            _ => self.refuse(&what_to_type(self.entries(question).is_empty())),
        }
    }

    fn entry_numbered(&self, question: QuestionId, number: &str) -> Result<usize, String> {
        let count = self.entries(question).len();
        let found = number.parse::<usize>().ok().filter(|number| (1..=count).contains(number));
        found.map(|number| number - 1).ok_or_else(|| match count {
            0 => format!("there is no entry yet: type {}", Command::Add),
            _ => format!("name an entry from 1 to {count}"),
        })
    }

    /// The proposed entry that a number after those of the list names.
    fn proposed_numbered(&self, question: QuestionId, number: &str) -> Option<usize> {
        let index = number.parse::<usize>().ok()?.checked_sub(self.entries(question).len() + 1)?;
        (index < self.session.proposed_entries(question).len()).then_some(index)
    }

    fn drop_proposed(&mut self, question: QuestionId, index: usize) {
        self.session.drop_proposed_entry(question, index);
        self.say("The draft is dropped.");
        self.say("");
        self.show_list(question);
    }

    fn add(&mut self, question: QuestionId) {
        match self.interview().new_entry(question) {
            Ok(at) => self.move_to(at),
            Err(error) => self.refuse(&error.to_string()),
        }
    }

    fn done(&mut self, question: QuestionId) {
        if self.facts().answer(question).is_none() {
            let [add, none, d, skip] =
                [Command::Add, Command::AnswerNone, Command::NotDocumented, Command::Skip];
            return self.refuse(&format!(
                "nothing is entered: type {add}, {none} for none, {d} for not documented, or {skip}"
            ));
        }
        if !self.confirms_here() {
            self.go_on();
        }
    }

    fn remove(&mut self, question: QuestionId, index: usize) {
        let key = DraftKey::Answer(question, Target::Whole);
        match self.session.remove_entry(question, index) {
            Ok(()) => {
                self.say_saved(key, &format!("Entry {} is removed.", index + 1));
                self.say("");
                self.show_list(question);
            }
            Err(error) => self.say_not_taken(key, &error),
        }
    }
}

fn what_to_type(is_empty: bool) -> String {
    let [add, done, none, d] = [Command::Add, Command::Done, Command::AnswerNone, Command::NotDocumented];
    if is_empty {
        return format!("type {add} for an entry, {none} for none or {d} for not documented");
    }
    let [change, remove] = [Command::Change.usage(), Command::Remove.usage()];
    format!("type {add}, {change}, {remove} or {done}")
}
