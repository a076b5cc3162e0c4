//! An answer said back in words: dates with their weekday and distance.

use chrono::NaiveDate;

use crate::case::{Answer, End, Entry, Onset, OtherBlock, Part, When};
use crate::questions::option_label;

/// A day with its weekday.
pub fn weekday(day: NaiveDate) -> String {
    day.format("%a %Y-%m-%d").to_string()
}

/// How far a day is from today, in words.
pub fn distance(day: NaiveDate, today: NaiveDate) -> String {
    let days = (day - today).num_days();
    let count = |days: i64| match days {
        1 => "1 day".to_owned(),
        days if days < 63 => format!("{days} days"),
        days if days < 730 => format!("{} months", days * 2 / 61),
        days => format!("{} years", days * 4 / 1461),
    };
    match days {
        0 => "today".to_owned(),
        days if days < 0 => format!("{} ago", count(-days)),
        days => format!("in {}", count(days)),
    }
}

/// An answer in words.
pub fn echo(answer: &Answer, today: NaiveDate) -> String {
    let day = |day: &NaiveDate| format!("{}, {}", weekday(*day), distance(*day, today));
    let when = |when: &When| match when {
        When::Day(known) => day(known),
        partial => format!("{partial}, the day is not known"),
    };
    match answer {
        Answer::NotDocumented => "not documented".to_owned(),
        Answer::Text(words) => words.to_string(),
        Answer::Day(known) => day(known),
        Answer::When(known) | Answer::End(End::On(known)) | Answer::Onset(Onset::Since(known)) => when(known),
        Answer::End(End::Ongoing) => "ongoing at receipt".to_owned(),
        Answer::Onset(Onset::Ago(ago)) => format!("{ago} before receipt"),
        Answer::OtherBlock(OtherBlock::On(known)) => day(known),
        Answer::OtherBlock(OtherBlock::None) => "none".to_owned(),
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
pub fn echo_entry(entry: &Entry) -> String {
    let mut words = Vec::new();
    for (part, answer) in &entry.0 {
        let said = match answer {
            Answer::NotDocumented => format!("{} not documented", part.label()),
            Answer::When(when) => when.to_string(),
            Answer::End(end) => format!("to {end}"),
            Answer::Choice(name) if *part == Part::InRecord => in_record(name).to_owned(),
            Answer::Choice(name) if *name == "yes" || *name == "no" => format!("{}: {name}", part.label()),
            Answer::Number(number) if *part == Part::ReliefPercent => format!("{number} percent relief"),
            Answer::Number(number) => format!("{number} months of relief"),
            Answer::Choice(name) => option_label(name),
            other => echo(other, NaiveDate::MIN),
        };
        words.push(said);
    }
    words.join(", ")
}

fn in_record(name: &str) -> &'static str {
    if name == "yes" { "in the record" } else { "not in the record" }
}
