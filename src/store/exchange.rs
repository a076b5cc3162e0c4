//! One version of a case takes the place of another, and goes back when it
//! displaced a version that nobody had read.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::io;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::read::{ReadError, read_text};

/// How a new version came to its place.
#[derive(Debug)]
pub(super) enum Placed {
    /// It stands there.
    There,
    /// Something else stands there, which was left alone.
    Taken,
    /// What it was to replace is gone.
    Gone,
}

/// What can't be removed is swept later.
pub(super) fn remove(path: &Path) {
    let _ = std::fs::remove_file(path);
}

/// Moves a file to a name that is free; `false` when it is not.
pub(super) fn move_to_free(from: &Path, to: &Path) -> io::Result<bool> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(true),
        Err(Errno::EXIST) => Ok(false),
        // The file system may know links and not this.
        Err(_) => link_to_free(from, to),
    }
}

fn link_to_free(from: &Path, to: &Path) -> io::Result<bool> {
    match std::fs::hard_link(from, to) {
        Ok(()) => {
            remove(from);
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) fn change_places(one: &Path, other: &Path) -> Result<(), Errno> {
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
}

/// Lets the two versions change places, and back when the old one is not
/// `before`, or can't be read to be compared.
pub(super) fn exchange(
    new: &Path,
    file: &Path,
    before: &str,
    ours: &str,
    change_places: impl Fn(&Path, &Path) -> Result<(), Errno>,
) -> io::Result<Placed> {
    match change_places(new, file) {
        Ok(()) => {}
        Err(Errno::NOENT) if new.exists() => return Ok(Placed::Gone),
        // The file system knows no exchange: the check just made has to do.
        Err(error) if unsupported(error) => return std::fs::rename(new, file).map(|()| Placed::There),
        Err(error) => return Err(error.into()),
    }
    let failed = match read_text(new) {
        Ok(displaced) if displaced == before => {
            remove(new);
            return Ok(Placed::There);
        }
        Err(ReadError::Io(error)) => Some(error),
        _ => None,
    };
    let swap = || change_places(new, file).map_err(io::Error::from);
    match (exchange_back(ours, || read_text(new).ok(), swap), failed) {
        // Ours stands there now; theirs must not be taken for a leftover.
        (Err(_), _) | (Ok(()), None) => Ok(Placed::Taken),
        (Ok(()), Some(error)) => Err(error),
    }
}

/// How often somebody can come between before the last to come is left aside.
const MOST_SWAPS: usize = 20;

/// Puts a displaced version back in its place. When somebody else put theirs
/// there meanwhile, that comes out in the place of ours: it is the newest, and
/// goes back in turn.
fn exchange_back(
    ours: &str,
    aside: impl Fn() -> Option<String>,
    mut swap: impl FnMut() -> io::Result<()>,
) -> io::Result<()> {
    let mut expected = Some(ours.to_owned());
    for _ in 0..MOST_SWAPS {
        let goes_in = aside();
        swap()?;
        if expected.is_none() || aside() == expected {
            break;
        }
        expected = goes_in;
    }
    Ok(())
}

fn unsupported(error: Errno) -> bool {
    matches!(error, Errno::INVAL | Errno::NOSYS | Errno::NOTSUP)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::fs;

    use std::path::PathBuf;

    use super::*;

    /// A folder with two versions of a case: `ours` is to take the place of the other.
    struct Versions {
        _temp: tempfile::TempDir,
        ours: PathBuf,
        case: PathBuf,
    }

    fn versions() -> Versions {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("new")).unwrap();
        let [ours, case] = ["new/ours", "case"].map(|name| temp.path().join(name));
        fs::write(&ours, "ours").unwrap();
        fs::write(&case, "theirs").unwrap();
        Versions { _temp: temp, ours, case }
    }

    impl Versions {
        fn exchanged(&self, before: &str) -> io::Result<Placed> {
            exchange(&self.ours, &self.case, before, "ours", change_places)
        }

        /// What happens on a file system that refuses an exchange in this way.
        fn refused(&self, error: Errno) -> io::Result<Placed> {
            exchange(&self.ours, &self.case, "theirs", "ours", |_, _| Err(error))
        }

        fn texts(&self) -> [Option<String>; 2] {
            [&self.ours, &self.case].map(|path| fs::read_to_string(path).ok())
        }
    }

    fn text(words: &str) -> Option<String> {
        Some(words.to_owned())
    }

    #[test]
    fn version_that_was_read_is_replaced_and_another_is_left_alone() {
        let both = versions();
        assert!(matches!(both.exchanged("theirs"), Ok(Placed::There)));
        assert_eq!(both.texts(), [None, text("ours")]);
        let both = versions();
        assert!(matches!(both.exchanged("what was read"), Ok(Placed::Taken)));
        assert_eq!(both.texts(), [text("ours"), text("theirs")]);
    }

    #[test]
    fn case_that_is_gone_is_told_apart_from_a_version_that_is() {
        let both = versions();
        fs::remove_file(&both.case).unwrap();
        assert!(matches!(both.exchanged("theirs"), Ok(Placed::Gone)));
        let both = versions();
        fs::remove_file(&both.ours).unwrap();
        assert_eq!(both.exchanged("theirs").err().unwrap().kind(), io::ErrorKind::NotFound);
        assert_eq!(both.texts(), [None, text("theirs")]);
    }

    #[test]
    fn file_system_without_exchange_renames_and_one_that_fails_does_nothing() {
        for error in [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP] {
            let both = versions();
            assert!(matches!(both.refused(error), Ok(Placed::There)));
            assert_eq!(both.texts(), [None, text("ours")]);
        }
        let both = versions();
        assert_eq!(both.refused(Errno::ROFS).err().unwrap().kind(), io::ErrorKind::ReadOnlyFilesystem);
        assert_eq!(both.texts(), [text("ours"), text("theirs")]);
    }

    #[test]
    fn version_that_cant_be_read_to_be_compared_goes_back() {
        let both = versions();
        let parent = both.ours.parent().unwrap();
        // What was displaced can't be reached: its folder has become a file.
        let out_of_reach = |_: &Path, _: &Path| {
            fs::remove_dir_all(parent).or_else(|_| fs::remove_file(parent)).unwrap();
            fs::write(parent, "").unwrap();
            Ok(())
        };
        let failed = exchange(&both.ours, &both.case, "theirs", "ours", out_of_reach).err().unwrap();
        assert_eq!(failed.kind(), io::ErrorKind::NotADirectory);
    }

    #[test]
    fn free_name_is_taken_and_a_taken_one_left_alone() {
        for take in [move_to_free, link_to_free] {
            let both = versions();
            assert!(!take(&both.ours, &both.case).unwrap());
            assert_eq!(both.texts(), [text("ours"), text("theirs")]);
            fs::remove_file(&both.case).unwrap();
            assert!(take(&both.ours, &both.case).unwrap());
            assert_eq!(both.texts(), [None, text("ours")]);
            take(&both.ours, &both.case).unwrap_err();
        }
    }

    /// What stands in the place of a case and aside after others came between
    /// with these versions, one before each swap.
    fn after(between: &[&str]) -> (String, String) {
        let state = RefCell::new(("ours".to_owned(), "theirs 1".to_owned()));
        let mut between = between.iter();
        let swap = || {
            let (place, aside) = &mut *state.borrow_mut();
            if let Some(newer) = between.next().filter(|newer| !newer.is_empty()) {
                *place = (*newer).to_owned();
            }
            std::mem::swap(place, aside);
            Ok(())
        };
        exchange_back("ours", || Some(state.borrow().1.clone()), swap).unwrap();
        state.into_inner()
    }

    #[test]
    fn newest_version_of_others_stands_in_its_place_however_many_came_between() {
        let versions = |place: &str, aside: &str| (place.to_owned(), aside.to_owned());
        assert_eq!(after(&[]), versions("theirs 1", "ours"));
        assert_eq!(after(&["theirs 2"]), versions("theirs 2", "theirs 1"));
        assert_eq!(after(&["theirs 2", "theirs 3"]), versions("theirs 3", "theirs 2"));
        assert_eq!(after(&["", "never"]), versions("theirs 1", "ours"));
    }
}
