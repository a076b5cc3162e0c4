//! The index file of a case folder: what the worklist shows of each case, so that a
//! large folder is listed without reading every case.
//!
//! It can be deleted at any time. One that is torn, of another program version or of
//! other settings counts as absent.

#![expect(clippy::disallowed_methods, reason = "only `store` uses the file system")]

use std::fs::{OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::worklist::Entry;

use super::exchange::remove;
use super::folder::Folder;
use super::open::options;
use super::permissions::{PRIVATE, file_mode};

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
    pub(super) fn of(metadata: &std::fs::Metadata, now: i64) -> Option<Self> {
        let is_settled = metadata.ctime().saturating_add(TICK) < now;
        is_settled.then(|| Self {
            inode: metadata.ino(),
            length: metadata.len(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        })
    }
}

fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(NANOSECONDS).saturating_add(rest)
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
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The digest and the cases; empty if there was no index that fits.
    bytes: Vec<u8>,
}

impl Index {
    /// What the worklist shows of the cases. Damage that still can be read is found by
    /// the check of the folder only: this has to be quick.
    pub fn entries(&self) -> Vec<Entry> {
        let cases = self.body().and_then(|(_, body)| decode(body)).unwrap_or_default();
        cases.into_iter().map(|case| case.entry).collect()
    }

    /// The cases. If the index is damaged, each has to be read again.
    pub(super) fn cases(&self) -> Vec<IndexedCase> {
        let Some((digest, body)) = self.body() else { return Vec::new() };
        let mut cases = decode(body).unwrap_or_default();
        if Sha256::digest(body)[..] != *digest {
            cases.iter_mut().for_each(|case| case.stamp = None);
        }
        cases
    }

    fn body(&self) -> Option<(&[u8], &[u8])> {
        self.bytes.split_at_checked(DIGEST_LENGTH)
    }
}

fn decode(body: &[u8]) -> Option<Vec<IndexedCase>> {
    let (cases, rest) = postcard::take_from_bytes(body).ok()?;
    rest.is_empty().then_some(cases)
}

/// The name of the index file.
const INDEX: &str = ".index";
const MAGIC: &[u8] = b"sij-intake index 1\n";
const DIGEST_LENGTH: usize = 32;
/// No index is read beyond this size: about 100,000 cases.
const LARGEST_INDEX: u64 = 64 * 1024 * 1024;

/// The settings that an index was made under, as a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexKey([u8; DIGEST_LENGTH]);

impl IndexKey {
    /// The key for settings in these words: equal words, equal rows.
    pub fn of(words: &str) -> Self {
        Self(Sha256::digest(words.as_bytes()).into())
    }
}

impl Folder {
    /// Reads the index. Without one that fits the key there is nothing in it.
    pub fn read_index(&self, key: IndexKey) -> Index {
        let bytes = self.index_bytes().and_then(|mut bytes| {
            let start = MAGIC.len() + DIGEST_LENGTH;
            let fits = bytes.starts_with(&[MAGIC, &key.0].concat());
            fits.then(|| bytes.split_off(start))
        });
        Index { bytes: bytes.unwrap_or_default() }
    }

    fn index_bytes(&self) -> Option<Vec<u8>> {
        let file = options().open(self.path().join(INDEX)).ok()?;
        let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let length = usize::try_from(metadata.len()).ok().filter(|_| metadata.len() <= LARGEST_INDEX)?;
        let mut bytes = Vec::with_capacity(length + 1);
        file.take(LARGEST_INDEX).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Replaces the index. It is not synced: a torn one is made anew.
    pub(super) fn write_index(&self, key: IndexKey, cases: &[IndexedCase]) -> io::Result<()> {
        let bytes = encode(key, cases)?;
        let path = self.path().join(format!("{INDEX}.{}.new", std::process::id()));
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(PRIVATE).open(&path)?;
        let written = file
            .set_permissions(Permissions::from_mode(file_mode(self)))
            .and_then(|()| file.write_all(&bytes))
            .and_then(|()| std::fs::rename(&path, self.path().join(INDEX)));
        if written.is_err() {
            remove(&path);
        }
        written
    }
}

fn encode(key: IndexKey, cases: &[IndexedCase]) -> io::Result<Vec<u8>> {
    let body = postcard::to_stdvec(cases).map_err(io::Error::other)?;
    Ok([MAGIC, &key.0, &Sha256::digest(&body)[..], &body].concat())
}
