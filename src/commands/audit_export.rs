//! `audit --verify --against FILE`: compares the log with what syslog has of it, which
//! nobody who owns the folder can change.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::case::Text;
use crate::casefile::complaint;
use crate::store::{Folder, SentLine, open_lines};

use super::{Status, Streams};

/// What is longer is no line of this program's.
const LONGEST_LINE: u64 = 65_536;
/// Further differences are not listed: they add nothing.
const MOST_DIFFERENCES: usize = 20;

/// The lines that syslog has of one log: number and digest.
type Sent = Vec<(u64, String)>;

/// Compares the digests of a folder's log with an export of syslog, and prints where they
/// differ.
///
/// # Errors
/// When the output can't be written.
pub(super) fn compare_with(
    export: &Path,
    digests: &[String],
    folder: &Folder,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let name = Text::new(export.to_string_lossy());
    let sent = match read(export).and_then(|logs| choose(logs, &folder.name_in_syslog())) {
        Ok(sent) => sent,
        Err(problem) => {
            writeln!(to.err, "{}", complaint(&name, &problem))?;
            return Ok(Status::Invalid);
        }
    };
    let digest = |number: u64| {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        digests.get(index)
    };
    let count = digests.len();
    let mut differences = 0;
    for (number, sent) in &sent {
        let problem = match digest(*number) {
            Some(digest) if digest == sent => continue,
            Some(_) => format!("it is not the line that was sent to syslog ({name})"),
            None => format!("it was sent to syslog ({name}), and the log ends with line {count}"),
        };
        differences += 1;
        if differences <= MOST_DIFFERENCES {
            writeln!(to.err, "the audit log, line {number}: {problem}")?;
        }
    }
    if differences > 0 {
        writeln!(to.err, "{differences} lines of {name} differ from the audit log: it was cut or rewritten")?;
        return Ok(Status::Differences);
    }
    let last = sent.iter().map(|(number, _)| *number).max().unwrap_or_default();
    let mut numbers: Vec<u64> = sent.into_iter().map(|(number, _)| number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    writeln!(to.out, "{} of {count} lines are in {name}, the last is line {last}, and agree", numbers.len())?;
    Ok(Status::Done)
}

/// What an export has of each log, by the path of its folder.
fn read(export: &Path) -> Result<BTreeMap<String, Sent>, String> {
    let file = open_lines(export).map_err(|error| error.to_string())?;
    let mut lines = BufReader::new(file);
    let mut logs = BTreeMap::<String, Sent>::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        if read.map_err(|error| format!("it can't be read ({error}): check the permissions"))? == 0 {
            return Ok(logs);
        }
        if let Some(sent) = SentLine::read(&String::from_utf8_lossy(&line)) {
            logs.entry(sent.folder).or_default().push((sent.number, sent.digest));
        }
    }
}

/// The lines of the folder with this name; of the only folder, where there is but one.
fn choose(mut logs: BTreeMap<String, Sent>, name: &str) -> Result<Sent, String> {
    if let Some(sent) = logs.remove(name) {
        return Ok(sent);
    }
    match (logs.pop_first(), logs.first_key_value()) {
        (Some((_, only)), None) => Ok(only),
        (None, _) => {
            Err("no line of an audit log is in this file: give what syslog wrote of sij-intake".to_owned())
        }
        (Some((first, _)), Some((second, _))) => Err(format!(
            "it has lines of several folders ({first}, {second} …) and none of {name}: give the case folder with --cases"
        )),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes files itself")]
mod tests {
    use super::*;

    #[test]
    fn so_many_differences_are_listed_and_all_are_counted() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        std::fs::write(temp.path().join(".audit.log"), "").unwrap();
        let export = temp.path().join("export");
        let sent =
            |number: usize| format!("sij-intake audit line {number} sha256 {} of /srv\n", "ab".repeat(32));
        for (count, listed) in [(1, 1), (MOST_DIFFERENCES, MOST_DIFFERENCES), (100, MOST_DIFFERENCES)] {
            std::fs::write(&export, (1..=count).map(sent).collect::<String>()).unwrap();
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let status =
                compare_with(&export, &[], &folder, &mut Streams { out: &mut out, err: &mut err }).unwrap();
            let err = String::from_utf8(err).unwrap();
            assert_eq!((status, err.lines().count()), (Status::Differences, listed + 1), "{err}");
            assert!(err.contains(&format!("\n{count} lines of ")), "{err}");
        }
    }
}
