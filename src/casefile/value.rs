//! Converting one TOML value into an answer of the shape a fact takes.

use chrono::{DateTime, FixedOffset, NaiveDate};
use toml::Spanned;
use toml::de::{DeString, DeValue};
use toml::value::Offset;

use crate::case::{
    Answer, Choice, Decimal, Duration, End, LONGEST_TEXT, MOST_ENTRIES, NONE, NOT_DOCUMENTED, ONGOING, Onset,
    OtherBlock, PartialDate, Shape, Text, Urgency, YEARS, plausible,
};

use super::complaint::nearest;

/// What is wrong with a value, and what to do.
pub(super) type Problem = String;

/// The answer of a value; lists of records are read elsewhere.
pub(super) fn answer(shape: Shape, required: bool, value: &DeValue<'_>) -> Result<Answer, Problem> {
    match value {
        DeValue::String(word) if word == NOT_DOCUMENTED => {
            if required {
                Err(format!(
                    "this is needed and can't be {NOT_DOCUMENTED}: give a value, or leave the key out"
                ))
            } else {
                Ok(Answer::NotDocumented)
            }
        }
        _ => known_answer(shape, value).map_err(|problem| match type_fits(shape, value) {
            false if !required => format!("{problem}, or \"{NOT_DOCUMENTED}\" where the record does not say"),
            _ => problem,
        }),
    }
}

/// Whether the TOML type is one this shape is written with, whatever the value.
fn type_fits(shape: Shape, value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(_) => {
            !matches!(shape, Shape::Day | Shape::Number { .. } | Shape::Choices(_) | Shape::Codes)
        }
        DeValue::Datetime(_) => {
            matches!(
                shape,
                Shape::Day | Shape::PartialDate | Shape::DateOrOngoing | Shape::DateOrAgo | Shape::DayOrNone
            )
        }
        DeValue::Integer(_) | DeValue::Float(_) => matches!(shape, Shape::Number { .. }),
        DeValue::Array(_) => matches!(shape, Shape::Choices(_) | Shape::Codes),
        DeValue::Boolean(_) | DeValue::Table(_) => false,
    }
}

fn known_answer(shape: Shape, value: &DeValue<'_>) -> Result<Answer, Problem> {
    match shape {
        Shape::Text => text(value).map(Answer::Text),
        Shape::Day => day(value).map(Answer::Day),
        Shape::PartialDate => partial_date(value).map(Answer::PartialDate),
        Shape::DateOrOngoing => end(value).map(Answer::DateOrOngoing),
        Shape::DateOrAgo => onset(value).map(Answer::DateOrAgo),
        Shape::DayOrNone => other_block(value).map(Answer::DayOrNone),
        Shape::Choice(names) => choice(names, value).map(Answer::Choice),
        Shape::Choices(names) => list(value, |item| choice(names, item.get_ref())).map(Answer::Choices),
        Shape::Number { min, max } => number(min, max, value).map(Answer::Number),
        Shape::Codes => list(value, |item| text(item.get_ref())).map(Answer::Codes),
        Shape::Entries(_) => Err("write this as a list of tables".to_owned()),
    }
}

fn list<T>(
    value: &DeValue<'_>,
    each: impl Fn(&Spanned<DeValue<'_>>) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    match value {
        DeValue::Array(items) if items.len() > MOST_ENTRIES => Err(too_many()),
        DeValue::Array(items) => items.iter().map(each).collect(),
        other => Err(wrong_type("a list in square brackets", other)),
    }
}

/// The complaint about a list that is too long.
pub(super) fn too_many() -> Problem {
    format!("more than {MOST_ENTRIES} entries: a case has fewer")
}

/// A value of another type than the key takes.
pub(super) fn wrong_type(wanted: &str, value: &DeValue<'_>) -> Problem {
    let found = match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    format!("this is {found}: write {wanted}")
}

/// A text that is not blank and not too long.
pub(super) fn text(value: &DeValue<'_>) -> Result<Text, Problem> {
    let DeValue::String(text) = value else {
        return Err(wrong_type("a text in quotes", value));
    };
    match text.chars().count() {
        length if length > LONGEST_TEXT => Err(format!("longer than {LONGEST_TEXT} characters: shorten it")),
        _ if text.trim().is_empty() => Err("this is empty: write a text, or leave the key out".to_owned()),
        _ => Ok(Text::new(text.as_ref())),
    }
}

const DAY: &str = "a day such as 2026-03-02, without quotes";
const MOMENT: &str = "a time with its offset such as 2026-03-02T14:05:00-05:00, without quotes";

