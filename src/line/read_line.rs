//! One line of input, whatever comes in.

use std::io::{self, BufRead, Read};

/// What stood on a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// Text.
    Line(String),
    /// More than anybody types.
    TooLong,
    /// Bytes that are no text.
    NotText,
    /// There are no more lines.
    End,
}

const MOST_BYTES: u64 = 16_384;

/// Reads one line; one that is too long is read to its end and dropped.
pub(super) fn line(input: &mut dyn BufRead) -> io::Result<Typed> {
    let mut bytes = Vec::new();
    let read = (&mut *input).take(MOST_BYTES).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(Typed::End);
    }
    let whole = bytes.ends_with(b"\n") || (bytes.len() as u64) < MOST_BYTES;
    if !whole {
        input.skip_until(b'\n')?;
        return Ok(Typed::TooLong);
    }
    Ok(String::from_utf8(bytes).map_or(Typed::NotText, Typed::Line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_every_kind() {
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
    fn a_line_may_be_as_long_as_anybody_types_with_its_end() {
        let most = usize::try_from(MOST_BYTES).unwrap();
        let read = |text: String| line(&mut text.as_bytes()).unwrap();
        let whole = format!("{}\n", "x".repeat(most - 1));
        assert_eq!(read(whole.clone()), Typed::Line(whole));
        assert_eq!(read("x".repeat(most - 1)), Typed::Line("x".repeat(most - 1)));
        assert_eq!(read("x".repeat(most)), Typed::TooLong);
        assert_eq!(read(format!("{}\n", "x".repeat(most))), Typed::TooLong);
    }
}
