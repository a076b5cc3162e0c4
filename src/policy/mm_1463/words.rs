//! Wording shared by the reasons of several items.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use chrono::NaiveDate;

use super::prior_injections::PriorInjection;
use crate::case::{Choice, DateRange, End, Fact, IsoDay, PartialDate, Purpose, YesNo};
use crate::policy::engine::Unit;

use super::therapy::Episode;

/// `1 day`, `2 days`.
pub(super) fn plural(count: u32, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

/// Writes a known value with `words`, or the text for a missing one.
pub(super) fn known<T>(
    out: &mut String,
    fact: &Fact<T>,
    missing: &str,
    words: impl FnOnce(&mut String, &T) -> fmt::Result,
) -> fmt::Result {
    match fact.known() {
        Some(value) => words(out, value),
        None => out.write_str(missing),
    }
}

/// `yes`, `no` or `not known`.
pub(super) fn yes_no(out: &mut String, fact: &Fact<YesNo>) -> fmt::Result {
    known(out, fact, "not known", |out, answer| out.write_str(answer.name()))
}

/// The chosen options, separated by commas.
pub(super) fn choices<T: Choice>(out: &mut String, chosen: &BTreeSet<T>) -> fmt::Result {
    for (index, choice) in chosen.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(out, "{comma}{}", choice.name())?;
    }
    Ok(())
}

/// A date as the record gives it, or that it is not known.
pub(super) fn date(out: &mut String, date: &Fact<PartialDate>) -> fmt::Result {
    known(out, date, "date not known", |out, when| write!(out, "{when}"))
}

/// A day worked out from `days`, with "at the latest" when there are several.
pub(super) fn latest(out: &mut String, day: NaiveDate, days: DateRange) -> fmt::Result {
    let at_the_latest = if days.days() > 1 { " at the latest" } else { "" };
    write!(out, "{}{at_the_latest}", IsoDay(day))
}

/// The planned day of service.
pub(super) fn planned_day(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    match unit.service {
        Some(day) => write!(out, "planned {}", IsoDay(day)),
        None => out.write_str("date of service not known"),
    }
}

/// How many earlier injections of a kind this joint had, and their dates.
pub(super) fn injections(
    unit: &Unit<'_>,
    out: &mut String,
    which: &str,
    counted: impl Fn(&PriorInjection) -> bool,
) -> fmt::Result {
    let side = unit.side.name();
    let Some(listed) = unit.joint.injections.known() else {
        return write!(out, "earlier injections of the {side} joint not known");
    };
    let chosen = || listed.iter().zip(unit.injections()).filter(|(_, injection)| counted(injection));
    let space = if which.is_empty() { "" } else { " " };
    match chosen().count() {
        0 => write!(out, "no earlier {which}{space}injection of the {side} joint")?,
        1 => write!(out, "1 earlier {which}{space}injection of the {side} joint")?,
        many => write!(out, "{many} earlier {which}{space}injections of the {side} joint")?,
    }
    for (index, (injection, _)) in chosen().enumerate() {
        out.write_str(if index == 0 { ": " } else { ", " })?;
        date(out, &injection.date)?;
        if injection.purpose.is_missing() {
            out.write_str(" (purpose not known)")?;
        }
    }
    Ok(())
}

/// The purpose of an injection, or that it is not known.
pub(super) fn purpose(purpose: &Fact<Purpose>) -> &'static str {
    purpose.known().map_or("purpose not known", |purpose| purpose.name())
}

/// The episodes of a therapy with their dates and, where one does not count, why.
pub(super) fn episodes<'e, K: Choice + 'e>(
    unit: &Unit<'_>,
    out: &mut String,
    entries: impl Iterator<Item = (Episode, (&'e K, &'e Fact<PartialDate>, &'e Fact<End>))>,
) -> fmt::Result {
    for (index, (episode, (kind, start, end))) in entries.enumerate() {
        write!(out, "{}{} ", if index == 0 { ": " } else { ", " }, kind.name())?;
        date(out, start)?;
        out.write_str(" to ")?;
        known(out, end, "date not known", |out, end| write!(out, "{end}"))?;
        let outside = episode.longest().intersection(unit.evidence_window).is_none();
        match (episode.shortcoming, episode.counts(unit)) {
            (Some(shortcoming), _) => write!(out, " (does not count: {shortcoming})")?,
            (None, _) if outside => out.write_str(" (does not count: before the window)")?,
            (None, (false, _)) => {
                let limit = unit.limits.therapy_days;
                write!(out, " (does not count: {} days, under {limit})", episode.longest().days())?;
            }
            (None, (true, false)) => out.write_str(" (counts if documented)")?,
            (None, (true, true)) => {}
        }
    }
    Ok(())
}
