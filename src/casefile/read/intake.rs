//! Reading the table `[intake]`.

use crate::case::{Case, Intake, IntakeField, NOT_DOCUMENTED};

use super::super::notation::Notation;
use super::super::tree::{Node, Table, Value};
use super::super::value::Problem;
use super::{Reader, key};

impl Reader<'_> {
    pub(super) fn intake(&mut self, node: &Node<'_>) -> Intake {
        let Some(table) = self.table(key::INTAKE, node) else { return Intake::default() };
        self.reject_unknown_keys(key::INTAKE, table, &IntakeField::ALL.map(IntakeField::key));
        Intake {
            received_at: self.intake_value(table, IntakeField::ReceivedAt, Notation::moment),
            urgency: self.intake_value(table, IntakeField::Urgency, Notation::urgency),
            channel: self.intake_value(table, IntakeField::Channel, Notation::text),
            reference: self.intake_value(table, IntakeField::Reference, Notation::text),
        }
    }

    fn intake_value<T>(
        &mut self,
        table: &Table<'_>,
        field: IntakeField,
        read: impl FnOnce(Notation, &Value<'_>) -> Result<T, Problem>,
    ) -> Option<T> {
        let node = table.get(field.key())?;
        match documented(node.get_ref()).and_then(|value| read(self.notation, value)) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.complain(node.span(), &field.to_string(), problem);
                None
            }
        }
    }

    /// A time of receipt on another day than the day of receipt: which of them is right, only a person knows.
    pub(super) fn reject_another_day(&mut self, root: &Table<'_>, case: &Case) {
        let received = case.facts.request.received.0;
        let Some(received) = received.filter(|day| case.intake.is_on_another_day(*day)) else { return };
        let Some(Value::Table(table)) = root.get(key::INTAKE).map(|node| node.get_ref()) else { return };
        let Some(node) = table.get(IntakeField::ReceivedAt.key()) else { return };
        let problem = format!(
            "this is not on {received}, the day the request was received: correct it, or correct request.received"
        );
        self.complain(node.span(), &IntakeField::ReceivedAt.to_string(), problem);
    }
}

