//! The cases of a workspace in rows: at once from the index of the folder, and checked
//! against the folder.

use std::io;

use chrono::DateTime;

use crate::case::Case;
use crate::store::{CaseId, Check, Checked, Index, IndexKey, ReadError};
use crate::worklist::{Moment, Row, Worklist};

use super::Workspace;

/// A day in winter and one in summer, in seconds since 1970: two zones with the same
/// offsets on both count as one.
const SEASONS: [i64; 2] = [1_767_225_600, 1_782_864_000];

impl Workspace {
    /// Now, for what depends on the time.
    pub fn moment(&self) -> Moment {
        let now = self.clock.now();
        let today = now.date_naive();
        Moment { now: now.timestamp(), end_of_today: self.clock.zone.end_of(today).timestamp(), today }
    }

    /// The row of a case.
    pub fn row(&self, id: &CaseId, case: &Case) -> Row {
        Row::of(id.as_str(), case, &self.settings, &self.program.clocks, self.clock.zone)
    }

    /// The row of a case as its file is now; `None` if there is no such file.
    pub fn read_row(&self, id: &CaseId) -> Option<Row> {
        match self.folder.read_case(id, &self.settings.editions) {
            Ok((case, _)) => Some(self.row(id, &case)),
            Err(ReadError::Missing) => None,
            Err(_) => Some(Row::unreadable(id.as_str())),
        }
    }

    /// The index of the folder.
    pub fn index(&self) -> Index {
        self.folder.read_index(self.index_key())
    }

    /// The case that the person at the keyboard had open last, over any connection.
    pub fn last_case(&self) -> Option<CaseId> {
        let person = |who: &str| who.split(" from ").next().map(str::to_owned);
        let own = person(&self.who);
        self.folder.last_case_of(|who| person(who) == own)
    }

    /// Checks the folder against its index; see [`Check::run`].
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn check(&self, index: &Index, tell: impl FnMut(Checked) -> bool) -> io::Result<()> {
        let check = Check {
            folder: self.folder.clone(),
            key: self.index_key(),
            editions: self.settings.editions.clone(),
            now: self.moment().now,
        };
        check.run(index, |id, case| self.row(id, case), tell)
    }

    /// The checked list of the cases.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn list(&self) -> io::Result<Worklist> {
        let index = self.index();
        let mut list = Worklist::of(index.entries(), self.moment());
        self.check(&index, |checked| {
            list.apply(checked.changes);
            true
        })?;
        Ok(list)
    }

    /// The key of the index: everything but the cases that a row depends on.
    fn index_key(&self) -> IndexKey {
        let editions = self.settings.editions.iter().map(|edition| (edition.label.id, edition.limits));
        let editions: Vec<_> = editions.collect();
        let offsets = SEASONS.map(|at| {
            (self.clock.zone.local)(DateTime::from_timestamp(at, 0).unwrap_or_default()).offset().to_string()
        });
        let (readings, clocks) = (self.settings.readings, &self.program.clocks);
        IndexKey::of(&format!(
            "{} {editions:?} {readings:?} {clocks:?} {offsets:?}",
            env!("CARGO_PKG_VERSION")
        ))
    }
}
