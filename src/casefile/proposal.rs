//! Answers that are proposed to be accepted: in the draft file as in a case file.

use crate::case::{Answer, Entry, Facts, Laterality, MOST_ENTRIES, PartShape, QuestionId, Shape, Target};

use super::notation::Notation::Toml;
use super::parse::parse_toml;
use super::tree::Value;
use super::write::toml_value;

/// An answer that is proposed and was not accepted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The answer; for a list, the entries that are proposed beside those in it.
    pub answer: Answer,
    /// Where it comes from.
    pub from: ProposedFrom,
}

/// Where a proposed answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposedFrom {
    /// The answers of this joint, the other one.
    Joint(Laterality),
    /// It was accepted and undone.
    Undone,
}

impl ProposedFrom {
    const ALL: [(&'static str, Self); 3] = [
        ("left", Self::Joint(Laterality::Left)),
        ("right", Self::Joint(Laterality::Right)),
        ("undone", Self::Undone),
    ];

    /// Its name in the draft file.
    pub(super) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, from)| *from == self).map_or("", |(name, _)| name)
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, from)| *from)
    }
}

impl Proposal {
    /// The entries that are proposed for a list.
    pub fn entries(&self) -> &[Entry] {
        match &self.answer {
            Answer::Entries(entries) => entries,
            _ => &[],
        }
    }
}

/// An answer as a value of the draft file.
pub(super) fn to_toml(answer: &Answer) -> Option<toml::Value> {
    let text = match answer {
        Answer::Entries(entries) => format!("[{}]", entries.iter().map(entry).collect::<Vec<_>>().join(", ")),
        answer => toml_value(answer),
    };
    let mut table: toml::Table = toml::from_str(&format!("{KEY} = {text}")).ok()?;
    table.remove(KEY)
}

const KEY: &str = "answer";

fn entry(Entry(parts): &Entry) -> String {
    let parts = parts.iter().map(|(part, answer)| format!("{} = {}", part.key(), toml_value(answer)));
    format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
}

/// The answer to a question, or to a part of its entries, that a value of the draft
/// file is; `None` if it is none.
pub(super) fn from_toml(value: &toml::Value, question: QuestionId, target: Target) -> Option<Answer> {
    let text = format!("{KEY} = {value}");
    let root = parse_toml(&text).ok()?;
    let value = root.get(KEY)?.get_ref();
    let facts = Facts::default();
    let fact = facts.fact(question);
    match (fact.shape(), target) {
        (Shape::Entries(shapes), Target::Part { part, .. }) => {
            let shape = shapes.iter().find(|shape| shape.part == part)?;
            Toml.answer(shape.shape, shape.required, value).ok()
        }
        (Shape::Entries(shapes), Target::Whole) => match value {
            Value::Array(nodes) if nodes.len() <= MOST_ENTRIES => {
                let entries = nodes.iter().map(|node| entry_of(shapes, node.get_ref()));
                entries.collect::<Option<_>>().map(Answer::Entries)
            }
            other => Toml.answer(fact.shape(), fact.required(), other).ok(),
        },
        (shape, Target::Whole) => Toml.answer(shape, fact.required(), value).ok(),
        (_, Target::Part { .. }) => None,
    }
}

fn entry_of(shapes: &[PartShape], value: &Value<'_>) -> Option<Entry> {
    let Value::Table(table) = value else { return None };
    let mut entry = Entry::default();
    for shape in shapes {
        match table.get(shape.part.key()) {
            Some(node) => {
                let answer = Toml.answer(shape.shape, shape.required, node.get_ref()).ok()?;
                entry = entry.with(shape.part, Some(answer));
            }
            None if shape.required => return None,
            None => {}
        }
    }
    Some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Field, Part};
    use toml::Value;

    const CASE: &str = "format = 1\npolicy = 'MM-1463'\nmember.name = \"Pat \\\"P\\\" \\u0007\"\n\
        request = { codes = ['27096', '64451-LT'], other_block = 'none', diagnoses = [] }\n\
        pain = { onset = '8 months', character = 'not-documented' }\n\
        right = { service_date = 2026-03-16, positive_tests = ['faber'], ablations = [] }\n\
        left.injections = [{ date = '2025-12', relief_percent = 74.5, purpose = 'diagnostic' }, {}]\n\
        therapy.active = [{ kind = 'chiropractic', end = 'ongoing' }]";

    fn again(answer: &Answer, question: QuestionId, target: Target) -> Option<Answer> {
        from_toml(&to_toml(answer).unwrap(), question, target)
    }

    #[test]
    fn list_as_long_as_one_can_be_is_read() {
        let injections = Field::Injections.at(Laterality::Left);
        let value = Value::from(vec![toml::Table::new(); MOST_ENTRIES]);
        let Some(Answer::Entries(entries)) = from_toml(&value, injections, Target::Whole) else {
            panic!("it is none");
        };
        assert_eq!(entries.len(), MOST_ENTRIES);
    }

    #[test]
    fn answers_are_read_as_they_were_written() {
        let case = crate::casefile::read(CASE, crate::policy::editions()).unwrap();
        let answered =
            QuestionId::all().filter_map(|question| Some((question, case.facts.answer(question)?)));
        let answered: Vec<_> = answered.collect();
        assert_eq!(answered.len(), 11);
        for (question, answer) in answered {
            assert_eq!(again(&answer, question, Target::Whole).as_ref(), Some(&answer), "{question}");
            let Answer::Entries(entries) = answer else { continue };
            for (part, answer) in entries.iter().flat_map(|entry| &entry.0) {
                let target = Target::Part { index: 0, part: *part };
                assert_eq!(again(answer, question, target).as_ref(), Some(answer), "{question} {part:?}");
            }
        }
    }

    #[test]
    fn value_that_is_no_answer_is_none() {
        let injections = Field::Injections.at(Laterality::Left);
        let therapy = Field::ActiveTherapy.at(Laterality::Left);
        let side = Field::Side.at(Laterality::Left);
        let date = Target::Part { index: 0, part: Part::Date };
        for (value, question, target) in [
            (Value::from("up"), side, Target::Whole),
            (Value::from("not-documented"), side, Target::Whole),
            (Value::from("left"), side, date),
            (Value::from("spring"), injections, date),
            (Value::from("yes"), injections, Target::Part { index: 0, part: Part::Kind }),
            (Value::from("yes"), injections, Target::Whole),
            (Value::from(vec![1, 2]), injections, Target::Whole),
            (Value::from(vec![toml::Table::new()]), therapy, Target::Whole),
            (Value::from(vec![toml::Table::new(); MOST_ENTRIES + 1]), injections, Target::Whole),
        ] {
            assert_eq!(from_toml(&value, question, target), None, "{value} {question}");
        }
    }

    #[test]
    fn origins_are_read_as_they_were_written() {
        for (name, from) in ProposedFrom::ALL {
            assert_eq!((from.name(), ProposedFrom::named(name)), (name, Some(from)));
        }
        assert_eq!(ProposedFrom::named("up"), None);
    }
}
