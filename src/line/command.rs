//! The command words of line mode, in one table: input is read by it, and the help
//! and every sentence that names a word take the word from it.

use std::fmt;

/// What can be typed instead of an answer, or stands for a special answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Back,
    Skip,
    NextOpen,
    Why,
    Define,
    Evidence,
    Flag,
    Undo,
    SameAsOtherSide,
    Accept,
    Confirm,
    Intake,
    Review,
    Go,
    Save,
    Letter,
    Compare,
    Help,
    Quit,
    Add,
    Change,
    Remove,
    Done,
    AnswerNone,
    NotDocumented,
    /// Leads a text that is also a command word.
    Literal,
    NewCase,
    More,
    All,
    Sort,
    View,
    Duplicates,
    Withdraw,
    Restore,
    QuitWorklist,
}

/// Where a word is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Anywhere in a case, but at a question that any text may answer.
    Case,
    /// At a question that any text may answer: a name may start with `e` or `f`.
    AnyText,
    /// At a list of entries.
    List,
    /// At a part of an entry.
    Part,
    /// In the place of an answer.
    Answer,
    /// At the list of cases.
    Worklist,
}

/// One word of the table.
struct Word {
    command: Command,
    contexts: &'static [Context],
    /// The spellings; the first is the one shown.
    spellings: &'static [&'static str],
    /// What follows the word, as shown; empty when nothing may follow.
    argument: &'static str,
    /// What it does, as the help says it; empty for a word that is explained where it is used.
    does: &'static str,
}

const fn word(
    command: Command,
    contexts: &'static [Context],
    spellings: &'static [&'static str],
    argument: &'static str,
    does: &'static str,
) -> Word {
    Word { command, contexts, spellings, argument, does }
}

const EVERYWHERE: &[Context] = &[Context::Case, Context::AnyText];

const LIST: &[Context] = &[Context::Worklist];

/// Removes a note or a flag, after the word for it.
pub(super) const REMOVE_NOTE: &str = "-";

const WORDS: &[Word] = &[
    word(Command::Back, EVERYWHERE, &["back"], "", "goes to the previous question"),
    word(
        Command::Skip,
        EVERYWHERE,
        &["skip", "next"],
        "",
        "leaves the answer as it is and goes to the next question",
    ),
    word(Command::NextOpen, EVERYWHERE, &["pending"], "", "goes to the next question that matters"),
    word(
        Command::Why,
        EVERYWHERE,
        &["why"],
        "",
        "shows which items ask this question, their rules, and the dates that matter",
    ),
    word(Command::Define, EVERYWHERE, &["define"], "", "shows the definitions for this question"),
    word(
        Command::Evidence,
        &[Context::Case],
        &["e"],
        "WORDS",
        "notes where in the record this is documented; e - removes the note",
    ),
    word(
        Command::Flag,
        &[Context::Case],
        &["f"],
        "WORDS",
        "flags the item for a clinician; f - removes the flag",
    ),
    word(
        Command::Undo,
        EVERYWHERE,
        &["undo"],
        "",
        "undoes what was accepted last since the case was opened; it stays as a draft",
    ),
    word(
        Command::SameAsOtherSide,
        &[Context::Case],
        &["same"],
        "",
        "takes over the answers of the other side as drafts of this side",
    ),
    word(Command::Accept, EVERYWHERE, &["accept"], "", "accepts the draft of this question"),
    word(
        Command::Confirm,
        EVERYWHERE,
        &["confirm"],
        "",
        "confirms the answers of the provider in the step of this question, but for those with something to check",
    ),
    word(
        Command::Intake,
        EVERYWHERE,
        &["intake"],
        "NAME VALUE",
        "shows when and how the request arrived and when it is due; with a name and a value, sets it",
    ),
    word(Command::Review, EVERYWHERE, &["review"], "", "shows all answers"),
    word(Command::Go, EVERYWHERE, &["go"], "NUMBER", "goes to a question by its number in the review"),
    word(Command::Save, EVERYWHERE, &["save"], "", "confirms that every accepted answer is saved"),
    word(
        Command::Letter,
        &[Context::Case],
        &["letter"],
        "",
        "writes the letter to the provider beside the case; sends nothing",
    ),
    word(Command::Compare, EVERYWHERE, &["compare"], "", "shows the case beside its possible duplicates"),
    word(
        Command::Help,
        &[Context::Case, Context::AnyText, Context::Worklist],
        &["help", "?"],
        "",
        "shows this list",
    ),
    word(Command::Quit, EVERYWHERE, &["quit"], "", "ends; every accepted answer is saved"),
    word(Command::Add, &[Context::List], &["add"], "", ""),
    word(Command::Change, &[Context::List], &["change"], "NUMBER", ""),
    word(Command::Remove, &[Context::List], &["remove"], "NUMBER", ""),
    word(Command::Done, &[Context::List, Context::Part], &["done"], "", ""),
    word(Command::AnswerNone, &[Context::List, Context::Answer], &["0"], "", ""),
    word(
        Command::NotDocumented,
        &[Context::List, Context::Answer],
        &["d"],
        "",
        "not documented, where the record does not say",
    ),
    word(
        Command::Literal,
        &[],
        &["="],
        "TEXT",
        "takes the text as the answer, even if it is one of these words",
    ),
    word(Command::NewCase, LIST, &["new"], "", "starts a new case"),
    word(Command::More, LIST, &["page"], "", "shows the next rows"),
    word(Command::All, LIST, &["all"], "", "shows all cases again"),
    word(Command::Sort, LIST, &["sort"], "COLUMN", "sorts the rows; twice turns the order round"),
    word(Command::View, LIST, &["view"], "NUMBER", "shows the cases of a view"),
    word(Command::Duplicates, LIST, &["compare"], "NUMBER", "shows a case beside its possible duplicates"),
    word(Command::Withdraw, LIST, &["withdraw"], "NAME", "takes a case out of the list; deletes nothing"),
    word(Command::Restore, LIST, &["restore"], "NAME", "brings a withdrawn case into the list again"),
    word(Command::QuitWorklist, LIST, &["quit", "q"], "", "ends"),
];

