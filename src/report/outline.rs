//! The outline of a determination: its sections, headings and their order. Text,
//! Markdown and the screen render it; none of them adds, drops or moves a section.
//!
//! First what comes next: the outcomes, the next step and what to ask for; then the
//! reasons.

mod item;
mod requests;

use std::borrow::Cow;
use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::case::Choice;
use crate::policy::{
    Advisory, CodingCheck, Determination, EditionLabel, Item, Outcome, Reading, ServiceLine,
    UnitDetermination,
};

pub use item::ItemOutline;
use item::{Group, finding_words};
pub use requests::RequestOutline;
use requests::Requests;

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
    /// The outcome of each joint.
    Outcomes(Vec<UnitOutcome>),
    /// A sentence about the whole determination.
    Remark(Remark),
    /// Missing facts, one row for each.
    Requests {
        /// The heading.
        heading: &'static str,
        /// The facts.
        requests: Vec<RequestOutline<'d>>,
    },
    /// Items of all joints with their reasons.
    Items {
        /// The heading.
        heading: &'static str,
        /// The items.
        items: Vec<ItemOutline<'d>>,
    },
    /// Billed lines that are not in order.
    ServiceLines {
        /// The heading.
        heading: &'static str,
        /// The lines.
        lines: Vec<ServiceLineOutline<'d>>,
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
    pub words: Cow<'static, str>,
    /// Whether it is a warning.
    pub alarm: bool,
}

/// The outcome of one joint.
#[derive(Debug)]
pub struct UnitOutcome {
    /// The joint, the part of the policy and the date of service.
    pub heading: String,
    /// The highest outcome among its items.
    pub outcome: Outcome,
}

/// A billed line that is not in order.
#[derive(Debug)]
pub struct ServiceLineOutline<'d> {
    /// The line.
    pub line: &'d ServiceLine,
    /// The finding in words: what is missing is not asked yet, or not in the record.
    pub finding_words: String,
}

/// A label, which may be empty, and a text.
#[derive(Debug)]
pub struct Row<'d> {
    /// The policy's number, or a code; may be empty.
    pub label: &'d str,
    /// The text.
    pub words: Cow<'d, str>,
    /// The item it belongs to, if any.
    pub item: Option<Item>,
}

/// The heading over the questions that nobody has answered yet.
const ANSWER_FIRST: &str = "Questions to answer first";
/// The heading over the facts that the record lacks.
const ASK_FOR: &str = "Ask the provider for";

impl<'d> Outline<'d> {
    /// The outline of a determination.
    pub fn of(determination: &'d Determination) -> Self {
        let requests = Requests::of(determination);
        let items = items(determination, &requests);
        let lines = service_lines(determination, &requests);
        let Requests { unanswered, not_documented } = requests;
        let mut sections = vec![Section::Outcomes(outcomes(determination))];
        sections.extend(remarks(determination, unanswered.len()));
        sections.push(Section::Requests { heading: ANSWER_FIRST, requests: unanswered });
        sections.push(Section::Requests { heading: ASK_FOR, requests: not_documented });
        sections.extend(items);
        sections.push(Section::ServiceLines { heading: "Billed lines", lines });
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
pub(super) fn ids(editions: &[EditionLabel]) -> Cow<'static, str> {
    match editions {
        [only] => only.id.into(),
        several => several.iter().map(|label| label.id).collect::<Vec<_>>().join(" and ").into(),
    }
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
            Self::Remark(_) => false,
            Self::Items { items, .. } => items.is_empty(),
            Self::Outcomes(units) => units.is_empty(),
            Self::Requests { requests, .. } => requests.is_empty(),
            Self::ServiceLines { lines, .. } => lines.is_empty(),
            Self::List { rows, .. } => rows.is_empty(),
            Self::Notice(lines) => lines.is_empty(),
        }
    }
}

fn outcomes(determination: &Determination) -> Vec<UnitOutcome> {
    let several = determination.editions.len() > 1;
    let outcome =
        |unit: &UnitDetermination| UnitOutcome { heading: heading(unit, several), outcome: unit.outcome };
    determination.units.iter().map(outcome).collect()
}

