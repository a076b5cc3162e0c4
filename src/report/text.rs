//! A determination as plain text: first what decides, then what is missing,
//! then what is met.

use std::fmt::{self, Write};

use crate::case::{Choice, Text};
use crate::policy::{Determination, Finding, ItemFinding, UnitDetermination};

use super::edition::{edition_heading, notice};

/// The mark of a finding; always beside a word.
pub fn mark(finding: Finding) -> &'static str {
    match finding {
        Finding::NotMet => "x",
        Finding::Unclear => "!",
        Finding::Missing => "?",
        Finding::Met => "+",
        Finding::NotApplicable => "-",
    }
}

const WIDTH: usize = 78;
const INDENT: usize = 14;

/// The determination of a case as text.
pub fn text(case: &Text, determination: &Determination) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string does not fail.
    let _ = write_text(&mut out, case, determination);
    out
}

fn write_text(out: &mut String, case: &Text, determination: &Determination) -> fmt::Result {
    writeln!(out, "{case}: {}", determination.outcome.name().to_uppercase())?;
    writeln!(out, "{}, received {}", edition_heading(determination), determination.received)?;
    writeln!(out, "Next: {}", determination.next_step())?;
    if determination.hypothetical {
        writeln!(out, "HYPOTHETICAL: made under other limits than the policy's")?;
    }
    if !determination.complete {
        writeln!(out, "Not complete: questions that apply have no answer yet.")?;
    }
    for unit in &determination.units {
        write_unit(out, unit)?;
    }
    for line in &determination.service_lines {
        paragraph(
            out,
            mark(line.finding),
            line.item.number(),
            &format!("line {}: {} ({})", line.what, line.why, line.finding),
        )?;
    }
    section(
        out,
        "Ask the provider for",
        determination
            .ask_for
            .iter()
            .map(|ask| (ask.item.number(), format!("{} ({})", ask.what, ask.state.name().replace('-', " ")))),
    )?;
    section(
        out,
        "Note",
        determination
            .advisories
            .iter()
            .map(|said| (said.item.map_or("", |item| item.number()), said.why.to_string())),
    )?;
    section(
        out,
        "Codes to look at",
        determination.coding_checks.iter().map(|check| (check.what.as_str(), check.why.to_owned())),
    )?;
    section(
        out,
        "Settled readings used",
        determination
            .readings_used
            .iter()
            .map(|(reading, setting)| (reading.text().under, format!("{reading} = {setting}"))),
    )?;
    writeln!(out)?;
    notice(determination).into_iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn section<'t>(out: &mut String, title: &str, rows: impl Iterator<Item = (&'t str, String)>) -> fmt::Result {
    for (index, (number, words)) in rows.enumerate() {
        if index == 0 {
            writeln!(out, "\n{title}")?;
        }
        paragraph(out, " ", number, &words)?;
    }
    Ok(())
}

fn write_unit(out: &mut String, unit: &UnitDetermination) -> fmt::Result {
    let pathway = unit.pathway.map_or("outside the policy", |pathway| pathway.number());
    let service =
        unit.service_date.map_or("date of service not known".to_owned(), |day| format!("service {day}"));
    writeln!(out, "\n{} ({pathway}, {service}): {}", unit.side.name(), unit.outcome)?;
    let mut items: Vec<&ItemFinding> = unit.items.iter().collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.finding));
    for item in items {
        paragraph(out, mark(item.finding), item.item.number(), &format!("{}: {}", item.finding, item.why))?;
        if !item.would_meet.is_empty() {
            paragraph(out, " ", "", &format!("Would be met by: {}.", item.would_meet))?;
        }
    }
    Ok(())
}

fn paragraph(out: &mut String, mark: &str, number: &str, words: &str) -> fmt::Result {
    let mut line = format!("{mark} {number:<11} ");
    let mut started = false;
    for word in words.split(' ') {
        if started && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "{}", line.trim_end())?;
            line = " ".repeat(INDENT);
            started = false;
        }
        if started {
            line.push(' ');
        }
        line.push_str(word);
        started = true;
    }
    writeln!(out, "{}", line.trim_end())
}
