//! A determination as Markdown.

use std::fmt::{self, Write};

use crate::case::{Choice, Text};
use crate::policy::{Determination, ItemFinding};

use super::edition::{edition_heading, notice};

/// The determination of a case as Markdown.
pub fn markdown(case: &Text, determination: &Determination) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string does not fail.
    let _ = write_markdown(&mut out, case, determination);
    out
}

fn write_markdown(out: &mut String, case: &Text, determination: &Determination) -> fmt::Result {
    writeln!(out, "# {}: {}\n", cell(&case.to_string()), determination.outcome)?;
    writeln!(out, "{}, received {}.", edition_heading(determination), determination.received)?;
    writeln!(out, "\nNext: {}.", determination.next_step())?;
    if determination.hypothetical {
        writeln!(out, "\n**Hypothetical**: made under other limits than the policy's.")?;
    }
    if !determination.complete {
        writeln!(out, "\nNot complete: questions that apply have no answer yet.")?;
    }
    for unit in &determination.units {
        let pathway = unit.pathway.map_or("outside the policy", |pathway| pathway.number());
        writeln!(out, "\n## {} ({pathway}): {}\n", unit.side.name(), unit.outcome)?;
        writeln!(out, "| item | finding | why | would be met by |\n|---|---|---|---|")?;
        let mut items: Vec<&ItemFinding> = unit.items.iter().collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.finding));
        for item in items {
            row(out, &[item.item.number(), item.finding.name(), &item.why, &item.would_meet])?;
        }
    }
    if !determination.service_lines.is_empty() {
        writeln!(out, "\n## Lines\n\n| item | what | finding | why |\n|---|---|---|---|")?;
        for line in &determination.service_lines {
            row(out, &[line.item.number(), &line.what, line.finding.name(), &line.why])?;
        }
    }
    list(
        out,
        "Ask the provider for",
        determination.ask_for.iter().map(|ask| format!("{} ({})", ask.what, ask.item)),
    )?;
    list(
        out,
        "Notes",
        determination.advisories.iter().map(|said| {
            said.item.map_or_else(|| said.why.to_string(), |item| format!("{item}: {}", said.why))
        }),
    )?;
    list(
        out,
        "Codes to look at",
        determination.coding_checks.iter().map(|check| format!("{}: {}", check.what, check.why)),
    )?;
    list(
        out,
        "Settled readings used",
        determination.readings_used.iter().map(|(reading, setting)| format!("{reading} = {setting}")),
    )?;
    writeln!(out, "\n---\n")?;
    notice(determination).into_iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn row(out: &mut String, cells: &[&str]) -> fmt::Result {
    let cells: Vec<String> = cells.iter().map(|words| cell(words)).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

fn list(out: &mut String, title: &str, rows: impl Iterator<Item = String>) -> fmt::Result {
    for (index, words) in rows.enumerate() {
        if index == 0 {
            writeln!(out, "\n## {title}\n")?;
        }
        writeln!(out, "- {}", cell(&words))?;
    }
    Ok(())
}

/// Text that Markdown takes as text.
pub(crate) fn cell(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        if matches!(letter, '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
