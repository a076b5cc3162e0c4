//! Reading case files, whatever is there: a pipe, a device, a huge file, no text.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fd::AsFd;
use rustix::fs::{AtFlags, CWD, FileType, OFlags, statat};

use crate::case::{Case, Text};
use crate::casefile::{self, Complaints, LARGEST};
use crate::policy::Editions;

use super::directory::Directory;
use super::folder::{CaseId, Folder};
use super::open::open_at;

const WRITABLE_BY_OTHERS: u32 = 0o002;
const PERMISSIONS: u32 = 0o777;

/// Why a file can't be read as a case.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no such file: check the name")]
    Missing,
    /// There is no such file, and this file of a case does not exist either.
    #[error("there is no such file, and no case {0}: check the name; --cases chooses another case folder")]
    NeitherFileNorCase(Text),
    /// Its name is not that of a case; this file name would be.
    #[error("this is not the name of a case (letters, digits, '-', '_' and '.'): rename it, such as to {0}")]
    NotACaseName(String),
    /// The case was withdrawn.
    #[error("it is withdrawn: sij-intake restore {0} brings it back")]
    Withdrawn(CaseId),
    /// A folder, a link, a pipe or a device.
    #[error("this is {0}, not a file: name a case file")]
    NotAFile(&'static str),
    /// Too large to be a case.
    #[error("the file has {0} bytes, more than the {LARGEST} of a case: this is not a case file")]
    TooLarge(u64),
    /// Too large to be the response of a provider.
    #[error("the file has more than {0} bytes, which no response has: name the file of one")]
    TooLargeForAResponse(u64),
    /// An empty file.
    #[error("line 1, column 1: the file is empty: a case file begins with format = 1")]
    Empty,
    /// Not UTF-8 text.
    #[error("line {line}: the file is not UTF-8 text: save it as UTF-8")]
    NotText {
        /// The line, counted from 1, with the first bad byte.
        line: usize,
    },
    /// The file can't be read.
    #[error("it can't be read ({0}): check the permissions and the disk")]
    Io(io::Error),
    /// Settings that anybody could change.
    #[error("anybody can change this file (mode {0:03o}): run chmod o-w on it, and check what it says")]
    OpenToOthers(u32),
    /// Text that is not a valid case.
    #[error("{0}")]
    Invalid(#[from] Complaints),
    /// Refused, and the refusal could not be written to the audit log.
    #[error("{0}\nthis is NOT in the audit log ({1})")]
    Unlogged(Box<ReadError>, io::Error),
}

impl ReadError {
    /// The kind of refusal in one word, for the audit log; quotes nothing of the file.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Missing | Self::NeitherFileNorCase(_) => "missing",
            Self::NotACaseName(_) => "not-a-case-name",
            Self::Withdrawn(_) => "withdrawn",
            Self::NotAFile(_) => "not-a-file",
            Self::TooLarge(_) | Self::TooLargeForAResponse(_) => "too-large",
            Self::Empty => "empty",
            Self::NotText { .. } => "not-text",
            Self::Io(_) => "unreadable",
            Self::OpenToOthers(_) => "open-to-others",
            Self::Invalid(_) => "not-a-case",
            Self::Unlogged(refusal, _) => refusal.kind(),
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Io(error),
        }
    }
}

/// Reads a whole file of at most [`LARGEST`] bytes, without waiting for a pipe or a device.
///
/// # Errors
/// When it is missing, not a regular file, too large, or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    open_file(CWD, path).and_then(|(file, metadata)| read_file(file, &metadata))
}

/// The same for a file in a directory.
pub(super) fn read_text_in(directory: &Directory, name: &str) -> Result<String, ReadError> {
    open_file(directory, Path::new(name)).and_then(|(file, metadata)| read_file(file, &metadata))
}

/// Reads a settings file; an empty one is text too.
///
/// # Errors
/// As [`read_text`], and when users outside the file's group can change it.
pub fn read_settings_text(path: &Path) -> Result<String, ReadError> {
    let (file, metadata) = open_file(CWD, path)?;
    if metadata.mode() & WRITABLE_BY_OTHERS != 0 {
        return Err(ReadError::OpenToOthers(metadata.mode() & PERMISSIONS));
    }
    nothing_is_text(read_file(file, &metadata))
}

