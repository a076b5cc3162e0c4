//! Making a determination: findings, reasons, billed lines, advisories and
//! information requests.

use std::fmt::{self, Write};

use chrono::NaiveDate;

use crate::case::{Case, DateRange, FactId, Field, Laterality, Text};

use super::advisories::advisories;
use super::applicable::unconfirmed;
use super::asked;
use super::coding_check::CodingCheck;
use super::determination::{Determination, ItemFinding, UnitDetermination};
use super::edition::{Candidate, Edition, EditionLabel};
use super::finding::{Finding, Outcome};
use super::information_requests::{self, InformationRequest, name_entry};
use super::item::Item;
use super::joint_unit::{JointUnit, joints, listed_rule};
use super::parts::parts;
use super::pathway::NumberedRule;
use super::reading::{Reading, Readings, Setting};
use super::rule::Rule;
use super::service_line::ServiceLine;
use super::settings::PolicySettings;
use super::unit::{Essentials, Unit, latest_service_day};
use super::verdict::Evaluation;
use super::way::{Way, WayStep, ways_in_words};
use super::ways::ways;

/// Determines a case under the given settings.
///
/// # Errors
/// The required fields without an answer: there is no determination without them.
pub fn determine(case: &Case, settings: &PolicySettings) -> Result<Determination, Vec<Field>> {
    determination(case, settings, Advice::Given)
}

/// The same without the ways to meet an item: cheaper, for a comparison or a list of cases.
///
/// # Errors
/// The required fields without an answer: there is no determination without them.
pub fn decide(case: &Case, settings: &PolicySettings) -> Result<Determination, Vec<Field>> {
    determination(case, settings, Advice::LeftOut)
}

/// Whether the ways to meet an item are worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Advice {
    Given,
    LeftOut,
}

fn determination(
    case: &Case,
    settings: &PolicySettings,
    advice: Advice,
) -> Result<Determination, Vec<Field>> {
    let essentials = Essentials::of(&case.facts)?;
    let units = joints(&case.facts, essentials, settings);
    let mut determiner =
        Determiner { case, settings, advice, ask_for: Vec::new(), readings_used: Vec::new() };
    let determined: Vec<UnitDetermination> = units.iter().map(|joint| determiner.unit(joint)).collect();
    let service_lines = determiner.service_lines(&units);
    determiner.readings_used.sort_unstable();
    let place = |item: &Item| settings.editions.place(*item);
    determiner.ask_for.iter_mut().for_each(|request| request.items.sort_by_key(place));
    let readings_used =
        determiner.readings_used.iter().map(|reading| (*reading, settings.readings.name_of(*reading)));
    Ok(Determination {
        received: essentials.received,
        complete: asked::asked_of_joints(&case.facts, &units).is_empty(),
        unconfirmed: unconfirmed(case, &settings.editions).len(),
        outcome: determined.iter().map(|unit| unit.outcome).max().unwrap_or(Outcome::OutsidePolicy),
        editions: editions(&determined),
        units: determined,
        service_lines,
        advisories: advisories(case, settings, &units),
        coding_checks: coding_checks(case, essentials, &units),
        readings_used: readings_used.collect(),
        ask_for: determiner.ask_for,
        hypothetical: settings.is_hypothetical(),
    })
}

/// The finding of each item of each unit, without reasons: cheap enough for a status line.
pub fn findings_so_far(case: &Case, settings: &PolicySettings) -> Vec<(Laterality, Item, Finding)> {
    let Ok(essentials) = Essentials::of(&case.facts) else { return Vec::new() };
    let mut found = Vec::new();
    for joint in joints(&case.facts, essentials, settings) {
        for (_, numbered) in joint.items() {
            let flagged = case.flags.contains_key(numbered.item.key()) && joint.is_governed();
            let finding = if flagged { Finding::Unclear } else { joint.evaluate(numbered).finding };
            found.push((joint.first.unit.side, numbered.item, finding));
        }
    }
    found
}

/// The result of an item, before it is described in words.
struct ItemResult<'a> {
    evaluation: Evaluation,
    /// The finding of the rule itself.
    unflagged: Finding,
    readings_used: Vec<Reading>,
    first_met: Option<NaiveDate>,
    flag: Option<&'a Text>,
    requests: &'a [InformationRequest],
    /// For an item that stands in place of others: the facts that would bring those back.
    replaced: Option<Vec<WayStep>>,
}

/// A flagged item is unclear, whatever its rule says.
const FLAGGED: Evaluation =
    Evaluation { finding: Finding::Unclear, readings: Readings::NONE, can_change: false };

struct Determiner<'a> {
    case: &'a Case,
    settings: &'a PolicySettings,
    advice: Advice,
    ask_for: Vec<InformationRequest>,
    readings_used: Vec<Reading>,
}

