//! Parsing a typed time of day, alone or with its day and its offset from UTC.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::parse::{ParseError, parse_day};

/// A time of day as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedTime {
    /// The day, where it was typed too.
    pub day: Option<NaiveDate>,
    /// The time of day.
    pub time: NaiveTime,
    /// The offset from UTC, where it was typed too.
    pub offset: Option<FixedOffset>,
}

/// Parses a time: `14:05`, `2:05 pm`, `2026-03-02 14:05`, `2026-03-02T14:05:00-05:00`.
///
/// # Errors
/// When the text is not a time, or the day before it is none.
pub fn parse_time(typed: &str, today: NaiveDate) -> Result<TypedTime, ParseError> {
    let typed = typed.trim().to_ascii_lowercase();
    if typed.is_empty() {
        return Err(ParseError::Empty);
    }
    let typed =
        DateTime::parse_from_rfc3339(&typed).map_or(typed, |at| at.format("%F %T%.f %:z").to_string());
    let mut words: Vec<&str> = typed.split_whitespace().collect();
    let offset = words.last().and_then(|word| offset(word));
    words.truncate(words.len() - usize::from(offset.is_some()));
    let (time, is_half_apart) = last_time(&words).ok_or(ParseError::Time)?;
    words.truncate(words.len() - 1 - usize::from(is_half_apart));
    let day = if words.is_empty() { None } else { Some(parse_day(&words.join(" "), today)?) };
    Ok(TypedTime { day, time, offset })
}

fn offset(word: &str) -> Option<FixedOffset> {
    let is_offset = word.starts_with(['+', '-']) && word.contains(':');
    is_offset.then(|| word.parse().ok()).flatten()
}

/// The time that the last word is, and whether its `am` or `pm` is a word of its own.
fn last_time(words: &[&str]) -> Option<(NaiveTime, bool)> {
    match words {
        [.., time, half @ ("am" | "pm")] => Some((time_of(&format!("{time}{half}"))?, true)),
        [.., time] => Some((time_of(time)?, false)),
        [] => None,
    }
}

fn time_of(word: &str) -> Option<NaiveTime> {
    let read = |format: &&str| NaiveTime::parse_from_str(word, format).ok();
    let time = ["%H:%M", "%H:%M:%S%.f", "%I:%M%p"].iter().find_map(read)?;
    // A leap second has no place in a case file.
    (chrono::Timelike::nanosecond(&time) < 1_000_000_000).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<String, ParseError> {
        let TypedTime { day, time, offset } = parse_time(typed, "2026-03-04".parse().unwrap())?;
        let day = day.map(|day| format!("{day} ")).unwrap_or_default();
        Ok(format!("{day}{time}{}", offset.map(|offset| format!(" {offset}")).unwrap_or_default()))
    }

    #[test]
    fn times_are_read_in_the_ways_people_write_them() {
        for (typed, read) in [
            ("14:05", "14:05:00"),
            (" 0:00 ", "00:00:00"),
            ("14:05:30", "14:05:30"),
            ("2:05pm", "14:05:00"),
            ("2:05 PM", "14:05:00"),
            ("12:00 am", "00:00:00"),
            ("2026-03-02 14:05", "2026-03-02 14:05:00"),
            ("3/2/2026 2:05 pm", "2026-03-02 14:05:00"),
            ("t 14:05", "2026-03-04 14:05:00"),
            ("-2 14:05", "2026-03-02 14:05:00"),
            ("14:05 -05:00", "14:05:00 -05:00"),
            ("2026-03-02 14:05 -05:00", "2026-03-02 14:05:00 -05:00"),
            ("2026-03-02T14:05:00-05:00", "2026-03-02 14:05:00 -05:00"),
            ("2026-03-02T14:05:00.25Z", "2026-03-02 14:05:00.250 +00:00"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(read), "{typed}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for typed in [
            "14",
            "1405",
            "noon",
            "24:00",
            "14:60",
            "13:05 pm",
            "2026-03-02",
            "14:05:60",
            "-05:00",
            "14:05 -0500",
            "pm",
        ] {
            assert_eq!(parse(typed), Err(ParseError::Time), "{typed}");
        }
        assert_eq!(parse(" "), Err(ParseError::Empty));
        assert_eq!(parse("2026-02-30 14:05"), Err(ParseError::NoSuchDay));
        assert!(matches!(parse("spring 14:05"), Err(ParseError::Date { .. })));
        assert_eq!(parse("1826-03-02 14:05"), Err(ParseError::Year));
    }
}
