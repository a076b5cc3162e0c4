//! Reading a case file: the case, or every complaint about the text.

mod intake;
mod partial;
mod provider;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::case::{
    Answer, Case, Entry, Facts, MOST_ENTRIES, Part, PartShape, QuestionId, Recorded, RecordedItem,
    RecordedLine, RecordedUnit, Shape, Text, validate,
};
use crate::policy::{Editions, POLICY};

use super::complaint::{Complaint, Complaints, MAX_COMPLAINTS, Position, nearest, shown_key};
use super::parse::{SyntaxError, parse_toml};
use super::value::{self, Problem};
use super::{FORMAT, SECTIONS, key};

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

pub use partial::read_partial;

type Node<'n, 'i> = &'n Spanned<DeValue<'i>>;

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
    check: impl FnOnce(&mut Reader<'_>, &DeTable<'_>, &Case),
) -> Result<Case, Complaints> {
    let mut reader = Reader { text, editions, complaints: Vec::new(), locations: Vec::new() };
    let root = match parse_toml(text) {
        Ok(root) => root,
        Err(errors) => {
            for SyntaxError { offset, problem } in errors {
                reader.complain(offset..offset, "", problem);
            }
            return Err(reader.finish());
        }
    };
    let case = reader.case(root.get_ref());
    check(&mut reader, root.get_ref(), &case);
    if reader.complaints.is_empty() { Ok(case) } else { Err(reader.finish()) }
}

/// Where an answer is in the text: its question, its entry and part, its bytes.
type AnswerLocation = (QuestionId, Option<(usize, Part)>, Range<usize>);

struct Reader<'t> {
    text: &'t str,
    editions: &'t Editions,
    complaints: Vec<Complaint>,
    /// Where each answer is in the text, for complaints that validation has about it.
    locations: Vec<AnswerLocation>,
}

