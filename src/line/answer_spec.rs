//! The answers that a question accepts, how to type them, and parsing what was typed.

use chrono::NaiveDate;

use crate::case::MOST_ENTRIES;
use crate::case::{Answer, Decimal, Facts, NOT_DOCUMENTED, OtherBlock, Part, QuestionId, Shape, Target};
use crate::interview::parse_answer;
use crate::questions::{option_label, part_question, part_shape, question_for};

use super::command::{self, Command, Context};

/// The answers that a question, or the question for a part of an entry, accepts.
#[derive(Debug, Clone, Copy)]
pub(super) struct AnswerSpec {
    /// The kind of answer.
    pub(super) shape: Shape,
    /// Whether "not documented" is refused.
    pub(super) required: bool,
    /// What the empty list means, where it is an answer.
    pub(super) none: Option<&'static str>,
    /// The unit of a number.
    pub(super) unit: &'static str,
}

impl AnswerSpec {
    /// The answers to a question, or to one part of an entry of its list.
    pub(super) fn of(facts: &Facts, question: QuestionId, target: Target) -> Self {
        match target {
            Target::Whole => Self::whole(facts, question),
            Target::Part { part, .. } => Self::part(question, part),
        }
    }

    /// The answers to a whole question.
    pub(super) fn whole(facts: &Facts, question: QuestionId) -> Self {
        let fact = facts.fact(question);
        let none = question_for(question.field()).none;
        Self { shape: fact.shape(), required: fact.required(), none, unit: "" }
    }

    /// The answers to the question for a part of an entry.
    pub(super) fn part(question: QuestionId, part: Part) -> Self {
        let unit = part_question(question.field(), part).unit;
        let shape = part_shape(question, part);
        Self {
            shape: shape.map_or(Shape::Text, |shape| shape.shape),
            required: shape.is_some_and(|shape| shape.required),
            none: None,
            unit,
        }
    }

    /// The unit of an answer, with a space before it.
    pub(super) fn unit_of(&self, answer: &Answer) -> String {
        match answer {
            Answer::Number(_) if !self.unit.is_empty() => format!(" {}", self.unit),
            _ => String::new(),
        }
    }

    /// Parses an answer.
    ///
    /// # Errors
    /// Why this is not an answer, and what to type.
    pub(super) fn read(&self, typed: &str, today: NaiveDate) -> Result<Answer, String> {
        if let Some(literal) = typed.strip_prefix(Command::Literal.word()) {
            return self.read_literal(literal.trim(), today);
        }
        let lower = typed.to_lowercase();
        match (command::find(Context::Answer, &lower), self.shape) {
            (Some(Command::NotDocumented), _) => return self.not_documented(),
            (Some(Command::AnswerNone), Shape::Choices(_) | Shape::Codes | Shape::DayOrNone) => {
                return self.none();
            }
            _ => {}
        }
        match (lower.as_str(), self.shape) {
            ("not documented" | NOT_DOCUMENTED, _) => self.not_documented(),
            (_, Shape::Choice(names)) => find_option(names, &lower).map(Answer::Choice),
            (_, Shape::Choices(names)) => find_options(names, &lower).map(Answer::Choices),
            (_, Shape::Number { .. }) => {
                let number = lower.strip_suffix(self.unit).unwrap_or(&lower);
                parse_answer(self.shape, number, today).map_err(|error| error.to_string())
            }
            _ => parse_answer(self.shape, typed, today)
                .map_err(|error| error.to_string())
                .and_then(check_length),
        }
    }

    fn read_literal(&self, typed: &str, today: NaiveDate) -> Result<Answer, String> {
        // In a case file this word always means not documented, even as a text.
        if typed == NOT_DOCUMENTED {
            return self.not_documented();
        }
        parse_answer(self.shape, typed, today).map_err(|error| error.to_string()).and_then(check_length)
    }

