//! An open case: its interview and its file, kept in step. An answer is taken
//! when it is on the disk, or not at all.
//!
//! It knows the interview and the store; no screen. The clock comes in from `main`.

use std::fmt;

use chrono::{NaiveDate, NaiveTime};

use crate::case::{Answer, Case, Item, Place, Text};
use crate::casefile;
use crate::interview::Interview;
use crate::policy::{self, Outcome, Terms};
use crate::report;
use crate::store::{CaseId, Folder, Lock, LockError, ReadError, SaveError, read_case, read_text};

/// The clock, as `main` hands it in.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Today, where the coordinator is.
    pub today: fn() -> NaiveDate,
    /// The time of day, where the coordinator is.
    pub time: fn() -> NaiveTime,
}

/// Whether what is on the screen is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// Nothing has been answered yet.
    Nothing,
    /// It was as the file stands.
    AsRead,
    /// Saved at this time.
    At(NaiveTime),
    /// Not saved, and why.
    Failed(String),
}

/// A case that is open.
#[derive(Debug)]
pub struct Session {
    folder: Folder,
    id: CaseId,
    lock: Option<Lock>,
    holder: Option<String>,
    interview: Interview,
    on_disk: Option<String>,
    terms: Terms,
    clock: Clock,
    saved: Saved,
}

/// Who opens a case, for the lock file.
pub type Who = str;

impl Session {
    /// Opens a case: to write it, or to read it while somebody else writes.
    ///
    /// # Errors
    /// When the file can't be read as a case.
    pub fn open(
        folder: &Folder,
        id: &CaseId,
        who: &Who,
        terms: Terms,
        clock: Clock,
    ) -> Result<Self, ReadError> {
        let (lock, holder) = match Lock::take(folder, id, who) {
            Ok(lock) => (Some(lock), None),
            Err(LockError::Held(holder)) => (None, Some(format!("{} has it open", Text::new(holder.0)))),
            Err(LockError::Io(error)) => (None, Some(format!("the lock can't be taken ({error})"))),
        };
        if let Some(lock) = &lock {
            folder.sweep(id, lock);
        }
        let (case, text) = read_case(&folder.file(id))?;
        Ok(Self {
            folder: folder.clone(),
            id: id.clone(),
            lock,
            holder,
            interview: Interview::of(case),
            on_disk: Some(text),
            terms,
            clock,
            saved: Saved::AsRead,
        })
    }

