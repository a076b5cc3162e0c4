//! The files of a case in a folder, by their names: the case, its reports, letters and
//! drafts, and its versions that lost a conflict.

use super::folder::{CONFLICT, CaseId};

/// A file of a case, such as `ID.report-2.md`.
pub(super) struct FileOfCase {
    pub(super) name: String,
    /// The name up to the number, such as `ID.report`, and after it, such as `.md`;
    /// `None` for the case file.
    numbered: Option<(String, &'static str)>,
}

/// The numbers that a file gets whose name is taken.
const FIRST_NUMBER: u32 = 2;
const MAX_NUMBER: u32 = 1000;
/// The endings of the files that are numbered: before and after the number. The first of
/// a kind may have no number.
const SHOWN: &[(&str, &str)] = &[(".report", ".md"), (".letter", ".txt"), (".original", ".txt")];
const HIDDEN: &[(&str, &str)] = &[(".draft", "")];

impl FileOfCase {
    /// The file of this name, if it belongs to the case or to one of its versions that
    /// lost a conflict.
    pub(super) fn of(id: &CaseId, name: &str) -> Option<Self> {
        let shown = name.strip_prefix('.').unwrap_or(name);
        let is_hidden = shown.len() < name.len();
        let (conflict, rest) = after_conflicts(shown.strip_prefix(id.as_str())?);
        let up_to = |rest: &str, start: &str| name[..name.len() - rest.len() + start.len()].to_owned();
        let numbered = match (rest, conflict) {
            (".toml", None) if !is_hidden => None,
            (".toml", Some(conflict)) if !is_hidden => Some((up_to(conflict, ".conflict"), ".toml")),
            _ => {
                let kinds = if is_hidden { HIDDEN } else { SHOWN };
                let (start, end) = kinds.iter().find(|(start, end)| is_numbered(rest, start, end))?;
                Some((up_to(rest, start), *end))
            }
        };
        Some(Self { name: name.to_owned(), numbered })
    }

    /// Whether it is the case file itself.
    pub(super) fn is_case_file(&self) -> bool {
        self.numbered.is_none()
    }

    /// Its name, then others with a number; the case file keeps its name.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let numbered = self.numbered.iter().flat_map(|(before, after)| {
            (FIRST_NUMBER..MAX_NUMBER).map(move |number| format!("{before}-{number}{after}"))
        });
        std::iter::once(self.name.clone()).chain(numbered)
    }
}

/// What follows the marks of lost conflicts, and the last mark with what follows it.
fn after_conflicts(text: &str) -> (Option<&str>, &str) {
    let (mut last, mut rest) = (None, text);
    while let Some((_, after)) = rest.strip_prefix(CONFLICT).and_then(split_number) {
        (last, rest) = (Some(rest), after);
    }
    (last, rest)
}

/// Whether a text is this start, perhaps a number, and this end.
fn is_numbered(text: &str, start: &str, end: &str) -> bool {
    let middle = text.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    middle.is_some_and(|middle| {
        middle.is_empty()
            || middle.strip_prefix('-').and_then(split_number).is_some_and(|(_, after)| after.is_empty())
    })
}

/// The digits that a text starts with, and what follows them.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> Option<FileOfCase> {
        FileOfCase::of(&CaseId::new("one").unwrap(), name)
    }

    #[test]
    fn file_whose_name_is_taken_gets_a_number_of_its_kind() {
        for (name, next) in [
            ("one.report.md", Some("one.report-2.md")),
            ("one.report-7.md", Some("one.report-2.md")),
            ("one.letter-1.txt", Some("one.letter-2.txt")),
            ("one.conflict-1.toml", Some("one.conflict-2.toml")),
            ("one.conflict-1.conflict-2.toml", Some("one.conflict-1.conflict-2.toml")),
            ("one.conflict-3.letter-1.txt", Some("one.conflict-3.letter-2.txt")),
            (".one.draft", Some(".one.draft-2")),
            ("one.toml", None),
        ] {
            let file = file(name).unwrap();
            let mut names = file.names();
            assert_eq!(names.next().as_deref(), Some(name));
            assert_eq!(names.next().as_deref(), next, "{name}");
        }
    }

    #[test]
    fn only_the_case_file_itself_is_the_case() {
        assert!(file("one.toml").unwrap().is_case_file());
        for name in ["one.conflict-1.toml", "one.report.md", ".one.draft"] {
            assert!(!file(name).unwrap().is_case_file(), "{name}");
        }
        for name in ["two.toml", ".one.toml", ".one.conflict-1.toml"] {
            assert!(file(name).is_none(), "{name}");
        }
    }
}