    /// "Not documented", unless the question requires a value.
    fn not_documented(&self) -> Result<Answer, String> {
        if self.required {
            let skip = Command::Skip;
            return Err(format!("this is needed and can't be not documented: give a value, or type {skip}"));
        }
        Ok(Answer::NotDocumented)
    }

    fn none(&self) -> Result<Answer, String> {
        match (self.none, self.shape) {
            (Some(_), Shape::Choices(_)) => Ok(Answer::Choices(Vec::new())),
            (Some(_), Shape::Codes) => Ok(Answer::Codes(Vec::new())),
            (Some(_), Shape::DayOrNone) => Ok(Answer::DayOrNone(OtherBlock::None)),
            _ => {
                let d = Command::NotDocumented;
                Err(format!(
                    "'none' isn't an answer to this question: name one or more, or type {d} for not documented"
                ))
            }
        }
    }
}

/// Refuses a list that is too long for the case file.
fn check_length(answer: Answer) -> Result<Answer, String> {
    match &answer {
        Answer::Codes(codes) if codes.len() > MOST_ENTRIES => {
            Err(format!("more than {MOST_ENTRIES} codes: give fewer"))
        }
        _ => Ok(answer),
    }
}

/// Finds an option by its number, name or label; `y` and `n` stand for yes and no.
fn find_option(names: &'static [&'static str], typed: &str) -> Result<&'static str, String> {
    let typed = match typed {
        "y" => "yes",
        "n" => "no",
        typed => typed,
    };
    if let Ok(number) = typed.parse::<usize>() {
        let numbered = number.checked_sub(1).and_then(|index| names.get(index));
        return numbered
            .copied()
            .ok_or_else(|| format!("there is no option {number}: {}", what_to_type(names)));
    }
    let matches = |name: &&&str| **name == typed || option_label(name).to_lowercase() == typed;
    names
        .iter()
        .find(matches)
        .copied()
        .ok_or_else(|| format!("this is not one of the options: {}", what_to_type(names)))
}

/// Finds options by numbers or names, separated by commas or spaces; gives them in the order offered.
fn find_options(names: &'static [&'static str], typed: &str) -> Result<Vec<&'static str>, String> {
    let mut found = Vec::new();
    for piece in typed.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
        match find_option(names, piece) {
            Ok(name) => found.push(name),
            Err(_) => {
                for word in piece.split_whitespace() {
                    found.push(find_option(names, word)?);
                }
            }
        }
    }
    if found.is_empty() {
        return Err(what_to_type(names));
    }
    Ok(names.iter().copied().filter(|name| found.contains(name)).collect())
}

fn what_to_type(names: &[&str]) -> String {
    if is_yes_or_no(names) {
        "type y or n".to_owned()
    } else {
        format!("type a number from 1 to {}", names.len())
    }
}

fn is_yes_or_no(names: &[&str]) -> bool {
    names == ["yes", "no"]
}

impl AnswerSpec {
    /// The numbered options, if there are any.
    pub(super) fn options(&self) -> Vec<String> {
        match self.shape {
            Shape::Choice(names) | Shape::Choices(names) if !is_yes_or_no(names) => {
                let numbered =
                    (1..).zip(names).map(|(number, name)| format!("{number}. {}", option_label(name)));
                numbered.collect()
            }
            _ => Vec::new(),
        }
    }

    /// One sentence on how to type an answer.
    pub(super) fn instruction(&self) -> String {
        let none = match self.none {
            None => String::new(),
            Some("none") => format!(", {} for none", Command::AnswerNone),
            Some(meaning) => format!(", {} for none ({meaning})", Command::AnswerNone),
        };
        let otherwise = if self.required {
            ". This is needed.".to_owned()
        } else {
            format!(", or {} for not documented.", Command::NotDocumented)
        };
        format!("Type {}{none}{otherwise}", self.what_to_type())
    }

