//! What was begun on a case and not accepted, as TOML text: a file of its own,
//! beside the case. No determination reads it.

use serde::{Deserialize, Serialize};
use toml::de::Deserializer;

use crate::case::{LONGEST_TEXT, Part, QuestionId, Target};
use crate::policy::{Editions, Item};

use super::parse::parsed;

/// What a draft is a draft of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKey {
    /// An answer.
    Answer(QuestionId, Target),
    /// Where the fact behind an item stands.
    Evidence(Item),
    /// Why a clinician should look at an item.
    Flag(Item),
}

/// An answer or a note as far as it had come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftValue {
    /// This was typed.
    Typed(String),
    /// These options, by their names, were marked.
    Marked(Vec<String>),
}

/// What was begun on one case and not accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafts {
    /// The question that was on the screen when the program was ended from outside.
    pub at: Option<(QuestionId, Target)>,
    draft: Vec<(DraftKey, DraftValue)>,
}

impl Drafts {
    /// Whether there is nothing to come back to.
    pub fn is_empty(&self) -> bool {
        self.at.is_none() && self.draft.is_empty()
    }

    /// Keeps what is begun there now, in place of what was begun before.
    pub fn keep(&mut self, key: DraftKey, draft: Option<DraftValue>) {
        self.draft.retain(|(other, _)| *other != key);
        self.draft.extend(draft.map(|draft| (key, draft)));
    }

    /// What was begun there.
    pub fn of(&self, key: DraftKey) -> Option<&DraftValue> {
        self.draft.iter().find(|(other, _)| *other == key).map(|(_, draft)| draft)
    }

    /// Forgets what was begun on these: it was accepted, or its list has changed.
    pub fn forget(&mut self, accepted: impl Fn(DraftKey) -> bool) {
        self.draft.retain(|(key, _)| !accepted(*key));
    }

    /// The drafts of a text; a line that makes no sense is left out, as is all
    /// of a text that is no TOML.
    pub fn read(text: &str, editions: &Editions) -> Self {
        let file = parsed(text).ok().and_then(|root| File::deserialize(Deserializer::from(root)).ok());
        let file = file.unwrap_or_default();
        let mut drafts = Self { at: file.at.and_then(|line| line.answer()), draft: Vec::new() };
        for line in file.draft {
            if let Some(key) = line.key(editions) {
                drafts.keep(key, line.draft());
            }
        }
        drafts
    }

    /// The text of the drafts.
    pub fn write(&self) -> String {
        let file = File {
            at: self.at.map(|(question, target)| Line::of_answer(question, target)),
            draft: self.draft.iter().map(|(key, draft)| Line::of(*key, draft)).collect(),
        };
        // A table of texts and numbers has nothing that TOML can't hold.
        toml::to_string(&file).unwrap_or_default()
    }
}

#[derive(Default, Serialize, Deserialize)]
struct File {
    at: Option<Line>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    draft: Vec<Line>,
}

/// One draft in the file; entries are counted from 1 there.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    question: Option<String>,
    entry: Option<usize>,
    part: Option<String>,
    evidence: Option<String>,
    flag: Option<String>,
    typed: Option<String>,
    marked: Option<Vec<String>>,
}

impl Line {
    fn of(key: DraftKey, draft: &DraftValue) -> Self {
        let line = match key {
            DraftKey::Answer(question, target) => Self::of_answer(question, target),
            DraftKey::Evidence(item) => Self { evidence: Some(item.key().to_owned()), ..Self::default() },
            DraftKey::Flag(item) => Self { flag: Some(item.key().to_owned()), ..Self::default() },
        };
        match draft.clone() {
            DraftValue::Typed(text) => Self { typed: Some(text), ..line },
            DraftValue::Marked(names) => Self { marked: Some(names), ..line },
        }
    }

    fn of_answer(question: QuestionId, target: Target) -> Self {
        let (entry, part) = match target {
            Target::Whole => (None, None),
            Target::Part { index, part } => (Some(index + 1), Some(part.key().to_owned())),
        };
        Self { question: Some(question.to_string()), entry, part, ..Self::default() }
    }

