//! The paths that the arguments name, beside the case folder.

use std::path::{Path, PathBuf};

use super::{Cli, Command, ExportArgs, ImportArgs, NewArgs};

impl Cli {
    /// The files and folders that are read.
    pub fn paths_to_read(&self) -> Vec<&Path> {
        let of_command = self.command.as_ref().map(Command::paths_to_read).unwrap_or_default();
        of_command.into_iter().chain(self.common.settings.as_deref()).collect()
    }

    /// The folder of a case that is opened by the path of its file: it takes the place of the
    /// case folder.
    pub fn folder_of_case(&self) -> Option<&Path> {
        match &self.command {
            Some(Command::Open { case } | Command::Play { case, .. }) => {
                case.parent().filter(|parent| *parent != Path::new(""))
            }
            _ => None,
        }
    }
}

impl Command {
    fn paths_to_read(&self) -> Vec<&Path> {
        match self {
            Self::Determine { cases: paths, .. }
            | Self::Letter { cases: paths, .. }
            | Self::Replay { paths, .. }
            | Self::Import(ImportArgs { files: paths, .. })
            | Self::Export(ExportArgs { cases: paths, .. }) => paths.iter().map(PathBuf::as_path).collect(),
            Self::Next { case, .. } | Self::Clocks { case: Some(case) } => vec![case],
            Self::New(NewArgs { from: Some(file), .. }) => vec![file],
            Self::Audit(args) => args.against.as_deref().into_iter().collect(),
            // The cases of these are in a folder that is reached as a whole.
            Self::Open { .. } | Self::Play { .. } | Self::Withdraw { .. } | Self::Restore { .. } => {
                Vec::new()
            }
            Self::New(_)
            | Self::Clocks { case: None }
            | Self::List { .. }
            | Self::Policy { .. }
            | Self::Questions { .. }
            | Self::Questionnaire
            | Self::Doctor
            | Self::Schema { .. }
            | Self::Completions { .. }
            | Self::Man { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    fn cli(words: &str) -> Cli {
        Cli::read(words.split(' ').map(OsString::from)).unwrap()
    }

    #[test]
    fn paths_of_the_arguments_are_those_that_are_read() {
        for (words, paths) in [
            ("sij-intake determine a.toml b", &["a.toml", "b"][..]),
            ("sij-intake replay folder --settings s.toml", &["folder", "s.toml"]),
            ("sij-intake import one.json", &["one.json"]),
            ("sij-intake new --from fax.toml", &["fax.toml"]),
            ("sij-intake next one", &["one"]),
            ("sij-intake list", &[]),
            ("sij-intake", &[]),
        ] {
            let paths: Vec<&Path> = paths.iter().map(Path::new).collect();
            assert_eq!(cli(words).paths_to_read(), paths, "{words}");
        }
    }

    #[test]
    fn case_that_is_opened_by_its_path_is_in_a_folder_of_its_own() {
        assert_eq!(cli("sij-intake open elsewhere/one.toml").folder_of_case(), Some(Path::new("elsewhere")));
        assert_eq!(cli("sij-intake open one").folder_of_case(), None);
        assert_eq!(cli("sij-intake determine elsewhere/one.toml").folder_of_case(), None);
    }
}
