//! Events as they come from the terminal, over a line that may be slow.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, poll, read};

/// How long the rest of an arrow key may take after its Esc.
const SPLIT_KEY: Duration = Duration::from_millis(50);
/// More events than this are not folded into one frame.
const MOST: usize = 256;

/// Waits for an event, and takes all that are waiting with it: they make one
/// frame, so that a held-down key builds no queue.
pub(super) fn read_events() -> io::Result<VecDeque<Event>> {
    let mut events = VecDeque::new();
    take(&mut events)?;
    while events.len() < MOST && poll(Duration::ZERO)? {
        take(&mut events)?;
    }
    Ok(events)
}

/// Takes one event, whole: an Esc that was torn off an arrow key is put
/// together with the rest of it.
fn take(events: &mut VecDeque<Event>) -> io::Result<()> {
    let event = read()?;
    if !is_esc(&event) {
        events.extend(apart(event));
        return Ok(());
    }
    if !poll(SPLIT_KEY)? {
        events.push_back(event);
        return Ok(());
    }
    let next = read()?;
    if matches!(letter(&next), Some('[' | 'O')) {
        events.extend(rest_of(event)?);
    } else {
        events.extend([event, next]);
    }
    Ok(())
}

/// The key whose first two bytes came apart from these. One that is none of
/// ours is swallowed, as it is when it comes in one piece; when nothing follows
/// it was an Esc after all.
fn rest_of(esc: Event) -> io::Result<Option<Event>> {
    let mut digits = String::new();
    while poll(SPLIT_KEY)? {
        match letter(&read()?) {
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
