//! The links of the form: each stands for a place in a case, and is the place's name
//! in the case file with a word for what it holds of it.

use std::fmt;

use crate::case::{Part, QuestionId, Shape};

/// What an item of the form holds of the answer to a question or a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The value; for a list or `none or a day`, whether there is one.
    Value,
    /// That there is no value, and why.
    State,
    /// A date known to the month or the year.
    Partial,
    /// A date as how long ago it was.
    Ago,
    /// The day, where there is one.
    Day,
    /// One entry of a list.
    Entry,
    /// A group of the question and those that wait for it.
    Group,
    /// What helps to answer it.
    Help,
}

impl Role {
    const fn suffix(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::State => ".state",
            Self::Partial => ".partial",
            Self::Ago => ".ago",
            Self::Day => ".date",
            Self::Entry => ".entry",
            Self::Group => ".group",
            Self::Help => ".help",
        }
    }
}

/// The texts of a case that belong to items of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notes {
    /// Where in the record the evidence for an item is.
    Evidence,
    /// Why an item is flagged.
    Flags,
}

/// What an item of the form holds of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteRole {
    /// One note.
    Entry,
    /// The item of the policy.
    Item,
    /// The text.
    Text,
}

impl Notes {
    const fn link(self, role: NoteRole) -> &'static str {
        match (self, role) {
            (Self::Evidence, NoteRole::Entry) => "evidence.entry",
            (Self::Evidence, NoteRole::Item) => "evidence.item",
            (Self::Evidence, NoteRole::Text) => "evidence.where",
            (Self::Flags, NoteRole::Entry) => "flags.entry",
            (Self::Flags, NoteRole::Item) => "flags.item",
            (Self::Flags, NoteRole::Text) => "flags.why",
        }
    }
}

/// The group of notes about evidence.
pub(super) const EVIDENCE: &str = "evidence";
/// The group for the provider's office.
pub(super) const ADMIN: &str = "admin";
/// The hidden group for what the plan answers.
pub(super) const PLAN: &str = "plan";

/// What an item of the form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// A group of questions.
    Group(&'static str),
    /// The line above the first question.
    Introduction,
    /// The line below the last clinical question.
    ClinicalComplete,
    /// A question or, of a list, a part of its entries.
    Answer {
        /// The question.
        question: QuestionId,
        /// The part of an entry.
        part: Option<Part>,
        /// What it holds of the answer.
        role: Role,
    },
    /// A note.
    Note(Notes, NoteRole),
}

impl Link {
    /// The link to a question.
    pub const fn question(question: QuestionId, role: Role) -> Self {
        Self::Answer { question, part: None, role }
    }

    /// The link beside this one, to the same question or part; the same for others.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        match self {
            Self::Answer { question, part, .. } => Self::Answer { question, part, role },
            other => other,
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Group(name) => out.write_str(name),
            Self::Introduction => out.write_str("introduction"),
            Self::ClinicalComplete => out.write_str("clinical-complete"),
            Self::Answer { question, part: None, role } => write!(out, "{question}{}", role.suffix()),
            Self::Answer { question, part: Some(part), role } => {
                write!(out, "{question}.{}{}", part.key(), role.suffix())
            }
            Self::Note(notes, role) => out.write_str(notes.link(*role)),
        }
    }
}

/// The items of the form that hold an answer of this shape, in the order they stand:
/// each is shown only while those before it are empty, except for what goes on from a
/// listed `given`.
pub(super) const fn roles(shape: Shape, required: bool) -> &'static [Role] {
    match (shape, required) {
        (Shape::Text | Shape::Day | Shape::Number { .. } | Shape::Codes, false) => {
            &[Role::State, Role::Value]
        }
        (Shape::PartialDate | Shape::DateOrOngoing, _) => &[Role::State, Role::Value, Role::Partial],
        (Shape::DateOrAgo, _) => &[Role::State, Role::Value, Role::Partial, Role::Ago],
        (Shape::DayOrNone, _) => &[Role::Value, Role::Day],
        (Shape::Entries(_), _) => &[Role::Value, Role::Entry],
        _ => &[Role::Value],
    }
}
