//! Lines of JSON, one case each: where they come from, and the answer to a bad one.

use std::fmt;
use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::case::{Case, Field, Laterality, Text};
use crate::casefile::{self, Complaint, Complaints, complaint};
use crate::fhir::{Names, ReadOptions, ResponseReader};
use crate::policy::Editions;
use crate::store::{ReadError, open_lines};

use super::in_order::{Jobs, Next};
use super::line_chunks::{Chunk, LONGEST_LINE, Line, LineChunks};

/// Something wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Fault {
    /// The key with its table; empty for the line as a whole.
    pub(super) r#where: String,
    /// What is wrong, and what to do.
    pub(super) what: String,
}

impl Fault {
    /// A fault of the line as a whole.
    pub(super) fn whole(what: impl Into<String>) -> Self {
        Self { r#where: String::new(), what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.r#where.is_empty() {
            write!(out, "{}: ", self.r#where)?;
        }
        out.write_str(&self.what)
    }
}

/// The answer to a bad line.
#[derive(Debug, Serialize)]
struct BadLine<'f> {
    line: u64,
    /// The first fault.
    error: &'f Fault,
    /// All of them, where there are several.
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    errors: &'f [Fault],
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
}

/// The case of a line, or what is wrong with it, with the name of the case.
pub(super) struct LineRead {
    /// The name that the line gives; otherwise the number of the line.
    pub(super) name: Text,
    has_name: bool,
    pub(super) number: u64,
    pub(super) case: Result<Case, Vec<Fault>>,
}

/// Reads lines, each a case or a provider's response.
pub struct LineReader<'r> {
    editions: &'r Editions,
    names: &'r Names,
    options: ReadOptions,
    /// Made with the first response: it takes a while.
    responses: OnceLock<ResponseReader>,
}

impl<'r> LineReader<'r> {
    /// A reader that reads responses with these options.
    pub fn new(editions: &'r Editions, names: &'r Names, options: ReadOptions) -> Self {
        Self { editions, names, options, responses: OnceLock::new() }
    }

    /// The name and the case of a response, or what is wrong with it.
    fn response(&self, line: &[u8]) -> (Option<Text>, Result<Case, Vec<Fault>>) {
        let Ok(text) = str::from_utf8(line) else {
            return (None, Err(vec![Fault::whole(casefile::NOT_UTF_8)]));
        };
        let reader = self.responses.get_or_init(|| ResponseReader::new(self.editions, self.names));
        let read = reader.read(text, self.options);
        let name = Some(read.identifier).filter(|identifier| !identifier.is_blank());
        let case = if read.complaints.is_empty() { Ok(read.case) } else { Err(faults(read.complaints)) };
        (name, case)
    }
}

impl LineRead {
    /// Reads a line.
    pub(super) fn of((number, line): Line<'_>, reader: &LineReader<'_>) -> Self {
        let read = match line {
            None => (None, Err(vec![Fault::whole(too_long())])),
            Some(line) if is_fhir_resource(line) => reader.response(line),
            Some(line) => {
                let read = casefile::read_line(line, reader.editions);
                (read.name, read.case.map_err(|Complaints(complaints)| faults(complaints)))
            }
        };
        let (name, case) = read;
        let has_name = name.is_some();
        Self { name: name.unwrap_or_else(|| Text::new(format!("line {number}"))), has_name, number, case }
    }

    /// Writes the answer to this line, because of these faults.
    pub(super) fn write_answer(&self, faults: &[Fault], out: &mut Vec<u8>) {
        let no_fault = Fault::whole("");
        let answer = BadLine {
            line: self.number,
            error: faults.first().unwrap_or(&no_fault),
            errors: if faults.len() > 1 { faults } else { &[] },
            case: self.has_name.then(|| self.name.to_string()),
        };
        // Texts and a number always serialize, and a buffer takes them.
        let _ = serde_json::to_writer(out, &answer);
    }
}

fn too_long() -> String {
    format!("the line has more than {LONGEST_LINE} bytes: this is not a case")
}

