//! Reading a case that is written as one line of JSON: the same tables and keys as in a
//! case file, dates as strings, and optionally the name of the case.

use crate::case::{Case, Text};
use crate::policy::Editions;

use super::super::json::parse_json;
use super::super::tree::{Table, Value};
use super::super::{Complaints, key};
use super::{Notation, Reader};

/// The complaint about a line of bytes that are no text.
pub const NOT_UTF_8: &str = "the line is not UTF-8 text: write it as UTF-8";

/// A line of JSON, read as a case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseLine {
    /// The name that the line gives the case.
    pub name: Option<Text>,
    /// The case, or every complaint about it, in the order of the line.
    pub case: Result<Case, Complaints>,
}

/// Reads a line of JSON.
pub fn read_line(line: &[u8], editions: &Editions) -> CaseLine {
    let mut reader = Reader::new(Notation::Json, editions);
    let (name, case) = match parsed(line) {
        Ok(root) => (reader.name(&root), reader.case(&root)),
        Err(problem) => {
            reader.complain(0..0, "", problem);
            (None, Case::default())
        }
    };
    let case = if reader.complaints.is_empty() { Ok(case) } else { Err(reader.finish(None)) };
    CaseLine { name, case }
}

fn parsed(line: &[u8]) -> Result<Table<'_>, String> {
    let text = str::from_utf8(line).map_err(|_| NOT_UTF_8.to_owned())?;
    match parse_json(text)?.into_inner() {
        Value::Table(root) => Ok(root),
        _ => Err("this is not a case: write it as an object in curly brackets".to_owned()),
    }
}

impl Reader<'_> {
    fn name(&mut self, root: &Table<'_>) -> Option<Text> {
        let node = root.get(key::CASE)?;
        let name = self.notation.text(node.get_ref());
        name.map_err(|problem| self.complain(node.span(), key::CASE, problem)).ok()
    }
}
