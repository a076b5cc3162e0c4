//! One value of a response: the option, day, number or text it is, or what is wrong
//! with it and what to write. No complaint quotes the value.

use chrono::NaiveDate;

use crate::case::{
    Decimal, Duration, LONGEST_COUNT, LONGEST_TEXT, NOT_DOCUMENTED, PartialDate, Text, YEARS, plausible,
};

use super::super::form_item::Meaning;
use super::super::names::{TIME_UNITS, UCUM};
use super::super::options::ASKED_UNKNOWN;
use super::json::{Answer, Coding, Quantity, Raw, ValueType, part, string};
use super::plan::Known;

/// What is wrong with a value, and what to do.
pub(super) type Problem = String;

/// What an option means to one that reads an answer of this item.
pub(super) fn meaning(known: &Known, required: bool, answer: &Answer<'_>) -> Result<Meaning, Problem> {
    let wanted = || format!("valueCoding, one of {}", known.options());
    let raw = value(answer, ValueType::Coding, wanted)?;
    let coding: Coding<'_> = part(raw).ok_or_else(|| format!("this is no coding: write {}", wanted()))?;
    let Some(code) = coding.code.and_then(string) else {
        return Err(format!("the code is missing: write {}", wanted()));
    };
    let system = coding.system.and_then(string);
    if coding.system.is_some() && system.is_none() {
        return Err(format!("the system is no text: write {}", wanted()));
    }
    known.meaning(system.as_deref(), &code).ok_or_else(|| {
        if required && code == ASKED_UNKNOWN {
            format!("this is needed and can't be not documented: write {}", wanted())
        } else if known.has_code(&code) {
            format!("this code is of another system: write {}", wanted())
        } else {
            format!("this is no option of this item: write {}", wanted())
        }
    })
}

/// The text of an answer: not the word that says that there is none.
pub(super) fn text(answer: &Answer<'_>) -> Result<Text, Problem> {
    let text = note(answer)?;
    if text.raw() == NOT_DOCUMENTED {
        return Err(format!(
            "this can't be the word {NOT_DOCUMENTED}: choose that it is not known, or give a text"
        ));
    }
    Ok(text)
}

/// The text of a value that is not blank and not too long.
pub(super) fn note(answer: &Answer<'_>) -> Result<Text, Problem> {
    let raw = value(answer, ValueType::String, || ValueType::String.name().to_owned())?;
    let text = string(raw).ok_or("this is no text: write valueString")?;
    match text.chars().count() {
        length if length > LONGEST_TEXT => Err(format!("longer than {LONGEST_TEXT} characters: shorten it")),
        _ if text.trim().is_empty() => Err("this is empty: write a text, or leave the answer out".to_owned()),
        _ => Ok(Text::new(text)),
    }
}

const DAY: &str = "valueDate, a day such as 2026-03-02";
const DATE: &str = "valueDate, a day such as 2026-03-02, or 2026-03 or 2026 where no more is known";
const MONTH_OR_YEAR: &str = "valueString, a month or a year such as 2026-03 or 2026";

/// A whole day.
pub(super) fn day(answer: &Answer<'_>) -> Result<NaiveDate, Problem> {
    match date_of(answer, DAY)? {
        PartialDate::Day(day) => Ok(day),
        _ => Err(format!("the whole day is needed: write {DAY}")),
    }
}

/// A date known to the day, the month or the year.
pub(super) fn date(answer: &Answer<'_>) -> Result<PartialDate, Problem> {
    date_of(answer, DATE)
}

/// A month or a year, as text.
pub(super) fn month_or_year(answer: &Answer<'_>) -> Result<PartialDate, Problem> {
    let raw = value(answer, ValueType::String, || MONTH_OR_YEAR.to_owned())?;
    let text = string(raw).ok_or_else(|| format!("this is no text: write {MONTH_OR_YEAR}"))?;
    let when = PartialDate::parse_partial(&text).ok_or_else(|| format!("write {MONTH_OR_YEAR}"))?;
    in_range(when)
}