    fn what_to_type(&self) -> String {
        match self.shape {
            Shape::Text => "the text".to_owned(),
            Shape::Day | Shape::DayOrNone => {
                "a day, such as 2026-03-02, 3/2/2026, t for today or -3 for 3 days ago".to_owned()
            }
            Shape::PartialDate => "a day, a month (2025-12) or a year (2025)".to_owned(),
            Shape::DateOrOngoing => "a day, a month (2025-12), a year (2025) or g for going on".to_owned(),
            Shape::DateOrAgo => "a day, a month, a year, or how long before receipt (8 months)".to_owned(),
            Shape::Choice(names) if is_yes_or_no(names) => "y for yes, n for no".to_owned(),
            Shape::Choice(_) => "one number".to_owned(),
            Shape::Choices(_) => "the numbers, with spaces between".to_owned(),
            Shape::Number { min, max } => number_between(min, max, self.unit),
            Shape::Codes => "the codes, with spaces between".to_owned(),
            Shape::Entries(_) => format!("{} for an entry", Command::Add),
        }
    }
}

fn number_between(min: Decimal, max: Decimal, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    format!("a number from {min} to {max}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Text;

    const TESTS: &[&str] = &["distraction", "thigh-thrust", "faber", "other"];

    #[test]
    fn an_option_is_found_by_number_name_and_label() {
        for (typed, name) in
            [("2", "thigh-thrust"), ("thigh-thrust", "thigh-thrust"), ("patrick / faber", "faber")]
        {
            assert_eq!(find_option(TESTS, typed), Ok(name), "{typed}");
        }
        for typed in ["0", "5", "thigh", "-1", "y"] {
            assert!(find_option(TESTS, typed).is_err(), "{typed}");
        }
        assert_eq!(find_option(&["yes", "no", "declined"], "n"), Ok("no"));
    }

    #[test]
    fn several_options_are_found_in_the_order_offered() {
        for typed in ["3 1", "3,1", "faber, 1", "distraction faber", "1 1 3"] {
            assert_eq!(find_options(TESTS, typed), Ok(vec!["distraction", "faber"]), "{typed}");
        }
        assert_eq!(find_options(TESTS, "thigh thrust, other"), Ok(vec!["thigh-thrust", "other"]));
        assert!(find_options(TESTS, "1 9").is_err());
        assert!(find_options(TESTS, ",").is_err());
    }

    const YES_NO: &[&str] = &["yes", "no"];
    const PERCENT: Shape = Shape::Number { min: Decimal::whole(0), max: Decimal::whole(100) };

    fn spec(shape: Shape) -> AnswerSpec {
        AnswerSpec { shape, required: false, none: None, unit: "" }
    }

    fn today() -> NaiveDate {
        "2026-03-02".parse().unwrap()
    }

    #[test]
    fn instruction_says_how_to_type_every_kind_of_answer() {
        for (shape, words) in [
            (Shape::Text, "Type the text"),
            (Shape::Day, "Type a day, such as 2026-03-02, 3/2/2026, t for today or -3 for 3 days ago"),
            (Shape::DayOrNone, "Type a day, such as 2026-03-02, 3/2/2026, t for today or -3 for 3 days ago"),
            (Shape::PartialDate, "Type a day, a month (2025-12) or a year (2025)"),
            (Shape::DateOrOngoing, "Type a day, a month (2025-12), a year (2025) or g for going on"),
            (Shape::DateOrAgo, "Type a day, a month, a year, or how long before receipt (8 months)"),
            (Shape::Choice(YES_NO), "Type y for yes, n for no"),
            (Shape::Choice(&["yes", "no", "declined"]), "Type one number"),
            (Shape::Choices(TESTS), "Type the numbers, with spaces between"),
            (PERCENT, "Type a number from 0 to 100"),
            (Shape::Codes, "Type the codes, with spaces between"),
            (Shape::Entries(&[]), "Type add for an entry"),
        ] {
            assert_eq!(spec(shape).instruction(), format!("{words}, or d for not documented."));
            let required = AnswerSpec { required: true, ..spec(shape) };
            assert_eq!(required.instruction(), format!("{words}. This is needed."));
        }
        let percent = AnswerSpec { unit: "percent", ..spec(PERCENT) };
        assert_eq!(percent.instruction(), "Type a number from 0 to 100 percent, or d for not documented.");
        let codes = AnswerSpec { none: Some("none given"), ..spec(Shape::Codes) };
        let words = "Type the codes, with spaces between, 0 for none (none given), or d for not documented.";
        assert_eq!(codes.instruction(), words);
        let block = AnswerSpec { none: Some("none"), ..spec(Shape::DayOrNone) };
        assert!(block.instruction().ends_with("or -3 for 3 days ago, 0 for none, or d for not documented."));
    }

    #[test]
    fn options_are_numbered_but_yes_and_no_are_not() {
        let numbered = ["1. distraction", "2. thigh thrust", "3. Patrick / FABER", "4. other"];
        assert_eq!(spec(Shape::Choice(TESTS)).options(), numbered);
        assert_eq!(spec(Shape::Choices(TESTS)).options(), numbered);
        for shape in [Shape::Choice(YES_NO), Shape::Text, PERCENT] {
            assert_eq!(spec(shape).options(), Vec::<String>::new(), "{shape:?}");
        }
        assert_eq!(what_to_type(YES_NO), "type y or n");
        assert_eq!(what_to_type(TESTS), "type a number from 1 to 4");
    }

    #[test]
    fn only_a_number_has_a_unit() {
        let percent = AnswerSpec { unit: "percent", ..spec(PERCENT) };
        let number = Answer::Number(Decimal::whole(80));
        assert_eq!(percent.unit_of(&number), " percent");
        assert_eq!(percent.unit_of(&Answer::NotDocumented), "");
        assert_eq!(spec(PERCENT).unit_of(&number), "");
        assert_eq!(percent.read("80 percent", today()), Ok(number));
    }

    #[test]
    fn not_documented_is_an_answer_unless_a_value_is_needed() {
        for shape in [Shape::Text, Shape::Day, Shape::Choice(YES_NO), Shape::Choices(TESTS), PERCENT] {
            for typed in ["d", "D", "not documented", "Not-Documented", "=not-documented", "= not-documented"]
            {
                assert_eq!(spec(shape).read(typed, today()), Ok(Answer::NotDocumented), "{shape:?} {typed}");
                let required = AnswerSpec { required: true, ..spec(shape) };
                let refused = required.read(typed, today()).unwrap_err();
                assert_eq!(refused, "this is needed and can't be not documented: give a value, or type skip");
            }
        }
        let literal = |typed| spec(Shape::Text).read(typed, today());
        assert_eq!(literal("= d"), Ok(Answer::Text(Text::new("d"))));
    }

    #[test]
    fn none_is_an_answer_where_the_empty_list_means_something() {
        for (shape, answer) in [
            (Shape::Choices(TESTS), Answer::Choices(Vec::new())),
            (Shape::Codes, Answer::Codes(Vec::new())),
            (Shape::DayOrNone, Answer::DayOrNone(OtherBlock::None)),
        ] {
            let none = AnswerSpec { none: Some("none"), ..spec(shape) };
            assert_eq!(none.read("0", today()), Ok(answer), "{shape:?}");
            let refused = spec(shape).read("0", today()).unwrap_err();
            assert!(refused.starts_with("'none' isn't an answer to this question: "), "{refused}");
        }
    }

    #[test]
    fn number_of_codes_is_limited() {
        let codes = |count: usize| vec!["27096"; count].join(" ");
        for typed in [codes(MOST_ENTRIES), format!("={}", codes(MOST_ENTRIES))] {
            assert!(spec(Shape::Codes).read(&typed, today()).is_ok());
            for more in [1, 2] {
                let typed = format!("{typed}{}", " 64451".repeat(more));
                let refused = spec(Shape::Codes).read(&typed, today()).unwrap_err();
                assert_eq!(refused, "more than 50 codes: give fewer");
            }
        }
    }
}
