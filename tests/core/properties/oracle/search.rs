//! What every value of the missing facts would give for one item of one joint.

use std::cell::Cell;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use sij_intake::case::{
    Answer, Facts, Field, Laterality, Part, Procedure, QuestionId, RequestedSide, days_before, validate,
};
use sij_intake::policy::PolicySettings;

use super::super::{FactKey, set_answer};
use super::by_hand::{ByHand, Judged, Verdict, received};
use super::plan::more_days;
use super::reads::relevant_holes;
use super::values::{answer_of, values};

/// More fillings than this would take too long: nothing is then said.
const MOST_FILLINGS: u32 = 3_000;

/// The search for one item of one joint.
pub(crate) struct Search<'a> {
    facts: Facts,
    side: Laterality,
    item: &'a str,
    settings: &'a PolicySettings,
    clinician: bool,
    fillings: u32,
    shared: Option<&'a Cell<u32>>,
}

/// Too many fillings to look at.
#[derive(Debug)]
pub(crate) struct TooMany;

impl<'a> Search<'a> {
    pub(crate) fn new(facts: &Facts, side: Laterality, item: &'a str, settings: &'a PolicySettings) -> Self {
        Self { facts: facts.clone(), side, item, settings, clinician: false, fillings: 0, shared: None }
    }

    pub(crate) fn with_clinician(self) -> Self {
        Self { clinician: true, ..self }
    }

    /// The search as one of several that together look at so many fillings.
    pub(crate) fn within(self, shared: &'a Cell<u32>) -> Self {
        Self { shared: Some(shared), ..self }
    }

    fn judge(&self) -> Judged {
        let Self { facts, side, settings, clinician, .. } = self;
        ByHand { facts, side: *side, settings, clinician: *clinician }.judge(self.item)
    }

    /// Visits the facts with every accepted value of these facts; stops when the visit
    /// answers true.
    fn any_filling(
        &mut self,
        keys: &[FactKey],
        visit: &mut dyn FnMut(&mut Self) -> Result<bool, TooMany>,
    ) -> Result<bool, TooMany> {
        let Some((key, rest)) = keys.split_first() else { return visit(self) };
        let before = answer_of(&self.facts, *key);
        let mut found = false;
        for value in values(&self.facts, *key) {
            if self.accepts(*key, &value) && self.any_filling(rest, visit)? {
                found = true;
                break;
            }
        }
        set_answer(&mut self.facts, *key, before.as_ref());
        Ok(found)
    }

    /// Sets the value, and says whether validation accepts it.
    fn accepts(&mut self, key: FactKey, value: &Answer) -> bool {
        set_answer(&mut self.facts, key, Some(value));
        let can_be_impossible = [Field::Ablations, Field::ActiveTherapy, Field::InactiveTherapy];
        !can_be_impossible.contains(&key.0.field()) || validate(&self.facts).is_empty()
    }

    /// D.I.C.3 is missing while one of two dates is, even where the other is so long
    /// before R that they must be a week apart; and where a block is that may not be
    /// there is not read. Nothing is said about either.
    fn is_spelled_out_otherwise(&self) -> bool {
        let days = Laterality::BOTH.map(|side| self.facts.joint(side).service_date.known());
        let both = self.facts.request.side.0 == Some(RequestedSide::Both);
        let long_before = |day: &&NaiveDate| **day <= days_before(received(&self.facts), 7);
        let one_missing = both && days.iter().any(Option::is_none) && days.iter().flatten().any(long_before);
        let request = &self.facts.request;
        let place_alone = request.other_block.is_missing() && !request.other_block_where.is_missing();
        self.item == "D.I.C.3" && (one_missing || place_alone)
    }

    fn count(&mut self) -> Result<(), TooMany> {
        self.fillings += 1;
        let left = self.shared.map_or(MOST_FILLINGS, Cell::get);
        if let Some(shared) = self.shared {
            shared.set(left.saturating_sub(1));
        }
        if left == 0 || self.fillings > MOST_FILLINGS { Err(TooMany) } else { Ok(()) }
    }

    fn holes(&self) -> Vec<FactKey> {
        relevant_holes(&self.facts, self.side, self.item)
    }

