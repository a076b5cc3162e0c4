//! Events as they come from the terminal, over a line that may be slow.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, poll, read};
use rustix::io::ioctl_fionread;
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// Where events come from.
trait Source {
    /// Whether an event comes within this time.
    fn poll(&mut self, within: Duration) -> io::Result<bool>;
    /// The next event, waited for.
    fn read(&mut self) -> io::Result<Event>;
}

/// The terminal this program runs on.
struct Terminal;

impl Source for Terminal {
    fn poll(&mut self, within: Duration) -> io::Result<bool> {
        Ok(poll(Duration::ZERO)? || {
            announce_unread();
            poll(within)?
        })
    }

    fn read(&mut self) -> io::Result<Event> {
        self.poll(Duration::ZERO)?;
        read()
    }
}

/// crossterm takes 1024 bytes at a time and then waits for more to come, also
/// when more are there already: keys typed ahead would wait for the next key.
/// Setting the terminal as it is set makes the kernel say again what is there.
fn announce_unread() {
    let terminal = rustix::stdio::stdin();
    // Where the terminal is gone, reading says so.
    if ioctl_fionread(terminal).is_ok_and(|unread| unread > 0)
        && let Ok(settings) = tcgetattr(terminal)
    {
        let _ = tcsetattr(terminal, OptionalActions::Now, &settings);
    }
}

/// How long the rest of an arrow key may take after its Esc.
const SPLIT_KEY: Duration = Duration::from_millis(50);
/// More events than this are not folded into one frame.
const MOST: usize = 256;

/// Waits for an event, and takes all that are waiting with it: they make one
/// frame, so that a held-down key builds no queue.
pub(super) fn read_events() -> io::Result<VecDeque<Event>> {
    batch(&mut Terminal)
}

fn batch(source: &mut impl Source) -> io::Result<VecDeque<Event>> {
    let mut events = VecDeque::new();
    take(source, &mut events)?;
    while events.len() < MOST && source.poll(Duration::ZERO)? {
        take(source, &mut events)?;
    }
    Ok(events)
}

/// Takes one event, whole: an Esc that was torn off an arrow key is put
/// together with the rest of it.
fn take(source: &mut impl Source, events: &mut VecDeque<Event>) -> io::Result<()> {
    let event = source.read()?;
    if !is_esc(&event) {
        events.extend(apart(event));
        return Ok(());
    }
    if !source.poll(SPLIT_KEY)? {
        events.push_back(event);
        return Ok(());
    }
    let next = source.read()?;
    if matches!(letter(&next), Some('[' | 'O')) {
        events.extend(rest_of(source, event)?);
    } else {
        events.extend([event, next]);
    }
    Ok(())
}

/// The key whose first two bytes came apart from these. One that is none of
/// ours is swallowed, as it is when it comes in one piece; when nothing follows
/// it was an Esc after all.
fn rest_of(source: &mut impl Source, esc: Event) -> io::Result<Option<Event>> {
    let mut digits = String::new();
    while source.poll(SPLIT_KEY)? {
        match letter(&source.read()?) {
            Some(digit @ ('0'..='9' | ';')) => digits.push(digit),
            Some(last) => return Ok(torn_key(&digits, last).map(|code| Event::Key(code.into()))),
            None => return Ok(None),
        }
    }
    Ok(Some(esc))
}

/// A slow line packs an Esc and the key pressed after it into what looks like
/// an Alt key. There are no Alt keys here: it is always the two.
fn apart(event: Event) -> Vec<Event> {
    match event {
        Event::Key(key) if key.modifiers.contains(KeyModifiers::ALT) && is_one_byte(key.code) => {
            let second = KeyEvent { modifiers: key.modifiers - KeyModifiers::ALT, ..key };
            vec![Event::Key(KeyCode::Esc.into()), Event::Key(second)]
        }
        event => vec![event],
    }
}

fn is_esc(event: &Event) -> bool {
    matches!(event, Event::Key(KeyEvent { code: KeyCode::Esc, modifiers: KeyModifiers::NONE, .. }))
}

fn letter(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char(letter), .. }) => Some(*letter),
        _ => None,
    }
}

/// Keys that come as one byte: an Esc before them is no part of them.
fn is_one_byte(code: KeyCode) -> bool {
    matches!(code, KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace)
}

