//! D.II: radiofrequency ablation, initial (A) and repeat (B), and its exclusions (C).

use std::fmt::{self, Write};

use crate::case::{Choice, Field, Item, Part, Technique, days_after, months_after};

use super::ablations::{History, histories};
use super::d_i_a::{explain_failed_therapy, failed_therapy};
use super::d_i_c::advisory;
use super::finding::{Possible, Verdict};
use super::reading::Reading;
use super::rule::{Kind, Rule};
use super::unit::{Past, Unit};
use super::words::{known, planned_day};

/// D.II: initial or repeat can't be told.
pub(super) const D_II: Rule = Rule {
    item: Item::DII,
    title: "initial or repeat ablation",
    says: "Whether this is an initial or a repeat ablation follows from the history of this joint.",
    rule: "The history of ablations is missing: this item is missing, in place of all items of D.II.A and D.II.B; \
           what D.II.A would read is asked all the same.",
    kind: Kind::Criterion,
    reads: &[
        Field::Ablations,
        Field::ActiveTherapy,
        Field::Inability,
        Field::InabilityInRecord,
        Field::InactiveTherapy,
        Field::Injections,
    ],
    parts: &[
        Part::Kind,
        Part::Start,
        Part::End,
        Part::InRecord,
        Part::Supervised,
        Part::Plan,
        Part::FollowUp,
        Part::TensDetails,
        Part::Date,
        Part::Purpose,
        Part::ReliefPercent,
    ],
    readings: &[],
    remedy: "the history of ablations of this joint",
    possible: |_| Possible::only(Verdict::of(super::Finding::Missing)),
    explain: |unit, out| {
        write!(out, "whether the {} joint had an ablation before is not known", unit.side.name())
    },
};

/// D.II.A.1: failed conservative therapy.
pub(super) const D_II_A_1: Rule = Rule {
    item: Item::DIIA1,
    title: "failed conservative therapy",
    says: "Conservative therapy failed, as for a diagnostic injection.",
    rule: "D.I.A.4.a and D.I.A.4.b, both, on this request's own day of receipt.",
    kind: Kind::Criterion,
    reads: &[Field::ActiveTherapy, Field::Inability, Field::InabilityInRecord, Field::InactiveTherapy],
    parts: THERAPY_PARTS,
    readings: &[Reading::SixWeeklyVisits, Reading::StraddlingProgramme],
    remedy: "what D.I.A.4.a and D.I.A.4.b lack",
    possible: failed_therapy,
    explain: explain_failed_therapy,
};

const THERAPY_PARTS: &[Part] = &[
    Part::Kind,
    Part::Start,
    Part::End,
    Part::InRecord,
    Part::Supervised,
    Part::Plan,
    Part::FollowUp,
    Part::TensDetails,
];

/// D.II.A.2: a diagnostic injection that helped.
pub(super) const D_II_A_2: Rule = Rule {
    item: Item::DIIA2,
    title: "a diagnostic injection with 75 percent relief",
    says: "A diagnostic injection of this joint in the last six months gave 75 percent relief or more.",
    rule: "Diagnostic injections on this joint inside receipt − 6 months to receipt: all gave 75 percent: met; some \
           did: a live reading. None did or none was given, but a therapeutic one did: a live reading; else not met.",
    kind: Kind::Criterion,
    reads: &[Field::Injections],
    parts: &[Part::Date, Part::Purpose, Part::ReliefPercent],
    readings: &[Reading::DisagreeingDiagnostics, Reading::TherapeuticAsDiagnostic],
    remedy: "a diagnostic injection of this joint in the window with 75 percent relief",
    possible: diagnostic_helped,
    explain: explain_diagnostic_helped,
};

/// What D.II asks of the injections of a joint, on complete facts.
#[derive(Debug, Clone, Copy)]
struct Tested {
    passed: bool,
    failed: bool,
    therapeutic_passed: bool,
    after_last: bool,
}

impl Tested {
    fn of(bits: u8) -> Self {
        let has = |bit: u8| bits & bit != 0;
        Self {
            passed: has(PASSED),
            failed: has(FAILED),
            therapeutic_passed: has(THERAPEUTIC),
            after_last: has(AFTER_LAST),
        }
    }
}

const PASSED: u8 = 1;
const FAILED: u8 = 2;
const THERAPEUTIC: u8 = 4;
const AFTER_LAST: u8 = 8;