/// The value, unless it says that there is none: here that is said by leaving the key out.
fn documented<'v, 'i>(value: &'v Value<'i>) -> Result<&'v Value<'i>, Problem> {
    match value {
        Value::String(word) if word == NOT_DOCUMENTED => {
            Err(format!("this can't be {NOT_DOCUMENTED}: give a value, or leave the key out"))
        }
        _ => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use crate::case::{Case, Intake, Text, Urgency};
    use crate::casefile::{read, write};

    const HEAD: &str = "format = 1\npolicy = \"MM-1463\"\n";
    const DAY: &str = "request.received = 2026-03-02\n";

    fn file(lines: &str) -> String {
        format!("{HEAD}\n[intake]\n{lines}\n[request]\nreceived = 2026-03-02\n")
    }

    fn parse(text: &str) -> Result<Case, String> {
        read(text, crate::policy::editions()).map_err(|complaints| complaints.to_string())
    }

    #[test]
    fn table_is_written_back_as_it_was_read() {
        for lines in [
            "received_at = 2026-03-02T14:05:00-05:00\n",
            "received_at = 2026-03-02T00:00:00+05:45\n",
            "received_at = 2026-03-02T23:59:59.250+00:00\n",
            "urgency = \"standard\"\n",
            "received_at = 2026-03-02T14:05:00-05:00\nurgency = \"expedited\"\nchannel = \"fax\"\nreference = \"W-2217 \\u0007\"\n",
        ] {
            let text = file(lines);
            assert_eq!(write(&parse(&text).unwrap()), text);
        }
    }

    #[test]
    fn seconds_may_be_left_out_and_z_is_an_offset() {
        for written in ["2026-03-02T14:05Z", "2026-03-02 14:05:00Z", "2026-03-02T14:05:00-00:00"] {
            let case = parse(&file(&format!("received_at = {written}\n"))).unwrap();
            assert!(write(&case).contains("received_at = 2026-03-02T14:05:00+00:00\n"), "{written}");
        }
    }

    #[test]
    fn absent_or_empty_table_is_not_written() {
        for text in [HEAD.to_owned(), format!("{HEAD}[intake]\n")] {
            let case = parse(&text).unwrap();
            assert_eq!(case.intake, Intake::default());
            assert_eq!(write(&case), HEAD);
        }
    }

    #[test]
    fn values_are_those_of_the_file() {
        let case = parse(&file("urgency = 'expedited'\nchannel = 'fax'\nreference = 'W-1'\n")).unwrap();
        let expected = Intake {
            received_at: None,
            urgency: Some(Urgency::Expedited),
            channel: Some(Text::new("fax")),
            reference: Some(Text::new("W-1")),
        };
        assert_eq!(case.intake, expected);
    }

    #[test]
    fn time_of_receipt_stands_alone_while_the_day_is_unanswered() {
        let case = parse(&format!("{HEAD}intake.received_at = 2026-03-02T14:05:00-05:00\n")).unwrap();
        assert!(case.intake.received_at.is_some());
    }

    #[test]
    fn day_of_the_time_of_receipt_is_its_own_wherever_it_is_read() {
        // In UTC this is on the day before.
        let at = |time: &str| parse(&format!("{HEAD}{DAY}intake.received_at = {time}\n"));
        assert!(at("2026-03-02T00:30:00+09:00").is_ok());
        let refused = at("2026-03-01T23:30:00-05:00").unwrap_err();
        assert_eq!(
            refused,
            "line 4, column 22: intake.received_at: this is not on 2026-03-02, the day the request was received: correct it, or correct request.received"
        );
    }

    #[test]
    fn bad_values_are_rejected_with_their_position_and_the_remedy() {
        let moment = "a time with its offset such as 2026-03-02T14:05:00-05:00, without quotes";
        let not_documented = "this can't be not-documented: give a value, or leave the key out";
        for (line, column, key, problem) in [
            (
                "received_at = 2026-03-02",
                22,
                "received_at",
                format!("this is not a whole date and time: write {moment}"),
            ),
            (
                "received_at = 14:05:00",
                22,
                "received_at",
                format!("this is not a whole date and time: write {moment}"),
            ),
            (
                "received_at = 2026-03-02T14:05:00",
                22,
                "received_at",
                format!("the offset from UTC is missing: write {moment}"),
            ),
            (
                "received_at = '2026-03-02T14:05:00Z'",
                22,
                "received_at",
                format!("this is a text: write {moment}"),
            ),
            (
                "received_at = 2026-03-02T14:05:60Z",
                22,
                "received_at",
                "there is no such time: correct it".to_owned(),
            ),
            (
                "received_at = 1826-03-02T14:05:00Z",
                22,
                "received_at",
                "the year is not between 1900 and 2199: correct it".to_owned(),
            ),
            ("received_at = 'not-documented'", 22, "received_at", not_documented.to_owned()),
            ("urgency = 'not-documented'", 18, "urgency", not_documented.to_owned()),
            (
                "urgency = 'urgent'",
                18,
                "urgency",
                "unknown choice: write one of \"standard\", \"expedited\"".to_owned(),
            ),
            ("channel = 'not-documented'", 18, "channel", not_documented.to_owned()),
            ("channel = ' '", 18, "channel", "this is empty: write a text, or leave the key out".to_owned()),
            ("channel = 7", 18, "channel", "this is a whole number: write a text in quotes".to_owned()),
            ("reference = 'not-documented'", 20, "reference", not_documented.to_owned()),
            ("chanel = 'fax'", 8, "chanel", "unknown key: did you mean channel?".to_owned()),
        ] {
            let expected = format!("line 3, column {column}: intake.{key}: {problem}");
            assert_eq!(parse(&format!("{HEAD}intake.{line}")).unwrap_err(), expected, "{line}");
        }
        let refused = parse(&format!("{HEAD}intake = 3")).unwrap_err();
        assert_eq!(refused, "line 3, column 10: intake: write this as a table, [intake]");
    }
}
