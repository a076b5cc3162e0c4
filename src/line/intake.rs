//! The command for how and when the request arrived.

use crate::case::{Intake, IntakeField};
use crate::casefile::DraftKey;
use crate::interview::describe_intake;
use crate::session::intake_help;
use crate::worklist::{Receipt, due, due_sentence};

use super::asked_about::AskedAbout;
use super::command::{Command, REMOVE_NOTE};
use super::conversation::Conversation;

impl Conversation<'_> {
    /// Shows the values of the intake, or sets one of them.
    pub(super) fn intake(&mut self, typed: &str) {
        let (name, value) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        match (field_named(name), value.trim()) {
            _ if name.is_empty() => self.show_intake(),
            (None, _) => {
                let names = IntakeField::ALL.map(IntakeField::key).join(", ");
                self.refuse(&format!("type {} and one of {names}", Command::Intake));
            }
            (Some(field), "") => {
                let words = self.intake_line(field);
                self.say(words);
                self.say(format!("Type {} {name} and {}.", Command::Intake, intake_help(field)));
            }
            (Some(field), REMOVE_NOTE) => self.give_intake(field, ""),
            (Some(field), value) => self.give_intake(field, value),
        }
    }

    fn show_intake(&mut self) {
        for field in IntakeField::ALL {
            let words = self.intake_line(field);
            self.say(words);
        }
        self.say_due();
        let (intake, first) = (Command::Intake, IntakeField::ReceivedAt.key());
        self.say(format!("Type {intake}, a name such as {first}, and its value; {REMOVE_NOTE} removes it."));
    }

    /// A value of the intake, after its name.
    fn intake_line(&self, field: IntakeField) -> String {
        let words = describe_intake(&self.session.case().intake, field);
        format!("{}: {}.", field.key(), words.unwrap_or_else(|| "not recorded".to_owned()))
    }

    fn say_due(&mut self) {
        let clock = self.session.clock();
        let Some(receipt) = Receipt::of_case(self.session.case()) else { return };
        let due = due(&receipt, &self.program.clocks, clock.zone);
        self.say(due_sentence(due.as_ref(), clock.now()));
    }

    /// Asks once about an odd value; saves any other.
    fn give_intake(&mut self, field: IntakeField, value: &str) {
        let intake = match self.session.intake_with(field, value) {
            Ok(intake) => intake,
            Err(problem) => return self.refuse(&problem),
        };
        let asked = AskedAbout::Intake(field, intake.clone());
        match self.session.intake_doubt(&intake).filter(|_| self.asked_before.as_ref() != Some(&asked)) {
            Some(doubt) => {
                self.say(format!("{doubt}; an empty line keeps it."));
                self.asked_about = Some(asked);
            }
            None => self.save_intake(field, intake),
        }
    }

    /// Saves the intake with one value changed, and says when the request is due.
    pub(super) fn save_intake(&mut self, field: IntakeField, intake: Intake) {
        let key = DraftKey::Intake(field);
        match self.session.set_intake(intake) {
            Ok(()) => {
                let words = self.intake_line(field);
                self.say_saved(key, &words);
                if matches!(field, IntakeField::ReceivedAt | IntakeField::Urgency) {
                    self.say_due();
                }
            }
            Err(error) => self.say_not_taken(key, &error),
        }
    }
}

/// The field whose key starts with these letters, if it is the only one.
fn field_named(letters: &str) -> Option<IntakeField> {
    let letters = letters.to_lowercase();
    let mut found = IntakeField::ALL.into_iter().filter(|field| field.key().starts_with(&letters));
    found.next().filter(|_| found.next().is_none())
}
