//! Events as they come from the terminal, over a line that may be slow.

use std::io;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, poll, read};

/// How long the rest of an arrow key may take after its Esc.
const SPLIT_KEY: Duration = Duration::from_millis(50);
/// More events than this are not folded into one frame.
const MOST: usize = 256;

/// Waits for an event, and takes all that are waiting with it: they make one
/// frame, so that a held-down key builds no queue.
pub(super) fn waiting() -> io::Result<Vec<Event>> {
    let mut events = vec![whole(read()?)?];
    while events.len() < MOST && poll(Duration::ZERO)? {
        events.push(whole(read()?)?);
    }
    Ok(events)
}

/// An Esc that was torn off an arrow key is put together with the rest of it.
fn whole(event: Event) -> io::Result<Event> {
    let esc = matches!(event, Event::Key(KeyEvent { code: KeyCode::Esc, modifiers: KeyModifiers::NONE, .. }));
    if !(esc && poll(SPLIT_KEY)?) {
        return Ok(event);
    }
    let next = read()?;
    if !matches!(letter(&next), Some('[' | 'O')) {
        return Ok(next);
    }
    if !poll(SPLIT_KEY)? {
        return Ok(event);
    }
    let last = read()?;
    Ok(letter(&last).and_then(arrow).map_or(Event::FocusGained, |code| Event::Key(code.into())))
}

fn letter(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char(letter), .. }) => Some(*letter),
        _ => None,
    }
}

fn arrow(letter: char) -> Option<KeyCode> {
    Some(match letter {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'H' => KeyCode::Home,
        'F' => KeyCode::End,
        'Z' => KeyCode::BackTab,
        _ => return None,
    })
}
