//! No policy item reads the intake: with any and without one, a determination has the
//! same bytes. And it is written and read without loss.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use sij_intake::case::{Case, Intake, Text, Urgency};
use sij_intake::casefile;
use sij_intake::policy::{self, Determination, PolicySettings};
use sij_intake::report;

use super::super::sample_cases::sample_cases;
use super::determine;
use super::strategies::{cases, files, settled, text};

/// Any intake, received on this day.
fn intakes(day: NaiveDate) -> impl Strategy<Value = Intake> {
    let time = (0u32..86_400, select(&[0, 250_000_000][..]));
    let at = (time, -720i32..=840).prop_map(move |((seconds, rest), minutes)| {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, rest).unwrap();
        let offset = FixedOffset::east_opt(minutes * 60).unwrap();
        day.and_time(time).and_local_timezone(offset).unwrap()
    });
    let urgency = option::of(select(&[Urgency::Standard, Urgency::Expedited][..]));
    (option::of(at), urgency, option::of(text()), option::of(text())).prop_map(with)
}

type Values = (Option<DateTime<FixedOffset>>, Option<Urgency>, Option<Text>, Option<Text>);

fn with((received_at, urgency, channel, reference): Values) -> Intake {
    Intake { received_at, urgency, channel, reference }
}

/// A determination in the ways it is printed and recorded.
fn printed(case: &Case, determination: &Determination) -> [String; 4] {
    let name = Text::new("one");
    let today = "2026-11-23".parse().ok();
    [
        report::json(&name, determination),
        report::text(&report::ReportHeader::of(&name, &case.facts), determination),
        report::markdown(&report::ReportHeader::of(&name, &case.facts), determination),
        format!("{:?}", report::recorded(determination, today)),
    ]
}

fn received(case: &Case) -> NaiveDate {
    case.facts.request.received.0.unwrap_or_default()
}

#[test]
fn determination_of_each_sample_is_the_same_with_any_intake() {
    let settings = PolicySettings::default();
    for (name, case) in sample_cases() {
        let at = received(&case).and_hms_opt(14, 5, 0).unwrap().and_utc().fixed_offset();
        let intake =
            with((Some(at), Some(Urgency::Expedited), Some(Text::new("fax")), Some(Text::new("W-1"))));
        let case_with = Case { intake, ..case.clone() };
        let of = |case: &Case| {
            policy::determine(case, &settings).ok().map(|determination| printed(case, &determination))
        };
        assert_eq!(of(&case_with), of(&case), "{name}");
    }
}

proptest! {
    #[test]
    fn determination_is_the_same_with_any_intake(
        (case, intake) in cases().prop_flat_map(|case| {
            let day = received(&case);
            (Just(case), intakes(day))
        }),
        settings in settled(),
    ) {
        let case_with = Case { intake, ..case.0.clone() };
        let of = |case: &Case| printed(case, &determine(case, &settings));
        prop_assert_eq!(of(&case_with), of(&case));
    }

    #[test]
    fn intake_is_read_as_it_was_written(
        (case, intake) in files().prop_flat_map(|case| {
            let day = received(&case);
            (Just(case), intakes(day))
        }),
    ) {
        let case = Case { intake, ..case.0 };
        let written = casefile::write(&case);
        let read = casefile::read(&written, policy::editions());
        prop_assert_eq!(read.as_ref(), Ok(&case), "{}", written);
        prop_assert_eq!(casefile::write(&case), casefile::write(&read.unwrap()));
        let without = Case { intake: Intake::default(), ..case };
        prop_assert!(!casefile::write(&without).contains("[intake]"));
    }
}
