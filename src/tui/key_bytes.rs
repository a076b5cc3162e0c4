//! Bytes from the terminal as keys and pastes.
//!
//! An Esc may be a key of its own or begin an arrow key, and over a slow connection the
//! rest of that key comes later. Only time tells: this file says that it waits, and
//! whoever reads the bytes says that nothing more has come.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// Takes bytes, and gives the keys and pastes in them.
#[derive(Debug, Default)]
pub(super) struct KeyBytes {
    /// What is not a whole key yet.
    bytes: Vec<u8>,
    /// What was pasted so far, between the marks around a paste.
    paste: Option<Vec<u8>>,
}

/// What has begun and not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// A key.
    Key,
    /// A paste.
    Paste,
}

/// What bytes begin with.
#[derive(Debug, PartialEq, Eq)]
enum Begins {
    /// A key of so many bytes; `None` is one that the program does not use.
    Key(usize, Option<KeyEvent>),
    /// The mark before a paste, of so many bytes.
    Paste(usize),
    /// The beginning of a key.
    Unfinished,
}

const ESC: u8 = 0x1b;
const DEL: u8 = 0x7f;
/// No terminal sends a longer key.
const LONGEST_KEY: usize = 32;
const PASTE_BEGINS: &[u8] = b"200";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
/// More than any field takes; the rest of a longer paste is dropped.
const LONGEST_PASTE: usize = 1 << 20;

impl KeyBytes {
    /// Takes bytes that have come.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Drops what has come and was not given yet.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The next key or paste, if it has come whole.
    pub(super) fn next(&mut self) -> Option<Event> {
        loop {
            if self.paste.is_some() {
                return self.end_of_paste();
            }
            match begins(&self.bytes)? {
                Begins::Unfinished => return None,
                Begins::Paste(length) => {
                    self.bytes.drain(..length);
                    self.paste = Some(Vec::new());
                }
                Begins::Key(length, key) => {
                    self.bytes.drain(..length);
                    if key.is_some() {
                        return key.map(Event::Key);
                    }
                }
            }
        }
    }

    /// What has begun and not ended.
    pub(super) fn unfinished(&self) -> Option<Unfinished> {
        match self.paste {
            Some(_) => Some(Unfinished::Paste),
            None => (!self.bytes.is_empty()).then_some(Unfinished::Key),
        }
    }

    /// Takes what has begun as it is, because nothing more has come: an Esc is a key, and a
    /// paste without its end is a paste.
    pub(super) fn give_up(&mut self) -> Option<Event> {
        if self.paste.is_some() {
            self.bytes.extend_from_slice(PASTE_ENDS);
            return self.end_of_paste();
        }
        let is_esc = self.bytes.first() == Some(&ESC);
        self.bytes.clear();
        is_esc.then(|| Event::Key(KeyCode::Esc.into()))
    }

    fn end_of_paste(&mut self) -> Option<Event> {
        let end = self.bytes.windows(PASTE_ENDS.len()).position(|window| window == PASTE_ENDS);
        // The end may have come in part.
        let taken = end.unwrap_or_else(|| self.bytes.len().saturating_sub(PASTE_ENDS.len() - 1));
        let paste = self.paste.get_or_insert_default();
        let room = LONGEST_PASTE.saturating_sub(paste.len());
        paste.extend(self.bytes.drain(..taken).take(room));
        end?;
        self.bytes.drain(..PASTE_ENDS.len());
        let text = self.paste.take()?;
        Some(Event::Paste(String::from_utf8_lossy(&text).into_owned()))
    }
}

/// What bytes begin with; `None` if there are none.
fn begins(bytes: &[u8]) -> Option<Begins> {
    Some(match *bytes.first()? {
        ESC => begins_with_esc(bytes),
        0x80.. => begins_with_letter(bytes),
        byte => Begins::Key(1, Some(key_of_byte(byte))),
    })
}

