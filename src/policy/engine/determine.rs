//! Making a determination: findings, reasons, billed lines, advisories and
//! information requests.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

use chrono::NaiveDate;

use crate::case::{Case, DateRange, Field, Laterality, Text};

use super::applicable;
use super::coding_check::CodingCheck;
use super::determination::{Advisory, Determination, ItemFinding, UnitDetermination};
use super::edition::{Candidate, Edition, EditionLabel, NumberedRule};
use super::finding::{Finding, Outcome};
use super::information_requests::{self, InformationRequest};
use super::item::Item;
use super::joint_unit::{JointUnit, joints, listed_rule};
use super::reading::{Reading, Readings, Setting};
use super::rule::Rule;
use super::service_line::ServiceLine;
use super::settings::PolicySettings;
use super::unit::{Essentials, Unit, latest_service_day};
use super::verdict::Evaluation;

const FLAG_OF_OTHER_EDITION: &str =
    "flagged under an edition of the policy that does not decide this request";
const RETROSPECTIVE: &str = "retrospective request: the planned date of service is before the day of receipt";

/// Determines a case under the given settings.
///
/// # Errors
/// The required fields without an answer: there is no determination without them.
pub fn determine(case: &Case, settings: &PolicySettings) -> Result<Determination, Vec<Field>> {
    let essentials = Essentials::of(&case.facts)?;
    let units = joints(case, essentials, settings);
    let mut determiner = Determiner { case, settings, ask_for: Vec::new(), readings_used: Vec::new() };
    let determined: Vec<UnitDetermination> = units.iter().map(|joint| determiner.unit(joint)).collect();
    let service_lines = determiner.service_lines(&units);
    determiner.readings_used.sort_unstable();
    let readings_used =
        determiner.readings_used.iter().map(|reading| (*reading, settings.readings.name_of(*reading)));
    Ok(Determination {
        received: essentials.received,
        complete: applicable::unanswered(&case.facts, settings).is_empty(),
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
    for joint in joints(case, essentials, settings) {
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
    readings_used: Vec<Reading>,
    first_met: Option<NaiveDate>,
    flag: Option<&'a Text>,
    requests: &'a [InformationRequest],
}

/// A flagged item is unclear, whatever its rule says.
const FLAGGED: Evaluation =
    Evaluation { finding: Finding::Unclear, readings: Readings::NONE, can_change: false };

struct Determiner<'a> {
    case: &'a Case,
    settings: &'a PolicySettings,
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

    fn item(
        &mut self,
        joint: &JointUnit<'_>,
        candidate: &Candidate<'_>,
        numbered: &NumberedRule,
    ) -> ItemFinding {
        let evaluation = joint.evaluate(numbered);
        let mut requests = information_requests::of_item(candidate, numbered, evaluation);
        if evaluation.can_change && !joint.others.is_empty() {
            information_requests::ask_for_service_date(&candidate.unit, numbered.item, &mut requests);
        }
        let flag = self.case.flags.get(numbered.item.key()).filter(|_| joint.is_governed());
        let result = match flag {
            Some(words) => ItemResult {
                evaluation: FLAGGED,
                readings_used: Vec::new(),
                first_met: None,
                flag: Some(words),
                requests: &requests,
            },
            None => ItemResult {
                evaluation,
                readings_used: self.readings_used(joint, numbered, evaluation.finding),
                first_met: self.first_met(candidate, numbered, evaluation.finding),
                flag: None,
                requests: &requests,
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
        let met = matches!(finding, Finding::Met | Finding::NotApplicable);
        let would_meet = if met { String::new() } else { would_meet(unit, rule, &result, &readings) };
        for reading in result.readings_used {
            if !self.readings_used.contains(&reading) {
                self.readings_used.push(reading);
            }
        }
        result.requests.iter().for_each(|request| self.ask(request));
        let (item, reads, first_met) = (numbered.item, rule.reads, result.first_met);
        ItemFinding {
            item,
            finding,
            reads,
            why,
            first_met,
            readings,
            parts: Vec::new(),
            ways: Vec::new(),
            would_meet,
            flag: result.flag.cloned(),
            evidence: self.case.evidence.get(item.key()).cloned(),
        }
    }

    fn ask(&mut self, request: &InformationRequest) {
        let same = |other: &&mut InformationRequest| {
            (other.question, other.entry) == (request.question, request.entry)
        };
        match self.ask_for.iter_mut().find(same) {
            Some(known) => {
                let new = request.items.iter().filter(|item| !known.items.contains(item));
                let new: Vec<Item> = new.copied().collect();
                known.items.extend(new);
            }
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
                |unit: &Unit<'_>, rule: &Rule| (rule.evaluate)(&Unit { readings: &readings, ..*unit });
            joint.evaluate_with(numbered, unsettled).finding != finding
        };
        numbered.rule.readings.iter().filter(settled).filter(decides).copied().collect()
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
        (rule.explain)(unit, out)?;
        let mut parts = result.requests.iter().filter(|request| request.entry.is_some()).peekable();
        if parts.peek().is_some() {
            out.write_str("; missing: ")?;
            list(out, parts.map(|request| request.what.as_str()))?;
        }
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
        if met || !numbered.rule.reads.contains(&Field::ServiceDate) {
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
                information_requests::missing(&unit, numbered).iter().for_each(|request| self.ask(request));
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
    let known = edition.readings.iter().filter(|reading| rule.readings.contains(reading));
    known.filter(|reading| readings.contains(**reading)).copied().collect()
}

fn list<'t>(out: &mut String, texts: impl Iterator<Item = &'t str>) -> fmt::Result {
    for (index, text) in texts.enumerate() {
        write!(out, "{}{text}", if index == 0 { "" } else { "; " })?;
    }
    Ok(())
}

/// What would make an item met, in words.
fn would_meet(unit: &Unit<'_>, rule: &Rule, result: &ItemResult<'_>, readings: &[Reading]) -> String {
    let mut ways: Vec<String> = Vec::new();
    if result.flag.is_some() {
        ways.push("a clinician's answer to the flag".to_owned());
    }
    ways.extend(result.first_met.map(|day| format!("{day} as the day of service, the first that meets it")));
    if result.evaluation.finding == Finding::Missing {
        let answers = result.requests.iter();
        ways.extend(answers.map(|request| format!("the provider's answer on {}", request.what)));
    }
    ways.extend(
        readings
            .iter()
            .map(|reading| format!("reading {reading} settled as met ({})", reading.met_means(unit.limits))),
    );
    ways.extend((rule.shortfall)(unit));
    if ways.is_empty() {
        ways.push(rule.remedy(unit.limits).into_owned());
    }
    let needs_judgement = readings.is_empty() && result.flag.is_none();
    if result.evaluation.finding == Finding::Unclear && needs_judgement {
        ways.push("a clinician's judgement that it is met".to_owned());
    }
    ways.join("; ")
}

/// The first day of service under one edition on which the item is met.
fn first_met_under(candidate: &Candidate<'_>, item: Item) -> Option<NaiveDate> {
    let rule = listed_rule(candidate, item)?;
    let unit = &candidate.unit;
    let mut days = (rule.change_days)(unit);
    days.extend([unit.first_service(), unit.governed_from]);
    // Before the policy governs, none of its items is met.
    days.retain(|day| *day >= unit.governed_from && unit.service_days.contains(*day));
    days.sort_unstable();
    days.dedup();
    let met_on =
        |day: &NaiveDate| (rule.evaluate)(&unit.with_service_on(*day)).evaluate().finding == Finding::Met;
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

/// The flagged items that are in none of the editions that could decide a joint.
fn flagged_in_other_editions<'a>(
    case: &'a Case,
    settings: &'a PolicySettings,
    joints: &'a [JointUnit<'_>],
) -> impl Iterator<Item = Item> {
    let flagged = case.flags.keys().filter_map(|key| settings.editions.item_of_key(key));
    flagged.filter(|item| {
        let mut deciding = joints.iter().flat_map(JointUnit::candidates);
        deciding.all(|candidate| candidate.edition.rule(*item).is_none())
    })
}

fn advisories(case: &Case, settings: &PolicySettings, joints: &[JointUnit<'_>]) -> Vec<Advisory> {
    let mut found: BTreeMap<Option<Item>, Cow<'static, str>> = BTreeMap::new();
    found.extend(
        flagged_in_other_editions(case, settings, joints)
            .map(|item| (Some(item), FLAG_OF_OTHER_EDITION.into())),
    );
    for Candidate { unit, pathway, .. } in joints.iter().map(|joint| &joint.first) {
        let Some(pathway) = pathway else { continue };
        if unit.service.is_some_and(|day| day < unit.received()) {
            found.insert(None, RETROSPECTIVE.into());
        }
        if let Some(numbered) = &pathway.advisory {
            found.insert(Some(numbered.item), numbered.rule.summary(unit.limits));
        }
    }
    found.into_iter().map(|(item, why)| Advisory { item, why }).collect()
}
