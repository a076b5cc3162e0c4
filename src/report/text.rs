//! A determination as plain text.

use std::fmt::{self, Write};

use crate::policy::{Determination, Finding};

use super::header::ReportHeader;
use super::outline::{ItemOutline, Outline, Section, ServiceLineOutline, UnitOutcome};
use super::words::in_words;
use super::wrap::{PAGE_WIDTH, wrap, wrap_below};

/// The mark of a finding, in ASCII; always shown with a word.
pub fn mark(finding: Finding) -> &'static str {
    match finding {
        Finding::NotMet => "x",
        Finding::Unclear => "!",
        Finding::Missing => "?",
        Finding::Met => "+",
        Finding::NotApplicable => "-",
    }
}

/// The columns of the mark and the number, with the gaps after them.
const INDENT: &str = "              ";

/// The columns of the labels in the head of a report.
const LABELS: &str = "          ";

/// The determination of a case as text.
pub fn text(header: &ReportHeader, determination: &Determination) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string can't fail.
    let _ = write_text(&mut out, header, &Outline::of(determination));
    out
}

fn write_text(out: &mut String, header: &ReportHeader, outline: &Outline<'_>) -> fmt::Result {
    let Outline { outcome, policy, sections, .. } = outline;
    writeln!(out, "{}: {}", header.case, in_words(outcome.name()).to_uppercase())?;
    let rows = header.rows.iter().map(|(label, text)| (*label, text)).chain([("Policy", policy)]);
    for (label, text) in rows {
        lines(out, &wrap_below(&format!("{label:<9} "), LABELS, text, PAGE_WIDTH))?;
    }
    sections.iter().try_for_each(|section| write_section(out, section))
}

fn write_section(out: &mut String, section: &Section<'_>) -> fmt::Result {
    match section {
        Section::Outcomes(units) => write_outcomes(out, units),
        Section::Remark(remark) => lines(out, &wrap(&remark.line(), PAGE_WIDTH)),
        Section::Requests { heading, requests } => {
            writeln!(out, "\n{heading}")?;
            requests.iter().try_for_each(|asked| paragraph(out, " ", asked.label(), &asked.words()))
        }
        Section::Items { heading, items } => {
            writeln!(out, "\n{heading}")?;
            items.iter().try_for_each(|item| write_item(out, item))
        }
        Section::ServiceLines { heading, lines } => {
            writeln!(out, "\n{heading}")?;
            lines.iter().try_for_each(|line| write_line(out, line))
        }
        Section::List { heading, rows } => {
            writeln!(out, "\n{heading}")?;
            rows.iter().try_for_each(|row| paragraph(out, " ", row.label, &row.words))
        }
        Section::Notice(paragraphs) => {
            writeln!(out)?;
            paragraphs.iter().try_for_each(|words| writeln!(out, "{words}"))
        }
    }
}

fn write_outcomes(out: &mut String, units: &[UnitOutcome]) -> fmt::Result {
    writeln!(out)?;
    let line = |unit: &UnitOutcome| format!("{}: {}", unit.heading, in_words(unit.outcome.name()));
    units.iter().try_for_each(|unit| lines(out, &wrap(&line(unit), PAGE_WIDTH)))
}

fn write_item(out: &mut String, item: &ItemOutline<'_>) -> fmt::Result {
    paragraph(out, mark(item.finding), item.item.number(), &item.statement())?;
    item.remedy().into_iter().chain(item.notes()).try_for_each(|words| paragraph(out, " ", "", &words))
}

fn write_line(out: &mut String, shown: &ServiceLineOutline<'_>) -> fmt::Result {
    let line = shown.line;
    let words = format!("{}: {} ({})", line.what, line.why, shown.finding_words);
    paragraph(out, mark(line.finding), line.item.number(), &words)
}

fn paragraph(out: &mut String, mark: &str, number: &str, words: &str) -> fmt::Result {
    let head = format!("{mark} {number:<11} ");
    lines(out, &wrap_below(&head, INDENT, words, PAGE_WIDTH))
}

fn lines(out: &mut String, lines: &[String]) -> fmt::Result {
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::case::Text;
    use crate::policy::Item;
    use crate::policy::determine;
    use crate::report::outline::tests::case_with_every_section;

    #[test]
    fn no_line_is_wider_than_the_page() {
        let (mut case, settings) = case_with_every_section();
        case.flags.insert(Item::D_I_A_1.key().to_owned(), Text::new("患者は腰が痛い ".repeat(20)));
        case.evidence.insert(Item::D_I_A_2.key().to_owned(), Text::new("page ".repeat(30)));
        case.facts.member.name = crate::case::Fact::Known(Text::new("患者 ".repeat(40)));
        let header = ReportHeader::of(&Text::new("case"), &case.facts);
        let text = text(&header, &determine(&case, &settings).unwrap());
        assert!(text.contains("患者"));
        for line in text.lines() {
            assert!(line.width() <= PAGE_WIDTH && line.trim_end() == line, "{line}");
        }
    }
}
