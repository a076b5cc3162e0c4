//! An edition of a policy: its effective date, limits, numbered rules, pathways,
//! readings and notice. A later edition starts from the one before and replaces
//! what changed.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::case::{DateRange, Facts, Field, Laterality, Part, Procedure, RequestedSide, days_before};

use super::coding_check::CodingCheck;
use super::interpretation::Interpretation;
use super::item::Item;
use super::limits::Limits;
use super::pathway::{NumberedRule, Pathway, PathwayRules};
use super::reading::{Reading, ReadingSettings};
use super::rule::Rule;
use super::unit::{Essentials, Unit, evidence_window, possible_service_days};

/// The names of an edition, and the notice under its determinations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionLabel {
    /// Its name in JSON: its effective date.
    pub id: &'static str,
    /// The policy's number.
    pub policy: &'static str,
    /// The policy's short title.
    pub title: &'static str,
    /// The notice, one paragraph per entry; `{effective}` is replaced by the effective date.
    pub notice: &'static [&'static str],
}

impl EditionLabel {
    /// Its name in a case file: `MM-1463, effective 2025-07-01`.
    pub fn name(&self) -> String {
        format!("{}, effective {}", self.policy, self.id)
    }

    /// The notice, one paragraph per entry.
    pub fn notice(&self) -> impl Iterator<Item = String> {
        self.notice.iter().map(|words| words.replace("{effective}", self.id))
    }
}

/// An edition of a policy.
#[derive(Clone)]
pub struct Edition {
    /// Its names and notice.
    pub label: EditionLabel,
    /// The first day of service it governs.
    pub effective: NaiveDate,
    /// From this day on it is archived: determinations made under it are kept, never replaced.
    pub archived: Option<NaiveDate>,
    /// Its limits.
    pub limits: Limits,
    /// Its rules, in the order of the policy.
    pub items: Vec<NumberedRule>,
    /// The item for whether the policy governs the request.
    pub scope: NumberedRule,
    /// Its pathways; the first that applies to a unit is used.
    pub pathways: Vec<PathwayRules>,
    /// Its live readings, in the order of the register.
    pub readings: &'static [Reading],
    /// The points its text settles, listed so that they are not reopened.
    pub interpretations: &'static [Interpretation],
    /// Warnings about codes.
    pub coding_checks: fn(&Facts, Procedure, RequestedSide) -> Vec<CodingCheck>,
    /// The total of a list, in words, shown while it is filled in.
    pub(crate) list_total: fn(&Unit<'_>, Field) -> Option<String>,
    /// Whether it was made for a what-if: its determinations are never recorded.
    pub hypothetical: bool,
}

impl Edition {
    /// The same edition with other limits, for a what-if.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.hypothetical |= limits != self.limits;
        self.limits = limits;
        self
    }

    /// The same edition with another rule in place of an item.
    #[must_use]
    pub fn replacing(mut self, item: Item, rule: &'static Rule) -> Self {
        for numbered in self.all_mut().filter(|numbered| numbered.item == item) {
            *numbered = NumberedRule { item: rule.item, rule };
        }
        self
    }

    /// The same edition with one item under another number.
    #[must_use]
    pub fn renumbering(mut self, item: Item, number: &'static str) -> Self {
        for numbered in self.all_mut().filter(|numbered| numbered.item == item) {
            numbered.item = numbered.item.renumbered(number);
        }
        self
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut NumberedRule> {
        let pathways = self.pathways.iter_mut().flat_map(PathwayRules::all_mut);
        self.items.iter_mut().chain(pathways).chain([&mut self.scope])
    }

    /// The rule of an item; `None` where this edition has no such item.
    pub fn rule(&self, item: Item) -> Option<&'static Rule> {
        self.items.iter().find(|numbered| numbered.item == item).map(|numbered| numbered.rule)
    }

    /// The items that read a field or, of its records, a part.
    pub fn items_reading(&self, field: Field, part: Option<Part>) -> Vec<Item> {
        let reads = |numbered: &&NumberedRule| {
            let whole = &numbered.rule.whole;
            whole.reads.contains(&field) && part.is_none_or(|part| whole.reads_part(part))
        };
        self.items.iter().filter(reads).map(|numbered| numbered.item).collect()
    }

