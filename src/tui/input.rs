//! Keys, pastes and changes of the window from the terminal, over a connection that may
//! be slow.
//!
//! The bytes are read here and not by crossterm, whose reader holds an Esc at the end of a
//! full read back until the next key, and takes a paste of any size into memory.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGWINCH;

use super::key_bytes::{KeyBytes, Unfinished};

/// How long the rest of an arrow key may take to arrive after its Esc.
const SPLIT_KEY: Duration = Duration::from_millis(50);
/// How long nothing may come in a paste: one whose end got lost would take every key after it.
const SPLIT_PASTE: Duration = Duration::from_secs(1);
/// The most events drawn as one frame.
const MAX_EVENTS: usize = 256;
const BUFFER: usize = 4096;

/// What has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrival {
    /// Bytes to read.
    Bytes,
    /// The window has another size.
    Resized,
    /// Nothing, in the time that was given.
    Nothing,
}

/// Where bytes come from.
trait Source {
    /// Waits for something; not forever, if a time is given.
    fn wait(&mut self, within: Option<Duration>) -> io::Result<Arrival>;
    /// Reads the bytes that have come.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;
}

/// Events from a source.
struct Events<S> {
    source: S,
    keys: KeyBytes,
}

impl<S: Source> Events<S> {
    /// Waits for an event and returns it with all others that have come. They are drawn
    /// as one frame, so that a key held down builds up no queue. `None` if a time was
    /// given and no event came within it.
    fn read(&mut self, within: Option<Duration>) -> io::Result<Option<VecDeque<Event>>> {
        let mut events = VecDeque::new();
        loop {
            let room = MAX_EVENTS - events.len();
            events.extend(std::iter::from_fn(|| self.keys.next()).take(room));
            if events.len() == MAX_EVENTS {
                return Ok(Some(events));
            }
            let time = match self.keys.unfinished() {
                _ if !events.is_empty() => Some(Duration::ZERO),
                Some(Unfinished::Key) => Some(SPLIT_KEY),
                Some(Unfinished::Paste) => Some(SPLIT_PASTE),
                None => within,
            };
            match self.source.wait(time)? {
                Arrival::Bytes => self.take_bytes()?,
                Arrival::Resized => events.push_back(Event::Resize(0, 0)),
                Arrival::Nothing if !events.is_empty() => return Ok(Some(events)),
                Arrival::Nothing if self.keys.unfinished().is_some() => events.extend(self.keys.give_up()),
                Arrival::Nothing => return Ok(None),
            }
        }
    }

    fn take_bytes(&mut self) -> io::Result<()> {
        let mut buffer = [0; BUFFER];
        let length = self.source.read(&mut buffer)?;
        self.keys.push(&buffer[..length]);
        Ok(())
    }
}

/// Events from the terminal.
pub(super) struct Input(Events<Terminal>);

impl Input {
    /// Begins to watch the terminal and its window.
    ///
    /// # Errors
    /// When the window can't be watched.
    pub(super) fn new() -> io::Result<Self> {
        let (resized, on_signal) = UnixStream::pair()?;
        resized.set_nonblocking(true)?;
        signal_hook::low_level::pipe::register(SIGWINCH, on_signal)?;
        Ok(Self(Events { source: Terminal { resized }, keys: KeyBytes::default() }))
    }

    /// Waits for events; see [`Events::read`].
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn read_events(&mut self, within: Option<Duration>) -> io::Result<Option<VecDeque<Event>>> {
        self.0.read(within)
    }

    /// Drops what was read and is no event yet.
    pub(super) fn clear(&mut self) {
        self.0.keys.clear();
    }
}

/// The terminal. The size of the window is sent by a signal, which writes to `resized`.
struct Terminal {
    resized: UnixStream,
}

impl Source for Terminal {
    fn wait(&mut self, within: Option<Duration>) -> io::Result<Arrival> {
        let (stdin, time) = (rustix::stdio::stdin(), within.map(timespec));
        loop {
            let mut watched = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.resized, PollFlags::IN)];
            match poll(&mut watched, time.as_ref()) {
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
                Ok(0) => return Ok(Arrival::Nothing),
                Ok(_) if watched[1].revents().is_empty() => return Ok(Arrival::Bytes),
                Ok(_) => {
                    // Several changes are one: the size is looked up when it is drawn.
                    let _ = self.resized.read(&mut [0; BUFFER]);
                    return Ok(Arrival::Resized);
                }
            }
        }
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match rustix::io::read(rustix::stdio::stdin(), buffer) {
            Ok(0) | Err(Errno::IO) => {
                // Another thread notices it too, and ends the program with the right status.
                thread::sleep(HANGUP);
                Err(io::ErrorKind::UnexpectedEof.into())
            }
            Err(Errno::INTR | Errno::AGAIN) => Ok(0),
            read => Ok(read?),
        }
    }
}

/// How long the thread that watches for the terminal going away has to end the program.
const HANGUP: Duration = Duration::from_secs(1);

