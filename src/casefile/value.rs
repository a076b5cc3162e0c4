//! Converting one written value into an answer of the shape a fact takes.

use chrono::{DateTime, FixedOffset, NaiveDate};
use toml::value::{Datetime, Offset};

use crate::case::{
    Answer, Choice, Decimal, Duration, End, LONGEST_TEXT, MOST_ENTRIES, NONE, NOT_DOCUMENTED, ONGOING, Onset,
    OtherBlock, PartialDate, Shape, Text, Urgency, YEARS, plausible,
};

use super::complaint::nearest;
use super::notation::Notation;
use super::tree::{Node, Value};

/// What is wrong with a value, and what to do.
pub(super) type Problem = String;

/// A value where a date may be written.
enum Dated<'v> {
    Moment(Datetime),
    /// Written as a date, of a day or time that does not exist.
    NoSuchDay,
    Word(&'v str),
    Other,
}

impl Notation {
    /// The answer of a value; lists of records are read elsewhere.
    pub(super) fn answer(self, shape: Shape, required: bool, value: &Value<'_>) -> Result<Answer, Problem> {
        match value {
            Value::String(word) if word == NOT_DOCUMENTED => {
                if required {
                    Err(format!(
                        "this is needed and can't be {NOT_DOCUMENTED}: give a value, or leave the key out"
                    ))
                } else {
                    Ok(Answer::NotDocumented)
                }
            }
            _ => self.known_answer(shape, value).map_err(|problem| match self.type_fits(shape, value) {
                false if !required => {
                    format!("{problem}, or \"{NOT_DOCUMENTED}\" where the record does not say")
                }
                _ => problem,
            }),
        }
    }

    /// Whether the type is one this shape is written with, whatever the value.
    fn type_fits(self, shape: Shape, value: &Value<'_>) -> bool {
        let takes_dates = matches!(
            shape,
            Shape::Day | Shape::PartialDate | Shape::DateOrOngoing | Shape::DateOrAgo | Shape::DayOrNone
        );
        match value {
            Value::String(_) if self == Self::Json && matches!(shape, Shape::Day) => {
                !matches!(self.dated(value), Dated::Word(_))
            }
            Value::String(_) => {
                !matches!(shape, Shape::Day | Shape::Number { .. } | Shape::Choices(_) | Shape::Codes)
            }
            Value::Datetime(_) => takes_dates,
            Value::Integer(_) | Value::Float(_) => matches!(shape, Shape::Number { .. }),
            Value::Array(_) => matches!(shape, Shape::Choices(_) | Shape::Codes),
            Value::Boolean(_) | Value::Table(_) | Value::Null => false,
        }
    }

    fn known_answer(self, shape: Shape, value: &Value<'_>) -> Result<Answer, Problem> {
        match shape {
            Shape::Text => self.text(value).map(Answer::Text),
            Shape::Day => self.day(value).map(Answer::Day),
            Shape::PartialDate => self.partial_date(value).map(Answer::PartialDate),
            Shape::DateOrOngoing => self.end(value).map(Answer::DateOrOngoing),
            Shape::DateOrAgo => self.onset(value).map(Answer::DateOrAgo),
            Shape::DayOrNone => self.other_block(value).map(Answer::DayOrNone),
            Shape::Choice(names) => self.choice(names, value).map(Answer::Choice),
            Shape::Choices(names) => {
                self.list(value, |item| self.choice(names, item.get_ref())).map(Answer::Choices)
            }
            Shape::Number { min, max } => self.number(min, max, value).map(Answer::Number),
            Shape::Codes => self.list(value, |item| self.text(item.get_ref())).map(Answer::Codes),
            Shape::Entries(_) => Err(self.list_of_tables().to_owned()),
        }
    }

