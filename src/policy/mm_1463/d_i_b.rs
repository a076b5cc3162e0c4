//! D.I.B: therapeutic injections.

use std::fmt::{self, Write};

use chrono::NaiveDate;

use super::prior_injections::PriorInjection;
use crate::case::{Choice, Field, Part, days_after, latest_with_months_until, months_after, whole_months};
use crate::policy::engine::{
    Certainty, Criteria, Criterion, Item, Limits, Measure, Node, Reading, Rule, Unit, Verdict, VerdictSet,
    any, count, yes,
};

use super::d_i_a::yes_needed;
use super::words::{injections, planned_day, yes_no};

/// D.I.B.1: the previous injection helped.
pub(super) static D_I_B_1: Rule = Rule {
    item: Item::D_I_B_1,
    title: "the previous injection helped",
    summary: "The previous injection gave at least {relief_percent} percent pain relief, and function improved.",
    criteria: "The most recent earlier injection on this joint, of either purpose, passes (relief {relief_percent} or \
           more and function improved): met; several on that day must all pass. It fails and another passes: a live \
           reading. None passes, or none was given: not met.",
    whole: Criterion {
        name: "previous-injection",
        reads: &[Field::Injections],
        parts: &[&[Part::Date, Part::ReliefPercent, Part::FunctionalImprovement]],
        limits: &[Limits::RELIEF_PERCENT],
        readings: &[Reading::LATEST_OR_ANY_INJECTION],
        remedy: "an earlier injection of this joint with {relief_percent} percent relief and improved function",
        measure: |unit| Measure {
            needed: Some(unit.limits.relief_percent),
            unit: Some(Limits::RELIEF_PERCENT.unit),
            ..Measure::default()
        },
        evaluate: previous_helped,
        explain: explain_previous_helped,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn previous_helped(unit: &Unit<'_>) -> VerdictSet {
    let passes = |injection: PriorInjection| injection.exists.and(injection.relieved).and(injection.improved);
    // The latest injection decides. Most favorable: those that can pass do, as late as
    // possible, and the others came as early as possible. Least favorable: the reverse.
    let most_favorable = |injection: PriorInjection| {
        if passes(injection).can { (injection.days.last, true) } else { (injection.days.first, false) }
    };
    let least_favorable = |injection: PriorInjection| {
        if passes(injection).must { (injection.days.first, true) } else { (injection.days.last, false) }
    };
    VerdictSet::between(
        latest_passes(unit, unit.injections().map(most_favorable)),
        latest_passes(unit, unit.injections().map(least_favorable)),
    )
}

fn latest_passes(unit: &Unit<'_>, injections: impl Iterator<Item = (NaiveDate, bool)>) -> Verdict {
    let mut latest: Option<(NaiveDate, bool)> = None;
    let mut any_passes = false;
    for (day, passes) in injections {
        any_passes |= passes;
        latest = match latest {
            Some((last, _)) if day > last => Some((day, passes)),
            Some((last, all)) if day == last => Some((last, all && passes)),
            Some(earlier) => Some(earlier),
            None => Some((day, passes)),
        };
    }
    match latest {
        Some((_, true)) => Verdict::MET,
        _ if any_passes => unit.readings.verdict(Reading::LATEST_OR_ANY_INJECTION),
        _ => Verdict::NOT_MET,
    }
}

fn explain_previous_helped(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let Some(listed) = unit.joint.injections.known().filter(|listed| !listed.is_empty()) else {
        return injections(unit, out, "", |_| true);
    };
    let required = unit.limits.relief_percent;
    write!(
        out,
        "{required} percent and improved function are needed; {} joint, latest first: ",
        unit.side.name()
    )?;
    let mut latest_first: Vec<_> = listed.iter().zip(unit.injections()).collect();
    latest_first.sort_by_key(|(_, injection)| std::cmp::Reverse(injection.days.last));
    for (index, (given, injection)) in latest_first.into_iter().enumerate() {
        out.write_str(if index == 0 { "" } else { "; " })?;
        super::words::date(out, &given.date)?;
        super::words::known(out, &given.relief_percent, " relief not known", |out, relief| {
            write!(out, " {relief} percent")
        })?;
        out.write_str(", function improved: ")?;
        yes_no(out, &given.functional_improvement)?;
        let passes = injection.relieved.and(injection.improved);
        out.write_str(match (passes.must, passes.can) {
            (true, _) => ", passes",
            (false, true) => ", could pass",
            (false, false) => ", fails",
        })?;
    }
    Ok(())
}

/// D.I.B.2: the pain returned.
pub(super) static D_I_B_2: Rule = Rule {
    item: Item::D_I_B_2,
    title: "pain returned or function deteriorated",
    summary: "Since the last injection the pain has returned or function has deteriorated.",
    criteria: "Yes: met. No: not met.",
    whole: Criterion {
        name: "return",
        reads: &[Field::Returned],
        remedy: "a record of returned pain or lost function since the last injection",
        evaluate: pain_is_back,
        explain: explain_pain_is_back,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn pain_is_back(unit: &Unit<'_>) -> VerdictSet {
    let back = yes(&unit.joint.returned);
    VerdictSet::between(Verdict::met_if(back.can), Verdict::met_if(back.must))
}

fn explain_pain_is_back(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    write!(out, "return of pain or loss of function, {}: ", unit.side.name())?;
    yes_no(out, &unit.joint.returned)
}

/// D.I.B.3: conservative therapy continues alongside.
pub(super) static D_I_B_3: Rule = Rule {
    item: Item::D_I_B_3,
    title: "conservative therapy alongside",
    summary: "Both active and inactive conservative therapy are planned alongside the injection.",
    criteria: "Active yes and inactive yes: met. Either is no: not met.",
    structure: Criteria::Tree(Node::All(&[Node::One(&ACTIVE_ALONGSIDE), Node::One(&INACTIVE_ALONGSIDE)])),
    whole: Criterion {
        reads: &[Field::AlongsideActive, Field::AlongsideInactive],
        explain: explain_therapy_alongside,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// Active therapy is planned alongside.
static ACTIVE_ALONGSIDE: Criterion = Criterion {
    name: "active",
    reads: &[Field::AlongsideActive],
    remedy: "a plan of care with active therapy alongside the injection",
    evaluate: |unit| yes_needed(&unit.facts.therapy.alongside_active),
    explain: |unit, out| {
        out.write_str("active therapy alongside: ")?;
        yes_no(out, &unit.facts.therapy.alongside_active)
    },
    ..Criterion::BLANK
};

/// Inactive therapy is planned alongside.
static INACTIVE_ALONGSIDE: Criterion = Criterion {
    name: "inactive",
    reads: &[Field::AlongsideInactive],
    remedy: "a plan of care with inactive therapy alongside the injection",
    evaluate: |unit| yes_needed(&unit.facts.therapy.alongside_inactive),
    explain: |unit, out| {
        out.write_str("inactive therapy alongside: ")?;
        yes_no(out, &unit.facts.therapy.alongside_inactive)
    },
    ..Criterion::BLANK
};

fn explain_therapy_alongside(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let therapy = &unit.facts.therapy;
    out.write_str("alongside the injection: active therapy ")?;
    yes_no(out, &therapy.alongside_active)?;
    out.write_str(", inactive therapy ")?;
    yes_no(out, &therapy.alongside_inactive)
}

/// D.I.B.4: two months apart.
pub(super) static D_I_B_4: Rule = Rule {
    item: Item::D_I_B_4,
    title: "{therapeutic_months:months} between injections",
    summary: "Therapeutic injections of a joint are at least {therapeutic_months:months} apart.",
    criteria: "The service is on or after the last therapeutic injection on this joint + {therapeutic_months:unit}. \
           Whether the {therapeutic_months:month also runs|# months also run} from a diagnostic injection is a live \
           reading.",
    structure: Criteria::Sharing(&[GAP_TO_THERAPEUTIC, GAP_TO_ANY]),
    whole: Criterion {
        reads: &[Field::Injections, Field::ServiceDate],
        parts: &[&[Part::Date, Part::Purpose]],
        limits: &[Limits::THERAPEUTIC_MONTHS],
        readings: &[Reading::DIAGNOSTIC_TO_THERAPEUTIC_GAP],
        remedy: "a day of service {therapeutic_months:months} or more after the last injection of this joint",
        evaluate: two_months_apart,
        explain: explain_two_months_apart,
        change_days: |unit| {
            unit.days_after_injections(|day| months_after(day, unit.limits.therapeutic_months))
        },
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// The gap to the last therapeutic injection.
const GAP_TO_THERAPEUTIC: Criterion = Criterion {
    name: "therapeutic-gap",
    evaluate: |unit| gap_verdicts(too_close(unit, PriorInjection::therapeutic), Verdict::NOT_MET),
    measure: |unit| months_since_last(unit, |injection| injection.therapeutic().must),
    ..GAP
};

/// The gap to the last injection of either purpose.
const GAP_TO_ANY: Criterion = Criterion {
    name: "any-gap",
    readings: &[Reading::DIAGNOSTIC_TO_THERAPEUTIC_GAP],
    evaluate: |unit| {
        let gap = unit.readings.verdict(Reading::DIAGNOSTIC_TO_THERAPEUTIC_GAP);
        gap_verdicts(too_close(unit, |injection| injection.exists), gap)
    },
    measure: |unit| months_since_last(unit, |injection| injection.exists.must),
    ..GAP
};

/// What both gaps share.
const GAP: Criterion = Criterion {
    reads: &[Field::Injections, Field::ServiceDate],
    parts: &[&[Part::Date, Part::Purpose]],
    limits: &[Limits::THERAPEUTIC_MONTHS],
    explain: planned_day,
    ..Criterion::BLANK
};

/// Whether an injection of some kind was less than two months before the service.
fn too_close(unit: &Unit<'_>, given: fn(&PriorInjection) -> Certainty) -> Certainty {
    let months = unit.limits.therapeutic_months;
    any(unit.injections().map(|injection| given(&injection).and(injection.within_months_of(unit, months))))
}

fn gap_verdicts(too_close: Certainty, if_close: Verdict) -> VerdictSet {
    let verdict = |close: bool| if close { if_close } else { Verdict::MET };
    VerdictSet::between(verdict(too_close.must), verdict(too_close.can))
}

fn months_since_last(unit: &Unit<'_>, given: fn(&PriorInjection) -> bool) -> Measure {
    let last = unit.injections().filter(given).map(|injection| injection.days.last).max();
    Measure {
        from: last,
        to: unit.service,
        counted: last.zip(unit.service).map(|(from, to)| whole_months(from, to)),
        needed: Some(unit.limits.therapeutic_months),
        unit: Some(Limits::THERAPEUTIC_MONTHS.unit),
        ..Measure::default()
    }
}

/// Both gaps together: they share the dates.
fn two_months_apart(unit: &Unit<'_>) -> VerdictSet {
    let therapeutic = too_close(unit, PriorInjection::therapeutic);
    let either = too_close(unit, |injection| injection.exists);
    let decide = |therapeutic: bool, either: bool| {
        let gap = unit.readings.verdict(Reading::DIAGNOSTIC_TO_THERAPEUTIC_GAP);
        Verdict::met_if(!therapeutic).and(if either { gap } else { Verdict::MET })
    };
    VerdictSet::between(decide(therapeutic.must, either.must), decide(therapeutic.can, either.can))
}

type HasPurpose = fn(&PriorInjection) -> bool;

/// The words for each purpose, and whether an injection has it.
const PURPOSES: [(&str, HasPurpose); 3] = [
    ("therapeutic", |injection| injection.therapeutic().must),
    ("diagnostic", |injection| injection.diagnostic().must),
    ("of unknown purpose", |injection| injection.therapeutic().can && injection.diagnostic().can),
];

fn explain_two_months_apart(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    injections(unit, out, "", |_| true)?;
    let months = Limits::THERAPEUTIC_MONTHS.amount(unit.limits);
    for (purpose, has_purpose) in PURPOSES {
        let given = unit.injections().filter(|injection| injection.exists.must && has_purpose(injection));
        if let Some(last) = given.max_by_key(|injection| injection.days.last) {
            write!(out, "; last {purpose} ")?;
            super::words::latest(out, last.days.last, last.days)?;
            write!(out, " + {months} is {}", months_after(last.days.last, months.count))?;
        }
    }
    out.write_str("; ")?;
    planned_day(unit, out)
}

/// D.I.B.5: four injections in twelve months.
pub(super) static D_I_B_5: Rule = Rule {
    item: Item::D_I_B_5,
    title: "{injections:# injection|# injections} in {rolling_months:months}",
    summary: "A joint has no more than {injections:# injection|# injections} of either purpose in {rolling_months:months}.",
    criteria: "Injections on this joint less than {rolling_months:unit} before the service: {injections:fewer} met, \
           {injections:more} not met; {injections:words} is a live reading.",
    whole: Criterion {
        name: "rolling-limit",
        reads: &[Field::Injections, Field::ServiceDate],
        parts: &[&[Part::Date]],
        limits: &[Limits::ROLLING_MONTHS, Limits::INJECTIONS],
        readings: &[Reading::FIFTH_INJECTION],
        remedy: "fewer injections of this joint in the {rolling_months:month|# months} before the service",
        measure: injections_counted,
        evaluate: four_in_a_year,
        explain: explain_four_in_a_year,
        change_days: |unit| unit.days_after_injections(|day| months_after(day, unit.limits.rolling_months)),
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn in_the_last_year(unit: &Unit<'_>) -> (u32, u32) {
    let months = unit.limits.rolling_months;
    count(unit.injections().map(|injection| injection.exists.and(injection.within_months_of(unit, months))))
}

fn injections_counted(unit: &Unit<'_>) -> Measure {
    let (_, most) = in_the_last_year(unit);
    let to = unit.first_service();
    Measure {
        from: Some(days_after(latest_with_months_until(to, unit.limits.rolling_months), 1)),
        to: Some(to),
        counted: (!unit.joint.injections.is_missing()).then_some(most),
        most: Some(unit.limits.injections),
        unit: Some(Limits::INJECTIONS.unit),
        ..Measure::default()
    }
}

fn four_in_a_year(unit: &Unit<'_>) -> VerdictSet {
    let limit = unit.limits.injections;
    let decide = |given: u32| match given.cmp(&limit) {
        std::cmp::Ordering::Less => Verdict::MET,
        std::cmp::Ordering::Equal => unit.readings.verdict(Reading::FIFTH_INJECTION),
        std::cmp::Ordering::Greater => Verdict::NOT_MET,
    };
    let (fewest, most) = in_the_last_year(unit);
    VerdictSet::between(decide(fewest), decide(most))
}

fn explain_four_in_a_year(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let limits = &unit.limits;
    if unit.joint.injections.is_missing() {
        return injections(unit, out, "", |_| true);
    }
    let (fewest, most) = in_the_last_year(unit);
    match (fewest, most) {
        (_, 0) => out.write_str("no injections")?,
        (fewest, most) if fewest == most => out.write_str(&super::words::plural(most, "injection"))?,
        (fewest, most) => write!(out, "{fewest} to {most} injections")?,
    }
    let (side, day) = (unit.side.name(), unit.first_service());
    let months = Limits::ROLLING_MONTHS.amount(limits);
    write!(out, " of the {side} joint less than {months} before {day}")?;
    write!(out, " (at most {})", limits.injections)?;
    if most == 0 {
        return Ok(());
    }
    let counted = |injection: &PriorInjection| injection.within_months_of(unit, limits.rolling_months).can;
    out.write_str("; ")?;
    injections(unit, out, "", counted)
}
