//! The determination: each unit's items with their findings and reasons, the
//! lines, the advisories, and what to ask for.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use chrono::NaiveDate;

use crate::case::{Case, Field, Item, Laterality, OtherBlock, RequestedSide, Text, days_after, months_after};

use super::codes::{self, CodingCheck};
use super::d_i_a_4::days_lacking;
use super::finding::{Evaluation, Finding, Outcome};
use super::information_requests::{self, InformationRequest};
use super::limits::effective;
use super::pathway::Pathway;
use super::reading::{Reading, Readings, Setting};
use super::rule::Rule;
use super::service_lines::{self, ServiceLine};
use super::unit::{Needs, Unit};
use super::{PolicySettings, rule};

/// What the policy says of a request, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Determination {
    /// R, the day the request was received.
    pub received: NaiveDate,
    /// Whether every question that applies has an answer.
    pub complete: bool,
    /// The highest outcome among the units.
    pub outcome: Outcome,
    /// One for each joint requested.
    pub units: Vec<UnitDetermination>,
    /// Billed lines that are not in order.
    pub service_lines: Vec<ServiceLine>,
    /// What is said with the determination and decides nothing.
    pub advisories: Vec<Advisory>,
    /// Codes to look at.
    pub coding_checks: Vec<CodingCheck>,
    /// Missing facts that matter, all of them, whatever the outcome.
    pub ask_for: Vec<InformationRequest>,
    /// The settled readings that decided, with the name of the setting.
    pub readings_used: Vec<(Reading, &'static str)>,
    /// Whether it was made under other limits than the policy's.
    pub hypothetical: bool,
}

impl Determination {
    /// What the coordinator does next. It is said once for the whole case: a
    /// coordinator can't approve one side of two.
    pub fn next_step(&self) -> &'static str {
        self.outcome.next_step()
    }
}

/// What the policy says of one joint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDetermination {
    /// The joint.
    pub side: Laterality,
    /// The part of the policy it is read under; `None` outside the policy.
    pub pathway: Option<Pathway>,
    /// S, unless it is missing.
    pub service_date: Option<NaiveDate>,
    /// The highest outcome among its items.
    pub outcome: Outcome,
    /// Its items, in the order of the policy.
    pub items: Vec<ItemFinding>,
}

/// One item's finding, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFinding {
    /// The policy's number.
    pub item: Item,
    /// The finding.
    pub finding: Finding,
    /// The facts and dates that decided it.
    pub why: String,
    /// The first day of service on which it would be met, where only the day is wrong.
    pub first_met: Option<NaiveDate>,
    /// The unsettled readings that made it unclear.
    pub readings: Readings,
    /// What would make it met; empty when it is.
    pub would_meet: String,
}

/// Something said with a determination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advisory {
    /// The policy's number, where it has one.
    pub item: Option<Item>,
    /// What is said.
    pub why: &'static str,
}

const RETROSPECTIVE: &str = "retrospective request: the planned date of service is before the day of receipt";

/// Works a case out under the given settings.
///
/// # Errors
/// The needed fields that have no answer yet; there is no determination without them.
pub fn determine(case: &Case, settings: &PolicySettings) -> Result<Determination, Vec<Field>> {
    let needs = Needs::of(&case.facts)?;
    let mut work = Determiner { case, settings, ask_for: Vec::new(), used: Readings::NONE };
    let joints = needs.side.joints();
    let units: Vec<Unit<'_>> =
        joints.iter().map(|side| Unit::new(&case.facts, *side, needs, settings)).collect();
    let determined: Vec<UnitDetermination> = units.iter().map(|unit| work.unit(unit)).collect();
    let service_lines = work.service_lines(&units);
    let used = work.used.iter().map(|reading| (reading, settings.readings.name_of(reading))).collect();
    let governed = units.iter().any(|unit| unit.pathway().is_some());
    Ok(Determination {
        received: needs.received,
        complete: information_requests::unanswered(&case.facts).is_empty(),
        outcome: determined.iter().map(|unit| unit.outcome).max().unwrap_or(Outcome::OutsidePolicy),
        units: determined,
        service_lines,
        advisories: advisories(&units),
        coding_checks: if governed {
            codes::checks(&case.facts, needs.procedure, needs.side)
        } else {
            Vec::new()
        },
        ask_for: work.ask_for,
        readings_used: used,
        hypothetical: settings.limits != super::Limits::POLICY,
    })
}

/// How each item of each unit stands, without reasons: for a running line.
pub fn findings_so_far(case: &Case, settings: &PolicySettings) -> Vec<(Laterality, Item, Finding)> {
    let Ok(needs) = Needs::of(&case.facts) else { return Vec::new() };
    let mut found = Vec::new();
    for side in needs.side.joints() {
        let unit = Unit::new(&case.facts, *side, needs, settings);
        for item in items(&unit) {
            let flagged = case.flags.contains_key(&item) && unit.pathway().is_some();
            let finding = if flagged { Finding::Unclear } else { evaluate(&unit, rule(item)).finding };
            found.push((*side, item, finding));
        }
    }
    found
}

