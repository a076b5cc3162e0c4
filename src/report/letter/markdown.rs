//! Letters as Markdown.

use std::fmt::{self, Write};

use super::Letter;

/// It stands before a mark that is only a mark, and at the end of a broken line.
const ESCAPE: char = '\\';

/// Letters as Markdown, with a rule between two of them.
pub fn letters_markdown(letters: &[Letter]) -> String {
    let each: Vec<String> = letters.iter().map(markdown).collect();
    each.join("\n---\n\n")
}

fn markdown(letter: &Letter) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string can't fail.
    let _ = write_letter(&mut out, letter);
    out
}

fn write_letter(out: &mut String, letter: &Letter) -> fmt::Result {
    for warning in &letter.warnings {
        writeln!(out, "**{}**\n", escaped(warning))?;
    }
    own_lines(out, &letter.letterhead)?;
    writeln!(out, "# {}\n\n| | |\n|---|---|", letter.title)?;
    for (label, value) in &letter.particulars {
        writeln!(out, "| {label} | {} |", escaped(value))?;
    }
    writeln!(out, "\n{}\n", escaped(&letter.opening.join(" ")))?;
    for (index, point) in letter.points.iter().enumerate() {
        writeln!(out, "{}. {}", index + 1, escaped(&point.sentences.join(" ")))?;
        point.if_so.iter().try_for_each(|words| writeln!(out, "    - {}", escaped(words)))?;
    }
    writeln!(out, "\n{}", escaped(&letter.notice.join(" ")))?;
    if !letter.closing.is_empty() {
        writeln!(out)?;
        own_lines(out, &letter.closing)?;
        out.truncate(out.trim_end().len());
        writeln!(out)?;
    }
    Ok(())
}

/// The plan's lines, each on its own; an empty one ends a paragraph.
fn own_lines(out: &mut String, own: &[String]) -> fmt::Result {
    for (index, line) in own.iter().enumerate() {
        let goes_on = own.get(index + 1).is_some_and(|next| !next.is_empty()) && !line.is_empty();
        out.push_str(&escaped(line));
        if goes_on {
            out.push(ESCAPE);
        }
        writeln!(out)?;
    }
    if own.is_empty() { Ok(()) } else { writeln!(out) }
}

/// Text with every character escaped that Markdown could interpret. A mark that
/// means something at the start of a line only is escaped there.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let text = text.trim_start();
    for (index, letter) in text.char_indices() {
        let always = letter == ESCAPE || "`*_{}[]<>#|&~$!".contains(letter);
        let first = "-+=:".contains(letter) && index == 0;
        let number = ".)".contains(letter) && index > 0 && text[..index].bytes().all(|b| b.is_ascii_digit());
        if always || first || number {
            out.push(ESCAPE);
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn marks_of_markdown_are_escaped() {
        for (text, shown) in [
            ("<b> & [x](y) | `a` ~b~", "\\<b\\> \\& \\[x\\](y) \\| \\`a\\` \\~b\\~"),
            ("--- a-b", "\\--- a-b"),
            ("12. Main St. 3.", "12\\. Main St. 3."),
            ("    indented", "indented"),
            ("é. ü", "é. ü"),
            (". x", ". x"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
