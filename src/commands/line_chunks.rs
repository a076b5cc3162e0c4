//! Lines of an input in chunks of some kilobytes, in bounded memory whatever the input.
//!
//! A line that is too long is skipped as it arrives. It knows nothing of cases.

use std::fs::File;
use std::io::{self, Read};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::in_order::{Jobs, Next};

/// The longest line that is read, in bytes.
pub(super) const LONGEST_LINE: usize = 1 << 20;
/// Chunks have about so many bytes, and so much is read at once.
const CHUNK: usize = 1 << 16;

/// An input that can be waited for.
pub(super) trait Input: Read {
    /// Whether reading would give something, or the end, without waiting.
    fn is_ready(&self) -> bool;
}

impl Input for File {
    fn is_ready(&self) -> bool {
        let mut watched = [PollFd::new(self, PollFlags::IN)];
        // An input that can't be watched is read, which gives its error.
        poll(&mut watched, Some(&Timespec::default())).map_or(true, |ready| ready > 0)
    }
}

/// Some lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Chunk {
    /// The number of its first line, counted from 1.
    first: u64,
    text: Vec<u8>,
    /// The numbers of the lines that were too long; each of them is empty in the text.
    too_long: Vec<u64>,
    /// How much of the input it was.
    pub(super) bytes: u64,
}

/// One line without its end; `None` for one that is too long.
pub(super) type Line<'c> = (u64, Option<&'c [u8]>);

impl Chunk {
    /// The lines with their numbers, without those that are blank.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let text = self.text.strip_suffix(b"\n").unwrap_or(&self.text);
        let lines = (self.first..).zip(text.split(|byte| *byte == b'\n'));
        lines.filter_map(|(number, line)| {
            let is_too_long = line.len() > LONGEST_LINE || self.too_long.contains(&number);
            match is_too_long {
                true => Some((number, None)),
                false => (!line.trim_ascii().is_empty()).then_some((number, Some(line))),
            }
        })
    }
}

/// The lines of an input.
pub(super) struct LineChunks<I> {
    input: I,
    /// The number of the next line.
    next: u64,
    /// The beginning of a line whose end was not read yet.
    rest: Vec<u8>,
    /// Whether the rest of the line is skipped, because it is too long.
    is_skipping: bool,
    /// The lines that were too long, and are not in a chunk yet.
    too_long: Vec<u64>,
    was_told_dry: bool,
    is_at_end: bool,
    bytes: u64,
    failed: Option<io::Error>,
}

impl<I: Input> LineChunks<I> {
    pub(super) fn new(input: I) -> Self {
        Self {
            input,
            next: 1,
            rest: Vec::new(),
            is_skipping: false,
            too_long: Vec::new(),
            was_told_dry: false,
            is_at_end: false,
            bytes: 0,
            failed: None,
        }
    }

    /// Why the input could not be read to its end.
    pub(super) fn failed(self) -> Option<io::Error> {
        self.failed
    }

    /// Reads once, and adds to the text what is not skipped.
    fn read_into(&mut self, text: &mut Vec<u8>) {
        let length = text.len();
        text.resize(length + CHUNK, 0);
        let count = self.input.read(&mut text[length..]);
        text.truncate(length + count.as_ref().map_or(0, |count| *count));
        match count {
            Ok(count) => self.is_at_end = count == 0,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                self.failed = Some(error);
                self.is_at_end = true;
            }
        }
        self.bytes += u64::try_from(text.len() - length).unwrap_or_default();
        self.skip(text, length);
    }

    /// Takes out what was read of a line that is too long.
    fn skip(&mut self, text: &mut Vec<u8>, read_from: usize) {
        if self.is_skipping {
            let end = memchr::memchr(b'\n', &text[read_from..]);
            text.drain(read_from..end.map_or(text.len(), |end| read_from + end));
            if self.is_at_end {
                text.push(b'\n');
            }
            self.is_skipping = end.is_none() && !self.is_at_end;
        }
        let start = whole(text);
        if text.len() - start > LONGEST_LINE {
            self.is_skipping = true;
            self.too_long.push(self.next + count_lines(&text[..start]));
            text.truncate(start);
        }
    }

    /// The lines that have an end; the beginning of another one is kept for the next chunk.
    fn finish(&mut self, mut text: Vec<u8>) -> Chunk {
        self.was_told_dry = false;
        if !self.is_at_end {
            self.rest = text.split_off(whole(&text));
        }
        let first = self.next;
        self.next += count_lines(&text);
        let next = self.next;
        let too_long = self.too_long.extract_if(.., |line| *line < next).collect();
        Chunk { first, text, too_long, bytes: std::mem::take(&mut self.bytes) }
    }
}

