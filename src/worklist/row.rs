//! One case in a row of the worklist.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::case::{Case, Choice, Procedure, RequestedSide, Text, Urgency};
use crate::policy::PolicySettings;

use super::days;
use super::due::{ClockSettings, Due, DueTime, Receipt, Zone, due};
use super::progress::Progress;

/// One case in a row. There may be many: the fields are small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The name of the case.
    pub name: Box<str>,
    /// The member's identifier, as it is shown; empty while unknown.
    pub member_id: Box<str>,
    /// The member's name, as it is shown; empty while unknown.
    pub member_name: Box<str>,
    /// The requested procedure.
    pub procedure: Option<Procedure>,
    /// The requested side.
    pub side: Option<RequestedSide>,
    /// The day the request was received.
    #[serde(with = "days")]
    pub received: Option<NaiveDate>,
    /// The file name to give to a file whose name is not that of a case.
    pub rename_to: Option<Box<str>>,
    /// How far the case has come; `None` if its file can't be read.
    pub progress: Option<Progress>,
    /// Whether it is expedited.
    pub is_expedited: bool,
    /// When it is due, by the earliest clock that counts for it.
    pub due: Option<DueTime>,
    /// The last open day before it, if the plan is closed when it is due.
    #[serde(with = "days")]
    pub last_open: Option<NaiveDate>,
}

impl Row {
    /// The row of a case.
    pub fn of(
        name: &str,
        case: &Case,
        settings: &PolicySettings,
        clocks: &ClockSettings,
        zone: Zone,
    ) -> Self {
        let (member, request) = (&case.facts.member, &case.facts.request);
        let due = Receipt::of_case(case).and_then(|receipt| due(&receipt, clocks, zone));
        let shown = |text: Option<&Text>| text.map(ToString::to_string).unwrap_or_default().into();
        Self {
            name: name.into(),
            member_id: shown(member.id.0.as_ref()),
            member_name: shown(member.name.known()),
            procedure: request.procedure.0,
            side: request.side.0,
            received: request.received.0,
            rename_to: None,
            progress: Some(Progress::of(case, settings)),
            is_expedited: case.intake.urgency == Some(Urgency::Expedited),
            due: due.as_ref().map(Due::time),
            last_open: due.and_then(|due| due.last_open).map(|last| last.day),
        }
    }

    /// The row of a file that can't be read as a case.
    pub fn unreadable(name: &str) -> Self {
        Self {
            name: name.into(),
            member_id: Box::default(),
            member_name: Box::default(),
            procedure: None,
            side: None,
            received: None,
            rename_to: None,
            progress: None,
            is_expedited: false,
            due: None,
            last_open: None,
        }
    }

    /// The row of a file that would be a case under this file name.
    pub fn misnamed(file: &str, rename_to: &str) -> Self {
        Self { rename_to: Some(rename_to.into()), ..Self::unreadable(file) }
    }

    /// What to do with a file whose name is not that of a case.
    pub fn advice(&self) -> Option<String> {
        self.rename_to.as_ref().map(|name| format!("not a case name: rename it, such as to {name}"))
    }

    /// The member's identifier and name.
    pub fn member(&self) -> String {
        format!("{} {}", self.member_id, self.member_name).trim().to_owned()
    }

    /// The procedure in one word, and the side in a letter for each joint.
    pub fn requested(&self) -> String {
        let procedure = self.procedure.map(|procedure| short_procedure(procedure.name())).unwrap_or_default();
        let side = match self.side {
            None => "",
            Some(RequestedSide::Left) => "L",
            Some(RequestedSide::Right) => "R",
            Some(RequestedSide::Both) => "L+R",
        };
        format!("{procedure} {side}").trim().to_owned()
    }

    /// The day it was received: month and day in this year, else year and month.
    pub fn received_short(&self, today: NaiveDate) -> String {
        let format = |day: NaiveDate| if day.year() == today.year() { "%m-%d" } else { "%Y-%m" };
        self.received.map(|day| day.format(format(day)).to_string()).unwrap_or_default()
    }

    /// How far the case has come, in two words at most.
    pub fn stands(&self) -> String {
        match self.progress {
            Some(progress) => progress.short(),
            None if self.rename_to.is_some() => "rename it".to_owned(),
            None => "unreadable".to_owned(),
        }
    }

    /// What members are sorted by.
    pub(super) fn member_key(&self) -> (&str, &str) {
        (&self.member_id, &self.member_name)
    }
}

/// The name of a procedure for a narrow column.
fn short_procedure(procedure: &str) -> &str {
    match procedure.split_once('-') {
        Some(("radiofrequency", _)) => "ablation",
        Some((kind, _)) => kind,
        None => procedure,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{day, with};
    use super::*;

    #[test]
    fn a_row_says_the_request_in_a_few_letters() {
        for (procedure, side, words) in [
            (Procedure::DiagnosticInjection, Some(RequestedSide::Left), "diagnostic L"),
            (Procedure::TherapeuticInjection, Some(RequestedSide::Both), "therapeutic L+R"),
            (Procedure::RadiofrequencyAblation, Some(RequestedSide::Right), "ablation R"),
            (Procedure::RadiofrequencyAblation, None, "ablation"),
        ] {
            let entry = with("one", |row| (row.procedure, row.side) = (Some(procedure), side));
            assert_eq!(entry.row.requested(), words);
        }
        assert_eq!(Row::unreadable("one").requested(), "");
    }

    #[test]
    fn file_without_a_case_is_to_be_renamed_or_unreadable() {
        let mut row = Row::unreadable("one");
        assert_eq!(row.stands(), "unreadable");
        row.rename_to = Some("one-2.toml".into());
        assert_eq!(row.stands(), "rename it");
    }

    #[test]
    fn a_receipt_of_another_year_is_shown_by_its_month() {
        let row = with("one", |_| ()).row;
        assert_eq!(row.received_short(day("2026-12-31")), "03-02");
        assert_eq!(row.received_short(day("2027-01-01")), "2026-03");
        assert_eq!(Row::unreadable("one").received_short(day("2026-12-31")), "");
    }
}
