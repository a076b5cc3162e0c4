//! Pages to read: why a question is asked, an item, the keys, what is wrong with a file.

use crate::case::{Item, Place};
use crate::policy::{self, Finding, Kind};
use crate::questions;
use crate::session::Session;
use crate::store::CaseId;

use super::app::turned;
use super::keys::{self, Command, Scene};

/// A page to read.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its heading.
    pub title: String,
    /// Its paragraphs; an empty one is a gap.
    pub paragraphs: Vec<String>,
    /// The first line on the screen.
    pub top: usize,
}

impl Paper {
    fn new(title: impl Into<String>, paragraphs: Vec<String>) -> Self {
        Self { title: title.into(), paragraphs, top: 0 }
    }

    /// The keys of a scene.
    pub fn keys(scene: Scene) -> Self {
        let rows = keys::all(scene).into_iter().map(|(key, does)| format!("{key:<10} {does}"));
        Self::new("Keys", rows.collect())
    }

    /// Why a question is asked: the items that read it, and the definitions that bear on it.
    pub fn why(session: &Session, place: Place) -> Self {
        let facts = session.interview().facts();
        let mut lines = Vec::new();
        let so_far = policy::findings_so_far(session.case(), session.terms());
        for item in policy::items_asking(facts, place.field()) {
            let mine = |side| place.side().is_none_or(|mine| mine == side);
            let found = so_far.iter().find(|(side, of, _)| *of == item && mine(*side));
            lines.extend(item_lines(item, found.map(|(.., finding)| *finding)));
        }
        if lines.is_empty() {
            lines.push("Kept for the record; no item of the policy decides on it.".to_owned());
        }
        lines.extend(questions::hints(facts, place, &session.terms().limits));
        lines.extend(questions::question(place.field()).definitions.iter().map(|words| (*words).to_owned()));
        Self::new(format!("Why asked: {place}"), lines)
    }

    /// An item of the policy.
    pub fn item(item: Item) -> Self {
        Self::new(format!("{} {}", policy::POLICY, policy::POLICY_TITLE), item_lines(item, None))
    }

    /// What is wrong with a file.
    pub fn of_error(id: &CaseId, error: &str) -> Self {
        Self::new(format!("{id} can't be opened"), error.lines().map(str::to_owned).collect())
    }

    /// Scrolls.
    pub fn turn(&mut self, command: Command, rows: usize) {
        self.top = turned(self.top, command, usize::MAX, rows);
    }
}

fn item_lines(item: Item, found: Option<Finding>) -> Vec<String> {
    let rule = policy::rule(item);
    let so_far = found.map(|finding| format!(" (so far: {finding})")).unwrap_or_default();
    let kind = match rule.kind {
        Kind::Criterion => "",
        Kind::Exclusion => " (exclusion)",
        Kind::Line => " (billed line, never changes the outcome)",
        Kind::Advisory => " (advisory)",
    };
    let mut lines =
        vec![format!("{item} {}{kind}{so_far}", rule.title), rule.says.to_owned(), rule.rule.to_owned()];
    for reading in rule.readings {
        lines.push(format!(
            "Live reading {reading}: {} met: {}; {}: {}.",
            reading.question(),
            reading.met_means(),
            reading.other(),
            reading.other_means()
        ));
    }
    lines.push(String::new());
    lines
}
