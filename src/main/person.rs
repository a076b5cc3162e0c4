//! Who is at the keyboard, by the account and by what `sshd` says.

use std::path::Path;
use std::sync::OnceLock;

use sij_intake::cli::Common;
use sij_intake::session::{Person, key_fingerprint};
use sij_intake::store::read_text;

use super::terminal::variable;

/// What is known of the account and of the client's key.
pub(super) struct Identity {
    /// The account's name in the user database.
    account: Option<String>,
    /// The fingerprint of the client's key.
    key: Option<String>,
}

/// Who runs the program. It is read once, before the process is confined: then the user
/// database and what `sshd` wrote are out of reach.
pub(super) fn identity() -> &'static Identity {
    static IDENTITY: OnceLock<Identity> = OnceLock::new();
    IDENTITY.get_or_init(|| {
        let user = uzers::get_user_by_uid(rustix::process::getuid().as_raw());
        // Under `ExposeAuthInfo`, `sshd` names a file that says how the client proved who it is.
        let proof = variable("SSH_USER_AUTH").and_then(|path| read_text(Path::new(&path)).ok());
        Identity {
            account: user.map(|user| user.name().to_string_lossy().into_owned()),
            key: proof.and_then(|proof| key_fingerprint(&proof)),
        }
    })
}

/// Who is at the keyboard. The names `USER` and `LOGNAME` are not read: anybody can
/// set them.
pub(super) fn who(common: &Common) -> String {
    let uid = rustix::process::getuid().as_raw();
    let connection = variable("SSH_CONNECTION").unwrap_or_default();
    let Identity { account, key } = identity();
    let given_name = common.given_name.as_ref();
    Person { given_name, account: account.as_deref(), uid, key: key.as_deref(), connection: &connection }
        .to_string()
}
