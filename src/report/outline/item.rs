//! The rows of one item.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::case::{Choice, Laterality, Text};
use crate::policy::{Finding, Item, ItemFinding};
use crate::questions::with_labels;

use super::super::words::{WOULD_BE_MET_BY, in_words};
use super::requests::{OpenQuestions, Requests};

/// The rows of one item.
#[derive(Debug)]
pub struct ItemOutline<'d> {
    /// The joint.
    pub side: Laterality,
    /// The item; its `number` is the policy's.
    pub item: Item,
    /// The finding.
    pub finding: Finding,
    /// The finding in words, after the joint if there are two: what is missing is
    /// not asked yet, or not in the record.
    pub finding_words: String,
    /// The facts and dates that decided it.
    pub reason: Cow<'d, str>,
    /// What would make it met, without a full stop.
    pub would_be_met_by: Option<Cow<'d, str>>,
    /// The first date of service on which it would be met. The reason names it too.
    pub first_met: Option<NaiveDate>,
    /// Where in the record its evidence is.
    pub evidence: Option<&'d Text>,
    /// Why it was flagged for a clinician, if the reason does not say it.
    pub flag: Option<&'d Text>,
    open: OpenQuestions,
}

/// The items under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Decides,
    Missing,
    NotAsked,
    Met,
}

impl Group {
    pub(super) const ALL: [Self; 4] = [Self::Decides, Self::Missing, Self::NotAsked, Self::Met];

    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Decides => "What decides",
            Self::Missing => "What is missing",
            Self::NotAsked => "What is not asked yet",
            Self::Met => "What is met",
        }
    }
}

impl<'d> ItemOutline<'d> {
    /// The rows of an item; they name the joint if one is given.
    pub(super) fn of(
        side: Laterality,
        joint: Option<Laterality>,
        found: &'d ItemFinding,
        requests: &Requests<'_>,
    ) -> Self {
        let open = requests.open_of(side, found);
        // While questions are open, nobody can say what the provider has to send.
        let is_open = found.finding == Finding::Missing && open != OpenQuestions::None;
        let remedy = Some(&found.would_meet).filter(|words| !is_open && !words.is_empty());
        let joint = joint.map(|side| format!("{}, ", side.name())).unwrap_or_default();
        Self {
            side,
            item: found.item,
            finding: found.finding,
            finding_words: format!("{joint}{}", finding_words(found.finding, open)),
            reason: reason(found),
            would_be_met_by: remedy.map(|words| with_labels(words)),
            first_met: found.first_met,
            evidence: found.evidence.as_ref(),
            flag: found.flag.as_ref().filter(|flag| !found.why.contains(&flag.to_string())),
            open,
        }
    }

    /// Whether it misses facts, and nobody has answered any question on them yet.
    pub fn is_not_asked(&self) -> bool {
        self.group() == Group::NotAsked
    }

    pub(super) fn group(&self) -> Group {
        match (self.finding, self.open) {
            (Finding::NotMet | Finding::Unclear, _) => Group::Decides,
            (Finding::Missing, OpenQuestions::All) => Group::NotAsked,
            (Finding::Missing, _) => Group::Missing,
            (Finding::Met | Finding::NotApplicable, _) => Group::Met,
        }
    }

    /// The finding with its reason.
    pub fn statement(&self) -> String {
        format!("{}: {}", self.finding_words, self.reason)
    }

    /// The sentence that says what would make it met.
    pub fn remedy(&self) -> Option<String> {
        self.would_be_met_by.as_ref().map(|words| format!("{WOULD_BE_MET_BY}: {words}."))
    }

    /// Where its evidence is, and why it was flagged.
    pub fn notes(&self) -> Vec<String> {
        let flag = self.flag.map(|words| format!("Flagged for a clinician: {words}"));
        let evidence = self.evidence.map(|words| format!("Evidence: {words}"));
        flag.into_iter().chain(evidence).collect()
    }
}

/// A finding in words: what is missing is not asked yet, or not in the record.
pub(super) fn finding_words(finding: Finding, open: OpenQuestions) -> String {
    match (finding, open) {
        (Finding::Missing, OpenQuestions::All) => "not asked yet".to_owned(),
        (Finding::Missing, OpenQuestions::Some) => "missing, and not all asked yet".to_owned(),
        _ => in_words(finding.name()),
    }
}

/// The reason with labels; the words of a flag are the coordinator's and stay as they are.
fn reason(found: &ItemFinding) -> Cow<'_, str> {
    let flag = found.flag.as_ref().map(Text::to_string);
    match flag.and_then(|flag| Some(found.why.find(&flag)? + flag.len())) {
        Some(end) => {
            let (own, rest) = found.why.split_at(end);
            Cow::Owned(format!("{own}{}", with_labels(rest)))
        }
        None => with_labels(&found.why),
    }
}
