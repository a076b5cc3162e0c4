//! What a question takes, how it is typed, and what typed text answers.

use chrono::NaiveDate;

use crate::case::MOST_ENTRIES;
use crate::case::{Answer, Decimal, Facts, NOT_DOCUMENTED, OtherBlock, Part, QuestionId, Shape, Target};
use crate::interview::parse_answer;
use crate::questions::{option_label, part_question, part_shape, question_for};

/// What a question, or the question for a part of a record, takes.
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
    /// What a question takes, or one part of an entry of its list.
    pub(super) fn of(facts: &Facts, question: QuestionId, target: Target) -> Self {
        match target {
            Target::Whole => Self::at(facts, question),
            Target::Part { part, .. } => Self::part(question, part),
        }
    }

    /// What the question at a place takes.
    pub(super) fn at(facts: &Facts, question: QuestionId) -> Self {
        let fact = facts.fact(question);
        let none = question_for(question.field()).none;
        Self { shape: fact.shape(), required: fact.required(), none, unit: "" }
    }

    /// What the question for a part of a record takes.
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

    /// The answer that typed text gives.
    ///
    /// # Errors
    /// Why it gives none, and what to type.
    pub(super) fn read(&self, typed: &str, today: NaiveDate) -> Result<Answer, String> {
        if let Some(literal) = typed.strip_prefix('=') {
            return self.literally(literal.trim(), today);
        }
        let lower = typed.to_lowercase();
        match (lower.as_str(), self.shape) {
            ("d" | "not documented" | NOT_DOCUMENTED, _) => self.not_documented(),
            ("0", Shape::Choices(_) | Shape::Codes | Shape::DayOrNone) => self.none(),
            (_, Shape::Choice(names)) => chosen(names, &lower).map(Answer::Choice),
            (_, Shape::Choices(names)) => several(names, &lower).map(Answer::Choices),
            (_, Shape::Number { .. }) => {
                let number = lower.strip_suffix(self.unit).unwrap_or(&lower);
                parse_answer(self.shape, number, today).map_err(|error| error.to_string())
            }
            _ => parse_answer(self.shape, typed, today).map_err(|error| error.to_string()).and_then(short),
        }
    }

    fn literally(&self, typed: &str, today: NaiveDate) -> Result<Answer, String> {
        // The case file has one meaning for this word, even where a text stands.
        if typed == NOT_DOCUMENTED {
            return self.not_documented();
        }
        parse_answer(self.shape, typed, today).map_err(|error| error.to_string()).and_then(short)
    }

    /// The answer `d`, where it is one.
    fn not_documented(&self) -> Result<Answer, String> {
        if self.required {
            return Err(
                "this is needed and can't be not documented: give a value, or skip it for now".to_owned()
            );
        }
        Ok(Answer::NotDocumented)
    }

    fn none(&self) -> Result<Answer, String> {
        match (self.none, self.shape) {
            (Some(_), Shape::Choices(_)) => Ok(Answer::Choices(Vec::new())),
            (Some(_), Shape::Codes) => Ok(Answer::Codes(Vec::new())),
            (Some(_), Shape::DayOrNone) => Ok(Answer::DayOrNone(OtherBlock::None)),
            _ => Err("none is no answer here: name one or more, or type d for not documented".to_owned()),
        }
    }
}

/// A list short enough for the case file.
fn short(answer: Answer) -> Result<Answer, String> {
    match &answer {
        Answer::Codes(codes) if codes.len() > MOST_ENTRIES => {
            Err(format!("more than {MOST_ENTRIES} codes: a case has fewer"))
        }
        _ => Ok(answer),
    }
}

/// The option of a number, a name or a label; `y` and `n` stand for yes and no.
fn chosen(names: &'static [&'static str], typed: &str) -> Result<&'static str, String> {
    let typed = match typed {
        "y" => "yes",
        "n" => "no",
        typed => typed,
    };
    if let Ok(number) = typed.parse::<usize>() {
        let named = number.checked_sub(1).and_then(|index| names.get(index));
        return named.copied().ok_or_else(|| format!("there is no option {number}: {}", which(names)));
    }
    let same = |name: &&&str| **name == typed || option_label(name).to_lowercase() == typed;
    names.iter().find(same).copied().ok_or_else(|| format!("this is none of the options: {}", which(names)))
}

/// The options of numbers or names with commas or spaces between, in the order they are offered.
fn several(names: &'static [&'static str], typed: &str) -> Result<Vec<&'static str>, String> {
    let mut found = Vec::new();
    for piece in typed.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
        match chosen(names, piece) {
            Ok(name) => found.push(name),
            Err(_) => {
                for word in piece.split_whitespace() {
                    found.push(chosen(names, word)?);
                }
            }
        }
    }
    if found.is_empty() {
        return Err(which(names));
    }
    Ok(names.iter().copied().filter(|name| found.contains(name)).collect())
}

