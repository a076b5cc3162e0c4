//! Who is at the keyboard, in words for the lock file and the audit log.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest, Sha256};

use crate::case::Text;

/// Who is at the keyboard, and over which connection.
#[derive(Debug, Clone, Copy)]
pub struct Person<'p> {
    /// The name given with `--as`.
    pub given_name: Option<&'p Text>,
    /// The account's name in the user database.
    pub account: Option<&'p str>,
    /// The account's number, from the kernel.
    pub uid: u32,
    /// The fingerprint of the key that an SSH client proved to have, if that is known.
    pub key: Option<&'p str>,
    /// What `sshd` says about the connection: the client's address and port first.
    pub connection: &'p str,
}

impl fmt::Display for Person<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uid = self.uid;
        match (self.given_name, self.account) {
            (Some(name), Some(account)) => write!(out, "{name} ({account}, {uid})")?,
            (Some(name), None) => write!(out, "{name} ({uid})")?,
            (None, Some(account)) => write!(out, "{account} ({uid})")?,
            (None, None) => write!(out, "uid {uid}")?,
        }
        if let Some(key) = self.key {
            write!(out, " key {key}")?;
        }
        let mut words = self.connection.split(' ');
        match (words.next(), words.next()) {
            (Some(address), Some(port)) => write!(out, " from {address} port {port}"),
            _ => Ok(()),
        }
    }
}

/// The fingerprint of the first key in what `sshd` says about a client that proved to have
/// it, as `ssh-keygen -l` shows it.
pub fn key_fingerprint(proof: &str) -> Option<String> {
    let mut keys = proof.lines().filter_map(|line| line.strip_prefix("publickey "));
    let key = STANDARD.decode(keys.next()?.split(' ').nth(1)?).ok()?;
    Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(key))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn person_is_named_by_the_account_or_the_given_name_and_always_by_number() {
        let pat = Text::new("Pat Ng");
        for (given_name, account, words) in [
            (None, Some("intake"), "intake (1001)"),
            (Some(&pat), Some("intake"), "Pat Ng (intake, 1001)"),
            (Some(&pat), None, "Pat Ng (1001)"),
            (None, None, "uid 1001"),
        ] {
            let person = Person { given_name, account, uid: 1001, key: None, connection: "" };
            assert_eq!(person.to_string(), words);
            let connection = "10.0.0.5 50512 10.0.0.1 22";
            let remote = Person { connection, ..person };
            assert_eq!(remote.to_string(), format!("{words} from 10.0.0.5 port 50512"));
        }
    }

    #[test]
    fn key_is_named_by_its_fingerprint() {
        let proof = format!("publickey {KEY}\n");
        assert_eq!(key_fingerprint(&proof).as_deref(), Some(FINGERPRINT));
        assert_eq!(key_fingerprint(&format!("password\n{proof}")).as_deref(), Some(FINGERPRINT));
        for other in ["", "password", "publickey", "publickey ssh-ed25519", "publickey ssh-ed25519 %%"] {
            assert_eq!(key_fingerprint(other), None, "{other}");
        }
        let person = Person {
            given_name: None,
            account: Some("pat"),
            uid: 1001,
            key: Some("SHA256:x"),
            connection: "a 1",
        };
        assert_eq!(person.to_string(), "pat (1001) key SHA256:x from a port 1");
    }

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    const FINGERPRINT: &str = "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA";
}
