//! Building the form from the table of questions, the shapes of answers and the rules.

use std::fmt::Write as _;

use crate::case::{Facts, Laterality, MOST_ENTRIES, PartShape, QuestionId, Shape};
use crate::policy::{Awaited, Dependency, Edition, Editions, Item, dependencies, part_needs};
use crate::questions::{
    AnsweredBy, PARTS, QUESTIONS, STEPS, Step, label, part_prompt, part_question, part_shape, prompt,
    question_for, shape, step,
};

use super::form_item::{AnyOf, FormItem, Is, ItemType, Meaning, Test};
use super::link::{ADMIN, EVIDENCE, Link, NoteRole, Notes, PLAN, Role, roles};
use super::options::{ASKED_UNKNOWN_WORDS, answer_options, in_our_words, item_options};

const COMPLETE: &str = "The clinical questions end here. The provider's office can answer the rest.";

/// The items of the form, in its order.
pub(super) fn build(editions: &Editions) -> Vec<FormItem> {
    let mut builder = Builder { editions, edition: editions.latest(), items: Vec::new() };
    let introduction = format!(
        "Answer from the medical record. {ASKED_UNKNOWN_WORDS} stands for not documented: the record does not say."
    );
    builder.add(None, FormItem::new(Link::Introduction, ItemType::Display, introduction));
    STEPS.into_iter().for_each(|step| builder.step(step));
    builder.evidence();
    builder.add(None, FormItem::new(Link::ClinicalComplete, ItemType::Display, COMPLETE.to_owned()));
    builder.group(None, named(ADMIN, "For the provider's office"), &asked_of(AnsweredBy::Office), &[]);
    let plan = builder.group(None, named(PLAN, "For the plan"), &asked_of(AnsweredBy::Plan), &[]);
    builder.notes(plan, Notes::Flags, "One item flagged for a clinician", "Why is it flagged?");
    builder.items
}

struct Builder<'e> {
    editions: &'e Editions,
    edition: &'e Edition,
    items: Vec<FormItem>,
}

/// What the items for one question, or one part of its entries, have in common.
struct Asked {
    /// The link to the value.
    link: Link,
    shape: Shape,
    is_required: bool,
    /// What it means that there is none, where that is an answer.
    none: Option<&'static str>,
    prompt: String,
    help: String,
    serves: Vec<Item>,
    unit: &'static str,
    found_at: &'static str,
    shown_when: Vec<AnyOf>,
}

