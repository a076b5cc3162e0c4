//! The index file of a case folder: what the worklist shows of each case, so that a
//! large folder is listed without reading every case.
//!
//! It can be deleted at any time. One that is torn, of another program version or of
//! other settings counts as absent.

use std::io::{self, Read, Write};
use std::ops::Range;

use memchr::memmem;
use rustix::fs::{OFlags, Stat};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::harden::allow_memory;
use crate::worklist::Entry;

use super::folder::Folder;
use super::permissions::apply_folder_rights;

/// A file at one moment: if this is unchanged, so is its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    inode: u64,
    length: u64,
    /// When its text was changed, in nanoseconds since 1970.
    modified: i64,
    /// When the file or its text was changed.
    changed: i64,
}

/// A file changed at most this long before it is read may change again within the
/// same tick of the file system's clock, and look unchanged.
const TICK: i64 = 2;
const NANOSECONDS: i64 = 1_000_000_000;

impl Stamp {
    /// The stamp of a file that is read now; `None` if it was changed just before, so
    /// that the stamp would prove nothing.
    pub(super) fn of(file: &Stat, now: i64) -> Option<Self> {
        let is_settled = file.st_ctime.saturating_add(TICK) < now;
        is_settled.then(|| Self {
            inode: file.st_ino,
            length: u64::try_from(file.st_size).unwrap_or(0),
            modified: nanoseconds(file.st_mtime, file.st_mtime_nsec),
            changed: nanoseconds(file.st_ctime, file.st_ctime_nsec),
        })
    }
}

fn nanoseconds(seconds: i64, rest: impl TryInto<i64>) -> i64 {
    seconds.saturating_mul(NANOSECONDS).saturating_add(rest.try_into().unwrap_or(0))
}

/// One case in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IndexedCase {
    /// The case file when it was read; `None` if it has to be read again.
    pub(super) stamp: Option<Stamp>,
    /// What the worklist shows of it.
    pub(super) entry: Entry,
}

/// The index as it was read: of use only with its key.
///
/// ```text
/// magic, key, digest of the rest | count | where each case ends | the cases, in order
/// ```
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The whole file; empty if there was no index that fits.
    bytes: Vec<u8>,
    /// Where each case ends, as four bytes.
    ends: Range<usize>,
}

impl Index {
    /// The index in these bytes, if they are one with this key.
    fn of(bytes: Vec<u8>, key: IndexKey) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(&key.0)?.get(DIGEST_LENGTH..)?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*count)).ok()?.checked_mul(4)?;
        let start = bytes.len() - rest.len();
        rest.get(..length)?;
        Some(Self { ends: start..start + length, bytes })
    }

    /// The number of cases.
    pub fn count(&self) -> usize {
        self.ends.len() / 4
    }

    /// What the worklist shows of the cases. Damage that still can be read is found by
    /// the check of the folder only: this has to be quick.
    pub fn entries(&self) -> Vec<Entry> {
        self.page(0..self.count())
    }

    /// The same of some cases only, by their place in the order of the first screen.
    pub fn page(&self, places: Range<usize>) -> Vec<Entry> {
        self.decode(places).unwrap_or_default().into_iter().map(|case| case.entry).collect()
    }

    /// The place of a case in the order of the first screen.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        let start = self.ends.end;
        let found = memmem::find_iter(self.bytes.get(start..)?, name);
        let mut places = found.filter_map(|at| self.place_at(u32::try_from(at).ok()?));
        places.find(|place| self.page(*place..place + 1).iter().any(|entry| &*entry.row.name == name))
    }

    /// The place of the case that has this byte.
    fn place_at(&self, byte: u32) -> Option<usize> {
        let ends = self.bytes.get(self.ends.clone())?.as_chunks::<4>().0;
        let place = ends.partition_point(|end| u32::from_le_bytes(*end) <= byte);
        (place < ends.len()).then_some(place)
    }

    fn end(&self, place: usize) -> Option<usize> {
        let ends = self.bytes.get(self.ends.clone())?.as_chunks::<4>().0;
        usize::try_from(u32::from_le_bytes(*ends.get(place)?)).ok()
    }

    fn decode(&self, places: Range<usize>) -> Option<Vec<IndexedCase>> {
        let start = match places.start {
            0 => 0,
            place => self.end(place - 1)?,
        };
        let mut rest = self.bytes.get(self.ends.end..)?.get(start..)?;
        let mut cases = Vec::with_capacity(places.len());
        for _ in places {
            let (case, after) = postcard::take_from_bytes(rest).ok()?;
            cases.push(case);
            rest = after;
        }
        Some(cases)
    }

    /// The cases. If the index is damaged, each has to be read again.
    pub(super) fn cases(&self) -> Vec<IndexedCase> {
        let mut cases = self.decode(0..self.count()).unwrap_or_default();
        if !self.is_whole() {
            cases.iter_mut().for_each(|case| case.stamp = None);
        }
        cases
    }

    fn is_whole(&self) -> bool {
        let digest = MAGIC.len() + KEY_LENGTH;
        let (Some(digest), Some(rest)) =
            (self.bytes.get(digest..digest + DIGEST_LENGTH), self.bytes.get(digest + DIGEST_LENGTH..))
        else {
            return false;
        };
        Sha256::digest(rest)[..] == *digest
    }
}

/// The name of the index file.
const INDEX: &str = ".index";
const MAGIC: &[u8] = b"sij-intake index 4\n";
const KEY_LENGTH: usize = 32;
const DIGEST_LENGTH: usize = 32;
/// No index is read beyond this size: about 100,000 cases.
const LARGEST_INDEX: u64 = 64 * 1024 * 1024;
/// What the list of cases takes for each byte of its index, in bytes.
const MEMORY_PER_BYTE: u64 = 24;

