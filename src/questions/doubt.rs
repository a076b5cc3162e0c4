//! Odd values: they can be right, so they are asked about once and never refused.

use chrono::NaiveDate;

use crate::case::{Answer, Facts, Field, QuestionId, Text};

use super::hint::weekday;

/// What is odd about an answer to a case with these facts, as a sentence without its
/// full stop; `None` if nothing is.
pub fn doubt(facts: &Facts, question: QuestionId, answer: &Answer, today: NaiveDate) -> Option<String> {
    match (question.field(), answer) {
        (Field::MemberId, Answer::Text(id)) => odd_id(id),
        (Field::Received, Answer::Day(day)) => odd_receipt(*day, facts, today),
        (Field::BirthDate, Answer::Day(day)) => odd_birth(*day, facts, today),
        (Field::Codes, Answer::Codes(codes)) => odd_codes(codes, &BILLED),
        (Field::Diagnoses, Answer::Codes(codes)) => odd_codes(codes, &DIAGNOSIS),
        _ => None,
    }
}

fn odd_id(id: &Text) -> Option<String> {
    let is_odd = |letter: char| letter.is_whitespace() || letter == '?';
    id.raw().contains(is_odd).then(|| format!("the identifier has a blank or a question mark: {id}"))
}

fn odd_receipt(day: NaiveDate, facts: &Facts, today: NaiveDate) -> Option<String> {
    let born = facts.member.birth_date.known().filter(|born| **born > day);
    let before_birth = born.map(|born| format!("received before the member was born, {}", weekday(*born)));
    before_birth.or_else(|| in_the_future("received", day, today))
}

fn odd_birth(day: NaiveDate, facts: &Facts, today: NaiveDate) -> Option<String> {
    let received = facts.request.received.0.filter(|received| day > *received);
    let after =
        received.map(|received| format!("born after the request was received, {}", weekday(received)));
    after.or_else(|| in_the_future("born", day, today))
}

fn in_the_future(what: &str, day: NaiveDate, today: NaiveDate) -> Option<String> {
    (day > today).then(|| format!("{what} in the future, {}", weekday(day)))
}

/// A kind of code: what it is called, and how it looks.
struct CodeKind {
    name: &'static str,
    fits: fn(&str) -> bool,
}

const BILLED: CodeKind = CodeKind { name: "billed code", fits: is_billed_code };
const DIAGNOSIS: CodeKind = CodeKind { name: "diagnosis code", fits: is_diagnosis };

fn odd_codes(codes: &[Text], kind: &CodeKind) -> Option<String> {
    let odd = codes.iter().filter(|code| !(kind.fits)(code.raw()));
    let odd: Vec<String> = odd.map(|code| oddity(code, kind)).collect();
    (!odd.is_empty()).then(|| odd.join("; "))
}

fn oddity(code: &Text, kind: &CodeKind) -> String {
    match [BILLED, DIAGNOSIS].into_iter().find(|other| (other.fits)(code.raw())) {
        Some(other) => format!("{code} is a {}, not a {}", other.name, kind.name),
        None => format!("{code} does not look like a {}", kind.name),
    }
}

/// Whether it looks like a CPT or HCPCS code: five digits, a letter and four digits, or
/// four digits and a letter; then modifiers of two places.
fn is_billed_code(code: &str) -> bool {
    let places: Vec<char> = code.chars().filter(|letter| *letter != '-').collect();
    let Some((base, modifiers)) = places.split_at_checked(5) else { return false };
    let inner_are_digits = base[1..4].iter().all(char::is_ascii_digit);
    let letters = [base[0], base[4]].iter().filter(|place| place.is_ascii_uppercase()).count();
    let digits = [base[0], base[4]].iter().filter(|place| place.is_ascii_digit()).count();
    let is_modified = modifiers.len() % 2 == 0 && modifiers.iter().all(char::is_ascii_alphanumeric);
    inner_are_digits && letters <= 1 && letters + digits == 2 && is_modified
}

