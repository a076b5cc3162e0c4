//! Drafts: answers and notes that were started and not accepted, as TOML text in
//! a separate file beside the case. No determination reads them.

use serde::{Deserialize, Serialize};
use toml::de::Deserializer;

use crate::case::{IntakeField, LONGEST_TEXT, Part, QuestionId, Target};
use crate::policy::{Editions, Item};

use super::parse::parse_toml_tables;
use super::proposal::{Proposal, ProposedFrom, from_toml, to_toml};

/// What a draft is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKey {
    /// An answer to a question or a part of it.
    Answer(QuestionId, Target),
    /// The note of where the evidence for an item is.
    Evidence(Item),
    /// A value of the intake.
    Intake(IntakeField),
    /// The reason for flagging an item for a clinician.
    Flag(Item),
}

/// The unfinished input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftValue {
    /// The typed text.
    Typed(String),
    /// The marked options, by name.
    Marked(Vec<String>),
    /// An answer that is proposed to be accepted.
    Proposed(Proposal),
}

/// The drafts of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafts {
    /// The question on the screen when the program was killed, if it was.
    pub at: Option<(QuestionId, Target)>,
    entries: Vec<(DraftKey, DraftValue)>,
}

impl Drafts {
    /// Whether there are no drafts and no question to return to.
    pub fn is_empty(&self) -> bool {
        self.at.is_none() && self.entries.is_empty()
    }

    /// Replaces the draft under a key; `None` removes it.
    pub fn keep(&mut self, key: DraftKey, draft: Option<DraftValue>) {
        self.entries.retain(|(other, _)| *other != key);
        self.entries.extend(draft.map(|draft| (key, draft)));
    }

    /// The draft under a key.
    pub fn of(&self, key: DraftKey) -> Option<&DraftValue> {
        self.entries.iter().find(|(other, _)| *other == key).map(|(_, draft)| draft)
    }

    /// Removes these drafts: they were accepted, or their list has changed.
    pub fn forget(&mut self, done: impl Fn(DraftKey) -> bool) {
        self.entries.retain(|(key, _)| !done(*key));
    }

    /// Reads drafts. Invalid ones are skipped, and a text that is not TOML has none:
    /// a damaged draft must never keep a case from being opened.
    pub fn read(text: &str, editions: &Editions) -> Self {
        let file =
            parse_toml_tables(text).ok().and_then(|root| File::deserialize(Deserializer::from(root)).ok());
        let file = file.unwrap_or_default();
        let mut drafts = Self { at: file.at.and_then(|line| line.answer()), entries: Vec::new() };
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
            at: self.at.map(|(question, target)| Line::for_answer(question, target)),
            draft: self.entries.iter().map(|(key, draft)| Line::new(*key, draft)).collect(),
        };
        // Tables of texts and numbers always serialize.
        toml::to_string(&file).unwrap_or_default()
    }
}

#[derive(Default, Serialize, Deserialize)]
struct File {
    at: Option<Line>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    draft: Vec<Line>,
}

/// One draft as the file has it; entries are counted from 1.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    question: Option<String>,
    entry: Option<usize>,
    part: Option<String>,
    evidence: Option<String>,
    flag: Option<String>,
    intake: Option<String>,
    typed: Option<String>,
    marked: Option<Vec<String>>,
    from: Option<String>,
    // A list is written as tables, which come after all keys.
    answer: Option<toml::Value>,
}

impl Line {
    fn new(key: DraftKey, draft: &DraftValue) -> Self {
        let line = match key {
            DraftKey::Answer(question, target) => Self::for_answer(question, target),
            DraftKey::Intake(field) => Self { intake: Some(field.key().to_owned()), ..Self::default() },
            DraftKey::Evidence(item) => Self { evidence: Some(item.key().to_owned()), ..Self::default() },
            DraftKey::Flag(item) => Self { flag: Some(item.key().to_owned()), ..Self::default() },
        };
        match draft.clone() {
            DraftValue::Typed(text) => Self { typed: Some(text), ..line },
            DraftValue::Marked(names) => Self { marked: Some(names), ..line },
            DraftValue::Proposed(Proposal { answer, from }) => {
                Self { answer: to_toml(&answer), from: Some(from.name().to_owned()), ..line }
            }
        }
    }

    fn for_answer(question: QuestionId, target: Target) -> Self {
        let (entry, part) = match target {
            Target::Whole => (None, None),
            Target::Part { index, part } => (Some(index + 1), Some(part.key().to_owned())),
        };
        Self { question: Some(question.to_string()), entry, part, ..Self::default() }
    }

