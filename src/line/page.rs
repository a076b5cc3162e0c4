//! What is said on coming to a question: where one is, what is asked, what
//! stands there already, how to answer.

use crate::case::{Part, Place, Shape};
use crate::interview::{echo, echo_entry};
use crate::questions::{item_of, part_prompt, part_question, prompt, question, step};

use super::asked::Asked;
use super::walk::{At, Walk};

impl Walk<'_> {
    /// Says what there is to say where the coordinator is.
    pub(super) fn show(&mut self) {
        self.say("");
        match self.at {
            At::Question(place) => self.show_question(place),
            At::Part(place, entry, part) => self.show_part(place, entry, part),
            At::End => self.show_end(),
        }
    }

    fn show_question(&mut self, place: Place) {
        let item = item_of(self.facts(), place).map(|item| format!(", item {item}")).unwrap_or_default();
        self.say(format!("{}{item}.", self.progress(place)));
        self.say(prompt(place));
        self.say(question(place.field()).help);
        self.show_notes(place);
        let asked = Asked::at(self.facts(), place);
        if let Shape::Entries(_) = asked.shape {
            return self.show_list(place, asked);
        }
        asked.options().into_iter().for_each(|option| self.say(option));
        if let Some(answer) = self.facts().answer(place) {
            self.say(format!("The answer is now: {}. skip keeps it.", echo(&answer, self.today)));
        }
        self.say(asked.how());
    }

    /// Which question this is, in words.
    fn progress(&self, place: Place) -> String {
        let places = self.interview.places().len();
        // Until the needed answers are there, nobody knows which questions follow.
        let so_far = if self.interview.determination(self.terms).is_err() { " so far" } else { "" };
        let number = self.number(place).unwrap_or(places);
        format!("Question {number} of {places}{so_far}, {}", step(place).name().to_lowercase())
    }

    fn show_notes(&mut self, place: Place) {
        let Some(item) = item_of(self.facts(), place) else { return };
        let case = self.interview.case();
        let evidence = case.evidence.get(&item).map(|words| format!("Evidence for {item}: {words}."));
        let flag = case.flags.get(&item).map(|words| format!("{item} is flagged for a clinician: {words}."));
        evidence.into_iter().chain(flag).for_each(|line| self.say(line));
    }

    /// Says what a list holds and what can be done with it.
    pub(super) fn show_list(&mut self, place: Place, asked: Asked) {
        let lines = self.entry_lines(place);
        if lines.is_empty() {
            let now = self.facts().answer(place).map(|answer| echo(&answer, self.today));
            self.say(now.map_or("No entry yet.".to_owned(), |now| {
                format!("The answer is now: {now}. skip keeps it.")
            }));
            return self.say(asked.how());
        }
        lines.into_iter().for_each(|line| self.say(line));
        self.say("Type add for another entry, change NUMBER, remove NUMBER, or done.");
    }

    /// The entries of a list, a line each, with what they lack.
    pub(super) fn entry_lines(&self, place: Place) -> Vec<String> {
        let entries = self.entries(place);
        let line = |(index, entry)| {
            let lacking: Vec<&str> =
                self.parts_lacking(place, index).iter().map(|part| part.label()).collect();
            let lacks = match lacking.is_empty() {
                true => String::new(),
                false => format!(" No answer yet: {}.", lacking.join(", ")),
            };
            format!("Entry {}: {}.{lacks}", index + 1, echo_entry(entry))
        };
        entries.iter().enumerate().map(line).collect()
    }

    fn show_part(&mut self, place: Place, entry: usize, part: Part) {
        self.say(format!("{}, entry {}, {}.", self.progress(place), entry + 1, part.label()));
        self.say(part_prompt(place, part));
        self.say(part_question(place.field(), part).help);
        let asked = Asked::part(place, part);
        asked.options().into_iter().for_each(|option| self.say(option));
        let now = self.entries(place).get(entry).and_then(|entry| entry.part(part).cloned());
        if let Some(answer) = now {
            self.say(format!("The answer is now: {}. skip keeps it.", echo(&answer, self.today)));
        }
        self.say(asked.how());
    }
}
