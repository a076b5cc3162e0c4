//! The keys: one table, from which the program takes what a key does. What is
//! said of keys anywhere is made from it too: see `key_hints.rs`.

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
    /// A note for an item, where every letter is text.
    Note,
    /// All answers.
    Review,
    /// The determination.
    Determination,
    /// A page to read.
    Popup,
    /// A case that is only played.
    Play,
}

use KeyContext::{Determination, Entries, Field, Marks, Note, Options, Play, Popup, Review, Words, Worklist};

/// One line of the table.
#[derive(Debug)]
pub(super) struct Binding {
    /// Where it acts.
    pub(super) contexts: &'static [KeyContext],
    /// What is pressed.
    pub(super) key: Key,
    /// What is done then.
    pub(super) command: Command,
    /// What it does, in a word or two.
    pub(super) does: &'static str,
    /// Whether the footer shows it.
    pub(super) is_in_footer: bool,
}

/// What is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// A key by itself.
    Plain(KeyCode),
    /// A letter with the control key.
    Control(char),
    /// A digit from 1 on.
    Digit,
}

const ASKING: &[KeyContext] = &[Options, Marks, Field, Words, Entries];
const CHOOSING: &[KeyContext] = &[Options, Marks, Entries];
const LETTERED: &[KeyContext] = &[Options, Marks, Field, Entries];
const TEXT: &[KeyContext] = &[Words, Note];
const NO_TEXT: &[KeyContext] = &[Worklist, Options, Marks, Field, Entries, Review, Determination, Play];
const LISTS: &[KeyContext] = &[Worklist, Options, Marks, Entries, Review, Determination, Popup, Play];
const PAGES: &[KeyContext] = &[Worklist, Review, Determination, Play];
const CASE: &[KeyContext] = &[Options, Marks, Field, Words, Entries, Note, Review, Determination, Play];
const EVERYWHERE: &[KeyContext] = &KeyContext::ALL;

const fn bind(contexts: &'static [KeyContext], key: Key, command: Command, does: &'static str) -> Binding {
    Binding { contexts, key, command, does, is_in_footer: false }
}

const fn key(
    contexts: &'static [KeyContext],
    code: KeyCode,
    command: Command,
    does: &'static str,
) -> Binding {
    bind(contexts, Key::Plain(code), command, does)
}

const fn letter(
    contexts: &'static [KeyContext],
    letter: char,
    command: Command,
    does: &'static str,
) -> Binding {
    key(contexts, KeyCode::Char(letter), command, does)
}

const fn control(
    contexts: &'static [KeyContext],
    letter: char,
    command: Command,
    does: &'static str,
) -> Binding {
    bind(contexts, Key::Control(letter), command, does)
}