/// A day without a time.
pub(super) fn day(value: &DeValue<'_>) -> Result<NaiveDate, Problem> {
    let DeValue::Datetime(moment) = value else {
        return Err(wrong_type(DAY, value));
    };
    let (Some(date), None, None) = (moment.date, moment.time, moment.offset) else {
        return Err(format!("this has a time: write {DAY}"));
    };
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into());
    let day = day.ok_or_else(|| "there is no such day: correct it".to_owned())?;
    if plausible(day) { Ok(day) } else { Err(out_of_range()) }
}

/// A moment with its offset from UTC.
pub(super) fn moment(value: &DeValue<'_>) -> Result<DateTime<FixedOffset>, Problem> {
    let DeValue::Datetime(moment) = value else {
        return Err(wrong_type(MOMENT, value));
    };
    let (Some(date), Some(time)) = (moment.date, moment.time) else {
        return Err(format!("this is not a whole date and time: write {MOMENT}"));
    };
    let Some(offset) = moment.offset else {
        return Err(format!("the offset from UTC is missing: write {MOMENT}"));
    };
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into());
    let (second, nanosecond) = (time.second.unwrap_or(0).into(), time.nanosecond.unwrap_or(0));
    let local =
        day.and_then(|day| day.and_hms_nano_opt(time.hour.into(), time.minute.into(), second, nanosecond));
    let found = local.and_then(|local| local.and_local_timezone(zone(offset)?).single());
    let found = found.ok_or_else(|| "there is no such time: correct it".to_owned())?;
    if plausible(found.date_naive()) { Ok(found) } else { Err(out_of_range()) }
}

fn zone(offset: Offset) -> Option<FixedOffset> {
    match offset {
        Offset::Z => FixedOffset::east_opt(0),
        Offset::Custom { minutes } => FixedOffset::east_opt(i32::from(minutes) * 60),
    }
}

fn out_of_range() -> Problem {
    format!("the year is not between {} and {}: correct it", YEARS.start(), YEARS.end())
}

fn partial_date(value: &DeValue<'_>) -> Result<PartialDate, Problem> {
    match value {
        DeValue::String(text) => month_or_year(text).unwrap_or_else(|| {
            Err(format!("write {DAY}, or \"2026-03\" or \"2026\" where no more is known"))
        }),
        _ => day(value).map(PartialDate::Day),
    }
}

fn month_or_year(text: &DeString<'_>) -> Option<Result<PartialDate, Problem>> {
    let when = PartialDate::parse_partial(text)?;
    Some(if plausible(when.span().first) { Ok(when) } else { Err(out_of_range()) })
}

fn end(value: &DeValue<'_>) -> Result<End, Problem> {
    match value {
        DeValue::String(text) if text == ONGOING => Ok(End::Ongoing),
        DeValue::String(text) => month_or_year(text)
            .unwrap_or_else(|| Err(format!("write {DAY}, or \"2026-03\", \"2026\" or \"{ONGOING}\"")))
            .map(End::On),
        _ => day(value).map(|day| End::On(PartialDate::Day(day))),
    }
}

fn onset(value: &DeValue<'_>) -> Result<Onset, Problem> {
    match value {
        DeValue::String(text) => match (month_or_year(text), Duration::parse(text)) {
            (Some(when), _) => when.map(Onset::Since),
            (None, Some(ago)) => Ok(Onset::Ago(ago)),
            (None, None) => Err(format!(
                "write {DAY}, or \"2026-03\", \"2026\", \"8 months\", \"13 weeks\", \"90 days\" or \"2 years\""
            )),
        },
        _ => day(value).map(|day| Onset::Since(PartialDate::Day(day))),
    }
}

fn other_block(value: &DeValue<'_>) -> Result<OtherBlock, Problem> {
    match value {
        DeValue::String(text) if text == NONE => Ok(OtherBlock::None),
        DeValue::String(_) => Err(format!("write {DAY}, or \"{NONE}\"")),
        _ => day(value).map(OtherBlock::On),
    }
}

/// One of the names, by its text.
pub(super) fn choice(names: &'static [&'static str], value: &DeValue<'_>) -> Result<&'static str, Problem> {
    let listed = || names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let DeValue::String(text) = value else {
        return Err(wrong_type(&format!("one of {}", listed()), value));
    };
    names.iter().find(|name| *name == text).copied().ok_or_else(|| {
        let hint = nearest(text, names.iter().copied()).map(|name| format!("did you mean \"{name}\"? "));
        format!("unknown choice: {}write one of {}", hint.unwrap_or_default(), listed())
    })
}

/// The urgency of a request.
pub(super) fn urgency(value: &DeValue<'_>) -> Result<Urgency, Problem> {
    let name = choice(Urgency::NAMES, value)?;
    Urgency::named(name).ok_or_else(|| "this does not fit the key: correct it".to_owned())
}

