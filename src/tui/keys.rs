//! The keys: one table that says what each key does in each context. Every text
//! that names a key is made from it too, in `key_hints.rs`.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table below describes each")]
pub enum Command {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Enter,
    Fold,
    Next,
    Later,
    NextOpen,
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
    OtherSide,
    ConfirmStep,
    Undo,
    Intake,
    Review,
    Outcome,
    ReadItem,
    Report,
    Letter,
    New,
    Find,
    Sort,
    ShowAll,
    Duplicates,
    Withdraw,
    Help,
    Leave,
    Quit,
    Repaint,
    Suspend,
}

/// The screen or editor a key is pressed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContext {
    /// The list of cases.
    Worklist,
    /// The words that find cases in the list; every letter is text.
    Find,
    /// The name of a case that is to be withdrawn; every letter is text.
    Withdraw,
    /// One of several options.
    Select,
    /// Any of several options.
    MultiSelect,
    /// The empty field of a date or a number, where letters are commands too.
    DateOrNumber,
    /// Text, or a date or number with something typed; every letter is text.
    FreeText,
    /// A list of records.
    Entries,
    /// A note for an item; every letter is text.
    Note,
    /// How and when the request arrived.
    Intake,
    /// A value of that being typed; every letter is text.
    IntakeField,
    /// All answers.
    Review,
    /// The determination.
    Determination,
    /// A popup with a text to read.
    Popup,
    /// A case being played.
    Play,
}

use KeyContext::{
    DateOrNumber, Determination, Entries, Find, FreeText, Intake, IntakeField, MultiSelect, Note, Play,
    Popup, Review, Select, Withdraw, Worklist,
};

/// One row of the table.
#[derive(Debug)]
pub(super) struct Binding {
    /// The contexts it applies in.
    pub(super) contexts: Contexts,
    /// The key.
    pub(super) key: Key,
    /// What the key does.
    pub(super) command: Command,
    /// What it does, in a few words for the user.
    pub(super) label: &'static str,
    /// Whether the footer shows it.
    pub(super) is_in_footer: bool,
}

/// A key, or a group of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// A key without Ctrl.
    Plain(KeyCode),
    /// A letter, or the underscore, with Ctrl.
    Control(char),
    /// Any digit from 1 to 9.
    Digit,
}

/// The contexts of a row.
type Contexts = &'static [KeyContext];

const QUESTION: Contexts = &[Select, MultiSelect, DateOrNumber, FreeText, Entries];
const TEXT_FIELD: Contexts = &[DateOrNumber, FreeText];
const CHOICE_OR_LIST: Contexts = &[Select, MultiSelect, Entries];
const LETTERS_ARE_COMMANDS: Contexts = &[Select, MultiSelect, DateOrNumber, Entries];
const ALL_TEXT: Contexts = &[Find, Withdraw, FreeText, Note, IntakeField];
const LETTERS_IN_LIST_OR_CASE: Contexts =
    &[Worklist, Select, MultiSelect, DateOrNumber, Entries, Review, Determination];
const HELP_BY_LETTER: Contexts =
    &[Worklist, Select, MultiSelect, DateOrNumber, Entries, Intake, Review, Determination, Play];
const ROWS: Contexts = &[Worklist, Select, MultiSelect, Entries, Intake, Review, Determination, Popup, Play];
const PAGED: Contexts = &[Worklist, Find, Review, Determination, Play];
const LISTS: Contexts = &[Worklist, Intake, Review, Determination, Popup, Play];
const LETTERS_IN_CASE: Contexts =
    &[Select, MultiSelect, DateOrNumber, Entries, Intake, Review, Determination];
const IN_CASE: Contexts = &[
    Select,
    MultiSelect,
    DateOrNumber,
    FreeText,
    Entries,
    Note,
    Intake,
    IntakeField,
    Review,
    Determination,
    Play,
];
const EVERYWHERE: Contexts = &KeyContext::ALL;

const fn bind(contexts: Contexts, key: Key, command: Command, label: &'static str) -> Binding {
    Binding { contexts, key, command, label, is_in_footer: false }
}

