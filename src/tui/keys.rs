//! The keys: one table, from which the program takes what a key does, the
//! footer its hints, `?` its list and the README its section.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is said in words in the table below")]
pub enum Command {
    Up,
    Down,
    PageUp,
    PageDown,
    Enter,
    Next,
    Back,
    Pick(usize),
    Mark,
    Yes,
    No,
    NotDocumented,
    None,
    Add,
    Remove,
    Why,
    Evidence,
    Flag,
    Review,
    Outcome,
    ReadItem,
    Report,
    New,
    Help,
    Leave,
    Quit,
    Repaint,
    Stop,
}

/// Where a key acts: what the keys mean depends on what is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContext {
    /// The list of cases.
    Worklist,
    /// One of several options.
    Options,
    /// Any of several options.
    Marks,
    /// A date or a number; letters are commands while it is empty.
    Field,
    /// Text, where every letter is text.
    Words,
    /// A list of records.
    Entries,
    /// All answers.
    Review,
    /// The determination.
    Determination,
    /// A page to read.
    Popup,
}

use KeyContext::{Determination, Entries, Field, Marks, Options, Popup, Review, Words, Worklist};

/// One line of the table.
#[derive(Debug)]
pub struct Binding {
    /// Where it acts.
    pub contexts: &'static [KeyContext],
    /// What is pressed; `None` stands for the digits.
    code: Option<KeyCode>,
    control: bool,
    command: Command,
    /// The key in the footer; empty keeps it out.
    pub shown: &'static str,
    /// What it does, in a word or two.
    pub does: &'static str,
}

const ASKING: &[KeyContext] = &[Options, Marks, Field, Words, Entries];
const CHOOSING: &[KeyContext] = &[Options, Marks, Entries];
const LETTERED: &[KeyContext] = &[Options, Marks, Field, Entries];
const LISTS: &[KeyContext] = &[Worklist, Options, Marks, Entries, Review, Determination, Popup];
const CURSOR: &[KeyContext] =
    &[Worklist, Options, Marks, Entries, Review, Determination, Popup, Field, Words];
const EVERYWHERE: &[KeyContext] = CURSOR;

const fn key(
    contexts: &'static [KeyContext],
    code: KeyCode,
    command: Command,
    shown: &'static str,
    does: &'static str,
) -> Binding {
    Binding { contexts, code: Some(code), control: false, command, shown, does }
}

const fn letter(
    contexts: &'static [KeyContext],
    letter: char,
    command: Command,
    shown: &'static str,
    does: &'static str,
) -> Binding {
    key(contexts, KeyCode::Char(letter), command, shown, does)
}

const fn control(
    contexts: &'static [KeyContext],
    letter: char,
    command: Command,
    shown: &'static str,
    does: &'static str,
) -> Binding {
    Binding { control: true, ..self::letter(contexts, letter, command, shown, does) }
}

/// The table; the first lines of a scene are the most useful.
pub const KEYS: &[Binding] = &[
    key(ASKING, KeyCode::Enter, Command::Enter, "Enter", "accept"),
    key(&[Worklist], KeyCode::Enter, Command::Enter, "Enter", "open"),
    key(&[Review, Determination], KeyCode::Enter, Command::Enter, "Enter", "go to question"),
    letter(&[Worklist], 'n', Command::New, "n", "new case"),
    letter(&[Options], 'y', Command::Yes, "", "yes"),
    letter(&[Options], 'n', Command::No, "", "no"),
    letter(&[Entries], 'a', Command::Add, "a", "add"),
    key(&[Entries], KeyCode::Delete, Command::Remove, "Del", "remove"),
    letter(&[Entries], 'x', Command::Remove, "", "remove"),
    letter(&[Marks], ' ', Command::Mark, "Space", "mark"),
    letter(&[Marks, Entries], '0', Command::None, "0", "none"),
    letter(&[Field], 'n', Command::None, "", "none, where that is an answer"),
    letter(LETTERED, 'd', Command::NotDocumented, "d", "not documented"),
    control(ASKING, 'n', Command::NotDocumented, "", "not documented"),
    Binding {
        contexts: &[Options, Marks],
        code: None,
        control: false,
        command: Command::Pick(0),
        shown: "",
        does: "pick that option",
    },
    key(ASKING, KeyCode::BackTab, Command::Back, "S-Tab", "back"),
    key(CHOOSING, KeyCode::Left, Command::Back, "", "back"),
    key(&[Field, Words], KeyCode::Up, Command::Back, "", "back"),
    key(ASKING, KeyCode::Tab, Command::Next, "Tab", "skip"),
    key(CHOOSING, KeyCode::Right, Command::Next, "", "skip"),
    key(&[Field, Words], KeyCode::Down, Command::Next, "", "skip"),
    letter(LETTERED, 'w', Command::Why, "w", "why asked"),
    letter(LETTERED, 'e', Command::Evidence, "e", "evidence"),
    letter(LETTERED, 'f', Command::Flag, "f", "flag"),
    letter(&[Options, Marks, Field, Entries, Determination], 'r', Command::Review, "r", "review"),
    letter(&[Options, Marks, Field, Entries, Review], 'o', Command::Outcome, "o", "outcome"),
    letter(&[Determination], 'i', Command::ReadItem, "i", "read the item"),
    letter(&[Determination], 's', Command::Report, "s", "save report"),
    control(ASKING, 'r', Command::Review, "", "review"),
    control(ASKING, 'o', Command::Outcome, "", "outcome"),
    letter(LISTS, '?', Command::Help, "?", "keys"),
    letter(&[Field], '?', Command::Help, "?", "keys"),
    control(EVERYWHERE, 'g', Command::Help, "", "keys"),
    key(&[Words], KeyCode::F(1), Command::Help, "^G", "keys"),
    key(&[Worklist], KeyCode::Char('q'), Command::Quit, "q", "quit"),
    key(
        &[Options, Marks, Field, Words, Entries, Review, Determination],
        KeyCode::Esc,
        Command::Leave,
        "Esc",
        "leave",
    ),
    key(&[Popup], KeyCode::Esc, Command::Leave, "Esc", "close"),
    key(&[Popup], KeyCode::Enter, Command::Leave, "", "close"),
    key(LISTS, KeyCode::Up, Command::Up, "", "up"),
    key(LISTS, KeyCode::Down, Command::Down, "", "down"),
    letter(LISTS, 'k', Command::Up, "", "up"),
    letter(LISTS, 'j', Command::Down, "", "down"),
    key(LISTS, KeyCode::PageUp, Command::PageUp, "", "a page up"),
    key(LISTS, KeyCode::PageDown, Command::PageDown, "", "a page down"),
    control(LISTS, 'j', Command::Enter, "", "the same as Enter"),
    control(EVERYWHERE, 'l', Command::Repaint, "", "draw the screen anew"),
    control(EVERYWHERE, 'z', Command::Stop, "", "stop; fg comes back"),
    control(EVERYWHERE, 'c', Command::Leave, "", "leave; nothing accepted is lost"),
];

