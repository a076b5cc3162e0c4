//! D.I.A: diagnostic injections.

use std::fmt::{self, Write};

use chrono::NaiveDate;

use super::prior_injections::PriorInjection;
use crate::case::{Choice, Fact, Field, Part, ProvocationTest, YesNo, days_after, months_after};
use crate::policy::engine::{
    Criteria, Criterion, Item, Limits, Measure, Node, Reading, Rule, Unit, Verdict, VerdictSet, count, yes,
};

use super::words::{choices, injections, known, planned_day};

/// D.I.A: at most two diagnostic injections.
pub(super) static D_I_A: Rule = Rule {
    item: Item::D_I_A,
    title: "limit of {diagnostics:# diagnostic injection|# diagnostic injections}",
    summary: "A joint can have {diagnostics:# diagnostic injection|# diagnostic injections}, this one included.",
    criteria: "Fewer than {diagnostics:# earlier diagnostic injection|# earlier diagnostic injections} on this joint: met. \
           {diagnostics:Words} or more: not met while {diagnostics:# of them lies|# of them lie} less than \
           {rolling_months:unit} before the service; after that the period of the limit is a live reading.",
    whole: Criterion {
        name: "earlier-diagnostics",
        reads: &[Field::Injections, Field::ServiceDate],
        parts: &[&[Part::Date, Part::Purpose]],
        limits: &[Limits::ROLLING_MONTHS, Limits::DIAGNOSTICS],
        readings: &[Reading::TWO_DIAGNOSTICS_PERIOD],
        remedy: "fewer than {diagnostics:# earlier diagnostic injection|# earlier diagnostic injections} on this joint",
        measure: diagnostics_given,
        evaluate: limit_of_two,
        explain: explain_limit_of_two,
        change_days: |unit| unit.days_after_injections(|day| months_after(day, unit.limits.rolling_months)),
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn limit_of_two(unit: &Unit<'_>) -> VerdictSet {
    let limits = &unit.limits;
    let recent = |injection: PriorInjection| {
        injection.diagnostic().and(injection.within_months_of(unit, limits.rolling_months))
    };
    let (fewest, most) = count(unit.injections().map(|injection| injection.diagnostic()));
    let (fewest_recent, most_recent) = count(unit.injections().map(recent));
    let decide = |given: u32, recent: u32| {
        if given < limits.diagnostics {
            Verdict::MET
        } else if recent >= limits.diagnostics {
            Verdict::NOT_MET
        } else {
            unit.readings.verdict(Reading::TWO_DIAGNOSTICS_PERIOD)
        }
    };
    VerdictSet::between(decide(fewest, fewest_recent), decide(most, most_recent))
}

fn diagnostics_given(unit: &Unit<'_>) -> Measure {
    let (_, given) = count(unit.injections().map(|injection| injection.diagnostic()));
    let known = !unit.joint.injections.is_missing();
    Measure {
        counted: known.then_some(given),
        most: Some(unit.limits.diagnostics.saturating_sub(1)),
        unit: Some(Limits::DIAGNOSTICS.unit),
        ..Measure::default()
    }
}

fn explain_limit_of_two(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    injections(unit, out, "diagnostic", |injection| injection.diagnostic().can)?;
    let (_, given) = count(unit.injections().map(|injection| injection.diagnostic()));
    if given < unit.limits.diagnostics || unit.joint.injections.is_missing() {
        return Ok(());
    }
    let months = unit.limits.rolling_months;
    let recent =
        |injection: PriorInjection| injection.diagnostic().and(injection.within_months_of(unit, months));
    let recent = match count(unit.injections().map(recent)) {
        (_, 0) => "none".to_owned(),
        (fewest, most) if fewest == most => most.to_string(),
        (fewest, most) => format!("{fewest} to {most}"),
    };
    let months = Limits::ROLLING_MONTHS.amount(unit.limits);
    write!(out, "; {recent} of them less than {months} before {}", unit.first_service())
}

/// D.I.A.2: pain and tenderness at the joint.
pub(super) static D_I_A_2: Rule = Rule {
    item: Item::D_I_A_2,
    title: "pain and tenderness at the joint",
    summary: "Both the pain and the tenderness are located in the region of this sacroiliac joint.",
    criteria: "Pain yes and tenderness yes: met. Either is no: not met.",
    structure: Criteria::Tree(Node::All(&[Node::One(&PAIN_HERE), Node::One(&TENDERNESS_HERE)])),
    whole: Criterion {
        reads: &[Field::SijPain, Field::SijTenderness],
        explain: explain_at_the_joint,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// The pain is at this joint.
static PAIN_HERE: Criterion = Criterion {
    name: "pain",
    reads: &[Field::SijPain],
    remedy: "a record of pain in the region of this joint",
    evaluate: |unit| yes_needed(&unit.joint.sij_pain),
    explain: |unit, out| {
        out.write_str("pain in the SIJ region: ")?;
        super::words::yes_no(out, &unit.joint.sij_pain)
    },
    ..Criterion::BLANK
};

/// The tenderness is at this joint.
static TENDERNESS_HERE: Criterion = Criterion {
    name: "tenderness",
    reads: &[Field::SijTenderness],
    remedy: "a record of tenderness in the region of this joint",
    evaluate: |unit| yes_needed(&unit.joint.sij_tenderness),
    explain: |unit, out| {
        out.write_str("tenderness in the SIJ region: ")?;
        super::words::yes_no(out, &unit.joint.sij_tenderness)
    },
    ..Criterion::BLANK
};

/// The verdicts of a fact that must be yes.
pub(super) fn yes_needed(fact: &Fact<YesNo>) -> VerdictSet {
    let yes = yes(fact);
    VerdictSet::between(Verdict::met_if(yes.can), Verdict::met_if(yes.must))
}

fn explain_at_the_joint(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let side = unit.side.name();
    write!(out, "{side} SIJ region: pain ")?;
    super::words::yes_no(out, &unit.joint.sij_pain)?;
    out.write_str(", tenderness ")?;
    super::words::yes_no(out, &unit.joint.sij_tenderness)
}

/// D.I.A.3: a positive provocation test.
pub(super) static D_I_A_3: Rule = Rule {
    item: Item::D_I_A_3,
    title: "positive provocation test",
    summary: "At least one of the six named pain provocation tests was positive on this joint.",
    criteria: "One of distraction, compression, thigh thrust, Gaenslen, FABER, sacral thrust: met. Only another test: a \
           clinician looks. Tested, none positive: not met.",
    whole: Criterion {
        name: "tests",
        reads: &[Field::PositiveTests],
        remedy: "one of the six named tests recorded as positive on this joint",
        evaluate: provoked,
        explain: explain_provoked,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn provoked(unit: &Unit<'_>) -> VerdictSet {
    let unknown = VerdictSet::between(Verdict::MET, Verdict::NOT_MET);
    unit.joint.positive_tests.known().map_or(unknown, |tests| {
        let named = tests.iter().any(|test| *test != ProvocationTest::Other);
        VerdictSet::only(match (named, tests.is_empty()) {
            (true, _) => Verdict::MET,
            (false, false) => Verdict::CLINICAL_JUDGEMENT,
            (false, true) => Verdict::NOT_MET,
        })
    })
}

fn explain_provoked(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let side = unit.side.name();
    known(out, &unit.joint.positive_tests, "positive provocation tests not known", |out, tests| {
        if tests.is_empty() {
            return write!(out, "tested on the {side}, none positive");
        }
        if tests.iter().all(|test| *test == ProvocationTest::Other) {
            return write!(out, "only a test that the policy does not name was positive on the {side}");
        }
        write!(out, "positive on the {side}: ")?;
        choices(out, tests)
    })
}

/// D.I.A.5: a week after the first diagnostic injection.
pub(super) static D_I_A_5: Rule = Rule {
    item: Item::D_I_A_5,
    title: "{spacing_days:weeks} after the first diagnostic injection",
    summary: "A second diagnostic injection comes at least {spacing_days:weeks} after the first.",
    criteria: "With exactly one earlier diagnostic injection on this joint: the service is {spacing_days:unit} or more \
           after it.",
    whole: Criterion {
        name: "spacing",
        reads: &[Field::Injections, Field::ServiceDate],
        parts: &[&[Part::Date, Part::Purpose]],
        limits: &[Limits::SPACING_DAYS],
        remedy: "a day of service {spacing_days:weeks} or more after the first diagnostic injection",
        measure: days_since_the_first,
        evaluate: a_week_apart,
        explain: explain_a_week_apart,
        change_days: |unit| unit.days_after_injections(|day| days_after(day, unit.limits.spacing_days)),
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn a_week_apart(unit: &Unit<'_>) -> VerdictSet {
    let (certain, possible) = count(unit.injections().map(|injection| injection.diagnostic()));
    // The rule is about a second injection: it applies after exactly one.
    let when_not_one = if certain == 0 || (certain == 1 && possible > 1) {
        VerdictSet::only(Verdict::NOT_APPLICABLE)
    } else {
        VerdictSet::default()
    };
    match certain {
        0 | 1 => {
            let the_one = |injection: &PriorInjection| {
                if certain == 1 { injection.diagnostic().must } else { injection.diagnostic().can }
            };
            unit.injections().filter(the_one).fold(when_not_one, |all, injection| {
                all.with(verdict_of_gap(unit, injection.days.first, unit.last_service()))
                    .with(verdict_of_gap(unit, injection.days.last, unit.first_service()))
            })
        }
        _ => VerdictSet::only(Verdict::NOT_APPLICABLE),
    }
}

fn verdict_of_gap(unit: &Unit<'_>, given: NaiveDate, service: NaiveDate) -> Verdict {
    Verdict::met_if(service >= days_after(given, unit.limits.spacing_days))
}

fn days_since_the_first(unit: &Unit<'_>) -> Measure {
    let mut given = unit.injections().filter(|injection| injection.diagnostic().must);
    let (first, another) = (given.next(), given.next());
    let Some(first) = first.filter(|_| another.is_none()) else { return Measure::default() };
    let days = |to: NaiveDate| u32::try_from((to - first.days.last).num_days()).ok();
    Measure {
        from: Some(first.days.last),
        to: unit.service,
        counted: unit.service.and_then(days),
        needed: Some(unit.limits.spacing_days),
        unit: Some(Limits::SPACING_DAYS.unit),
        ..Measure::default()
    }
}

fn explain_a_week_apart(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    injections(unit, out, "diagnostic", |injection| injection.diagnostic().can)?;
    let possible: Vec<PriorInjection> =
        unit.injections().filter(|injection| injection.diagnostic().can).collect();
    match possible.as_slice() {
        [one] if one.exists.must => {
            let earliest = days_after(one.days.last, unit.limits.spacing_days);
            out.write_str(&unit.limits.fill("; {spacing_days:weeks} later is "))?;
            super::words::latest(out, earliest, one.days)?;
            out.write_str(", ")?;
            planned_day(unit, out)
        }
        _ => out.write_str("; bears on a second diagnostic injection only"),
    }
}