/// Opens a regular file of lines, however large it is.
///
/// # Errors
/// When it is missing or not a regular file.
pub fn open_lines(path: &Path) -> Result<File, ReadError> {
    open_regular(CWD, path).map(|(file, _)| file)
}

/// Reads the response of a provider, of at most so many bytes: a file, or without its
/// path this stream. Nothing at all is a text too.
///
/// # Errors
/// As [`read_text`].
pub fn read_response(path: Option<&Path>, stream: impl Read, limit: u64) -> Result<String, ReadError> {
    let bytes = match path {
        Some(path) => {
            let (file, metadata) = open_regular(CWD, path)?;
            bytes_up_to(limit, file, metadata.len())?
        }
        None => bytes_up_to(limit, stream, 0)?,
    };
    nothing_is_text(bytes.ok_or(ReadError::TooLargeForAResponse(limit)).and_then(decode))
}

fn nothing_is_text(read: Result<String, ReadError>) -> Result<String, ReadError> {
    match read {
        Err(ReadError::Empty) => Ok(String::new()),
        read => read,
    }
}

/// The bytes of a stream, probably so many; `None` where there are more than the limit.
fn bytes_up_to(limit: u64, stream: impl Read, probably: u64) -> io::Result<Option<Vec<u8>>> {
    // With room for one more, the end is seen without making more room.
    let room = probably.min(limit) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| u64::try_from(bytes.len()).is_ok_and(|length| length <= limit)))
}

/// Opens a regular file that is no larger than a case.
fn open_file(directory: impl AsFd, path: &Path) -> Result<(File, Metadata), ReadError> {
    let (file, metadata) = open_regular(directory, path)?;
    if metadata.len() > LARGEST {
        return Err(ReadError::TooLarge(metadata.len()));
    }
    Ok((file, metadata))
}

fn open_regular(directory: impl AsFd, path: &Path) -> Result<(File, Metadata), ReadError> {
    let opened = open_at(&directory, path, OFlags::RDONLY);
    let file = opened.map_err(|error| not_a_file_or(directory, path, error))?;
    let metadata = file.metadata()?;
    match file_kind(FileType::from_raw_mode(metadata.mode())) {
        Some(kind) => Err(ReadError::NotAFile(kind)),
        None => Ok((file, metadata)),
    }
}

/// Reads text of at most [`LARGEST`] bytes.
///
/// # Errors
/// When it can't be read, is too large, or not UTF-8.
pub fn read_stream(stream: impl Read) -> Result<String, ReadError> {
    text_of(stream, 0)
}

/// The same of a file, which is read in one piece.
fn read_file(file: File, metadata: &Metadata) -> Result<String, ReadError> {
    text_of(file, metadata.len())
}

fn text_of(stream: impl Read, probably: u64) -> Result<String, ReadError> {
    bytes_up_to(LARGEST, stream, probably)?.ok_or(ReadError::TooLarge(LARGEST + 1)).and_then(decode)
}

/// Decodes UTF-8; nothing at all is an error.
fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        ReadError::NotText { line: valid.iter().filter(|byte| **byte == b'\n').count() + 1 }
    })
}

/// Opening a device can fail with any error: says that it is a device instead.
fn not_a_file_or(directory: impl AsFd, path: &Path, error: io::Error) -> ReadError {
    let found = statat(directory, path, AtFlags::SYMLINK_NOFOLLOW).ok();
    let kind = found.and_then(|found| file_kind(FileType::from_raw_mode(found.st_mode)));
    kind.map_or_else(|| error.into(), ReadError::NotAFile)
}

/// What something is that is not a regular file.
fn file_kind(kind: FileType) -> Option<&'static str> {
    Some(match kind {
        FileType::RegularFile => return None,
        FileType::Directory => "a folder",
        FileType::Symlink => "a link",
        FileType::Fifo => "a pipe",
        FileType::Socket => "a socket",
        _ => "a device",
    })
}

/// Reads a case, with the text it was read from.
///
/// # Errors
/// As [`read_text`], or every complaint about the text.
pub fn read_case(path: &Path, editions: &Editions) -> Result<(Case, String), ReadError> {
    with_text(read_text(path)?, editions)
}

fn with_text(text: String, editions: &Editions) -> Result<(Case, String), ReadError> {
    let case = casefile::read(&text, editions)?;
    Ok((case, text))
}

