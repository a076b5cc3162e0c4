//! The outline of a determination: its sections, headings and their order. Text,
//! Markdown and the screen render it; none of them adds, drops or moves a section.

use std::borrow::Cow;
use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::case::{Choice, Laterality};
use crate::policy::{
    Advisory, CodingCheck, Determination, EditionLabel, Finding, InformationRequest, Item, ItemFinding,
    Outcome, Reading, ServiceLine, UnitDetermination,
};

/// The outline of a determination, the same for every output.
#[derive(Debug)]
pub struct Outline<'d> {
    /// The highest outcome among the units.
    pub outcome: Outcome,
    /// The editions that decided: `MM-1463 (effective 2025-07-01)`.
    pub policy: String,
    /// The day the request was received.
    pub received: NaiveDate,
    /// The sections from top to bottom; none is empty.
    pub sections: Vec<Section<'d>>,
}

/// A section of the outline.
#[derive(Debug)]
pub enum Section<'d> {
    /// A sentence about the whole determination.
    Remark(Remark),
    /// One joint.
    Unit(UnitOutline<'d>),
    /// Billed lines that are not in order.
    ServiceLines {
        /// The heading.
        heading: &'static str,
        /// The lines.
        lines: &'d [ServiceLine],
    },
    /// Rows of a label and a text.
    List {
        /// The heading.
        heading: &'static str,
        /// The rows.
        rows: Vec<Row<'d>>,
    },
    /// The paragraphs under every determination.
    Notice(Vec<String>),
}

/// A sentence about the whole determination.
#[derive(Debug)]
pub struct Remark {
    /// Its topic.
    pub label: &'static str,
    /// The sentence, without a full stop.
    pub words: &'static str,
    /// Whether it is a warning.
    pub alarm: bool,
}

/// The section of one joint.
#[derive(Debug)]
pub struct UnitOutline<'d> {
    /// The joint.
    pub side: Laterality,
    /// The joint, the part of the policy and the date of service.
    pub heading: String,
    /// The highest outcome among its items.
    pub outcome: Outcome,
    /// Its items: first those that decide, then those missing facts, then those met.
    pub items: Vec<ItemOutline<'d>>,
}

/// The rows of one item.
#[derive(Debug)]
pub struct ItemOutline<'d> {
    /// The item; its `number` is the policy's.
    pub item: Item,
    /// The finding.
    pub finding: Finding,
    /// The facts and dates that decided it.
    pub reason: &'d str,
    /// What would make it met, without a full stop.
    pub would_be_met_by: Option<&'d str>,
    /// The first date of service on which it would be met. The reason names it too.
    pub first_met: Option<NaiveDate>,
}

/// A label, which may be empty, and a text.
#[derive(Debug)]
pub struct Row<'d> {
    /// The policy's number, or a code; may be empty.
    pub label: &'d str,
    /// The text.
    pub words: Cow<'d, str>,
}

/// The words in front of what would make an item met.
pub(super) const WOULD_BE_MET_BY: &str = "Would be met by";

impl<'d> Outline<'d> {
    /// The outline of a determination.
    pub fn of(determination: &'d Determination) -> Self {
        let mut sections = remarks(determination);
        let several = determination.editions.len() > 1;
        sections.extend(determination.units.iter().map(|unit| Section::Unit(UnitOutline::of(unit, several))));
        sections.push(Section::ServiceLines { heading: "Billed lines", lines: &determination.service_lines });
        sections.push(list("Ask the provider for", &determination.ask_for, request_row));
        sections.push(list("Notes", &determination.advisories, advisory_row));
        sections.push(list("Codes to check", &determination.coding_checks, coding_row));
        sections.push(list("Settled readings used", &determination.readings_used, reading_row));
        sections.push(Section::Notice(notice(&determination.editions)));
        sections.retain(|section| !section.is_empty());
        Self {
            outcome: determination.outcome,
            policy: policy(&determination.editions),
            received: determination.received,
            sections,
        }
    }
}