impl Determiner<'_> {
    fn unit(&mut self, joint: &JointUnit<'_>) -> UnitDetermination {
        let items: Vec<ItemFinding> = joint
            .items()
            .into_iter()
            .map(|(candidate, numbered)| self.item(joint, candidate, numbered))
            .collect();
        let highest = items.iter().map(|item| Outcome::from(item.finding)).max();
        UnitDetermination {
            side: joint.first.unit.side,
            pathway: joint.first.pathway.map(|rules| rules.pathway),
            editions: joint.candidates().map(|candidate| candidate.edition.label).collect(),
            service_date: joint.first.unit.service,
            outcome: highest.filter(|_| joint.is_governed()).unwrap_or(Outcome::OutsidePolicy),
            items,
        }
    }

    fn item<'j>(
        &mut self,
        joint: &JointUnit<'j>,
        candidate: &Candidate<'j>,
        numbered: &NumberedRule,
    ) -> ItemFinding {
        let evaluation = joint.evaluate(numbered);
        let mut requests = information_requests::of_item(joint, candidate, numbered, evaluation);
        if evaluation.can_change && !joint.others.is_empty() {
            information_requests::ask_for_service_date(&candidate.unit, numbered.item, &mut requests);
        }
        let flag = self.case.flags.get(numbered.item.key()).filter(|_| joint.is_governed());
        let result = match flag {
            Some(words) => ItemResult {
                evaluation: FLAGGED,
                unflagged: evaluation.finding,
                readings_used: Vec::new(),
                first_met: None,
                flag: Some(words),
                requests: &requests,
                replaced: None,
            },
            None => ItemResult {
                evaluation,
                unflagged: evaluation.finding,
                readings_used: self.readings_used(joint, numbered, evaluation.finding),
                first_met: self.first_met(candidate, numbered, evaluation.finding),
                flag: None,
                requests: &requests,
                replaced: selecting_facts(candidate, numbered.item),
            },
        };
        self.describe(candidate, numbered, result)
    }

    fn describe(
        &mut self,
        candidate: &Candidate<'_>,
        numbered: &NumberedRule,
        result: ItemResult<'_>,
    ) -> ItemFinding {
        let (unit, rule) = (&candidate.unit, numbered.rule);
        let readings = in_register_order(candidate.edition, rule, result.evaluation.readings);
        let mut why = String::with_capacity(160);
        // Writing to a string does not fail.
        let _ = self.explain(unit, rule, &mut why, &result, &readings);
        let finding = result.evaluation.finding;
        let advised =
            self.advice == Advice::Given && !matches!(finding, Finding::Met | Finding::NotApplicable);
        let ways = match result.replaced {
            _ if !advised => Vec::new(),
            Some(facts) => vec![Way(facts)],
            None => ways_to_meet(unit, rule, result.flag.is_some()),
        };
        let would_meet = if advised { ways_in_words(&ways, unit.limits) } else { String::new() };
        for reading in result.readings_used {
            if !self.readings_used.contains(&reading) {
                self.readings_used.push(reading);
            }
        }
        // No fact changes the finding of a flagged item.
        if result.flag.is_none() {
            result.requests.iter().for_each(|request| self.ask(request));
        }
        let (item, reads, first_met) = (numbered.item, rule.whole.reads, result.first_met);
        ItemFinding {
            item,
            finding,
            reads,
            why,
            first_met,
            readings,
            parts: parts(unit, rule, result.unflagged),
            ways,
            would_meet,
            flag: result.flag.cloned(),
            evidence: self.case.evidence.get(item.key()).cloned(),
        }
    }

    fn ask(&mut self, request: &InformationRequest) {
        match self.ask_for.iter_mut().find(|known| known.fact() == request.fact()) {
            Some(known) => known.merge(request),
            None => self.ask_for.push(request.clone()),
        }
    }

    /// The settled readings without which the finding would be different.
    fn readings_used(
        &self,
        joint: &JointUnit<'_>,
        numbered: &NumberedRule,
        finding: Finding,
    ) -> Vec<Reading> {
        let settled = |reading: &&Reading| self.settings.readings.of(**reading) != Setting::Unsettled;
        let decides = |reading: &&Reading| {
            let readings = self.settings.readings.with(**reading, Setting::Unsettled);
            let unsettled =
                |unit: &Unit<'_>, rule: &Rule| rule.results(&Unit { readings: &readings, ..*unit });
            joint.evaluate_with(numbered, unsettled).finding != finding
        };
        numbered.rule.whole.readings.iter().filter(settled).filter(decides).copied().collect()
    }

    fn explain(
        &self,
        unit: &Unit<'_>,
        rule: &Rule,
        out: &mut String,
        result: &ItemResult<'_>,
        readings: &[Reading],
    ) -> fmt::Result {
        if let Some(words) = result.flag {
            write!(out, "flagged for a clinician: {words}. ")?;
        }
        (rule.whole.explain)(unit, out)?;
        for reading in readings {
            write!(out, "; reading {reading} is not settled: {}", reading.question(unit.limits))?;
        }
        for reading in &result.readings_used {
            write!(out, "; settled reading {reading} = {}", self.settings.readings.name_of(*reading))?;
        }
        match result.first_met {
            Some(day) => write!(out, "; first met on {day}"),
            None => Ok(()),
        }
    }

    /// The first day of service on which the item would be met, everything else
    /// unchanged: from the planned S on, or from R on while S is missing.
    fn first_met(
        &self,
        candidate: &Candidate<'_>,
        numbered: &NumberedRule,
        finding: Finding,
    ) -> Option<NaiveDate> {
        let met = matches!(finding, Finding::Met | Finding::NotApplicable);
        if met || !numbered.rule.whole.reads.contains(&Field::ServiceDate) {
            return None;
        }
        let unit = &candidate.unit;
        let days = DateRange { last: latest_service_day(unit.received()), ..unit.service_days };
        let editions = &self.settings.editions;
        editions
            .candidates_on(days, unit.facts, unit.side, unit.essentials, unit.readings)
            .find_map(|later| first_met_under(&later, numbered.item))
    }

    /// The billed lines, taken from the first unit that has any, with requests for
    /// what they lack: lines are billed for the case, not for each joint.
    fn service_lines(&mut self, joints: &[JointUnit<'_>]) -> Vec<ServiceLine> {
        let first = joints.iter().find_map(|joint| {
            let rules = joint.first.pathway.filter(|rules| !rules.service_lines.is_empty())?;
            Some((joint.first.unit, &rules.service_lines))
        });
        let Some((unit, numbered_lines)) = first else { return Vec::new() };
        let mut found = Vec::new();
        for numbered in numbered_lines {
            let lines = (numbered.rule.service_lines)(unit.facts, numbered.item);
            if lines.iter().any(|line| line.finding == Finding::Missing) {
                information_requests::of_line(unit.facts, numbered)
                    .iter()
                    .for_each(|request| self.ask(request));
            }
            found.extend(lines);
        }
        found
    }
}

