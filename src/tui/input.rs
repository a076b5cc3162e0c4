//! Events as they come from the terminal, over a line that may be slow.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};
use rustix::io::ioctl_fionread;
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// How long the rest of an arrow key may take after its Esc.
const SPLIT_KEY: Duration = Duration::from_millis(50);
/// More events than this are not folded into one frame.
const MOST: usize = 256;

/// Where events come from.
trait EventSource {
    /// Whether an event comes within this time.
    fn poll(&mut self, within: Duration) -> io::Result<bool>;
    /// The next event; waits for it.
    fn read(&mut self) -> io::Result<Event>;
}

/// The terminal.
struct Terminal;

impl EventSource for Terminal {
    fn poll(&mut self, within: Duration) -> io::Result<bool> {
        Ok(event::poll(Duration::ZERO)? || {
            announce_unread();
            event::poll(within)?
        })
    }

    fn read(&mut self) -> io::Result<Event> {
        self.poll(Duration::ZERO)?;
        event::read()
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

/// Waits for an event, and takes all that are waiting with it: they make one
/// frame, so that a held-down key builds no queue. `None`: none came within the
/// time, where there is one.
pub(super) fn read_events(within: Option<Duration>) -> io::Result<Option<VecDeque<Event>>> {
    read_within(&mut Terminal, within)
}

fn read_within(
    source: &mut impl EventSource,
    within: Option<Duration>,
) -> io::Result<Option<VecDeque<Event>>> {
    match within {
        Some(within) if !source.poll(within)? => Ok(None),
        _ => read_from(source).map(Some),
    }
}

fn read_from(source: &mut impl EventSource) -> io::Result<VecDeque<Event>> {
    let mut events = VecDeque::new();
    take(source, &mut events)?;
    while events.len() < MOST && source.poll(Duration::ZERO)? {
        take(source, &mut events)?;
    }
    Ok(events)
}

/// Takes one event, whole: an Esc that was torn off an arrow key is put
/// together with the rest of it.
fn take(source: &mut impl EventSource, events: &mut VecDeque<Event>) -> io::Result<()> {
    let mut event = source.read()?;
    // The key after an Esc may be one that begins with an Esc itself.
    while is_esc(&event) && source.poll(SPLIT_KEY)? {
        let next = source.read()?;
        if matches!(letter(&next), Some('[' | 'O')) {
            events.extend(rest_of(source, event)?);
            return Ok(());
        }
        events.push_back(std::mem::replace(&mut event, next));
    }
    events.extend(apart(event));
    Ok(())
}

/// The key whose first two bytes came apart from these. One that is none of
/// ours is swallowed, as it is when it comes in one piece; when nothing follows
/// it was an Esc after all.
fn rest_of(source: &mut impl EventSource, esc: Event) -> io::Result<Option<Event>> {
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

    /// A line on which each event comes so many milliseconds after the one before.
    struct Line {
        events: VecDeque<(u64, Event)>,
    }

    impl EventSource for Line {
        fn poll(&mut self, within: Duration) -> io::Result<bool> {
            let Some((after, _)) = self.events.front_mut() else { return Ok(false) };
            let waited = u64::try_from(within.as_millis()).unwrap();
            let comes = *after <= waited;
            *after = after.saturating_sub(waited);
            Ok(comes)
        }

        fn read(&mut self) -> io::Result<Event> {
            self.events.pop_front().map(|(_, event)| event).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
        }
    }

    const ESC: KeyCode = KeyCode::Esc;
    /// Sooner than the rest of a key may come, and later.
    const SOON: u64 = 49;
    const LATE: u64 = 51;

    fn letters(text: &str) -> Vec<KeyCode> {
        text.chars().map(KeyCode::Char).collect()
    }

    /// What is read, in all frames, of keys that come one after the other, with these pauses.
    fn read(keys: &[(u64, KeyCode)]) -> Vec<KeyCode> {
        let events = keys.iter().map(|(after, code)| (*after, Event::Key((*code).into()))).collect();
        codes(Line { events })
    }

    fn codes(mut line: Line) -> Vec<KeyCode> {
        let mut codes = Vec::new();
        while !line.events.is_empty() {
            codes.extend(read_from(&mut line).unwrap().into_iter().map(|event| match event {
                Event::Key(key) if key.modifiers.is_empty() => key.code,
                other => panic!("{other:?}"),
            }));
        }
        codes
    }

    /// An Esc, and these letters after it, each after this pause.
    fn torn(after: u64, rest: &str) -> Vec<(u64, KeyCode)> {
        [(0, ESC)].into_iter().chain(letters(rest).into_iter().map(|code| (after, code))).collect()
    }

    #[test]
    fn a_key_in_pieces_is_the_key() {
        for (rest, code) in [
            ("[A", KeyCode::Up),
            ("[B", KeyCode::Down),
            ("OC", KeyCode::Right),
            ("[D", KeyCode::Left),
            ("OH", KeyCode::Home),
            ("[F", KeyCode::End),
            ("[Z", KeyCode::BackTab),
            ("[3~", KeyCode::Delete),
            ("[5~", KeyCode::PageUp),
            ("[6~", KeyCode::PageDown),
            ("[1;5C", KeyCode::Right),
        ] {
            for after in [0, SOON] {
                assert_eq!(read(&torn(after, rest)), [code], "{rest} after {after} ms");
            }
        }
    }

    #[test]
    fn a_key_in_pieces_that_is_none_of_ours_is_swallowed() {
        for rest in ["[I", "[15~", "OP", "[200~"] {
            let keys = [torn(0, rest), vec![(LATE, KeyCode::Char('x'))]].concat();
            assert_eq!(read(&keys), letters("x"), "{rest}");
        }
    }

    #[test]
    fn brackets_and_letters_that_are_typed_stay_text() {
        assert_eq!(read(&[(0, KeyCode::Char('[')), (0, KeyCode::Char('A'))]), letters("[A"));
        assert_eq!(read(&[(0, KeyCode::Char('O'))]), letters("O"));
    }

    #[test]
    fn an_esc_with_nothing_soon_after_it_is_an_esc() {
        assert_eq!(read(&[(0, ESC)]), [ESC]);
        assert_eq!(read(&torn(LATE, "[")), [ESC, KeyCode::Char('[')]);
        assert_eq!(read(&[(0, ESC), (SOON, KeyCode::Enter)]), [ESC, KeyCode::Enter]);
        assert_eq!(read(&[(0, ESC), (SOON, KeyCode::Char('q'))]), [ESC, KeyCode::Char('q')]);
    }

    #[test]
    fn an_esc_and_a_bracket_alone_are_an_esc() {
        assert_eq!(read(&torn(SOON, "[")), [ESC]);
        let keys = [(0, ESC), (SOON, KeyCode::Char('[')), (LATE, KeyCode::Char('A'))];
        assert_eq!(read(&keys), [ESC, KeyCode::Char('A')]);
    }

    #[test]
    fn each_esc_can_begin_a_key() {
        let keys = [vec![(0, ESC)], torn(SOON, "[A")].concat();
        assert_eq!(read(&keys), [ESC, KeyCode::Up]);
        let keys = [torn(SOON, "[A"), torn(SOON, "[B")].concat();
        assert_eq!(read(&keys), [KeyCode::Up, KeyCode::Down]);
    }

    fn alt(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::ALT))
    }