    /// The item with that number.
    pub fn numbered(&self, number: &str) -> Option<Item> {
        let same = |numbered: &&NumberedRule| numbered.item.number().eq_ignore_ascii_case(number);
        self.items.iter().find(same).map(|numbered| numbered.item)
    }

    /// The rules of a pathway.
    pub fn pathway(&self, pathway: Pathway) -> Option<&PathwayRules> {
        self.pathways.iter().find(|rules| rules.pathway == pathway)
    }

    /// Whether an item of a pathway replaces the items of the pathway it stands in for.
    pub(crate) fn stands_in(&self, pathway: &PathwayRules, item: Item) -> bool {
        let lists = |pathway: &PathwayRules| pathway.items.iter().any(|numbered| numbered.item == item);
        let other = pathway.stands_in_for.and_then(|other| self.pathway(other));
        lists(pathway) && other.is_some_and(|other| !lists(other))
    }

    /// Whether determinations made under it are kept and never replaced.
    pub fn is_archived(&self, today: NaiveDate) -> bool {
        self.archived.is_some_and(|archived| archived <= today)
    }
}

impl fmt::Debug for Edition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Edition").field("label", &self.label.id).field("limits", &self.limits).finish()
    }
}

/// The editions of a policy, in the order in which they take effect.
#[derive(Debug, Clone)]
pub struct Editions(Arc<EditionList>);

#[derive(Debug, Clone)]
struct EditionList {
    first: Edition,
    later: Vec<Edition>,
}

/// A unit under an edition that could decide it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub(crate) unit: Unit<'a>,
    pub(crate) edition: &'a Edition,
    /// `None` when the policy does not govern the unit.
    pub(crate) pathway: Option<&'a PathwayRules>,
}

impl<'a> Candidate<'a> {
    /// The pathway whose items this item replaces while the facts that select it are missing.
    pub(crate) fn stood_in_for(&self, item: Item) -> Option<&'a PathwayRules> {
        let pathway = self.pathway?;
        let other = self.edition.pathway(pathway.stands_in_for?)?;
        self.edition.stands_in(pathway, item).then_some(other)
    }

    /// The items of another pathway that are not in this one.
    pub(crate) fn only_of(&self, other: &'a PathwayRules) -> impl Iterator<Item = &'a NumberedRule> {
        let own = self.pathway.map(|pathway| pathway.items.as_slice()).unwrap_or_default();
        other.items.iter().filter(move |theirs| !own.iter().any(|mine| mine.item == theirs.item))
    }

    /// The rules that decide it, with those of the pathway that it stands in for in
    /// place of the item that replaces them.
    pub(crate) fn deciding(&self) -> impl Iterator<Item = &'a NumberedRule> {
        let own = self.pathway.map(|pathway| pathway.items.as_slice()).unwrap_or_default();
        let other = own.iter().find_map(|numbered| self.stood_in_for(numbered.item));
        let own = own.iter().filter(|numbered| self.stood_in_for(numbered.item).is_none());
        own.chain(other.into_iter().flat_map(|other| self.only_of(other)))
    }
}

impl Editions {
    /// A single edition.
    pub fn only(edition: Edition) -> Self {
        Self(Arc::new(EditionList { first: edition, later: Vec::new() }))
    }

    /// These editions and one that takes effect after them.
    #[must_use]
    pub fn and(&self, later: Edition) -> Self {
        let mut all = EditionList::clone(&self.0);
        all.later.push(later);
        all.later.sort_by_key(|edition| edition.effective);
        Self(Arc::new(all))
    }

    /// The same editions with these limits, for a what-if.
    #[must_use]
    pub fn with_limits(&self, limits: Limits) -> Self {
        let EditionList { first, later } = EditionList::clone(&self.0);
        let later = later.into_iter().map(|edition| edition.with_limits(limits)).collect();
        Self(Arc::new(EditionList { first: first.with_limits(limits), later }))
    }

    /// Applies `change` to each edition.
    ///
    /// # Errors
    /// The first error of `change`.
    pub fn try_map<E>(&self, mut change: impl FnMut(Edition) -> Result<Edition, E>) -> Result<Self, E> {
        let EditionList { first, later } = EditionList::clone(&self.0);
        let first = change(first)?;
        let later = later.into_iter().map(change).collect::<Result<_, E>>()?;
        Ok(Self(Arc::new(EditionList { first, later })))
    }