impl Builder<'_> {
    fn add(&mut self, parent: Option<usize>, item: FormItem) -> usize {
        let place = self.items.len();
        self.items.push(FormItem { parent, ..item });
        if let Some(parent) = parent.and_then(|parent| self.items.get_mut(parent)) {
            parent.children.push(place);
        }
        place
    }

    /// The clinical questions of the table in the case file that a step is about.
    fn step(&mut self, of: Step) {
        let mut questions = asked_of(AnsweredBy::Clinician);
        let Some(first) = QuestionId::all().find(|question| step(*question) == of) else { return };
        questions.retain(|question| question.section() == first.section());
        if !questions.is_empty() {
            self.group(None, named(first.section(), of.name()), &questions, &[]);
        }
    }

    /// A group of questions; what all of them wait for, the group waits for, so that it is
    /// never a heading of nothing. `known` is what a group around it waits for.
    fn group(
        &mut self,
        around: Option<usize>,
        group: FormItem,
        questions: &[QuestionId],
        known: &[AnyOf],
    ) -> usize {
        let each = questions.iter().map(|question| self.conditions(*question, known));
        let common: Vec<AnyOf> = each.reduce(|all, next| implied_by_both(&all, &next)).unwrap_or_default();
        let known = [known, &common].concat();
        let place = self.add(around, FormItem { shown_when: common, ..group });
        let mut rest = questions.to_vec();
        while !rest.is_empty() {
            let first = rest.remove(0);
            let (with, others): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|question| self.needs_group_with(first, *question, &known));
            rest = others;
            if with.is_empty() {
                self.question(place, first, &known);
            } else {
                let link = Link::question(first, Role::Group);
                let inner = FormItem::new(link, ItemType::Group, with_capital(&label(first)));
                self.group(Some(place), inner, &[vec![first], with].concat(), &known);
            }
        }
        place
    }

    /// Whether a question has to stand in one group with another. FHIR joins the conditions
    /// of an item by *all of* or by *any of*: where a question needs both, a group has
    /// those that the question it waits for has too.
    fn needs_group_with(&self, first: QuestionId, question: QuestionId, known: &[AnyOf]) -> bool {
        let [of_first, own] = [first, question].map(|question| self.conditions(question, known));
        let is_joined_one_way = own.iter().all(|any_of| any_of.len() == 1);
        let waits = own.iter().flatten().any(|test| test.link == Link::question(first, Role::Value));
        !is_joined_one_way && waits && own.iter().any(|any_of| of_first.contains(any_of))
    }

    fn question(&mut self, group: usize, question: QuestionId, known: &[AnyOf]) {
        let asked = self.asked(question, known);
        self.answer(group, &asked);
        self.entries(group, question);
    }

    /// What a question waits for, but for what is known, and for what an option that it
    /// waits for needs already.
    fn conditions(&self, question: QuestionId, known: &[AnyOf]) -> Vec<AnyOf> {
        let all = dependencies(question, self.editions);
        let awaits_options =
            |other: &&Dependency| other.any_of.iter().all(|awaited| *awaited != Awaited::Unanswered);
        let needed: Vec<Dependency> = all
            .iter()
            .filter(awaits_options)
            .flat_map(|other| dependencies(other.on, self.editions))
            .collect();
        let own = all.iter().filter(|dependency| !needed.contains(dependency)).map(tests);
        own.filter(|any_of| !known.contains(any_of)).collect()
    }

    fn asked(&self, question: QuestionId, known: &[AnyOf]) -> Asked {
        let row = question_for(question.field());
        Asked {
            link: Link::question(question, Role::Value),
            shape: shape(question),
            is_required: Facts::default().fact(question).required(),
            none: row.none,
            prompt: prompt(question),
            help: self.help(question),
            serves: self.edition.items_reading(question.field(), None),
            unit: "",
            found_at: row.found_at,
            shown_when: self.conditions(question, known),
        }
    }

    /// The help of the table, the definitions, and the items in our words.
    fn help(&self, question: QuestionId) -> String {
        let (row, limits) = (question_for(question.field()), &self.edition.limits);
        let mut help = row.help(limits).into_owned();
        for definition in row.definitions(limits) {
            // Writing to a string does not fail.
            let _ = write!(help, "\n{definition}");
        }
        for item in self.edition.items_reading(question.field(), None) {
            let _ = write!(help, "\n{}", in_our_words(self.edition, item));
        }
        help
    }

    /// The items for one answer, one for each role that its shape has.
    fn answer(&mut self, parent: usize, asked: &Asked) {
        let is_for_plan = self.items.get(parent).is_some_and(|group| group.link == Link::Group(PLAN));
        let mut shown_when = asked.shown_when.clone();
        for role in roles(asked.shape, asked.is_required) {
            let item = match role {
                Role::Entry => continue,
                Role::Day => {
                    FormItem { shown_when: vec![chosen(asked.link, Meaning::Given)], ..asked.item(*role) }
                }
                _ => FormItem { shown_when: shown_when.clone(), ..asked.item(*role) },
            };
            let is_required = asked.is_required && *role == Role::Value && !is_for_plan;
            let place = self.add(Some(parent), FormItem { is_required, ..item });
            if *role == Role::Value && !asked.help.is_empty() {
                let help = FormItem::new(asked.link.with(Role::Help), ItemType::Display, asked.help.clone());
                self.add(Some(place), help);
            }
            shown_when.push(vec![Test { link: asked.link.with(*role), is: Is::Unanswered }]);
        }
    }

    /// The group that repeats for each entry of a list.
    fn entries(&mut self, parent: usize, question: QuestionId) {
        if !matches!(shape(question), Shape::Entries(_)) {
            return;
        }
        let link = Link::question(question, Role::Entry);
        let group = FormItem {
            most: MOST_ENTRIES,
            shown_when: vec![chosen(Link::question(question, Role::Value), Meaning::Given)],
            ..FormItem::new(link, ItemType::Group, format!("One entry: {}", label(question)))
        };
        let place = self.add(Some(parent), group);
        let parts = PARTS.iter().filter(|row| row.field == question.field());
        for shape in parts.filter_map(|row| part_shape(question, row.part)) {
            let asked = self.asked_of_entry(question, shape);
            self.answer(place, &asked);
        }
    }

    fn asked_of_entry(&self, question: QuestionId, shape: PartShape) -> Asked {
        let row = part_question(question.field(), shape.part);
        let link = |part| Link::Answer { question, part: Some(part), role: Role::Value };
        let needs = part_needs(shape.part).map(|(other, name)| chosen(link(other), Meaning::Named(name)));
        Asked {
            link: link(shape.part),
            shape: shape.shape,
            is_required: shape.required,
            none: None,
            prompt: part_prompt(question, shape.part),
            help: row.help(&self.edition.limits).into_owned(),
            serves: self.edition.items_reading(question.field(), Some(shape.part)),
            unit: row.unit,
            found_at: "",
            shown_when: needs.into_iter().collect(),
        }
    }

    fn evidence(&mut self) {
        let place = self.add(None, named(EVIDENCE, "Evidence"));
        self.notes(place, Notes::Evidence, "Evidence for one item", "Where in the record is it?");
    }

    fn notes(&mut self, parent: usize, notes: Notes, entry: &str, text: &str) {
        let options = item_options(self.editions);
        let of = |role, kind, text: &str| FormItem::new(Link::Note(notes, role), kind, text.to_owned());
        let group = of(NoteRole::Entry, ItemType::Group, entry);
        let place = self.add(Some(parent), FormItem { most: options.len(), ..group });
        let item = of(NoteRole::Item, ItemType::Choice, "Which item of the policy?");
        self.add(Some(place), FormItem { options, ..item });
        self.add(Some(place), of(NoteRole::Text, ItemType::Text, text));
    }
}