impl Folder {
    /// Reads the text of a case.
    ///
    /// # Errors
    /// As [`read_text`].
    pub fn read_text(&self, id: &CaseId) -> Result<String, ReadError> {
        read_text_in(self.directory()?, &id.file_name())
    }

    /// Reads a case, with the text it was read from.
    ///
    /// # Errors
    /// As [`read_case`].
    pub fn read_case(&self, id: &CaseId, editions: &Editions) -> Result<(Case, String), ReadError> {
        with_text(self.read_text(id)?, editions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(count: u64) -> impl Read {
        io::repeat(b'x').take(count)
    }

    #[test]
    fn text_larger_than_a_case_is_refused() {
        let whole = read_stream(bytes(LARGEST)).unwrap();
        assert_eq!(u64::try_from(whole.len()).unwrap(), LARGEST);
        for size in [LARGEST + 1, LARGEST + 2, 2 * LARGEST] {
            assert!(
                matches!(read_stream(bytes(size)), Err(ReadError::TooLarge(found)) if found == LARGEST + 1),
                "{size}"
            );
        }
    }

    #[test]
    fn room_for_a_file_is_made_once_and_a_wrong_size_does_no_harm() {
        for (probably, room) in [(100, 101), (200, 201), (5000, 1001)] {
            let read = bytes_up_to(1000, bytes(100), probably).unwrap().unwrap();
            assert_eq!((read.len(), read.capacity()), (100, room));
        }
        assert_eq!(bytes_up_to(1000, bytes(100), 10).unwrap().unwrap().len(), 100);
        assert_eq!(bytes_up_to(99, bytes(100), 10).unwrap(), None);
    }

    #[test]
    fn larger_file_is_refused_with_its_size() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(LARGEST).unwrap();
        assert_eq!(u64::try_from(read_text(file.path()).unwrap().len()).unwrap(), LARGEST);
        for size in [LARGEST + 1, LARGEST + 2, 10 * LARGEST] {
            file.as_file().set_len(size).unwrap();
            assert!(matches!(read_text(file.path()), Err(ReadError::TooLarge(found)) if found == size));
        }
    }

    #[test]
    fn response_is_read_up_to_its_limit_and_may_be_empty() {
        let read = |size| read_response(None, bytes(size), 300);
        assert_eq!(read(0).unwrap(), "");
        assert_eq!(read(300).unwrap().len(), 300);
        assert!(matches!(read(301), Err(ReadError::TooLargeForAResponse(300))));
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(LARGEST + 1).unwrap();
        let read = |limit| read_response(Some(file.path()), io::empty(), limit);
        assert!(read(LARGEST + 1).is_ok(), "it may be larger than a case");
        assert!(matches!(read(LARGEST), Err(ReadError::TooLargeForAResponse(LARGEST))));
        let folder = file.path().parent();
        assert!(matches!(read_response(folder, io::empty(), 300), Err(ReadError::NotAFile("a folder"))));
    }

    #[test]
    fn settings_that_others_can_change_are_refused() {
        use std::os::unix::fs::PermissionsExt;
        let file = tempfile::NamedTempFile::new().unwrap();
        let with = |mode| {
            file.as_file().set_permissions(std::fs::Permissions::from_mode(mode)).unwrap();
            read_settings_text(file.path())
        };
        for mode in [0o600, 0o664, 0o640] {
            assert_eq!(with(mode).unwrap(), "", "{mode:o}: empty settings are settings");
        }
        for mode in [0o666, 0o602] {
            let refused = with(mode).unwrap_err();
            assert!(matches!(refused, ReadError::OpenToOthers(found) if found == mode), "{refused}");
            assert!(refused.to_string().contains(&format!("mode {mode:o}): run chmod o-w")), "{refused}");
        }
    }

    #[test]
    fn unreadable_file_is_not_reported_as_a_device() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let refused = || io::Error::from(io::ErrorKind::PermissionDenied);
        assert!(matches!(not_a_file_or(CWD, file.path(), refused()), ReadError::Io(_)));
        let gone = file.path().to_owned();
        drop(file);
        assert!(matches!(not_a_file_or(CWD, &gone, refused()), ReadError::Io(_)));
        assert!(matches!(read_text(&gone), Err(ReadError::Missing)));
    }
}