    fn list<T>(
        self,
        value: &Value<'_>,
        each: impl Fn(&Node<'_>) -> Result<T, Problem>,
    ) -> Result<Vec<T>, Problem> {
        match value {
            Value::Array(items) if items.len() > MOST_ENTRIES => Err(too_many()),
            Value::Array(items) => items.iter().map(each).collect(),
            other => Err(self.wrong_type("a list in square brackets", other)),
        }
    }

    /// A value of another type than the key takes.
    pub(super) fn wrong_type(self, wanted: &str, value: &Value<'_>) -> Problem {
        let found = match value {
            Value::String(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Datetime(_) => "a date or time",
            Value::Array(_) => "a list",
            Value::Table(_) => self.table(),
            Value::Null => "null",
        };
        format!("this is {found}: write {wanted}")
    }

    /// A text that is not blank and not too long.
    pub(super) fn text(self, value: &Value<'_>) -> Result<Text, Problem> {
        let Value::String(text) = value else {
            return Err(self.wrong_type("a text in quotes", value));
        };
        // A text has no more characters than bytes.
        if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
            return Err(format!("longer than {LONGEST_TEXT} characters: shorten it"));
        }
        if text.trim().is_empty() {
            return Err("this is empty: write a text, or leave the key out".to_owned());
        }
        Ok(Text::new(text.as_ref()))
    }

    fn dated<'v>(self, value: &'v Value<'_>) -> Dated<'v> {
        match (self, value) {
            (_, Value::Datetime(moment)) => Dated::Moment(*moment),
            (Self::Json, Value::String(text)) if begins_as_a_day(text) => {
                text.parse().map_or(Dated::NoSuchDay, Dated::Moment)
            }
            (_, Value::String(text)) => Dated::Word(text),
            _ => Dated::Other,
        }
    }

    /// A day without a time.
    pub(super) fn day(self, value: &Value<'_>) -> Result<NaiveDate, Problem> {
        let moment = match self.dated(value) {
            Dated::Moment(moment) => moment,
            Dated::NoSuchDay => return Err(no_such_day()),
            Dated::Word(_) | Dated::Other => return Err(self.wrong_type(self.day_example(), value)),
        };
        let (Some(date), None, None) = (moment.date, moment.time, moment.offset) else {
            return Err(format!("this has a time: write {}", self.day_example()));
        };
        let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into());
        let day = day.ok_or_else(no_such_day)?;
        if plausible(day) { Ok(day) } else { Err(out_of_range()) }
    }

