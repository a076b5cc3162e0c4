//! Texts that name keys: the footer, the list of keys, hints on the screen and
//! the README's section. All are made from the table in `keys.rs`, so that they
//! stay right when a key changes.

use crossterm::event::KeyCode;

use super::keys::{Binding, Command, KEYS, Key, KeyContext, bindings};

/// The name of the key for a command in a context: the first one in the table.
pub(super) fn name(key_context: KeyContext, command: Command) -> Option<String> {
    bindings(key_context).find(|binding| binding.command == command).map(Binding::name)
}

/// A hint such as `a add an entry, 0 none`. Commands that have no key in this
/// context are left out.
pub(super) fn hint(key_context: KeyContext, keys: &[(Command, &str)]) -> String {
    let hints = keys.iter().filter_map(|(command, label)| {
        let key = name(key_context, *command)?;
        Some(format!("{key} {label}"))
    });
    hints.collect::<Vec<_>>().join(", ")
}

/// The footer of a context: hints for the commands that can be used now, as many
/// as fit without cutting one, and always those for help and leaving.
pub(super) fn footer(key_context: KeyContext, width: usize, can: impl Fn(Command) -> bool) -> String {
    let shown = bindings(key_context).filter(|binding| binding.is_in_footer && can(binding.command));
    let hints: Vec<(bool, String)> =
        shown.map(|binding| (binding.is_always_shown(), binding.hint())).collect();
    let always = hints.iter().filter(|(always_shown, _)| *always_shown);
    let mut room = width.saturating_sub(always.map(|(_, hint)| hint.len() + GAP.len()).sum());
    let mut is_full = false;
    let fitting = hints.iter().filter(|(always_shown, hint)| {
        let takes = if *always_shown { 0 } else { hint.len() + GAP.len() };
        is_full |= takes > room;
        room -= if is_full { 0 } else { takes };
        *always_shown || !is_full
    });
    fitting.map(|(_, hint)| hint.as_str()).collect::<Vec<_>>().join(GAP)
}

/// Between two hints of the footer.
const GAP: &str = "  ";

