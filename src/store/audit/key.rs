//! The key of the digests in the audit log. What a case says is short and of few kinds:
//! a plain digest of it can be guessed back to a birth date in a moment. With a key that
//! stays in the folder, a copy of the log elsewhere gives nothing away.

use std::fs::File;
use std::io::{self, Read, Write};

use hmac::{Hmac, Mac};
use rustix::fs::OFlags;
use rustix::rand::{GetRandomFlags, getrandom};
use sha2::{Digest, Sha256};

use crate::store::folder::Folder;

use super::line::{digest, hexadecimal};

const KEY: &str = ".audit.key";
const SECRET_LENGTH: usize = 32;
/// The secret in hexadecimal, and a line feed.
const FILE_LENGTH: usize = 2 * SECRET_LENGTH + 1;
/// What a keyed digest begins with; the name of its key and the digest follow.
const KEYED: &str = "hmac-sha256:";
/// The bytes of the digest of a secret that name the key.
const NAME_LENGTH: usize = 4;
const DAMAGED: &str = "the key .audit.key is damaged: put back a copy of it, or delete it if there is none";

/// The key of the digests in an audit log.
#[derive(Clone)]
pub struct AuditKey([u8; SECRET_LENGTH]);

/// Never shows the secret.
impl std::fmt::Debug for AuditKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "AuditKey({})", self.name())
    }
}

impl AuditKey {
    fn parse(text: &[u8]) -> Option<Self> {
        let digits = text.strip_suffix(b"\n")?;
        let mut secret = [0; SECRET_LENGTH];
        if digits.len() != 2 * SECRET_LENGTH {
            return None;
        }
        for (byte, pair) in secret.iter_mut().zip(digits.as_chunks::<2>().0) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(secret))
    }

    fn random() -> io::Result<Self> {
        let mut secret = [0; SECRET_LENGTH];
        // The kernel gives up to 256 bytes at once, never fewer.
        getrandom(&mut secret, GetRandomFlags::empty())?;
        Ok(Self(secret))
    }

    /// A name that gives nothing away about the secret.
    fn name(&self) -> String {
        hexadecimal(&Sha256::digest(self.0)[..NAME_LENGTH])
    }

    /// The digest of a text under this key, with the name of the key.
    pub fn digest(&self, text: &str) -> String {
        // A key may have any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(text.as_bytes());
        format!("{KEYED}{}:{}", self.name(), hexadecimal(&mac.finalize().into_bytes()))
    }
}

/// How a digest was made: two digests of one text are equal only if they were made alike.
pub fn made_with(digest: &str) -> &str {
    match digest.strip_prefix(KEYED) {
        Some(rest) => rest.split(':').next().unwrap_or_default(),
        None => "",
    }
}

/// The digest of a text made as another one was; `None` if that was made with another key.
fn digest_like(other: &str, key: Option<&AuditKey>, text: &str) -> Option<String> {
    match made_with(other) {
        "" => Some(digest(text.as_bytes())),
        name => key.filter(|key| key.name() == name).map(|key| key.digest(text)),
    }
}

/// Whether a file with this text is the one with this digest; no file is the one without a
/// digest. `None` if the digest was made with another key.
pub fn is_file_of(digest: Option<&str>, key: Option<&AuditKey>, text: Option<&str>) -> Option<bool> {
    match (digest, text) {
        (Some(digest), Some(text)) => digest_like(digest, key, text).map(|found| found == digest),
        (digest, text) => Some(digest.is_none() && text.is_none()),
    }
}