/// The table. The first lines of a context are the most useful; the first key
/// of a command is the one that hints name.
pub(super) const KEYS: &[Binding] = &[
    key(ASKING, KeyCode::Enter, Command::Enter, "accept").in_footer(),
    key(&[Note], KeyCode::Enter, Command::Enter, "keep").in_footer(),
    key(&[Worklist], KeyCode::Enter, Command::Enter, "open").in_footer(),
    key(&[Review, Determination], KeyCode::Enter, Command::Enter, "go to question").in_footer(),
    key(&[Play], KeyCode::Enter, Command::Next, "go on").in_footer(),
    key(&[Play], KeyCode::Left, Command::Back, "back").in_footer(),
    letter(&[Worklist], 'n', Command::New, "new case").in_footer(),
    letter(&[Options], 'y', Command::Yes, "yes"),
    letter(&[Options], 'n', Command::No, "no"),
    letter(&[Entries], 'a', Command::Add, "add").in_footer(),
    key(&[Entries], KeyCode::Delete, Command::Remove, "remove").in_footer(),
    letter(&[Entries], 'x', Command::Remove, "remove"),
    letter(&[Marks], ' ', Command::Mark, "mark").in_footer(),
    letter(&[Marks, Entries], '0', Command::None, "none").in_footer(),
    letter(&[Field], 'n', Command::None, "none, where that is an answer"),
    letter(LETTERED, 'd', Command::NotDocumented, "not documented").in_footer(),
    control(ASKING, 'n', Command::NotDocumented, "not documented"),
    bind(&[Options, Marks], Key::Digit, Command::Pick(0), "pick that option"),
    key(ASKING, KeyCode::BackTab, Command::Back, "back").in_footer(),
    key(CHOOSING, KeyCode::Left, Command::Back, "back"),
    key(&[Field, Words], KeyCode::Up, Command::Back, "back"),
    key(&[Play], KeyCode::BackTab, Command::Back, "back"),
    key(ASKING, KeyCode::Tab, Command::Next, "skip").in_footer(),
    key(CHOOSING, KeyCode::Right, Command::Next, "skip"),
    key(&[Field, Words], KeyCode::Down, Command::Next, "skip"),
    key(&[Play], KeyCode::Tab, Command::Next, "go on"),
    key(&[Play], KeyCode::Right, Command::Next, "go on"),
    letter(&[Options, Marks, Field, Entries, Play], 'w', Command::Why, "why asked").in_footer(),
    letter(LETTERED, 'e', Command::Evidence, "evidence").in_footer(),
    letter(LETTERED, 'f', Command::Flag, "flag").in_footer(),
    letter(&[Options, Marks, Field, Entries, Determination], 'r', Command::Review, "review").in_footer(),
    letter(&[Options, Marks, Field, Entries, Review], 'o', Command::Outcome, "outcome").in_footer(),
    letter(&[Determination, Play], 'i', Command::ReadItem, "read the item").in_footer(),
    letter(&[Determination], 's', Command::Report, "save report").in_footer(),
    control(ASKING, 'r', Command::Review, "review"),
    control(ASKING, 'o', Command::Outcome, "outcome"),
    key(&[Popup], KeyCode::PageDown, Command::PageDown, "a page down").in_footer(),
    key(&[Popup], KeyCode::PageUp, Command::PageUp, "a page up").in_footer(),
    letter(NO_TEXT, '?', Command::Help, "keys").in_footer(),
    control(TEXT, 'g', Command::Help, "keys").in_footer(),
    control(NO_TEXT, 'g', Command::Help, "keys"),
    key(TEXT, KeyCode::F(1), Command::Help, "keys"),
    letter(&[Worklist], 'q', Command::Quit, "quit").in_footer(),
    key(CASE, KeyCode::Esc, Command::Leave, "leave").in_footer(),
    letter(&[Play], 'q', Command::Leave, "leave"),
    key(&[Popup], KeyCode::Esc, Command::Leave, "close").in_footer(),
    key(&[Popup], KeyCode::Enter, Command::Leave, "close"),
    key(LISTS, KeyCode::Up, Command::Up, "up"),
    key(LISTS, KeyCode::Down, Command::Down, "down"),
    letter(LISTS, 'k', Command::Up, "up"),
    letter(LISTS, 'j', Command::Down, "down"),
    key(PAGES, KeyCode::PageUp, Command::PageUp, "a page up"),
    key(PAGES, KeyCode::PageDown, Command::PageDown, "a page down"),
    control(CHOOSING, 'j', Command::Enter, "accept"),
    control(&[Worklist], 'j', Command::Enter, "open"),
    control(&[Review, Determination], 'j', Command::Enter, "go to question"),
    control(&[Play], 'j', Command::Next, "go on"),
    control(&[Popup], 'j', Command::Leave, "close"),
    control(EVERYWHERE, 'l', Command::Repaint, "draw the screen anew"),
    control(EVERYWHERE, 'z', Command::Stop, "stop; fg comes back"),
    control(EVERYWHERE, 'c', Command::Leave, "leave; nothing accepted is lost"),
];

impl Binding {
    const fn in_footer(self) -> Self {
        Self { is_in_footer: true, ..self }
    }

    /// What is done when this key is pressed, if it is the key of this line.
    fn command_of(&self, key: KeyEvent) -> Option<Command> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let is_it = match (self.key, key.code) {
            (Key::Plain(code), pressed) => !control && code == pressed,
            (Key::Control(letter), KeyCode::Char(pressed)) => control && letter == pressed,
            (Key::Digit, KeyCode::Char(digit @ '1'..='9')) if !control => {
                return digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).map(Command::Pick);
            }
            _ => false,
        };
        is_it.then_some(self.command)
    }
}

/// The lines of a context.
pub(super) fn bindings(key_context: KeyContext) -> impl Iterator<Item = &'static Binding> {
    KEYS.iter().filter(move |binding| binding.contexts.contains(&key_context))
}

