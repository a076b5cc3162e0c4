//! The keys with which a case says what it is: its format and its policy.

use std::cmp::Ordering;
use std::ops::Range;

use crate::policy::POLICY;

use super::super::FORMAT;
use super::super::tree::{Table, Value};
use super::super::value::Problem;
use super::{Notation, Reader, key};

impl Reader<'_> {
    /// Whether the file has the format and the policy this program reads.
    pub(super) fn check_format_and_policy(&mut self, root: &Table<'_>) -> bool {
        let (format, policy) = (check_format(self.notation, root), check_policy(self.notation, root));
        let ok = format.is_ok() && policy.is_ok();
        for (name, checked) in [(key::FORMAT, format), (key::POLICY, policy)] {
            if let Err((span, problem)) = checked {
                self.complain(span, name, problem);
            }
        }
        ok
    }
}

fn check_format(notation: Notation, root: &Table<'_>) -> Result<(), (Range<usize>, Problem)> {
    let expected = notation.assignment(key::FORMAT, &FORMAT.to_string());
    let Some(node) = root.get(key::FORMAT) else {
        return Err((0..0, format!("the key is missing: a case file begins with {expected}")));
    };
    let problem = match whole_number(node.get_ref()).map(|format| format.cmp(&FORMAT)) {
        Some(Ordering::Equal) => return Ok(()),
        Some(Ordering::Greater) => {
            format!("the file is of a newer format than {FORMAT}: open it with a newer sij-intake")
        }
        _ => format!("unknown format: this program reads {expected}"),
    };
    Err((node.span(), problem))
}

fn check_policy(notation: Notation, root: &Table<'_>) -> Result<(), (Range<usize>, Problem)> {
    let expected = || notation.assignment(key::POLICY, &format!("\"{POLICY}\""));
    match root.get(key::POLICY).map(|node| (node, node.get_ref())) {
        None => Err((0..0, format!("the key is missing: write {}", expected()))),
        Some((_, Value::String(name))) if name == POLICY => Ok(()),
        Some((node, _)) => Err((node.span(), format!("another policy: this program reads {}", expected()))),
    }
}

fn whole_number(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Integer(digits) => digits.parse().ok(),
        _ => None,
    }
}