    fn key(&self, editions: &Editions) -> Option<DraftKey> {
        let item = |key: &Option<String>| editions.item_of_key(key.as_deref()?);
        let answer = self.answer().map(|(question, target)| DraftKey::Answer(question, target));
        let intake = self.intake.as_deref();
        let intake = intake.and_then(|key| IntakeField::ALL.into_iter().find(|field| field.key() == key));
        let note = item(&self.evidence).map(DraftKey::Evidence).or(item(&self.flag).map(DraftKey::Flag));
        answer.or(note).or(intake.map(DraftKey::Intake))
    }

    fn answer(&self) -> Option<(QuestionId, Target)> {
        let question = self.question.as_ref()?;
        let question = QuestionId::named(question)?;
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
        let proposed = self.proposal().map(DraftValue::Proposed);
        self.typed.map(cut).map(DraftValue::Typed).or(self.marked.map(DraftValue::Marked)).or(proposed)
    }

    fn proposal(&self) -> Option<Proposal> {
        let (question, target) = self.answer()?;
        let answer = from_toml(self.answer.as_ref()?, question, target)?;
        Some(Proposal { answer, from: ProposedFrom::named(self.from.as_deref()?)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Answer, Entry, Field, Laterality};

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
        let entry = Entry::default().with(Part::Purpose, Some(Answer::Choice("diagnostic")));
        for (answer, target, from) in [
            (Answer::Entries(vec![entry; 2]), Target::Whole, ProposedFrom::Joint(Laterality::Left)),
            (Answer::NotDocumented, Target::Part { index: 0, part: Part::Date }, ProposedFrom::Undone),
        ] {
            let proposal = Proposal { answer, from };
            drafts.keep(DraftKey::Answer(injections, target), Some(DraftValue::Proposed(proposal)));
        }
        drafts.keep(DraftKey::Intake(IntakeField::Reference), typed("W-"));
        drafts.keep(DraftKey::Flag(Item::D_I_A_1), Some(DraftValue::Marked(vec!["gaenslen".to_owned()])));
        drafts
    }

    #[test]
    fn drafts_are_read_as_they_were_written() {
        assert_eq!(Drafts::read(&drafts().write(), crate::policy::editions()), drafts());
        assert!(Drafts::read(&Drafts::default().write(), crate::policy::editions()).is_empty());
    }

    #[test]
    fn later_draft_replaces_an_earlier_one() {
        let mut drafts = drafts();
        drafts.keep(DraftKey::Evidence(Item::D_I_A_1), typed("page 3"));
        assert_eq!(drafts.of(DraftKey::Evidence(Item::D_I_A_1)).cloned(), typed("page 3"));
        drafts.keep(DraftKey::Evidence(Item::D_I_A_1), None);
        assert_eq!(drafts.of(DraftKey::Evidence(Item::D_I_A_1)), None);
    }

    #[test]
    fn invalid_drafts_are_skipped() {
        for text in
            ["", "\u{0}", "at = 3", "draft = 1", "[[draft]]\nquestion = 3", "[at]\nquestion = 'no.such'"]
        {
            assert!(Drafts::read(text, crate::policy::editions()).is_empty(), "{text:?}");
        }
        let one = "[[draft]]\nquestion = 'left.injections'\nentry = 0\npart = 'date'\ntyped = 'x'\n\
                   [[draft]]\nquestion = 'request.side'\nfrom = 'left'\nanswer = 'up'\n\
                   [[draft]]\nquestion = 'request.side'\nfrom = 'up'\nanswer = 'left'\n\
                   [[draft]]\nintake = 'received'\ntyped = 'x'\n\
                   [[draft]]\nflag = 'D.IX'\ntyped = 'x'\n[[draft]]\nflag = 'D.III'\ntyped = 'y'";
        let read = Drafts::read(one, crate::policy::editions());
        assert_eq!(read.entries, [(DraftKey::Flag(Item::D_III), DraftValue::Typed("y".to_owned()))]);
    }

    #[test]
    fn overlong_draft_is_cut() {
        let long = format!("[[draft]]\nflag = 'D.III'\ntyped = '{}'", "x".repeat(LONGEST_TEXT + 1));
        let read = Drafts::read(&long, crate::policy::editions());
        assert_eq!(read.of(DraftKey::Flag(Item::D_III)).cloned(), typed(&"x".repeat(LONGEST_TEXT)));
    }
}