    /// Whether two values of the fact give different results of the item, or with
    /// `parts` of one of its parts, for some values of the others.
    pub(crate) fn turns_on(&mut self, key: FactKey, parts: bool) -> Result<bool, TooMany> {
        if self.is_missing_without(key) {
            // Any answer changes that.
            return Ok(true);
        }
        if self.is_spelled_out_otherwise() {
            return Err(TooMany);
        }
        let others: Vec<FactKey> = self.holes().into_iter().filter(|other| *other != key).collect();
        let is_narrowed = others.iter().any(|other| narrows(key, *other));
        let found = self.any_filling(&others, &mut |search| {
            let mut first = None;
            search.any_filling(&[key], &mut |search| {
                search.count()?;
                let judged = search.judge();
                let judged = if parts { judged } else { Judged { parts: Vec::new(), ..judged } };
                let first = first.get_or_insert_with(|| judged.clone());
                Ok(*first != judged)
            })
        })?;
        if is_narrowed && !found { Err(TooMany) } else { Ok(found) }
    }

    /// Whether the item is met whatever the missing facts are.
    pub(crate) fn is_certainly_met(&mut self) -> Result<bool, TooMany> {
        if self.is_spelled_out_otherwise() {
            return Err(TooMany);
        }
        let holes = self.holes();
        if self.needs_to_know_the_device(&holes) {
            return Ok(false);
        }
        let fails = self.any_filling(&holes, &mut |search| {
            search.count()?;
            Ok(search.judge().item != Verdict::Met)
        })?;
        Ok(!fails)
    }

    /// The same with parts, unless the item is met whatever the missing facts are.
    pub(crate) fn turns_on_unless_met(&mut self, key: FactKey) -> Result<bool, TooMany> {
        if self.is_certainly_met()? {
            return Ok(false);
        }
        self.fillings = 0;
        self.turns_on(key, true)
    }

    /// READING's finding: that of every value, or missing where met is among them,
    /// else unclear; `None` where there are too many values to look at.
    pub(crate) fn finding(&mut self) -> Option<Verdict> {
        if self.is_spelled_out_otherwise() {
            return None;
        }
        let holes = self.holes();
        if self.needs_to_know_the_device(&holes) {
            return Some(Verdict::Missing);
        }
        let results = self.results(&holes).ok()?;
        match results.first() {
            Some(only) if results.len() == 1 => Some(*only),
            Some(Verdict::Met | Verdict::Missing) => Some(Verdict::Missing),
            _ => Some(Verdict::Unclear),
        }
    }

    /// Whether it is not known if there is a device, or if that of an ablation works:
    /// D.III is then missing, whatever else is recorded.
    fn needs_to_know_the_device(&self, holes: &[FactKey]) -> bool {
        holes.iter().any(|key| self.is_missing_without(*key))
    }

    fn is_missing_without(&self, (question, _): FactKey) -> bool {
        let ablation = self.facts.request.procedure.0 == Some(Procedure::RadiofrequencyAblation);
        let none = self.facts.device.implanted.known().is_some_and(BTreeSet::is_empty);
        let needed = match question.field() {
            Field::Implanted => true,
            Field::Working => ablation && !none,
            _ => false,
        };
        self.item == "D.III" && needed
    }

    /// Every result the item could have.
    fn results(&mut self, holes: &[FactKey]) -> Result<BTreeSet<Verdict>, TooMany> {
        let mut found = BTreeSet::new();
        self.any_filling(holes, &mut |search| {
            search.count()?;
            found.insert(search.judge().item);
            Ok(false)
        })?;
        Ok(found)
    }

    /// Whether some values of these facts, and so many more days of therapy, make the
    /// item met whatever the others are.
    pub(crate) fn can_be_met_by(
        &mut self,
        keys: &[FactKey],
        more: &[(QuestionId, u32)],
    ) -> Result<bool, TooMany> {
        self.any_filling(keys, &mut |search| {
            let before = (!more.is_empty()).then(|| search.facts.clone());
            for (question, days) in more {
                more_days(&mut search.facts, *question, *days);
            }
            let met = search.is_certainly_met();
            if let Some(before) = before {
                search.facts = before;
            }
            met
        })
    }
}

/// Whether a value of the one says something about the other: a course ends on or after the
/// day it begins, and relief is never longer than the time since the procedure. Where both are
/// missing, an answer to the one may tell all that the item needs to know of the other; it is
/// not said here whether it is asked for then.
pub(crate) fn narrows((question, entry): FactKey, (other_question, other): FactKey) -> bool {
    let (Some((index, part)), Some((other_index, other))) = (entry, other) else { return false };
    let pairs = [[Part::Start, Part::End], [Part::Date, Part::ReliefMonths]];
    let is_pair = pairs.iter().any(|pair| part != other && pair.contains(&part) && pair.contains(&other));
    (question, index) == (other_question, other_index) && is_pair
}
