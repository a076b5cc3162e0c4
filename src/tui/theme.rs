//! The look: marks, rules and the few styles, for colour and for none, for
//! UTF-8 and for ASCII. Meaning never hangs on colour alone.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};

use crate::policy::Finding;
use crate::report;

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// ASCII marks and borders only.
    pub ascii: bool,
    /// Use colour.
    pub color: bool,
}

impl Theme {
    fn pick(self, rich: &'static str, plain: &'static str) -> &'static str {
        if self.ascii { plain } else { rich }
    }

    /// The pointer at the row the keys act on.
    pub fn pointer(self) -> &'static str {
        self.pick("›", ">")
    }

    /// Between the pieces of a heading.
    pub fn dot(self) -> &'static str {
        self.pick(" · ", " - ")
    }

    /// Where a text was cut.
    pub fn cut(self) -> &'static str {
        self.pick("…", "~")
    }

    /// Text in the letters the terminal can show. Where it knows no UTF-8, the
    /// bytes of other letters could act on it.
    pub fn letters(self, text: &str) -> Cow<'_, str> {
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

    /// A horizontal rule.
    pub fn rule(self) -> &'static str {
        self.pick("─", "-")
    }

    /// A vertical rule.
    pub fn bar(self) -> &'static str {
        self.pick("│", "|")
    }

    /// Where the vertical rule hangs from the upper rule.
    pub fn tee_down(self) -> &'static str {
        self.pick("┬", "+")
    }

    /// Where it stands on the lower rule.
    pub fn tee_up(self) -> &'static str {
        self.pick("┴", "+")
    }

    /// The mark of a step that is done.
    pub fn done(self) -> &'static str {
        self.pick("✓", "+")
    }

    /// The mark of a finding; a word always stands beside it.
    pub fn mark(self, finding: Finding) -> &'static str {
        let plain = report::mark(finding);
        match finding {
            Finding::NotMet => self.pick("✗", plain),
            Finding::Met => self.pick("✓", plain),
            Finding::Unclear | Finding::Missing | Finding::NotApplicable => plain,
        }
    }

    /// The one accent: where you are.
    pub fn accent(self) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        if self.color { bold.fg(Color::Cyan) } else { bold }
    }

    /// What must not be overlooked.
    pub fn alarm(self) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        if self.color { bold.fg(Color::Red) } else { bold.add_modifier(Modifier::REVERSED) }
    }

    /// Headings.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What stands back.
    pub fn quiet(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Answers that are set aside.
    pub fn struck(self) -> Style {
        Style::new().add_modifier(Modifier::CROSSED_OUT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_those_of_the_text_where_only_ascii_can_be_shown() {
        let marks = |ascii| Finding::ALL.iter().map(|f| Theme { ascii, color: true }.mark(*f)).collect();
        let (plain, rich): (String, String) = (marks(true), marks(false));
        assert_eq!((&*plain, &*rich), ("-+?!x", "-✓?!✗"));
    }
}