/// Every state the injections can have come to, given the day of the last ablation.
fn tested(unit: &Unit<'_>, last: chrono::NaiveDate) -> impl Iterator<Item = Tested> {
    let mut reached: u16 = 1;
    for past in unit.injections() {
        let adds = contributions(unit, &past, last);
        let mut next = 0;
        for state in (0..16_u8).filter(|state| reached & 1 << state != 0) {
            next = (0..16_u8)
                .filter(|add| adds & 1 << add != 0)
                .fold(next, |next, add| next | 1 << (state | add));
        }
        reached = next;
    }
    (0..16_u8).filter(move |state| reached & 1 << state != 0).map(Tested::of)
}

/// What one injection can add, as a set of sets of the bits above.
fn contributions(unit: &Unit<'_>, past: &Past, last: chrono::NaiveDate) -> u16 {
    let mut adds: u16 = if past.exists.must { 0 } else { 1 };
    let window = unit.evidence().first;
    for (inside, after) in [(true, true), (true, false), (false, true), (false, false)] {
        let (mut days, day_after) = (past.days, days_after(last, 1));
        let before = |day| crate::case::days_before(day, 1);
        if inside {
            days.first = days.first.max(window)
        } else {
            days.last = days.last.min(before(window))
        }
        if after {
            days.first = days.first.max(day_after)
        } else {
            days.last = days.last.min(last)
        }
        if days.first > days.last {
            continue;
        }
        for (purpose, diagnostic) in [(past.diagnostic, true), (past.diagnostic.not(), false)] {
            for (relief, relieved) in [(past.relieved, true), (past.relieved.not(), false)] {
                if purpose.can && relief.can {
                    adds |= 1 << bits(inside, after, diagnostic, relieved);
                }
            }
        }
    }
    adds
}

fn bits(inside: bool, after: bool, diagnostic: bool, relieved: bool) -> u8 {
    let seen = match (inside, diagnostic, relieved) {
        (true, true, true) => PASSED,
        (true, true, false) => FAILED,
        (true, false, true) => THERAPEUTIC,
        _ => 0,
    };
    if after && diagnostic { seen | AFTER_LAST } else { seen }
}

fn helped(unit: &Unit<'_>, tested: Tested) -> Verdict {
    let readings = &unit.terms.readings;
    match tested {
        Tested { passed: true, failed: false, .. } => Verdict::MET,
        Tested { passed: true, .. } => readings.verdict(Reading::DisagreeingDiagnostics),
        Tested { therapeutic_passed: true, .. } => readings.verdict(Reading::TherapeuticAsDiagnostic),
        _ => Verdict::NOT_MET,
    }
}

fn diagnostic_helped(unit: &Unit<'_>) -> Possible {
    tested(unit, unit.received()).fold(Possible::default(), |all, tested| all.with(helped(unit, tested)))
}

fn explain_diagnostic_helped(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let (window, side) = (unit.evidence(), unit.side.name());
    let Some(listed) = unit.joint.injections.known() else {
        return write!(out, "earlier injections of the {side} joint not known");
    };
    write!(
        out,
        "{} percent relief is needed from a diagnostic injection of the {side} joint between {} and {}: ",
        unit.terms.limits.relief_percent, window.first, window.last
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
        if unit.days(&given.date).and(window).is_none() {
            out.write_str(", before the window")?;
        }
    }
    Ok(())
}

/// D.II.B.1: conservative therapy, unless waived.
pub(super) const D_II_B_1: Rule = Rule {
    item: Item::DIIB1,
    title: "conservative therapy, unless the initial ablation lasted",
    says: "A lasting, recent initial ablation waives conservative therapy; otherwise it is needed as for the first.",
    rule: "Waived when the first ablation on this joint is inside receipt − 36 months, pain stayed reduced 12 months \
           after it, and the same holds of the last; a poor last one, or only a good later one, is a live reading. \
           Otherwise D.I.A.4.a and D.I.A.4.b, both.",
    kind: Kind::Criterion,
    reads: &[
        Field::Ablations,
        Field::ActiveTherapy,
        Field::Inability,
        Field::InabilityInRecord,
        Field::InactiveTherapy,
    ],
    parts: &[
        Part::Kind,
        Part::Start,
        Part::End,
        Part::InRecord,
        Part::Supervised,
        Part::Plan,
        Part::FollowUp,
        Part::TensDetails,
        Part::Date,
        Part::ReliefMonths,
    ],
    readings: &[
        Reading::WaiverAfterPoorRepeat,
        Reading::ReliefFromLaterRfa,
        Reading::SixWeeklyVisits,
        Reading::StraddlingProgramme,
    ],
    remedy: "what D.I.A.4.a and D.I.A.4.b lack, or twelve months of relief after the initial ablation",
    possible: therapy_or_waiver,
    explain: explain_therapy_or_waiver,
};