/// The settings that an index was made under, as a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexKey([u8; KEY_LENGTH]);

impl IndexKey {
    /// The key for settings in these words: equal words, equal rows.
    pub fn of(words: &str) -> Self {
        Self(Sha256::digest(words.as_bytes()).into())
    }
}

impl Folder {
    /// Reads the index. Without one that fits the key there is nothing in it.
    pub fn read_index(&self, key: IndexKey) -> Index {
        self.index_bytes().and_then(|bytes| Index::of(bytes, key)).unwrap_or_default()
    }

    fn index_bytes(&self) -> Option<Vec<u8>> {
        let file = self.directory().ok()?.open_file(INDEX, OFlags::RDONLY).ok()?;
        let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        // A larger one is cut off, and found damaged.
        let length = metadata.len().min(LARGEST_INDEX);
        allow_memory(MEMORY_PER_BYTE * length);
        let mut bytes = Vec::with_capacity(usize::try_from(length).ok()? + 1);
        file.take(LARGEST_INDEX).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Replaces the index. It is not synced: a torn one is made anew.
    pub(super) fn write_index(&self, key: IndexKey, cases: &[IndexedCase]) -> io::Result<()> {
        let bytes = encode(key, cases)?;
        let (directory, name) = (self.directory()?, format!("{INDEX}.{}.new", std::process::id()));
        let mut file = directory.open_file(&name, OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC)?;
        let written = apply_folder_rights(self, &file)
            .and_then(|()| file.write_all(&bytes))
            .and_then(|()| directory.rename(&name, INDEX));
        if written.is_err() {
            directory.remove_if_possible(&name);
        }
        written
    }
}

fn encode(key: IndexKey, cases: &[IndexedCase]) -> io::Result<Vec<u8>> {
    let number = |length: usize| u32::try_from(length).map(u32::to_le_bytes).map_err(io::Error::other);
    let (mut ends, mut bodies) = (number(cases.len())?.to_vec(), Vec::new());
    for case in cases {
        bodies = postcard::to_extend(case, bodies).map_err(io::Error::other)?;
        ends.extend(number(bodies.len())?);
    }
    let rest = [ends, bodies].concat();
    Ok([MAGIC, &key.0, &Sha256::digest(&rest)[..], &rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worklist::Row;

    fn index(names: &[&str]) -> Index {
        let case = |name: &&str| IndexedCase { stamp: None, entry: Entry::of(Row::unreadable(name)) };
        let cases: Vec<IndexedCase> = names.iter().map(case).collect();
        let key = IndexKey::of("settings");
        Index::of(encode(key, &cases).unwrap(), key).unwrap()
    }

    fn names(entries: Vec<Entry>) -> Vec<String> {
        entries.into_iter().map(|entry| entry.row.name.into()).collect()
    }

    #[test]
    fn pages_of_an_index_are_parts_of_it() {
        let index = index(&["a", "bb", "ccc", "dd", "e"]);
        assert_eq!(index.count(), 5);
        assert_eq!(names(index.entries()), ["a", "bb", "ccc", "dd", "e"]);
        assert_eq!(names(index.page(1..3)), ["bb", "ccc"]);
        assert_eq!(names(index.page(4..5)), ["e"]);
        assert_eq!(names(index.page(2..2)), [""; 0]);
        assert_eq!(names(index.page(4..6)), [""; 0], "more than there is");
        assert_eq!(names(Index::default().page(0..1)), [""; 0]);
    }

    #[test]
    fn place_of_a_case_is_found_by_its_whole_name() {
        let index = index(&["case-1", "case-10", "case-100", "case", "x"]);
        for (name, place) in [
            ("case-1", Some(0)),
            ("case-10", Some(1)),
            ("case-100", Some(2)),
            ("case", Some(3)),
            ("x", Some(4)),
        ] {
            assert_eq!(index.place_of(name), place, "{name}");
        }
        for name in ["case-", "ase", "y", "\u{1}"] {
            assert_eq!(index.place_of(name), None, "{name}");
        }
        assert_eq!(Index::default().place_of("x"), None);
    }

    #[test]
    fn each_byte_belongs_to_the_case_that_ends_after_it() {
        let index = index(&["a", "bb"]);
        let ends = [0, 1].map(|place| u32::try_from(index.end(place).unwrap()).unwrap());
        assert_eq!(index.place_at(ends[0] - 1), Some(0));
        assert_eq!(index.place_at(ends[0]), Some(1));
        assert_eq!(index.place_at(ends[1]), None);
    }

    #[test]
    fn case_behind_the_last_one_has_no_place() {
        let Index { mut bytes, ends } = index(&["a"]);
        let case = IndexedCase { stamp: None, entry: Entry::of(Row::unreadable("b")) };
        bytes.extend(postcard::to_stdvec(&case).unwrap());
        assert_eq!(Index { bytes, ends }.place_of("b"), None);
    }

    #[test]
    fn damaged_bytes_are_never_taken_for_more_than_they_are() {
        let key = IndexKey::of("settings");
        let whole = index(&["case-1", "case-2", "case-3"]).bytes;
        for length in 0..whole.len() {
            let Some(torn) = Index::of(whole[..length].to_vec(), key) else { continue };
            assert!(!torn.is_whole(), "{length}");
            assert!(torn.cases().iter().all(|case| case.stamp.is_none()));
            assert!(torn.entries().len() <= 3);
        }
        for place in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x81;
            let Some(damaged) = Index::of(bytes, key) else { continue };
            assert!(!damaged.is_whole(), "{place}");
            let _ = (damaged.entries(), damaged.place_of("case-2"), damaged.page(1..3));
        }
    }
}