const fn key(contexts: Contexts, code: KeyCode, command: Command, label: &'static str) -> Binding {
    bind(contexts, Key::Plain(code), command, label)
}

const fn letter(contexts: Contexts, letter: char, command: Command, label: &'static str) -> Binding {
    key(contexts, KeyCode::Char(letter), command, label)
}

const fn control(contexts: Contexts, letter: char, command: Command, label: &'static str) -> Binding {
    bind(contexts, Key::Control(letter), command, label)
}

/// The table. The footer shows the first rows of a context first, so the most
/// useful keys come first. Hints name the first key of a command.
pub(super) const KEYS: &[Binding] = &[
    key(QUESTION, KeyCode::Enter, Command::Enter, "accept").in_footer(),
    letter(LETTERS_ARE_COMMANDS, 's', Command::OtherSide, "same as other side").in_footer(),
    key(&[Note], KeyCode::Enter, Command::Enter, "save").in_footer(),
    key(&[Worklist], KeyCode::Enter, Command::Enter, "open").in_footer(),
    key(&[Intake], KeyCode::Enter, Command::Enter, "change").in_footer(),
    key(&[IntakeField], KeyCode::Enter, Command::Enter, "accept").in_footer(),
    key(&[Review, Determination], KeyCode::Enter, Command::Enter, "go to question").in_footer(),
    letter(&[Review], 'a', Command::ConfirmStep, "confirm step").in_footer(),
    key(&[Play], KeyCode::Enter, Command::Next, "next").in_footer(),
    key(&[Play], KeyCode::Left, Command::Back, "back").in_footer(),
    letter(&[Determination, Play], ' ', Command::Fold, "unfold").in_footer(),
    letter(&[Worklist], 'n', Command::New, "new case").in_footer(),
    key(&[Find], KeyCode::Enter, Command::Enter, "keep").in_footer(),
    key(&[Withdraw], KeyCode::Enter, Command::Enter, "withdraw").in_footer(),
    letter(&[Worklist], '/', Command::Find, "find").in_footer(),
    letter(&[Worklist], 's', Command::Sort, "sort").in_footer(),
    letter(LETTERS_IN_LIST_OR_CASE, 'c', Command::Duplicates, "compare possible duplicates"),
    letter(&[Worklist], 'w', Command::Withdraw, "withdraw"),
    bind(&[Worklist], Key::Digit, Command::Pick(0), "that view"),
    letter(&[Select], 'y', Command::Yes, "yes"),
    letter(&[Select], 'n', Command::No, "no"),
    letter(&[Entries], 'a', Command::Add, "add").in_footer(),
    key(&[Entries], KeyCode::Delete, Command::Remove, "remove").in_footer(),
    letter(&[Entries], 'x', Command::Remove, "remove"),
    letter(&[MultiSelect], ' ', Command::Mark, "mark").in_footer(),
    letter(&[MultiSelect, Entries], '0', Command::None, "none").in_footer(),
    letter(&[DateOrNumber], 'n', Command::None, "none").in_footer(),
    letter(LETTERS_ARE_COMMANDS, 'd', Command::NotDocumented, "not documented").in_footer(),
    control(&[FreeText], 'n', Command::NotDocumented, "not documented").in_footer(),
    control(LETTERS_ARE_COMMANDS, 'n', Command::NotDocumented, "not documented"),
    bind(&[Select, MultiSelect], Key::Digit, Command::Pick(0), "pick that option"),
    key(QUESTION, KeyCode::BackTab, Command::Back, "back").in_footer(),
    key(CHOICE_OR_LIST, KeyCode::Left, Command::Back, "back"),
    key(TEXT_FIELD, KeyCode::Up, Command::Back, "back"),
    key(&[Play], KeyCode::BackTab, Command::Back, "back"),
    key(QUESTION, KeyCode::Tab, Command::Next, "accept, next question"),
    key(TEXT_FIELD, KeyCode::Down, Command::Next, "accept, next question"),
    control(QUESTION, 't', Command::Later, "later").in_footer(),
    key(CHOICE_OR_LIST, KeyCode::Right, Command::Later, "later"),
    key(&[Play], KeyCode::Tab, Command::Next, "next"),
    key(&[Play], KeyCode::Right, Command::Next, "next"),
    letter(LETTERS_ARE_COMMANDS, 'e', Command::Evidence, "evidence").in_footer(),
    control(&[FreeText], 'd', Command::Evidence, "evidence").in_footer(),
    control(LETTERS_ARE_COMMANDS, 'd', Command::Evidence, "evidence"),
    letter(LETTERS_ARE_COMMANDS, 'f', Command::Flag, "flag").in_footer(),
    control(&[FreeText], 'x', Command::Flag, "flag").in_footer(),
    control(LETTERS_ARE_COMMANDS, 'x', Command::Flag, "flag"),
    letter(&[Select, MultiSelect, DateOrNumber, Entries, Play], 'w', Command::Why, "why asked").in_footer(),
    control(&[FreeText], 'y', Command::Why, "why asked").in_footer(),
    control(LETTERS_ARE_COMMANDS, 'y', Command::Why, "why asked"),
    letter(&[Select, MultiSelect, Entries, Determination], 'r', Command::Review, "review").in_footer(),
    letter(&[Select, MultiSelect, Entries, Review], 'o', Command::Outcome, "outcome").in_footer(),
    letter(&[Determination], 's', Command::Report, "report").in_footer(),
    letter(&[Determination], 'p', Command::Letter, "letter to the provider").in_footer(),
    control(&[Review], 'p', Command::NextOpen, "next open question").in_footer(),
    control(&[Determination], 'p', Command::NextOpen, "next open").in_footer(),
    letter(LETTERS_IN_LIST_OR_CASE, 'I', Command::Intake, "intake, due time"),
    letter(&[Determination, Play], 'i', Command::ReadItem, "read item").in_footer(),
    control(TEXT_FIELD, 'r', Command::Review, "review").in_footer(),
    control(CHOICE_OR_LIST, 'r', Command::Review, "review"),
    control(TEXT_FIELD, 'o', Command::Outcome, "outcome").in_footer(),
    control(CHOICE_OR_LIST, 'o', Command::Outcome, "outcome"),
    control(QUESTION, 'p', Command::NextOpen, "next open question").in_footer(),
    letter(LETTERS_IN_CASE, 'u', Command::Undo, "undo").in_footer(),
    control(&[FreeText, Note, IntakeField], '_', Command::Undo, "undo").in_footer(),
    control(LETTERS_IN_CASE, '_', Command::Undo, "undo"),
    key(&[Worklist], KeyCode::Esc, Command::ShowAll, "show all").in_footer(),
    key(&[Popup], KeyCode::PageDown, Command::PageDown, "page down").in_footer(),
    key(&[Popup], KeyCode::PageUp, Command::PageUp, "page up").in_footer(),
    letter(HELP_BY_LETTER, '?', Command::Help, "keys").in_footer(),
    control(ALL_TEXT, 'g', Command::Help, "keys").in_footer(),
    control(HELP_BY_LETTER, 'g', Command::Help, "keys"),
    key(ALL_TEXT, KeyCode::F(1), Command::Help, "keys"),
    letter(&[Worklist], 'q', Command::Quit, "quit").in_footer(),
    key(IN_CASE, KeyCode::Esc, Command::Leave, "leave").in_footer(),
    letter(&[Play], 'q', Command::Leave, "leave"),
    key(&[Find], KeyCode::Esc, Command::Leave, "show all").in_footer(),
    key(&[Withdraw], KeyCode::Esc, Command::Leave, "keep the case").in_footer(),
    key(&[Popup], KeyCode::Esc, Command::Leave, "close").in_footer(),
    key(&[Popup], KeyCode::Enter, Command::Leave, "close"),
    key(ROWS, KeyCode::Up, Command::Up, "up"),
    key(ROWS, KeyCode::Down, Command::Down, "down"),
    key(&[Find], KeyCode::Up, Command::Up, "up"),
    key(&[Find], KeyCode::Down, Command::Down, "down"),
    letter(ROWS, 'k', Command::Up, "up"),
    letter(ROWS, 'j', Command::Down, "down"),
    key(PAGED, KeyCode::PageUp, Command::PageUp, "page up"),
    key(PAGED, KeyCode::PageDown, Command::PageDown, "page down"),
    key(LISTS, KeyCode::Home, Command::First, "first row"),
    key(LISTS, KeyCode::End, Command::Last, "last row"),
    control(CHOICE_OR_LIST, 'j', Command::Enter, "accept"),
    control(&[Worklist], 'j', Command::Enter, "open"),
    control(&[Intake], 'j', Command::Enter, "change"),
    control(&[Review, Determination], 'j', Command::Enter, "go to question"),
    control(&[Play], 'j', Command::Next, "next"),
    control(&[Popup], 'j', Command::Leave, "close"),
    control(EVERYWHERE, 'l', Command::Repaint, "redraw the screen"),
    control(EVERYWHERE, 'z', Command::Suspend, "suspend; fg resumes"),
    control(EVERYWHERE, 'c', Command::Leave, "leave; accepted answers are saved"),
];