/// W, the waiver: whether conservative therapy and the injection are not required.
fn waiver(unit: &Unit<'_>, history: &History) -> Verdict {
    let readings = &unit.terms.readings;
    let first_waives = history.first_recent && history.first_long;
    match history {
        _ if first_waives && (!history.repeated || history.last_long) => Verdict::MET,
        _ if first_waives => readings.verdict(Reading::WaiverAfterPoorRepeat),
        _ if history.repeated && history.last_recent && history.last_long => {
            readings.verdict(Reading::ReliefFromLaterRfa)
        }
        _ => Verdict::NOT_MET,
    }
}

fn therapy_or_waiver(unit: &Unit<'_>) -> Possible {
    let waived =
        histories(unit).iter().fold(Possible::default(), |all, history| all.with(waiver(unit, history)));
    waived.combine(failed_therapy(unit), Verdict::or)
}

fn explain_therapy_or_waiver(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let waived = explain_waiver(unit, out)?;
    if waived == super::Finding::Met {
        return Ok(());
    }
    out.write_str(". ")?;
    explain_failed_therapy(unit, out)
}

/// The waiver and the history behind it; gives how the waiver stands.
fn explain_waiver(unit: &Unit<'_>, out: &mut String) -> Result<super::Finding, fmt::Error> {
    explain_history(unit, out)?;
    let waived =
        histories(unit).iter().fold(Possible::default(), |all, history| all.with(waiver(unit, history)));
    let finding = waived.judge().finding;
    let limits = &unit.terms.limits;
    let since = crate::case::months_before(unit.received(), limits.repeat_months);
    write!(
        out,
        "; the waiver ({} months of relief after an initial ablation on or after {since}) is {finding}",
        limits.rolling_months
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

/// D.II.B.2: a diagnostic injection, unless spared.
pub(super) const D_II_B_2: Rule = Rule {
    item: Item::DIIB2,
    title: "a diagnostic injection, unless a recent repeat spares it",
    says: "Without a repeat ablation in the last 36 months a diagnostic injection is needed again.",
    rule: "D.II.A.2 is met: met. Any diagnostic injection after the last ablation is a live reading. Waived and a \
           repeat ablation inside receipt − 36 months: met. Waived without one, or one without the waiver: live \
           readings.",
    kind: Kind::Criterion,
    reads: &[Field::Ablations, Field::Injections],
    parts: &[Part::Date, Part::ReliefMonths, Part::Purpose, Part::ReliefPercent],
    readings: &[
        Reading::DisagreeingDiagnostics,
        Reading::TherapeuticAsDiagnostic,
        Reading::RepeatInjectionStandard,
        Reading::RepeatMeansAnyRfa,
        Reading::RepeatWithoutWaiver,
        Reading::WaiverAfterPoorRepeat,
        Reading::ReliefFromLaterRfa,
    ],
    remedy: "a diagnostic injection of this joint in the window with 75 percent relief",
    possible: injection_or_spared,
    explain: explain_injection_or_spared,
};

/// Whether the history spares the injection: the arms of D.II.B.2 that read no injection.
fn spared(unit: &Unit<'_>, history: &History) -> Verdict {
    let readings = &unit.terms.readings;
    let recent_repeat = history.repeated && history.last_recent;
    let waived = waiver(unit, history);
    match waived.finding {
        super::Finding::Met if recent_repeat => Verdict::MET,
        super::Finding::Met => readings.verdict(Reading::RepeatMeansAnyRfa),
        super::Finding::Unclear => match readings.of(Reading::RepeatWithoutWaiver) {
            super::Setting::Met => Verdict::MET,
            super::Setting::Unsettled => Verdict {
                readings: waived.readings.and(super::Readings::one(Reading::RepeatWithoutWaiver)),
                ..waived
            },
            super::Setting::Other => waived,
        },
        _ if recent_repeat => readings.verdict(Reading::RepeatWithoutWaiver),
        _ => Verdict::NOT_MET,
    }
}

fn injection_or_spared(unit: &Unit<'_>) -> Possible {
    let histories = histories(unit);
    let since_last = |tested: Tested| {
        let standard = unit.terms.readings.verdict(Reading::RepeatInjectionStandard);
        if tested.after_last { standard } else { Verdict::NOT_MET }
    };
    let arms = |tested: Tested| helped(unit, tested).or(since_last(tested));
    // Each history stands for all that agree with it but for an earlier last
    // ablation; only the kindest of those can be better, and it is added.
    let mut all = Possible::default();
    let mut kindest = Verdict::NOT_MET;
    for history in &histories {
        let spared = spared(unit, history);
        for tested in tested(unit, history.last) {
            all = all.with(arms(tested).or(spared));
        }
        for tested in tested(unit, history.earliest_last) {
            kindest = kindest.or(arms(tested)).or(spared);
        }
    }
    all.with(kindest)
}

fn explain_injection_or_spared(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    explain_waiver(unit, out)?;
    let since = crate::case::months_before(unit.received(), unit.terms.limits.repeat_months);
    let history = histories(unit);
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
    let spared = history.iter().fold(Possible::default(), |all, history| all.with(spared(unit, history)));
    if spared.judge().finding == super::Finding::Met {
        return out.write_str(": no injection is required");
    }
    out.write_str(". ")?;
    explain_diagnostic_helped(unit, out)
}

/// D.II.B.3: one a year.
pub(super) const D_II_B_3: Rule = Rule {
    item: Item::DIIB3,
    title: "one ablation in twelve months",
    says: "A side has one ablation in twelve months.",
    rule: "The service is on or after the last ablation on this joint + 12 months.",
    kind: Kind::Criterion,
    reads: &[Field::Ablations, Field::ServiceDate],
    parts: &[Part::Date, Part::ReliefMonths],
    readings: &[],
    remedy: "a day of service twelve months or more after the last ablation of this joint",
    possible: a_year_apart,
    explain: explain_a_year_apart,
};

/// The earliest and the latest day the last ablation can have been on.
fn last_ablation(unit: &Unit<'_>) -> Option<crate::case::Span> {
    let listed = unit.joint.ablations.known()?;
    let spans = || listed.iter().map(|ablation| super::ablations::days(unit, ablation));
    Some(crate::case::Span {
        first: spans().map(|days| days.first).max()?,
        last: spans().map(|days| days.last).max()?,
    })
}

fn a_year_apart(unit: &Unit<'_>) -> Possible {
    let months = unit.terms.limits.rolling_months;
    last_ablation(unit).map_or(Possible::only(Verdict::MET), |last| {
        Possible::between(
            Verdict::met_if(unit.last_service() >= months_after(last.first, months)),
            Verdict::met_if(unit.first_service() >= months_after(last.last, months)),
        )
    })
}

fn explain_a_year_apart(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let months = unit.terms.limits.rolling_months;
    let Some(last) = last_ablation(unit) else { return planned_day(unit, out) };
    let earliest = months_after(last.last, months);
    let side = unit.side.name();
    if last.days() == 1 {
        write!(out, "last ablation of the {side} joint {} + {months} months is {earliest}, ", last.last)?;
    } else {
        write!(
            out,
            "day of the last ablation of the {side} joint not known, + {months} months is {earliest} at the latest, "
        )?;
    }
    planned_day(unit, out)
}

/// D.II.C.1: not cooled.
pub(super) const D_II_C_1: Rule = Rule {
    item: Item::DIIC1,
    title: "technique of the ablation",
    says: "Cooled ablation is excluded; the policy defines ablation by heat.",
    rule: "Thermal: met. Cooled: not met. Pulsed or other: a clinician looks.",
    kind: Kind::Exclusion,
    reads: &[Field::Technique],
    parts: &[],
    readings: &[],
    remedy: "thermal ablation",
    possible: not_cooled,
    explain: explain_technique,
};

fn explain_technique(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    known(out, &unit.facts.request.technique, "technique not known", |out, technique| match technique {
        Technique::Thermal => out.write_str("thermal ablation"),
        Technique::Cooled => out.write_str("cooled ablation is excluded"),
        Technique::Pulsed => out.write_str("pulsed is outside the policy's definition of ablation"),
        Technique::Other => out.write_str("a technique outside the policy's definition of ablation"),
    })
}

fn not_cooled(unit: &Unit<'_>) -> Possible {
    let unknown = Possible::between(Verdict::MET, Verdict::NOT_MET);
    unit.facts.request.technique.known().map_or(unknown, |technique| {
        Possible::only(match technique {
            Technique::Thermal => Verdict::MET,
            Technique::Cooled => Verdict::NOT_MET,
            Technique::Pulsed | Technique::Other => Verdict::JUDGEMENT,
        })
    })
}

/// D.II.C.2: long-term continuation.
pub(super) const D_II_C_2: Rule = advisory(
    Item::DIIC2,
    "long-term continuation of ablation",
    "Ablation is not shown to work in the long term; long continuation may be reviewed.",
    "Said with every repeat ablation.",
);