/// What a key does in a scene.
pub(super) fn command(key_context: KeyContext, key: KeyEvent) -> Option<Command> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    if key.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    let here =
        KEYS.iter().filter(|binding| binding.contexts.contains(&key_context) && binding.control == control);
    let digit = match key.code {
        KeyCode::Char(letter) => letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok()),
        _ => None,
    };
    here.into_iter().find_map(|binding| match (binding.code, digit) {
        (Some(code), _) if code == key.code => Some(binding.command),
        (None, Some(digit)) => Some(Command::Pick(digit)),
        _ => None,
    })
}

/// The footer of a scene: whole hints of what can be done now, as many as fit,
/// always help and the way out.
pub fn footer(key_context: KeyContext, width: usize, can: impl Fn(Command) -> bool) -> String {
    let here =
        KEYS.iter().filter(|binding| binding.contexts.contains(&key_context) && !binding.shown.is_empty());
    let here = here.filter(|binding| can(binding.command));
    let hints: Vec<String> = here.map(|binding| format!("{} {}", binding.shown, binding.does)).collect();
    let keep = hints.len().min(2);
    let (rest, last) = hints.split_at(hints.len() - keep);
    let mut room = width.saturating_sub(last.iter().map(|hint| hint.len() + 2).sum());
    let mut line: Vec<&String> = Vec::new();
    for hint in rest {
        if hint.len() + 2 > room {
            break;
        }
        room -= hint.len() + 2;
        line.push(hint);
    }
    line.extend(last);
    line.iter().map(|hint| hint.as_str()).collect::<Vec<_>>().join("  ")
}

/// All keys of a scene, for `?`: those that do the same on one line.
pub fn all(key_context: KeyContext) -> Vec<(String, &'static str)> {
    let mut lines: Vec<(Command, String, &'static str)> = Vec::new();
    for binding in KEYS.iter().filter(|binding| binding.contexts.contains(&key_context)) {
        match lines.iter_mut().find(|(command, ..)| *command == binding.command) {
            Some((_, keys, _)) => keys.push_str(&format!(", {}", binding.name())),
            None => lines.push((binding.command, binding.name(), binding.does)),
        }
    }
    lines.into_iter().map(|(_, keys, does)| (keys, does)).collect()
}

impl Binding {
    /// The key in words.
    pub fn name(&self) -> String {
        match self.code {
            None => "1 to 9".to_owned(),
            Some(KeyCode::Char(' ')) => "Space".to_owned(),
            Some(KeyCode::Char(letter)) if self.control => format!("Ctrl-{}", letter.to_ascii_uppercase()),
            Some(KeyCode::Char(letter)) => letter.to_string(),
            Some(KeyCode::BackTab) => "Shift-Tab".to_owned(),
            Some(KeyCode::PageUp) => "PgUp".to_owned(),
            Some(KeyCode::PageDown) => "PgDn".to_owned(),
            Some(code) => code.to_string(),
        }
    }
}

/// The whole table as Markdown, a row for each key and what it does, for the README.
pub fn markdown() -> String {
    let mut rows: Vec<(String, &'static str, Vec<&'static str>)> = Vec::new();
    for binding in KEYS {
        let contexts = binding.contexts.iter().map(|key_context| key_context.name());
        match rows.iter_mut().find(|(key, does, _)| *key == binding.name() && *does == binding.does) {
            Some((.., known)) => known.extend(contexts),
            None => rows.push((binding.name(), binding.does, contexts.collect())),
        }
    }
    let mut out = String::from("| key | does | where |\n|---|---|---|\n");
    for (key, does, contexts) in rows {
        let questions = if contexts.len() == KeyContext::ALL.len() {
            "everywhere".to_owned()
        } else {
            contexts.join(", ")
        };
        out.push_str(&format!("| {key} | {does} | {questions} |\n"));
    }
    out
}

impl KeyContext {
    /// All scenes.
    pub const ALL: [Self; 9] =
        [Worklist, Options, Marks, Field, Words, Entries, Review, Determination, Popup];

    /// Its name for a reader.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Worklist => "worklist",
            Self::Options => "one of",
            Self::Marks => "any of",
            Self::Field => "date or number",
            Self::Words => "text",
            Self::Entries => "list",
            Self::Review => "review",
            Self::Determination => "determination",
            Self::Popup => "page to read",
        }
    }
}
