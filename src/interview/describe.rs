//! Answers in words: dates with their weekday and their distance from today.

use chrono::NaiveDate;

use crate::case::{Answer, Choice, End, Entry, Intake, IntakeField, Onset, OtherBlock, Part, PartialDate};
use crate::questions::option_label;

/// A day with its weekday.
pub fn weekday(day: NaiveDate) -> String {
    day.format("%a %Y-%m-%d").to_string()
}

/// A value of the intake in words; `None` while there is none.
pub fn describe_intake(intake: &Intake, field: IntakeField) -> Option<String> {
    match field {
        IntakeField::ReceivedAt => {
            intake.received_at.map(|at| at.format("%a %Y-%m-%d %H:%M %:z").to_string())
        }
        IntakeField::Urgency => intake.urgency.map(|urgency| urgency.name().to_owned()),
        IntakeField::Channel => intake.channel.as_ref().map(ToString::to_string),
        IntakeField::Reference => intake.reference.as_ref().map(ToString::to_string),
    }
}

/// How far a day is from today, in words.
pub fn distance(day: NaiveDate, today: NaiveDate) -> String {
    let days = (day - today).num_days();
    let count = match days.unsigned_abs() {
        1 => "1 day".to_owned(),
        days @ ..=62 => format!("{days} days"),
        // Months of 30.5 days, and years of 365.25.
        days @ ..=730 => format!("{} months", days * 2 / 61),
        days => format!("{} years", days * 4 / 1461),
    };
    match days {
        0 => "today".to_owned(),
        1.. => format!("in {count}"),
        _ => format!("{count} ago"),
    }
}

/// An answer in words.
pub fn describe(answer: &Answer, today: NaiveDate) -> String {
    let day = |day: &NaiveDate| format!("{}, {}", weekday(*day), distance(*day, today));
    let when = |when: &PartialDate| match when {
        PartialDate::Day(known) => day(known),
        partial => format!("{partial}, the day is not known"),
    };
    match answer {
        Answer::NotDocumented => "not documented".to_owned(),
        Answer::Text(words) => words.to_string(),
        Answer::Day(known) => day(known),
        Answer::PartialDate(known)
        | Answer::DateOrOngoing(End::On(known))
        | Answer::DateOrAgo(Onset::Since(known)) => when(known),
        Answer::DateOrOngoing(End::Ongoing) => "ongoing at receipt".to_owned(),
        Answer::DateOrAgo(Onset::Ago(ago)) => format!("{ago} before receipt"),
        Answer::DayOrNone(OtherBlock::On(known)) => day(known),
        Answer::DayOrNone(OtherBlock::None) => "none".to_owned(),
        Answer::Choice(name) => option_label(name),
        Answer::Choices(names) if names.is_empty() => "none".to_owned(),
        Answer::Choices(names) => names.iter().map(|name| option_label(name)).collect::<Vec<_>>().join(", "),
        Answer::Number(number) => number.to_string(),
        Answer::Codes(codes) if codes.is_empty() => "none".to_owned(),
        Answer::Codes(codes) => codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        Answer::Entries(entries) => match entries.len() {
            0 => "none".to_owned(),
            1 => "1 entry".to_owned(),
            many => format!("{many} entries"),
        },
    }
}

/// One record of a list, on one line.
pub fn describe_entry(entry: &Entry) -> String {
    let mut words = Vec::new();
    for (part, answer) in &entry.0 {
        let description = match answer {
            Answer::NotDocumented => format!("{} not documented", part.label()),
            Answer::PartialDate(when) => when.to_string(),
            Answer::DateOrOngoing(end) => format!("to {end}"),
            Answer::Choice(name) if *part == Part::InRecord => in_record(name).to_owned(),
            Answer::Choice(name) if *name == "yes" || *name == "no" => format!("{}: {name}", part.label()),
            Answer::Number(number) if *part == Part::ReliefPercent => format!("{number} percent relief"),
            Answer::Number(number) => format!("{number} months of relief"),
            other => describe(other, NaiveDate::MIN),
        };
        words.push(description);
    }
    words.join(", ")
}

