//! The command line: commands and options.

mod arguments;
mod formats;
mod install_files;
mod paths;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::case::Text;
use crate::worklist::SortBy;

pub use arguments::{AuditArgs, ExportArgs, ImportArgs, InputArgs, NewArgs, ResponseArgs};
pub use formats::{
    AuditCopy, CatalogueFormat, CompletionShell, Confine, ExportFor, ExportFormat, InputForm, LetterFormat,
    ListFormat, NextFormat, ReplayFormat, ReportFormat, SchemaOf,
};
pub use install_files::{command_names, completions, man_page};

/// Prior-authorization intake for sacroiliac joint procedures (MM-1463).
#[derive(Debug, Parser)]
#[command(name = "sij-intake", version, disable_version_flag = true, about, after_long_help = EXIT_STATUS)]
pub struct Cli {
    /// What to do; without a command: the worklist, then the wizard.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Print the version.
    #[arg(short = 'V', long)]
    pub version: bool,
    /// With the version: also the policy's editions, and what the process gives up.
    #[arg(long, requires = "version")]
    pub verbose: bool,
    /// The options of every command.
    #[command(flatten)]
    pub common: Common,
}

const EXIT_STATUS: &str = "Exit status: 0 done; 1 a replay found differences, the audit log has faults, a new case \
    may be a duplicate, or doctor found something to see to; 2 wrong use, an input that can't be read or is not valid, \
    or doctor found that the program can't work.";

/// A page to print instead of running: help, the version, or a complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What to print, made safe for the terminal.
    pub text: String,
    /// Whether it complains about the arguments.
    pub is_complaint: bool,
}

impl Cli {
    /// Parses the arguments; the first is the name of the program.
    ///
    /// # Errors
    /// A page to print: help, the version, or what is wrong with the arguments.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, Page> {
        Self::try_parse_from(arguments).map_err(|error| {
            let rendered = error.render().to_string();
            let lines = rendered.split('\n').map(|line| Text::new(line).to_string());
            Page { text: lines.collect::<Vec<_>>().join("\n"), is_complaint: error.use_stderr() }
        })
    }
}

/// The options of every command.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// The case folder; without it `./cases`, else `sij-intake/cases` among the user's data.
    // Its own identifier, because commands have an argument `cases` too.
    #[arg(id = "case-folder", long = "cases", global = true, value_name = "DIR", env = "SIJ_INTAKE_CASES")]
    pub cases: Option<PathBuf>,
    /// Settle live readings: a file with a table `[readings]`.
    #[arg(long, global = true, value_name = "FILE")]
    pub readings: Option<PathBuf>,
    /// What-if: replace limits, a file with a table `[limits]`.
    #[arg(long, global = true, value_name = "FILE")]
    pub limits: Option<PathBuf>,
    /// The name in locks and the audit log, where several people share an account.
    #[arg(long = "as", global = true, value_name = "NAME", value_parser = person_name)]
    pub given_name: Option<Text>,
    /// The settings file; without it, `settings.toml` in the case folder.
    #[arg(long, global = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Send the number and the hash of each line of the audit log there as it is written.
    #[arg(long, global = true, value_name = "WHERE")]
    pub audit_to: Option<AuditCopy>,
    /// The socket of syslog, for tests.
    #[arg(long, global = true, value_name = "PATH", hide = true)]
    pub syslog_socket: Option<PathBuf>,
    /// FHIR: the address that the names of the form, the codes and the cases begin with.
    #[arg(long, global = true, value_name = "URL", env = "SIJ_INTAKE_FHIR_BASE", value_parser = base_address)]
    pub base: Option<String>,
    /// Give up what the program does not need: other files, starting programs, the network.
    #[arg(long, global = true, value_name = "HOW", default_value = "auto")]
    pub confine: Confine,
    /// Line mode: one question per line, no boxes, no colour.
    #[arg(long, global = true)]
    pub plain: bool,
    /// Draw with ASCII characters only.
    #[arg(long, global = true)]
    pub ascii: bool,
}