/// The joint, the part of the policy and the date of service; the edition too if
/// several editions decided.
fn heading(unit: &UnitDetermination, several_editions: bool) -> String {
    let pathway = unit.pathway.map_or("outside the policy", |pathway| pathway.number());
    let service =
        unit.service_date.map_or("date of service not known".to_owned(), |day| format!("service {day}"));
    let edition = match several_editions {
        true => format!(", edition {}", ids(&unit.editions)),
        false => String::new(),
    };
    format!("{} ({pathway}, {service}{edition})", unit.side.name())
}

fn remarks<'d>(determination: &Determination, open: usize) -> Vec<Section<'d>> {
    let remark = |label, words: &'static str| Remark { label, words: words.into(), alarm: true };
    let hypothetical = determination.hypothetical.then(|| {
        remark("HYPOTHETICAL", "decided with limits other than the policy's; not saved in the case")
    });
    let is_open = open > 0 || !determination.complete;
    let not_complete = is_open.then(|| remark("Not complete", "the findings below can still change"));
    let unconfirmed = determination.unconfirmed;
    let words = match (is_open, unconfirmed) {
        (true, _) => go_on(open).into(),
        (false, 0) => determination.next_step().into(),
        (false, _) => "confirm the answers of the provider".into(),
    };
    let next = Remark { label: "Next", words, alarm: false };
    let not_confirmed = (unconfirmed > 0).then(|| not_confirmed(unconfirmed));
    [Some(next), hypothetical, not_complete, not_confirmed]
        .into_iter()
        .flatten()
        .map(Section::Remark)
        .collect()
}

fn not_confirmed(count: usize) -> Remark {
    let (answers, they_are) = if count == 1 { ("answer", "it is") } else { ("answers", "they are") };
    let words =
        format!("{count} {answers} of the provider; the determination is recorded when {they_are} confirmed");
    Remark { label: "Not confirmed", words: words.into(), alarm: true }
}

/// The next step while questions are open: the provider is asked once, after them.
fn go_on(open: usize) -> String {
    match open {
        0 => "go on with the questions; some have no answer yet".to_owned(),
        1 => "go on with the questions; 1 that matters has no answer yet".to_owned(),
        open => format!("go on with the questions; {open} that matter have no answer yet"),
    }
}

/// The items of all joints: first those that decide, then those missing facts, then
/// those met.
fn items<'d>(determination: &'d Determination, requests: &Requests<'d>) -> Vec<Section<'d>> {
    let several = determination.units.len() > 1;
    let of_unit = |unit: &'d UnitDetermination| {
        let joint = several.then_some(unit.side);
        unit.items.iter().map(move |found| ItemOutline::of(unit.side, joint, found, requests))
    };
    let mut items: Vec<ItemOutline<'d>> = determination.units.iter().flat_map(of_unit).collect();
    items.sort_by_key(|item| Reverse(item.finding));
    let groups = Group::ALL.map(|group| {
        let items = items.extract_if(.., |item| item.group() == group).collect();
        Section::Items { heading: group.heading(), items }
    });
    groups.into()
}

fn service_lines<'d>(
    determination: &'d Determination,
    requests: &Requests<'_>,
) -> Vec<ServiceLineOutline<'d>> {
    let outline = |line: &'d ServiceLine| ServiceLineOutline {
        line,
        finding_words: finding_words(line.finding, requests.open_of_line(line)),
    };
    determination.service_lines.iter().map(outline).collect()
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

fn advisory_row(advisory: &Advisory) -> Row<'_> {
    Row {
        label: advisory.item.map_or("", |item| item.number()),
        words: advisory.why.as_ref().into(),
        item: advisory.item,
    }
}

fn coding_row(check: &CodingCheck) -> Row<'_> {
    Row { label: &check.what, words: check.why.into(), item: None }
}

fn reading_row<'d>((reading, setting): &'d (Reading, &'static str)) -> Row<'d> {
    Row { label: reading.text().under, words: format!("{reading} = {setting}").into(), item: None }
}

#[cfg(test)]
pub(super) mod tests;
