//! What is installed beside the program, made of its command line: shell completions and
//! manual pages.

use clap::{Command, CommandFactory};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::{Cli, CompletionShell};

/// The script with which a shell completes the program's arguments.
pub fn completions(shell: CompletionShell) -> String {
    match shell {
        CompletionShell::Bash => with_hyphen_in_bash(&script(Shell::Bash)),
        CompletionShell::Zsh => script(Shell::Zsh),
        CompletionShell::Fish => script(Shell::Fish),
    }
}

fn script(shell: Shell) -> String {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(shell, &mut command, name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// For a program with a hyphen in its name, clap_complete spells the commands in two ways, so
/// that bash finds none of them: <https://github.com/clap-rs/clap/issues/6421>.
fn with_hyphen_in_bash(script: &str) -> String {
    let name = Cli::command().get_name().to_owned();
    script.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__"))
}

/// The manual page of the program, or of one of its commands, in roff.
///
/// # Errors
/// What is wrong with the name, or with the page.
pub fn man_page(command: Option<&str>) -> Result<Vec<u8>, String> {
    // Built, so that each command has its whole name and the options of every command.
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let page_of = match command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| unknown(&program))?,
    };
    let mut page = Vec::new();
    Man::new(page_of).render(&mut page).map_err(|error| format!("the page can't be made ({error})"))?;
    Ok(page)
}

fn unknown(program: &Command) -> String {
    let names: Vec<&str> = shown(program).map(Command::get_name).collect();
    format!("there is no such command: give one of {}", names.join(", "))
}

fn shown(program: &Command) -> impl Iterator<Item = &Command> {
    program.get_subcommands().filter(|command| !command.is_hide_set())
}

/// The names of the commands that have a page of their own.
pub fn command_names() -> Vec<String> {
    shown(&Cli::command()).map(|command| command.get_name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_and_option_is_in_each_script() {
        for shell in [CompletionShell::Bash, CompletionShell::Zsh, CompletionShell::Fish] {
            let script = completions(shell);
            for word in command_names().iter().map(String::as_str).chain(["readings", "even-so", "ndjson"]) {
                assert!(script.contains(word), "{shell:?}: {word}");
            }
        }
    }

    #[test]
    fn each_command_has_a_page_with_its_whole_name() {
        for name in command_names() {
            let page = String::from_utf8(man_page(Some(&name)).unwrap()).unwrap();
            assert!(page.contains(&format!(".TH sij-intake-{name} 1")), "{page}");
            assert!(page.contains("\\-\\-cases"), "{name}: the options of every command");
        }
    }

    #[test]
    fn page_of_the_program_names_its_commands_and_exit_statuses() {
        let page = String::from_utf8(man_page(None).unwrap()).unwrap();
        for name in command_names() {
            assert!(page.contains(&format!("sij\\-intake\\-{name}(1)")), "{name}");
        }
        assert!(page.contains("Exit status"), "{page}");
        assert!(page.contains("SIJ_INTAKE_CASES"));
    }

    #[test]
    fn command_that_does_not_exist_is_refused_with_those_that_do() {
        let refused = man_page(Some("deny")).unwrap_err();
        assert!(
            refused.starts_with("there is no such command: give one of new, open, determine"),
            "{refused}"
        );
    }
}