    #[test]
    fn an_alt_key_is_an_esc_and_the_key() {
        for code in [KeyCode::Char('x'), KeyCode::Enter, KeyCode::Tab, KeyCode::Backspace] {
            assert_eq!(codes(Line { events: [(0, alt(code))].into() }), [ESC, code]);
            let after_esc = [(0, Event::Key(ESC.into())), (SOON, alt(code))];
            assert_eq!(codes(Line { events: after_esc.into() }), [ESC, ESC, code]);
        }
        let mut line = Line { events: [(0, alt(KeyCode::Up))].into() };
        assert_eq!(read_from(&mut line).unwrap(), [alt(KeyCode::Up)], "a key of several bytes");
    }

    #[test]
    fn all_that_waits_makes_one_frame_up_to_a_limit() {
        let key = (0, Event::Key(KeyCode::Down.into()));
        let mut line = Line { events: vec![key; MOST + 44].into() };
        assert_eq!(read_from(&mut line).unwrap().len(), MOST);
        assert_eq!(read_from(&mut line).unwrap().len(), 44);
        let mut line = Line { events: [(0, Event::FocusGained), (1, Event::FocusLost)].into() };
        assert_eq!(read_from(&mut line).unwrap(), [Event::FocusGained], "what comes later has its own frame");
    }
}
