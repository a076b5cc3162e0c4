//! The table `[idle]`: how long nobody presses a key or types a line before the
//! screen is locked.

use chrono::TimeDelta;

use crate::case::Decimal;

use super::super::notation::Notation::Toml;
use super::super::schema::{Schema, number_between, object};
use super::super::tree::Table;
use super::{ProgramSettings, Reader};

pub(super) const NAME: &str = "idle";
const MINUTES: &str = "minutes";

/// The time of a folder without this table.
pub(super) const USUAL: TimeDelta = TimeDelta::minutes(15);

/// A day: longer times are rather meant as "never".
const MOST_MINUTES: Decimal = Decimal::whole(24 * 60);
const MICROSECONDS_PER_MILLIONTH_OF_A_MINUTE: i64 = 60;

/// The schema of the table.
pub(super) fn schema() -> Schema {
    object([(MINUTES, number_between(Decimal::default(), MOST_MINUTES))], &[])
}

impl ProgramSettings {
    /// The time in words, such as "15 minutes"; `None` for never.
    pub fn idle_in_words(&self) -> Option<String> {
        let seconds = self.idle?.num_seconds();
        let is_in_minutes = seconds > 0 && seconds % 60 == 0;
        let (number, unit) = if is_in_minutes { (seconds / 60, "minute") } else { (seconds, "second") };
        let plural = if number == 1 { "" } else { "s" };
        Some(format!("{number} {unit}{plural}"))
    }
}

impl Reader<'_> {
    /// Reads the time; zero is never.
    pub(super) fn read_idle(&mut self, entries: &Table<'_>) {
        self.reject_unknown_keys(NAME, entries, &[MINUTES]);
        let minutes = self
            .read_key(NAME, entries, MINUTES, |value| Toml.number(Decimal::default(), MOST_MINUTES, value));
        if let Some(minutes) = minutes {
            let time = TimeDelta::microseconds(minutes.millionths() * MICROSECONDS_PER_MILLIONTH_OF_A_MINUTE);
            self.settings.idle = Some(time).filter(|time| !time.is_zero());
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::{ProgramSettings, read_program_settings};

    #[test]
    fn time_is_told_in_minutes_or_seconds() {
        for (seconds, expected) in
            [(900, "15 minutes"), (60, "1 minute"), (90, "90 seconds"), (1, "1 second"), (0, "0 seconds")]
        {
            let idle = Some(TimeDelta::seconds(seconds));
            let settings = ProgramSettings { idle, ..ProgramSettings::default() };
            assert_eq!(settings.idle_in_words().as_deref(), Some(expected));
        }
    }

    #[test]
    fn idle_time_is_in_minutes_and_zero_is_never() {
        for (text, milliseconds) in [
            ("", Some(900_000)),
            ("[idle]", Some(900_000)),
            ("[idle]\nminutes = 5", Some(300_000)),
            ("[idle]\nminutes = 0.02", Some(1_200)),
            ("[idle]\nminutes = 1440", Some(86_400_000)),
            ("[idle]\nminutes = 0", None),
            ("[idle]\nminutes = 0.0", None),
        ] {
            let idle = read_program_settings(text).unwrap().idle;
            assert_eq!(idle, milliseconds.map(TimeDelta::milliseconds), "{text}");
        }
    }

    #[test]
    fn faults_of_the_idle_time_are_told_with_their_position() {
        let wanted = "a number from 0 to 1440, with at most six decimals";
        for (text, complaint) in [
            ("[idle]\nminutes = -1", format!("line 2, column 11: idle.minutes: write {wanted}")),
            ("[idle]\nminutes = 1441", format!("line 2, column 11: idle.minutes: write {wanted}")),
            (
                "[idle]\nminutes = 'never'",
                format!("line 2, column 11: idle.minutes: this is a text: write {wanted}"),
            ),
            (
                "[idle]\nminute = 1",
                "line 2, column 1: idle.minute: there is no such key: did you mean minutes?".to_owned(),
            ),
            ("idle = 5", "line 1, column 1: idle: write it as a table: [idle]".to_owned()),
        ] {
            assert_eq!(read_program_settings(text).unwrap_err().to_string(), complaint, "{text}");
        }
    }
}