fn date_of(answer: &Answer<'_>, wanted: &str) -> Result<PartialDate, Problem> {
    let raw = value(answer, ValueType::Date, || wanted.to_owned())?;
    let text = string(raw).ok_or_else(|| format!("this is no date: write {wanted}"))?;
    if text.contains('T') {
        return Err(format!("this has a time: write {wanted}"));
    }
    let when = match text.len() {
        WHOLE_DAY => whole_day(&text).ok_or("there is no such day: correct it")?,
        _ => PartialDate::parse_partial(&text).ok_or_else(|| format!("this is no date: write {wanted}"))?,
    };
    in_range(when)
}

/// The length of a day such as 2026-03-02.
const WHOLE_DAY: usize = 10;

fn whole_day(text: &str) -> Option<PartialDate> {
    let (month, day) = (text.get(..7)?, text.get(8..)?);
    let digits = day.bytes().all(|byte| byte.is_ascii_digit()) && text.as_bytes().get(7) == Some(&b'-');
    let PartialDate::Month(_) = PartialDate::parse_partial(month)? else { return None };
    let day = if digits { text.parse().ok()? } else { return None };
    Some(PartialDate::Day(day))
}

/// The day that a date or a time begins with, if it has one.
pub(super) fn day_of_moment(text: &str) -> Option<NaiveDate> {
    match whole_day(text.get(..WHOLE_DAY)?)? {
        PartialDate::Day(day) if plausible(day) => Some(day),
        _ => None,
    }
}

fn in_range(when: PartialDate) -> Result<PartialDate, Problem> {
    if plausible(when.span().first) {
        return Ok(when);
    }
    Err(format!("the year is not between {} and {}: correct it", YEARS.start(), YEARS.end()))
}

/// How long ago.
pub(super) fn ago(answer: &Answer<'_>) -> Result<Duration, Problem> {
    let wanted = || {
        let codes = TIME_UNITS.map(|(code, _)| code).join(", ");
        format!("valueQuantity, a whole number to {LONGEST_COUNT} with one of the codes {codes} of {UCUM}")
    };
    let raw = value(answer, ValueType::Quantity, wanted)?;
    let quantity: Quantity<'_> =
        part(raw).ok_or_else(|| format!("this is no quantity: write {}", wanted()))?;
    if quantity.comparator.is_some() {
        return Err(format!("a comparator leaves the time open: write {}", wanted()));
    }
    duration(&quantity).ok_or_else(|| format!("write {}", wanted()))
}

fn duration(quantity: &Quantity<'_>) -> Option<Duration> {
    if quantity.system.is_some_and(|system| string(system).as_deref() != Some(UCUM)) {
        return None;
    }
    let code = string(quantity.code?)?;
    let (_, unit) = TIME_UNITS.iter().find(|(known, _)| *known == code)?;
    let count = Decimal::parse(quantity.value?.get())?;
    (count == Decimal::whole(count.floor())).then(|| Duration::parse(&format!("{count} {unit}")))?
}

/// A number in a range, by its digits.
pub(super) fn number(min: Decimal, max: Decimal, answer: &Answer<'_>) -> Result<Decimal, Problem> {
    let wanted =
        || format!("valueDecimal, a number from {min} to {max} in plain digits, with at most six decimals");
    let raw = value(answer, ValueType::Decimal, wanted)?;
    let number = Decimal::parse(raw.get()).filter(|number| min <= *number && *number <= max);
    number.ok_or_else(|| format!("write {}", wanted()))
}

/// The value of an answer, which has to be of this type.
fn value<'t>(
    answer: &Answer<'t>,
    wanted_type: ValueType,
    wanted: impl Fn() -> String,
) -> Result<Raw<'t>, Problem> {
    match answer.value {
        Some((found, raw)) if found == wanted_type => Ok(raw),
        Some((found, _)) => Err(format!("this is {}: write {}", found.name(), wanted())),
        None => Err(format!("an answer has one value: write {}", wanted())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_has_its_ten_characters_each_in_its_place() {
        assert_eq!(whole_day("2026-03-02"), "2026-03-02".parse().ok().map(PartialDate::Day));
        for other in ["2026-03/02", "2026-03-+2", "2026-03- 2", "2026-03-32", "2026-3-002", "2026-03-0\u{e9}"]
        {
            assert_eq!(whole_day(other), None, "{other}");
        }
    }
}
