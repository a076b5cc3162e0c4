//! Popups: why a question is asked, a policy item, the keys, what is wrong with
//! a file.

use std::borrow::Cow;

use crate::case::{Laterality, QuestionId};
use crate::interview::Interview;
use crate::policy::{self, Finding, Item, Kind};
use crate::questions;
use crate::report::wrap;
use crate::session::Session;
use crate::worklist::{Entry, Find, Mark, Moment, SAME_REQUEST, side_by_side};

use super::key_hints;
use super::keys::{Command, KeyContext};
use super::note;

/// A text to read, covering the view.
#[derive(Debug, Clone)]
pub struct Popup {
    /// Its heading.
    pub title: String,
    /// Its paragraphs; an empty one is a gap.
    pub paragraphs: Vec<String>,
    /// The first visible line.
    pub top: usize,
}

impl Popup {
    fn new(title: impl Into<String>, paragraphs: Vec<String>) -> Self {
        Self { title: title.into(), paragraphs, top: 0 }
    }

    /// The keys of a context.
    pub fn keys(key_context: KeyContext) -> Self {
        let keys = key_hints::key_list(key_context);
        let widest = keys.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
        let rows = keys.into_iter().map(|(key, does)| format!("{key:<widest$}  {does}"));
        let about_list = matches!(key_context, KeyContext::Worklist | KeyContext::Find);
        let more = if about_list { marks_and_words(widest) } else { Vec::new() };
        Self::new("Keys", rows.chain(more).collect())
    }

    /// Why a question is asked: the items that read it, the dates that apply and
    /// the definitions of its terms.
    pub fn why(session: &Session, question: QuestionId) -> Self {
        let interview = session.interview();
        let mut lines = note::of_question(session, question);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let without_notes = lines.len();
        let so_far = policy::findings_so_far(session.case(), session.settings());
        for item in interview.items_asking(question) {
            let same_side = |side| question.side().is_none_or(|own| own == side);
            let found = so_far.iter().find(|(side, other, _)| *other == item && same_side(*side));
            lines.extend(item_lines(interview, question.side(), item, found.map(|(.., finding)| *finding)));
        }
        if lines.len() == without_notes {
            lines.push(questions::why_without_items(interview.facts(), question).to_owned());
        }
        lines.extend(interview.hints(question));
        lines.extend(
            questions::question_for(question.field())
                .definitions(interview.limits(question))
                .map(Cow::into_owned),
        );
        Self::new(format!("Why asked: {}", questions::label(question)), lines)
    }

    /// A policy item, in the edition that applies to this joint.
    pub fn item(interview: &Interview, joint: Laterality, item: Item) -> Self {
        let label = interview.editions().latest().label;
        Self::new(format!("{} {}", label.policy, label.title), item_lines(interview, Some(joint), item, None))
    }

    /// Why a case can't be opened.
    pub fn of_error(name: &str, error: &str) -> Self {
        Self::new(format!("{name} can't be opened"), error.lines().map(str::to_owned).collect())
    }

    /// A case side by side with each of its possible duplicates.
    pub fn of_duplicates(entry: &Entry, others: &[&Entry], moment: Moment) -> Self {
        let pairs = others
            .iter()
            .flat_map(|other| side_by_side(entry, other, moment).into_iter().chain([String::new()]));
        let lines = pairs.chain([SAME_REQUEST.to_owned()]).collect();
        Self::new("Possible duplicates", lines)
    }

    /// Its lines, wrapped for a screen of this width.
    pub fn lines(&self, columns: usize) -> Vec<String> {
        let width = columns.saturating_sub(4).min(MAX_WIDTH);
        self.paragraphs.iter().flat_map(|words| wrap(words, width)).collect()
    }

    /// Scrolls on a screen with this many columns and visible rows.
    pub fn scroll(&mut self, command: Command, columns: usize, visible: usize) {
        let page = visible.saturating_sub(HEADING + 1).max(1);
        let top = match command {
            Command::Up => self.top.saturating_sub(1),
            Command::Down => self.top + 1,
            Command::PageUp => self.top.saturating_sub(page),
            Command::PageDown => self.top + page,
            Command::First => 0,
            Command::Last => usize::MAX,
            _ => self.top,
        };
        self.top = top;
        self.clamp(columns, visible);
    }

    /// Whether lines are hidden above and below on a screen of this size.
    pub fn hidden(&self, columns: usize, visible: usize) -> (bool, bool) {
        (self.top > 0, self.lines(columns).len() > self.top + visible.saturating_sub(HEADING))
    }

    /// Stops scrolling where the last line is on the last row.
    pub fn clamp(&mut self, columns: usize, visible: usize) {
        let visible = visible.saturating_sub(HEADING);
        self.top = self.top.min(self.lines(columns).len().saturating_sub(visible));
    }
}

/// The marks of the worklist and the words of its search, each with its meaning.
fn marks_and_words(widest: usize) -> Vec<String> {
    let marks = Mark::ALL.map(|mark| (mark.letter().to_string(), mark.words()));
    let words = Find::special_words().map(|(word, finds)| (word.to_owned(), finds));
    let table = |rows: Vec<(String, &str)>| {
        rows.into_iter().map(|(name, means)| format!("{name:<widest$}  {means}")).collect::<Vec<_>>()
    };
    let gap = || vec![String::new()];
    let any =
        "any other word: a part of the name, the member, the request, the state or the person".to_owned();
    [gap(), table(marks.to_vec()), gap(), table(words.collect()), vec![any]].concat()
}

/// The rows of the title and the gap below it.
pub(super) const HEADING: usize = 2;
/// The longest line.
const MAX_WIDTH: usize = 88;

fn item_lines(
    interview: &Interview,
    joint: Option<Laterality>,
    item: Item,
    found: Option<Finding>,
) -> Vec<String> {
    let Some((rule, limits)) = interview.rule(joint, item) else { return Vec::new() };
    let so_far = found.map(|finding| format!(" (so far: {finding})")).unwrap_or_default();
    let kind = match rule.kind {
        Kind::Criterion => "",
        Kind::Exclusion => " (exclusion)",
        Kind::ServiceLine => " (billed line, does not change the outcome)",
        Kind::Advisory => " (advisory)",
    };
    let mut lines = vec![
        format!("{item} {}{kind}{so_far}", rule.title(limits)),
        rule.summary(limits).into_owned(),
        rule.criteria(limits).into_owned(),
    ];
    for reading in rule.whole.readings {
        lines.push(format!(
            "Live reading {reading} (the text can be read either way): {} met: {}; {}: {}.",
            reading.question(limits),
            reading.met_means(limits),
            reading.other(),
            reading.otherwise_means(limits)
        ));
    }
    lines.push(String::new());
    lines
}
