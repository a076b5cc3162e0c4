//! The form as the reader needs it: each link by its text, and for each question the
//! items that hold its answer.

use std::collections::HashMap;

use crate::case::{Facts, Part, PartShape, QuestionId, Shape};

use super::super::form_item::{FormItem, Meaning};
use super::super::link::{Link, PLAN, Role, roles};
use super::super::names::Names;
use super::super::tree::Form;

/// One item of the form.
#[derive(Debug)]
pub(in super::super) struct Known {
    /// What it stands for.
    pub(super) link: Link,
    /// Its link as text.
    pub(super) id: String,
    /// Whether it is for the plan alone.
    pub(super) is_of_plan: bool,
    /// The options of a choice.
    options: Vec<KnownOption>,
}

/// One option of a choice.
#[derive(Debug)]
struct KnownOption {
    system: String,
    code: &'static str,
    meaning: Meaning,
}

/// A question, or a part of an entry, with the items that hold its answer.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) shape: Shape,
    pub(super) required: bool,
    /// The items, by their numbers in the plan.
    roles: Vec<(Role, usize)>,
}

/// A question of the form.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) question: QuestionId,
    pub(super) place: Place,
    /// Of a list: the parts of its entries.
    pub(super) parts: Vec<(Part, Place)>,
}

/// The form, for reading any number of responses.
#[derive(Debug)]
pub(super) struct Plan {
    known: Vec<Known>,
    by_id: HashMap<String, usize>,
    pub(super) questions: Vec<Question>,
}

impl Place {
    /// The items that hold the answer, each with its number.
    pub(super) fn roles(&self) -> impl Iterator<Item = (Role, usize)> {
        self.roles.iter().copied()
    }
}

impl Plan {
    pub(super) fn new(form: &Form, names: &Names) -> Self {
        let known: Vec<Known> = form.items().iter().map(|item| Known::of(item, form, names)).collect();
        let by_id = known.iter().enumerate().map(|(index, known)| (known.id.clone(), index)).collect();
        let by_link: HashMap<Link, usize> =
            known.iter().enumerate().map(|(index, known)| (known.link, index)).collect();
        let questions = QuestionId::all().map(|question| Question::of(question, &by_link)).collect();
        Self { known, by_id, questions }
    }

    /// The number of the item with this link.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The item with this number.
    pub(super) fn item(&self, index: usize) -> Option<&Known> {
        self.known.get(index)
    }

    /// How many items there are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// The links that hold something.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let holds = |known: &&Known| !matches!(known.link, Link::Answer { role: Role::Help, .. });
        self.known.iter().filter(holds).map(|known| known.id.as_str())
    }
}

impl Known {
    fn of(item: &FormItem, form: &Form, names: &Names) -> Self {
        let options = item.options.iter().map(|option| KnownOption {
            system: names.system(option.system),
            code: option.code,
            meaning: option.meaning,
        });
        Self {
            link: item.link,
            id: item.id.clone(),
            is_of_plan: is_of_plan(item, form),
            options: options.collect(),
        }
    }

    /// What the option with this code means.
    pub(super) fn meaning(&self, system: Option<&str>, code: &str) -> Option<Meaning> {
        let is_meant = |option: &&KnownOption| {
            option.code == code && system.is_none_or(|system| system == option.system)
        };
        self.options.iter().find(is_meant).map(|option| option.meaning)
    }

    /// Whether an option of any system has this code.
    pub(super) fn has_code(&self, code: &str) -> bool {
        self.options.iter().any(|option| option.code == code)
    }

    /// Every option with its system, for a complaint.
    pub(super) fn options(&self) -> String {
        let mut systems: Vec<(&str, Vec<&str>)> = Vec::new();
        for option in &self.options {
            match systems.iter_mut().find(|(system, _)| *system == option.system) {
                Some((_, codes)) => codes.push(option.code),
                None => systems.push((&option.system, vec![option.code])),
            }
        }
        let each = systems.iter().map(|(system, codes)| format!("{} of {system}", codes.join(", ")));
        each.collect::<Vec<_>>().join("; ")
    }
}

fn is_of_plan(item: &FormItem, form: &Form) -> bool {
    let mut above = form.parent(item);
    while let Some(parent) = above {
        if parent.link == Link::Group(PLAN) {
            return true;
        }
        above = form.parent(parent);
    }
    false
}

impl Question {
    fn of(question: QuestionId, by_link: &HashMap<Link, usize>) -> Self {
        let facts = Facts::default();
        let fact = facts.fact(question);
        let place = |part, shape, required| Place {
            shape,
            required,
            roles: roles(shape, required)
                .iter()
                .filter_map(|role| {
                    Some((*role, *by_link.get(&Link::Answer { question, part, role: *role })?))
                })
                .collect(),
        };
        let parts = match fact.shape() {
            Shape::Entries(parts) => parts,
            _ => &[],
        };
        let of_part = |part: &PartShape| (part.part, place(Some(part.part), part.shape, part.required));
        Self {
            question,
            place: place(None, fact.shape(), fact.required()),
            parts: parts.iter().map(of_part).collect(),
        }
    }
}
