//! The table `[audit]`: where a copy of the audit log goes.

use super::super::schema::{Schema, object, one_of};
use super::super::tree::{Table, Value};
use super::Reader;

/// Where the number and the hash of each line of the audit log are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditTo {
    /// To the syslog of the host.
    Syslog,
}

pub(super) const NAME: &str = "audit";
const TO: &str = "to";
const SYSLOG: &str = "syslog";

/// The schema of the table.
pub(super) fn schema() -> Schema {
    object([(TO, one_of([SYSLOG]))], &[])
}

impl Reader<'_> {
    pub(super) fn read_audit(&mut self, entries: &Table<'_>) {
        self.reject_unknown_keys(NAME, entries, &[TO]);
        self.settings.audit_to = self.read_key(NAME, entries, TO, |value| match value {
            Value::String(words) if words.as_ref() == SYSLOG => Ok(AuditTo::Syslog),
            _ => Err("write \"syslog\", or leave it out".to_owned()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_program_settings;
    use super::*;

    #[test]
    fn copy_goes_to_syslog_or_nowhere() {
        let to = |text: &str| read_program_settings(text).map(|settings| settings.audit_to);
        assert_eq!(to("[audit]").unwrap(), None);
        assert_eq!(to("[audit]\nto = 'syslog'").unwrap(), Some(AuditTo::Syslog));
        for (text, complaint) in [
            ("[audit]\nto = 'mail'", "line 2, column 6: audit.to: write \"syslog\", or leave it out"),
            ("[audit]\nto = 1", "line 2, column 6: audit.to: write \"syslog\", or leave it out"),
            ("audit = 1", "line 1, column 1: audit: write it as a table: [audit]"),
        ] {
            assert_eq!(to(text).unwrap_err().to_string(), complaint);
        }
    }
}