fn faults(complaints: Vec<Complaint>) -> Vec<Fault> {
    let each = complaints.into_iter();
    each.map(|complaint| Fault { r#where: complaint.key, what: complaint.problem }).collect()
}

/// One fault for each required field that has no answer yet.
pub(super) fn missing(fields: &[Field]) -> Vec<Fault> {
    let fault = |field: &Field| Fault {
        r#where: field.at(Laterality::Left).to_string(),
        what: "no determination yet: this is needed; add the key".to_owned(),
    };
    fields.iter().map(fault).collect()
}

/// Whether a line is an object with the key that every resource of FHIR has. Most begin
/// with it; for the rest the line is read, because a text of a case may hold the same word.
fn is_fhir_resource(line: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Resource {
        #[serde(rename = "resourceType")]
        kind: Option<serde::de::IgnoredAny>,
    }
    let is_key = |line: &[u8]| line.starts_with(b"\"resourceType\"");
    let begins_with_it = |line: &[u8]| line.trim_ascii_start().strip_prefix(b"{").is_some_and(is_key);
    begins_with_it(line)
        || memchr::memmem::find(line, b"\"resourceType\"").is_some()
            && serde_json::from_slice(line).is_ok_and(|resource: Resource| resource.kind.is_some())
}

/// The lines of several inputs, one input after the other; in place of what can't be read
/// comes the complaint about it.
pub(super) struct CaseLines<'i> {
    inputs: slice::Iter<'i, PathBuf>,
    current: Option<(Text, LineChunks<File>)>,
}

impl<'i> CaseLines<'i> {
    /// The lines of these files; `-` is standard input.
    pub(super) fn of(inputs: &'i [PathBuf]) -> Self {
        Self { inputs: inputs.iter(), current: None }
    }

    /// The size of these files in bytes; 0 where it is not known.
    pub(super) fn size(inputs: &[PathBuf]) -> u64 {
        let size = |path: &PathBuf| path.metadata().map(|metadata| metadata.len()).ok();
        inputs.iter().map(size).sum::<Option<u64>>().unwrap_or_default()
    }
}

impl Jobs for CaseLines<'_> {
    type Job = Result<Chunk, String>;

    fn next(&mut self) -> io::Result<Next<Self::Job>> {
        loop {
            if let Some((name, mut lines)) = self.current.take() {
                match lines.next()? {
                    Next::End => match lines.failed() {
                        Some(error) => return Ok(complain(&name, &ReadError::Io(error))),
                        None => continue,
                    },
                    next => {
                        self.current = Some((name, lines));
                        return Ok(match next {
                            Next::Job(chunk) => Next::Job(Ok(chunk)),
                            _ => Next::Dry,
                        });
                    }
                }
            }
            let Some(path) = self.inputs.next() else { return Ok(Next::End) };
            let (name, opened) = open(path);
            match opened {
                Ok(input) => self.current = Some((name, LineChunks::new(input))),
                Err(error) => return Ok(complain(&name, &error)),
            }
        }
    }
}

fn complain(name: &Text, error: &ReadError) -> Next<Result<Chunk, String>> {
    Next::Job(Err(complaint(name, error)))
}

/// An input of lines, with its name in complaints.
fn open(path: &Path) -> (Text, Result<File, ReadError>) {
    if path.as_os_str() != "-" {
        return (Text::new(path.to_string_lossy()), open_lines(path));
    }
    // Without the buffer of the standard library, which can't be watched.
    let input = io::stdin().as_fd().try_clone_to_owned();
    (Text::new("standard input"), input.map(File::from).map_err(ReadError::Io))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes files itself")]
mod tests {
    use super::*;

    #[test]
    fn line_is_a_resource_by_its_key_wherever_that_stands() {
        for (line, expected) in [
            (r#"{"resourceType":"QuestionnaireResponse"}"#, true),
            (r#" {"resourceType":"QuestionnaireResponse", bad"#, true),
            (r#"{"status":"completed","resourceType":"QuestionnaireResponse"}"#, true),
            (r#"{"case":"resourceType","format":1}"#, false),
            (r#"{"case":{"resourceType":"x"}}"#, false),
            (r#"{"status":"completed","resourceType" bad"#, false),
            (r#"{"case":"one"}"#, false),
        ] {
            assert_eq!(is_fhir_resource(line.as_bytes()), expected, "{line}");
        }
    }

    #[test]
    fn size_is_known_only_where_every_input_is_a_file() {
        let temp = tempfile::tempdir().unwrap();
        let [one, two, gone] = ["one", "two", "gone"].map(|name| temp.path().join(name));
        std::fs::write(&one, "12345").unwrap();
        std::fs::write(&two, "1234567").unwrap();
        assert_eq!(CaseLines::size(&[one.clone(), two]), 12);
        assert_eq!(CaseLines::size(&[one, gone]), 0);
    }

    #[test]
    fn fault_names_its_key_where_there_is_one() {
        let named = Fault { r#where: "pain.onset".to_owned(), what: "no day".to_owned() };
        assert_eq!(
            [named, Fault::whole("no object")].map(|fault| fault.to_string()),
            ["pain.onset: no day", "no object"]
        );
    }
}
