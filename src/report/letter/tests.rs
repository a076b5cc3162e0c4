//! Every part of a letter stands in each format, in its place.

use super::*;

fn point(sentences: &[&str], if_so: &[&str]) -> LetterPoint {
    let own = |words: &[&str]| words.iter().map(|words| (*words).to_owned()).collect();
    LetterPoint { sentences: own(sentences), if_so: own(if_so) }
}

fn letter() -> Letter {
    Letter {
        warnings: vec!["DRAFT, not to be sent.".to_owned()],
        letterhead: vec!["Plan".to_owned(), "Main Street".to_owned()],
        title: "Request for information",
        particulars: vec![("Case", "one".to_owned())],
        opening: vec!["We need facts.".to_owned(), "Please send them.".to_owned()],
        points: vec![
            point(
                &[
                    "Please send the note of the last visit [D.II.B.1].",
                    "For each one, please show the day and the aim.",
                ],
                &[
                    "If a pump is implanted: please send the report of its last check, or a note that there is \
                   none [D.III].",
                ],
            ),
            point(&["Please name the drug [D.I.C.5]."], &[]),
        ],
        notice: vec!["Please send it all.".to_owned(), "This is not a decision.".to_owned()],
        closing: vec!["Yours".to_owned()],
    }
}

#[test]
fn text_has_every_part_and_numbers_the_points() {
    let expected = "\
DRAFT, not to be sent.

Plan
Main Street

REQUEST FOR INFORMATION

Case:        one

We need facts. Please send them.

 1. Please send the note of the last visit [D.II.B.1]. For each one, please
    show the day and the aim.
    - If a pump is implanted: please send the report of its last check, or a
      note that there is none [D.III].

 2. Please name the drug [D.I.C.5].

Please send it all. This is not a decision.

Yours
";
    assert_eq!(letter_text(&letter()), expected);
}

#[test]
fn markdown_has_every_part_and_numbers_the_points() {
    let expected = r"**DRAFT, not to be sent.**

Plan\
Main Street

# Request for information

| | |
|---|---|
| Case | one |

We need facts. Please send them.

1. Please send the note of the last visit \[D.II.B.1\]. For each one, please show the day and the aim.
    - If a pump is implanted: please send the report of its last check, or a note that there is none \[D.III\].
2. Please name the drug \[D.I.C.5\].

Please send it all. This is not a decision.

Yours
";
    assert_eq!(letters_markdown(&[letter()]), expected);
}

#[test]
fn html_has_every_part_and_one_heading_of_the_first_level() {
    let article = |heading: &str| {
        format!(
            r#"<article>
<p class="warning">DRAFT, not to be sent.</p>
<p>Plan<br>
Main Street</p>
<{heading}>Request for information</{heading}>
<table>
<tbody>
<tr><th scope="row">Case</th><td>one</td></tr>
</tbody>
</table>
<p>We need facts. Please send them.</p>
<ol>
<li>Please send the note of the last visit [D.II.B.1]. For each one, please show the day and the aim.
<ul>
<li>If a pump is implanted: please send the report of its last check, or a note that there is none [D.III].</li>
</ul>
</li>
<li>Please name the drug [D.I.C.5].</li>
</ol>
<p>Please send it all. This is not a decision.</p>
<p>Yours</p>
</article>
"#
        )
    };
    let page = letters_html(&[letter(), letter()]);
    let (_, main) = page.split_once("<main>\n").unwrap();
    assert_eq!(main, format!("{}{}</main>\n</body>\n</html>\n", article("h1"), article("h2")));
}
