//! The theme: marks, rules and styles, with or without color, in UTF-8 or ASCII.
//! No meaning depends on color alone.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::policy::Finding;
use crate::report;

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// ASCII marks and borders only.
    pub ascii: bool,
    /// Use color.
    pub color: bool,
}

impl Theme {
    fn pick(self, rich: &'static str, plain: &'static str) -> &'static str {
        if self.ascii { plain } else { rich }
    }

    /// The pointer, in front of the selected row.
    pub fn pointer(self) -> &'static str {
        self.pick("›", ">")
    }

    /// The separator between the parts of a heading.
    pub fn dot(self) -> &'static str {
        self.pick(" · ", " - ")
    }

    /// The mark where a text was cut.
    pub fn ellipsis(self) -> &'static str {
        self.pick("…", "~")
    }

    /// The text in this many columns: one that does not fit is cut and gets a mark.
    pub fn cut(self, text: &str, room: usize) -> String {
        if text.width() <= room {
            return text.to_owned();
        }
        let mark = self.ellipsis();
        let mut column = 0;
        let kept = text.chars().take_while(|letter| {
            column += letter.width().unwrap_or(0);
            column + mark.width() <= room
        });
        kept.collect::<String>() + mark
    }

    /// The text in characters the terminal can show. A terminal without UTF-8 could
    /// take the bytes of other characters for control codes.
    pub fn displayable(self, text: &str) -> Cow<'_, str> {
        if !self.ascii || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let ascii = |letter: char| match letter {
            letter if letter.is_ascii() => letter,
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            _ => '?',
        };
        Cow::Owned(text.chars().map(ascii).collect())
    }

    /// The mark that there is more above.
    pub fn more_above(self) -> &'static str {
        self.pick(" ↑ more ", " ^ more ")
    }

    /// The mark that there is more below.
    pub fn more_below(self) -> &'static str {
        self.pick(" ↓ more ", " v more ")
    }

    /// A horizontal rule.
    pub fn rule(self) -> &'static str {
        self.pick("─", "-")
    }

    /// A vertical rule.
    pub fn bar(self) -> &'static str {
        self.pick("│", "|")
    }

    /// Where the vertical rule meets the upper rule.
    pub fn tee_down(self) -> &'static str {
        self.pick("┬", "+")
    }

    /// Where the vertical rule meets the lower rule.
    pub fn tee_up(self) -> &'static str {
        self.pick("┴", "+")
    }

    /// The mark of a finished step.
    pub fn done(self) -> &'static str {
        self.pick("✓", "+")
    }

    /// The mark of a finding; always shown with a word.
    pub fn mark(self, finding: Finding) -> &'static str {
        let plain = report::mark(finding);
        match finding {
            Finding::NotMet => self.pick("✗", plain),
            Finding::Met => self.pick("✓", plain),
            Finding::Unclear | Finding::Missing | Finding::NotApplicable => plain,
        }
    }

    /// The style of the current position, the only accent.
    pub fn accent(self) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        if self.color { bold.fg(Color::Cyan) } else { bold }
    }

    /// The style of warnings and errors.
    pub fn alarm(self) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        if self.color { bold.fg(Color::Red) } else { bold.add_modifier(Modifier::REVERSED) }
    }

    /// The style of headings.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The style of less important text.
    pub fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// The style of answers that are set aside.
    pub fn strikethrough(self) -> Style {
        Style::new().add_modifier(Modifier::CROSSED_OUT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_marks_are_those_of_the_text_report() {
        let marks = |ascii| Finding::ALL.iter().map(|f| Theme { ascii, color: true }.mark(*f)).collect();
        let (plain, rich): (String, String) = (marks(true), marks(false));
        assert_eq!((&*plain, &*rich), ("-+?!x", "-✓?!✗"));
    }
}