/// What a key does in a context. There are no Alt keys.
pub(super) fn command(key_context: KeyContext, key: KeyEvent) -> Option<Command> {
    if key.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    bindings(key_context).find_map(|binding| binding.command_of(key))
}

impl KeyContext {
    /// All contexts.
    pub const ALL: [Self; 11] =
        [Worklist, Options, Marks, Field, Words, Entries, Note, Review, Determination, Popup, Play];

    /// Its name for a reader.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Worklist => "worklist",
            Self::Options => "one of",
            Self::Marks => "any of",
            Self::Field => "date or number",
            Self::Words => "text",
            Self::Entries => "list",
            Self::Note => "note",
            Self::Review => "review",
            Self::Determination => "determination",
            Self::Popup => "page to read",
            Self::Play => "played case",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events that are the key of a line; a digit is any of nine.
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
    fn every_line_is_reached_in_every_context_it_names() {
        for key_context in KeyContext::ALL {
            for (event, does) in bindings(key_context).flat_map(events) {
                assert_eq!(command(key_context, event), Some(does), "{key_context:?}: {event:?}");
            }
        }
    }

    #[test]
    fn a_key_means_nothing_with_alt_or_with_a_control_key_that_is_not_its_own() {
        for key_context in KeyContext::ALL {
            for (event, _) in bindings(key_context).flat_map(events) {
                let alt = KeyEvent { modifiers: event.modifiers | KeyModifiers::ALT, ..event };
                assert_eq!(command(key_context, alt), None, "{key_context:?}: {alt:?}");
            }
        }
        for code in [KeyCode::Enter, KeyCode::Up, KeyCode::Char('q'), KeyCode::Char('1')] {
            let control = KeyEvent::new(code, KeyModifiers::CONTROL);
            assert_eq!(command(Options, control), None, "{control:?}");
        }
        assert_eq!(command(Marks, KeyCode::Char('l').into()), None, "Ctrl-L by its letter alone");
        assert_eq!(command(Options, KeyCode::Char('0').into()), None, "no option has that number");
    }

    #[test]
    fn every_context_can_be_left_and_says_how() {
        for key_context in KeyContext::ALL {
            let has = |wanted: &[Command]| {
                bindings(key_context).any(|line| line.is_in_footer && wanted.contains(&line.command))
            };
            assert!(has(&[Command::Leave, Command::Quit]), "{key_context:?}");
            assert!(has(&[Command::Help]) || key_context == Popup, "{key_context:?}: a page has no page");
            for code in [KeyCode::Char('c'), KeyCode::Char('l'), KeyCode::Char('z')] {
                let event = KeyEvent::new(code, KeyModifiers::CONTROL);
                assert!(command(key_context, event).is_some(), "{key_context:?}: {event:?}");
            }
        }
    }

    /// Over a line, these come as other keys, or stop it.
    #[test]
    fn keys_that_terminals_take_for_others_are_not_bound() {
        for line in KEYS {
            if let Key::Control(letter) = line.key {
                assert!(letter.is_ascii_lowercase() && !"himsq".contains(letter), "{}", line.does);
            }
        }
        for key_context in KeyContext::ALL {
            for line in bindings(key_context).filter(|line| matches!(line.key, Key::Plain(KeyCode::F(_)))) {
                let same = bindings(key_context).filter(|other| other.command == line.command);
                assert!(same.count() > 1, "{key_context:?}: {} by a function key alone", line.does);
            }
        }
    }

    #[test]
    fn where_text_is_typed_letters_and_editing_keys_are_free() {
        for key_context in [Words, Note] {
            for letter in (' '..='~').chain(['é', '日']) {
                assert_eq!(command(key_context, KeyCode::Char(letter).into()), None, "{letter}");
            }
        }
        for key_context in [Words, Note, Field] {
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
    fn enter_and_ctrl_j_do_the_same_where_nothing_is_typed() {
        let ctrl_j = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL);
        for key_context in KeyContext::ALL {
            let enter = command(key_context, KeyCode::Enter.into());
            let typed = matches!(key_context, Field | Words | Note);
            assert_eq!(command(key_context, ctrl_j), enter.filter(|_| !typed), "{key_context:?}");
        }
    }

    #[test]
    fn every_context_has_a_name_of_its_own() {
        for (index, key_context) in KeyContext::ALL.iter().enumerate() {
            assert!(KeyContext::ALL[..index].iter().all(|other| other.name() != key_context.name()));
        }
    }
}
