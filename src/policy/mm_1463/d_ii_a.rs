//! D.II and D.II.A: initial radiofrequency ablation.

use std::fmt::{self, Write};

use super::prior_injections::PriorInjection;
use crate::case::{Choice, Field, Part, days_after};
use crate::policy::engine::{
    Criteria, Criterion, Finding, Item, Limits, Measure, Reading, Rule, Unit, Verdict, VerdictSet,
};

use super::d_i_a_4::{ACTIVE_PARTS, FAILED_THERAPY, INACTIVE_PARTS, explain_failed_therapy};
use super::words::known;

/// D.II: whether the ablation is initial or repeat is not known.
pub(super) static D_II: Rule = Rule {
    item: Item::D_II,
    title: "initial or repeat ablation",
    summary: "Whether this is an initial or a repeat ablation follows from the history of this joint.",
    criteria: "The history of ablations is missing: this item is missing, in place of all items of D.II.A and D.II.B; \
           what D.II.A would read is asked all the same.",
    whole: Criterion {
        name: "history",
        reads: &[
            Field::Ablations,
            Field::ActiveTherapy,
            Field::Inability,
            Field::InabilityInRecord,
            Field::InactiveTherapy,
            Field::Injections,
        ],
        parts: &[ACTIVE_PARTS, INACTIVE_PARTS, DIAGNOSTIC_PARTS],
        remedy: "the history of ablations of this joint",
        evaluate: |_| VerdictSet::only(Verdict::of(Finding::Missing)),
        explain: |unit, out| {
            write!(out, "whether the {} joint had an ablation before is not known", unit.side.name())
        },
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// D.II.A.1: failed conservative therapy.
pub(super) static D_II_A_1: Rule = Rule {
    item: Item::D_II_A_1,
    title: "failed conservative therapy",
    summary: "Conservative therapy failed, as for a diagnostic injection.",
    criteria: "D.I.A.4.a and D.I.A.4.b, both, on this request's own day of receipt.",
    structure: Criteria::Tree(FAILED_THERAPY),
    whole: Criterion {
        reads: &[Field::ActiveTherapy, Field::Inability, Field::InabilityInRecord, Field::InactiveTherapy],
        parts: &[ACTIVE_PARTS, INACTIVE_PARTS],
        limits: &[Limits::THERAPY_DAYS, Limits::EVIDENCE_MONTHS],
        readings: &[Reading::SIX_WEEKLY_VISITS, Reading::STRADDLING_PROGRAMME],
        explain: explain_failed_therapy,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// The parts that are read of a diagnostic injection.
pub(super) const DIAGNOSTIC_PARTS: &[Part] = &[Part::Date, Part::Purpose, Part::ReliefPercent];

/// D.II.A.2: a diagnostic injection that helped.
pub(super) static D_II_A_2: Rule = Rule {
    item: Item::D_II_A_2,
    title: "a diagnostic injection with {relief_percent} percent relief",
    summary: "A diagnostic injection of this joint in the last {evidence_months:month|# months} gave {relief_percent} \
           percent relief or more.",
    criteria: "Diagnostic injections on this joint inside receipt − {evidence_months:unit} to receipt: all gave \
           {relief_percent} percent: met; some did: a live reading. None did or none was given, but a therapeutic one \
           did: a live reading; else not met.",
    whole: Criterion {
        name: "diagnostic-injection",
        reads: &[Field::Injections],
        parts: &[DIAGNOSTIC_PARTS],
        limits: &[Limits::RELIEF_PERCENT, Limits::EVIDENCE_MONTHS],
        readings: &[Reading::DISAGREEING_DIAGNOSTICS, Reading::THERAPEUTIC_AS_DIAGNOSTIC],
        remedy: "a diagnostic injection of this joint in the window with {relief_percent} percent relief",
        measure: relief_needed,
        evaluate: diagnostic_helped,
        explain: explain_diagnostic_helped,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// What D.II asks about the injections of a joint, on complete facts.
#[derive(Debug, Clone, Copy)]
pub(super) struct InjectionEvidence {
    /// A diagnostic injection in the window gave enough relief.
    passed: bool,
    /// A diagnostic injection in the window did not.
    failed: bool,
    /// A therapeutic injection in the window gave enough relief.
    therapeutic_passed: bool,
    /// There was a diagnostic injection after the last ablation, in the window or not.
    pub(super) after_last: bool,
}

impl InjectionEvidence {
    fn of_state(state: u8) -> Self {
        let has = |bit: u8| state & bit != 0;
        Self {
            passed: has(PASSED),
            failed: has(FAILED),
            therapeutic_passed: has(THERAPEUTIC_PASSED),
            after_last: has(AFTER_LAST),
        }
    }
}

// The bits of a state, one for each field of `InjectionEvidence`. Only these four
// answers matter, so a joint has 16 states at most, and a set of states is 16 bits.
// Working with sets keeps the time proportional to the number of injections; trying
// every combination of missing facts would multiply it with each one.
const PASSED: u8 = 1;
const FAILED: u8 = 2;
const THERAPEUTIC_PASSED: u8 = 4;
const AFTER_LAST: u8 = 8;

/// Every possible evidence of the injections together, given the day of the last ablation.
pub(super) fn injection_evidence(
    unit: &Unit<'_>,
    last: chrono::NaiveDate,
) -> impl Iterator<Item = InjectionEvidence> {
    // Before the first injection only state 0, no evidence at all, is reached.
    let mut reached: u16 = 1;
    for injection in unit.injections() {
        let adds = contributions(unit, &injection, last);
        let mut next = 0;
        for state in (0..16_u8).filter(|state| reached & 1 << state != 0) {
            next = (0..16_u8)
                .filter(|add| adds & 1 << add != 0)
                .fold(next, |next, add| next | 1 << (state | add));
        }
        reached = next;
    }
    (0..16_u8).filter(move |state| reached & 1 << state != 0).map(InjectionEvidence::of_state)
}

/// The states one injection can add, as a set with one bit per state. State 0 is
/// among them when it may not exist.
fn contributions(unit: &Unit<'_>, injection: &PriorInjection, last: chrono::NaiveDate) -> u16 {
    let mut adds: u16 = if injection.exists.must { 0 } else { 1 };
    let window_start = unit.evidence_window.first;
    for (inside, after) in [(true, true), (true, false), (false, true), (false, false)] {
        let (mut days, day_after) = (injection.days, days_after(last, 1));
        let before = |day| crate::case::days_before(day, 1);
        if inside {
            days.first = days.first.max(window_start)
        } else {
            days.last = days.last.min(before(window_start))
        }
        if after {
            days.first = days.first.max(day_after)
        } else {
            days.last = days.last.min(last)
        }
        if days.first > days.last {
            continue;
        }
        for (purpose, diagnostic) in [(injection.diagnostic, true), (injection.diagnostic.not(), false)] {
            for (relief, relieved) in [(injection.relieved, true), (injection.relieved.not(), false)] {
                if purpose.can && relief.can {
                    adds |= 1 << state_bits(inside, after, diagnostic, relieved);
                }
            }
        }
    }
    adds
}

fn state_bits(inside: bool, after: bool, diagnostic: bool, relieved: bool) -> u8 {
    let in_window = match (inside, diagnostic, relieved) {
        (true, true, true) => PASSED,
        (true, true, false) => FAILED,
        (true, false, true) => THERAPEUTIC_PASSED,
        _ => 0,
    };
    if after && diagnostic { in_window | AFTER_LAST } else { in_window }
}

/// The verdict of D.II.A.2 on complete facts.
pub(super) fn helped(unit: &Unit<'_>, evidence: InjectionEvidence) -> Verdict {
    let readings = &unit.readings;
    match evidence {
        InjectionEvidence { passed: true, failed: false, .. } => Verdict::MET,
        InjectionEvidence { passed: true, .. } => readings.verdict(Reading::DISAGREEING_DIAGNOSTICS),
        InjectionEvidence { therapeutic_passed: true, .. } => {
            readings.verdict(Reading::THERAPEUTIC_AS_DIAGNOSTIC)
        }
        _ => Verdict::NOT_MET,
    }
}

/// The relief that is needed, and the days in which the injection counts.
pub(super) fn relief_needed(unit: &Unit<'_>) -> Measure {
    let window = unit.evidence_window;
    Measure {
        from: Some(window.first),
        to: Some(window.last),
        needed: Some(unit.limits.relief_percent),
        unit: Some(Limits::RELIEF_PERCENT.unit),
        ..Measure::default()
    }
}

fn diagnostic_helped(unit: &Unit<'_>) -> VerdictSet {
    injection_evidence(unit, unit.received())
        .fold(VerdictSet::default(), |all, evidence| all.with(helped(unit, evidence)))
}

pub(super) fn explain_diagnostic_helped(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let (window, side) = (unit.evidence_window, unit.side.name());
    let Some(listed) = unit.joint.injections.known() else {
        return write!(out, "earlier injections of the {side} joint not known");
    };
    write!(
        out,
        "{} percent relief is needed from a diagnostic injection of the {side} joint between {} and {}: ",
        unit.limits.relief_percent, window.first, window.last
    )?;
    if listed.is_empty() {
        return out.write_str("none was given");
    }
    for (index, given) in listed.iter().enumerate() {
        out.write_str(if index == 0 { "" } else { "; " })?;
        super::words::date(out, &given.date)?;
        write!(out, " {}", super::words::purpose(&given.purpose))?;
        known(out, &given.relief_percent, ", relief not known", |out, relief| {
            write!(out, ", {relief} percent")
        })?;
        if unit.possible_days(&given.date).intersection(window).is_none() {
            out.write_str(", before the window")?;
        }
    }
    Ok(())
}
