//! The case folder that a run needs: which one it is, and making one that is missing.

use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

use crate::store::{CaseId, Folder};

use super::Streams;

/// The user's own folders, from the environment.
#[derive(Debug, Clone, Default)]
pub struct UserFolders {
    /// `XDG_DATA_HOME`.
    pub data: Option<PathBuf>,
    /// `HOME`.
    pub home: Option<PathBuf>,
}

/// Where cases are kept unless the command line or `SIJ_INTAKE_CASES` says so.
const HERE: &str = "cases";

/// The case folder: the one that was given, else `./cases` where that is a folder,
/// else the user's default folder.
pub fn case_folder(given: Option<&Path>, user: &UserFolders) -> PathBuf {
    let here = PathBuf::from(HERE);
    match given {
        Some(given) => given.to_owned(),
        None if here.is_dir() => here,
        None => user.default_folder().unwrap_or(here),
    }
}

impl UserFolders {
    /// The default case folder. As the XDG specification demands, a path that is not
    /// absolute is ignored.
    fn default_folder(&self) -> Option<PathBuf> {
        let absolute = |path: &Option<PathBuf>| path.clone().filter(|path| path.is_absolute());
        let data =
            absolute(&self.data).or_else(|| absolute(&self.home).map(|home| home.join(".local/share")))?;
        Some(data.join("sij-intake/cases"))
    }
}

/// Makes sure that the case folder exists: offers to make a missing one if there is
/// somebody at a terminal to ask.
///
/// # Errors
/// When the terminal can't be read or written. The inner error says why there is no
/// folder, and what to do.
pub fn ensure_folder(
    folder: &Folder,
    asks: bool,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<Result<(), String>> {
    match folder_problem(folder) {
        None => Ok(Ok(())),
        Some(FolderProblem::Missing(problem)) if asks => {
            writeln!(out, "{problem}.")?;
            offer_to_make(folder, input, out)
        }
        Some(FolderProblem::Missing(problem)) => {
            Ok(Err(format!("{problem}: make it (mkdir -p -m 700), or choose another one with --cases")))
        }
        Some(FolderProblem::Other(problem)) => Ok(Err(problem)),
    }
}

/// Whether the case folder exists; complains if not. Where standard input is what is read,
/// there is nobody to ask whether to make it.
pub(super) fn has_folder(folder: &Folder, to: &mut Streams<'_>) -> io::Result<bool> {
    let ensured = ensure_folder(folder, false, &mut io::empty(), &mut io::sink())?;
    ensured.as_ref().err().map_or(Ok(()), |problem| writeln!(to.err, "{problem}"))?;
    Ok(ensured.is_ok())
}

/// Complains about a case folder that a command only reads, unless it is there.
pub fn unreadable_folder(folder: &Folder) -> Option<String> {
    folder_problem(folder).map(|problem| match problem {
        FolderProblem::Missing(problem) => format!("{problem}: --cases chooses another one"),
        FolderProblem::Other(problem) => problem,
    })
}

/// Why a path is not a usable case folder.
enum FolderProblem {
    /// Nothing is there.
    Missing(String),
    /// Something else is wrong, with what to do.
    Other(String),
}

fn folder_problem(folder: &Folder) -> Option<FolderProblem> {
    let name = folder.full_name();
    match folder.is_there() {
        Ok(true) => None,
        Ok(false) => Some(FolderProblem::Missing(format!("the case folder {name} does not exist"))),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Some(FolderProblem::Other(format!("{name} is not a folder: --cases takes a folder of cases")))
        }
        Err(error) => Some(FolderProblem::Other(format!(
            "the case folder {name} can't be read ({error}): check its permissions, or choose another one with --cases"
        ))),
    }
}

