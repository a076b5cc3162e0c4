//! Events from the terminal, over a connection that may be slow.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};
use rustix::io::ioctl_fionread;
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// How long the rest of an arrow key may take to arrive after its Esc.
const SPLIT_KEY: Duration = Duration::from_millis(50);
/// The most events drawn as one frame.
const MAX_EVENTS: usize = 256;

/// A source of events.
trait EventSource {
    /// Whether an event arrives within this time.
    fn poll(&mut self, within: Duration) -> io::Result<bool>;
    /// Waits for the next event.
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

/// Makes the kernel report unread input again. crossterm reads 1024 bytes at a
/// time and then waits for new input even if more is already there, so keys typed
/// ahead would wait for the next key. Setting the terminal's attributes to what
/// they are triggers the report.
fn announce_unread() {
    let terminal = rustix::stdio::stdin();
    // Errors are ignored: if the terminal is gone, the next read reports it.
    if ioctl_fionread(terminal).is_ok_and(|unread| unread > 0)
        && let Ok(settings) = tcgetattr(terminal)
    {
        let _ = tcsetattr(terminal, OptionalActions::Now, &settings);
    }
}

/// Waits for an event and returns it with all others that wait. They are drawn as
/// one frame, so that a key held down builds up no queue. `None` if a time was
/// given and no event arrived within it.
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
    read_whole(source, &mut events)?;
    while events.len() < MAX_EVENTS && source.poll(Duration::ZERO)? {
        read_whole(source, &mut events)?;
    }
    Ok(events)
}

/// Reads one whole event: an Esc that arrived apart from the rest of an arrow key
/// is joined with it.
fn read_whole(source: &mut impl EventSource, events: &mut VecDeque<Event>) -> io::Result<()> {
    let mut event = source.read()?;
    // The key after an Esc may itself begin with an Esc.
    while is_esc(&event) && source.poll(SPLIT_KEY)? {
        let next = source.read()?;
        if matches!(letter(&next), Some('[' | 'O')) {
            events.extend(rest_of_split_key(source, event)?);
            return Ok(());
        }
        events.push_back(std::mem::replace(&mut event, next));
    }
    events.extend(split_alt(event));
    Ok(())
}

/// Reads the rest of a key whose first two bytes are read. A key the program does
/// not use is dropped, as it is when it arrives whole. If nothing follows, the
/// user pressed Esc.
fn rest_of_split_key(source: &mut impl EventSource, esc: Event) -> io::Result<Option<Event>> {
    let mut digits = String::new();
    while source.poll(SPLIT_KEY)? {
        match letter(&source.read()?) {
            Some(digit @ ('0'..='9' | ';')) => digits.push(digit),
            Some(last) => return Ok(key_of_sequence(&digits, last).map(|code| Event::Key(code.into()))),
            None => return Ok(None),
        }
    }
    Ok(Some(esc))
}

