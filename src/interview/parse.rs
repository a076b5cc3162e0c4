//! Parsing typed answers: dates in the ways people write them, numbers and codes.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::case::{
    Answer, Decimal, Duration, End, LONGEST_TEXT, NONE, ONGOING, Onset, OtherBlock, PartialDate, Shape, Text,
    YEARS, plausible,
};

/// Why typed text is not an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// Nothing was typed.
    Empty,
    /// Not a date in any form that the question takes.
    Date {
        /// The forms.
        forms: &'static str,
    },
    /// There is no such day.
    NoSuchDay,
    /// A day of a year that no case has.
    Year,
    /// A day is needed where a month or a year was typed.
    DayNeeded,
    /// Not a time in any accepted form.
    Time,
    /// Not a number, or out of range.
    Number {
        /// Smallest.
        min: Decimal,
        /// Largest.
        max: Decimal,
    },
    /// Longer than a text may be.
    TooLong,
    /// The question has options to choose from.
    NotTyped,
}

impl fmt::Display for ParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("type an answer"),
            Self::Date { forms } => write!(out, "not a date: type {forms}"),
            Self::NoSuchDay => out.write_str("there is no such day: check the month and the day"),
            Self::Year => write!(out, "type a year from {} to {}", YEARS.start(), YEARS.end()),
            Self::DayNeeded => out.write_str("the day is needed: type 2026-03-02, 3/2/2026, t or -3"),
            Self::Time => out.write_str("not a time: type 14:05, or 2026-03-02 14:05"),
            Self::Number { min, max } => write!(out, "type a number from {min} to {max}"),
            Self::TooLong => write!(out, "longer than {LONGEST_TEXT} characters: shorten it"),
            Self::NotTyped => out.write_str("choose one of the options"),
        }
    }
}

/// Parses an answer of the given shape.
///
/// # Errors
/// When the text is not an answer of that shape.
pub fn parse_answer(shape: Shape, typed: &str, today: NaiveDate) -> Result<Answer, ParseError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(ParseError::Empty);
    }
    if typed.chars().count() > LONGEST_TEXT {
        return Err(ParseError::TooLong);
    }
    let lower = typed.to_ascii_lowercase();
    match shape {
        Shape::Text => Ok(Answer::Text(Text::new(typed))),
        Shape::Day => parse_day(&lower, today).map(Answer::Day),
        Shape::PartialDate => parse_partial_date(&lower, today).map(Answer::PartialDate),
        Shape::DateOrOngoing if lower == ONGOING || lower == "g" => Ok(Answer::DateOrOngoing(End::Ongoing)),
        Shape::DateOrOngoing => {
            let end = parse_partial_date(&lower, today).map(|when| Answer::DateOrOngoing(End::On(when)));
            end.map_err(|error| error.naming(END_FORMS))
        }
        Shape::DateOrAgo => parse_onset(&lower, today).map(Answer::DateOrAgo),
        Shape::DayOrNone if lower == NONE => Ok(Answer::DayOrNone(OtherBlock::None)),
        Shape::DayOrNone => parse_day(&lower, today).map(|day| Answer::DayOrNone(OtherBlock::On(day))),
        Shape::Number { min, max } => {
            let number = Decimal::parse(lower.trim_end_matches('%').trim());
            let fits = number.filter(|number| (min..=max).contains(number));
            fits.map(Answer::Number).ok_or(ParseError::Number { min, max })
        }
        Shape::Codes if lower == NONE => Ok(Answer::Codes(Vec::new())),
        Shape::Codes => Ok(Answer::Codes(codes(typed))),
        Shape::Choice(_) | Shape::Choices(_) | Shape::Entries(_) => Err(ParseError::NotTyped),
    }
}

const NOT_A_DAY: ParseError = ParseError::Date { forms: DAY_FORMS };
/// The forms of a day, of a past date, and of the end of a therapy.
const DAY_FORMS: &str = "2026-03-02, 3/2/2026, t for today, -3 or 8 months ago";
const DATE_FORMS: &str = "2026-03-02, 3/2/2026, 2025-12, 2025, t for today, -3 or 8 months ago";
const END_FORMS: &str = "2026-03-02, 3/2/2026, 2025-12, 2025, or g for going on";

impl ParseError {
    /// The same error, naming these forms of a date.
    fn naming(self, forms: &'static str) -> Self {
        match self {
            Self::Date { .. } => Self::Date { forms },
            other => other,
        }
    }
}

fn codes(typed: &str) -> Vec<Text> {
    let pieces = typed.split(|letter: char| letter == ',' || letter == ';' || letter.is_whitespace());
    pieces.filter(|piece| !piece.is_empty()).map(|piece| Text::new(piece.to_uppercase())).collect()
}