fn timespec(time: Duration) -> Timespec {
    let tv_sec = time.as_secs().try_into().unwrap_or(i64::MAX);
    Timespec { tv_sec, tv_nsec: time.subsec_nanos().into() }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::*;

    /// A source in which each piece arrives some milliseconds after the one before; an
    /// empty piece is another size of the window.
    struct SlowLine(VecDeque<(u64, Vec<u8>)>);

    impl Source for SlowLine {
        fn wait(&mut self, within: Option<Duration>) -> io::Result<Arrival> {
            let Some((after, piece)) = self.0.front_mut() else {
                assert!(within.is_some(), "nothing will ever come");
                return Ok(Arrival::Nothing);
            };
            let waited = within.map_or(u64::MAX, |time| u64::try_from(time.as_millis()).unwrap());
            let comes = *after <= waited;
            *after = after.saturating_sub(waited);
            if comes && piece.is_empty() {
                self.0.pop_front();
                return Ok(Arrival::Resized);
            }
            Ok(if comes { Arrival::Bytes } else { Arrival::Nothing })
        }

        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let (_, mut piece) = self.0.pop_front().unwrap();
            let length = piece.len().min(buffer.len());
            let rest = piece.split_off(length);
            buffer[..length].copy_from_slice(&piece);
            if !rest.is_empty() {
                self.0.push_front((0, rest));
            }
            Ok(length)
        }
    }

    fn line(pieces: &[(u64, &[u8])]) -> Events<SlowLine> {
        let pieces = pieces.iter().map(|(after, piece)| (*after, piece.to_vec()));
        Events { source: SlowLine(pieces.collect()), keys: KeyBytes::default() }
    }

    /// The frames in which these pieces are read.
    fn frames(pieces: &[(u64, &[u8])]) -> Vec<Vec<Event>> {
        let mut line = line(pieces);
        let mut frames = Vec::new();
        while !line.source.0.is_empty() || line.keys.unfinished().is_some() {
            frames.extend(line.read(Some(Duration::from_secs(1))).unwrap().map(Vec::from));
        }
        frames
    }

    fn key(code: KeyCode) -> Event {
        Event::Key(code.into())
    }

    /// Just inside and just outside the time allowed for the rest of a key.
    const SOON: u64 = 49;
    const LATE: u64 = 51;

    #[test]
    fn a_key_that_arrives_in_pieces_is_one_key_if_they_come_soon() {
        let pieces = |after| frames(&[(0, b"\x1b"), (after, b"["), (after, b"A")]).concat();
        assert_eq!(pieces(0), [key(KeyCode::Up)]);
        assert_eq!(pieces(SOON), [key(KeyCode::Up)]);
        let typed = [key(KeyCode::Esc), key(KeyCode::Char('[')), key(KeyCode::Char('A'))];
        assert_eq!(pieces(LATE), typed);
        let esc = frames(&[(0, b"\x1b"), (SOON, b"["), (LATE, b"A")]).concat();
        assert_eq!(esc, [key(KeyCode::Esc), key(KeyCode::Char('A'))]);
    }

    #[test]
    fn an_esc_is_a_key_however_many_bytes_came_before_it() {
        for letters in [0, 1, 1023, 1024, BUFFER - 1, BUFFER, 10_000] {
            let mut bytes = vec![b'x'; letters];
            bytes.push(0x1b);
            let events = frames(&[(0, &bytes)]).concat();
            assert_eq!((events.len(), events.last()), (letters + 1, Some(&key(KeyCode::Esc))), "{letters}");
        }
    }

    #[test]
    fn keys_are_drawn_without_waiting_for_the_rest_of_an_esc() {
        let read = frames(&[(0, b"xy\x1b")]);
        assert_eq!(read, [vec![key(KeyCode::Char('x')), key(KeyCode::Char('y'))], vec![key(KeyCode::Esc)]]);
    }

    #[test]
    fn waiting_events_make_one_frame_up_to_a_limit() {
        let keys = vec![b'x'; MAX_EVENTS + 44];
        let lengths: Vec<usize> = frames(&[(0, &keys)]).iter().map(Vec::len).collect();
        assert_eq!(lengths, [MAX_EVENTS, 44]);
        let later = frames(&[(0, b"x"), (1, b"y")]);
        assert_eq!(later.len(), 2, "a later event has its own frame");
    }

    #[test]
    fn another_size_of_the_window_is_an_event() {
        let read = frames(&[(0, b""), (0, b"x")]);
        assert_eq!(read, [[Event::Resize(0, 0), key(KeyCode::Char('x'))]]);
    }

    #[test]
    fn a_paste_whose_end_never_comes_ends_after_a_second_without_bytes() {
        let pasted = |text: &str| Event::Paste(text.to_owned());
        let in_pieces: [(u64, &[u8]); 3] = [(0, b"\x1b[200~one"), (999, b" two"), (1001, b"x")];
        assert_eq!(frames(&in_pieces), [vec![pasted("one two")], vec![key(KeyCode::Char('x'))]]);
        let half_an_end = frames(&[(0, b"\x1b[200~one\x1b[20"), (1001, b"x")]);
        assert_eq!(half_an_end, [vec![pasted("one\u{1b}[20")], vec![key(KeyCode::Char('x'))]]);
    }

    #[test]
    fn nothing_within_the_time_is_none_and_half_a_letter_is_dropped() {
        let mut line = line(&[(LATE, b"\xc3"), (LATE, b"x")]);
        let soon = Some(Duration::from_millis(SOON));
        assert_eq!(line.read(soon).unwrap(), None);
        assert_eq!(line.read(Some(Duration::from_secs(1))).unwrap(), Some([key(KeyCode::Char('x'))].into()));
    }

    #[test]
    fn what_is_no_event_yet_can_be_dropped() {
        let mut input = Input(Events {
            source: Terminal { resized: UnixStream::pair().unwrap().0 },
            keys: KeyBytes::default(),
        });
        input.0.keys.push(b"\x1b[");
        input.clear();
        assert_eq!(input.0.keys.unfinished(), None);
    }
}