    /// Starts a new case under a name nobody else can have; its file appears with the first answer.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn create(folder: &Folder, who: &Who, terms: Terms, clock: Clock) -> std::io::Result<Self> {
        let (id, lock) = folder.new_case((clock.today)(), who)?;
        Ok(Self {
            folder: folder.clone(),
            id,
            lock: Some(lock),
            holder: None,
            interview: Interview::default(),
            on_disk: None,
            terms,
            clock,
            saved: Saved::Nothing,
        })
    }

    /// A case that is only shown: nothing is read, locked or saved.
    pub fn played(
        folder: &Folder,
        id: &CaseId,
        interview: Interview,
        terms: Terms,
        clock: Clock,
        words: &str,
    ) -> Self {
        Self {
            folder: folder.clone(),
            id: id.clone(),
            lock: None,
            holder: Some(words.to_owned()),
            interview,
            on_disk: None,
            terms,
            clock,
            saved: Saved::AsRead,
        }
    }

    /// The name of the case.
    pub fn id(&self) -> &CaseId {
        &self.id
    }

    /// The interview, to be read.
    pub fn interview(&self) -> &Interview {
        &self.interview
    }

    /// The terms determinations are made under.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Why the case can't be written, if it can't.
    pub fn read_only(&self) -> Option<&str> {
        self.holder.as_deref()
    }

    /// Whether what is on the screen is on the disk.
    pub fn saved(&self) -> &Saved {
        &self.saved
    }

    /// Today, where the coordinator is.
    pub fn today(&self) -> NaiveDate {
        (self.clock.today)()
    }

    /// Takes an answer and saves it.
    ///
    /// # Errors
    /// Why it was refused or could not be saved; the case is then as it was.
    pub fn answer(&mut self, place: Place, answer: &Answer) -> Result<(), String> {
        self.change(|interview| {
            interview.answer(place, answer).map_err(|refused| {
                let elsewhere = refused.elsewhere(place).map(|other| format!(" (see {other})"));
                format!("{refused}{}", elsewhere.unwrap_or_default())
            })
        })
    }

    /// Flags an item, or takes the flag back, and saves it.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn flag(&mut self, item: Item, words: Option<Text>) -> Result<(), String> {
        self.change(|interview| {
            interview.flag(item, words);
            Ok(())
        })
    }

    /// Notes where in the record the fact behind an item stands, and saves it.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn note_evidence(&mut self, item: Item, words: Option<Text>) -> Result<(), String> {
        self.change(|interview| {
            interview.note_evidence(item, words);
            Ok(())
        })
    }

    /// Records the determination of a complete case in its file.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn record(&mut self) -> Result<(), String> {
        let complete =
            self.interview.determination(&self.terms).ok().filter(|determination| determination.complete);
        let Some(recorded) =
            complete.and_then(|determination| report::recorded(&determination, Some(self.today())))
        else {
            return Ok(());
        };
        let before = self.interview.case().recorded.as_ref();
        let same = before.is_some_and(|before| {
            crate::case::Recorded { date: recorded.date, ..before.clone() } == recorded
        });
        if same || self.read_only().is_some() {
            return Ok(());
        }
        self.change(|interview| {
            interview.record(Some(recorded));
            Ok(())
        })
    }

    fn change(&mut self, change: impl FnOnce(&mut Interview) -> Result<(), String>) -> Result<(), String> {
        if let Some(holder) = &self.holder {
            return Err(format!("read-only: {holder}"));
        }
        let before = self.interview.clone();
        let done = change(&mut self.interview).and_then(|()| self.save());
        if done.is_err() {
            self.interview = before;
        }
        done
    }

    fn save(&mut self) -> Result<(), String> {
        let Some(lock) = &self.lock else { return Err("read-only".to_owned()) };
        let text = casefile::write(self.interview.case());
        match self.folder.save(&self.id, lock, self.on_disk.as_deref(), &text) {
            Ok(()) => {
                self.on_disk = Some(text);
                self.saved = Saved::At((self.clock.time)());
                Ok(())
            }
            Err(error) => {
                if matches!(error, SaveError::FolderNotSynced(_)) {
                    self.on_disk = read_text(&self.folder.file(&self.id)).ok();
                }
                self.saved = Saved::Failed(error.to_string());
                Err(error.to_string())
            }
        }
    }

    /// Takes the case over as a door without a screen has it, and saves it.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn keep(&mut self, case: &Case) -> Result<(), String> {
        self.change(|interview| {
            *interview = Interview::of(case.clone());
            Ok(())
        })
    }

    /// The case as it stands.
    pub fn case(&self) -> &Case {
        self.interview.case()
    }

    /// Writes the report of a determination beside the case, and gives its file name.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn save_report(&self, text: &str) -> std::io::Result<String> {
        self.folder.save_report(&self.id, text)
    }
}

/// What cases are opened with: the folder, the terms, the clock and the person.
#[derive(Debug, Clone)]
pub struct Desktop {
    /// The case folder.
    pub folder: Folder,
    /// How the readings and limits stand.
    pub terms: Terms,
    /// The clock.
    pub clock: Clock,
    /// Who is at the keyboard, for the lock file.
    pub who: String,
}

impl Desktop {
    /// Opens a case; see [`Session::open`].
    ///
    /// # Errors
    /// When the file can't be read as a case.
    pub fn open(&self, id: &CaseId) -> Result<Session, ReadError> {
        Session::open(&self.folder, id, &self.who, self.terms.clone(), self.clock)
    }

    /// Starts a new case; see [`Session::create`].
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn create(&self) -> std::io::Result<Session> {
        Session::create(&self.folder, &self.who, self.terms.clone(), self.clock)
    }
}

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Every question that decides is answered.
    Outcome(Outcome),
    /// So many questions that decide are left.
    Left(usize),
}

impl Standing {
    /// How far this case has come.
    pub fn of(case: &Case, terms: &Terms) -> Self {
        let left = policy::unanswered(&case.facts).len();
        let determined = policy::determine(case, terms).ok().filter(|_| left == 0);
        determined.map_or(Self::Left(left), |determined| Self::Outcome(determined.outcome))
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outcome(outcome) => outcome.fmt(out),
            Self::Left(1) => out.write_str("1 question left"),
            Self::Left(left) => write!(out, "{left} questions left"),
        }
    }
}