impl Binding {
    const fn in_footer(self) -> Self {
        Self { is_in_footer: true, ..self }
    }

    /// The command for this key event, if it is the key of this row.
    fn command_of(&self, key: KeyEvent) -> Option<Command> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let matches = match (self.key, key.code) {
            (Key::Plain(code), pressed) => !control && code == pressed,
            (Key::Control(letter), KeyCode::Char(pressed)) => control && letter == pressed,
            (Key::Digit, KeyCode::Char(digit @ '1'..='9')) if !control => {
                return digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).map(Command::Pick);
            }
            _ => false,
        };
        matches.then_some(self.command)
    }
}

/// The rows of a context.
pub(super) fn bindings(key_context: KeyContext) -> impl Iterator<Item = &'static Binding> {
    KEYS.iter().filter(move |binding| binding.contexts.contains(&key_context))
}

/// The command of a key in a context. No key uses Alt.
pub(super) fn command(key_context: KeyContext, key: KeyEvent) -> Option<Command> {
    if key.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    bindings(key_context).find_map(|binding| binding.command_of(key))
}

impl KeyContext {
    /// All contexts.
    pub const ALL: [Self; 15] = [
        Worklist,
        Find,
        Withdraw,
        Select,
        MultiSelect,
        DateOrNumber,
        FreeText,
        Entries,
        Note,
        Intake,
        IntakeField,
        Review,
        Determination,
        Popup,
        Play,
    ];