fn parse_onset(typed: &str, today: NaiveDate) -> Result<Onset, ParseError> {
    let duration = typed.strip_suffix("ago").map_or(typed, str::trim_end);
    match Duration::parse(duration) {
        Some(ago) => Ok(Onset::Ago(ago)),
        None => parse_partial_date(typed, today).map(Onset::Since),
    }
}

/// Parses a day, or a month or year where no more is known.
fn parse_partial_date(typed: &str, today: NaiveDate) -> Result<PartialDate, ParseError> {
    match PartialDate::parse_partial(typed) {
        Some(when) if plausible(when.span().first) => Ok(when),
        Some(_) => Err(ParseError::Year),
        None => parse_day(typed, today).map(PartialDate::Day).map_err(|error| error.naming(DATE_FORMS)),
    }
}

/// Parses a day: `2026-03-02`, `3/2/2026`, `t`, `-7`, `8 months ago`.
///
/// # Errors
/// When the text is not a date, the day does not exist, or it is only a month or a year.
pub fn parse_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, ParseError> {
    let typed = typed.trim();
    let day = match typed {
        "t" | "today" => today,
        "y" | "yesterday" => crate::case::days_before(today, 1),
        _ => parse_other_day(typed, today)?,
    };
    if plausible(day) { Ok(day) } else { Err(ParseError::Year) }
}

fn parse_other_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, ParseError> {
    if let Some(days) = typed.strip_prefix('-').and_then(|days| days.parse::<u32>().ok()) {
        return Ok(crate::case::days_before(today, days));
    }
    if let Some(days) = typed.strip_prefix('+').and_then(|days| days.parse::<u32>().ok()) {
        return Ok(crate::case::days_after(today, days));
    }
    if let Some(ago) = typed.strip_suffix("ago").and_then(Duration::parse) {
        return Ok(ago.before(today));
    }
    if PartialDate::parse_partial(typed).is_some() {
        return Err(ParseError::DayNeeded);
    }
    let pieces = |separator: char| typed.split(separator).collect::<Vec<_>>();
    let (year, month, day) = match (pieces('-').as_slice(), pieces('/').as_slice()) {
        ([year, month, day], _) | (_, [month, day, year]) => (*year, number(month)?, number(day)?),
        _ => return Err(NOT_A_DAY),
    };
    let year = if year.len() == 2 { full_year(number(year)?, today) } else { number(year)? };
    let year = i32::try_from(year).map_err(|_| ParseError::NoSuchDay)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(ParseError::NoSuchDay)
}

fn number(digits: &str) -> Result<u32, ParseError> {
    digits.parse().map_err(|_| NOT_A_DAY)
}

/// A year written with two digits is at most this far ahead: records are about the
/// past, and services are planned soon.
const YEARS_AHEAD: u32 = 5;

