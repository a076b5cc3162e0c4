//! One item of the form: what it stands for, its options, and when it is shown.

use crate::case::Shape;
use crate::policy::Item;

use super::link::Link;
use super::names::System;

/// The type of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemType {
    /// A group of items.
    Group,
    /// A text to read.
    Display,
    /// One or several of its options.
    Choice,
    /// A day, month or year.
    Date,
    /// A line of text.
    Text,
    /// A decimal number.
    Decimal,
    /// A count of a unit of time.
    Quantity,
}

/// What an option says of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The option of that name in the case file.
    Named(&'static str),
    /// Asked, and the record does not say.
    NotDocumented,
    /// There is none.
    None,
    /// It goes on.
    Ongoing,
    /// There is one: its day or its entries follow.
    Given,
    /// The item of the policy.
    Item(Item),
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormOption {
    /// What it says.
    pub meaning: Meaning,
    /// Its code system.
    pub system: System,
    /// Its code.
    pub code: &'static str,
    /// Its words.
    pub display: String,
    /// Whether no other option goes with it.
    pub is_exclusive: bool,
}

/// What the answer to another item must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// There is none.
    Unanswered,
    /// This option is among the answers.
    Chosen(Meaning),
}

/// A test of the answer to another item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Test {
    /// The other item.
    pub link: Link,
    /// What its answer must be.
    pub is: Is,
}

/// Tests of which one is enough.
pub type AnyOf = Vec<Test>;

/// An item of the form.
#[derive(Debug, Clone)]
pub struct FormItem {
    /// What it stands for.
    pub link: Link,
    /// The link as text.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Its type.
    pub kind: ItemType,
    /// Whether it must be answered where it is shown.
    pub is_required: bool,
    /// The most answers, or entries, that it takes.
    pub most: usize,
    /// The options of a choice.
    pub options: Vec<FormOption>,
    /// When it is shown: while each of these holds, and its group is shown.
    pub shown_when: Vec<AnyOf>,
    /// The items of the policy that it serves.
    pub serves: Vec<Item>,
    /// The shape of the answer that it holds, or holds a part of.
    pub shape: Option<Shape>,
    /// The unit of a number; empty where it has none.
    pub unit: &'static str,
    /// Where the provider's system finds the answer, in FHIRPath; empty where it does not.
    pub found_at: &'static str,
    /// The items in it, by their places in the form.
    pub children: Vec<usize>,
    /// The item it is in, by its place in the form.
    pub parent: Option<usize>,
}

impl FormItem {
    pub(super) fn new(link: Link, kind: ItemType, text: String) -> Self {
        Self {
            link,
            id: link.to_string(),
            text,
            kind,
            is_required: false,
            most: 1,
            options: Vec::new(),
            shown_when: Vec::new(),
            serves: Vec::new(),
            shape: None,
            unit: "",
            found_at: "",
            children: Vec::new(),
            parent: None,
        }
    }

    /// The option with this meaning.
    pub fn option(&self, meaning: Meaning) -> Option<&FormOption> {
        self.options.iter().find(|option| option.meaning == meaning)
    }
}
