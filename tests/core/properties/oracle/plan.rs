//! Sets of steps that could make an item met, done on a case.

use std::cell::Cell;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use sij_intake::case::{
    Answer, DateRange, End, Entry, Fact, Facts, Field, Laterality, Part, PartialDate, QuestionId,
    days_before, months_before,
};
use sij_intake::policy::{PolicySettings, Reading, Setting, WayStep};

use super::super::{FactKey, set_answer};
use super::by_hand::{governs_from, received};
use super::search::{Search, TooMany};
use super::values::{date_in, service_turns};

/// What is done to make an item met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Reading(Reading),
    Fact(FactKey),
    Day(NaiveDate),
    Days(QuestionId, u32),
    Clinician,
    Record,
}

impl Step {
    pub(crate) fn of(step: &WayStep) -> Self {
        match step {
            WayStep::Reading(reading) => Self::Reading(*reading),
            WayStep::Fact { fact, .. } => Self::Fact((fact.question, fact.entry)),
            WayStep::ServiceDate(day) => Self::Day(*day),
            WayStep::Days { question, days } => Self::Days(*question, *days),
            WayStep::Clinician => Self::Clinician,
            WayStep::Record(_) => Self::Record,
        }
    }
}

/// What doing the steps takes, in fillings.
const COST: u32 = 2;

/// One item of one joint of a case.
#[derive(Clone, Copy)]
pub(crate) struct ItemOf<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) settings: &'a PolicySettings,
    pub(crate) side: Laterality,
    pub(crate) item: &'a str,
    /// How many fillings may still be looked at.
    pub(crate) fillings: &'a Cell<u32>,
}

impl ItemOf<'_> {
    /// Whether the item is met for sure once all of these are done.
    pub(crate) fn is_met_by(self, steps: &[Step]) -> Result<bool, TooMany> {
        self.fillings.set(self.fillings.get().saturating_sub(COST));
        let mut facts = self.facts.clone();
        let mut settings = self.settings.clone();
        let (mut keys, mut more) = (Vec::new(), Vec::new());
        for step in steps {
            match step {
                Step::Reading(reading) => settings.readings = settings.readings.with(*reading, Setting::Met),
                Step::Fact(key) => keys.push(*key),
                Step::Day(day) => facts.joint_mut(self.side).service_date = Fact::Known(*day),
                Step::Days(question, days) => more.push((*question, *days)),
                Step::Clinician | Step::Record => {}
            }
        }
        let search = Search::new(&facts, self.side, self.item, &settings).within(self.fillings);
        let mut search = if steps.contains(&Step::Clinician) { search.with_clinician() } else { search };
        search.can_be_met_by(&keys, &more)
    }

    /// The days to which the service could be moved: from the planned day, or from R
    /// on where it is missing, and never before the policy governs.
    pub(crate) fn days(self) -> Vec<NaiveDate> {
        let planned = self.facts.joint(self.side).service_date.known().copied();
        let from = planned.unwrap_or(received(self.facts)).max(governs_from());
        let mut days: BTreeSet<NaiveDate> = service_turns(self.facts, self.side);
        days.insert(from);
        days.retain(|day| *day >= from && Some(*day) != planned);
        days.into_iter().collect()
    }
}

/// More than this in one piece would be a course of its own.
const PIECE: u32 = 30;

/// Adds documented days of therapy on days of the window that are not counted yet:
/// first those that no course can cover, then those that none covers for sure.
pub(super) fn more_days(facts: &mut Facts, question: QuestionId, days: u32) {
    let kind = if question.field() == Field::ActiveTherapy { "physical-therapy" } else { "rest" };
    let mut entries = facts.entries(question);
    let courses: Vec<[Option<DateRange>; 2]> = entries.iter().map(|entry| covered(facts, entry)).collect();
    let in_one = |day: NaiveDate, which: usize| {
        courses.iter().filter_map(|course| course[which]).any(|course| course.contains(day))
    };
    let last = received(facts);
    let first = months_before(last, 6);
    let window = (0..).map(|ago| days_before(last, ago)).take_while(|day| *day >= first);
    let mut free: Vec<NaiveDate> = window.filter(|day| !in_one(*day, 0)).collect();
    free.sort_by_key(|day| (in_one(*day, 1), std::cmp::Reverse(*day)));
    for piece in pieces(free.into_iter().take(usize::try_from(days).unwrap())) {
        entries.push(course(kind, piece));
    }
    set_answer(facts, (question, None), Some(&Answer::Entries(entries)));
}

/// What has to be yes for an entry to count.
fn needed_parts(entry: &Entry) -> &'static [Part] {
    match entry.part(Part::Kind) {
        Some(Answer::Choice("home-exercise")) => {
            &[Part::InRecord, Part::Supervised, Part::Plan, Part::FollowUp]
        }
        Some(Answer::Choice("tens")) => &[Part::InRecord, Part::TensDetails],
        _ => &[Part::InRecord],
    }
}

/// The days of a recorded entry that it covers for sure, and those that it could.
fn covered(facts: &Facts, entry: &Entry) -> [Option<DateRange>; 2] {
    let needed = needed_parts(entry);
    let says = |part: &Part, word| entry.part(*part) == Some(&Answer::Choice(word));
    if needed.iter().any(|part| says(part, "no")) {
        return [None, None];
    }
    let start = entry.part(Part::Start).and_then(date_in).map(PartialDate::span);
    let end = match entry.part(Part::End) {
        Some(Answer::DateOrOngoing(End::Ongoing)) => Some(DateRange::day(received(facts))),
        answer => answer.and_then(date_in).map(PartialDate::span),
    };
    let ends = DateRange { first: NaiveDate::MIN, last: NaiveDate::MAX };
    let (earliest, latest) = (start.unwrap_or(ends), end.unwrap_or(ends));
    let one_day = |span: &DateRange| span.days() == 1;
    // It began before R, and no day after R counts.
    let day = received(facts);
    let between = DateRange { first: earliest.last.min(day), last: latest.first.min(day) };
    let sure = if between.first <= between.last {
        Some(between)
    } else {
        start.filter(one_day).or(end.filter(one_day))
    };
    let sure = sure.filter(|_| needed.iter().all(|part| says(part, "yes")));
    [sure, Some(DateRange { first: earliest.first, last: latest.last })]
}

/// The days, latest first, in pieces without a gap.
fn pieces(days: impl Iterator<Item = NaiveDate>) -> Vec<DateRange> {
    let mut found: Vec<DateRange> = Vec::new();
    for day in days {
        match found.last_mut() {
            Some(piece) if days_before(piece.first, 1) == day && piece.days() < PIECE => piece.first = day,
            _ => found.push(DateRange::day(day)),
        }
    }
    found
}

fn course(kind: &'static str, DateRange { first, last }: DateRange) -> Entry {
    Entry(vec![
        (Part::Kind, Answer::Choice(kind)),
        (Part::Start, Answer::PartialDate(PartialDate::Day(first))),
        (Part::End, Answer::DateOrOngoing(End::On(PartialDate::Day(last)))),
        (Part::InRecord, Answer::Choice("yes")),
    ])
}