/// The readings behind a finding, in the order of the register.
fn in_register_order(edition: &Edition, rule: &Rule, readings: Readings) -> Vec<Reading> {
    if readings == Readings::NONE {
        return Vec::new();
    }
    let known = edition.readings.iter().filter(|reading| rule.whole.readings.contains(reading));
    known.filter(|reading| readings.contains(**reading)).copied().collect()
}

/// The facts that select the pathway, for an item that stands in place of its items.
fn selecting_facts(candidate: &Candidate<'_>, item: Item) -> Option<Vec<WayStep>> {
    candidate.stood_in_for(item)?;
    let side = candidate.unit.side;
    let facts = candidate.pathway?.selected_by.iter();
    let facts = facts.map(|field| FactId { question: field.at(side), entry: None });
    let step = |fact| WayStep::Fact { fact, what: name_entry(candidate.unit.facts, fact) };
    Some(facts.map(step).collect())
}

/// A flag is settled by a clinician alone.
fn ways_to_meet(unit: &Unit<'_>, rule: &Rule, is_flagged: bool) -> Vec<Way> {
    if is_flagged { vec![Way(vec![WayStep::Clinician])] } else { ways(unit, rule) }
}

/// The first day of service under one edition on which the item is met.
fn first_met_under(candidate: &Candidate<'_>, item: Item) -> Option<NaiveDate> {
    let rule = listed_rule(candidate, item)?;
    let unit = &candidate.unit;
    let mut days = (rule.whole.change_days)(unit);
    days.extend([unit.first_service(), unit.governed_from]);
    // Before the policy governs, none of its items is met.
    days.retain(|day| *day >= unit.governed_from && unit.service_days.contains(*day));
    days.sort_unstable();
    days.dedup();
    let met_on =
        |day: &NaiveDate| rule.results(&unit.with_service_on(*day)).evaluate().finding == Finding::Met;
    days.into_iter().find(met_on)
}

/// The editions of all units, in the order in which they take effect.
fn editions(units: &[UnitDetermination]) -> Vec<EditionLabel> {
    let mut all: Vec<EditionLabel> = Vec::with_capacity(1);
    for label in units.iter().flat_map(|unit| &unit.editions) {
        if !all.contains(label) {
            all.push(*label);
        }
    }
    all.sort_by_key(|label| label.id);
    all
}

fn coding_checks(case: &Case, essentials: Essentials, joints: &[JointUnit<'_>]) -> Vec<CodingCheck> {
    let governed = joints.iter().find(|joint| joint.is_governed());
    governed.map_or_else(Vec::new, |joint| {
        (joint.first.edition.coding_checks)(&case.facts, essentials.procedure, essentials.side)
    })
}
