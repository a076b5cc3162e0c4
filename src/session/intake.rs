//! The intake of the open case: its values as they are typed, and the time of receipt
//! that stays on the day of receipt.

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};

use crate::case::{Answer, Choice, Intake, IntakeField, LONGEST_TEXT, NOT_DOCUMENTED, Shape, Text, Urgency};
use crate::casefile::DraftKey;
use crate::interview::{Interview, TypedTime, parse_answer, parse_time};
use crate::worklist::{Zone, instant_words};

use super::Session;
use super::change::ChangeError;

/// A value of the intake as text to be edited; empty while there is none.
pub fn intake_text(intake: &Intake, field: IntakeField) -> String {
    let raw = |text: &Option<Text>| text.as_ref().map(|text| text.raw().to_owned());
    let text = match field {
        IntakeField::ReceivedAt => intake.received_at.map(|at| {
            let seconds = if at.second() == 0 { "" } else { ":%S" };
            at.format(&format!("%F %H:%M{seconds} %:z")).to_string()
        }),
        IntakeField::Urgency => intake.urgency.map(|urgency| urgency.name().to_owned()),
        IntakeField::Channel => raw(&intake.channel),
        IntakeField::Reference => raw(&intake.reference),
    };
    text.unwrap_or_default()
}

/// A value of the intake in words; `None` while there is none.
pub fn intake_words(intake: &Intake, field: IntakeField) -> Option<String> {
    match field {
        IntakeField::ReceivedAt => intake.received_at.map(instant_words),
        IntakeField::Urgency => intake.urgency.map(|urgency| urgency.name().to_owned()),
        IntakeField::Channel => intake.channel.as_ref().map(ToString::to_string),
        IntakeField::Reference => intake.reference.as_ref().map(ToString::to_string),
    }
}

/// How a value of the intake is typed.
pub const fn intake_help(field: IntakeField) -> &'static str {
    match field {
        IntakeField::ReceivedAt => "the time on the day of receipt, such as 14:05, or a day and a time",
        IntakeField::Urgency => "standard or expedited; their first letters do",
        IntakeField::Channel => "how the request arrived, such as fax, portal or phone",
        IntakeField::Reference => "its number in another system",
    }
}

impl Session {
    /// The intake with one value as typed; without anything typed the value is removed.
    ///
    /// # Errors
    /// Why the text is no such value, and what to do.
    pub fn intake_with(&self, field: IntakeField, typed: &str) -> Result<Intake, String> {
        let mut intake = self.case().intake.clone();
        let typed = typed.trim();
        if typed == intake_text(&intake, field) {
            return Ok(intake);
        }
        let given = Some(typed).filter(|typed| !typed.is_empty());
        match field {
            IntakeField::ReceivedAt => {
                intake.received_at = given.map(|typed| self.time_of_receipt(typed)).transpose()?;
            }
            IntakeField::Urgency => intake.urgency = given.map(urgency).transpose()?,
            IntakeField::Channel => intake.channel = given.map(|typed| self.text(typed)).transpose()?,
            IntakeField::Reference => intake.reference = given.map(|typed| self.text(typed)).transpose()?,
        }
        Ok(intake)
    }

    /// What is odd about an intake, as a sentence without its full stop; `None` if nothing is.
    pub fn intake_doubt(&self, intake: &Intake) -> Option<String> {
        let future = intake.received_at.filter(|at| *at > self.clock.now())?;
        Some(format!("received in the future, {}", instant_words(future)))
    }

    /// Replaces the intake and saves the case; one that is the same is not saved again.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn set_intake(&mut self, intake: Intake) -> Result<(), ChangeError> {
        let changed = self.case().intake.changed_fields(&intake);
        if !changed.is_empty() {
            self.change(|interview| {
                interview.set_intake(intake);
                Ok(())
            })?;
        }
        self.discard_drafts(|key| matches!(key, DraftKey::Intake(field) if changed.contains(&field)));
        Ok(())
    }

    fn time_of_receipt(&self, typed: &str) -> Result<DateTime<FixedOffset>, String> {
        let TypedTime { day, time, offset } =
            parse_time(typed, self.today()).map_err(|error| error.to_string())?;
        let local = self.day_of_receipt(day)?.and_time(time);
        let at = match offset {
            Some(offset) => local.and_local_timezone(offset).single(),
            None => self.clock.zone.instant(local),
        };
        at.ok_or_else(|| {
            "there is no such time on that day, clocks are set forward over it: type another one".to_owned()
        })
    }

    /// The day that a time of receipt was typed for.
    fn day_of_receipt(&self, typed: Option<NaiveDate>) -> Result<NaiveDate, String> {
        match (typed, self.case().facts.request.received.0) {
            (Some(typed), Some(received)) if typed != received => Err(format!(
                "this is not on {received}, the day the request was received: type the time alone, or correct that day at its question"
            )),
            (Some(day), _) | (None, Some(day)) => Ok(day),
            (None, None) => {
                Err("the day of receipt has no answer yet: type the day too, such as 2026-03-02 14:05"
                    .to_owned())
            }
        }
    }

    fn text(&self, typed: &str) -> Result<Text, String> {
        match parse_answer(Shape::Text, typed, self.today()) {
            Ok(Answer::Text(text)) if text.raw() != NOT_DOCUMENTED => Ok(text),
            Ok(_) => {
                Err(format!("give a text of at most {LONGEST_TEXT} characters, other than {NOT_DOCUMENTED}"))
            }
            Err(error) => Err(error.to_string()),
        }
    }
}

fn urgency(typed: &str) -> Result<Urgency, String> {
    let typed = typed.to_lowercase();
    let named = Urgency::NAMES.iter().find(|name| name.starts_with(&typed));
    let found = named.and_then(|name| Urgency::named(name));
    found.ok_or_else(|| format!("type {}", Urgency::NAMES.join(" or ")))
}

/// Moves the time of receipt to the day of receipt, if it is on another one. It keeps its
/// time of the day.
pub(super) fn follow_receipt(interview: &mut Interview, zone: Zone) {
    let Some(received) = interview.facts().request.received.0 else { return };
    let intake = &interview.case().intake;
    if intake.is_on_another_day(received) {
        let received_at = intake.received_at.and_then(|at| moved(at, received, zone));
        interview.set_intake(Intake { received_at, ..intake.clone() });
    }
}

/// The same time of another day. A local time takes the offset of that day.
fn moved(at: DateTime<FixedOffset>, day: NaiveDate, zone: Zone) -> Option<DateTime<FixedOffset>> {
    let local = day.and_time(at.time());
    let is_local = zone.at(at).offset() == at.offset();
    let in_zone = if is_local { zone.instant(local) } else { None };
    in_zone.or_else(|| local.and_local_timezone(*at.offset()).single())
}
