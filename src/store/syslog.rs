//! Messages to the syslog of the host, in datagrams to its local socket: RFC 5424, which
//! rsyslog, syslog-ng and journald take.

use std::io;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

/// Where syslog listens on a usual host.
const SOCKET: &str = "/dev/log";
/// How long a message may wait for a syslog that does not keep up.
const LONGEST_WAIT: Duration = Duration::from_millis(200);
/// The facility "log audit" and the severity "informational".
const PRIORITY: u32 = 13 * 8 + 6;
/// The number stands for no organization: it is reserved for examples.
const ELEMENT: &str = "sij-intake@32473";

/// The syslog of the host.
#[derive(Debug)]
pub struct Syslog {
    socket: UnixDatagram,
    path: PathBuf,
    /// Why the last message did not reach it.
    problem: Mutex<Option<String>>,
}

/// One message.
#[derive(Debug)]
pub(super) struct Message<'m> {
    pub(super) at: DateTime<Utc>,
    /// Names and values of the structured data.
    pub(super) data: &'m [(&'m str, String)],
    pub(super) text: String,
}

impl Syslog {
    /// The syslog at this socket, else at the usual one. Whether it can be reached is said by
    /// [`Self::problem`].
    ///
    /// # Errors
    /// When no socket can be made.
    pub fn at(socket: Option<&Path>) -> io::Result<Self> {
        let path = socket.unwrap_or(Path::new(SOCKET)).to_owned();
        let reached = UnixDatagram::unbound()?.connect(&path);
        let socket = UnixDatagram::unbound()?;
        socket.set_write_timeout(Some(LONGEST_WAIT))?;
        let syslog = Self { socket, path, problem: Mutex::new(None) };
        syslog.keep(reached);
        Ok(syslog)
    }

    /// Why the last message did not reach syslog, as a sentence without its full stop.
    pub fn problem(&self) -> Option<String> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends messages, up to the first that does not reach syslog. The socket is looked up
    /// each time: syslog may have been restarted. One that did not take the last message is
    /// not waited for.
    pub(super) fn send<'m>(&self, mut messages: impl Iterator<Item = Message<'m>>) {
        let ready = self.socket.set_nonblocking(self.problem().is_some());
        let send = |message: Message<'_>| self.socket.send_to(message.write().as_bytes(), &self.path);
        self.keep(ready.and_then(|()| messages.try_for_each(|message| send(message).map(|_| ()))));
    }

    fn keep(&self, result: io::Result<()>) {
        let problem = result.err().map(|error| {
            let path = self.path.display();
            format!("the lines of the audit log do NOT reach syslog at {path} ({error})")
        });
        *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }
}

impl Message<'_> {
    fn write(&self) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let process = std::process::id();
        let data: String =
            self.data.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect();
        format!("<{PRIORITY}>1 {at} - sij-intake {process} audit [{ELEMENT}{data}] {}", self.text)
    }
}

/// A value of structured data, with the escapes of RFC 5424.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> Message<'_> {
        let at = "2026-03-03T09:14:05.25Z".parse().unwrap();
        Message { at, data: &[], text: text.to_owned() }
    }

    #[test]
    fn message_has_the_form_of_the_standard() {
        let data = [("line", "5".to_owned()), ("who", "a \"b\" [c] \\".to_owned())];
        let written = Message { data: &data, ..message("text") }.write();
        let start = format!("<110>1 2026-03-03T09:14:05.250000Z - sij-intake {} audit ", std::process::id());
        let rest = r#"[sij-intake@32473 line="5" who="a \"b\" [c\] \\"] text"#;
        assert_eq!(written, start + rest);
    }

    #[test]
    fn syslog_that_is_not_there_is_told_until_it_is() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("log");
        let syslog = Syslog::at(Some(&path)).unwrap();
        assert!(syslog.problem().unwrap().contains("do NOT reach syslog at /"));
        syslog.send([message("lost")].into_iter());
        assert!(syslog.problem().is_some());
        let server = UnixDatagram::bind(&path).unwrap();
        syslog.send([message("one"), message("two")].into_iter());
        assert_eq!(syslog.problem(), None);
        let mut bytes = [0; 500];
        let length = server.recv(&mut bytes).unwrap();
        assert!(bytes[..length].ends_with(b" one"));
    }

    #[test]
    fn syslog_that_does_not_read_is_not_waited_for_for_long() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("log");
        let _server = UnixDatagram::bind(&path).unwrap();
        let syslog = Syslog::at(Some(&path)).unwrap();
        let mut sent = 0;
        syslog.send((0..100_000).map(|_| message("more than fits")).inspect(|_| sent += 1));
        assert!(syslog.problem().is_some() && sent < 100_000, "{sent}");
        syslog.send((0..100_000).map(|_| message("not waited for")));
        assert!(syslog.problem().is_some());
    }
}