impl Folder {
    /// The key of the audit log, if there is one.
    ///
    /// # Errors
    /// When it can't be read or is damaged.
    pub fn read_audit_key(&self) -> io::Result<Option<AuditKey>> {
        match self.open_to_read(KEY) {
            Ok(file) => read_key(&file)?.map(Some).ok_or_else(|| io::Error::other(DAMAGED)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The key of the audit log; one is made where there is none.
    ///
    /// # Errors
    /// When it can't be read, is damaged, or can't be made.
    pub fn audit_key(&self) -> io::Result<AuditKey> {
        if let Ok(file) = self.open_to_read(KEY)
            && let Some(key) = read_key(&file)?
        {
            return Ok(key);
        }
        self.make_key()
    }

    /// Makes the key, unless another program just did. It is on the disk before it is used.
    fn make_key(&self) -> io::Result<AuditKey> {
        let _alone = self.lock_to_append()?;
        let mut file = self.open_to_write(KEY, OFlags::empty())?;
        if let Some(key) = read_key(&file)? {
            return Ok(key);
        }
        // A program that was killed here left nothing that was used.
        if file.metadata()?.len() > 0 {
            return Err(io::Error::other(DAMAGED));
        }
        let key = AuditKey::random()?;
        let text = format!("{}\n", hexadecimal(&key.0));
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        match written.and_then(|()| self.sync()) {
            Ok(()) => Ok(key),
            Err(error) => {
                // A key that may be lost in a power cut must not be used by anybody.
                let _ = file.set_len(0);
                Err(error)
            }
        }
    }
}

fn read_key(file: &File) -> io::Result<Option<AuditKey>> {
    let mut text = Vec::new();
    file.take(FILE_LENGTH as u64 + 1).read_to_end(&mut text)?;
    Ok(AuditKey::parse(&text))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test reads and writes files itself")]

    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        (temp, folder)
    }

    #[test]
    fn digest_is_that_of_the_standard() {
        // RFC 4231 has no case with 32 bytes; `openssl dgst -sha256 -mac HMAC` says the same.
        let key = AuditKey([0x0b; SECRET_LENGTH]);
        let digest = key.digest("Hi There");
        let (start, hex) = digest.rsplit_once(':').unwrap();
        assert_eq!(start, format!("hmac-sha256:{}", key.name()));
        assert_eq!(hex, "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7");
    }

    #[test]
    fn key_is_made_once_and_only_its_owner_can_read_it() {
        let (_temp, folder) = folder();
        assert!(folder.read_audit_key().unwrap().is_none());
        let digest = folder.audit_key().unwrap().digest("one");
        assert_eq!(folder.audit_key().unwrap().digest("one"), digest);
        assert_eq!(folder.read_audit_key().unwrap().unwrap().digest("one"), digest);
        let mode = std::fs::metadata(folder.path().join(KEY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let (_temp, other) = self::folder();
        assert_ne!(other.audit_key().unwrap().digest("one"), digest);
    }

    #[test]
    fn key_is_shared_with_the_group_where_the_folder_is() {
        let (temp, folder) = folder();
        std::fs::set_permissions(temp.path(), std::fs::Permissions::from_mode(0o2770)).unwrap();
        folder.audit_key().unwrap();
        let mode = std::fs::metadata(folder.path().join(KEY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o660);
    }

    #[test]
    fn empty_key_is_made_and_a_damaged_one_is_refused() {
        let (_temp, folder) = folder();
        std::fs::write(folder.path().join(KEY), "").unwrap();
        folder.audit_key().unwrap();
        let text = std::fs::read_to_string(folder.path().join(KEY)).unwrap();
        for damaged in ["0\n", &text[1..], &text[..64], &text.replace('\n', " "), &format!("{text} ")] {
            std::fs::write(folder.path().join(KEY), damaged).unwrap();
            assert!(folder.audit_key().unwrap_err().to_string().contains("damaged"), "{damaged:?}");
            assert!(folder.read_audit_key().unwrap_err().to_string().contains("damaged"), "{damaged:?}");
        }
    }

    #[test]
    fn key_that_is_a_link_is_an_error_and_not_a_missing_one() {
        let (_temp, folder) = folder();
        std::os::unix::fs::symlink("elsewhere", folder.path().join(KEY)).unwrap();
        assert!(folder.read_audit_key().is_err());
        assert!(folder.audit_key().is_err());
    }

    #[test]
    fn text_is_compared_only_with_a_digest_made_alike() {
        let keys = [1, 2].map(|byte| AuditKey([byte; SECRET_LENGTH]));
        let keyed = keys[0].digest("one");
        assert_eq!(digest_like(&keyed, Some(&keys[0]), "one"), Some(keyed.clone()));
        assert_eq!(digest_like(&keyed, Some(&keys[1]), "one"), None);
        assert_eq!(digest_like(&keyed, None, "one"), None);
        assert_eq!(digest_like(&digest(b"one"), None, "one"), Some(digest(b"one")));
        assert_eq!((made_with(&keyed), made_with(&digest(b"one"))), (keys[0].name().as_str(), ""));
        assert!(!format!("{keys:?}").contains("0101"));
    }
}
