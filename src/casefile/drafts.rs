//! What was begun on a case and not accepted, as TOML text: a file of its own,
//! beside the case. No determination reads it.

use serde::{Deserialize, Serialize};
use toml::de::Deserializer;

use crate::case::{Item, LONGEST_TEXT, Part, Place, Target};

use super::parse::parsed;

/// What a draft is a draft of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// An answer.
    Answer(Place, Target),
    /// Where the fact behind an item stands.
    Evidence(Item),
    /// Why a clinician should look at an item.
    Flag(Item),
}

/// An answer or a note as far as it had come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// This was typed.
    Typed(String),
    /// These options, by their names, were marked.
    Marked(Vec<String>),
}

/// What was begun on one case and not accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafts {
    /// The question that was on the screen when the program was ended from outside.
    pub at: Option<(Place, Target)>,
    begun: Vec<(Spot, Begun)>,
}

impl Drafts {
    /// Whether there is nothing to come back to.
    pub fn is_empty(&self) -> bool {
        self.at.is_none() && self.begun.is_empty()
    }

    /// Keeps what is begun there now, in place of what was begun before.
    pub fn keep(&mut self, spot: Spot, begun: Option<Begun>) {
        self.begun.retain(|(other, _)| *other != spot);
        self.begun.extend(begun.map(|begun| (spot, begun)));
    }

    /// What was begun there.
    pub fn of(&self, spot: Spot) -> Option<&Begun> {
        self.begun.iter().find(|(other, _)| *other == spot).map(|(_, begun)| begun)
    }

    /// Forgets what was begun on these: it was accepted, or its list has changed.
    pub fn forget(&mut self, accepted: impl Fn(Spot) -> bool) {
        self.begun.retain(|(spot, _)| !accepted(*spot));
    }

    /// The drafts of a text; a line that makes no sense is left out, as is all
    /// of a text that is no TOML.
    pub fn read(text: &str) -> Self {
        let file = parsed(text).ok().and_then(|root| File::deserialize(Deserializer::from(root)).ok());
        let file = file.unwrap_or_default();
        let mut drafts = Self { at: file.at.and_then(|line| line.answer()), begun: Vec::new() };
        for line in file.draft {
            if let Some(spot) = line.spot() {
                drafts.keep(spot, line.begun());
            }
        }
        drafts
    }

    /// The text of the drafts.
    pub fn write(&self) -> String {
        let file = File {
            at: self.at.map(|(place, target)| Line::of_answer(place, target)),
            draft: self.begun.iter().map(|(spot, begun)| Line::of(*spot, begun)).collect(),
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
    fn of(spot: Spot, begun: &Begun) -> Self {
        let line = match spot {
            Spot::Answer(place, target) => Self::of_answer(place, target),
            Spot::Evidence(item) => Self { evidence: Some(item.to_string()), ..Self::default() },
            Spot::Flag(item) => Self { flag: Some(item.to_string()), ..Self::default() },
        };
        match begun.clone() {
            Begun::Typed(text) => Self { typed: Some(text), ..line },
            Begun::Marked(names) => Self { marked: Some(names), ..line },
        }
    }

    fn of_answer(place: Place, target: Target) -> Self {
        let (entry, part) = match target {
            Target::Whole => (None, None),
            Target::Part { index, part } => (Some(index + 1), Some(part.key().to_owned())),
        };
        Self { question: Some(place.to_string()), entry, part, ..Self::default() }
    }

    fn spot(&self) -> Option<Spot> {
        let item = |number: &Option<String>| number.as_deref().and_then(Item::numbered);
        let answer = self.answer().map(|(place, target)| Spot::Answer(place, target));
        answer.or(item(&self.evidence).map(Spot::Evidence)).or(item(&self.flag).map(Spot::Flag))
    }

    fn answer(&self) -> Option<(Place, Target)> {
        let question = self.question.as_ref()?;
        let place = Place::all().find(|place| place.to_string() == *question)?;
        let target = match (self.entry, &self.part) {
            (Some(entry), Some(key)) => Target::Part {
                index: entry.checked_sub(1)?,
                part: *Part::ALL.iter().find(|part| part.key() == key)?,
            },
            _ => Target::Whole,
        };
        Some((place, target))
    }

    fn begun(self) -> Option<Begun> {
        let cut = |text: String| text.chars().take(LONGEST_TEXT).collect();
        self.typed.map(cut).map(Begun::Typed).or(self.marked.map(Begun::Marked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Field, Laterality};

    fn typed(text: &str) -> Option<Begun> {
        Some(Begun::Typed(text.to_owned()))
    }

    fn drafts() -> Drafts {
        let codes = Field::Codes.at(Laterality::Left);
        let injections = Field::Injections.at(Laterality::Right);
        let date = Target::Part { index: 1, part: Part::Date };
        let mut drafts = Drafts { at: Some((injections, date)), ..Drafts::default() };
        drafts.keep(Spot::Answer(codes, Target::Whole), typed("27\"\u{1b}\n0'96 \\ ü"));
        drafts.keep(Spot::Answer(injections, date), typed("2026-"));
        drafts.keep(Spot::Evidence(Item::DIA1), typed(""));
        drafts.keep(Spot::Flag(Item::DIA1), Some(Begun::Marked(vec!["gaenslen".to_owned()])));
        drafts
    }

    #[test]
    fn drafts_come_back_as_they_were() {
        assert_eq!(Drafts::read(&drafts().write()), drafts());
        assert!(Drafts::read(&Drafts::default().write()).is_empty());
    }

    #[test]
    fn a_later_draft_takes_the_place_of_an_earlier_one() {
        let mut drafts = drafts();
        drafts.keep(Spot::Evidence(Item::DIA1), typed("page 3"));
        assert_eq!(drafts.of(Spot::Evidence(Item::DIA1)).cloned(), typed("page 3"));
        drafts.keep(Spot::Evidence(Item::DIA1), None);
        assert_eq!(drafts.of(Spot::Evidence(Item::DIA1)), None);
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        for text in
            ["", "\u{0}", "at = 3", "draft = 1", "[[draft]]\nquestion = 3", "[at]\nquestion = 'no.such'"]
        {
            assert!(Drafts::read(text).is_empty(), "{text:?}");
        }
        let one = "[[draft]]\nquestion = 'left.injections'\nentry = 0\npart = 'date'\ntyped = 'x'\n\
                   [[draft]]\nflag = 'D.IX'\ntyped = 'x'\n[[draft]]\nflag = 'D.III'\ntyped = 'y'";
        let read = Drafts::read(one);
        assert_eq!(read.begun, [(Spot::Flag(Item::DIII), Begun::Typed("y".to_owned()))]);
    }

    #[test]
    fn a_text_longer_than_any_answer_is_cut() {
        let long = format!("[[draft]]\nflag = 'D.III'\ntyped = '{}'", "x".repeat(LONGEST_TEXT + 1));
        let read = Drafts::read(&long);
        assert_eq!(read.of(Spot::Flag(Item::DIII)).cloned(), typed(&"x".repeat(LONGEST_TEXT)));
    }
}