/// Splits an Alt key into Esc and the key. On a slow connection Esc and the next
/// key arrive together and look like an Alt key; the program uses no Alt keys.
fn split_alt(event: Event) -> Vec<Event> {
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

/// Whether a key is sent as one byte, so that an Esc before it is not part of it.
fn is_one_byte(code: KeyCode) -> bool {
    matches!(code, KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace)
}

fn key_of_sequence(digits: &str, last: char) -> Option<KeyCode> {
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

    /// A source in which each event arrives some milliseconds after the one before.
    struct SlowLine {
        events: VecDeque<(u64, Event)>,
    }

    impl EventSource for SlowLine {
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
    /// Just inside and just outside the time allowed for the rest of a key.
    const SOON: u64 = 49;
    const LATE: u64 = 51;

    fn letters(text: &str) -> Vec<KeyCode> {
        text.chars().map(KeyCode::Char).collect()
    }

    /// The keys read, over all frames, when these keys arrive with these pauses.
    fn read(keys: &[(u64, KeyCode)]) -> Vec<KeyCode> {
        let events = keys.iter().map(|(after, code)| (*after, Event::Key((*code).into()))).collect();
        codes(SlowLine { events })
    }

    fn codes(mut line: SlowLine) -> Vec<KeyCode> {
        let mut codes = Vec::new();
        while !line.events.is_empty() {
            codes.extend(read_from(&mut line).unwrap().into_iter().map(|event| match event {
                Event::Key(key) if key.modifiers.is_empty() => key.code,
                other => panic!("{other:?}"),
            }));
        }
        codes
    }

    /// An Esc and then these letters, each after this pause.
    fn split_key(after: u64, rest: &str) -> Vec<(u64, KeyCode)> {
        [(0, ESC)].into_iter().chain(letters(rest).into_iter().map(|code| (after, code))).collect()
    }

    #[test]
    fn a_key_that_arrives_in_pieces_is_put_together() {
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
                assert_eq!(read(&split_key(after, rest)), [code], "{rest} after {after} ms");
            }
        }
    }

    #[test]
    fn an_unused_key_that_arrives_in_pieces_is_dropped() {
        for rest in ["[I", "[15~", "OP", "[200~"] {
            let keys = [split_key(0, rest), vec![(LATE, KeyCode::Char('x'))]].concat();
            assert_eq!(read(&keys), letters("x"), "{rest}");
        }
    }

    #[test]
    fn typed_brackets_and_letters_stay_text() {
        assert_eq!(read(&[(0, KeyCode::Char('[')), (0, KeyCode::Char('A'))]), letters("[A"));
        assert_eq!(read(&[(0, KeyCode::Char('O'))]), letters("O"));
    }

    #[test]
    fn an_esc_with_nothing_soon_after_it_is_an_esc() {
        assert_eq!(read(&[(0, ESC)]), [ESC]);
        assert_eq!(read(&split_key(LATE, "[")), [ESC, KeyCode::Char('[')]);
        assert_eq!(read(&[(0, ESC), (SOON, KeyCode::Enter)]), [ESC, KeyCode::Enter]);
        assert_eq!(read(&[(0, ESC), (SOON, KeyCode::Char('q'))]), [ESC, KeyCode::Char('q')]);
    }

    #[test]
    fn an_esc_and_a_bracket_with_nothing_after_are_an_esc() {
        assert_eq!(read(&split_key(SOON, "[")), [ESC]);
        let keys = [(0, ESC), (SOON, KeyCode::Char('[')), (LATE, KeyCode::Char('A'))];
        assert_eq!(read(&keys), [ESC, KeyCode::Char('A')]);
    }

    #[test]
    fn each_of_two_escs_can_begin_a_key() {
        let keys = [vec![(0, ESC)], split_key(SOON, "[A")].concat();
        assert_eq!(read(&keys), [ESC, KeyCode::Up]);
        let keys = [split_key(SOON, "[A"), split_key(SOON, "[B")].concat();
        assert_eq!(read(&keys), [KeyCode::Up, KeyCode::Down]);
    }

    fn alt(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::ALT))
    }

    #[test]
    fn an_alt_key_is_read_as_esc_and_the_key() {
        for code in [KeyCode::Char('x'), KeyCode::Enter, KeyCode::Tab, KeyCode::Backspace] {
            assert_eq!(codes(SlowLine { events: [(0, alt(code))].into() }), [ESC, code]);
            let after_esc = [(0, Event::Key(ESC.into())), (SOON, alt(code))];
            assert_eq!(codes(SlowLine { events: after_esc.into() }), [ESC, ESC, code]);
        }
        let mut line = SlowLine { events: [(0, alt(KeyCode::Up))].into() };
        assert_eq!(read_from(&mut line).unwrap(), [alt(KeyCode::Up)], "a key of several bytes");
    }

    #[test]
    fn waiting_events_make_one_frame_up_to_a_limit() {
        let key = (0, Event::Key(KeyCode::Down.into()));
        let mut line = SlowLine { events: vec![key; MAX_EVENTS + 44].into() };
        assert_eq!(read_from(&mut line).unwrap().len(), MAX_EVENTS);
        assert_eq!(read_from(&mut line).unwrap().len(), 44);
        let mut line = SlowLine { events: [(0, Event::FocusGained), (1, Event::FocusLost)].into() };
        assert_eq!(read_from(&mut line).unwrap(), [Event::FocusGained], "a later event has its own frame");
    }
}