/// The items listed for a unit, in the order of the policy.
fn items(unit: &Unit<'_>) -> impl Iterator<Item = Item> {
    let pathway = unit.pathway();
    let scope = pathway.is_none() || unit.first_service() < effective();
    let items = pathway.map_or(&[][..], Pathway::items);
    scope.then_some(Item::EffectiveDate).into_iter().chain(items.iter().copied())
}

fn evaluate(unit: &Unit<'_>, rule: &Rule) -> Evaluation {
    (rule.evaluate)(unit).evaluate()
}

/// All that is known of an item before it is put in words.
struct Found<'a> {
    evaluation: Evaluation,
    used: Readings,
    first_met: Option<NaiveDate>,
    flag: Option<&'a Text>,
    requests: &'a [InformationRequest],
}

/// A flagged item is unclear, whatever else.
const FLAGGED: Evaluation = Evaluation { finding: Finding::Unclear, readings: Readings::NONE, open: false };

struct Determiner<'a> {
    case: &'a Case,
    settings: &'a PolicySettings,
    ask_for: Vec<InformationRequest>,
    used: Readings,
}

impl Determiner<'_> {
    fn unit(&mut self, unit: &Unit<'_>) -> UnitDetermination {
        let pathway = unit.pathway();
        let items: Vec<ItemFinding> = items(unit).map(|item| self.item(unit, rule(item))).collect();
        let highest = items.iter().map(|item| Outcome::from(item.finding)).max();
        UnitDetermination {
            side: unit.side,
            pathway,
            service_date: unit.service,
            outcome: highest.filter(|_| pathway.is_some()).unwrap_or(Outcome::OutsidePolicy),
            items,
        }
    }

    fn item(&mut self, unit: &Unit<'_>, rule: &Rule) -> ItemFinding {
        let evaluation = evaluate(unit, rule);
        let requests = match rule.item {
            Item::DII => information_requests::of_unknown_history(unit),
            _ => information_requests::of_item(unit, rule, evaluation),
        };
        let flag = self.case.flags.get(&rule.item).filter(|_| unit.pathway().is_some());
        let found = match flag {
            Some(words) => Found {
                evaluation: FLAGGED,
                used: Readings::NONE,
                first_met: None,
                flag: Some(words),
                requests: &requests,
            },
            None => Found {
                evaluation,
                used: self.readings_used(unit, rule, evaluation.finding),
                first_met: first_met(unit, rule, evaluation.finding),
                flag: None,
                requests: &requests,
            },
        };
        let mut why = String::with_capacity(160);
        // Writing to a string does not fail.
        let _ = self.explain(unit, rule, &mut why, &found);
        let finding = found.evaluation.finding;
        let met = matches!(finding, Finding::Met | Finding::NotApplicable);
        let would_meet = if met { String::new() } else { would_meet(unit, rule, &found) };
        let (first_met, readings) = (found.first_met, found.evaluation.readings);
        self.used = self.used.and(found.used);
        for ask in requests {
            self.ask(ask);
        }
        ItemFinding { item: rule.item, finding, why, first_met, readings, would_meet }
    }

    fn ask(&mut self, ask: InformationRequest) {
        if !self.ask_for.contains(&ask) {
            self.ask_for.push(ask);
        }
    }

    /// The settled readings without which the finding would be another.
    fn readings_used(&self, unit: &Unit<'_>, rule: &Rule, finding: Finding) -> Readings {
        let interpretations =
            rule.readings.iter().filter(|reading| self.settings.readings.of(**reading) != Setting::Unsettled);
        interpretations.fold(Readings::NONE, |used, reading| {
            let settings = PolicySettings {
                readings: self.settings.readings.with(*reading, Setting::Unsettled),
                ..self.settings.clone()
            };
            let unsettled = Unit { settings: &settings, ..*unit };
            let decides = evaluate(&unsettled, rule).finding != finding;
            if decides { used.and(Readings::one(*reading)) } else { used }
        })
    }

    fn explain(&self, unit: &Unit<'_>, rule: &Rule, out: &mut String, found: &Found<'_>) -> fmt::Result {
        if let Some(words) = found.flag {
            write!(out, "flagged for a clinician: {words}. ")?;
        }
        (rule.explain)(unit, out)?;
        let mut parts = found.requests.iter().filter(|ask| ask.entry.is_some()).peekable();
        if parts.peek().is_some() {
            out.write_str("; missing: ")?;
            list(out, parts.map(|ask| ask.what.as_str()))?;
        }
        for reading in found.evaluation.readings.iter() {
            write!(out, "; reading {reading} is not settled: {}", reading.question())?;
        }
        for reading in found.used.iter() {
            write!(out, "; settled reading {reading} = {}", self.settings.readings.name_of(reading))?;
        }
        match found.first_met {
            Some(day) => write!(out, "; first met on {day}"),
            None => Ok(()),
        }
    }

    /// The lines of the governed units, asking for what they lack.
    fn service_lines(&mut self, units: &[Unit<'_>]) -> Vec<ServiceLine> {
        let Some(unit) =
            units.iter().find(|unit| unit.pathway().is_some_and(|pathway| !pathway.lines().is_empty()))
        else {
            return Vec::new();
        };
        let service_lines = service_lines::of_injections(unit.facts);
        for line in service_lines.iter().filter(|line| line.finding == Finding::Missing) {
            for ask in information_requests::of_line(unit, rule(line.item)) {
                self.ask(ask);
            }
        }
        service_lines
    }
}

