//! A determination as plain text.

use std::fmt::{self, Write};

use crate::case::Text;
use crate::policy::{Determination, Finding, ServiceLine};

use super::outline::{ItemOutline, Outline, Section, UnitOutline};
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

/// The determination of a case as text.
pub fn text(case: &Text, determination: &Determination) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string can't fail.
    let _ = write_text(&mut out, case, &Outline::of(determination));
    out
}

fn write_text(out: &mut String, case: &Text, outline: &Outline<'_>) -> fmt::Result {
    let Outline { outcome, policy, received, sections } = outline;
    writeln!(out, "{case}: {}", outcome.name().to_uppercase())?;
    writeln!(out, "{policy}, received {received}")?;
    sections.iter().try_for_each(|section| write_section(out, section))
}

fn write_section(out: &mut String, section: &Section<'_>) -> fmt::Result {
    match section {
        Section::Remark(remark) => lines(out, &wrap(&remark.line(), PAGE_WIDTH)),
        Section::Unit(unit) => write_unit(out, unit),
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

fn write_unit(out: &mut String, unit: &UnitOutline<'_>) -> fmt::Result {
    writeln!(out, "\n{}: {}", unit.heading, unit.outcome)?;
    unit.items.iter().try_for_each(|item| write_item(out, item))
}

fn write_item(out: &mut String, item: &ItemOutline<'_>) -> fmt::Result {
    let words = format!("{}: {}", item.finding, item.reason);
    paragraph(out, mark(item.finding), item.item.number(), &words)?;
    item.remedy().map_or(Ok(()), |words| paragraph(out, " ", "", &words))
}

fn write_line(out: &mut String, line: &ServiceLine) -> fmt::Result {
    let words = format!("{}: {} ({})", line.what, line.why, line.finding);
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
    use crate::policy::Item;
    use crate::policy::determine;
    use crate::report::outline::tests::case_with_every_section;

    #[test]
    fn no_line_is_wider_than_the_page() {
        let (mut case, settings) = case_with_every_section();
        case.flags.insert(Item::D_I_A_1.key().to_owned(), Text::new("患者は腰が痛い ".repeat(20)));
        let text = text(&Text::new("case"), &determine(&case, &settings).unwrap());
        assert!(text.contains("患者"));
        for line in text.lines() {
            assert!(line.width() <= PAGE_WIDTH && line.trim_end() == line, "{line}");
        }
    }
}
