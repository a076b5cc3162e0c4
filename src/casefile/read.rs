//! Reading a case file: the case, or every complaint about the text.

mod head;
mod intake;
mod line;
mod partial;
mod provider;
mod recorded;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::case::{
    Answer, Case, Entry, Facts, MOST_ENTRIES, Part, PartShape, QuestionId, Shape, Text, validate,
};
use crate::policy::Editions;

use super::complaint::{Complaint, Complaints, MAX_COMPLAINTS, Position, nearest, shown_key};
use super::notation::Notation;
use super::parse::{SyntaxError, parse_toml};
use super::tree::{Key, Node, Table, Value};
use super::value::{self, Problem};
use super::{SECTIONS, key};

/// The keys of the whole file, beside the tables of facts.
const TOP_KEYS: [&str; 8] = [
    key::FORMAT,
    key::POLICY,
    key::INTAKE,
    key::FLAGS,
    key::EVIDENCE,
    key::SET_ASIDE,
    key::PROVIDER,
    key::DETERMINATION,
];

pub use line::{CaseLine, NOT_UTF_8, read_line};
pub use partial::read_partial;

/// Reads a case file.
///
/// # Errors
/// Every complaint about the text, in line order.
pub fn read(text: &str, editions: &Editions) -> Result<Case, Complaints> {
    read_and_check(text, editions, |_, _, _| {})
}

/// Reads a case file that `check` may have further complaints about.
fn read_and_check(
    text: &str,
    editions: &Editions,
    check: impl FnOnce(&mut Reader<'_>, &Table<'_>, &Case),
) -> Result<Case, Complaints> {
    let mut reader = Reader::new(Notation::Toml, editions);
    let root = match parse_toml(text) {
        Ok(root) => root,
        Err(errors) => {
            for SyntaxError { offset, problem } in errors {
                reader.complain(offset..offset, "", problem);
            }
            return Err(reader.finish(Some(text)));
        }
    };
    let case = reader.case(&root);
    check(&mut reader, &root, &case);
    if reader.complaints.is_empty() { Ok(case) } else { Err(reader.finish(Some(text))) }
}

/// Where an answer is in the text: its question, its entry and part, its bytes.
type AnswerLocation = (QuestionId, Option<(usize, Part)>, Range<usize>);

struct Reader<'e> {
    notation: Notation,
    editions: &'e Editions,
    /// Where, about which key, and what.
    complaints: Vec<(usize, String, Problem)>,
    /// Where each answer is in the text, for complaints that validation has about it.
    locations: Vec<AnswerLocation>,
}

/// As many answers and parts of answers as most cases have.
const USUAL_ANSWERS: usize = 48;

/// Said of a key that JSON repeats; TOML refuses that.
const STANDS_TWICE: &str = "this key stands twice: take one of them out";

impl<'e> Reader<'e> {
    fn new(notation: Notation, editions: &'e Editions) -> Self {
        Self { notation, editions, complaints: Vec::new(), locations: Vec::with_capacity(USUAL_ANSWERS) }
    }
}

