//! Who is at the keyboard, in words for the lock file and the audit log.

use std::fmt;

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
        let mut words = self.connection.split(' ');
        match (words.next(), words.next()) {
            (Some(address), Some(port)) => write!(out, " from {address} port {port}"),
            _ => Ok(()),
        }
    }
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
            let person = Person { given_name, account, uid: 1001, connection: "" };
            assert_eq!(person.to_string(), words);
            let connection = "10.0.0.5 50512 10.0.0.1 22";
            let remote = Person { connection, ..person };
            assert_eq!(remote.to_string(), format!("{words} from 10.0.0.5 port 50512"));
        }
    }
}