/// The column of the worklist with this name.
fn sort_column(name: &str) -> Result<SortBy, String> {
    SortBy::named(name).ok_or_else(|| {
        let names: Vec<&str> = SortBy::ALL.iter().map(|by| by.name()).collect();
        format!("sort by one of: {}", names.join(", "))
    })
}

/// An address that names can begin with.
fn base_address(base: &str) -> Result<String, String> {
    let rest = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")).unwrap_or_default();
    let fits = |letter: char| letter.is_ascii_graphic() && !"|#?\"<>\\^`{}".contains(letter);
    if rest.trim_matches('/').is_empty() || !rest.chars().all(fits) {
        return Err("give an address that begins with https://, without spaces, query or fragment".to_owned());
    }
    Ok(base.to_owned())
}

const LONGEST_NAME: usize = 64;

/// The name of a person, as it is shown.
fn person_name(name: &str) -> Result<Text, String> {
    let name = Text::new(name.trim());
    let shown = name.to_string();
    if name.is_blank() {
        return Err("the name is empty: give the name of the person at the keyboard".to_owned());
    }
    if shown.chars().count() > LONGEST_NAME {
        return Err(format!("the name has more than {LONGEST_NAME} characters: shorten it"));
    }
    Ok(Text::new(shown))
}

/// One command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a new case in the wizard; with `--from`, make one without it.
    New(NewArgs),
    /// Open a case in the wizard.
    Open {
        /// Its name in the case folder, or its file.
        case: PathBuf,
    },
    /// Print the determination of saved cases.
    Determine {
        /// Names of cases in the case folder, or files; `-` reads standard input.
        #[arg(required = true, value_name = "CASE")]
        cases: Vec<PathBuf>,
        /// How to print it: text, or JSON where the cases are lines of JSON.
        #[arg(long)]
        format: Option<ReportFormat>,
        /// How the cases are read.
        #[command(flatten)]
        input: InputArgs,
        /// How a response is read.
        #[command(flatten)]
        response: ResponseArgs,
    },
    /// Make a case of a provider's response, or take its answers into a case.
    Import(ImportArgs),
    /// Print the answers of saved cases, one FHIR QuestionnaireResponse per line.
    Export(ExportArgs),
    /// Print the letter that asks the provider for the facts a case lacks; it is no decision.
    Letter {
        /// Names of cases in the case folder, or files; `-` reads one case from standard input.
        #[arg(required = true, value_name = "CASE")]
        cases: Vec<PathBuf>,
        /// How to print it.
        #[arg(long, default_value = "text")]
        format: LetterFormat,
        /// Print it while questions have no answer yet; it says so on top.
        #[arg(long)]
        draft: bool,
    },
    /// Print the questions that still matter for a case, the next one first.
    Next {
        /// Its name in the case folder, or its file; `-` reads the case from standard input.
        case: PathBuf,
        /// How to print it.
        #[arg(long, default_value = "text")]
        format: NextFormat,
    },
    /// Print the clocks; for a case, when it is due by each, step by step.
    Clocks {
        /// Its name in the case folder, or its file; `-` reads the case from standard input.
        case: Option<PathBuf>,
    },
    /// Replay saved cases and compare with their recorded determinations.
    Replay {
        /// Names of cases in the case folder, files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// How to print it: text, or JSON where the cases are lines of JSON.
        #[arg(long)]
        format: Option<ReplayFormat>,
        /// How the cases are read.
        #[command(flatten)]
        input: InputArgs,
        /// How the responses among the lines are read.
        #[command(flatten)]
        response: ResponseArgs,
    },
    /// Print the rows of the worklist.
    List {
        /// Only cases that these words find, as on the worklist.
        #[arg(long, value_name = "WORDS", default_value = "")]
        find: String,
        /// What to sort by: due, received, member or stands.
        #[arg(long, value_name = "COLUMN", default_value = "due", value_parser = sort_column)]
        sort: SortBy,
        /// Turn the order round.
        #[arg(long)]
        reverse: bool,
        /// How to print it.
        #[arg(long, default_value = "text")]
        format: ListFormat,
    },
    /// Withdraw a case: it leaves the list, and nothing is deleted.
    Withdraw {
        /// Its name in the case folder.
        case: PathBuf,
    },
    /// Bring a withdrawn case back; without a name, list those that are withdrawn.
    Restore {
        /// Its name.
        case: Option<PathBuf>,
    },
    /// Replay one case on the screen, question by question; saves nothing.
    Play {
        /// Its name in the case folder, or its file.
        case: PathBuf,
        /// Go on by itself after this long, such as 800ms or 2s.
        #[arg(long, value_name = "TIME")]
        every: Option<String>,
    },
    /// List who did what to which case, from the audit log of the case folder.
    Audit(AuditArgs),
    /// Print the items in our words, the rules and the live readings.
    Policy {
        /// One item, by the policy's number.
        item: Option<String>,
        /// How to print it.
        #[arg(long, default_value = "text")]
        format: CatalogueFormat,
    },
    /// Print the catalogue of questions.
    Questions {
        /// How to print it.
        #[arg(long, default_value = "text")]
        format: CatalogueFormat,
    },
    /// Print the questions as a form for the provider: a FHIR Questionnaire.
    Questionnaire,
    /// Look at the case folder, the log, the clock, the terminal and the confinement, and say
    /// what to do.
    Doctor,
    /// Print the JSON Schema of what other programs write for this one, or read from it.
    Schema {
        /// What the schema is of.
        of: SchemaOf,
    },
    /// Print the completions of a shell, for its folder of completions.
    Completions {
        /// The shell.
        shell: CompletionShell,
    },
    /// Print a manual page: that of the program, or of one command.
    Man {
        /// The command.
        command: Option<String>,
        /// List the commands that have a page, and print none.
        #[arg(long, conflicts_with = "command")]
        list: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_folder_and_named_cases_are_told_apart() {
        for command in ["determine", "letter"] {
            for words in [["--cases", "folder", command, "one"], [command, "one", "--cases", "folder"]] {
                let words = ["sij-intake"].into_iter().chain(words).map(OsString::from);
                let cli = Cli::read(words).unwrap();
                assert_eq!(cli.common.cases, Some("folder".into()));
                let (Some(Command::Determine { cases, .. }) | Some(Command::Letter { cases, .. })) =
                    cli.command
                else {
                    unreachable!("{command}")
                };
                assert_eq!(cases, ["one"].map(PathBuf::from));
            }
        }
    }

    #[test]
    fn name_of_a_person_is_checked_and_cleaned() {
        let name = |given: &str| {
            let cli = Cli::read(["sij-intake", "new", "--as", given].map(OsString::from));
            cli.map(|cli| cli.common.given_name.unwrap().raw().to_owned()).map_err(|page| page.text)
        };
        assert_eq!(name(" Pat Ng "), Ok("Pat Ng".to_owned()));
        assert_eq!(name("P\u{1b}[2J"), Ok("P<U+001B>[2J".to_owned()));
        let longest = "é".repeat(64);
        assert_eq!(name(&longest), Ok(longest.clone()));
        assert!(name(&(longest + "x")).unwrap_err().contains("more than 64 characters: shorten it"));
        assert!(name(&"\u{1b}".repeat(9)).unwrap_err().contains("more than 64 characters"));
        for blank in ["", " ", "\t\n"] {
            assert!(name(blank).unwrap_err().contains("'--as <NAME>'"), "{blank:?}");
        }
    }

    #[test]
    fn base_is_an_address_that_names_can_begin_with() {
        let base = |given: &str| {
            let words = ["sij-intake", "questionnaire", "--base", given].map(OsString::from);
            Cli::read(words).map(|cli| cli.common.base)
        };
        for good in ["https://plan.example/fhir", "http://localhost:8080/fhir/"] {
            assert_eq!(base(good), Ok(Some(good.to_owned())));
        }
        for bad in [
            "",
            "plan.example",
            "ftp://plan.example",
            "https://",
            "https:///",
            "https://a b",
            "https://a|1",
            "https://a#b",
            "https://\u{e9}",
        ] {
            assert!(base(bad).unwrap_err().text.contains("begins with https://"), "{bad}");
        }
    }
}