impl Reader<'_> {
    fn complain(&mut self, span: Range<usize>, key: &str, problem: Problem) {
        if !self.is_full() {
            self.complaints.push((span.start, shown_key(key), problem));
        }
    }

    fn is_full(&self) -> bool {
        self.complaints.len() >= MAX_COMPLAINTS
    }

    /// The complaints in the order of what is written, with their positions in a text.
    fn finish(mut self, text: Option<&str>) -> Complaints {
        self.complaints.sort_by_key(|(start, _, _)| *start);
        let each = self.complaints.into_iter();
        let complaint = |(start, key, problem)| {
            let at = text.map(|text| Position::of(text, start));
            Complaint { at, key, problem }
        };
        Complaints(each.map(complaint).collect())
    }

    fn case(&mut self, root: &Table<'_>) -> Case {
        let mut case = Case::default();
        if !self.check_format_and_policy(root) {
            return case;
        }
        self.sections(root, &mut case.facts, true);
        for (name, node) in root {
            let known = name.get_ref().as_ref();
            if *node.get_ref() == Value::Null {
                continue;
            }
            match known {
                key::INTAKE => case.intake = self.intake(node),
                key::FLAGS => case.flags = self.texts_by_item(known, node),
                key::EVIDENCE => case.evidence = self.texts_by_item(known, node),
                key::SET_ASIDE => {
                    if let Some(table) = self.table(known, node) {
                        self.sections(table, &mut case.set_aside, false);
                        self.reject_unknown_keys(known, table, &SECTIONS);
                    }
                }
                key::DETERMINATION => {
                    case.recorded = self.table(known, node).map(|table| self.recorded(table))
                }
                _ => {}
            }
        }
        case.provider = root.get(key::PROVIDER).and_then(|node| self.provider(node, &case));
        let own: &[&str] = if self.notation == Notation::Json { &[key::CASE] } else { &[] };
        self.reject_unknown_keys("", root, &[&TOP_KEYS[..], &SECTIONS[..], own].concat());
        self.reject_impossible(&case.facts);
        self.reject_another_day(root, &case);
        case
    }

    fn table<'n, 'i>(&mut self, key: &str, node: &'n Node<'i>) -> Option<&'n Table<'i>> {
        match node.get_ref() {
            Value::Table(table) => Some(table),
            _ => {
                self.complain(node.span(), key, self.notation.write_as_table(key));
                None
            }
        }
    }

    /// Whether any key may stand twice: never in TOML, which refuses that.
    fn may_repeat_a_key(&self, table: &Table<'_>) -> bool {
        self.notation == Notation::Json && table.may_repeat_a_key()
    }

    fn reject_unknown_keys(&mut self, table_name: &str, table: &Table<'_>, known: &[&str]) {
        for (index, (name, _)) in table.iter().enumerate() {
            let text = name.get_ref().as_ref();
            // Looking for a similar name is slow: stop when no complaint would be kept.
            if self.is_full() {
                return;
            }
            if !known.contains(&text) {
                let hint = nearest(text, known.iter().copied());
                let problem = match hint {
                    Some(name) => format!("unknown key: did you mean {name}?"),
                    None => "unknown key: take it out, or correct its name".to_owned(),
                };
                self.complain(name.span(), &dotted_key(table_name, text), problem);
            } else if self.notation == Notation::Json && table.is_repeated(index) {
                self.complain(name.span(), &dotted_key(table_name, text), STANDS_TWICE.to_owned());
            }
        }
    }

    fn sections(&mut self, root: &Table<'_>, facts: &mut Facts, record_locations: bool) {
        for Section { name, questions, keys } in sections() {
            let Some(node) = root.get(name) else { continue };
            let Some(table) = self.table(name, node) else { continue };
            self.reject_unknown_keys(name, table, keys);
            for (question, key) in questions.iter().zip(keys) {
                if let Some(node) = table.get(key) {
                    self.fact(facts, *question, node, record_locations);
                }
            }
        }
    }

    fn fact(&mut self, facts: &mut Facts, question: QuestionId, node: &Node<'_>, record_locations: bool) {
        let fact = facts.fact_mut(question);
        let answer = match (fact.shape(), node.get_ref()) {
            (Shape::Entries(_), Value::Array(entries)) if entries.len() > MOST_ENTRIES => {
                Err(value::too_many())
            }
            (Shape::Entries(shapes), Value::Array(entries)) => {
                Ok(Answer::Entries(self.entries(question, shapes, entries.iter())))
            }
            (shape, value) => self.notation.answer(shape, fact.required(), value),
        };
        match answer {
            Ok(answer) if fact.set(Some(&answer)).is_err() && self.complaints.is_empty() => {
                let problem = "this does not fit the key: correct it".to_owned();
                self.complain(node.span(), &question.to_string(), problem);
            }
            Ok(_) => {}
            Err(problem) => self.complain(node.span(), &question.to_string(), problem),
        }
        if record_locations {
            self.locations.push((question, None, node.span()));
        }
    }

    fn entries<'n, 'i: 'n>(
        &mut self,
        question: QuestionId,
        shapes: &'static [PartShape],
        nodes: impl Iterator<Item = &'n Node<'i>>,
    ) -> Vec<Entry> {
        nodes.enumerate().map(|(index, node)| self.entry(question, index, shapes, node)).collect()
    }

    fn entry(
        &mut self,
        question: QuestionId,
        index: usize,
        shapes: &'static [PartShape],
        node: &Node<'_>,
    ) -> Entry {
        let name = || question.to_string();
        let Value::Table(table) = node.get_ref() else {
            self.complain(node.span(), &name(), self.notation.write_each_as_table(&name()));
            return Entry::default();
        };
        let is_part = |key: &Key<'_>| shapes.iter().any(|shape| shape.part.key() == key.get_ref());
        if self.may_repeat_a_key(table) || table.iter().any(|(key, _)| !is_part(key)) {
            let keys: Vec<&str> = shapes.iter().map(|shape| shape.part.key()).collect();
            self.reject_unknown_keys(&name(), table, &keys);
        }
        let mut entry = Entry::default();
        for shape in shapes {
            let key = || dotted_key(&name(), shape.part.key());
            let Some(node) = table.get(shape.part.key()) else {
                if shape.required {
                    self.complain(
                        node.span(),
                        &key(),
                        "this is needed in every entry: add the key".to_owned(),
                    );
                }
                continue;
            };
            match self.notation.answer(shape.shape, shape.required, node.get_ref()) {
                Ok(answer) => entry.0.push((shape.part, answer)),
                Err(problem) => self.complain(node.span(), &key(), problem),
            }
            self.locations.push((question, Some((index, shape.part)), node.span()));
        }
        entry.0.sort_by_key(|(part, _)| *part);
        entry
    }

    fn reject_impossible(&mut self, facts: &Facts) {
        for error in validate(facts) {
            let here =
                |(question, entry, _): &&AnswerLocation| *question == error.question && *entry == error.entry;
            let span = self.locations.iter().find(here).map_or(0..0, |(_, _, span)| span.clone());
            let question = error.question.to_string();
            let key = match error.entry {
                Some((_, part)) => dotted_key(&question, part.key()),
                None => question,
            };
            self.complain(span, &key, error.problem.to_string());
        }
    }

    fn texts_by_item(&mut self, table_name: &str, node: &Node<'_>) -> BTreeMap<String, Text> {
        let mut found = BTreeMap::new();
        let Some(table) = self.table(table_name, node) else { return found };
        let item = |key: &Key<'_>| self.editions.item_of_key(key.get_ref());
        if self.may_repeat_a_key(table) || table.iter().any(|(key, _)| item(key).is_none()) {
            self.reject_unknown_keys(table_name, table, &self.editions.item_keys());
        }
        for (name, node) in table.iter().filter(|(_, node)| *node.get_ref() != Value::Null) {
            let Some(item) = self.editions.item_of_key(name.get_ref()) else { continue };
            match self.notation.text(node.get_ref()) {
                Ok(text) => {
                    found.insert(item.key().to_owned(), text);
                }
                Err(problem) => self.complain(node.span(), &dotted_key(table_name, item.key()), problem),
            }
        }
        found
    }
}

