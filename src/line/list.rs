//! Lists of records: add, change, remove, none, not documented; and the parts
//! of one record, asked one by one and saved one by one.

use crate::case::MOST_ENTRIES;
use crate::case::{Answer, Entry, Part, QuestionId};
use crate::interview::{AnswerError, describe};

use super::answer_spec::AnswerSpec;
use super::conversation::{Conversation, Position};

impl Conversation<'_> {
    /// The entries of a list as they stand.
    pub(super) fn entries(&self, question: QuestionId) -> Vec<Entry> {
        self.facts().entries(question)
    }

    /// The parts that are asked for in an entry.
    pub(super) fn parts(&self, question: QuestionId, entry: usize) -> Vec<Part> {
        self.interview.entry_parts(question, entry)
    }

    /// Takes what was typed at a list.
    pub(super) fn reply_to_list(&mut self, question: QuestionId, line: &str) {
        let line = line.to_ascii_lowercase();
        let (word, number) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
        match (word, number.trim()) {
            ("add", "") => self.add(question),
            ("done", "") => self.done(question),
            ("change", number) => match self.entry_numbered(question, number) {
                Ok(entry) => self.ask_from(question, entry),
                Err(problem) => self.refuse(&problem),
            },
            ("remove", number) => match self.entry_numbered(question, number) {
                Ok(entry) => self.remove(question, entry),
                Err(problem) => self.refuse(&problem),
            },
            ("0", "") => self.replace_all(question, Ok(Answer::Entries(Vec::new()))),
            ("d", "") => self.replace_all(question, AnswerSpec::at(self.facts(), question).not_documented()),
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
        let count = self.entries(question).len();
        if count >= MOST_ENTRIES {
            return self.refuse(&format!("a case has no more than {MOST_ENTRIES} entries of a kind"));
        }
        self.ask_from(question, count);
    }

    /// Goes to the first part of an entry.
    fn ask_from(&mut self, question: QuestionId, entry: usize) {
        let first = self.parts(question, entry).first().copied();
        self.move_to(
            first.map_or(Position::Question(question), |part| Position::Part(question, entry, part)),
        );
    }

    fn done(&mut self, question: QuestionId) {
        if self.facts().answer(question).is_none() {
            return self.refuse("nothing is entered: type add, 0 for none, d for not documented, or skip");
        }
        self.go_on(question);
    }

    fn remove(&mut self, question: QuestionId, entry: usize) {
        let mut entries = self.entries(question);
        // An empty list would say that there is none, which nobody has said.
        if entries.len() == 1 {
            return self
                .refuse("this is the only entry: type 0 when there is none, d when the record does not say");
        }
        entries.remove(entry);
        match self.interview.answer(question, &Answer::Entries(entries)) {
            Ok(()) => {
                self.recorded(&format!("Entry {} is removed.", entry + 1));
                self.back_to_list(question);
            }
            Err(refused) => self.not_taken(question, &refused),
        }
    }

    /// Puts one answer in place of the whole list, unless that would drop much.
    fn replace_all(&mut self, question: QuestionId, answer: Result<Answer, String>) {
        let count = self.entries(question).len();
        match answer {
            Ok(_) if count > 1 => {
                self.refuse(&format!("this would drop {count} entries: remove them one by one first"));
            }
            Ok(answer) => self.answer(question, &answer),
            Err(problem) => self.refuse(&problem),
        }
    }

    /// Takes what was typed at a part of an entry.
    pub(super) fn reply_to_part(&mut self, question: QuestionId, entry: usize, part: Part, line: &str) {
        if line.eq_ignore_ascii_case("done") {
            return self.back_to_list(question);
        }
        let asked = AnswerSpec::part(question, part);
        let answer = match asked.read(line, self.today) {
            Ok(answer) => answer,
            Err(problem) => return self.refuse(&problem),
        };
        match self.put_part(question, entry, part, &answer) {
            Ok(()) => {
                let unit = if asked.unit.is_empty() { String::new() } else { format!(" {}", asked.unit) };
                let unit = if answer == Answer::NotDocumented { "" } else { unit.as_str() };
                self.recorded(&format!("Recorded: {}{unit}.", describe(&answer, self.today)));
                self.after_part(question, entry, part);
            }
            Err(refused) => self.part_not_taken(question, (entry, part), &refused),
        }
    }

    fn put_part(
        &mut self,
        question: QuestionId,
        entry: usize,
        part: Part,
        answer: &Answer,
    ) -> Result<(), AnswerError> {
        let mut entries = self.entries(question);
        match entries.get_mut(entry) {
            Some(known) => *known = std::mem::take(known).with(part, Some(answer.clone())),
            None => entries.push(Entry::default().with(part, Some(answer.clone()))),
        }
        self.interview.answer(question, &Answer::Entries(entries))
    }

    fn part_not_taken(&mut self, question: QuestionId, asked: (usize, Part), refused: &AnswerError) {
        let in_the_way = match refused {
            AnswerError::Impossible(refusal) if refusal.question == question => {
                refusal.entry.filter(|at| *at != asked)
            }
            _ => None,
        };
        match in_the_way {
            Some((entry, part)) => {
                self.refuse(&format!("{refused}. In the way: entry {}, {}", entry + 1, part.label()));
            }
            None => self.not_taken(question, refused),
        }
    }

    /// Goes to the part after this one, or back to the list.
    fn after_part(&mut self, question: QuestionId, entry: usize, part: Part) {
        let later = self.parts(question, entry).into_iter().find(|each| *each > part);
        match later {
            Some(part) => self.move_to(Position::Part(question, entry, part)),
            None => self.back_to_list(question),
        }
    }

    /// Goes back to the list without asking its question all over again.
    fn back_to_list(&mut self, question: QuestionId) {
        self.at = Position::Question(question);
        self.say("");
        self.show_list(question, AnswerSpec::at(self.facts(), question));
    }

    pub(super) fn skip_part(&mut self, question: QuestionId, entry: usize, part: Part) {
        let answered = self.entries(question).get(entry).is_some_and(|entry| entry.part(part).is_some());
        if AnswerSpec::part(question, part).required && !answered {
            return self.refuse("an entry can't do without this: answer it, or go back");
        }
        self.after_part(question, entry, part);
    }

    /// The part before this one, or the list.
    pub(super) fn before_part(&self, question: QuestionId, entry: usize, part: Part) -> Position {
        let before = self.parts(question, entry).into_iter().rev().find(|each| *each < part);
        before.map_or(Position::Question(question), |part| Position::Part(question, entry, part))
    }

    /// The parts of an entry that have no answer yet.
    pub(super) fn parts_lacking(&self, question: QuestionId, entry: usize) -> Vec<Part> {
        let known = self.entries(question).get(entry).cloned().unwrap_or_default();
        let mut parts = self.parts(question, entry);
        parts.retain(|part| known.part(*part).is_none());
        parts
    }
}
