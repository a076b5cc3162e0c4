//! Forms: text with names in braces, such as `{member}`, that are filled in for a case.

use super::complaint::nearest;

/// What a name in a form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormName {
    /// The member's name.
    Member,
    /// The member's identifier.
    MemberId,
    /// The name of the case.
    Case,
    /// The day the request was received.
    Received,
    /// The requested procedure.
    Procedure,
    /// The requested side.
    Side,
    /// The planned days of service.
    Service,
    /// The policy and its edition.
    Policy,
    /// Today.
    Today,
}

/// The names, as written in braces.
pub const FORM_NAMES: [(&str, FormName); 9] = [
    ("member", FormName::Member),
    ("member_id", FormName::MemberId),
    ("case", FormName::Case),
    ("received", FormName::Received),
    ("procedure", FormName::Procedure),
    ("side", FormName::Side),
    ("service", FormName::Service),
    ("policy", FormName::Policy),
    ("today", FormName::Today),
];

/// Words that a request for information never uses: it decides nothing.
pub const NEVER_WRITTEN: [&str; 6] =
    ["deny", "denied", "denial", "approve", "approved", "medically necessary"];

/// A text with names in braces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Name(FormName),
}

/// What is wrong with a form, at this byte of its text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormError {
    pub(super) offset: usize,
    pub(super) problem: String,
}

impl Form {
    /// Reads a text with names in braces.
    pub(super) fn read(text: &str) -> Result<Self, FormError> {
        if let Some((offset, word)) = never_written(text) {
            let problem = format!("a request for information never says \"{word}\": use another word");
            return Err(FormError { offset, problem });
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (words, from) = rest.split_at(at);
            let (name, after) =
                name_at(from).map_err(|problem| FormError { offset: text.len() - from.len(), problem })?;
            pieces.extend([Piece::Words(words.to_owned()), Piece::Name(name)]);
            rest = after;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        Ok(Self(pieces))
    }

    /// The lines of the text with its names filled in; none for an empty form.
    pub fn lines(&self, value: impl Fn(FormName) -> String) -> Vec<String> {
        let fill = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Name(name) => value(*name),
        };
        let text: String = self.0.iter().map(fill).collect();
        text.trim_end().lines().map(str::to_owned).collect()
    }
}

/// The name in braces that a text starts with, and what follows it.
fn name_at(text: &str) -> Result<(FormName, &str), String> {
    let inside = text.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let Some((written, after)) = inside.filter(|(written, _)| !written.contains('{')) else {
        return Err("a brace stands alone: write a name in braces, such as {member}".to_owned());
    };
    let known = FORM_NAMES.iter().find(|(name, _)| *name == written);
    known.map(|(_, name)| (*name, after)).ok_or_else(|| unknown(written))
}

fn unknown(written: &str) -> String {
    let names = FORM_NAMES.map(|(name, _)| name);
    match nearest(written, names) {
        Some(name) => format!("there is no such name: did you mean {{{name}}}?"),
        None => format!("there is no such name: use one of {}", names.join(", ")),
    }
}

/// The first of the words that a request for information never uses, and its byte.
fn never_written(text: &str) -> Option<(usize, &'static str)> {
    let spaced = |letter: char| if letter.is_ascii_whitespace() { ' ' } else { letter.to_ascii_lowercase() };
    let lower: String = text.chars().map(spaced).collect();
    let found = NEVER_WRITTEN.iter().filter_map(|word| Some((word_in(&lower, word)?, *word)));
    found.min()
}

/// The byte of a text at which a whole word stands.
fn word_in(text: &str, word: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |at: &usize| {
        let (before, after) = (&text[..*at], &text[at + word.len()..]);
        !letter(before.chars().next_back()) && !letter(after.chars().next())
    };
    text.match_indices(word).map(|(at, _)| at).find(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_lines_are_kept() {
        let form = Form::read("Dear team,\n\n{case} of {received}:{case}\n").unwrap();
        let lines = form.lines(|name| format!("<{name:?}>"));
        assert_eq!(lines, ["Dear team,", "", "<Case> of <Received>:<Case>"]);
        assert_eq!(Form::default().lines(|_| String::new()), Vec::<String>::new());
        for (name, meaning) in FORM_NAMES {
            let form = Form::read(&format!("{{{name}}}")).unwrap();
            assert_eq!(form.lines(|found| format!("{found:?}")), [format!("{meaning:?}")]);
        }
    }

    #[test]
    fn what_cant_be_filled_in_or_said_is_refused_where_it_stands() {
        let alone = "a brace stands alone: write a name in braces, such as {member}";
        for (text, offset, problem) in [
            ("To {membr}", 3, "there is no such name: did you mean {member}?"),
            (
                "{}",
                0,
                "there is no such name: use one of member, member_id, case, received, procedure, side, service, policy, today",
            ),
            ("a } b", 2, alone),
            ("{case} {", 7, alone),
            ("{case {side}", 0, alone),
            ("é {x y z w v u}", 3, &unknown("x y z w v u")),
            ("Denied.", 0, "a request for information never says \"denied\": use another word"),
            (
                "is Medically\nNecessary",
                3,
                "a request for information never says \"medically necessary\": use another word",
            ),
        ] {
            let error = Form::read(text).unwrap_err();
            assert_eq!((error.offset, error.problem.as_str()), (offset, problem), "{text}");
        }
        assert!(Form::read("the identity of the disapproved").is_ok(), "only whole words");
    }
}
