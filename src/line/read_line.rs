//! Reading one line of input, which may be too long or not text.

use std::io::{self, BufRead, Read};

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// Text.
    Line(String),
    /// A line longer than anybody types.
    TooLong,
    /// Bytes that are not UTF-8 text.
    NotText,
    /// Nothing, for too long.
    Nothing,
    /// The end of the input.
    End,
}

/// What is said about a line that is too long.
pub(super) const TOO_LONG: &str = "This line is too long: shorten it.";
/// What is said about bytes that are not text.
pub(super) const NOT_TEXT: &str = "This line is not UTF-8 text: type it again.";
const MAX_BYTES: u64 = 16_384;

/// Reads one line; a line that is too long is read to its end and discarded.
pub(super) fn line(input: &mut dyn BufRead) -> io::Result<Typed> {
    let mut bytes = Vec::new();
    let read = (&mut *input).take(MAX_BYTES).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(Typed::End);
    }
    let is_complete = bytes.ends_with(b"\n") || (bytes.len() as u64) < MAX_BYTES;
    if !is_complete {
        input.skip_until(b'\n')?;
        return Ok(Typed::TooLong);
    }
    Ok(String::from_utf8(bytes).map_or(Typed::NotText, Typed::Line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlong_lines_and_bytes_that_are_not_text_are_reported() {
        let long = "x".repeat(40_000);
        let text = format!("one\r\n\n{long}\nlast");
        let mut input = text.as_bytes();
        let mut next = || line(&mut input).unwrap();
        assert_eq!(next(), Typed::Line("one\r\n".to_owned()));
        assert_eq!(next(), Typed::Line("\n".to_owned()));
        assert_eq!(next(), Typed::TooLong);
        assert_eq!(next(), Typed::Line("last".to_owned()));
        assert_eq!(next(), Typed::End);
        assert_eq!(line(&mut &b"a\xffb\n"[..]).unwrap(), Typed::NotText);
    }

    #[test]
    fn line_of_the_maximum_length_is_read() {
        let max = usize::try_from(MAX_BYTES).unwrap();
        let read = |text: String| line(&mut text.as_bytes()).unwrap();
        let whole = format!("{}\n", "x".repeat(max - 1));
        assert_eq!(read(whole.clone()), Typed::Line(whole));
        assert_eq!(read("x".repeat(max - 1)), Typed::Line("x".repeat(max - 1)));
        assert_eq!(read("x".repeat(max)), Typed::TooLong);
        assert_eq!(read(format!("{}\n", "x".repeat(max))), Typed::TooLong);
    }
}