/// A table of facts: its name, its questions and their keys.
struct Section {
    name: &'static str,
    questions: Vec<QuestionId>,
    keys: Vec<&'static str>,
}

fn sections() -> &'static [Section] {
    static ALL: OnceLock<Vec<Section>> = OnceLock::new();
    ALL.get_or_init(|| {
        let section = |name| {
            let questions: Vec<_> = QuestionId::all().filter(|question| question.section() == name).collect();
            let keys = questions.iter().map(|question| question.field().key()).collect();
            Section { name, questions, keys }
        };
        SECTIONS.into_iter().map(section).collect()
    })
}

fn dotted_key(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::LONGEST_TEXT;

    const START: &str = "format = 1\npolicy = \"MM-1463\"\n";

    fn complaints(text: &str) -> Vec<String> {
        let text = format!("{START}{text}");
        let Complaints(complaints) = read(&text, crate::policy::editions()).unwrap_err();
        complaints.into_iter().map(|complaint| complaint.key).collect()
    }

    #[test]
    fn text_is_as_long_as_its_characters() {
        let name = |letter: &str, count: usize| format!("[member]\nname = \"{}\"\n", letter.repeat(count));
        let read = |text: &str| read(&format!("{START}{text}"), crate::policy::editions());
        for letter in ["x", "\u{e9}"] {
            assert!(read(&name(letter, LONGEST_TEXT)).is_ok(), "{letter}");
            assert!(read(&name(letter, LONGEST_TEXT + 1)).is_err(), "{letter}");
        }
    }

    #[test]
    fn number_in_another_base_is_no_number() {
        for digits in ["0o17", "0b11", "0x1F"] {
            let text = format!("[[left.injections]]\nrelief_percent = {digits}\n");
            assert_eq!(complaints(&text), ["left.injections.relief_percent"], "{digits}");
        }
    }

    #[test]
    fn number_of_complaints_is_limited() {
        let keys: String = (0..MAX_COMPLAINTS + 3).map(|number| format!("key-{number} = 1\n")).collect();
        assert_eq!(complaints(&keys).len(), MAX_COMPLAINTS);
    }

    #[test]
    fn entry_with_only_an_unknown_key_is_complained_of() {
        assert_eq!(complaints("[[left.injections]]\nbogus = 1\n"), ["left.injections.bogus"]);
    }
}
