//! The intake of the open case: its values as they are typed, and the time of receipt
//! that stays on the day of receipt.

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};

use crate::case::{
    Answer, Choice, FactId, Intake, IntakeField, LONGEST_TEXT, NOT_DOCUMENTED, QuestionId, Shape, Text,
    Urgency,
};
use crate::casefile::DraftKey;
use crate::interview::{TypedTime, parse_answer, parse_time};
use crate::worklist::instant_words;

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

/// How a value of the intake is typed.
pub const fn intake_help(field: IntakeField) -> &'static str {
    match field {
        IntakeField::ReceivedAt => "the time on the day of receipt, such as 14:05, or a day and a time",
        IntakeField::Urgency => "standard or expedited; their first letters do",
        IntakeField::Channel => "how it arrived, such as by fax, portal or phone",
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

    /// What an answer would do to the time of receipt, as a sentence without its full stop;
    /// `None` if it would do nothing.
    pub fn moves_receipt(&self, question: QuestionId, answer: &Answer) -> Option<String> {
        let (mut facts, intake) = (self.case().facts.clone(), &self.case().intake);
        facts.set_fact(FactId { question, entry: None }, Some(answer)).ok()?;
        let received = facts.request.received.0.filter(|day| intake.is_on_another_day(*day));
        let at = received.and(intake.received_at)?;
        Some(format!("the time of receipt, {}, moves to this day too", at.format("%H:%M")))
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

#[cfg(test)]
mod tests {
    use super::super::time_of_receipt::follow_receipt;
    use super::*;
    use crate::case::Case;
    use crate::casefile;
    use crate::interview::Interview;
    use crate::policy::PolicySettings;
    use crate::session::Clock;
    use crate::store::{CaseId, Folder};
    use crate::worklist::EASTERN;

    /// A case with these lines, at noon of 2026-03-09 in New York.
    fn session(lines: &str) -> Session {
        let settings = PolicySettings::default();
        let text = format!("format = 1\npolicy = 'MM-1463'\n{lines}");
        let case: Case = casefile::read(&text, &settings.editions).unwrap();
        let clock = Clock { read: || "2026-03-09T16:00:00Z".parse().unwrap(), zone: EASTERN };
        let interview = Interview::of(case, &settings);
        Session::played(&Folder::at("."), &CaseId::new("one").unwrap(), interview, settings, clock, "a test")
    }

    fn given(lines: &str, typed: &str) -> Result<String, String> {
        let intake = session(lines).intake_with(IntakeField::ReceivedAt, typed)?;
        Ok(intake.received_at.map(|at| at.to_rfc3339()).unwrap_or_default())
    }

    #[test]
    fn time_alone_is_on_the_day_of_receipt_with_the_offset_of_the_zone_at_that_time() {
        for (day, typed, at) in [
            ("2026-03-06", "14:05", "2026-03-06T14:05:00-05:00"),
            ("2026-03-09", "14:05", "2026-03-09T14:05:00-04:00"),
            ("2026-11-01", "1:30", "2026-11-01T01:30:00-04:00"),
            ("2026-11-01", "1:30 -05:00", "2026-11-01T01:30:00-05:00"),
            ("2026-03-06", "2026-03-06T23:59:30+01:00", "2026-03-06T23:59:30+01:00"),
            ("2026-03-06", "3/6/2026 14:05", "2026-03-06T14:05:00-05:00"),
            ("2026-03-06", " ", ""),
        ] {
            let found = given(&format!("request.received = {day}"), typed);
            assert_eq!(found.as_deref(), Ok(at), "{day} {typed}");
        }
    }

    #[test]
    fn time_that_cant_be_is_refused() {
        let received = |typed| given("request.received = 2026-03-08", typed).unwrap_err();
        assert!(received("2:30").starts_with("there is no such time on that day, clocks are set forward"));
        assert!(received("2026-03-07 14:05").starts_with("this is not on 2026-03-08, the day"));
        assert!(given("", "14:05").unwrap_err().starts_with("the day of receipt has no answer yet"));
        assert_eq!(given("", "2026-03-08 14:05").as_deref(), Ok("2026-03-08T14:05:00-04:00"));
    }

    #[test]
    fn text_to_be_edited_is_read_back_as_the_same_value() {
        let lines = "request.received = 2026-03-06\n[intake]\nreceived_at = 2026-03-06T14:05:59.5+01:00\n\
            urgency = 'expedited'\nchannel = 'not\\u0007ed'\nreference = 'W 1'";
        let session = session(lines);
        for field in IntakeField::ALL {
            let text = intake_text(&session.case().intake, field);
            assert!(!text.is_empty());
            let again = session.intake_with(field, &text).unwrap();
            assert_eq!(again.changed_fields(&session.case().intake), [], "{text}");
            let without = session.intake_with(field, "").unwrap();
            assert_eq!(without.changed_fields(&session.case().intake), [field]);
        }
        assert_eq!(
            intake_text(&session.case().intake, IntakeField::ReceivedAt),
            "2026-03-06 14:05:59 +01:00"
        );
    }

    #[test]
    fn urgency_is_typed_by_its_first_letters() {
        let of = |typed| session("").intake_with(IntakeField::Urgency, typed).map(|intake| intake.urgency);
        assert_eq!(of("S"), Ok(Some(Urgency::Standard)));
        assert_eq!(of("exp"), Ok(Some(Urgency::Expedited)));
        assert_eq!(of("urgent"), Err("type standard or expedited".to_owned()));
    }

    #[test]
    fn text_that_a_case_file_cant_hold_is_refused() {
        let of = |typed: &str| session("").intake_with(IntakeField::Channel, typed).map(|_| ());
        assert_eq!(of(&"x".repeat(LONGEST_TEXT)), Ok(()));
        assert_eq!(
            of(&"x".repeat(LONGEST_TEXT + 1)),
            Err("longer than 4000 characters: shorten it".to_owned())
        );
        assert!(of(NOT_DOCUMENTED).unwrap_err().ends_with("other than not-documented"));
    }

    #[test]
    fn only_a_time_after_now_is_odd() {
        let odd = |typed: &str| {
            let session = session("");
            session.intake_doubt(&session.intake_with(IntakeField::ReceivedAt, typed).unwrap())
        };
        assert_eq!(odd("2026-03-09 12:00"), None);
        let later = "received in the future, Mon 2026-03-09 12:01 -04:00";
        assert_eq!(odd("2026-03-09 12:01").as_deref(), Some(later));
    }

    #[test]
    fn time_of_receipt_moves_to_another_day_with_the_same_time() {
        for (at, day, expected) in [
            ("2026-03-06T14:05:00-05:00", "2026-03-05", "2026-03-05T14:05:00-05:00"),
            ("2026-03-06T14:05:00-05:00", "2026-03-09", "2026-03-09T14:05:00-04:00"),
            ("2026-03-09T14:05:00-04:00", "2026-03-06", "2026-03-06T14:05:00-05:00"),
            ("2026-03-06T14:05:00+01:00", "2026-03-09", "2026-03-09T14:05:00+01:00"),
            // Clocks skip this time: the old offset has it.
            ("2026-03-06T02:30:00-05:00", "2026-03-08", "2026-03-08T02:30:00-05:00"),
        ] {
            let mut interview = session(&format!("intake.received_at = {at}")).interview().clone();
            follow_receipt(&mut interview, EASTERN);
            assert_eq!(interview.case().intake.received_at.unwrap().to_rfc3339(), at, "no day yet");
            let mut case = interview.case().clone();
            case.facts.request.received.0 = day.parse().ok();
            let mut interview = Interview::of(case, &PolicySettings::default());
            follow_receipt(&mut interview, EASTERN);
            assert_eq!(interview.case().intake.received_at.unwrap().to_rfc3339(), expected, "{at} {day}");
        }
    }
}