fn which(names: &[&str]) -> String {
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
    /// The options, each with its number, where there are some to choose from.
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

    /// How an answer is typed, in one sentence.
    pub(super) fn how(&self) -> String {
        let none = match self.none {
            None => String::new(),
            Some("none") => ", 0 for none".to_owned(),
            Some(means) => format!(", 0 for none ({means})"),
        };
        let otherwise = if self.required { ". This is needed." } else { ", or d for not documented." };
        format!("Type {}{none}{otherwise}", self.kind())
    }

    fn kind(&self) -> String {
        match self.shape {
            Shape::Text => "the text".to_owned(),
            Shape::Day | Shape::DayOrNone => {
                "a day, such as 2026-03-02, 3/2/2026, t for today or -7".to_owned()
            }
            Shape::PartialDate => "a day, a month (2025-12) or a year (2025)".to_owned(),
            Shape::DateOrOngoing => "a day, a month (2025-12), a year (2025) or g for going on".to_owned(),
            Shape::DateOrAgo => "a day, a month, a year, or how long before receipt (8 months)".to_owned(),
            Shape::Choice(names) if is_yes_or_no(names) => "y for yes, n for no".to_owned(),
            Shape::Choice(_) => "one number".to_owned(),
            Shape::Choices(_) => "the numbers, with spaces between".to_owned(),
            Shape::Number { min, max } => self.number(min, max),
            Shape::Codes => "the codes, with spaces between".to_owned(),
            Shape::Entries(_) => "add for an entry".to_owned(),
        }
    }

    fn number(&self, min: Decimal, max: Decimal) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        format!("a number from {min} to {max}{unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TESTS: &[&str] = &["distraction", "thigh-thrust", "faber", "other"];

    #[test]
    fn options_by_number_name_and_label() {
        for (typed, name) in
            [("2", "thigh-thrust"), ("thigh-thrust", "thigh-thrust"), ("patrick / faber", "faber")]
        {
            assert_eq!(chosen(TESTS, typed), Ok(name), "{typed}");
        }
        for typed in ["0", "5", "thigh", "-1", "y"] {
            assert!(chosen(TESTS, typed).is_err(), "{typed}");
        }
        assert_eq!(chosen(&["yes", "no", "declined"], "n"), Ok("no"));
    }

    #[test]
    fn several_options_come_in_the_order_they_are_offered() {
        for typed in ["3 1", "3,1", "faber, 1", "distraction faber", "1 1 3"] {
            assert_eq!(several(TESTS, typed), Ok(vec!["distraction", "faber"]), "{typed}");
        }
        assert_eq!(several(TESTS, "thigh thrust, other"), Ok(vec!["thigh-thrust", "other"]));
        assert!(several(TESTS, "1 9").is_err());
        assert!(several(TESTS, ",").is_err());
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
    fn how_an_answer_is_typed_is_said_for_every_kind() {
        for (shape, words) in [
            (Shape::Text, "Type the text"),
            (Shape::Day, "Type a day, such as 2026-03-02, 3/2/2026, t for today or -7"),
            (Shape::DayOrNone, "Type a day, such as 2026-03-02, 3/2/2026, t for today or -7"),
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
            assert_eq!(spec(shape).how(), format!("{words}, or d for not documented."));
            let required = AnswerSpec { required: true, ..spec(shape) };
            assert_eq!(required.how(), format!("{words}. This is needed."));
        }
        let percent = AnswerSpec { unit: "percent", ..spec(PERCENT) };
        assert_eq!(percent.how(), "Type a number from 0 to 100 percent, or d for not documented.");
        let codes = AnswerSpec { none: Some("none given"), ..spec(Shape::Codes) };
        let words = "Type the codes, with spaces between, 0 for none (none given), or d for not documented.";
        assert_eq!(codes.how(), words);
        let block = AnswerSpec { none: Some("none"), ..spec(Shape::DayOrNone) };
        assert!(block.how().ends_with("or -7, 0 for none, or d for not documented."));
    }

    #[test]
    fn options_are_numbered_but_yes_and_no_are_not() {
        let numbered = ["1. distraction", "2. thigh thrust", "3. Patrick / FABER", "4. other"];
        assert_eq!(spec(Shape::Choice(TESTS)).options(), numbered);
        assert_eq!(spec(Shape::Choices(TESTS)).options(), numbered);
        for shape in [Shape::Choice(YES_NO), Shape::Text, PERCENT] {
            assert_eq!(spec(shape).options(), Vec::<String>::new(), "{shape:?}");
        }
        assert_eq!(which(YES_NO), "type y or n");
        assert_eq!(which(TESTS), "type a number from 1 to 4");
    }

    #[test]
    fn a_number_has_its_unit_and_nothing_else_has_one() {
        let percent = AnswerSpec { unit: "percent", ..spec(PERCENT) };
        let number = Answer::Number(Decimal::whole(80));
        assert_eq!(percent.unit_of(&number), " percent");
        assert_eq!(percent.unit_of(&Answer::NotDocumented), "");
        assert_eq!(spec(PERCENT).unit_of(&number), "");
        assert_eq!(percent.read("80 percent", today()), Ok(number));
    }

    #[test]
    fn no_more_codes_are_taken_than_a_case_may_have() {
        let codes = |count: usize| vec!["27096"; count].join(" ");
        for typed in [codes(MOST_ENTRIES), format!("={}", codes(MOST_ENTRIES))] {
            assert!(spec(Shape::Codes).read(&typed, today()).is_ok());
            for more in [1, 2] {
                let typed = format!("{typed}{}", " 64451".repeat(more));
                let refused = spec(Shape::Codes).read(&typed, today()).unwrap_err();
                assert_eq!(refused, "more than 50 codes: a case has fewer");
            }
        }
    }
}