/// All keys of a context for the help popup; keys with the same command share a line.
pub(super) fn key_list(key_context: KeyContext) -> Vec<(String, &'static str)> {
    let mut lines: Vec<(Command, String, &'static str)> = Vec::new();
    for binding in bindings(key_context) {
        match lines.iter_mut().find(|(command, ..)| *command == binding.command) {
            Some((_, keys, _)) => keys.push_str(&format!(", {}", binding.name())),
            None => lines.push((binding.command, binding.name(), binding.label)),
        }
    }
    lines.into_iter().map(|(_, keys, label)| (keys, label)).collect()
}

impl Binding {
    /// The name of the key.
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

    /// The short name of the key, for the footer.
    fn short_name(&self) -> String {
        match self.key {
            Key::Control(letter) => format!("^{}", letter.to_ascii_uppercase()),
            Key::Plain(KeyCode::BackTab) => "S-Tab".to_owned(),
            _ => self.name(),
        }
    }

    /// The key and what it does, for the footer.
    fn hint(&self) -> String {
        format!("{} {}", self.short_name(), self.label)
    }

    /// Whether the footer shows it on the narrowest screen too.
    fn is_always_shown(&self) -> bool {
        matches!(self.command, Command::Help | Command::Leave | Command::Quit)
    }
}

/// The README's section on keys as Markdown: how to answer, and the table of keys.
pub fn markdown() -> String {
    let key = |key_context, command| name(key_context, command).unwrap_or_default();
    format!(
        "A yes/no question takes one key (`{}`, `{}`, `{}`), one of several one digit. Nothing is chosen until you \
         choose it:\n{} alone never picks an answer. While a date or number field is empty, letters are commands; the \
         keys with Ctrl do the same with\nand without text.\n\n{}",
        key(KeyContext::Select, Command::Yes),
        key(KeyContext::Select, Command::No),
        key(KeyContext::Select, Command::NotDocumented),
        key(KeyContext::Select, Command::Enter),
        table()
    )
}

/// The table of keys, one row for each key and what it does.
fn table() -> String {
    let mut rows: Vec<(String, &'static str, Vec<KeyContext>)> = Vec::new();
    for binding in KEYS {
        match rows.iter_mut().find(|(key, label, _)| *key == binding.name() && *label == binding.label) {
            Some((.., contexts)) => contexts.extend(binding.contexts),
            None => rows.push((binding.name(), binding.label, binding.contexts.to_vec())),
        }
    }
    let mut out = String::from("| key | does | where |\n|---|---|---|\n");
    for (key, label, contexts) in rows {
        out.push_str(&format!("| {key} | {label} | {} |\n", context_names(&contexts)));
    }
    out
}

/// The names of contexts, shortened if it is all of them or all but one.
fn context_names(contexts: &[KeyContext]) -> String {
    let names = |bound: bool| {
        let selected = KeyContext::ALL.iter().filter(move |each| contexts.contains(each) == bound);
        selected.map(|each| each.name()).collect::<Vec<_>>()
    };
    match names(false)[..] {
        [] => "everywhere".to_owned(),
        [other] => format!("everywhere except {other}"),
        _ => names(true).join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The footers with every command available, on 80 and on 60 columns.
    const FOOTERS: [(KeyContext, &str, &str); 15] = [
        (
            KeyContext::Worklist,
            "Enter open  n new case  / find  s sort  Esc show all  ? keys  q quit",
            "Enter open  n new case  / find  s sort  ? keys  q quit",
        ),
        (KeyContext::Find, "Enter keep  ^G keys  Esc show all", "Enter keep  ^G keys  Esc show all"),
        (
            KeyContext::Withdraw,
            "Enter withdraw  ^G keys  Esc keep the case",
            "Enter withdraw  ^G keys  Esc keep the case",
        ),
        (
            KeyContext::Select,
            "Enter accept  s same as other side  d not documented  ? keys  Esc leave",
            "Enter accept  s same as other side  ? keys  Esc leave",
        ),
        (
            KeyContext::MultiSelect,
            "Enter accept  s same as other side  Space mark  0 none  ? keys  Esc leave",
            "Enter accept  s same as other side  ? keys  Esc leave",
        ),
        (
            KeyContext::DateOrNumber,
            "Enter accept  s same as other side  n none  ? keys  Esc leave",
            "Enter accept  s same as other side  ? keys  Esc leave",
        ),
        (
            KeyContext::FreeText,
            "Enter accept  ^N not documented  S-Tab back  ^T later  ^G keys  Esc leave",
            "Enter accept  ^N not documented  ^G keys  Esc leave",
        ),
        (
            KeyContext::Entries,
            "Enter accept  s same as other side  a add  Del remove  ? keys  Esc leave",
            "Enter accept  s same as other side  ? keys  Esc leave",
        ),
        (
            KeyContext::Note,
            "Enter save  ^_ undo  ^G keys  Esc leave",
            "Enter save  ^_ undo  ^G keys  Esc leave",
        ),
        (
            KeyContext::Intake,
            "Enter change  u undo  ? keys  Esc leave",
            "Enter change  u undo  ? keys  Esc leave",
        ),
        (
            KeyContext::IntakeField,
            "Enter accept  ^_ undo  ^G keys  Esc leave",
            "Enter accept  ^_ undo  ^G keys  Esc leave",
        ),
        (
            KeyContext::Review,
            "Enter go to question  a confirm step  o outcome  ? keys  Esc leave",
            "Enter go to question  a confirm step  ? keys  Esc leave",
        ),
        (
            KeyContext::Determination,
            "Enter go to question  Space unfold  r review  s report  ? keys  Esc leave",
            "Enter go to question  Space unfold  ? keys  Esc leave",
        ),
        (
            KeyContext::Popup,
            "PgDn page down  PgUp page up  Esc close",
            "PgDn page down  PgUp page up  Esc close",
        ),
        (
            KeyContext::Play,
            "Enter next  Left back  Space unfold  w why asked  ? keys  Esc leave",
            "Enter next  Left back  Space unfold  ? keys  Esc leave",
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
    fn a_footer_that_is_too_long_drops_whole_hints_but_never_the_one_for_leaving() {
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
    fn a_footer_leaves_out_commands_that_cannot_be_used() {
        let line = footer(KeyContext::Entries, 200, |command| command != Command::Remove);
        assert!(line.contains("a add") && !line.contains("remove"), "{line}");
    }

    #[test]
    fn a_hint_names_the_first_key_and_leaves_out_commands_without_a_key() {
        let keys = [(Command::Remove, "removes it"), (Command::Report, "saves it"), (Command::Help, "helps")];
        assert_eq!(hint(KeyContext::Entries, &keys), "Del removes it, ? helps");
        assert_eq!(hint(KeyContext::FreeText, &keys), "Ctrl-G helps");
        assert_eq!(hint(KeyContext::Popup, &keys), "");
    }

    #[test]
    fn the_list_of_keys_has_every_key_once() {
        for key_context in KeyContext::ALL {
            let listed: Vec<String> = key_list(key_context).into_iter().map(|(keys, _)| keys).collect();
            let listed: Vec<&str> = listed.iter().flat_map(|keys| keys.split(", ")).collect();
            let bound: Vec<String> = bindings(key_context).map(Binding::name).collect();
            assert_eq!(listed.len(), bound.len(), "{key_context:?}");
            assert!(bound.iter().all(|name| listed.contains(&name.as_str())), "{key_context:?}: {listed:?}");
        }
        assert!(key_list(KeyContext::Worklist).contains(&("Up, k".to_owned(), "up")));
    }

    #[test]
    fn the_readme_names_the_contexts_of_a_key() {
        let table = table();
        for row in [
            "| Ctrl-L | redraw the screen | everywhere |",
            "| Ctrl-G | keys | everywhere except popup |",
            "| n | none | empty date or number |",
            "| Left | back | choose one, choose several, list, play |",
        ] {
            assert!(table.lines().any(|line| line == row), "{row}\n{table}");
        }
    }
}
