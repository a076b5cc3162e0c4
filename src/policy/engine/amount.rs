//! Amounts such as `12 months`, in figures and in words.

use std::fmt;

/// A number and what it counts: `12 months`, `1 day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// The number.
    pub count: u32,
    /// What is counted, in the plural.
    pub unit: &'static str,
}

const DAYS: &str = "days";
const WEEK: u32 = 7;

/// The numbers that are spelled out in a sentence.
const WORDS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// A number in a sentence: in words up to twelve.
pub(super) fn words(number: u32) -> String {
    let word = usize::try_from(number).ok().and_then(|number| WORDS.get(number));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

impl Amount {
    /// Of two forms of a word, the one that agrees with the number.
    pub fn agreed<'w>(self, one: &'w str, many: &'w str) -> &'w str {
        if self.count == 1 { one } else { many }
    }

    fn singular(self) -> &'static str {
        self.unit.strip_suffix('s').unwrap_or(self.unit)
    }

    fn noun(self) -> &'static str {
        if self.count == 1 { self.singular() } else { self.unit }
    }

    /// The amount in weeks, if it is a whole number of weeks.
    pub(super) fn in_weeks(self) -> Self {
        let whole = self.unit == DAYS && self.count > 0 && self.count.is_multiple_of(WEEK);
        if whole { Self { count: self.count / WEEK, unit: "weeks" } } else { self }
    }

    /// The number in words; days in digits.
    fn number(self) -> String {
        if self.unit == DAYS { self.count.to_string() } else { words(self.count) }
    }

    /// As a length of time in a sentence: `a month`, `six weeks`, `40 days`.
    pub(super) fn in_words(self) -> String {
        match (self.count, self.unit) {
            (1, unit) if unit != DAYS => format!("a {}", self.noun()),
            _ => format!("{} {}", self.number(), self.noun()),
        }
    }

    /// As an adjective: `a six-week`, `an 80-day`.
    pub(super) fn as_adjective(self) -> String {
        let article = match self.count {
            11 | 18 => "an",
            count if count.to_string().starts_with('8') => "an",
            _ => "a",
        };
        format!("{article} {}-{}", self.number(), self.singular())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Faster than `write!` with a format, and every determination has a few of these.
        self.count.fmt(out)?;
        out.write_str(" ")?;
        out.write_str(self.noun())
    }
}
