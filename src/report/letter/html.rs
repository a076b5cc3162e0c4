//! Letters as one HTML page: no script, nothing loaded, every text escaped.

use std::fmt::{self, Write};

use crate::questions::LetterPoint;

use super::Letter;

const HEAD: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Request for information</title>
<style>
body { font: 1rem/1.5 Georgia, serif; color: #111; background: #fff; margin: 2rem auto; max-width: 42rem; }
h1, h2 { font-size: 1.4rem; }
article + article { border-top: 1px solid #767676; margin-top: 3rem; padding-top: 2rem; break-before: page; }
.warning { border: 2px solid #8b0000; color: #8b0000; font-weight: bold; padding: .5rem; }
th { font-weight: normal; padding-right: 1.5rem; text-align: left; vertical-align: top; white-space: nowrap; }
td { overflow-wrap: anywhere; }
li { margin-bottom: .5rem; }
</style>
</head>
<body>
<main>
"#;

/// Letters as one HTML page, each an article.
pub fn letters_html(letters: &[Letter]) -> String {
    let mut out = String::with_capacity(8192);
    out.push_str(HEAD);
    for (index, letter) in letters.iter().enumerate() {
        // A page has one heading of the first level. Writing to a string can't fail.
        let _ = write_letter(&mut out, letter, if index == 0 { "h1" } else { "h2" });
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn write_letter(out: &mut String, letter: &Letter, heading: &str) -> fmt::Result {
    writeln!(out, "<article>")?;
    for warning in &letter.warnings {
        writeln!(out, "<p class=\"warning\">{}</p>", escaped(warning))?;
    }
    own_lines(out, &letter.letterhead)?;
    writeln!(out, "<{heading}>{}</{heading}>\n<table>\n<tbody>", letter.title)?;
    for (label, value) in &letter.particulars {
        writeln!(out, "<tr><th scope=\"row\">{label}</th><td>{}</td></tr>", escaped(value))?;
    }
    writeln!(out, "</tbody>\n</table>\n<p>{}</p>\n<ol>", escaped(&letter.opening.join(" ")))?;
    letter.points.iter().try_for_each(|point| write_point(out, point))?;
    writeln!(out, "</ol>\n<p>{}</p>", escaped(&letter.notice.join(" ")))?;
    own_lines(out, &letter.closing)?;
    writeln!(out, "</article>")
}

fn write_point(out: &mut String, point: &LetterPoint) -> fmt::Result {
    write!(out, "<li>{}", escaped(&point.sentences.join(" ")))?;
    if !point.if_so.is_empty() {
        writeln!(out, "\n<ul>")?;
        point.if_so.iter().try_for_each(|words| writeln!(out, "<li>{}</li>", escaped(words)))?;
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</li>")
}

/// The plan's lines; an empty one ends a paragraph.
fn own_lines(out: &mut String, own: &[String]) -> fmt::Result {
    for lines in own.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()) {
        let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        writeln!(out, "<p>{}</p>", lines.join("<br>\n"))?;
    }
    Ok(())
}

/// Text with every character escaped that HTML interprets.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn marks_of_html_are_escaped() {
        assert_eq!(escaped("<a href=\"x\">O'B & é"), "&lt;a href=&quot;x&quot;&gt;O&#39;B &amp; é");
    }
}
