//! An entry of the worklist: the row of a case, and what depends on other cases and on
//! who has it open.

use serde::{Deserialize, Serialize};

use super::moment::Moment;
use super::row::Row;

/// One case of the worklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The case.
    pub row: Row,
    /// Who had it open last, or has it open now; empty if nobody ever had.
    pub who: Box<str>,
    /// Whether somebody has it open now.
    pub is_open: bool,
    /// Whether another case may be for the same request.
    pub is_duplicate: bool,
}

impl Entry {
    /// A case that nobody has had open and that looks like no other.
    pub fn of(row: Row) -> Self {
        Self { row, who: Box::default(), is_open: false, is_duplicate: false }
    }

    /// The name of the person in `who`, without account and connection.
    pub fn person(&self) -> &str {
        self.who.split(" (").next().unwrap_or_default()
    }

    /// How far away the due time is.
    pub fn due_words(&self, moment: Moment) -> String {
        self.row.due.map(|due| due.distance(moment)).unwrap_or_default()
    }

    /// Whether its due time has passed.
    pub fn is_late(&self, moment: Moment) -> bool {
        self.row.due.is_some_and(|due| due.is_late(moment))
    }

    /// Whether it is due today or was due before.
    pub fn is_due_today(&self, moment: Moment) -> bool {
        self.row.due.is_some_and(|due| due.at <= moment.end_of_today)
    }
}
