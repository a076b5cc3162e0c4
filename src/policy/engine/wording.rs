//! Templates: sentences of the tables, into which the limits in force are filled.
//!
//! | placeholder | result |
//! |---|---|
//! | `{therapy_days}` | the number: `42` |
//! | `{therapy_days:unit}` | the number and its unit: `42 days`, `1 day` |
//! | `{injections:words}` | the number, in words up to twelve: `four`, `17` |
//! | `{evidence_months:months}` | a length of time: `six months`, `a month`, `17 months` |
//! | `{therapy_days:weeks}` | the same, in weeks where they are whole: `six weeks`, `a week`, `40 days` |
//! | `{therapy_days:adjective}` | the same in front of a noun: `a six-week`, `a 40-day` |
//! | `{therapy_days:visits}` | as many visits as whole weeks: `six weekly visits`; else `weekly visits` |
//! | `{therapy_days:almost}` | the days that fall short by less than a week: `36 to 41 days` |
//! | `{injections:fewer}`, `{injections:more}` | one less or more: `three or fewer`, `five or more` |
//! | `{injections:# is\|# are}` | the words that agree with the number; `#` is the number in words |
//! | `{therapy_days:weeks:is\|are}` | the words that agree with the length of time in weeks |
//!
//! A form with a capital letter begins a sentence: `{spacing_days:Weeks}` is `A week`.

use std::borrow::Cow;
use std::ops::Range;

use super::amount::{Amount, words};
use super::limits::{LimitInfo, Limits};

impl Limits {
    /// Fills these limits into a template; unknown placeholders are kept.
    pub fn fill<'t>(&self, template: &'t str) -> Cow<'t, str> {
        if !template.contains('{') {
            return Cow::Borrowed(template);
        }
        let mut pieces = template.split('{');
        let mut out = String::with_capacity(template.len());
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let filled = piece
                .split_once('}')
                .and_then(|(placeholder, rest)| Some((self.value_of(placeholder)?, rest)));
            match filled {
                Some((value, rest)) => out.extend([value.as_str(), rest]),
                None => out.extend(["{", piece]),
            }
        }
        Cow::Owned(out)
    }

    /// The text for a placeholder; `None` when there is no such limit or form.
    fn value_of(&self, placeholder: &str) -> Option<String> {
        let (name, form) = placeholder.split_once(':').unwrap_or((placeholder, ""));
        let amount = LimitInfo::named(name)?.amount(self);
        if let Some((one, many)) = form.split_once('|') {
            return Some(agreed(amount, one, many));
        }
        let text = in_form(amount, &form.to_ascii_lowercase())?;
        Some(if form.starts_with(|c: char| c.is_ascii_uppercase()) { capitalized(&text) } else { text })
    }
}

fn agreed(amount: Amount, one: &str, many: &str) -> String {
    let (amount, one) = match one.strip_prefix("weeks:") {
        Some(one) => (amount.in_weeks(), one),
        None => (amount, one),
    };
    amount.agreed(one, many).replace('#', &words(amount.count))
}

fn in_form(amount: Amount, form: &str) -> Option<String> {
    Some(match form {
        "" => amount.count.to_string(),
        "unit" => amount.to_string(),
        "words" => words(amount.count),
        "months" => amount.in_words(),
        "weeks" => amount.in_weeks().in_words(),
        "adjective" => amount.in_weeks().as_adjective(),
        "visits" => visits(amount.in_weeks()),
        "almost" => almost(amount),
        "fewer" => fewer(amount.count),
        "more" => format!("{} or more", words(amount.count + 1)),
        _ => return None,
    })
}

/// The numbers of days that weekly visits can span, one in each week of `days`: up to
/// six fewer.
pub(crate) fn weekly_visits(days: u32) -> Range<u32> {
    days.saturating_sub(6)..days
}

fn visits(weeks: Amount) -> String {
    match weeks.unit {
        "weeks" if weeks.count > 1 => format!("{} weekly visits", words(weeks.count)),
        _ => "weekly visits".to_owned(),
    }
}

fn almost(amount: Amount) -> String {
    let days = weekly_visits(amount.count);
    let last = Amount { count: days.end.saturating_sub(1), ..amount };
    match days.start.max(1) {
        first if first < last.count => format!("{first} to {last}"),
        _ if last.count == 0 => format!("no {}", amount.unit),
        _ => last.to_string(),
    }
}