impl Command {
    fn entry(self) -> Option<&'static Word> {
        WORDS.iter().find(|word| word.command == self)
    }

    /// The word to type.
    pub(super) fn word(self) -> &'static str {
        self.entry().and_then(|word| word.spellings.first()).copied().unwrap_or_default()
    }

    /// The word with what follows it, such as `go NUMBER`.
    pub(super) fn usage(self) -> String {
        self.entry().map_or_else(String::new, |entry| with_argument(self.word(), entry.argument))
    }
}

impl fmt::Display for Command {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

fn with_argument(spelling: &str, argument: &str) -> String {
    let space = if argument.is_empty() { "" } else { " " };
    format!("{spelling}{space}{argument}")
}

/// The command with exactly this spelling.
pub(super) fn find(context: Context, typed: &str) -> Option<Command> {
    entry_of(context, typed).map(|word| word.command)
}

fn entry_of(context: Context, typed: &str) -> Option<&'static Word> {
    WORDS.iter().find(|word| word.contexts.contains(&context) && word.spellings.contains(&typed))
}

/// The command that a line starts with, and the rest of the line; `None` when the
/// line is not a command.
pub(super) fn read(context: Context, line: &str) -> Option<(Command, &str)> {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (first, rest) = (first.to_ascii_lowercase(), rest.trim());
    let word = entry_of(context, &first)?;
    let fits = rest.is_empty() || !word.argument.is_empty();
    fits.then_some((word.command, rest))
}

/// What can be typed at any question, one line each.
pub(super) fn help() -> impl Iterator<Item = String> {
    let rest =
        "Anything else is the answer. An empty line chooses nothing, but confirms an answer of the provider.";
    lines_of(|word| word.contexts != LIST).chain([rest.to_owned()])
}

/// What can be typed at the list of cases, one line each.
pub(super) fn help_in_list() -> impl Iterator<Item = String> {
    let rest = "A number or a name opens that case. Anything else is words to find cases by.";
    lines_of(|word| word.contexts.contains(&Context::Worklist)).chain([rest.to_owned()])
}

fn lines_of(is_shown: fn(&Word) -> bool) -> impl Iterator<Item = String> {
    let line = |word: &Word| {
        format!("{}: {}.", with_argument(&word.spellings.join(" or "), word.argument), word.does)
    };
    WORDS.iter().filter(move |word| !word.does.is_empty() && is_shown(word)).map(line)
}

/// All words of the table.
#[cfg(test)]
pub(super) fn words() -> std::collections::BTreeSet<&'static str> {
    WORDS.iter().flat_map(|word| word.spellings).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_distinguished_from_answers() {
        for (context, line, expected) in [
            (Context::Case, "Back", Some((Command::Back, ""))),
            (Context::Case, "e  consult p. 2", Some((Command::Evidence, "consult p. 2"))),
            (Context::AnyText, "e Jones", None),
            (Context::AnyText, "go 4", Some((Command::Go, "4"))),
            (Context::Case, "back pain", None),
            (Context::Case, "2026-03-02", None),
            (Context::Case, "add", None),
            (Context::List, "CHANGE 2", Some((Command::Change, "2"))),
            (Context::List, "change", Some((Command::Change, ""))),
            (Context::List, "add 2", None),
            (Context::Part, "Done", Some((Command::Done, ""))),
            (Context::Part, "add", None),
        ] {
            assert_eq!(read(context, line), expected, "{context:?} {line}");
        }
    }

    #[test]
    fn each_command_has_one_entry_and_no_word_is_ambiguous() {
        for (index, word) in WORDS.iter().enumerate() {
            assert!(!word.spellings.is_empty());
            for other in &WORDS[index + 1..] {
                assert_ne!(word.command, other.command);
                let same_place = word.contexts.iter().any(|context| other.contexts.contains(context));
                let same_word = word.spellings.iter().any(|spelling| other.spellings.contains(spelling));
                assert!(!(same_place && same_word), "{} {}", word.command, other.command);
            }
        }
    }

    #[test]
    fn a_command_is_shown_by_its_first_spelling_with_what_follows() {
        assert_eq!(Command::Skip.to_string(), "skip");
        assert_eq!(Command::Go.usage(), "go NUMBER");
        assert_eq!(Command::Add.usage(), "add");
    }
}