    /// Its name in the README.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Worklist => "worklist",
            Self::Find => "find",
            Self::Withdraw => "withdraw",
            Self::Select => "choose one",
            Self::MultiSelect => "choose several",
            Self::DateOrNumber => "empty date or number",
            Self::FreeText => "typed text",
            Self::Entries => "list",
            Self::Note => "note",
            Self::Intake => "intake",
            Self::IntakeField => "value of the intake",
            Self::Review => "review",
            Self::Determination => "determination",
            Self::Popup => "popup",
            Self::Play => "play",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key events of a row, each with its command.
    fn events(binding: &Binding) -> Vec<(KeyEvent, Command)> {
        match binding.key {
            Key::Plain(code) => vec![(code.into(), binding.command)],
            Key::Control(letter) => {
                let event = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
                vec![(event, binding.command)]
            }
            Key::Digit => (1..=9)
                .zip('1'..='9')
                .map(|(number, digit)| (KeyCode::Char(digit).into(), Command::Pick(number)))
                .collect(),
        }
    }

    #[test]
    fn no_context_binds_a_key_twice() {
        for key_context in KeyContext::ALL {
            let pressed: Vec<KeyEvent> =
                bindings(key_context).flat_map(events).map(|(event, _)| event).collect();
            for (index, event) in pressed.iter().enumerate() {
                assert!(!pressed[..index].contains(event), "{key_context:?}: {event:?}");
            }
        }
    }

    #[test]
    fn every_row_applies_in_every_context_it_names() {
        for key_context in KeyContext::ALL {
            for (event, expected) in bindings(key_context).flat_map(events) {
                assert_eq!(command(key_context, event), Some(expected), "{key_context:?}: {event:?}");
            }
        }
    }

