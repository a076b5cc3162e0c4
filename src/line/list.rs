//! Lists of records: add, change, remove, none, not documented; and the parts
//! of one record, asked one by one and saved one by one.

use crate::case::MOST_ENTRIES;
use crate::case::{Answer, Entry, Part, Place};
use crate::interview::{Refused, echo};
use crate::policy;

use super::asked::Asked;
use super::walk::{At, Walk};

impl Walk<'_> {
    /// The entries of a list as they stand.
    pub(super) fn entries(&self, place: Place) -> Vec<Entry> {
        self.facts().entries(place)
    }

    /// The parts that are asked for in an entry.
    pub(super) fn parts(&self, place: Place, entry: usize) -> Vec<Part> {
        policy::entry_parts(self.facts(), place, entry)
    }

    /// Takes what was typed at a list.
    pub(super) fn reply_to_list(&mut self, place: Place, line: &str) {
        let line = line.to_ascii_lowercase();
        let (word, number) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
        match (word, number.trim()) {
            ("add", "") => self.add(place),
            ("done", "") => self.done(place),
            ("change", number) => match self.entry_numbered(place, number) {
                Ok(entry) => self.ask_from(place, entry),
                Err(problem) => self.refuse(&problem),
            },
            ("remove", number) => match self.entry_numbered(place, number) {
                Ok(entry) => self.remove(place, entry),
                Err(problem) => self.refuse(&problem),
            },
            ("0", "") => self.replace_all(place, Ok(Answer::Entries(Vec::new()))),
            ("d", "") => self.replace_all(place, Asked::at(self.facts(), place).not_documented()),
            _ => self.refuse("type add, change NUMBER, remove NUMBER, done, 0 or d"),
        }
    }

    fn entry_numbered(&self, place: Place, number: &str) -> Result<usize, String> {
        let count = self.entries(place).len();
        let found = number.parse::<usize>().ok().filter(|number| (1..=count).contains(number));
        found.map(|number| number - 1).ok_or_else(|| match count {
            0 => "there is no entry yet: type add".to_owned(),
            _ => format!("name an entry from 1 to {count}"),
        })
    }

    fn add(&mut self, place: Place) {
        let count = self.entries(place).len();
        if count >= MOST_ENTRIES {
            return self.refuse(&format!("a case has no more than {MOST_ENTRIES} entries of a kind"));
        }
        self.ask_from(place, count);
    }

    /// Goes to the first part of an entry.
    fn ask_from(&mut self, place: Place, entry: usize) {
        let first = self.parts(place, entry).first().copied();
        self.move_to(first.map_or(At::Question(place), |part| At::Part(place, entry, part)));
    }

    fn done(&mut self, place: Place) {
        if self.facts().answer(place).is_none() {
            return self.refuse("nothing is entered: type add, 0 for none, d for not documented, or skip");
        }
        self.go_on(place);
    }

    fn remove(&mut self, place: Place, entry: usize) {
        let mut entries = self.entries(place);
        // An empty list would say that there is none, which nobody has said.
        if entries.len() == 1 {
            return self
                .refuse("this is the only entry: type 0 when there is none, d when the record does not say");
        }
        entries.remove(entry);
        match self.interview.answer(place, &Answer::Entries(entries)) {
            Ok(()) => {
                self.recorded(&format!("Entry {} is removed.", entry + 1));
                self.back_to_list(place);
            }
            Err(refused) => self.not_taken(place, &refused),
        }
    }

    /// Puts one answer in place of the whole list, unless that would drop much.
    fn replace_all(&mut self, place: Place, answer: Result<Answer, String>) {
        let count = self.entries(place).len();
        match answer {
            Ok(_) if count > 1 => {
                self.refuse(&format!("this would drop {count} entries: remove them one by one first"));
            }
            Ok(answer) => self.answer(place, &answer),
            Err(problem) => self.refuse(&problem),
        }
    }

    /// Takes what was typed at a part of an entry.
    pub(super) fn reply_to_part(&mut self, place: Place, entry: usize, part: Part, line: &str) {
        if line.eq_ignore_ascii_case("done") {
            return self.back_to_list(place);
        }
        let asked = Asked::part(place, part);
        let answer = match asked.read(line, self.today) {
            Ok(answer) => answer,
            Err(problem) => return self.refuse(&problem),
        };
        match self.put_part(place, entry, part, &answer) {
            Ok(()) => {
                let unit = if asked.unit.is_empty() { String::new() } else { format!(" {}", asked.unit) };
                let unit = if answer == Answer::NotDocumented { "" } else { unit.as_str() };
                self.recorded(&format!("Recorded: {}{unit}.", echo(&answer, self.today)));
                self.after_part(place, entry, part);
            }
            Err(refused) => self.part_not_taken(place, (entry, part), &refused),
        }
    }

    fn put_part(&mut self, place: Place, entry: usize, part: Part, answer: &Answer) -> Result<(), Refused> {
        let mut entries = self.entries(place);
        match entries.get_mut(entry) {
            Some(known) => *known = std::mem::take(known).with(part, Some(answer.clone())),
            None => entries.push(Entry::default().with(part, Some(answer.clone()))),
        }
        self.interview.answer(place, &Answer::Entries(entries))
    }

    fn part_not_taken(&mut self, place: Place, asked: (usize, Part), refused: &Refused) {
        let in_the_way = match refused {
            Refused::Impossible(refusal) if refusal.place == place => refusal.entry.filter(|at| *at != asked),
            _ => None,
        };
        match in_the_way {
            Some((entry, part)) => {
                self.refuse(&format!("{refused}. In the way: entry {}, {}", entry + 1, part.label()));
            }
            None => self.not_taken(place, refused),
        }
    }

    /// Goes to the part after this one, or back to the list.
    fn after_part(&mut self, place: Place, entry: usize, part: Part) {
        let later = self.parts(place, entry).into_iter().find(|each| *each > part);
        match later {
            Some(part) => self.move_to(At::Part(place, entry, part)),
            None => self.back_to_list(place),
        }
    }

    /// Goes back to the list without asking its question all over again.
    fn back_to_list(&mut self, place: Place) {
        self.at = At::Question(place);
        self.say("");
        self.show_list(place, Asked::at(self.facts(), place));
    }

    pub(super) fn skip_part(&mut self, place: Place, entry: usize, part: Part) {
        let answered = self.entries(place).get(entry).is_some_and(|entry| entry.part(part).is_some());
        if Asked::part(place, part).needed && !answered {
            return self.refuse("an entry can't do without this: answer it, or go back");
        }
        self.after_part(place, entry, part);
    }

    /// The part before this one, or the list.
    pub(super) fn before_part(&self, place: Place, entry: usize, part: Part) -> At {
        let before = self.parts(place, entry).into_iter().rev().find(|each| *each < part);
        before.map_or(At::Question(place), |part| At::Part(place, entry, part))
    }

    /// The parts of an entry that have no answer yet.
    pub(super) fn parts_lacking(&self, place: Place, entry: usize) -> Vec<Part> {
        let known = self.entries(place).get(entry).cloned().unwrap_or_default();
        let mut parts = self.parts(place, entry);
        parts.retain(|part| known.part(*part).is_none());
        parts
    }
}
