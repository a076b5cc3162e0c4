//! The case folder: kills, failing disks, several coordinators, permissions, the
//! audit log.
//!
//! Several tests run this test binary again as a child (`child.rs`), to kill it,
//! to limit its resources, or to let several compete. `SIJ_TEST_KILLS`,
//! `SIJ_TEST_SAVES`, `SIJ_TEST_RACES` and `SIJ_TEST_EVERY_CALL=1` ask for longer
//! runs.

mod audit;
mod audit_ends;
mod audit_outside;
mod audit_syslog;
mod audit_views;
mod child;
mod concurrent;
mod disk_errors;
mod drafts;
mod formats;
mod killed;
mod permissions;
mod replaced_folder;
mod who;

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use sij_intake::case::{Case, QuestionId};
use sij_intake::casefile;
use sij_intake::policy::PolicySettings;
use sij_intake::session::{Clock, Session};
use sij_intake::store::{CaseId, Folder, ReadError};
use sij_intake::worklist::Zone;

use crate::temp_folder::temporary;

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };
const WHO: &str = "pat (1001) from 10.0.0.5 port 50512";

fn now() -> DateTime<FixedOffset> {
    "2026-03-03T09:14:05Z".parse().unwrap()
}

fn open(folder: &Folder, id: &CaseId) -> Result<Session, ReadError> {
    Session::open(folder, id, WHO, PolicySettings::default(), CLOCK)
}

fn create(folder: &Folder) -> Session {
    Session::create(folder, WHO, PolicySettings::default(), CLOCK).unwrap()
}

/// A sample case, with its text.
fn sample() -> (Case, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/2026-03-02-diagnostic-clean.toml");
    let text = std::fs::read_to_string(path).unwrap();
    (casefile::read(&text, sij_intake::policy::editions()).unwrap(), text)
}

/// The questions of a case that have an answer.
fn answered(case: &Case) -> Vec<QuestionId> {
    QuestionId::all().filter(|question| case.facts.answer(*question).is_some()).collect()
}

/// A folder with one sample case in it.
fn with_a_case() -> (tempfile::TempDir, Folder, CaseId) {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let id = CaseId::new("one").unwrap();
    std::fs::write(folder.file(&id), sample().1).unwrap();
    (temp, folder, id)
}

/// The files of a folder whose names end in this.
fn names(folder: &Folder, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_str().unwrap().ends_with(ending)).collect()
}

/// A number of rounds; an environment variable can change it.
fn rounds(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}
