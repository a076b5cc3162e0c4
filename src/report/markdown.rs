//! A determination as Markdown.

use std::fmt::{self, Write};

use crate::policy::Determination;

use super::header::ReportHeader;
use super::outline::{ItemOutline, Outline, RequestOutline, Row, Section, ServiceLineOutline, UnitOutcome};
use super::words::{WOULD_BE_MET_BY, in_words};

/// The determination of a case as Markdown.
pub fn markdown(header: &ReportHeader, determination: &Determination) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string can't fail.
    let _ = write_markdown(&mut out, header, &Outline::of(determination));
    out
}

fn write_markdown(out: &mut String, header: &ReportHeader, outline: &Outline<'_>) -> fmt::Result {
    let Outline { outcome, policy, sections, .. } = outline;
    writeln!(out, "# {}: {}\n", cell(&header.case.to_string()), in_words(outcome.name()))?;
    let rows = header.rows.iter().map(|(label, text)| (*label, text)).chain([("Policy", policy)]);
    for (label, text) in rows {
        writeln!(out, "- {label}: {}", cell(text))?;
    }
    sections.iter().try_for_each(|section| {
        writeln!(out)?;
        write_section(out, section)
    })
}

fn write_section(out: &mut String, section: &Section<'_>) -> fmt::Result {
    match section {
        Section::Outcomes(units) => write_outcomes(out, units),
        Section::Remark(remark) if remark.alarm => {
            writeln!(out, "**{}**: {}.", remark.label, remark.words)
        }
        Section::Remark(remark) => writeln!(out, "{}.", remark.line()),
        Section::Requests { heading, requests } => write_requests(out, heading, requests),
        Section::Items { heading, items } => write_items(out, heading, items),
        Section::ServiceLines { heading, lines } => write_lines(out, heading, lines),
        Section::List { heading, rows } => write_list(out, heading, rows),
        Section::Notice(paragraphs) => {
            writeln!(out, "---\n")?;
            paragraphs.iter().try_for_each(|words| writeln!(out, "{words}"))
        }
    }
}

fn write_outcomes(out: &mut String, units: &[UnitOutcome]) -> fmt::Result {
    let line = |unit: &UnitOutcome| format!("{}: {}", unit.heading, in_words(unit.outcome.name()));
    units.iter().try_for_each(|unit| writeln!(out, "- **{}**", line(unit)))
}

fn write_requests(out: &mut String, heading: &str, requests: &[RequestOutline<'_>]) -> fmt::Result {
    writeln!(out, "## {heading}\n")?;
    let line = |asked: &RequestOutline<'_>| format!("{}: {}", asked.label(), asked.words());
    requests.iter().try_for_each(|asked| writeln!(out, "- {}", cell(&line(asked))))
}

/// One table; the column of notes is left out where there are none.
fn write_items(out: &mut String, heading: &str, items: &[ItemOutline<'_>]) -> fmt::Result {
    writeln!(out, "## {heading}\n")?;
    let has_notes = items.iter().any(|item| !item.notes().is_empty());
    let would_be_met_by = WOULD_BE_MET_BY.to_lowercase();
    let columns = ["item", "finding", "why", &would_be_met_by, "notes"];
    let shown = if has_notes { 5 } else { 4 };
    table(out, &columns[..shown])?;
    items.iter().try_for_each(|item| write_item(out, item, shown))
}

fn write_item(out: &mut String, item: &ItemOutline<'_>, columns: usize) -> fmt::Result {
    let would_be_met_by = item.would_be_met_by.as_deref().unwrap_or_default();
    let notes = item.notes().join("; ");
    let cells = [item.item.number(), &item.finding_words, &item.reason, would_be_met_by, &notes];
    row(out, &cells[..columns])
}

fn write_lines(out: &mut String, heading: &str, lines: &[ServiceLineOutline<'_>]) -> fmt::Result {
    writeln!(out, "## {heading}\n")?;
    table(out, &["item", "what", "finding", "why"])?;
    lines.iter().try_for_each(|shown| {
        let line = shown.line;
        row(out, &[line.item.number(), &line.what, &shown.finding_words, &line.why])
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Text;
    use crate::policy::determine;
    use crate::report::outline::tests::case_with_every_section;

    #[test]
    fn alarms_alone_are_bold_and_every_table_has_a_head() {
        let (mut case, settings) = case_with_every_section();
        let printed = |case: &crate::case::Case| {
            let header = ReportHeader::of(&Text::new("one"), &case.facts);
            markdown(&header, &determine(case, &settings).unwrap())
        };
        let without_notes = printed(&case);
        case.evidence.insert(crate::policy::Item::D_I_A_1.key().to_owned(), Text::new("consult, p. 2"));
        let with_notes = printed(&case);
        assert!(without_notes.contains("\n**HYPOTHETICAL**: "), "{without_notes}");
        assert!(without_notes.contains("\nNext: "), "{without_notes}");
        let items = "| item | finding | why | would be met by |\n|---|---|---|---|\n| ";
        assert!(without_notes.contains(&format!("## What decides\n\n{items}")), "{without_notes}");
        let noted = "| item | finding | why | would be met by | notes |\n|---|---|---|---|---|\n| ";
        assert!(with_notes.contains(&format!("## What decides\n\n{noted}")), "{with_notes}");
        let lines = "| item | what | finding | why |\n|---|---|---|---|\n| ";
        assert!(with_notes.contains(&format!("## Billed lines\n\n{lines}")), "{with_notes}");
    }
}
