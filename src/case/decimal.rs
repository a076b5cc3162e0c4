//! Exact decimal numbers: rounding must never turn 74.999 into 75.

use std::fmt;

/// A number with at most six decimals, stored in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

const SCALE: i64 = 1_000_000;
const DECIMALS: usize = Decimal::DECIMALS;
/// Larger numbers are rejected, which also rules out overflow.
const MAX_WHOLE: i64 = 1_000_000_000;

impl Decimal {
    /// The most decimals it has.
    pub const DECIMALS: usize = 6;

    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self(value * SCALE)
    }

    /// The whole part, rounded down.
    pub fn floor(self) -> i64 {
        self.0.div_euclid(SCALE)
    }

    /// The number in millionths.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// Reads plain decimal notation (`80`, `74.5`, with `_` between digits).
    ///
    /// `None` for anything else, for more than six decimals (zeros at the end
    /// aside) and for numbers above one thousand million.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace('_', "");
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(&text)),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let magnitude = Self::parse_magnitude(whole, decimals.trim_end_matches('0'))?;
        Some(Self(if negative { -magnitude } else { magnitude }))
    }

    fn parse_magnitude(whole: &str, decimals: &str) -> Option<i64> {
        // `parse` would accept a sign.
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(decimals) || decimals.len() > DECIMALS {
            return None;
        }
        let whole: i64 = whole.parse().ok().filter(|whole| *whole <= MAX_WHOLE)?;
        let decimals: i64 = format!("{decimals:0<DECIMALS$}").parse().ok()?;
        Some(whole * SCALE + decimals)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, decimals) = (self.0.abs() / SCALE, self.0.abs() % SCALE);
        if decimals == 0 {
            return write!(out, "{sign}{whole}");
        }
        let decimals = format!("{decimals:0DECIMALS$}");
        write!(out, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, MAX_WHOLE};

    #[test]
    fn decimals_are_read_and_printed_exactly() {
        for (text, shown) in
            [("75", "75"), ("74.999999", "74.999999"), ("1_0.50", "10.5"), ("-0.25", "-0.25")]
        {
            assert_eq!(Decimal::parse(text).map(|value| value.to_string()).as_deref(), Some(shown));
        }
        assert!(Decimal::parse("74.999999") < Some(Decimal::whole(75)));
        assert_eq!(Decimal::parse("12.9").map(Decimal::floor), Some(12));
    }

    #[test]
    fn largest_number_is_read_and_no_larger_one() {
        assert_eq!(Decimal::parse(&MAX_WHOLE.to_string()), Some(Decimal::whole(MAX_WHOLE)));
        assert_eq!(Decimal::parse(&(MAX_WHOLE + 1).to_string()), None);
    }

    #[test]
    fn other_notations_are_rejected() {
        for text in [
            "",
            "-",
            "+",
            "++5",
            "-+5",
            "1.+5",
            "1.-5",
            "1a",
            "1.a",
            ".5",
            "nan",
            "inf",
            "7e1",
            "74.9999999",
            "1.2.3",
            "99999999999999999999",
            "8 0",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