    fn key(&self, editions: &Editions) -> Option<DraftKey> {
        let item = |key: &Option<String>| editions.item_of_key(key.as_deref()?);
        let answer = self.answer().map(|(question, target)| DraftKey::Answer(question, target));
        answer.or(item(&self.evidence).map(DraftKey::Evidence)).or(item(&self.flag).map(DraftKey::Flag))
    }

    fn answer(&self) -> Option<(QuestionId, Target)> {
        let question = self.question.as_ref()?;
        let question = QuestionId::all().find(|id| id.to_string() == *question)?;
        let target = match (self.entry, &self.part) {
            (Some(entry), Some(key)) => Target::Part {
                index: entry.checked_sub(1)?,
                part: *Part::ALL.iter().find(|part| part.key() == key)?,
            },
            _ => Target::Whole,
        };
        Some((question, target))
    }

    fn draft(self) -> Option<DraftValue> {
        let cut = |text: String| text.chars().take(LONGEST_TEXT).collect();
        self.typed.map(cut).map(DraftValue::Typed).or(self.marked.map(DraftValue::Marked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Field, Laterality};

    fn typed(text: &str) -> Option<DraftValue> {
        Some(DraftValue::Typed(text.to_owned()))
    }

    fn drafts() -> Drafts {
        let codes = Field::Codes.at(Laterality::Left);
        let injections = Field::Injections.at(Laterality::Right);
        let date = Target::Part { index: 1, part: Part::Date };
        let mut drafts = Drafts { at: Some((injections, date)), ..Drafts::default() };
        drafts.keep(DraftKey::Answer(codes, Target::Whole), typed("27\"\u{1b}\n0'96 \\ ü"));
        drafts.keep(DraftKey::Answer(injections, date), typed("2026-"));
        drafts.keep(DraftKey::Evidence(Item::D_I_A_1), typed(""));
        drafts.keep(DraftKey::Flag(Item::D_I_A_1), Some(DraftValue::Marked(vec!["gaenslen".to_owned()])));
        drafts
    }

    #[test]
    fn drafts_come_back_as_they_were() {
        assert_eq!(Drafts::read(&drafts().write(), crate::policy::editions()), drafts());
        assert!(Drafts::read(&Drafts::default().write(), crate::policy::editions()).is_empty());
    }

    #[test]
    fn a_later_draft_takes_the_place_of_an_earlier_one() {
        let mut drafts = drafts();
        drafts.keep(DraftKey::Evidence(Item::D_I_A_1), typed("page 3"));
        assert_eq!(drafts.of(DraftKey::Evidence(Item::D_I_A_1)).cloned(), typed("page 3"));
        drafts.keep(DraftKey::Evidence(Item::D_I_A_1), None);
        assert_eq!(drafts.of(DraftKey::Evidence(Item::D_I_A_1)), None);
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        for text in
            ["", "\u{0}", "at = 3", "draft = 1", "[[draft]]\nquestion = 3", "[at]\nquestion = 'no.such'"]
        {
            assert!(Drafts::read(text, crate::policy::editions()).is_empty(), "{text:?}");
        }
        let one = "[[draft]]\nquestion = 'left.injections'\nentry = 0\npart = 'date'\ntyped = 'x'\n\
                   [[draft]]\nflag = 'D.IX'\ntyped = 'x'\n[[draft]]\nflag = 'D.III'\ntyped = 'y'";
        let read = Drafts::read(one, crate::policy::editions());
        assert_eq!(read.draft, [(DraftKey::Flag(Item::D_III), DraftValue::Typed("y".to_owned()))]);
    }

    #[test]
    fn a_text_longer_than_any_answer_is_cut() {
        let long = format!("[[draft]]\nflag = 'D.III'\ntyped = '{}'", "x".repeat(LONGEST_TEXT + 1));
        let read = Drafts::read(&long, crate::policy::editions());
        assert_eq!(read.of(DraftKey::Flag(Item::D_III)).cloned(), typed(&"x".repeat(LONGEST_TEXT)));
    }
}
