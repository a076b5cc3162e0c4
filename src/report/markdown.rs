//! A determination as Markdown.

use std::fmt::{self, Write};

use crate::case::Text;
use crate::policy::{Determination, ServiceLine};

use super::outline::{Outline, Row, Section, UnitOutline, WOULD_BE_MET_BY};

/// The determination of a case as Markdown.
pub fn markdown(case: &Text, determination: &Determination) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string can't fail.
    let _ = write_markdown(&mut out, case, &Outline::of(determination));
    out
}

fn write_markdown(out: &mut String, case: &Text, outline: &Outline<'_>) -> fmt::Result {
    let Outline { outcome, policy, received, sections } = outline;
    writeln!(out, "# {}: {outcome}\n", cell(&case.to_string()))?;
    writeln!(out, "{policy}, received {received}.")?;
    sections.iter().try_for_each(|section| {
        writeln!(out)?;
        write_section(out, section)
    })
}

fn write_section(out: &mut String, section: &Section<'_>) -> fmt::Result {
    match section {
        Section::Remark(remark) if remark.alarm => {
            writeln!(out, "**{}**: {}.", remark.label, remark.words)
        }
        Section::Remark(remark) => writeln!(out, "{}.", remark.line()),
        Section::Unit(unit) => write_unit(out, unit),
        Section::ServiceLines { heading, lines } => write_lines(out, heading, lines),
        Section::List { heading, rows } => write_list(out, heading, rows),
        Section::Notice(paragraphs) => {
            writeln!(out, "---\n")?;
            paragraphs.iter().try_for_each(|words| writeln!(out, "{words}"))
        }
    }
}

fn write_unit(out: &mut String, unit: &UnitOutline<'_>) -> fmt::Result {
    writeln!(out, "## {}: {}\n", unit.heading, unit.outcome)?;
    table(out, &["item", "finding", "why", &WOULD_BE_MET_BY.to_lowercase()])?;
    unit.items.iter().try_for_each(|item| {
        let would_be_met_by = item.would_be_met_by.unwrap_or_default();
        row(out, &[item.item.number(), item.finding.name(), item.reason, would_be_met_by])
    })
}

fn write_lines(out: &mut String, heading: &str, lines: &[ServiceLine]) -> fmt::Result {
    writeln!(out, "## {heading}\n")?;
    table(out, &["item", "what", "finding", "why"])?;
    lines
        .iter()
        .try_for_each(|line| row(out, &[line.item.number(), &line.what, line.finding.name(), &line.why]))
}

fn write_list(out: &mut String, heading: &str, rows: &[Row<'_>]) -> fmt::Result {
    writeln!(out, "## {heading}\n")?;
    rows.iter().try_for_each(|row| writeln!(out, "- {}", cell(&row.line())))
}

/// The header rows of a table.
fn table(out: &mut String, columns: &[&str]) -> fmt::Result {
    row(out, columns)?;
    writeln!(out, "|{}", "---|".repeat(columns.len()))
}

fn row(out: &mut String, cells: &[&str]) -> fmt::Result {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// Text with the characters escaped that Markdown would interpret.
pub(crate) fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