/// Whether it looks like an ICD-10-CM code: a letter, a digit, a letter or digit, then up to
/// four more after an optional dot.
fn is_diagnosis(code: &str) -> bool {
    let (category, rest) = code.split_once('.').unwrap_or_else(|| {
        let end = code.char_indices().nth(3).map_or(code.len(), |(end, _)| end);
        code.split_at(end)
    });
    let all = |text: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric());
    let category: Vec<char> = category.chars().collect();
    let [letter, digit, third] = category[..] else { return false };
    let is_category = letter.is_ascii_alphabetic() && digit.is_ascii_digit() && third.is_ascii_alphanumeric();
    let ends_in_dot = code.ends_with('.');
    is_category && all(rest) && rest.len() <= 4 && !ends_in_dot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Fact, Laterality, Required};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn odd(field: Field, answer: &Answer) -> Option<String> {
        doubt(&Facts::default(), field.at(Laterality::Left), answer, day("2026-03-03"))
    }

    fn codes(field: Field, code: &str) -> Option<String> {
        odd(field, &Answer::Codes(vec![Text::new(code)]))
    }

    #[test]
    fn billed_codes_have_five_places_and_modifiers() {
        for code in ["27096", "27096-LT", "27096-LT-59", "27096LT", "G0260", "0775T", "J1100"] {
            assert_eq!(codes(Field::Codes, code), None, "{code}");
        }
        for code in ["DDD", "2709", "270966", "27096-L", "2709É", "AB123", "27O96", "27096-L?", ""] {
            let words = format!("{code} does not look like a billed code");
            assert_eq!(codes(Field::Codes, code), Some(words));
        }
        let diagnosis = codes(Field::Codes, "M53.3");
        assert_eq!(diagnosis.as_deref(), Some("M53.3 is a diagnosis code, not a billed code"));
    }

    #[test]
    fn diagnoses_have_a_category_and_up_to_four_places_more() {
        for code in ["M53.3", "M533", "M53", "S33.6XXA", "G0260", "C4A.0", "M46.1"] {
            assert_eq!(codes(Field::Diagnoses, code), None, "{code}");
        }
        for code in ["DDD", "M5", "M53.", "M53.12345", "5M3", "M53.3.1", "ÉM5", ""] {
            let words = format!("{code} does not look like a diagnosis code");
            assert_eq!(codes(Field::Diagnoses, code), Some(words));
        }
        let billed = codes(Field::Diagnoses, "27096-LT");
        assert_eq!(billed.as_deref(), Some("27096-LT is a billed code, not a diagnosis code"));
        let two = Answer::Codes(["DDD", "M53.3", "EEE"].map(Text::new).to_vec());
        let words = "DDD does not look like a diagnosis code; EEE does not look like a diagnosis code";
        assert_eq!(odd(Field::Diagnoses, &two).as_deref(), Some(words));
    }

    #[test]
    fn days_in_the_future_are_noticed() {
        for (field, what) in [(Field::Received, "received"), (Field::BirthDate, "born")] {
            assert_eq!(odd(field, &Answer::Day(day("2026-03-03"))), None);
            let words = format!("{what} in the future, Wed 2026-03-04");
            assert_eq!(odd(field, &Answer::Day(day("2026-03-04"))), Some(words));
        }
        assert_eq!(odd(Field::ServiceDate, &Answer::Day(day("2026-03-04"))), None, "it is planned");
    }

    #[test]
    fn birth_after_receipt_is_noticed_whichever_is_answered_last() {
        let mut facts = Facts::default();
        facts.member.birth_date = Fact::Known(day("2026-03-02"));
        facts.request.received = Required(Some(day("2026-03-02")));
        let about = |field: Field, text: &str| {
            doubt(&facts, field.at(Laterality::Left), &Answer::Day(day(text)), day("2026-03-03"))
        };
        assert_eq!(about(Field::BirthDate, "2026-03-02"), None);
        assert_eq!(about(Field::Received, "2026-03-02"), None);
        let born = about(Field::BirthDate, "2026-03-03");
        assert_eq!(born.as_deref(), Some("born after the request was received, Mon 2026-03-02"));
        let received = about(Field::Received, "2026-03-01");
        assert_eq!(received.as_deref(), Some("received before the member was born, Mon 2026-03-02"));
    }

    #[test]
    fn identifiers_with_blanks_or_question_marks_are_noticed() {
        for (id, is_odd) in [("TC1", false), ("TC 1", true), ("TC1?", true), ("T-C.1", false)] {
            let found = odd(Field::MemberId, &Answer::Text(Text::new(id)));
            assert_eq!(found.is_some(), is_odd, "{id}");
        }
        let name = odd(Field::MemberName, &Answer::Text(Text::new("Pat ?")));
        assert_eq!(name, None, "a name may have blanks");
    }
}