fn number(min: Decimal, max: Decimal, value: &DeValue<'_>) -> Result<Decimal, Problem> {
    let wanted = format!("a number from {min} to {max}, with at most six decimals");
    let number = match value {
        DeValue::Integer(digits) if digits.radix() == 10 => Decimal::parse(digits.as_str()),
        DeValue::Float(digits) => Decimal::parse(digits.as_str()),
        DeValue::Integer(_) => None,
        other => return Err(wrong_type(&wanted, other)),
    };
    number.filter(|number| min <= *number && *number <= max).ok_or_else(|| format!("write {wanted}"))
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    fn parse(shape: Shape, required: bool, value: &str) -> Result<Answer, Problem> {
        let text = format!("key = {value}");
        let table = DeTable::parse(&text).unwrap();
        answer(shape, required, table.get_ref().get("key").unwrap().get_ref())
    }

    const PERCENT: Shape = Shape::Number { min: Decimal::whole(0), max: Decimal::whole(100) };
    const SIDES: &[&str] = &["left", "right"];

    /// A value of each TOML type, and shapes that are not written with it.
    const WRONG_TYPES: &[(&str, &[Shape])] = &[
        ("'x'", &[Shape::Day, PERCENT, Shape::Choices(SIDES), Shape::Codes]),
        ("2026-03-02", &[Shape::Text, PERCENT, Shape::Choice(SIDES), Shape::Choices(SIDES), Shape::Codes]),
        (
            "7",
            &[
                Shape::Text,
                Shape::Day,
                Shape::PartialDate,
                Shape::DateOrOngoing,
                Shape::DateOrAgo,
                Shape::DayOrNone,
                Shape::Choice(SIDES),
                Shape::Choices(SIDES),
                Shape::Codes,
                Shape::Entries(&[]),
            ],
        ),
        ("7.5", &[Shape::Text, Shape::Day]),
        ("[7]", &[Shape::Text, Shape::Day, PERCENT, Shape::Choice(SIDES)]),
        ("true", &[Shape::Text, Shape::Day, PERCENT, Shape::Choices(SIDES)]),
        ("{}", &[Shape::Text, Shape::Day, PERCENT, Shape::Codes]),
    ];

    /// Values of the right TOML type that are no answer of the shape.
    const WRONG_VALUES: &[(&str, Shape)] = &[
        ("''", Shape::Text),
        ("1600-01-01", Shape::Day),
        ("'spring'", Shape::PartialDate),
        ("1600-01-01", Shape::PartialDate),
        ("'spring'", Shape::DateOrOngoing),
        ("1600-01-01", Shape::DateOrOngoing),
        ("'spring'", Shape::DateOrAgo),
        ("1600-01-01", Shape::DateOrAgo),
        ("'spring'", Shape::DayOrNone),
        ("1600-01-01", Shape::DayOrNone),
        ("'up'", Shape::Choice(SIDES)),
        ("['up']", Shape::Choices(SIDES)),
        ("['']", Shape::Codes),
        ("101", PERCENT),
        ("100.5", PERCENT),
    ];

    const HINT: &str = ", or \"not-documented\" where the record does not say";

    #[test]
    fn complaint_offers_not_documented_only_for_a_wrong_type_of_an_optional_fact() {
        for (value, shape) in
            WRONG_TYPES.iter().flat_map(|(value, shapes)| shapes.iter().map(move |s| (value, s)))
        {
            let [optional, required] =
                [false, true].map(|required| parse(*shape, required, value).unwrap_err());
            assert_eq!(optional, format!("{required}{HINT}"), "{value} {shape:?}");
            assert!(!required.contains(NOT_DOCUMENTED), "{value} {shape:?}: {required}");
        }
        for (value, shape) in WRONG_VALUES {
            let [optional, required] =
                [false, true].map(|required| parse(*shape, required, value).unwrap_err());
            assert_eq!(optional, required, "{value} {shape:?}");
            assert!(!optional.contains(NOT_DOCUMENTED), "{value} {shape:?}: {optional}");
        }
    }

    #[test]
    fn not_documented_is_accepted_unless_the_fact_is_required() {
        assert_eq!(parse(Shape::Day, false, "'not-documented'"), Ok(Answer::NotDocumented));
        let refused = parse(Shape::Day, true, "'not-documented'").unwrap_err();
        assert_eq!(refused, "this is needed and can't be not-documented: give a value, or leave the key out");
    }

    #[test]
    fn other_block_is_a_day_or_none() {
        assert_eq!(parse(Shape::DayOrNone, false, "'none'"), Ok(Answer::DayOrNone(OtherBlock::None)));
        let refused = parse(Shape::DayOrNone, false, "'nothing'").unwrap_err();
        assert_eq!(refused, "write a day such as 2026-03-02, without quotes, or \"none\"");
    }
}