/// The full year for two digits.
fn full_year(year: u32, today: NaiveDate) -> u32 {
    let this_year = today.year().unsigned_abs();
    let in_this_century = this_year - this_year % 100 + year;
    if in_this_century > this_year + YEARS_AHEAD { in_this_century - 100 } else { in_this_century }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_read_in_the_ways_people_write_them() {
        let today = day("2026-03-02");
        for (typed, read) in [
            ("2026-03-02", "2026-03-02"),
            ("3/2/2026", "2026-03-02"),
            ("03/02/26", "2026-03-02"),
            ("4/2/68", "1968-04-02"),
            ("4/2/45", "1945-04-02"),
            ("4/2/32", "1932-04-02"),
            ("4/2/31", "2031-04-02"),
            ("4/2/00", "2000-04-02"),
            ("t", "2026-03-02"),
            ("today", "2026-03-02"),
            (" y ", "2026-03-01"),
            ("yesterday", "2026-03-01"),
            ("-7", "2026-02-23"),
            ("+7", "2026-03-09"),
            ("8 months ago", "2025-07-02"),
        ] {
            assert_eq!(parse_day(typed, today), Ok(day(read)), "{typed}");
        }
        for (typed, error) in [
            ("2026-02-30", ParseError::NoSuchDay),
            ("2/30/2026", ParseError::NoSuchDay),
            ("2025-12", ParseError::DayNeeded),
            ("0001-01-01", ParseError::Year),
            ("1800-01-01", ParseError::Year),
            ("soon", NOT_A_DAY),
            ("1/2/3/4", NOT_A_DAY),
            ("-", NOT_A_DAY),
        ] {
            assert_eq!(parse_day(typed, today), Err(error), "{typed}");
        }
    }

    #[test]
    fn numbers_are_read_within_their_range_and_codes_with_any_separator() {
        let today = day("2026-03-02");
        let percent = Shape::Number { min: Decimal::whole(0), max: Decimal::whole(100) };
        for typed in ["0", "100", "74.5%", "80 %", "100.000"] {
            assert!(matches!(parse_answer(percent, typed, today), Ok(Answer::Number(_))), "{typed}");
        }
        for typed in ["-1", "100.1", "%", "eighty", "1/2"] {
            assert!(matches!(parse_answer(percent, typed, today), Err(ParseError::Number { .. })), "{typed}");
        }
        let codes = ["27096-LT", "64451", "M53.3"].map(Text::new).to_vec();
        for typed in ["27096-lt 64451 m53.3", "27096-LT,64451;;M53.3", " 27096-lt,\t64451 , m53.3;"] {
            assert_eq!(parse_answer(Shape::Codes, typed, today), Ok(Answer::Codes(codes.clone())), "{typed}");
        }
        assert_eq!(parse_answer(Shape::Codes, "None", today), Ok(Answer::Codes(Vec::new())));
    }

    #[test]
    fn typed_text_is_an_answer_of_the_shape_or_rejected() {
        let today = day("2026-03-02");
        let text = |length: usize| parse_answer(Shape::Text, &"x".repeat(length), today);
        assert_eq!(text(LONGEST_TEXT), Ok(Answer::Text(Text::new("x".repeat(LONGEST_TEXT)))));
        assert_eq!(text(LONGEST_TEXT + 1), Err(ParseError::TooLong));
        assert_eq!(parse_answer(Shape::Text, "  ", today), Err(ParseError::Empty));
        assert_eq!(parse_answer(Shape::Choice(&["yes"]), "yes", today), Err(ParseError::NotTyped));
        for typed in ["g", "Ongoing"] {
            assert_eq!(
                parse_answer(Shape::DateOrOngoing, typed, today),
                Ok(Answer::DateOrOngoing(End::Ongoing)),
                "{typed}"
            );
        }
        let block = |typed| parse_answer(Shape::DayOrNone, typed, today);
        assert_eq!(block("none"), Ok(Answer::DayOrNone(OtherBlock::None)));
        assert_eq!(block("t"), Ok(Answer::DayOrNone(OtherBlock::On(today))));
        assert_eq!(block("ongoing"), Err(NOT_A_DAY));
        for (shape, forms) in [
            (Shape::Day, DAY_FORMS),
            (Shape::PartialDate, DATE_FORMS),
            (Shape::DateOrAgo, DATE_FORMS),
            (Shape::DateOrOngoing, END_FORMS),
        ] {
            assert_eq!(parse_answer(shape, "soon", today), Err(ParseError::Date { forms }));
        }
    }

    #[test]
    fn each_error_says_what_to_type() {
        let (min, max) = (Decimal::whole(0), Decimal::whole(100));
        for (error, words) in [
            (ParseError::Empty, "type an answer"),
            (NOT_A_DAY, "not a date: type 2026-03-02"),
            (ParseError::NoSuchDay, "there is no such day: check the month and the day"),
            (ParseError::Year, "type a year from 1900 to 2199"),
            (ParseError::DayNeeded, "the day is needed: type 2026-03-02"),
            (ParseError::Number { min, max }, "type a number from 0 to 100"),
            (ParseError::TooLong, "longer than 4000 characters: shorten it"),
            (ParseError::NotTyped, "choose one of the options"),
        ] {
            assert!(error.to_string().starts_with(words), "{error}");
        }
    }

    #[test]
    fn partial_dates_and_durations_are_read() {
        let today = day("2026-03-02");
        let shown = |shape, typed| {
            parse_answer(shape, typed, today).map(|answer| match answer {
                Answer::DateOrAgo(onset) => onset.to_string(),
                Answer::PartialDate(when) => when.to_string(),
                Answer::DateOrOngoing(end) => end.to_string(),
                other => format!("{other:?}"),
            })
        };
        assert_eq!(shown(Shape::DateOrAgo, "8 Months ago"), Ok("8 months".to_owned()));
        assert_eq!(shown(Shape::DateOrAgo, "13 weeks"), Ok("13 weeks".to_owned()));
        assert_eq!(shown(Shape::DateOrAgo, "2025-12"), Ok("2025-12".to_owned()));
        assert_eq!(shown(Shape::PartialDate, "2025"), Ok("2025".to_owned()));
        assert_eq!(shown(Shape::DateOrOngoing, "ongoing"), Ok("ongoing".to_owned()));
        assert_eq!(shown(Shape::DateOrOngoing, "2025-12"), Ok("2025-12".to_owned()));
        for typed in ["0025", "1800", "1800-01", "2200-01"] {
            assert_eq!(shown(Shape::PartialDate, typed), Err(ParseError::Year), "{typed}");
        }
    }
}