fn begins_with_esc(bytes: &[u8]) -> Begins {
    match bytes.get(1) {
        None => Begins::Unfinished,
        Some(b'[') => sequence(bytes, b'['),
        Some(b'O') => sequence(bytes, b'O'),
        // An Esc and another key: the program uses no Alt keys.
        Some(_) => Begins::Key(1, Some(KeyCode::Esc.into())),
    }
}

/// A key of several bytes, such as `ESC [ 5 ~`: parameters and a letter.
fn sequence(bytes: &[u8], kind: u8) -> Begins {
    let inner = &bytes[2..];
    // The console of Linux sends `ESC [ [ A` for F1.
    let skipped = usize::from(kind == b'[' && inner.first() == Some(&b'['));
    let is_parameter = |byte: &&u8| matches!(byte, 0x20..=0x3f);
    let length = inner[skipped..].iter().take_while(is_parameter).count();
    let parameters = &inner[skipped..][..length];
    match inner.get(skipped + length) {
        None if bytes.len() > LONGEST_KEY => Begins::Key(bytes.len(), None),
        None => Begins::Unfinished,
        Some(b'~') if parameters == PASTE_BEGINS => Begins::Paste(length + 3),
        Some(last @ 0x40..=0x7e) => {
            let code = if skipped > 0 { linux_key(*last) } else { key_of_sequence(kind, parameters, *last) };
            let key = code.map(|code| KeyEvent::new(code, modifiers(parameters)));
            Begins::Key(2 + skipped + length + 1, key)
        }
        // Another key has begun: this one never ends.
        Some(_) => Begins::Key(2 + skipped + length, None),
    }
}

fn key_of_sequence(kind: u8, parameters: &[u8], last: u8) -> Option<KeyCode> {
    let number = parameters.split(|byte| *byte == b';').next().unwrap_or_default();
    Some(match (kind, number, last) {
        (_, _, b'A') => KeyCode::Up,
        (_, _, b'B') => KeyCode::Down,
        (_, _, b'C') => KeyCode::Right,
        (_, _, b'D') => KeyCode::Left,
        (_, _, b'H') | (_, b"1" | b"7", b'~') => KeyCode::Home,
        (_, _, b'F') | (_, b"4" | b"8", b'~') => KeyCode::End,
        (b'[', _, b'Z') => KeyCode::BackTab,
        (_, _, b'P') | (_, b"11", b'~') => KeyCode::F(1),
        (_, b"3", b'~') => KeyCode::Delete,
        (_, b"5", b'~') => KeyCode::PageUp,
        (_, b"6", b'~') => KeyCode::PageDown,
        _ => return None,
    })
}

fn linux_key(last: u8) -> Option<KeyCode> {
    (last == b'A').then_some(KeyCode::F(1))
}

/// Shift, Alt and Ctrl, as the second parameter of a key.
fn modifiers(parameters: &[u8]) -> KeyModifiers {
    let second = parameters.split(|byte| *byte == b';').nth(1).unwrap_or_default();
    let number = std::str::from_utf8(second).ok().and_then(|digits| digits.parse::<u8>().ok());
    let bits = number.unwrap_or(1).saturating_sub(1);
    let all = [KeyModifiers::SHIFT, KeyModifiers::ALT, KeyModifiers::CONTROL];
    let held = all.into_iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0);
    held.fold(KeyModifiers::NONE, |held, (_, modifier)| held | modifier)
}

/// A key that is sent as one byte.
fn key_of_byte(byte: u8) -> KeyEvent {
    let control = |letter: u8| KeyEvent::new(KeyCode::Char(char::from(letter)), KeyModifiers::CONTROL);
    match byte {
        b'\r' => KeyCode::Enter.into(),
        b'\t' => KeyCode::Tab.into(),
        DEL => KeyCode::Backspace.into(),
        0x01..=0x1a => control(byte - 1 + b'a'),
        // Ctrl with one of the signs after the letters.
        0x00..=0x1f => control(byte + b'@'),
        byte => KeyCode::Char(char::from(byte)).into(),
    }
}

