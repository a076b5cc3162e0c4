//! Lists of records: add, change, remove, none, not documented.

use crate::case::{Answer, Entry, QuestionId, Target};
use crate::casefile::DraftKey;

use super::conversation::Conversation;

impl Conversation<'_> {
    /// The entries of a list as they stand.
    pub(super) fn entries(&self, question: QuestionId) -> Vec<Entry> {
        self.facts().entries(question)
    }

    /// Takes what was typed at a list.
    pub(super) fn reply_to_list(&mut self, question: QuestionId, line: &str) {
        let line = line.to_ascii_lowercase();
        let (word, number) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
        match (word, number.trim()) {
            ("add", "") => self.add(question),
            ("done", "") => self.done(question),
            ("change", number) => match self.entry_numbered(question, number) {
                Ok(index) => self.move_to(self.interview().entry(question, index)),
                Err(problem) => self.refuse(&problem),
            },
            ("remove", number) => match self.entry_numbered(question, number) {
                Ok(index) => self.remove(question, index),
                Err(problem) => self.refuse(&problem),
            },
            ("0", "") => self.answer(question, Target::Whole, &Answer::Entries(Vec::new())),
            ("d", "") => self.answer(question, Target::Whole, &Answer::NotDocumented),
            _ => self.refuse("type add, change NUMBER, remove NUMBER, done, 0 or d"),
        }
    }

    fn entry_numbered(&self, question: QuestionId, number: &str) -> Result<usize, String> {
        let count = self.entries(question).len();
        let found = number.parse::<usize>().ok().filter(|number| (1..=count).contains(number));
        found.map(|number| number - 1).ok_or_else(|| match count {
            0 => "there is no entry yet: type add".to_owned(),
            _ => format!("name an entry from 1 to {count}"),
        })
    }

    fn add(&mut self, question: QuestionId) {
        match self.interview().new_entry(question) {
            Ok(at) => self.move_to(at),
            Err(error) => self.refuse(&error.to_string()),
        }
    }

    fn done(&mut self, question: QuestionId) {
        if self.facts().answer(question).is_none() {
            return self.refuse("nothing is entered: type add, 0 for none, d for not documented, or skip");
        }
        self.move_to(self.interview().after_answer(self.at));
    }

    fn remove(&mut self, question: QuestionId, index: usize) {
        let key = DraftKey::Answer(question, Target::Whole);
        match self.session.remove_entry(question, index) {
            Ok(()) => {
                self.saved(key, &format!("Entry {} is removed.", index + 1));
                self.say("");
                self.show_list(question);
            }
            Err(error) => self.not_taken(key, &error),
        }
    }
}