fn torn_key(digits: &str, last: char) -> Option<KeyCode> {
    Some(match (digits, last) {
        (_, 'A') => KeyCode::Up,
        (_, 'B') => KeyCode::Down,
        (_, 'C') => KeyCode::Right,
        (_, 'D') => KeyCode::Left,
        (_, 'H') => KeyCode::Home,
        (_, 'F') => KeyCode::End,
        (_, 'Z') => KeyCode::BackTab,
        ("3", '~') => KeyCode::Delete,
        ("5", '~') => KeyCode::PageUp,
        ("6", '~') => KeyCode::PageDown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys as letters, `^` for an Esc, and the time that passes before each.
    struct Keyed(VecDeque<(Duration, char)>);

    impl Source for Keyed {
        fn poll(&mut self, within: Duration) -> io::Result<bool> {
            Ok(self.0.front().is_some_and(|(after, _)| *after <= within))
        }

        fn read(&mut self) -> io::Result<Event> {
            let (_, letter) = self.0.pop_front().ok_or(io::ErrorKind::UnexpectedEof)?;
            let code = if letter == '^' { KeyCode::Esc } else { KeyCode::Char(letter) };
            Ok(Event::Key(code.into()))
        }
    }

    /// The batches in which keys are worked on: `.` takes less than a torn key may, `_` more.
    fn batches(keys: &str) -> Vec<Vec<KeyCode>> {
        let mut keyed = VecDeque::new();
        let mut after = Duration::ZERO;
        for letter in keys.chars() {
            match letter {
                '.' => after += SPLIT_KEY,
                '_' => after += SPLIT_KEY + Duration::from_nanos(1),
                _ => keyed.push_back((std::mem::take(&mut after), letter)),
            }
        }
        let mut source = Keyed(keyed);
        let code = |event: Event| event.as_key_event().unwrap().code;
        std::iter::from_fn(|| batch(&mut source).ok())
            .map(|events| events.into_iter().map(code).collect())
            .collect()
    }

    fn letters(letters: &str) -> Vec<KeyCode> {
        letters.chars().map(KeyCode::Char).collect()
    }

    #[test]
    fn torn_key_is_put_together() {
        for (keys, whole) in [
            ("^.[.A", KeyCode::Up),
            ("^.[B", KeyCode::Down),
            ("^[.C", KeyCode::Right),
            ("^.O.D", KeyCode::Left),
            ("^.[.H", KeyCode::Home),
            ("^.[.F", KeyCode::End),
            ("^.[.Z", KeyCode::BackTab),
            ("^.[.1.;.5.A", KeyCode::Up),
            ("^.[.3.~", KeyCode::Delete),
            ("^.[.5.~", KeyCode::PageUp),
            ("^.[.6.~", KeyCode::PageDown),
        ] {
            assert_eq!(batches(keys), [[whole]], "{keys}");
        }
    }

    #[test]
    fn torn_key_that_is_none_of_ours_is_swallowed() {
        for keys in ["^.[.2.~", "^.[.x", "^.[.^"] {
            assert_eq!(batches(keys), [vec![]], "{keys}");
        }
    }

    #[test]
    fn esc_alone_is_an_esc() {
        assert_eq!(batches("^"), [[KeyCode::Esc]]);
        assert_eq!(batches("^_[B"), [vec![KeyCode::Esc], letters("[B")]);
        assert_eq!(batches("^.[_B"), [vec![KeyCode::Esc], letters("B")]);
        assert_eq!(batches("^.q"), [[KeyCode::Esc, KeyCode::Char('q')]]);
    }

    #[test]
    fn waiting_keys_are_one_batch_but_not_more_than_the_most() {
        assert_eq!(batches("ab.c_d"), [letters("ab"), letters("c"), letters("d")]);
        let sizes: Vec<usize> = batches(&"x".repeat(MOST + 1)).iter().map(Vec::len).collect();
        assert_eq!(sizes, [MOST, 1]);
    }

    #[test]
    fn alt_key_is_an_esc_and_the_key() {
        let alt = |code| Event::Key(KeyEvent::new(code, KeyModifiers::ALT | KeyModifiers::SHIFT));
        let [esc, key] = &apart(alt(KeyCode::Char('Q')))[..] else { panic!("not two keys") };
        assert_eq!(esc, &Event::Key(KeyCode::Esc.into()));
        assert_eq!(key, &Event::Key(KeyEvent::new(KeyCode::Char('Q'), KeyModifiers::SHIFT)));
        assert_eq!(apart(alt(KeyCode::Up)).len(), 1);
    }
}