fn fewer(count: u32) -> String {
    match count {
        0 => "fewer than zero".to_owned(),
        1 => "none".to_owned(),
        _ => format!("{} or fewer", words(count - 1)),
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(each: impl Fn(&LimitInfo) -> u32) -> Limits {
        let mut limits = Limits {
            relief_percent: 0,
            therapy_days: 0,
            evidence_months: 0,
            spacing_days: 0,
            therapeutic_months: 0,
            rolling_months: 0,
            repeat_months: 0,
            injections: 0,
            diagnostics: 0,
            chronic_months: 0,
            chronic_days: 0,
        };
        Limits::ALL.iter().for_each(|limit| *limit.value_mut(&mut limits) = each(limit));
        limits
    }

    fn check(template: &str, rows: &[(u32, &str)]) {
        for (value, filled) in rows {
            assert_eq!(limits(|_| *value).fill(template), *filled, "{template} with {value}");
        }
    }

    #[test]
    fn numbers_are_filled_in_as_figures_with_unit_and_in_words() {
        check("{relief_percent} percent", &[(75, "75 percent"), (0, "0 percent")]);
        check("{therapy_days:unit} long", &[(42, "42 days long"), (1, "1 day long"), (0, "0 days long")]);
        check("{rolling_months:unit}", &[(12, "12 months"), (1, "1 month")]);
        check("{injections:words}", &[(4, "four"), (12, "twelve"), (13, "13"), (0, "zero")]);
    }

    #[test]
    fn lengths_of_time_are_in_words_and_in_whole_weeks() {
        check(
            "{therapy_days:weeks}",
            &[
                (42, "six weeks"),
                (91, "13 weeks"),
                (7, "a week"),
                (40, "40 days"),
                (1, "1 day"),
                (0, "0 days"),
            ],
        );
        check(
            "{evidence_months:months}",
            &[(6, "six months"), (17, "17 months"), (1, "a month"), (0, "zero months")],
        );
        check("{spacing_days:Weeks} apart", &[(7, "A week apart"), (10, "10 days apart")]);
    }

    #[test]
    fn adjectives_have_the_right_article() {
        check(
            "{therapy_days:adjective} programme",
            &[
                (42, "a six-week programme"),
                (56, "an eight-week programme"),
                (77, "an eleven-week programme"),
                (126, "an 18-week programme"),
                (7, "a one-week programme"),
                (80, "an 80-day programme"),
                (40, "a 40-day programme"),
                (1, "a 1-day programme"),
            ],
        );
    }

    #[test]
    fn weekly_visits_are_counted_when_the_weeks_are_whole() {
        check(
            "{therapy_days:visits} span {therapy_days:almost}",
            &[
                (42, "six weekly visits span 36 to 41 days"),
                (50, "weekly visits span 44 to 49 days"),
                (7, "weekly visits span 1 to 6 days"),
                (3, "weekly visits span 1 to 2 days"),
                (2, "weekly visits span 1 day"),
                (1, "weekly visits span no days"),
                (0, "weekly visits span no days"),
            ],
        );
        assert_eq!(weekly_visits(42), 36..42);
    }

    #[test]
    fn words_agree_with_the_number() {
        check(
            "{injections:fewer}, {injections:more}, {injections:# was|# were} given",
            &[
                (4, "three or fewer, five or more, four were given"),
                (2, "one or fewer, three or more, two were given"),
                (1, "none, two or more, one was given"),
                (0, "fewer than zero, one or more, zero were given"),
            ],
        );
        check("{chronic_days:weeks:is|are}", &[(84, "are"), (7, "is"), (1, "is"), (8, "are")]);
        check("{chronic_days:is|are}", &[(7, "are"), (1, "is")]);
    }

    #[test]
    fn each_limit_fills_its_own_placeholder() {
        for limit in Limits::ALL {
            let only = limits(|other| if other.name == limit.name { 5 } else { 8 });
            assert_eq!(only.fill(&format!("{{{}}}", limit.name)), "5");
        }
    }

    #[test]
    fn unknown_placeholders_are_kept() {
        for text in [
            "",
            "no number",
            "{side} joint",
            "{therapy_days:hours}",
            "{therapy_weeks}",
            "{ab} {c}",
            "{therapy_days",
        ] {
            assert_eq!(limits(|_| 3).fill(text), text);
        }
        assert!(matches!(limits(|_| 3).fill("no number"), Cow::Borrowed(_)));
    }
}