fn offer_to_make(
    folder: &Folder,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<Result<(), String>> {
    if !is_wanted(input, out)? {
        return Ok(Err("nothing was made: --cases chooses another case folder".to_owned()));
    }
    let name = folder.full_name();
    match folder.make() {
        Ok(()) => writeln!(out, "Made {name}.").map(Ok),
        Err(error) => Ok(Err(format!(
            "{name} could not be made ({error}): make it yourself, or choose another one with --cases"
        ))),
    }
}

/// More bytes than any reply to the question has.
const MAX_REPLY: u64 = 1024;

/// Asks until the answer is yes or no; the end of the input is a no.
fn is_wanted(input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<bool> {
    loop {
        write!(out, "Make it, for you alone? (y/n) ")?;
        out.flush()?;
        let mut line = Vec::new();
        if (&mut *input).take(MAX_REPLY).read_until(b'\n', &mut line)? == 0 {
            writeln!(out)?;
            return Ok(false);
        }
        if line.len() as u64 == MAX_REPLY && !line.ends_with(b"\n") {
            input.skip_until(b'\n')?;
            writeln!(out, "This line is too long: answer yes or no.")?;
            continue;
        }
        match String::from_utf8_lossy(&line).trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            _ => {}
        }
    }
}

/// The folder and the name of a case: in the case folder by its name, elsewhere by
/// the path of its file.
pub fn case_anywhere(folder: &Folder, argument: &Path) -> Option<(Folder, CaseId)> {
    let outside = argument.parent().filter(|parent| *parent != Path::new(""));
    match outside {
        Some(parent) => CaseId::of_path(argument).map(|id| (Folder::at(parent), id)),
        None => folder.case_named(argument).map(|id| (folder.clone(), id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_folder_is_among_the_users_data() {
        let folder = |data: Option<&str>, home: Option<&str>| {
            UserFolders { data: data.map(Into::into), home: home.map(Into::into) }.default_folder()
        };
        let at_home = || Some(PathBuf::from("/home/pat/.local/share/sij-intake/cases"));
        assert_eq!(folder(Some("/data"), Some("/home/pat")), Some("/data/sij-intake/cases".into()));
        assert_eq!(folder(None, Some("/home/pat")), at_home());
        assert_eq!(folder(Some("data"), Some("/home/pat")), at_home());
        assert_eq!(folder(None, Some("pat")), None);
        assert_eq!(folder(None, None), None);
    }

    #[test]
    fn given_folder_goes_before_the_samples_and_these_before_the_default() {
        let user = UserFolders { data: Some("/data".into()), home: None };
        assert_eq!(case_folder(Some(Path::new("given")), &user), Path::new("given"));
        // Tests run in the checkout, which has sample cases.
        assert_eq!(case_folder(None, &user), Path::new("cases"));
    }

    fn ensured(folder: &Folder, asks: bool, typed: &str) -> (Result<(), String>, String) {
        let mut out = Vec::new();
        let ended = ensure_folder(folder, asks, &mut typed.as_bytes(), &mut out).unwrap();
        (ended, String::from_utf8(out).unwrap())
    }

    #[test]
    fn missing_folder_is_made_after_a_yes() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path().join("new/cases"));
        let name = folder.path().display();
        let problem = format!("the case folder {name} does not exist");
        let question = "Make it, for you alone? (y/n) ";
        for (typed, times) in [("n\n", 1), ("No\n", 1), ("no", 1), ("", 1), ("\nperhaps\nno\n", 3)] {
            let (ended, said) = ensured(&folder, true, typed);
            assert_eq!(ended.unwrap_err(), "nothing was made: --cases chooses another case folder");
            assert_eq!(said.trim_end_matches('\n'), format!("{problem}.\n{}", question.repeat(times)));
        }
        let (ended, said) = ensured(&folder, false, "y\n");
        let remedy = "make it (mkdir -p -m 700), or choose another one with --cases";
        assert_eq!((ended.unwrap_err(), said.as_str()), (format!("{problem}: {remedy}"), ""));
        assert!(!temp.path().join("new").exists());
        let (ended, said) = ensured(&folder, true, "Yes\n");
        assert_eq!((ended, said), (Ok(()), format!("{problem}.\n{question}Made {name}.\n")));
        assert!(folder.is_there().unwrap());
        assert_eq!(ensured(&folder, true, ""), (Ok(()), String::new()));
        assert_eq!(unreadable_folder(&folder), None);
    }

    #[test]
    fn a_reply_that_is_too_long_or_not_text_is_asked_for_again() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path().join("new"));
        let (ended, said) = ensured(&folder, true, &format!("y{}\nn\n", " ".repeat(100_000)));
        assert!(ended.is_err() && said.contains("This line is too long: answer yes or no.\n"), "{said}");
        let mut out = Vec::new();
        let typed: &[u8] = b"\xff\ny\n";
        assert_eq!(ensure_folder(&folder, true, &mut &typed[..], &mut out).unwrap(), Ok(()));
    }

    #[test]
    fn file_in_place_of_the_folder_is_refused_without_a_question() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let name = file.path().display();
        let (ended, said) = ensured(&Folder::at(file.path()), true, "y\n");
        let refused = format!("{name} is not a folder: --cases takes a folder of cases");
        assert_eq!((ended, said.as_str()), (Err(refused), ""));
        let inside = Folder::at(file.path().join("cases"));
        assert!(ensured(&inside, true, "y\n").0.is_err());
    }

    #[test]
    fn folder_that_can_not_be_made_is_named_with_the_reason() {
        let temp = tempfile::tempdir().unwrap();
        let link = temp.path().join("link");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        let refused = ensured(&Folder::at(&link), true, "y\n").0.unwrap_err();
        assert!(refused.starts_with(&format!("{} could not be made (", link.display())), "{refused}");
    }

    #[test]
    fn folder_that_is_only_read_has_to_be_there_and_to_be_readable() {
        let temp = tempfile::tempdir().unwrap();
        let (missing, circle) = (temp.path().join("missing"), temp.path().join("circle"));
        std::os::unix::fs::symlink(&circle, &circle).unwrap();
        let problem = |path: &Path| unreadable_folder(&Folder::at(path)).unwrap();
        let expected =
            format!("the case folder {} does not exist: --cases chooses another one", missing.display());
        assert_eq!(problem(&missing), expected);
        let unreadable = format!("the case folder {} can't be read (", circle.display());
        assert!(problem(&circle).starts_with(&unreadable), "{}", problem(&circle));
        assert_eq!(unreadable_folder(&Folder::at(temp.path())), None);
    }
}