/// The labels of parts, if there are any.
pub fn describe_parts(parts: &[Part]) -> Option<String> {
    let names: Vec<&str> = parts.iter().map(|part| part.label()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn in_record(name: &str) -> &'static str {
    if name == "yes" { "in the record" } else { "not in the record" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Decimal, Duration, Text};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn day_is_described_with_its_weekday_and_distance() {
        let today = day("2026-03-02");
        for (days, words) in [
            (0, "today"),
            (1, "in 1 day"),
            (-1, "1 day ago"),
            (-2, "2 days ago"),
            (62, "in 62 days"),
            (-63, "2 months ago"),
            (92, "in 3 months"),
            (-730, "23 months ago"),
            (-731, "2 years ago"),
            (-1461, "4 years ago"),
        ] {
            assert_eq!(distance(today + chrono::TimeDelta::days(days), today), words, "{days}");
        }
        assert_eq!(describe(&Answer::Day(day("2026-03-01")), today), "Sun 2026-03-01, 1 day ago");
    }

    #[test]
    fn answers_are_described_in_words() {
        let today = day("2026-03-02");
        let codes = |codes: &[&str]| Answer::Codes(codes.iter().map(|code| Text::new(*code)).collect());
        let entries = |count: usize| Answer::Entries(vec![Entry::default(); count]);
        let month = PartialDate::parse_partial("2025-12").unwrap();
        for (answer, words) in [
            (Answer::NotDocumented, "not documented"),
            (Answer::Text(Text::new("Pat\u{7}")), "Pat<U+0007>"),
            (Answer::PartialDate(month), "2025-12, the day is not known"),
            (Answer::DateOrOngoing(End::On(month)), "2025-12, the day is not known"),
            (Answer::DateOrOngoing(End::Ongoing), "ongoing at receipt"),
            (Answer::DateOrAgo(Onset::Since(PartialDate::Day(today))), "Mon 2026-03-02, today"),
            (Answer::DateOrAgo(Onset::Ago(Duration::parse("8 months").unwrap())), "8 months before receipt"),
            (Answer::DayOrNone(OtherBlock::On(today)), "Mon 2026-03-02, today"),
            (Answer::DayOrNone(OtherBlock::None), "none"),
            (Answer::Choice("low-back"), "low back"),
            (Answer::Choices(Vec::new()), "none"),
            (Answer::Choices(vec!["low-back", "leg"]), "low back, leg"),
            (Answer::Number(Decimal::parse("74.5").unwrap()), "74.5"),
            (codes(&[]), "none"),
            (codes(&["27096", "64451"]), "27096 64451"),
            (entries(0), "none"),
            (entries(1), "1 entry"),
            (entries(2), "2 entries"),
        ] {
            assert_eq!(describe(&answer, today), words);
        }
    }

    #[test]
    fn entry_is_described_on_one_line() {
        let number = |text: &str| Some(Answer::Number(Decimal::parse(text).unwrap()));
        let given = Entry::default()
            .with(Part::Date, Some(Answer::PartialDate(PartialDate::Day(day("2025-12-10")))))
            .with(Part::Purpose, Some(Answer::Choice("diagnostic")))
            .with(Part::ReliefPercent, number("80"))
            .with(Part::FunctionalImprovement, Some(Answer::NotDocumented));
        assert_eq!(
            describe_entry(&given),
            "2025-12-10, diagnostic, 80 percent relief, functional improvement not documented"
        );
        let ablated = Entry::default().with(Part::ReliefMonths, number("14"));
        assert_eq!(describe_entry(&ablated), "14 months of relief");
        let therapy = Entry::default()
            .with(Part::Kind, Some(Answer::Choice("home-exercise")))
            .with(Part::End, Some(Answer::DateOrOngoing(End::Ongoing)))
            .with(Part::InRecord, Some(Answer::Choice("yes")))
            .with(Part::Supervised, Some(Answer::Choice("no")))
            .with(Part::Plan, Some(Answer::Choice("yes")));
        assert_eq!(
            describe_entry(&therapy),
            "home exercise, to ongoing, in the record, supervision by a physician: no, exercise plan or prescription: yes"
        );
        let unrecorded = Entry::default().with(Part::InRecord, Some(Answer::Choice("no")));
        assert_eq!(describe_entry(&unrecorded), "not in the record");
    }

    #[test]
    fn parts_are_named_where_there_are_any() {
        let parts = [Part::Purpose, Part::ReliefPercent];
        assert_eq!(describe_parts(&parts).as_deref(), Some("purpose, pain relief in percent"));
        assert_eq!(describe_parts(&[]), None);
    }
}
