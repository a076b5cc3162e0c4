//! The case folder: reading, saving, locking, drafts, the audit log. The only module
//! that uses the file system.
//!
//! A save succeeds only when the file and its folder are on the disk. Nothing here
//! depends on the rules of the policy or on the screen.

mod audit;
mod check;
mod directory;
mod drafts;
mod examine;
mod exchange;
mod file_of_case;
mod folder;
mod index;
mod lock;
mod locked_file;
mod misnamed;
mod new_case_lock;
mod new_folder;
mod open;
mod permissions;
mod read;
mod save;
mod sweep;
mod syslog;
mod version;
mod withdraw;

pub use audit::{
    AuditAction, AuditEvent, AuditFault, AuditKey, AuditLine, AuditReport, AuditTime, Begun, LoggedCase,
    LoggedCases, LoggedLine, SentLine, Sync, digest, is_file_of, made_with,
};
pub use check::{Check, Checked};
pub use drafts::DraftFile;
pub use examine::FolderState;
pub use folder::{CaseId, Folder, full_name};
pub use index::{Index, IndexKey};
pub use lock::{Holder, Lock, LockError, saves_counted};
pub use misnamed::Misnamed;
pub use new_case_lock::NewCaseLock;
pub use permissions::FolderWarning;
pub use read::{ReadError, open_lines, read_case, read_response, read_settings_text, read_stream, read_text};
pub use save::SaveError;
pub use syslog::Syslog;
pub use withdraw::MoveError;
