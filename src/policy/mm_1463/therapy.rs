//! Counting the days of conservative therapy (D.I.A.4), over every start and
//! end the record leaves possible.

use chrono::NaiveDate;

use crate::case::{
    ActiveEpisode, ActiveKind, DateRange, End, Fact, InactiveEpisode, InactiveKind, PartialDate, YesNo,
    days_after, days_before,
};
use crate::policy::engine::{Certainty, Unit, weekly_visits, yes};

/// One episode as it could have been.
#[derive(Debug, Clone, Copy)]
pub(super) struct Episode {
    /// The days its first day could be.
    starts: DateRange,
    /// The days its last day could be; those after R are cut off, they don't count.
    ends: DateRange,
    /// Whether it is documented as the policy wants it, its length aside.
    pub(super) documented: Certainty,
    /// A home exercise programme counts only from six weeks on.
    programme: bool,
    /// What keeps it from counting, in words.
    pub(super) lacks: Option<&'static str>,
}

/// The first of these facts that is no, in words.
fn lacking(facts: &[(&Fact<YesNo>, &'static str)]) -> Option<&'static str> {
    facts.iter().find(|(fact, _)| **fact == Fact::Known(YesNo::No)).map(|(_, words)| *words)
}

const NOT_IN_RECORD: &str = "not in the record";

impl Episode {
    fn new(unit: &Unit<'_>, start: &Fact<PartialDate>, end: &Fact<End>) -> Self {
        let received = unit.received();
        let starts = unit.days(start);
        let ends = match end.known() {
            Some(End::Ongoing) => DateRange::day(received),
            Some(End::On(when)) => clip(when.span(), received),
            None => DateRange { first: starts.first, last: received },
        };
        // An end is never before its start, nor a start after its end.
        let starts = DateRange { first: starts.first, last: starts.last.min(ends.last) };
        let ends = DateRange { first: ends.first.max(starts.first), last: ends.last };
        Self { starts, ends, documented: Certainty::UNKNOWN, programme: false, lacks: None }
    }

    pub(super) fn active(unit: &Unit<'_>, episode: &ActiveEpisode) -> Self {
        let programme = episode.kind == ActiveKind::HomeExercise;
        let wanted = [
            (&episode.in_record, NOT_IN_RECORD),
            (&episode.supervised, "not supervised"),
            (&episode.plan, "no plan"),
            (&episode.follow_up, "no follow-up"),
        ];
        let wanted = if programme { &wanted[..] } else { &wanted[..1] };
        Self { programme, ..Self::new(unit, &episode.start, &episode.end) }.wanting(wanted)
    }

    pub(super) fn inactive(unit: &Unit<'_>, episode: &InactiveEpisode) -> Self {
        let wanted =
            [(&episode.in_record, NOT_IN_RECORD), (&episode.tens_details, "TENS details not recorded")];
        let wanted = if episode.kind == InactiveKind::Tens { &wanted[..] } else { &wanted[..1] };
        Self::new(unit, &episode.start, &episode.end).wanting(wanted)
    }

    /// An episode counts when all that the record must show is yes.
    fn wanting(self, wanted: &[(&Fact<YesNo>, &'static str)]) -> Self {
        let documented = wanted.iter().fold(Certainty::known(true), |all, (fact, _)| all.and(yes(fact)));
        Self { documented, lacks: lacking(wanted), ..self }
    }

    /// As long as it can have been.
    pub(super) fn longest(&self) -> DateRange {
        DateRange { first: self.starts.first, last: self.ends.last }
    }

    /// As short as it must have been: these days, or some one day of a span.
    fn shortest(&self) -> Shortest {
        match self.starts.intersection(self.ends) {
            Some(any_one) if any_one.days() > 1 => Shortest::OneDayOf(any_one),
            Some(day) => Shortest::Days(day),
            None => Shortest::Days(DateRange { first: self.starts.last, last: self.ends.first }),
        }
    }

    /// As long and as short as it can have been, and as it can have been with the
    /// days of six weekly visits in the window or with few days there.
    fn spans_a_reading_may_have(&self, unit: &Unit<'_>) -> impl Iterator<Item = DateRange> {
        let limit = unit.limits.therapy_days;
        // As few days as they span: that leaves most room for other days beside them.
        let visits = weekly_visits(limit).start.saturating_sub(1);
        let window = unit.evidence();
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

    /// Whether its days are all known.
    pub(super) fn dated(&self) -> bool {
        self.starts.days() == 1 && self.ends.days() == 1
    }
}

fn clip(span: DateRange, last: NaiveDate) -> DateRange {
    DateRange { first: span.first.min(last), last: span.last.min(last) }
}

enum Shortest {
    Days(DateRange),
    OneDayOf(DateRange),
}

/// What the episodes come to on complete facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Days {
    /// Different days of qualifying therapy in the window.
    pub(super) in_window: u32,
    /// The same with the days before the window of episodes that reach into it.
    pub(super) straddling: u32,
    /// Whether one episode covers the days of six weekly visits.
    pub(super) six_visits: bool,
}

/// The days when every missing fact is as kind as it can be.
pub(super) fn kindest(unit: &Unit<'_>, episodes: &[Episode]) -> Days {
    let documented = episodes.iter().filter(|episode| episode.documented.can);
    tally(unit, documented.map(|episode| (episode.longest(), episode.programme)), Vec::new())
}

/// The days when every missing fact is as harsh as it can be.
pub(super) fn harshest(unit: &Unit<'_>, episodes: &[Episode]) -> Days {
    harshest_with(unit, episodes.iter(), None)
}

/// The same, with one episode of which something else is known.
fn harshest_with<'e>(
    unit: &Unit<'_>,
    episodes: impl Iterator<Item = &'e Episode>,
    other: Option<(DateRange, bool)>,
) -> Days {
    let mut one_days = Vec::new();
    let mut spans: Vec<(DateRange, bool)> = other.into_iter().collect();
    for episode in episodes.filter(|episode| episode.documented.must) {
        match episode.shortest() {
            Shortest::Days(span) => spans.push((span, episode.programme)),
            Shortest::OneDayOf(span) if !episode.programme => one_days.push(span),
            Shortest::OneDayOf(_) => {}
        }
    }
    tally(unit, spans.into_iter(), one_days)
}

/// The days when one episode was as a reading has it, of as many days as six
/// weekly visits or begun before the window, and all else is as harsh as it can be.
pub(super) fn between(unit: &Unit<'_>, episodes: &[Episode]) -> Vec<Days> {
    let mut found = Vec::new();
    for (index, episode) in episodes.iter().enumerate().filter(|(_, episode)| episode.documented.can) {
        for span in episode.spans_a_reading_may_have(unit) {
            let others = episodes.iter().enumerate().filter(|(other, _)| *other != index);
            let others = others.map(|(_, other)| other);
            found.push(harshest_with(unit, others, Some((span, episode.programme))));
        }
    }
    found
}

fn tally(
    unit: &Unit<'_>,
    episodes: impl Iterator<Item = (DateRange, bool)>,
    one_days: Vec<DateRange>,
) -> Days {
    let (window, limit) = (unit.evidence(), unit.limits.therapy_days);
    let weekly = weekly_visits(limit);
    let mut reaching = Vec::with_capacity(8);
    let mut six_visits = false;
    for (span, programme) in episodes {
        let Some(inside) = span.intersection(window) else { continue };
        let long_enough = !programme || span.days() >= limit;
        if long_enough || weekly.contains(&span.days()) {
            six_visits |= weekly.contains(&inside.days());
        }
        if long_enough {
            reaching.push(span);
        }
    }
    reaching.sort_unstable_by_key(|span| span.first);
    let scattered = fewest_extra_days(window, &reaching, one_days);
    Days {
        in_window: union_days(reaching.iter().filter_map(|span| span.intersection(window))) + scattered,
        straddling: union_days(reaching.iter().copied()) + scattered,
        six_visits,
    }
}

/// The different days in spans sorted by their first day.
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

/// Episodes of which only some one day of a span is certain add as few days as
/// they can: none where the day can lie outside the window or on a counted
/// day, and one for as many as can share it.
fn fewest_extra_days(window: DateRange, counted: &[DateRange], mut one_days: Vec<DateRange>) -> u32 {
    one_days.retain(|span| {
        span.first >= window.first && !counted.iter().any(|days| days.intersection(*span).is_some())
    });
    one_days.sort_unstable_by_key(|span| span.last);
    let mut extra = 0;
    let mut shared: Option<NaiveDate> = None;
    for span in one_days {
        if !shared.is_some_and(|day| span.contains(day)) {
            shared = Some(span.last);
            extra += 1;
        }
    }
    extra
}

impl Episode {
    /// Whether the episode can count and whether it must, for the words of a reason.
    pub(super) fn counts(&self, unit: &Unit<'_>) -> (bool, bool) {
        let long_enough = |days: u32| !self.programme || days >= unit.limits.therapy_days;
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
