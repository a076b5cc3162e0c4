//! What is said of keys: the footer, the list behind `?`, the hints on the
//! screen and the README's section. Each takes the names of keys from the table
//! in `keys.rs`: where a key is bound to something else, all of them follow.

use crossterm::event::KeyCode;

use super::keys::{Binding, Command, KEYS, Key, KeyContext, bindings};

/// The name of the key that does this in a context: the first in the table.
pub(super) fn name(key_context: KeyContext, command: Command) -> Option<String> {
    bindings(key_context).find(|binding| binding.command == command).map(Binding::name)
}

/// A hint of what keys do, such as `a adds an entry, 0 says there is none`. What
/// no key does in this context is not said.
pub(super) fn hint(key_context: KeyContext, says: &[(Command, &str)]) -> String {
    let said = says.iter().filter_map(|(command, does)| {
        let key = name(key_context, *command)?;
        Some(format!("{key} {does}"))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// The footer of a context: whole hints of what can be done now, as many as
/// fit, always help and the way out.
pub(super) fn footer(key_context: KeyContext, width: usize, can: impl Fn(Command) -> bool) -> String {
    let shown = bindings(key_context).filter(|binding| binding.is_in_footer && can(binding.command));
    let hints: Vec<(bool, String)> = shown.map(|binding| (binding.stays(), binding.hint())).collect();
    let stay = hints.iter().filter(|(stays, _)| *stays);
    let mut room = width.saturating_sub(stay.map(|(_, hint)| hint.len() + GAP.len()).sum());
    let mut is_full = false;
    let fitting = hints.iter().filter(|(stays, hint)| {
        let takes = if *stays { 0 } else { hint.len() + GAP.len() };
        is_full |= takes > room;
        room -= if is_full { 0 } else { takes };
        *stays || !is_full
    });
    fitting.map(|(_, hint)| hint.as_str()).collect::<Vec<_>>().join(GAP)
}

/// Between two hints of the footer.
const GAP: &str = "  ";

/// All keys of a context, for `?`: those that do the same on one line.
pub(super) fn all(key_context: KeyContext) -> Vec<(String, &'static str)> {
    let mut lines: Vec<(Command, String, &'static str)> = Vec::new();
    for binding in bindings(key_context) {
        match lines.iter_mut().find(|(command, ..)| *command == binding.command) {
            Some((_, keys, _)) => keys.push_str(&format!(", {}", binding.name())),
            None => lines.push((binding.command, binding.name(), binding.does)),
        }
    }
    lines.into_iter().map(|(_, keys, does)| (keys, does)).collect()
}

impl Binding {
    /// The key in words.
    pub(super) fn name(&self) -> String {
        match self.key {
            Key::Digit => "1 to 9".to_owned(),
            Key::Control(letter) => format!("Ctrl-{}", letter.to_ascii_uppercase()),
            Key::Plain(KeyCode::Char(' ')) => "Space".to_owned(),
            Key::Plain(KeyCode::BackTab) => "Shift-Tab".to_owned(),
            Key::Plain(KeyCode::PageUp) => "PgUp".to_owned(),
            Key::Plain(KeyCode::PageDown) => "PgDn".to_owned(),
            Key::Plain(code) => code.to_string(),
        }
    }

    /// The key in the footer, where room is short.
    fn short_name(&self) -> String {
        match self.key {
            Key::Control(letter) => format!("^{}", letter.to_ascii_uppercase()),
            Key::Plain(KeyCode::BackTab) => "S-Tab".to_owned(),
            _ => self.name(),
        }
    }

    /// The key and what it does, for the footer.
    fn hint(&self) -> String {
        format!("{} {}", self.short_name(), self.does)
    }

    /// Whether the footer shows it however narrow the screen is.
    fn stays(&self) -> bool {
        matches!(self.command, Command::Help | Command::Leave | Command::Quit)
    }
}

/// The README's section on keys: how questions are answered, and the whole
/// table as Markdown, a row for each key and what it does.
pub fn markdown() -> String {
    let key = |key_context, command| name(key_context, command).unwrap_or_default();
    format!(
        "A yes/no question takes one key (`{}`, `{}`, `{}`), one of several one digit. Nothing is chosen until you \
         choose it:\n{} alone never picks an answer. In a date or number field the letters are commands while the \
         field is empty.\n\n{}",
        key(KeyContext::Options, Command::Yes),
        key(KeyContext::Options, Command::No),
        key(KeyContext::Options, Command::NotDocumented),
        key(KeyContext::Options, Command::Enter),
        table()
    )
}

/// The whole table, a row for each key and what it does.
fn table() -> String {
    let mut rows: Vec<(String, &'static str, Vec<KeyContext>)> = Vec::new();
    for binding in KEYS {
        match rows.iter_mut().find(|(key, does, _)| *key == binding.name() && *does == binding.does) {
            Some((.., contexts)) => contexts.extend(binding.contexts),
            None => rows.push((binding.name(), binding.does, binding.contexts.to_vec())),
        }
    }
    let mut out = String::from("| key | does | where |\n|---|---|---|\n");
    for (key, does, contexts) in rows {
        out.push_str(&format!("| {key} | {does} | {} |\n", places(&contexts)));
    }
    out
}

/// The names of contexts, in one order.
fn places(contexts: &[KeyContext]) -> String {
    let names = |bound: bool| {
        let which = KeyContext::ALL.iter().filter(move |each| contexts.contains(each) == bound);
        which.map(|each| each.name()).collect::<Vec<_>>()
    };
    match names(false)[..] {
        [] => "everywhere".to_owned(),
        [other] => format!("everywhere but {other}"),
        _ => names(true).join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The footers where everything can be done: as much as fits 80 columns, and 60.
    const FOOTERS: [(KeyContext, &str, &str); 11] = [
        (
            KeyContext::Worklist,
            "Enter open  n new case  ? keys  q quit",
            "Enter open  n new case  ? keys  q quit",
        ),
        (
            KeyContext::Options,
            "Enter accept  d not documented  S-Tab back  Tab skip  ? keys  Esc leave",
            "Enter accept  d not documented  ? keys  Esc leave",
        ),
        (
            KeyContext::Marks,
            "Enter accept  Space mark  0 none  d not documented  ? keys  Esc leave",
            "Enter accept  Space mark  0 none  ? keys  Esc leave",
        ),
        (
            KeyContext::Field,
            "Enter accept  d not documented  S-Tab back  Tab skip  ? keys  Esc leave",
            "Enter accept  d not documented  ? keys  Esc leave",
        ),
        (
            KeyContext::Words,
            "Enter accept  S-Tab back  Tab skip  ^G keys  Esc leave",
            "Enter accept  S-Tab back  Tab skip  ^G keys  Esc leave",
        ),
        (
            KeyContext::Entries,
            "Enter accept  a add  Del remove  0 none  d not documented  ? keys  Esc leave",
            "Enter accept  a add  Del remove  ? keys  Esc leave",
        ),
        (KeyContext::Note, "Enter keep  ^G keys  Esc leave", "Enter keep  ^G keys  Esc leave"),
        (
            KeyContext::Review,
            "Enter go to question  o outcome  ? keys  Esc leave",
            "Enter go to question  o outcome  ? keys  Esc leave",
        ),
        (
            KeyContext::Determination,
            "Enter go to question  r review  i read the item  ? keys  Esc leave",
            "Enter go to question  r review  ? keys  Esc leave",
        ),
        (
            KeyContext::Popup,
            "PgDn a page down  PgUp a page up  Esc close",
            "PgDn a page down  PgUp a page up  Esc close",
        ),
        (
            KeyContext::Play,
            "Enter go on  Left back  w why asked  i read the item  ? keys  Esc leave",
            "Enter go on  Left back  w why asked  ? keys  Esc leave",
        ),
    ];

    #[test]
    fn the_footer_of_each_context_fits_its_screen() {
        assert_eq!(FOOTERS.map(|(key_context, ..)| key_context), KeyContext::ALL);
        for (key_context, on_80, on_60) in FOOTERS {
            assert_eq!(footer(key_context, 78, |_| true), on_80, "{key_context:?}");
            assert_eq!(footer(key_context, 58, |_| true), on_60, "{key_context:?}");
        }
    }

    #[test]
    fn a_footer_drops_whole_hints_and_never_the_way_out() {
        for key_context in KeyContext::ALL {
            let everything = footer(key_context, 1000, |_| true);
            let hints: Vec<&str> = everything.split(GAP).collect();
            let last = footer(key_context, 0, |_| true);
            assert!(last.ends_with(hints[hints.len() - 1]), "{last}");
            for width in last.len()..=everything.len() {
                let line = footer(key_context, width, |_| true);
                assert!(line.len() <= width, "{width}: {line}");
                assert!(line.split(GAP).all(|hint| hints.contains(&hint)), "{line}");
                assert!(line.ends_with(&last) || key_context == KeyContext::Popup, "{line}");
            }
        }
    }

    #[test]
    fn a_footer_says_only_what_can_be_done() {
        let line = footer(KeyContext::Entries, 200, |command| command != Command::Remove);
        assert!(line.contains("a add") && !line.contains("remove"), "{line}");
    }

    #[test]
    fn a_hint_names_the_first_key_of_a_command_and_leaves_out_what_no_key_does() {
        let says = [(Command::Remove, "removes it"), (Command::Report, "saves it"), (Command::Help, "helps")];
        assert_eq!(hint(KeyContext::Entries, &says), "Del removes it, ? helps");
        assert_eq!(hint(KeyContext::Words, &says), "Ctrl-G helps");
        assert_eq!(hint(KeyContext::Popup, &says), "");
    }

    #[test]
    fn the_list_of_keys_has_every_key_once() {
        for key_context in KeyContext::ALL {
            let listed: Vec<String> = all(key_context).into_iter().map(|(keys, _)| keys).collect();
            let listed: Vec<&str> = listed.iter().flat_map(|keys| keys.split(", ")).collect();
            let bound: Vec<String> = bindings(key_context).map(Binding::name).collect();
            assert_eq!(listed.len(), bound.len(), "{key_context:?}");
            assert!(bound.iter().all(|name| listed.contains(&name.as_str())), "{key_context:?}: {listed:?}");
        }
        assert!(all(KeyContext::Worklist).contains(&("Up, k".to_owned(), "up")));
    }

    #[test]
    fn the_readme_names_the_contexts_of_a_key() {
        let table = table();
        for row in [
            "| Ctrl-L | draw the screen anew | everywhere |",
            "| Ctrl-G | keys | everywhere but page to read |",
            "| n | none, where that is an answer | date or number |",
            "| Left | back | one of, any of, list, played case |",
        ] {
            assert!(table.lines().any(|line| line == row), "{row}\n{table}");
        }
    }
}