/// Where the last line that has an end ends.
fn whole(text: &[u8]) -> usize {
    memchr::memrchr(b'\n', text).map_or(0, |newline| newline + 1)
}

fn count_lines(text: &[u8]) -> u64 {
    u64::try_from(memchr::memchr_iter(b'\n', text).count()).unwrap_or(u64::MAX)
}

impl<I: Input> Jobs for LineChunks<I> {
    type Job = Chunk;

    fn next(&mut self) -> io::Result<Next<Chunk>> {
        let mut text = std::mem::take(&mut self.rest);
        while !self.is_at_end {
            let has_lines = memchr::memchr(b'\n', &text).is_some();
            if has_lines && (text.len() >= CHUNK || !self.input.is_ready()) {
                return Ok(Next::Job(self.finish(text)));
            }
            if !has_lines && !self.was_told_dry && !self.input.is_ready() {
                self.was_told_dry = true;
                self.rest = text;
                return Ok(Next::Dry);
            }
            self.read_into(&mut text);
        }
        Ok(if text.is_empty() { Next::End } else { Next::Job(self.finish(text)) })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// Gives these pieces, one for each read; before an empty one nothing is ready.
    struct Pieces(VecDeque<Vec<u8>>);

    impl Read for Pieces {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            while self.0.front().is_some_and(Vec::is_empty) {
                self.0.pop_front();
            }
            let Some(piece) = self.0.front_mut() else { return Ok(0) };
            let count = piece.len().min(to.len());
            to[..count].copy_from_slice(&piece[..count]);
            piece.drain(..count);
            if piece.is_empty() {
                self.0.pop_front();
            }
            Ok(count)
        }
    }

    impl Input for Pieces {
        fn is_ready(&self) -> bool {
            self.0.front().is_none_or(|piece| !piece.is_empty())
        }
    }