/// A letter of several bytes. Bytes that are no letter are dropped.
fn begins_with_letter(bytes: &[u8]) -> Begins {
    let length = match bytes[0] {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0.. => 4,
        _ => 1,
    };
    let Some(letter) = bytes.get(..length) else {
        let is_letter_so_far = bytes[1..].iter().all(|byte| matches!(byte, 0x80..=0xbf));
        return if is_letter_so_far { Begins::Unfinished } else { Begins::Key(1, None) };
    };
    match std::str::from_utf8(letter).ok().and_then(|text| text.chars().next()) {
        Some(letter) => Begins::Key(length, Some(KeyCode::Char(letter).into())),
        None => Begins::Key(1, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of these bytes, however they are cut in two, with a pause at the end.
    fn read(bytes: &[u8]) -> Vec<Event> {
        let whole = read_in_pieces(&[bytes]);
        for at in 0..bytes.len() {
            assert_eq!(read_in_pieces(&[&bytes[..at], &bytes[at..]]), whole, "{bytes:?} cut at {at}");
        }
        whole
    }

    fn read_in_pieces(pieces: &[&[u8]]) -> Vec<Event> {
        let mut keys = KeyBytes::default();
        let mut events = Vec::new();
        for piece in pieces {
            keys.push(piece);
            events.extend(std::iter::from_fn(|| keys.next()));
        }
        events.extend(keys.give_up());
        events
    }

    /// The keys in these bytes.
    fn codes(bytes: &[u8]) -> Vec<KeyCode> {
        let code = |event: Event| match event {
            Event::Key(key) if key.modifiers.is_empty() => key.code,
            other => panic!("{other:?}"),
        };
        read(bytes).into_iter().map(code).collect()
    }

    fn letters(text: &str) -> Vec<KeyCode> {
        text.chars().map(KeyCode::Char).collect()
    }

    #[test]
    fn keys_of_several_bytes_are_read_as_terminals_send_them() {
        for (bytes, code) in [
            ("[A", KeyCode::Up),
            ("OA", KeyCode::Up),
            ("[B", KeyCode::Down),
            ("OC", KeyCode::Right),
            ("[D", KeyCode::Left),
            ("OH", KeyCode::Home),
            ("[H", KeyCode::Home),
            ("[1~", KeyCode::Home),
            ("[7~", KeyCode::Home),
            ("[F", KeyCode::End),
            ("[4~", KeyCode::End),
            ("[Z", KeyCode::BackTab),
            ("[3~", KeyCode::Delete),
            ("[5~", KeyCode::PageUp),
            ("[6~", KeyCode::PageDown),
            ("OP", KeyCode::F(1)),
            ("[11~", KeyCode::F(1)),
            ("[[A", KeyCode::F(1)),
        ] {
            assert_eq!(codes(format!("\x1b{bytes}").as_bytes()), [code], "{bytes}");
        }
    }

    #[test]
    fn keys_that_are_not_used_are_dropped_and_the_next_is_read() {
        for bytes in ["[I", "[15~", "OQ", "[?62;4c", "[[B", "[201~", "[1;2", "[99999999999999999999"] {
            let read = codes(format!("\x1b{bytes}\x1b[Ax").as_bytes());
            assert_eq!(read, [vec![KeyCode::Up], letters("x")].concat(), "{bytes}");
        }
        let endless = [b"\x1b[", &[b'1'; 200][..]].concat();
        assert_eq!(read_in_pieces(&[&endless, b"x"]).len(), 1);
    }

    #[test]
    fn modifiers_are_read_with_their_key() {
        for (parameter, modifiers) in [
            ("2", KeyModifiers::SHIFT),
            ("3", KeyModifiers::ALT),
            ("5", KeyModifiers::CONTROL),
            ("6", KeyModifiers::SHIFT | KeyModifiers::CONTROL),
            ("x", KeyModifiers::NONE),
            ("999", KeyModifiers::NONE),
        ] {
            let read = read(format!("\x1b[1;{parameter}C").as_bytes());
            let expected = if parameter == "x" {
                vec![Event::Key(KeyCode::Char('C').into())]
            } else {
                vec![Event::Key(KeyEvent::new(KeyCode::Right, modifiers))]
            };
            assert_eq!(read, expected, "{parameter}");
        }
    }

    #[test]
    fn esc_is_a_key_when_nothing_makes_it_another() {
        let esc = KeyCode::Esc;
        for (bytes, expected) in [
            ("\x1b", vec![esc]),
            ("\x1b[", vec![esc]),
            ("\x1bO", vec![esc]),
            ("\x1b[1", vec![esc]),
            ("\x1b\x1b", vec![esc, esc]),
            ("\x1b\x1b[A", vec![esc, KeyCode::Up]),
            ("\x1bx", vec![esc, KeyCode::Char('x')]),
            ("\x1b\r", vec![esc, KeyCode::Enter]),
            ("\x1b\t", vec![esc, KeyCode::Tab]),
            ("\x1b\x7f", vec![esc, KeyCode::Backspace]),
        ] {
            assert_eq!(codes(bytes.as_bytes()), expected, "{bytes:?}");
        }
        assert_eq!(codes(b"[A"), letters("[A"), "typed brackets stay text");
    }

    #[test]
    fn keys_of_one_byte_are_read() {
        let control = |letter| Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
        for (byte, letter) in
            [(0x01, 'a'), (0x08, 'h'), (0x0a, 'j'), (0x1a, 'z'), (0x1c, '\\'), (0x1f, '_'), (0x00, '@')]
        {
            assert_eq!(read(&[byte]), [control(letter)], "{byte:#x}");
        }
        assert_eq!(
            codes(b"\r\t\x7f ~"),
            [KeyCode::Enter, KeyCode::Tab, KeyCode::Backspace, KeyCode::Char(' '), KeyCode::Char('~')]
        );
    }

    #[test]
    fn letters_of_several_bytes_are_read_and_bytes_that_are_no_letter_dropped() {
        assert_eq!(codes("é日👋x".as_bytes()), letters("é日👋x"));
        for bytes in [&b"\xff"[..], b"\x80", b"\xc3", b"\xe6\x97", b"\xf0\x9f\x91", b"\xed\xa0\x80"] {
            assert_eq!(codes(&[bytes, b"x"].concat()), letters("x"), "{bytes:?}");
            assert_eq!(codes(bytes), [], "{bytes:?} and then nothing");
        }
    }

    #[test]
    fn a_paste_is_text_whatever_is_in_it() {
        let pasted = |text: &str| format!("\x1b[200~{text}\x1b[201~x");
        for text in ["", "27096-LT", "a\r\n\x1b[A\x1b", "\x1b[201", "é日"] {
            let expected = [Event::Paste(text.to_owned()), Event::Key(KeyCode::Char('x').into())];
            assert_eq!(read(pasted(text).as_bytes()), expected, "{text:?}");
        }
        let long = "x".repeat(LONGEST_PASTE + 1000);
        let [Event::Paste(cut), _] = &read_in_pieces(&[pasted(&long).as_bytes()])[..] else {
            panic!("no paste")
        };
        assert_eq!(cut.len(), LONGEST_PASTE);
    }

    #[test]
    fn a_paste_and_a_key_that_have_begun_are_told_apart() {
        let mut keys = KeyBytes::default();
        keys.push(b"\x1b[200~half");
        assert_eq!((keys.next(), keys.unfinished()), (None, Some(Unfinished::Paste)));
        keys.push(b" a paste\x1b[201~\x1b[");
        assert_eq!(keys.next(), Some(Event::Paste("half a paste".to_owned())));
        assert_eq!((keys.next(), keys.unfinished()), (None, Some(Unfinished::Key)));
        keys.clear();
        assert_eq!(keys.unfinished(), None);
    }
}
