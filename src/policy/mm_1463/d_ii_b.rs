//! D.II.B: repeat radiofrequency ablation.

use std::fmt::{self, Write};

use chrono::NaiveDate;

use crate::case::{Choice, DateRange, Field, Part, months_after, months_before, whole_months};
use crate::policy::engine::{
    Criteria, Criterion, Finding, Item, Limits, Measure, Node, Reading, Readings, Rule, Setting, Unit,
    Verdict, VerdictSet,
};

use super::ablations::{History, days, histories};
use super::d_i_a_4::{ACTIVE_PARTS, FAILED_THERAPY, INACTIVE_PARTS, explain_failed_therapy};
use super::d_ii_a::{
    DIAGNOSTIC_PARTS, InjectionEvidence, explain_diagnostic_helped, helped, injection_evidence, relief_needed,
};
use super::words::{known, planned_day};

/// The parts that are read of an ablation.
const ABLATION_PARTS: &[Part] = &[Part::Date, Part::ReliefMonths];

/// D.II.B.1: conservative therapy, unless waived.
pub(super) static D_II_B_1: Rule = Rule {
    item: Item::D_II_B_1,
    title: "conservative therapy, unless the initial ablation lasted",
    summary: "A lasting, recent initial ablation waives conservative therapy; otherwise it is needed as for the first.",
    criteria: "Waived when the first ablation on this joint is inside receipt − {repeat_months:unit}, pain stayed reduced \
           {rolling_months:unit} after it, and the same holds of the last; a poor last one, or only a good later one, \
           is a live reading. Otherwise D.I.A.4.a and D.I.A.4.b, both.",
    structure: Criteria::Tree(Node::Any(&[Node::One(&WAIVER), FAILED_THERAPY])),
    whole: Criterion {
        reads: &[
            Field::Ablations,
            Field::ActiveTherapy,
            Field::Inability,
            Field::InabilityInRecord,
            Field::InactiveTherapy,
        ],
        parts: &[ACTIVE_PARTS, INACTIVE_PARTS, ABLATION_PARTS],
        limits: &[
            Limits::THERAPY_DAYS,
            Limits::EVIDENCE_MONTHS,
            Limits::ROLLING_MONTHS,
            Limits::REPEAT_MONTHS,
        ],
        readings: &[
            Reading::WAIVER_AFTER_POOR_REPEAT,
            Reading::RELIEF_FROM_LATER_RFA,
            Reading::SIX_WEEKLY_VISITS,
            Reading::STRADDLING_PROGRAMME,
        ],
        explain: explain_therapy_or_waiver,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// The waiver: a lasting, recent initial ablation, after which conservative therapy is not required.
fn waiver(unit: &Unit<'_>, history: &History) -> Verdict {
    let readings = &unit.readings;
    let first_waives = history.first_recent && history.first_long;
    match history {
        _ if first_waives && (!history.repeated || history.last_long) => Verdict::MET,
        _ if first_waives => readings.verdict(Reading::WAIVER_AFTER_POOR_REPEAT),
        _ if history.repeated && history.last_recent && history.last_long => {
            readings.verdict(Reading::RELIEF_FROM_LATER_RFA)
        }
        _ => Verdict::NOT_MET,
    }
}

/// The waiver as a criterion.
static WAIVER: Criterion = Criterion {
    name: "waiver",
    reads: &[Field::Ablations],
    parts: &[ABLATION_PARTS],
    limits: &[Limits::ROLLING_MONTHS, Limits::REPEAT_MONTHS],
    readings: &[Reading::WAIVER_AFTER_POOR_REPEAT, Reading::RELIEF_FROM_LATER_RFA],
    remedy: "a record of {rolling_months:months} of relief after a recent initial ablation",
    evaluate: waiver_verdicts,
    explain: |unit, out| waiver_in_words(unit, &histories(unit), out).map(|_| ()),
    measure: |unit| Measure {
        from: Some(months_before(unit.received(), unit.limits.repeat_months)),
        to: Some(unit.received()),
        needed: Some(unit.limits.rolling_months),
        unit: Some(Limits::ROLLING_MONTHS.unit),
        ..Measure::default()
    },
    ..Criterion::BLANK
};

fn waiver_verdicts(unit: &Unit<'_>) -> VerdictSet {
    histories(unit).iter().fold(VerdictSet::default(), |all, history| all.with(waiver(unit, history)))
}

fn explain_therapy_or_waiver(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let waived = explain_waiver(unit, &histories(unit), out)?;
    if waived == Finding::Met {
        return Ok(());
    }
    out.write_str(". ")?;
    explain_failed_therapy(unit, out)
}

/// Explains the waiver and the history behind it; returns the finding on the waiver.
fn explain_waiver(unit: &Unit<'_>, histories: &[History], out: &mut String) -> Result<Finding, fmt::Error> {
    explain_history(unit, out)?;
    out.write_str("; ")?;
    waiver_in_words(unit, histories, out)
}

/// What the waiver asks for, and the finding on it.
fn waiver_in_words(unit: &Unit<'_>, histories: &[History], out: &mut String) -> Result<Finding, fmt::Error> {
    let waived = histories.iter().fold(VerdictSet::default(), |all, history| all.with(waiver(unit, history)));
    let finding = waived.evaluate().finding;
    let limits = &unit.limits;
    let since = months_before(unit.received(), limits.repeat_months);
    write!(
        out,
        "the waiver ({} of relief after an initial ablation on or after {since}) is {finding}",
        Limits::ROLLING_MONTHS.amount(limits)
    )?;
    Ok(finding)
}

fn explain_history(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    write!(out, "ablations of the {} joint: ", unit.side.name())?;
    for (index, ablation) in unit.joint.ablations.known().into_iter().flatten().enumerate() {
        out.write_str(if index == 0 { "" } else { "; " })?;
        super::words::date(out, &ablation.date)?;
        known(out, &ablation.relief_months, ", relief not known", |out, months| {
            write!(out, ", {months} months of relief")
        })?;
    }
    Ok(())
}

/// D.II.B.2: a diagnostic injection, unless the history makes it unnecessary.
pub(super) static D_II_B_2: Rule = Rule {
    item: Item::D_II_B_2,
    title: "a diagnostic injection, unless a recent repeat spares it",
    summary: "Without a repeat ablation in the last {repeat_months:month|# months} a diagnostic injection is needed again.",
    criteria: "D.II.A.2 is met: met. Any diagnostic injection after the last ablation is a live reading. Waived and a \
           repeat ablation inside receipt − {repeat_months:unit}: met. Waived without one, or one without the waiver: \
           live readings.",
    whole: Criterion {
        name: "diagnostic-injection",
        reads: &[Field::Ablations, Field::Injections],
        parts: &[ABLATION_PARTS, DIAGNOSTIC_PARTS],
        limits: &[
            Limits::RELIEF_PERCENT,
            Limits::EVIDENCE_MONTHS,
            Limits::ROLLING_MONTHS,
            Limits::REPEAT_MONTHS,
        ],
        readings: &[
            Reading::DISAGREEING_DIAGNOSTICS,
            Reading::THERAPEUTIC_AS_DIAGNOSTIC,
            Reading::REPEAT_INJECTION_STANDARD,
            Reading::REPEAT_MEANS_ANY_RFA,
            Reading::REPEAT_WITHOUT_WAIVER,
            Reading::WAIVER_AFTER_POOR_REPEAT,
            Reading::RELIEF_FROM_LATER_RFA,
        ],
        remedy: "a diagnostic injection of this joint in the window with {relief_percent} percent relief",
        measure: relief_needed,
        evaluate: injection_or_spared,
        explain: explain_injection_or_spared,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// Whether the history alone makes the injection unnecessary.
fn spared(unit: &Unit<'_>, history: &History) -> Verdict {
    let readings = &unit.readings;
    let recent_repeat = history.repeated && history.last_recent;
    let waived = waiver(unit, history);
    match waived.finding {
        Finding::Met if recent_repeat => Verdict::MET,
        Finding::Met => readings.verdict(Reading::REPEAT_MEANS_ANY_RFA),
        Finding::Unclear => match readings.of(Reading::REPEAT_WITHOUT_WAIVER) {
            Setting::Met => Verdict::MET,
            Setting::Unsettled => Verdict {
                readings: waived.readings.union(Readings::one(Reading::REPEAT_WITHOUT_WAIVER)),
                ..waived
            },
            Setting::Other => waived,
        },
        _ if recent_repeat => readings.verdict(Reading::REPEAT_WITHOUT_WAIVER),
        _ => Verdict::NOT_MET,
    }
}

fn injection_or_spared(unit: &Unit<'_>) -> VerdictSet {
    let histories = histories(unit);
    let since_last = |evidence: InjectionEvidence| {
        let standard = unit.readings.verdict(Reading::REPEAT_INJECTION_STANDARD);
        if evidence.after_last { standard } else { Verdict::NOT_MET }
    };
    let by_injections = |evidence: InjectionEvidence| helped(unit, evidence).or(since_last(evidence));
    // Histories that differ only in an earlier last ablation are merged. An earlier one
    // leaves more injections after it, so it can only be more favorable: the most
    // favorable is added.
    let mut all = VerdictSet::default();
    let mut most_favorable: Option<Verdict> = None;
    for history in &histories {
        let spared = spared(unit, history);
        for evidence in injection_evidence(unit, history.last) {
            all = all.with(by_injections(evidence).or(spared));
        }
        if history.earliest_last < history.last {
            let best = injection_evidence(unit, history.earliest_last)
                .fold(spared, |best, evidence| best.or(by_injections(evidence)));
            most_favorable = Some(most_favorable.map_or(best, |other| other.or(best)));
        }
    }
    most_favorable.map_or(all, |best| all.with(best))
}

fn explain_injection_or_spared(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let history = histories(unit);
    explain_waiver(unit, &history, out)?;
    let since = months_before(unit.received(), unit.limits.repeat_months);
    let recent_repeat = |history: &History| history.repeated && history.last_recent;
    write!(
        out,
        "; {} repeat ablation on or after {since}",
        match (history.iter().all(recent_repeat), history.iter().any(recent_repeat)) {
            (true, _) => "a",
            (false, true) => "perhaps a",
            (false, false) => "no",
        }
    )?;
    let spared = history.iter().fold(VerdictSet::default(), |all, history| all.with(spared(unit, history)));
    if spared.evaluate().finding == Finding::Met {
        return out.write_str(": no injection is required");
    }
    out.write_str(". ")?;
    explain_diagnostic_helped(unit, out)
}

/// D.II.B.3: one ablation in twelve months.
pub(super) static D_II_B_3: Rule = Rule {
    item: Item::D_II_B_3,
    title: "one ablation in {rolling_months:months}",
    summary: "A side has one ablation in {rolling_months:months}.",
    criteria: "The service is on or after the last ablation on this joint + {rolling_months:unit}.",
    whole: Criterion {
        name: "spacing",
        reads: &[Field::Ablations, Field::ServiceDate],
        parts: &[ABLATION_PARTS],
        limits: &[Limits::ROLLING_MONTHS],
        remedy: "a day of service {rolling_months:months} or more after the last ablation of this joint",
        measure: months_since_last,
        evaluate: a_year_apart,
        explain: explain_a_year_apart,
        change_days: days_a_year_after,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// The earliest and the latest day the last ablation can have been on.
fn last_ablation(unit: &Unit<'_>) -> Option<DateRange> {
    let listed = unit.joint.ablations.known()?;
    let spans = || listed.iter().map(|ablation| days(unit, ablation));
    Some(DateRange {
        first: spans().map(|days| days.first).max()?,
        last: spans().map(|days| days.last).max()?,
    })
}

fn days_a_year_after(unit: &Unit<'_>) -> Vec<NaiveDate> {
    let listed = unit.joint.ablations.known().into_iter().flatten();
    listed.map(|ablation| months_after(days(unit, ablation).last, unit.limits.rolling_months)).collect()
}

fn a_year_apart(unit: &Unit<'_>) -> VerdictSet {
    let months = unit.limits.rolling_months;
    last_ablation(unit).map_or(VerdictSet::only(Verdict::MET), |last| {
        VerdictSet::between(
            Verdict::met_if(unit.last_service() >= months_after(last.first, months)),
            Verdict::met_if(unit.first_service() >= months_after(last.last, months)),
        )
    })
}

fn months_since_last(unit: &Unit<'_>) -> Measure {
    let last = last_ablation(unit).map(|last| last.last);
    Measure {
        from: last,
        to: unit.service,
        counted: last.zip(unit.service).map(|(from, to)| whole_months(from, to)),
        needed: Some(unit.limits.rolling_months),
        unit: Some(Limits::ROLLING_MONTHS.unit),
        ..Measure::default()
    }
}

fn explain_a_year_apart(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let months = Limits::ROLLING_MONTHS.amount(unit.limits);
    let Some(last) = last_ablation(unit) else { return planned_day(unit, out) };
    let earliest = months_after(last.last, months.count);
    let side = unit.side.name();
    if last.days() == 1 {
        write!(out, "last ablation of the {side} joint {} + {months} is {earliest}, ", last.last)?;
    } else {
        write!(
            out,
            "day of the last ablation of the {side} joint not known, + {months} is {earliest} at the latest, "
        )?;
    }
    planned_day(unit, out)
}