    /// What comes: numbered lines, those that are too long as "...", and "-" where it runs dry.
    fn lines_of(pieces: &[&[u8]]) -> Vec<String> {
        let mut chunks = LineChunks::new(Pieces(pieces.iter().map(|piece| piece.to_vec()).collect()));
        let mut found = Vec::new();
        loop {
            match chunks.next().unwrap() {
                Next::End => return found,
                Next::Dry => found.push("-".to_owned()),
                Next::Job(chunk) => found.extend(chunk.lines().map(|(number, line)| {
                    let line = line.map_or("...".into(), String::from_utf8_lossy);
                    format!("{number} {line}")
                })),
            }
        }
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_are_left_out() {
        let all: &[&[u8]] = &[b"a\nb\n", b"\n \t\r\nc", b"d\ne"];
        assert_eq!(lines_of(all), ["1 a", "2 b", "5 cd", "6 e"]);
        assert_eq!(lines_of(&[b""]), ["-"]);
        assert_eq!(lines_of(&[]), [""; 0]);
        assert_eq!(lines_of(&[b"\n\n"]), [""; 0]);
    }

    #[test]
    fn input_is_waited_for_only_after_it_was_told_that_it_is_dry() {
        let pieces: &[&[u8]] = &[b"a\nb", b"", b"c\n", b"", b"", b"d\n"];
        assert_eq!(lines_of(pieces), ["1 a", "-", "2 bc", "-", "3 d"]);
        // Half a line may come before its end does.
        assert_eq!(lines_of(&[b"a", b"", b"b", b"", b"c\n"]), ["-", "1 abc"]);
    }

    #[test]
    fn line_that_is_too_long_is_skipped_in_its_place() {
        let longest = "x".repeat(LONGEST_LINE);
        let kept = format!("1 {longest}");
        let exactly = format!("{longest}\nb\n");
        assert_eq!(lines_of(&[exactly.as_bytes()]), [kept.as_str(), "2 b"]);
        for more in [1, CHUNK, 3 * CHUNK + 1] {
            let long = "x".repeat(LONGEST_LINE + more);
            for (text, lines) in [
                (format!("{long}\nb"), vec!["1 ...", "2 b"]),
                (format!("a\n\n{long}\n\nb\n"), vec!["1 a", "3 ...", "5 b"]),
                (format!("a\n{long}"), vec!["1 a", "2 ..."]),
                (format!("{long}\n{long}\n{long}"), vec!["1 ...", "2 ...", "3 ..."]),
            ] {
                assert_eq!(lines_of(&[text.as_bytes()]), lines, "{more}");
            }
        }
    }

    #[test]
    fn long_line_that_runs_dry_is_answered_once() {
        let part = "x".repeat(LONGEST_LINE + 9);
        let pieces: &[&[u8]] = &[b"a\n", part.as_bytes(), b"", b"x", b"", b"\nb\n", b"", b"c"];
        assert_eq!(lines_of(pieces), ["1 a", "-", "2 ...", "3 b", "-", "4 c"]);
    }

    #[test]
    fn line_that_is_too_long_waits_for_the_chunk_of_its_end() {
        let mut chunks = LineChunks::new(Pieces(VecDeque::new()));
        let mut text = format!("a\n{}", "x".repeat(LONGEST_LINE + 1)).into_bytes();
        chunks.skip(&mut text, 0);
        assert_eq!((&text[..], &chunks.too_long[..]), (&b"a\n"[..], &[2][..]));
        let chunk = chunks.finish(text);
        assert_eq!((&chunk.too_long[..], &chunks.too_long[..]), (&[][..], &[2][..]));
    }

    #[test]
    fn chunks_are_small_and_their_bytes_are_those_of_the_input() {
        let text = "012345\n".repeat(CHUNK);
        let mut chunks = LineChunks::new(Pieces(vec![text.clone().into_bytes()].into()));
        let mut bytes = 0;
        while let Next::Job(chunk) = chunks.next().unwrap() {
            assert!(chunk.text.len() < 2 * CHUNK, "{}", chunk.text.len());
            bytes += chunk.bytes;
        }
        assert_eq!(bytes, text.len() as u64);
    }

    /// Fails with the first error, then the second; before it gives a line.
    struct Broken(VecDeque<io::ErrorKind>);

    impl Read for Broken {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            to[..2].copy_from_slice(b"a\n");
            self.0.pop_front().map_or(Ok(2), |kind| Err(kind.into()))
        }
    }

    impl Input for Broken {
        fn is_ready(&self) -> bool {
            !self.0.is_empty()
        }
    }

    #[test]
    fn reading_goes_on_after_a_signal_and_ends_with_a_fault() {
        let mut chunks = LineChunks::new(Broken([io::ErrorKind::Interrupted].into()));
        assert!(matches!(chunks.next().unwrap(), Next::Dry));
        assert!(matches!(chunks.next().unwrap(), Next::Job(chunk) if chunk.text == b"a\n"));
        assert!(chunks.failed().is_none());
        let mut chunks = LineChunks::new(Broken([io::ErrorKind::Other].into()));
        assert!(matches!(chunks.next().unwrap(), Next::End));
        assert_eq!(chunks.failed().unwrap().kind(), io::ErrorKind::Other);
    }

    #[test]
    fn pipe_is_ready_when_something_is_in_it_or_its_other_end_is_closed() {
        let (out, mut into) = io::pipe().unwrap();
        let mut out = File::from(std::os::fd::OwnedFd::from(out));
        assert!(!out.is_ready());
        std::io::Write::write_all(&mut into, b"a").unwrap();
        assert!(out.is_ready());
        out.read_exact(&mut [0]).unwrap();
        assert!(!out.is_ready());
        drop(into);
        assert!(out.is_ready());
    }

    #[test]
    fn memory_does_not_grow_with_a_line() {
        let mut chunks = LineChunks::new(Pieces(vec![vec![b'x'; 40 * LONGEST_LINE]].into()));
        let mut text = Vec::new();
        while !chunks.is_at_end {
            chunks.read_into(&mut text);
            assert!(text.capacity() <= 3 * LONGEST_LINE, "{}", text.capacity());
        }
    }
}
