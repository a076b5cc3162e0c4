//! Where a copy of the audit log goes, by the arguments and the settings.

use std::io;
use std::sync::Arc;

use sij_intake::casefile::ProgramSettings;
use sij_intake::cli::Common;
use sij_intake::commands::Streams;
use sij_intake::store::{Folder, Syslog};

/// The syslog that lines of the audit log are sent to, if any.
pub(super) fn syslog(common: &Common, program: Option<&ProgramSettings>) -> io::Result<Option<Arc<Syslog>>> {
    let is_set = common.audit_to.is_some() || program.is_some_and(|program| program.audit_to.is_some());
    is_set.then(|| Syslog::at(common.syslog_socket.as_deref()).map(Arc::new)).transpose()
}

/// Says that lines of the audit log did not reach syslog, if so.
pub(super) fn tell_unsent(folder: &Folder, to: &mut Streams<'_>) -> io::Result<()> {
    folder.unsent().map_or(Ok(()), |problem| writeln!(to.err, "{problem}: tell who looks after this host"))
}