fn list<'t>(out: &mut String, texts: impl Iterator<Item = &'t str>) -> fmt::Result {
    for (index, text) in texts.enumerate() {
        write!(out, "{}{text}", if index == 0 { "" } else { "; " })?;
    }
    Ok(())
}

/// What would make an item met.
fn would_meet(unit: &Unit<'_>, rule: &Rule, found: &Found<'_>) -> String {
    let mut ways: Vec<String> = Vec::new();
    if found.flag.is_some() {
        ways.push("a clinician's answer to the flag".to_owned());
    }
    ways.extend(found.first_met.map(|day| format!("{day} as the day of service, the first that meets it")));
    if found.evaluation.finding == Finding::Missing {
        ways.extend(found.requests.iter().map(|ask| format!("the provider's answer on {}", ask.what)));
    }
    let readings = found.evaluation.readings.iter();
    ways.extend(
        readings.map(|reading| format!("reading {reading} settled as met ({})", reading.met_means())),
    );
    let lacking = days_lacking(unit, rule.item);
    ways.extend(
        lacking.map(|days| format!("{} more in the record", super::words::plural(days, "documented day"))),
    );
    if ways.is_empty() {
        ways.push(rule.remedy.to_owned());
    }
    let hangs_on_no_reading = found.evaluation.readings == Readings::NONE && found.flag.is_none();
    if found.evaluation.finding == Finding::Unclear && hangs_on_no_reading {
        ways.push("a clinician's judgement that it is met".to_owned());
    }
    ways.join("; ")
}

/// The first day, on or after the planned S (R while S is missing), on which
/// the item would be met, everything else being as it is.
fn first_met(unit: &Unit<'_>, rule: &Rule, finding: Finding) -> Option<NaiveDate> {
    let met = matches!(finding, Finding::Met | Finding::NotApplicable);
    if met || !rule.reads.contains(&Field::ServiceDate) {
        return None;
    }
    let mut days = turning_days(unit);
    // On a day before the policy governs, none of its items is met.
    days.retain(|day| *day >= unit.first_service().max(effective()));
    days.sort_unstable();
    days.dedup();
    let met_on =
        |day: &NaiveDate| evaluate(&Unit { service: Some(*day), ..*unit }, rule).finding == Finding::Met;
    days.into_iter().find(met_on)
}

/// The days of service on which some finding of the unit can turn.
fn turning_days(unit: &Unit<'_>) -> Vec<NaiveDate> {
    let limits = &unit.settings.limits;
    let injections = unit.injections().map(|injection| injection.days.last);
    let ablations = unit
        .joint
        .ablations
        .known()
        .into_iter()
        .flatten()
        .map(|ablation| super::ablations::days(unit, ablation).last);
    let mut days = vec![unit.first_service(), effective()];
    for given in injections.chain(ablations) {
        days.extend([
            days_after(given, limits.spacing_days),
            months_after(given, limits.therapeutic_months),
            months_after(given, limits.rolling_months),
        ]);
    }
    let block = match unit.facts.request.other_block.known() {
        Some(OtherBlock::On(day)) => Some(*day),
        _ => None,
    };
    let other = unit.facts.joint(unit.side.other()).service_date.known().copied();
    let other = other.filter(|_| unit.needs.side == RequestedSide::Both);
    days.extend(block.into_iter().chain(other).map(|day| days_after(day, limits.spacing_days)));
    days
}

fn advisories(units: &[Unit<'_>]) -> Vec<Advisory> {
    let governed = || units.iter().filter_map(|unit| Some((unit, unit.pathway()?)));
    let mut found: BTreeMap<Option<Item>, &'static str> = BTreeMap::new();
    for (unit, pathway) in governed() {
        if unit.service.is_some_and(|day| day < unit.received()) {
            found.insert(None, RETROSPECTIVE);
        }
        if let Some(item) = pathway.advisory() {
            found.insert(Some(item), rule(item).summary);
        }
    }
    found.into_iter().map(|(item, why)| Advisory { item, why }).collect()
}