    /// A moment with its offset from UTC.
    pub(super) fn moment(self, value: &Value<'_>) -> Result<DateTime<FixedOffset>, Problem> {
        let moment = match self.dated(value) {
            Dated::Moment(moment) => moment,
            Dated::NoSuchDay => return Err(no_such_time()),
            Dated::Word(_) | Dated::Other => return Err(self.wrong_type(self.moment_example(), value)),
        };
        let (Some(date), Some(time)) = (moment.date, moment.time) else {
            return Err(format!("this is not a whole date and time: write {}", self.moment_example()));
        };
        let Some(offset) = moment.offset else {
            return Err(format!("the offset from UTC is missing: write {}", self.moment_example()));
        };
        let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into());
        let (second, nanosecond) = (time.second.unwrap_or(0).into(), time.nanosecond.unwrap_or(0));
        let local = day
            .and_then(|day| day.and_hms_nano_opt(time.hour.into(), time.minute.into(), second, nanosecond));
        let found = local.and_then(|local| local.and_local_timezone(zone(offset)?).single());
        let found = found.ok_or_else(no_such_time)?;
        if plausible(found.date_naive()) { Ok(found) } else { Err(out_of_range()) }
    }

    fn partial_date(self, value: &Value<'_>) -> Result<PartialDate, Problem> {
        match self.dated(value) {
            Dated::Word(text) => month_or_year(text).unwrap_or_else(|| {
                let day = self.day_example();
                Err(format!("write {day}, or \"2026-03\" or \"2026\" where no more is known"))
            }),
            _ => self.day(value).map(PartialDate::Day),
        }
    }

    fn end(self, value: &Value<'_>) -> Result<End, Problem> {
        match self.dated(value) {
            Dated::Word(ONGOING) => Ok(End::Ongoing),
            Dated::Word(text) => month_or_year(text)
                .unwrap_or_else(|| {
                    let day = self.day_example();
                    Err(format!("write {day}, or \"2026-03\", \"2026\" or \"{ONGOING}\""))
                })
                .map(End::On),
            _ => self.day(value).map(|day| End::On(PartialDate::Day(day))),
        }
    }

    fn onset(self, value: &Value<'_>) -> Result<Onset, Problem> {
        let Dated::Word(text) = self.dated(value) else {
            return self.day(value).map(|day| Onset::Since(PartialDate::Day(day)));
        };
        match (month_or_year(text), Duration::parse(text)) {
            (Some(when), _) => when.map(Onset::Since),
            (None, Some(ago)) => Ok(Onset::Ago(ago)),
            (None, None) => Err(format!(
                "write {}, or \"2026-03\", \"2026\", \"8 months\", \"13 weeks\", \"90 days\" or \"2 years\"",
                self.day_example()
            )),
        }
    }

    fn other_block(self, value: &Value<'_>) -> Result<OtherBlock, Problem> {
        match self.dated(value) {
            Dated::Word(NONE) => Ok(OtherBlock::None),
            Dated::Word(_) => Err(format!("write {}, or \"{NONE}\"", self.day_example())),
            _ => self.day(value).map(OtherBlock::On),
        }
    }

    /// One of the names, by its text.
    pub(super) fn choice(
        self,
        names: &'static [&'static str],
        value: &Value<'_>,
    ) -> Result<&'static str, Problem> {
        let listed = || names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let Value::String(text) = value else {
            return Err(self.wrong_type(&format!("one of {}", listed()), value));
        };
        names.iter().find(|name| *name == text).copied().ok_or_else(|| {
            let hint = nearest(text, names.iter().copied()).map(|name| format!("did you mean \"{name}\"? "));
            format!("unknown choice: {}write one of {}", hint.unwrap_or_default(), listed())
        })
    }

    /// The urgency of a request.
    pub(super) fn urgency(self, value: &Value<'_>) -> Result<Urgency, Problem> {
        let name = self.choice(Urgency::NAMES, value)?;
        Urgency::named(name).ok_or_else(|| "this does not fit the key: correct it".to_owned())
    }

    /// A number between two others.
    pub(super) fn number(self, min: Decimal, max: Decimal, value: &Value<'_>) -> Result<Decimal, Problem> {
        let wanted = || format!("a number from {min} to {max}, with at most six decimals");
        let (Value::Integer(digits) | Value::Float(digits)) = value else {
            return Err(self.wrong_type(&wanted(), value));
        };
        let number = Decimal::parse(digits).filter(|number| min <= *number && *number <= max);
        number.ok_or_else(|| format!("write {}", wanted()))
    }
}

/// Whether a text begins with four digits, two and two, as a day is written.
fn begins_as_a_day(text: &str) -> bool {
    let pattern = b"0000-00-00";
    let fits = |(byte, digit): (u8, &u8)| if *digit == b'0' { byte.is_ascii_digit() } else { byte == *digit };
    text.len() >= pattern.len() && text.bytes().zip(pattern).all(fits)
}

/// The complaint about a list that is too long.
pub(super) fn too_many() -> Problem {
    format!("more than {MOST_ENTRIES} entries: a case has fewer")
}

fn zone(offset: Offset) -> Option<FixedOffset> {
    match offset {
        Offset::Z => FixedOffset::east_opt(0),
        Offset::Custom { minutes } => FixedOffset::east_opt(i32::from(minutes) * 60),
    }
}

fn no_such_day() -> Problem {
    "there is no such day: correct it".to_owned()
}

fn no_such_time() -> Problem {
    "there is no such time: correct it".to_owned()
}

fn out_of_range() -> Problem {
    format!("the year is not between {} and {}: correct it", YEARS.start(), YEARS.end())
}

fn month_or_year(text: &str) -> Option<Result<PartialDate, Problem>> {
    let when = PartialDate::parse_partial(text)?;
    Some(if plausible(when.span().first) { Ok(when) } else { Err(out_of_range()) })
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse_toml;
    use super::*;

    fn parse(shape: Shape, required: bool, value: &str) -> Result<Answer, Problem> {
        let text = format!("key = {value}");
        let table = parse_toml(&text).unwrap_or_default();
        Notation::Toml.answer(shape, required, table.get("key").unwrap().get_ref())
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