    #[test]
    fn a_key_with_alt_or_with_ctrl_added_does_nothing() {
        for key_context in KeyContext::ALL {
            for (event, _) in bindings(key_context).flat_map(events) {
                let alt = KeyEvent { modifiers: event.modifiers | KeyModifiers::ALT, ..event };
                assert_eq!(command(key_context, alt), None, "{key_context:?}: {alt:?}");
            }
        }
        for code in [KeyCode::Enter, KeyCode::Up, KeyCode::Char('q'), KeyCode::Char('1')] {
            let control = KeyEvent::new(code, KeyModifiers::CONTROL);
            assert_eq!(command(Select, control), None, "{control:?}");
        }
        assert_eq!(command(MultiSelect, KeyCode::Char('l').into()), None, "l without Ctrl");
        assert_eq!(command(Select, KeyCode::Char('0').into()), None, "no option has the number 0");
    }

    #[test]
    fn every_context_has_a_key_to_leave_in_its_footer() {
        for key_context in KeyContext::ALL {
            let has = |wanted: &[Command]| {
                bindings(key_context).any(|line| line.is_in_footer && wanted.contains(&line.command))
            };
            assert!(has(&[Command::Leave, Command::Quit]), "{key_context:?}");
            assert!(has(&[Command::Help]) || key_context == Popup, "{key_context:?}: a popup opens no popup");
            for code in [KeyCode::Char('c'), KeyCode::Char('l'), KeyCode::Char('z')] {
                let event = KeyEvent::new(code, KeyModifiers::CONTROL);
                assert!(command(key_context, event).is_some(), "{key_context:?}: {event:?}");
            }
        }
    }

    /// Terminals send Ctrl-H, I and M as Backspace, Tab and Enter, and Ctrl-S and Q
    /// stop and start the output.
    #[test]
    fn keys_that_terminals_use_themselves_are_not_bound() {
        for line in KEYS {
            if let Key::Control(letter) = line.key {
                let is_letter = letter.is_ascii_lowercase() || letter == '_';
                assert!(is_letter && !"himsq".contains(letter), "{}", line.label);
            }
        }
        for key_context in KeyContext::ALL {
            for line in bindings(key_context).filter(|line| matches!(line.key, Key::Plain(KeyCode::F(_)))) {
                let same = bindings(key_context).filter(|other| other.command == line.command);
                assert!(same.count() > 1, "{key_context:?}: {} by a function key alone", line.label);
            }
        }
    }

    #[test]
    fn letters_and_editing_keys_are_not_bound_where_text_is_typed() {
        for key_context in [FreeText, Note, IntakeField] {
            for letter in (' '..='~').chain(['é', '日']) {
                assert_eq!(command(key_context, KeyCode::Char(letter).into()), None, "{letter}");
            }
        }
        for key_context in [FreeText, Note, IntakeField, DateOrNumber] {
            for code in [
                KeyCode::Backspace,
                KeyCode::Delete,
                KeyCode::Left,
                KeyCode::Right,
                KeyCode::Home,
                KeyCode::End,
            ] {
                assert_eq!(command(key_context, code.into()), None, "{code}");
            }
            for letter in "abefhkuw".chars() {
                let event = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
                assert_eq!(command(key_context, event), None, "Ctrl-{letter}");
            }
        }
    }

    #[test]
    fn ctrl_j_does_what_enter_does_except_where_text_is_typed() {
        let ctrl_j = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL);
        for key_context in KeyContext::ALL {
            let enter = command(key_context, KeyCode::Enter.into());
            let typed = matches!(key_context, DateOrNumber | Find | Withdraw | FreeText | Note | IntakeField);
            assert_eq!(command(key_context, ctrl_j), enter.filter(|_| !typed), "{key_context:?}");
        }
    }

    #[test]
    fn context_names_are_unique() {
        for (index, key_context) in KeyContext::ALL.iter().enumerate() {
            assert!(KeyContext::ALL[..index].iter().all(|other| other.name() != key_context.name()));
        }
    }
}
