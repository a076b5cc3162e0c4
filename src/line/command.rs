//! The words that are not answers, in one table: it is read, and it is the help.

/// What can be asked for instead of giving an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Back,
    Skip,
    Why,
    Define,
    Evidence,
    Flag,
    Review,
    Go,
    Save,
    Help,
    Quit,
}

/// A word with what may follow it.
struct Entry {
    word: Command,
    /// The spellings; the first is the one shown.
    spelt: &'static [&'static str],
    /// What follows it, as the help shows it.
    follows: &'static str,
    /// What it does.
    does: &'static str,
}

const fn entry(
    word: Command,
    spelt: &'static [&'static str],
    follows: &'static str,
    does: &'static str,
) -> Entry {
    Entry { word, spelt, follows, does }
}

const WORDS: &[Entry] = &[
    entry(Command::Back, &["back"], "", "goes to the question before"),
    entry(Command::Skip, &["skip", "next"], "", "leaves the answer as it is and goes to the next question"),
    entry(
        Command::Why,
        &["why"],
        "",
        "says which items ask this, their rules, and the dates that bear on it",
    ),
    entry(Command::Define, &["define"], "", "says the definitions that bear on this question"),
    entry(
        Command::Evidence,
        &["e"],
        "WORDS",
        "notes where in the record this stands; e - takes the note back",
    ),
    entry(Command::Flag, &["f"], "WORDS", "flags the item for a clinician; f - takes the flag back"),
    entry(Command::Review, &["review"], "", "says all answers"),
    entry(Command::Go, &["go"], "NUMBER", "goes to a question by its number in the review"),
    entry(Command::Save, &["save"], "", "says that everything accepted is saved"),
    entry(Command::Help, &["help", "?"], "", "says this"),
    entry(Command::Quit, &["quit"], "", "ends; what was accepted is saved"),
];

/// The word a line begins with and the rest of the line, if it is no answer.
///
/// Where any text may be the answer, the one-letter words are text.
pub(super) fn read(line: &str, any_text: bool) -> Option<(Command, &str)> {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let first = first.to_ascii_lowercase();
    let found = WORDS.iter().find(|entry| entry.spelt.contains(&first.as_str()))?;
    let fits =
        if found.follows.is_empty() { rest.is_empty() } else { !any_text || found.word == Command::Go };
    fits.then_some((found.word, rest))
}

/// What can be typed, a line each.
pub(super) fn help() -> impl Iterator<Item = String> {
    let line = |entry: &Entry| {
        let spelt = entry.spelt.join(" or ");
        let space = if entry.follows.is_empty() { "" } else { " " };
        format!("{spelt}{space}{}: {}.", entry.follows, entry.does)
    };
    WORDS.iter().map(line).chain([
        "d: not documented, where the record does not say.".to_owned(),
        "= TEXT: takes the text as the answer, where it is also one of these words.".to_owned(),
        "Anything else is the answer. Enter alone picks nothing.".to_owned(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_answers_are_told_apart() {
        assert_eq!(read("Back", false), Some((Command::Back, "")));
        assert_eq!(read("e  consult p. 2", false), Some((Command::Evidence, "consult p. 2")));
        assert_eq!(read("e Jones", true), None, "a name");
        assert_eq!(read("go 4", true), Some((Command::Go, "4")));
        assert_eq!(read("back pain", false), None);
        assert_eq!(read("2026-03-02", false), None);
    }
}