impl Reader<'_> {
    fn complain(&mut self, span: Range<usize>, key: &str, problem: Problem) {
        if self.is_full() {
            return;
        }
        let at = Position::of(self.text, span.start);
        let key = shown_key(key);
        self.complaints.push(Complaint { at, key, problem });
    }

    fn is_full(&self) -> bool {
        self.complaints.len() >= MAX_COMPLAINTS
    }

    fn finish(mut self) -> Complaints {
        self.complaints.sort_by_key(|complaint| complaint.at);
        Complaints(self.complaints)
    }

    fn case(&mut self, root: &DeTable<'_>) -> Case {
        let mut case = Case::default();
        if !self.check_format_and_policy(root) {
            return case;
        }
        self.sections(root, &mut case.facts, true);
        for (name, node) in root {
            let known = name.get_ref().as_ref();
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
        self.reject_unknown_keys("", root, &[&TOP_KEYS[..], &SECTIONS[..]].concat());
        self.reject_impossible(&case.facts);
        self.reject_another_day(root, &case);
        case
    }

    /// Whether the file has the format and the policy this program reads.
    fn check_format_and_policy(&mut self, root: &DeTable<'_>) -> bool {
        let (format, policy) = (check_format(root), check_policy(root));
        let ok = format.is_ok() && policy.is_ok();
        for (name, checked) in [(key::FORMAT, format), (key::POLICY, policy)] {
            if let Err((span, problem)) = checked {
                self.complain(span, name, problem);
            }
        }
        ok
    }

    fn table<'n, 'i>(&mut self, key: &str, node: Node<'n, 'i>) -> Option<&'n DeTable<'i>> {
        match node.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.complain(node.span(), key, format!("write this as a table, [{key}]"));
                None
            }
        }
    }

    fn reject_unknown_keys(&mut self, table_name: &str, table: &DeTable<'_>, known: &[&str]) {
        for (name, _) in table {
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
            }
        }
    }

    fn sections(&mut self, root: &DeTable<'_>, facts: &mut Facts, record_locations: bool) {
        for section in SECTIONS {
            let Some(node) = root.get(section) else { continue };
            let Some(table) = self.table(section, node) else { continue };
            let fields: Vec<QuestionId> =
                QuestionId::all().filter(|question| question.section() == section).collect();
            let keys: Vec<&str> = fields.iter().map(|question| question.field().key()).collect();
            self.reject_unknown_keys(section, table, &keys);
            for question in fields {
                if let Some(node) = table.get(question.field().key()) {
                    self.fact(facts, question, node, record_locations);
                }
            }
        }
    }

    fn fact(&mut self, facts: &mut Facts, question: QuestionId, node: Node<'_, '_>, record_locations: bool) {
        let key = question.to_string();
        let fact = facts.fact_mut(question);
        let answer = match (fact.shape(), node.get_ref()) {
            (Shape::Entries(_), DeValue::Array(entries)) if entries.len() > MOST_ENTRIES => {
                Err(value::too_many())
            }
            (Shape::Entries(shapes), DeValue::Array(entries)) => {
                Ok(Answer::Entries(self.entries(question, shapes, entries.iter())))
            }
            (shape, value) => value::answer(shape, fact.required(), value),
        };
        match answer {
            Ok(answer) if fact.set(Some(&answer)).is_err() && self.complaints.is_empty() => {
                self.complain(node.span(), &key, "this does not fit the key: correct it".to_owned());
            }
            Ok(_) => {}
            Err(problem) => self.complain(node.span(), &key, problem),
        }
        if record_locations {
            self.locations.push((question, None, node.span()));
        }
    }

    fn entries<'n, 'i: 'n>(
        &mut self,
        question: QuestionId,
        shapes: &'static [PartShape],
        nodes: impl Iterator<Item = Node<'n, 'i>>,
    ) -> Vec<Entry> {
        nodes.enumerate().map(|(index, node)| self.entry(question, index, shapes, node)).collect()
    }

    fn entry(
        &mut self,
        question: QuestionId,
        index: usize,
        shapes: &'static [PartShape],
        node: Node<'_, '_>,
    ) -> Entry {
        let name = question.to_string();
        let DeValue::Table(table) = node.get_ref() else {
            self.complain(node.span(), &name, format!("write each entry as a table, [[{name}]]"));
            return Entry::default();
        };
        let keys: Vec<&str> = shapes.iter().map(|shape| shape.part.key()).collect();
        self.reject_unknown_keys(&name, table, &keys);
        let mut entry = Entry::default();
        for shape in shapes {
            let key = dotted_key(&name, shape.part.key());
            let Some(node) = table.get(shape.part.key()) else {
                if shape.required {
                    self.complain(node.span(), &key, "this is needed in every entry: add the key".to_owned());
                }
                continue;
            };
            match value::answer(shape.shape, shape.required, node.get_ref()) {
                Ok(answer) => entry = entry.with(shape.part, Some(answer)),
                Err(problem) => self.complain(node.span(), &key, problem),
            }
            self.locations.push((question, Some((index, shape.part)), node.span()));
        }
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

    fn texts_by_item(&mut self, table_name: &str, node: Node<'_, '_>) -> BTreeMap<String, Text> {
        let mut found = BTreeMap::new();
        let Some(table) = self.table(table_name, node) else { return found };
        let keys = self.editions.item_keys();
        self.reject_unknown_keys(table_name, table, &keys);
        for (name, node) in table {
            let Some(key) = keys.iter().find(|key| **key == name.get_ref()) else { continue };
            match value::text(node.get_ref()) {
                Ok(text) => {
                    found.insert((*key).to_owned(), text);
                }
                Err(problem) => self.complain(node.span(), &dotted_key(table_name, key), problem),
            }
        }
        found
    }

    fn recorded(&mut self, table: &DeTable<'_>) -> Recorded {
        let name = key::DETERMINATION;
        let keys =
            [key::OUTCOME, key::DATE, key::PROGRAM, key::POLICY_TEXT, key::READINGS, key::UNITS, key::LINES];
        self.reject_unknown_keys(name, table, &keys);
        let date = table.get(key::DATE).and_then(|node| match value::day(node.get_ref()) {
            Ok(day) => Some(day),
            Err(problem) => {
                self.complain(node.span(), &dotted_key(name, key::DATE), problem);
                None
            }
        });
        Recorded {
            outcome: self.string(name, table, key::OUTCOME),
            date,
            program: self.string(name, table, key::PROGRAM),
            policy_text: self.string(name, table, key::POLICY_TEXT),
            readings: table.get(key::READINGS).and_then(|node| self.table(key::READINGS, node)).map(
                |settings| {
                    let each = settings.keys().map(|reading| reading.get_ref().to_string());
                    each.filter_map(|reading| {
                        Some((reading.clone(), self.string(key::READINGS, settings, &reading)?))
                    })
                    .collect()
                },
            ),
            units: self.tables(table, key::UNITS).into_iter().map(|unit| self.recorded_unit(unit)).collect(),
            lines: table.contains_key(key::LINES).then(|| {
                self.tables(table, key::LINES).into_iter().map(|line| self.recorded_line(line)).collect()
            }),
        }
    }

    fn recorded_unit(&mut self, table: &DeTable<'_>) -> RecordedUnit {
        self.reject_unknown_keys(key::UNITS, table, &[key::SIDE, key::OUTCOME, key::PATHWAY, key::ITEMS]);
        RecordedUnit {
            side: self.string(key::UNITS, table, key::SIDE).unwrap_or_default(),
            outcome: self.string(key::UNITS, table, key::OUTCOME),
            pathway: self.string(key::UNITS, table, key::PATHWAY),
            items: self.tables(table, key::ITEMS).into_iter().map(|item| self.recorded_item(item)).collect(),
        }
    }

    fn recorded_item(&mut self, table: &DeTable<'_>) -> RecordedItem {
        self.reject_unknown_keys(key::ITEMS, table, &[key::ITEM, key::FINDING, key::WHY]);
        RecordedItem {
            item: self.string(key::ITEMS, table, key::ITEM).unwrap_or_default(),
            finding: self.string(key::ITEMS, table, key::FINDING).unwrap_or_default(),
            why: self.string(key::ITEMS, table, key::WHY).map(Text::new),
        }
    }

    fn recorded_line(&mut self, table: &DeTable<'_>) -> RecordedLine {
        self.reject_unknown_keys(key::LINES, table, &[key::ITEM, key::WHAT, key::FINDING]);
        RecordedLine {
            item: self.string(key::LINES, table, key::ITEM).unwrap_or_default(),
            what: Text::new(self.string(key::LINES, table, key::WHAT).unwrap_or_default()),
            finding: self.string(key::LINES, table, key::FINDING).unwrap_or_default(),
        }
    }

    fn string(&mut self, table_name: &str, table: &DeTable<'_>, key: &str) -> Option<String> {
        let node = table.get(key)?;
        match node.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.complain(node.span(), &dotted_key(table_name, key), "write a text in quotes".to_owned());
                None
            }
        }
    }

    fn tables<'n, 'i>(&mut self, table: &'n DeTable<'i>, key: &str) -> Vec<&'n DeTable<'i>> {
        let Some(node) = table.get(key) else { return Vec::new() };
        let DeValue::Array(nodes) = node.get_ref() else {
            self.complain(node.span(), key, "write this as a list of tables".to_owned());
            return Vec::new();
        };
        nodes.iter().filter_map(|node| self.table(key, node)).collect()
    }
}

fn check_format(root: &DeTable<'_>) -> Result<(), (Range<usize>, Problem)> {
    let Some(node) = root.get(key::FORMAT) else {
        return Err((0..0, format!("the key is missing: a case file begins with format = {FORMAT}")));
    };
    let problem = match whole_number(node.get_ref()).map(|format| format.cmp(&FORMAT)) {
        Some(Ordering::Equal) => return Ok(()),
        Some(Ordering::Greater) => {
            format!("the file is of a newer format than {FORMAT}: open it with a newer sij-intake")
        }
        _ => format!("unknown format: this program reads format = {FORMAT}"),
    };
    Err((node.span(), problem))
}

fn check_policy(root: &DeTable<'_>) -> Result<(), (Range<usize>, Problem)> {
    match root.get(key::POLICY).map(|node| (node, node.get_ref())) {
        None => Err((0..0, format!("the key is missing: write policy = \"{POLICY}\""))),
        Some((_, DeValue::String(name))) if name == POLICY => Ok(()),
        Some((node, _)) => {
            Err((node.span(), format!("another policy: this program reads policy = \"{POLICY}\"")))
        }
    }
}

fn whole_number(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(digits) => digits.as_str().parse().ok(),
        _ => None,
    }
}

fn dotted_key(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}