    /// The editions, in the order in which they take effect.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Edition> {
        std::iter::once(&self.0.first).chain(&self.0.later)
    }

    /// The last to take effect.
    pub fn latest(&self) -> &Edition {
        self.0.later.last().unwrap_or(&self.0.first)
    }

    /// The first day of service that an edition governs.
    pub fn governs_from(&self) -> NaiveDate {
        self.0.first.effective
    }

    /// The edition in force on a day of service; the first one for earlier days.
    pub fn in_force(&self, day: NaiveDate) -> &Edition {
        self.iter().rev().find(|edition| edition.effective <= day).unwrap_or(&self.0.first)
    }

    /// The item that a key of flags or evidence in a case file names.
    pub fn item_of_key(&self, key: &str) -> Option<Item> {
        let all = self.iter().rev().flat_map(|edition| &edition.items);
        all.map(|numbered| numbered.item).find(|item| item.key() == key)
    }

    /// The place of an item in the order of the policy, by the latest edition that has it.
    pub(crate) fn place(&self, item: Item) -> Option<usize> {
        let place = |edition: &Edition| edition.items.iter().position(|numbered| numbered.item == item);
        self.iter().rev().find_map(place)
    }

    /// The keys that flags and evidence can have in a case file.
    pub fn item_keys(&self) -> Vec<&'static str> {
        let mut keys: Vec<&'static str> = Vec::new();
        for numbered in self.iter().flat_map(|edition| &edition.items) {
            if !keys.contains(&numbered.item.key()) {
                keys.push(numbered.item.key());
            }
        }
        keys
    }

    /// The reading of that name, in the latest edition that has it.
    pub fn reading(&self, name: &str) -> Option<Reading> {
        let all = self.iter().rev().flat_map(|edition| edition.readings);
        all.copied().find(|reading| reading.name() == name)
    }

    /// Splits days of service by the edition that decides them; days before the
    /// first edition belong to the first.
    pub(crate) fn split_days(&self, days: DateRange) -> impl Iterator<Item = (&Edition, DateRange)> {
        self.iter().enumerate().filter_map(move |(index, edition)| {
            let first = if index == 0 { days.first } else { days.first.max(edition.effective) };
            let next = self.0.later.get(index).map(|next| days_before(next.effective, 1));
            let last = next.map_or(days.last, |until| days.last.min(until));
            (first <= last).then_some((edition, DateRange { first, last }))
        })
    }

    /// A joint under each edition that could decide it: one edition, unless the day of
    /// service is missing.
    pub(crate) fn candidates<'a>(
        &'a self,
        facts: &'a Facts,
        side: Laterality,
        essentials: Essentials,
        readings: &'a ReadingSettings,
    ) -> impl Iterator<Item = Candidate<'a>> {
        let service = facts.joint(side).service_date.known().copied();
        let days = possible_service_days(service, essentials.received);
        self.candidates_on(days, facts, side, essentials, readings)
    }

    /// A joint under each edition that decides some of these days of service.
    pub(crate) fn candidates_on<'a>(
        &'a self,
        days: DateRange,
        facts: &'a Facts,
        side: Laterality,
        essentials: Essentials,
        readings: &'a ReadingSettings,
    ) -> impl Iterator<Item = Candidate<'a>> {
        let joint = facts.joint(side);
        let service = joint.service_date.known().copied();
        let governed_from = self.governs_from();
        let governed = days.last >= governed_from;
        self.split_days(days).map(move |(edition, service_days)| {
            let limits = &edition.limits;
            let unit = Unit {
                facts,
                joint,
                side,
                essentials,
                service,
                service_days,
                governed_from,
                evidence_window: evidence_window(essentials.received, limits),
                limits,
                readings,
            };
            let applies =
                |rules: &&PathwayRules| rules.procedure == essentials.procedure && (rules.applies)(joint);
            let pathway = edition.pathways.iter().find(applies).filter(|_| governed);
            Candidate { unit, edition, pathway }
        })
    }
}
