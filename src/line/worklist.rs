//! The list of cases in line mode: a case is chosen by its number or its name.

use std::io::{self, BufRead, Write};

use crate::case::Text;
use crate::session::Workspace;
use crate::store::{CaseId, read_case};
use crate::worklist::Progress;

use super::command::{self, Command, Context};

/// The case that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// A new case.
    New,
    /// An existing case.
    Case(CaseId),
}

/// Lists the cases of the folder and asks which one to open; `None` when the user quits.
///
/// # Errors
/// When the folder or the input can't be read, or the output can't be written.
pub fn choose(
    workspace: &Workspace,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<Option<Chosen>> {
    if workspace.folder.is_open_to_others() {
        writeln!(out, "Others on this host can read this folder: chmod o-rwx closes it.")?;
    }
    let cases = workspace.folder.cases()?;
    list(&cases, |id| progress(workspace, id), out)?;
    ask(&cases, input, out)
}

/// The progress of a case in words.
fn progress(workspace: &Workspace, id: &CaseId) -> String {
    match read_case(&workspace.folder.file(id), &workspace.settings.editions) {
        Ok((case, _)) => Progress::of(&case, &workspace.settings).to_string(),
        Err(_) => "can't be read".to_owned(),
    }
}

fn list(cases: &[CaseId], progress: impl Fn(&CaseId) -> String, out: &mut dyn Write) -> io::Result<()> {
    match cases.len() {
        0 => writeln!(out, "There are no cases yet.")?,
        1 => writeln!(out, "There is 1 case.")?,
        many => writeln!(out, "There are {many} cases.")?,
    }
    let mut numbered = (1..).zip(cases);
    numbered.try_for_each(|(number, id)| writeln!(out, "{number}. {id}: {}", progress(id)))
}

fn ask(cases: &[CaseId], input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<Option<Chosen>> {
    loop {
        let (new, quit) = (Command::NewCase, Command::QuitWorklist);
        writeln!(out, "Type the number or the name of a case, {new}, or {quit}.")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let typed = line.trim();
        match command::find(Context::Worklist, typed) {
            Some(Command::NewCase) => return Ok(Some(Chosen::New)),
            Some(_) => return Ok(None),
            None => match find_case(cases, typed) {
                Some(id) => return Ok(Some(Chosen::Case(id.clone()))),
                None if typed.is_empty() => writeln!(out, "Nothing was typed.")?,
                None => writeln!(out, "There is no case {}.", Text::new(typed))?,
            },
        }
    }
}

/// The case with that name, else the one with that number.
fn find_case<'c>(cases: &'c [CaseId], typed: &str) -> Option<&'c CaseId> {
    let by_number = || cases.get(typed.parse::<usize>().ok()?.checked_sub(1)?);
    cases.iter().find(|id| id.as_str() == typed).or_else(by_number)
}

#[cfg(test)]
mod tests {
    use super::{Chosen, ask, list};
    use crate::store::CaseId;

    fn chosen(typed: &str) -> Option<Chosen> {
        let cases = ["a", "2"].map(|name| CaseId::new(name).unwrap());
        ask(&cases, &mut typed.as_bytes(), &mut Vec::new()).unwrap()
    }

    #[test]
    fn a_name_takes_precedence_over_a_number() {
        let case = |name: &str| CaseId::new(name).map(Chosen::Case);
        assert_eq!(chosen("a\n"), case("a"));
        assert_eq!(chosen("1\n"), case("a"));
        assert_eq!(chosen("2\n"), case("2"));
        assert_eq!(chosen("0\n7\nnew\n"), Some(Chosen::New));
        assert_eq!(chosen("quit\n"), None);
        assert_eq!(chosen(""), None);
    }

    #[test]
    fn cases_are_counted_and_numbered() {
        for (names, printed) in [
            (&[][..], "There are no cases yet.\n"),
            (&["a"], "There is 1 case.\n1. a: done\n"),
            (&["a", "2"], "There are 2 cases.\n1. a: done\n2. 2: done\n"),
        ] {
            let cases: Vec<CaseId> = names.iter().map(|name| CaseId::new(name).unwrap()).collect();
            let mut out = Vec::new();
            list(&cases, |_| "done".to_owned(), &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), printed);
        }
    }
}