impl Asked {
    /// The item that holds this much of the answer.
    fn item(&self, role: Role) -> FormItem {
        let link = self.link.with(role);
        let kind = item_type(self.shape, role);
        let options = answer_options(self.shape, role, self.is_required, self.none);
        let most = match (self.shape, role) {
            (Shape::Choices(names), _) => names.len(),
            (Shape::Codes, Role::Value) => MOST_ENTRIES,
            _ => 1,
        };
        let is_value = role == Role::Value;
        FormItem {
            options,
            most,
            serves: if is_value { self.serves.clone() } else { Vec::new() },
            unit: if is_value { self.unit } else { "" },
            found_at: if is_value { self.found_at } else { "" },
            shape: Some(self.shape),
            ..FormItem::new(link, kind, self.text(role))
        }
    }

    fn text(&self, role: Role) -> String {
        let prompt = &self.prompt;
        match (role, self.shape) {
            (Role::State, Shape::DateOrOngoing) => {
                format!("{prompt} Choose here only if it goes on, or is not known.")
            }
            (Role::State, Shape::Codes) => {
                format!("{prompt} Choose here only if there are none, or not known.")
            }
            (Role::State, _) => format!("{prompt} Choose here only if it is not known."),
            (Role::Partial, _) => "If only the month or the year is known: YYYY-MM or YYYY".to_owned(),
            (Role::Ago, _) => {
                "If only how long is known: counted back from the day the plan received the request"
                    .to_owned()
            }
            (Role::Day, _) => "On which day?".to_owned(),
            _ => prompt.clone(),
        }
    }
}

const fn item_type(shape: Shape, role: Role) -> ItemType {
    match (role, shape) {
        (Role::State, _) => ItemType::Choice,
        (Role::Partial, _) | (Role::Value, Shape::Text | Shape::Codes) => ItemType::Text,
        (Role::Ago, _) => ItemType::Quantity,
        (Role::Day, _) => ItemType::Date,
        (Role::Value, Shape::Day | Shape::PartialDate | Shape::DateOrOngoing | Shape::DateOrAgo) => {
            ItemType::Date
        }
        (Role::Value, Shape::Number { .. }) => ItemType::Decimal,
        (Role::Value, _) => ItemType::Choice,
        (Role::Entry | Role::Group, _) => ItemType::Group,
        (Role::Help, _) => ItemType::Display,
    }
}

/// The questions somebody answers, in the order they are asked; the left joint first.
fn asked_of(by: AnsweredBy) -> Vec<QuestionId> {
    let fields = QUESTIONS.iter().filter(|row| row.answered_by == by).map(|row| row.field);
    let mut questions: Vec<QuestionId> =
        fields.flat_map(|field| Laterality::BOTH.map(|side| field.at(side))).collect();
    questions.dedup();
    questions
}

fn with_capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn named(name: &'static str, text: &str) -> FormItem {
    FormItem::new(Link::Group(name), ItemType::Group, text.to_owned())
}

fn chosen(link: Link, meaning: Meaning) -> AnyOf {
    vec![Test { link, is: Is::Chosen(meaning) }]
}

/// The conditions of either list that hold wherever those of the other one do.
fn implied_by_both(first: &[AnyOf], second: &[AnyOf]) -> Vec<AnyOf> {
    let implied = |own: &[AnyOf], other: &[AnyOf]| -> Vec<AnyOf> {
        let is_implied =
            |any_of: &&AnyOf| other.iter().any(|narrow| narrow.iter().all(|test| any_of.contains(test)));
        own.iter().filter(is_implied).cloned().collect()
    };
    let mut both = implied(first, second);
    let of_second = implied(second, first);
    both.extend(of_second.into_iter().filter(|any_of| !first.contains(any_of)));
    both
}

fn tests(dependency: &Dependency) -> AnyOf {
    let link = Link::question(dependency.on, Role::Value);
    let is = |awaited: &Awaited| match awaited {
        Awaited::Unanswered => Is::Unanswered,
        Awaited::NotDocumented => Is::Chosen(Meaning::NotDocumented),
        Awaited::Day => Is::Chosen(Meaning::Given),
        Awaited::Named(name) => Is::Chosen(Meaning::Named(name)),
    };
    dependency.any_of.iter().map(|awaited| Test { link, is: is(awaited) }).collect()
}
