//! Cleaning up a case folder: files of interrupted saves, and drafts of deleted cases.
//!
//! A save that was interrupted between swapping two files and comparing them may leave a
//! version that somebody else saved just before: it becomes a conflict file.

use std::io;

use super::drafts::DRAFT_SUFFIX;
use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::save::TEMPORARY_SUFFIX;
use super::version::Version;

impl Folder {
    /// Removes files of interrupted saves and drafts of deleted cases, for the case
    /// that is held and for every case that nobody is writing now.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn sweep(&self, held: Option<(&CaseId, &Lock)>) -> io::Result<()> {
        for name in self.directory()?.names()? {
            let Some(name) = name.to_str() else { continue };
            let Some(leftover) = self.leftover(name) else { continue };
            if held.is_some_and(|(held, _)| *held == leftover.id) {
                self.clean(name, &leftover);
            } else if let Some(_lock) = Lock::idle(self, &leftover.id) {
                self.clean(name, &leftover);
            }
        }
        Ok(())
    }

    /// Removes a file, or keeps it beside its case. Best effort: the next sweep retries.
    fn clean(&self, name: &str, leftover: &Leftover) {
        if leftover.replaced.is_some_and(|replaced| self.may_hold_another_version(name, leftover, replaced)) {
            let _ = self.move_beside(&leftover.id, name);
        } else {
            self.remove_if_possible(name);
        }
    }

    /// Whether the file of a save that was to replace one version may hold another one, by
    /// somebody else. It holds ours if the version to be replaced is still in place, and
    /// that one if the files were swapped.
    fn may_hold_another_version(&self, name: &str, leftover: &Leftover, replaced: Version) -> bool {
        ![name, &leftover.id.file_name()].iter().any(|file| self.version_in(file) == Some(replaced))
    }

    /// What was left under this name and is of no use.
    fn leftover(&self, name: &str) -> Option<Leftover> {
        of_a_save(name).or_else(|| of_drafts(name).filter(|leftover| !self.knows(&leftover.id)))
    }
}

/// A file that was left.
struct Leftover {
    id: CaseId,
    /// The version that it was to replace, if it is one of a case file.
    replaced: Option<Version>,
}

/// What an interrupted save left under this name.
fn of_a_save(name: &str) -> Option<Leftover> {
    let (start, end) = name.strip_prefix('.')?.strip_suffix(TEMPORARY_SUFFIX)?.rsplit_once('.')?;
    let replaced = Version::read(end);
    let (id, number) = if replaced.is_some() { start.rsplit_once('.')? } else { (start, end) };
    let id = CaseId::new(id).filter(|_| number.parse::<u32>().is_ok())?;
    Some(Leftover { id, replaced })
}

/// The drafts under this name.
fn of_drafts(name: &str) -> Option<Leftover> {
    let id = CaseId::new(name.strip_prefix('.')?.strip_suffix(DRAFT_SUFFIX)?)?;
    Some(Leftover { id, replaced: None })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test writes and looks for files itself")]

    use super::*;

    #[test]
    fn only_files_of_the_held_case_and_of_cases_that_nobody_holds_are_removed() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        let ids = ["ours", "theirs", "free"].map(|name| CaseId::new(name).unwrap());
        let [ours, _theirs] = [0, 1].map(|place: usize| Lock::take(&folder, &ids[place], "pat").unwrap());
        let leftovers = ids.each_ref().map(|id| temp.path().join(format!(".{id}.1{TEMPORARY_SUFFIX}")));
        leftovers.iter().for_each(|path| std::fs::write(path, "").unwrap());
        folder.sweep(Some((&ids[0], &ours))).unwrap();
        assert_eq!(leftovers.map(|path| path.exists()), [false, true, false]);
    }
}
