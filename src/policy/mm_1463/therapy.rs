//! Counting the days of conservative therapy (D.I.A.4), over every start and end
//! that the record leaves possible.

use chrono::NaiveDate;

use crate::case::{
    ActiveEpisode, ActiveKind, DateRange, End, Fact, InactiveEpisode, InactiveKind, PartialDate, YesNo,
    days_after, days_before,
};
use crate::policy::engine::{Certainty, Unit, weekly_visits, yes};

/// One episode of therapy, and what is certain about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Episode {
    /// The possible first days.
    starts: DateRange,
    /// The possible last days, none after receipt: later days of therapy don't count.
    ends: DateRange,
    /// Whether it is documented as the policy requires, its length aside.
    pub(super) documented: Certainty,
    /// Whether it is home exercise, which counts only when six weeks long.
    home_exercise: bool,
    /// The first requirement it is known not to meet, in words.
    pub(super) shortcoming: Option<&'static str>,
}

/// The words for the first of these facts that is no.
fn first_no(facts: &[(&Fact<YesNo>, &'static str)]) -> Option<&'static str> {
    facts.iter().find(|(fact, _)| **fact == Fact::Known(YesNo::No)).map(|(_, words)| *words)
}

const NOT_IN_RECORD: &str = "not in the record";

impl Episode {
    fn new(unit: &Unit<'_>, start: &Fact<PartialDate>, end: &Fact<End>) -> Self {
        let received = unit.received();
        let starts = unit.possible_days(start);
        let ends = match end.known() {
            Some(End::Ongoing) => DateRange::day(received),
            Some(End::On(when)) => cut_at(when.span(), received),
            None => DateRange { first: starts.first, last: received },
        };
        // An end is never before its start, nor a start after its end.
        let starts = DateRange { first: starts.first, last: starts.last.min(ends.last) };
        let ends = DateRange { first: ends.first.max(starts.first), last: ends.last };
        Self { starts, ends, documented: Certainty::UNKNOWN, home_exercise: false, shortcoming: None }
    }

    pub(super) fn active(unit: &Unit<'_>, episode: &ActiveEpisode) -> Self {
        let home_exercise = episode.kind == ActiveKind::HomeExercise;
        let required = [
            (&episode.in_record, NOT_IN_RECORD),
            (&episode.supervised, "not supervised"),
            (&episode.plan, "no plan"),
            (&episode.follow_up, "no follow-up"),
        ];
        let required = if home_exercise { &required[..] } else { &required[..1] };
        Self { home_exercise, ..Self::new(unit, &episode.start, &episode.end) }.requiring(required)
    }

    pub(super) fn inactive(unit: &Unit<'_>, episode: &InactiveEpisode) -> Self {
        let required =
            [(&episode.in_record, NOT_IN_RECORD), (&episode.tens_details, "TENS details not recorded")];
        let required = if episode.kind == InactiveKind::Tens { &required[..] } else { &required[..1] };
        Self::new(unit, &episode.start, &episode.end).requiring(required)
    }

    /// The same episode, documented when all of these facts are yes.
    fn requiring(self, required: &[(&Fact<YesNo>, &'static str)]) -> Self {
        let documented = required.iter().fold(Certainty::known(true), |all, (fact, _)| all.and(yes(fact)));
        Self { documented, shortcoming: first_no(required), ..self }
    }

    /// The longest it can have been.
    pub(super) fn longest(&self) -> DateRange {
        DateRange { first: self.starts.first, last: self.ends.last }
    }

    /// The shortest it can have been: certain days, or a single day somewhere in a range.
    fn shortest(&self) -> Shortest {
        match self.starts.intersection(self.ends) {
            Some(range) if range.days() > 1 => Shortest::OneDayOf(range),
            Some(day) => Shortest::Days(day),
            None => Shortest::Days(DateRange { first: self.starts.last, last: self.ends.first }),
        }
    }

    /// The spans of this episode for which a reading could decide: the longest, the
    /// shortest, those as long as six weekly visits, and one that began as early as
    /// possible with few days in the window.
    fn spans_readings_can_decide(&self, unit: &Unit<'_>) -> impl Iterator<Item = DateRange> {
        let limit = unit.limits.therapy_days;
        // The fewest days of six weekly visits, so that they add the least to the others.
        let visits = weekly_visits(limit).start.saturating_sub(1);
        let window = unit.evidence_window;
        let (starts, ends) = (self.starts, self.ends);
        let by_end = |last| DateRange { first: days_before(last, visits), last };
        let by_start =
            |first: NaiveDate| DateRange { first, last: days_after(first.max(window.first), visits) };
        let long_enough = days_after(starts.first, limit.saturating_sub(1));
        let spans = [
            self.longest(),
            DateRange { first: starts.last, last: ends.first },
            by_end(ends.first),
            by_end(ends.last),
            by_start(starts.first),
            by_start(starts.last),
            DateRange { first: starts.first, last: long_enough.max(ends.first).max(window.first) },
        ];
        let can_be = move |span: &DateRange| {
            span.first <= span.last && starts.contains(span.first) && ends.contains(span.last)
        };
        spans.into_iter().filter(can_be)
    }

    /// Whether its first and last day are known.
    pub(super) fn is_dated(&self) -> bool {
        self.starts.days() == 1 && self.ends.days() == 1
    }
}

fn cut_at(span: DateRange, last: NaiveDate) -> DateRange {
    DateRange { first: span.first.min(last), last: span.last.min(last) }
}

enum Shortest {
    Days(DateRange),
    OneDayOf(DateRange),
}

/// The counted days of a list of episodes, on complete facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Days {
    /// Different days of qualifying therapy in the window.
    pub(super) in_window: u32,
    /// The same, with the days before the window of episodes that reach into it.
    pub(super) straddling: u32,
    /// Whether one episode is as long as six weekly visits in the window.
    pub(super) six_visits: bool,
}

/// The days when every missing fact is as favorable as possible.
pub(super) fn most_favorable(unit: &Unit<'_>, episodes: &[Episode]) -> Days {
    let documented = episodes.iter().filter(|episode| episode.documented.can);
    count_days(unit, documented.map(|episode| (episode.longest(), episode.home_exercise)), Vec::new())
}

/// The days when every missing fact is as unfavorable as possible.
pub(super) fn least_favorable(unit: &Unit<'_>, episodes: &[Episode]) -> Days {
    least_favorable_with(unit, episodes.iter(), None)
}

/// The same, with one more span of known days, and whether it is home exercise.
fn least_favorable_with<'e>(
    unit: &Unit<'_>,
    episodes: impl Iterator<Item = &'e Episode>,
    other: Option<(DateRange, bool)>,
) -> Days {
    let mut single_days = Vec::new();
    let mut spans: Vec<(DateRange, bool)> = other.into_iter().collect();
    for episode in episodes.filter(|episode| episode.documented.must) {
        match episode.shortest() {
            Shortest::Days(span) => spans.push((span, episode.home_exercise)),
            Shortest::OneDayOf(span) if !episode.home_exercise => single_days.push(span),
            Shortest::OneDayOf(_) => {}
        }
    }
    count_days(unit, spans.into_iter(), single_days)
}

/// The days when one episode has a span for which a reading could decide, and every
/// other missing fact is as unfavorable as possible.
pub(super) fn days_readings_can_decide(unit: &Unit<'_>, episodes: &[Episode]) -> Vec<Days> {
    let mut found = Vec::new();
    for (index, episode) in episodes.iter().enumerate().filter(|(_, episode)| episode.documented.can) {
        for span in episode.spans_readings_can_decide(unit) {
            let others = episodes.iter().enumerate().filter(|(other, _)| *other != index);
            let others = others.map(|(_, other)| other);
            found.push(least_favorable_with(unit, others, Some((span, episode.home_exercise))));
        }
    }
    found
}

fn count_days(
    unit: &Unit<'_>,
    episodes: impl Iterator<Item = (DateRange, bool)>,
    single_days: Vec<DateRange>,
) -> Days {
    let (window, limit) = (unit.evidence_window, unit.limits.therapy_days);
    let weekly = weekly_visits(limit);
    let mut counted = Vec::with_capacity(8);
    let mut six_visits = false;
    for (span, home_exercise) in episodes {
        let Some(inside) = span.intersection(window) else { continue };
        let long_enough = !home_exercise || span.days() >= limit;
        if long_enough || weekly.contains(&span.days()) {
            six_visits |= weekly.contains(&inside.days());
        }
        if long_enough {
            counted.push(span);
        }
    }
    counted.sort_unstable_by_key(|span| span.first);
    let extra = fewest_extra_days(window, &counted, single_days);
    Days {
        in_window: union_days(counted.iter().filter_map(|span| span.intersection(window))) + extra,
        straddling: union_days(counted.iter().copied()) + extra,
        six_visits,
    }
}

/// The number of different days in spans that are sorted by their first day.
fn union_days(spans: impl Iterator<Item = DateRange>) -> u32 {
    let mut counted_to = NaiveDate::MIN;
    let mut days = 0;
    for span in spans {
        let first = if span.first > counted_to || days == 0 { span.first } else { days_after(counted_to, 1) };
        if first <= span.last {
            days += DateRange { first, last: span.last }.days();
            counted_to = span.last;
        }
    }
    days
}

/// The fewest days that episodes add of which only a single day in a range is
/// certain. One adds none when its day can be outside the window or on a counted
/// day, and several share a day when their ranges allow it.
fn fewest_extra_days(window: DateRange, counted: &[DateRange], mut single_days: Vec<DateRange>) -> u32 {
    single_days.retain(|span| {
        span.first >= window.first && !counted.iter().any(|days| days.intersection(*span).is_some())
    });
    single_days.sort_unstable_by_key(|span| span.last);
    let mut extra = 0;
    let mut shared: Option<NaiveDate> = None;
    for span in single_days {
        if !shared.is_some_and(|day| span.contains(day)) {
            shared = Some(span.last);
            extra += 1;
        }
    }
    extra
}

impl Episode {
    /// Whether the episode can count and whether it must, for its explanation.
    pub(super) fn counts(&self, unit: &Unit<'_>) -> (bool, bool) {
        let long_enough = |days: u32| !self.home_exercise || days >= unit.limits.therapy_days;
        let shortest = match self.shortest() {
            Shortest::Days(span) => span.days(),
            Shortest::OneDayOf(_) => 1,
        };
        (
            self.documented.can && long_enough(self.longest().days()),
            self.documented.must && long_enough(shortest),
        )
    }
}
