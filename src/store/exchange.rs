//! Replacing a case file by a new version. If the replaced version is not the
//! one this program had read, it is put back.

use std::io;

use rustix::io::Errno;

use super::directory::Directory;
use super::read::{ReadError, read_text_in};

/// The result of putting a new version in the place of the case file.
#[derive(Debug)]
pub(super) enum Placement {
    /// The new version is in place.
    Done,
    /// Another version is in place and was left alone.
    Conflict,
    /// The file to be replaced is gone.
    Gone,
}

/// Swaps the new version with the case file, and swaps back when the replaced
/// version is not `before` or can't be read.
pub(super) fn exchange(
    directory: &Directory,
    new: &str,
    file: &str,
    before: &str,
    ours: &str,
    swap_files: impl Fn(&Directory, &str, &str) -> Result<(), Errno>,
) -> io::Result<Placement> {
    match swap_files(directory, new, file) {
        Ok(()) => {}
        Err(Errno::NOENT) if directory.stat_of(new).is_ok() => return Ok(Placement::Gone),
        // This file system can't swap files: the check that the caller just made has to do.
        Err(error) if unsupported(error) => return directory.rename(new, file).map(|()| Placement::Done),
        Err(error) => return Err(error.into()),
    }
    let read_error = match read_text_in(directory, new) {
        Ok(replaced) if replaced == before => {
            directory.remove_if_possible(new);
            return Ok(Placement::Done);
        }
        Err(ReadError::Io(error)) => Some(error),
        _ => None,
    };
    let swap = || swap_files(directory, new, file).map_err(io::Error::from);
    match (swap_back(ours, || read_text_in(directory, new).ok(), swap), read_error) {
        // Where swapping back failed, `new` is the other version: a conflict keeps it.
        (Err(_), _) | (Ok(()), None) => Ok(Placement::Conflict),
        (Ok(()), Some(error)) => Err(error),
    }
}

/// How many saves by others in between are put back; a later one is only kept aside.
const MAX_SWAPS: usize = 20;

/// Swaps a replaced version back into its place. When another program saved in
/// between, its version comes out instead of ours: it is newer, so it is swapped
/// back in turn.
fn swap_back(
    ours: &str,
    read_aside: impl Fn() -> Option<String>,
    mut swap: impl FnMut() -> io::Result<()>,
) -> io::Result<()> {
    let mut expected_out = Some(ours.to_owned());
    for _ in 0..MAX_SWAPS {
        let going_in = read_aside();
        swap()?;
        if expected_out.is_none() || read_aside() == expected_out {
            break;
        }
        expected_out = going_in;
    }
    Ok(())
}

fn unsupported(error: Errno) -> bool {
    matches!(error, Errno::INVAL | Errno::NOSYS | Errno::NOTSUP)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test reads and writes files itself")]

    use std::cell::RefCell;
    use std::fs;

    use super::*;

    /// A folder with two versions of a case: `ours` is to replace the other.
    struct Versions {
        temp: tempfile::TempDir,
        directory: Directory,
    }

    const OURS: &str = "new/ours";
    const CASE: &str = "case";

    fn versions() -> Versions {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("new")).unwrap();
        fs::write(temp.path().join(OURS), "ours").unwrap();
        fs::write(temp.path().join(CASE), "theirs").unwrap();
        Versions { directory: Directory::open(temp.path()).unwrap(), temp }
    }

    impl Versions {
        fn exchanged(&self, before: &str) -> io::Result<Placement> {
            exchange(&self.directory, OURS, CASE, before, "ours", Directory::swap)
        }

        /// The result on a file system that refuses to swap files with this error.
        fn refused(&self, error: Errno) -> io::Result<Placement> {
            exchange(&self.directory, OURS, CASE, "theirs", "ours", |_, _, _| Err(error))
        }

        fn texts(&self) -> [Option<String>; 2] {
            [OURS, CASE].map(|name| fs::read_to_string(self.temp.path().join(name)).ok())
        }
    }

    fn text(words: &str) -> Option<String> {
        Some(words.to_owned())
    }

    #[test]
    fn only_the_version_that_was_read_is_replaced() {
        let both = versions();
        assert!(matches!(both.exchanged("theirs"), Ok(Placement::Done)));
        assert_eq!(both.texts(), [None, text("ours")]);
        let both = versions();
        assert!(matches!(both.exchanged("what was read"), Ok(Placement::Conflict)));
        assert_eq!(both.texts(), [text("ours"), text("theirs")]);
    }

    #[test]
    fn missing_case_is_distinguished_from_a_missing_new_version() {
        let both = versions();
        both.directory.remove(CASE).unwrap();
        assert!(matches!(both.exchanged("theirs"), Ok(Placement::Gone)));
        let both = versions();
        both.directory.remove(OURS).unwrap();
        assert_eq!(both.exchanged("theirs").err().unwrap().kind(), io::ErrorKind::NotFound);
        assert_eq!(both.texts(), [None, text("theirs")]);
    }

    #[test]
    fn where_files_cant_be_swapped_the_new_one_is_renamed_and_other_errors_change_nothing() {
        for error in [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP] {
            let both = versions();
            assert!(matches!(both.refused(error), Ok(Placement::Done)));
            assert_eq!(both.texts(), [None, text("ours")]);
        }
        let both = versions();
        assert_eq!(both.refused(Errno::ROFS).err().unwrap().kind(), io::ErrorKind::ReadOnlyFilesystem);
        assert_eq!(both.texts(), [text("ours"), text("theirs")]);
    }

    #[test]
    fn replaced_version_that_cant_be_read_is_an_error() {
        let both = versions();
        let parent = &both.temp.path().join("new");
        // The replaced version can't be read: its folder has become a file.
        let out_of_reach = |_: &Directory, _: &str, _: &str| {
            fs::remove_dir_all(parent).or_else(|_| fs::remove_file(parent)).unwrap();
            fs::write(parent, "").unwrap();
            Ok(())
        };
        let failed = exchange(&both.directory, OURS, CASE, "theirs", "ours", out_of_reach).err().unwrap();
        assert_eq!(failed.kind(), io::ErrorKind::NotADirectory);
    }

    /// The text of the case file and the text kept aside, after others saved these
    /// versions, one before each swap.
    fn after_saves(between: &[&str]) -> (String, String) {
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
        swap_back("ours", || Some(state.borrow().1.clone()), swap).unwrap();
        state.into_inner()
    }

    #[test]
    fn newest_version_by_others_ends_up_in_place() {
        let versions = |place: &str, aside: &str| (place.to_owned(), aside.to_owned());
        assert_eq!(after_saves(&[]), versions("theirs 1", "ours"));
        assert_eq!(after_saves(&["theirs 2"]), versions("theirs 2", "theirs 1"));
        assert_eq!(after_saves(&["theirs 2", "theirs 3"]), versions("theirs 3", "theirs 2"));
        assert_eq!(after_saves(&["", "never"]), versions("theirs 1", "ours"));
    }
}