/// The editions by policy and the dates they take effect.
pub(super) fn policy(editions: &[EditionLabel]) -> String {
    let name = |label: &EditionLabel| format!("{} (effective {})", label.policy, label.id);
    editions.iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// The editions by the dates they take effect.
pub(super) fn ids(editions: &[EditionLabel]) -> String {
    editions.iter().map(|label| label.id).collect::<Vec<_>>().join(" and ")
}

/// The notices of the editions that decided, each paragraph once.
fn notice(editions: &[EditionLabel]) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for paragraph in editions.iter().flat_map(EditionLabel::notice) {
        if !paragraphs.contains(&paragraph) {
            paragraphs.push(paragraph);
        }
    }
    paragraphs
}

impl Section<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Self::Remark(_) | Self::Unit(_) => false,
            Self::ServiceLines { lines, .. } => lines.is_empty(),
            Self::List { rows, .. } => rows.is_empty(),
            Self::Notice(lines) => lines.is_empty(),
        }
    }
}

fn remarks<'d>(determination: &Determination) -> Vec<Section<'d>> {
    const HYPOTHETICAL: Remark = Remark {
        label: "HYPOTHETICAL",
        words: "decided with limits other than the policy's; not saved in the case",
        alarm: true,
    };
    const NOT_COMPLETE: Remark =
        Remark { label: "Not complete", words: "some questions have no answer yet", alarm: true };
    let next = Remark { label: "Next", words: determination.next_step(), alarm: false };
    let hypothetical = determination.hypothetical.then_some(HYPOTHETICAL);
    let not_complete = (!determination.complete).then_some(NOT_COMPLETE);
    [Some(next), hypothetical, not_complete].into_iter().flatten().map(Section::Remark).collect()
}

impl<'d> UnitOutline<'d> {
    /// The outline of one joint; names its edition if several editions decided.
    fn of(unit: &'d UnitDetermination, several_editions: bool) -> Self {
        let pathway = unit.pathway.map_or("outside the policy", |pathway| pathway.number());
        let service =
            unit.service_date.map_or("date of service not known".to_owned(), |day| format!("service {day}"));
        let mut items: Vec<ItemOutline<'d>> = unit.items.iter().map(ItemOutline::of).collect();
        items.sort_by_key(|item| Reverse(item.finding));
        let edition = match several_editions {
            true => format!(", edition {}", ids(&unit.editions)),
            false => String::new(),
        };
        Self {
            side: unit.side,
            heading: format!("{} ({pathway}, {service}{edition})", unit.side.name()),
            outcome: unit.outcome,
            items,
        }
    }
}

impl<'d> ItemOutline<'d> {
    fn of(found: &'d ItemFinding) -> Self {
        Self {
            item: found.item,
            finding: found.finding,
            reason: &found.why,
            would_be_met_by: Some(found.would_meet.as_str()).filter(|words| !words.is_empty()),
            first_met: found.first_met,
        }
    }

    /// The sentence that says what would make it met.
    pub fn remedy(&self) -> Option<String> {
        self.would_be_met_by.map(|words| format!("{WOULD_BE_MET_BY}: {words}."))
    }
}

impl Remark {
    /// The label and the words on one line.
    pub fn line(&self) -> String {
        format!("{}: {}", self.label, self.words)
    }
}

impl Row<'_> {
    /// The label and the words on one line.
    pub fn line(&self) -> String {
        if self.label.is_empty() { self.words.to_string() } else { format!("{}: {}", self.label, self.words) }
    }
}

fn list<'d, T>(heading: &'static str, of: &'d [T], row: fn(&'d T) -> Row<'d>) -> Section<'d> {
    Section::List { heading, rows: of.iter().map(row).collect() }
}

fn request_row(request: &InformationRequest) -> Row<'_> {
    let words = format!("{} ({})", request.what, request.state.name().replace('-', " "));
    Row { label: request.items.first().map_or("", |item| item.number()), words: words.into() }
}

fn advisory_row(advisory: &Advisory) -> Row<'_> {
    Row { label: advisory.item.map_or("", |item| item.number()), words: advisory.why.as_ref().into() }
}

fn coding_row(check: &CodingCheck) -> Row<'_> {
    Row { label: &check.what, words: check.why.into() }
}

fn reading_row<'d>((reading, setting): &'d (Reading, &'static str)) -> Row<'d> {
    Row { label: reading.text().under, words: format!("{reading} = {setting}").into() }
}

#[cfg(test)]
pub(super) mod tests;
