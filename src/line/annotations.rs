//! What can be asked about a question: why it is asked, what its words mean,
//! where the fact stands, and what is open to a clinician.

use chrono::NaiveDate;

use crate::case::{QuestionId, Shape, Text};
use crate::casefile::DraftKey;
use crate::interview::parse_answer;
use crate::policy::Item;
use crate::questions::question_for;

use super::conversation::Conversation;

const NO_QUESTION: &str = "There is no question here: go to one first.";

impl Conversation<'_> {
    /// Says which items ask, in our words, with their rules and the dates that bear on it.
    pub(super) fn why(&mut self) {
        let Some(question) = self.at.question() else { return self.say(NO_QUESTION) };
        let items = self.interview().items_asking(question);
        if items.is_empty() {
            return self.say(self.asked_by_none(question));
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

    fn asked_by_none(&self, question: QuestionId) -> &'static str {
        if self.facts().fact(question).required() {
            "No determination can do without it."
        } else {
            "It is kept for the record; no item decides on it."
        }
    }

    /// Says the definitions that bear on the question.
    pub(super) fn define(&mut self) {
        let Some(question) = self.at.question() else { return self.say(NO_QUESTION) };
        let limits = self.interview().limits(question);
        let definitions: Vec<_> = question_for(question.field()).definitions(limits).collect();
        if definitions.is_empty() {
            return self.say("The policy defines no word of this question.");
        }
        definitions.into_iter().for_each(|definition| self.say(definition));
    }

    /// Notes where in the record the fact stands.
    pub(super) fn evidence(&mut self, typed: &str) {
        let Some(item) = self.item_here() else { return };
        let known = self.session.case().evidence.get(item.key()).map(ToString::to_string);
        match words(typed, self.session.today()) {
            Ok(Words::Asked) => self.say(match known {
                Some(words) => format!("Evidence for {item}: {words}."),
                None => format!("No evidence is noted for {item}: type e and where it stands."),
            }),
            Ok(Words::TakenBack) => {
                self.note(DraftKey::Evidence(item), None, &format!("The evidence for {item} is taken back."));
            }
            Ok(Words::Said(words)) => {
                let said = format!("Evidence for {item}: {words}.");
                self.note(DraftKey::Evidence(item), Some(words), &said);
            }
            Err(problem) => self.refuse(&problem),
        }
    }

    /// Flags the item for a clinician.
    pub(super) fn flag(&mut self, typed: &str) {
        let Some(item) = self.item_here() else { return };
        let known = self.session.case().flags.get(item.key()).map(ToString::to_string);
        match words(typed, self.session.today()) {
            Ok(Words::Asked) => self.say(match known {
                Some(words) => format!("{item} is flagged for a clinician: {words}."),
                None => format!("{item} is not flagged: type f and why a clinician must look."),
            }),
            Ok(Words::TakenBack) => {
                self.note(DraftKey::Flag(item), None, &format!("The flag on {item} is taken back."));
            }
            Ok(Words::Said(words)) => {
                let said = format!("{item} is flagged for a clinician: {words}.");
                self.note(DraftKey::Flag(item), Some(words), &said);
            }
            Err(problem) => self.refuse(&problem),
        }
    }

    /// Takes a note, or takes it back, and says so.
    fn note(&mut self, key: DraftKey, words: Option<Text>, said: &str) {
        let done = match key {
            DraftKey::Evidence(item) => self.session.note_evidence(item, words),
            DraftKey::Flag(item) => self.session.flag(item, words),
            DraftKey::Answer(..) => return,
        };
        match done {
            Ok(()) => self.saved(key, said),
            Err(error) => self.not_taken(key, &error),
        }
    }

    /// The item the question is filed under; says so where there is none.
    fn item_here(&mut self) -> Option<Item> {
        let Some(question) = self.at.question() else {
            self.say(NO_QUESTION);
            return None;
        };
        let item = self.interview().filed_under(question);
        if item.is_none() {
            self.say("No item is filed under this question: there is nothing to note or flag.");
        }
        item
    }
}

/// What stood after `e` or `f`.
enum Words {
    /// Nothing: what stands there now is asked for.
    Asked,
    /// `-`.
    TakenBack,
    /// Words.
    Said(Text),
}

fn words(typed: &str, today: NaiveDate) -> Result<Words, String> {
    match typed {
        "" => return Ok(Words::Asked),
        "-" => return Ok(Words::TakenBack),
        _ => {}
    }
    // The same limit holds here as for any text of a case.
    parse_answer(Shape::Text, typed, today).map_err(|error| error.to_string())?;
    Ok(Words::Said(Text::new(typed)))
}
