//! Reading the table `[provider]`.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{AnswerSource, Case, Choice, Provider, QuestionId, Text};

use super::super::complaint::nearest;
use super::super::notation::Notation;
use super::super::tree::{Node, Table, Value};
use super::super::value;
use super::{Reader, STANDS_TWICE, dotted_key, key};

const KEYS: [&str; 4] = [key::RESPONSE, key::AUTHORED, key::CONFIRMED, key::ANSWERS];

impl Reader<'_> {
    /// The origins of answers, which are those of this case.
    pub(super) fn provider(&mut self, node: &Node<'_>, case: &Case) -> Option<Provider> {
        let table = self.table(key::PROVIDER, node)?;
        self.reject_unknown_keys(key::PROVIDER, table, &KEYS);
        let response = self.response(node, table);
        let authored = table.get(key::AUTHORED).and_then(|node| {
            let read = self.notation.day(node.get_ref());
            read.map_err(|problem| self.complain(node.span(), &name(key::AUTHORED), problem)).ok()
        });
        let answers = self.sources(table, case);
        let confirmed = self.confirmed(table, &answers);
        Some(Provider { response, authored, confirmed, answers })
    }

    fn response(&mut self, provider: &Node<'_>, table: &Table<'_>) -> Text {
        let (node, read) = match table.get(key::RESPONSE) {
            Some(node) => (node, self.notation.text(node.get_ref())),
            None => (provider, Err("the key is missing: write the identifier of the response".to_owned())),
        };
        read.unwrap_or_else(|problem| {
            self.complain(node.span(), &name(key::RESPONSE), problem);
            Text::default()
        })
    }

    /// The sources of the answers that were taken from the response.
    fn sources(&mut self, table: &Table<'_>, case: &Case) -> BTreeMap<QuestionId, AnswerSource> {
        let mut found = BTreeMap::new();
        let table_name = name(key::ANSWERS);
        let Some(node) = table.get(key::ANSWERS) else { return found };
        let Some(table) = self.table(&table_name, node) else { return found };
        for (place, node) in table {
            let place_key = dotted_key(&table_name, place.get_ref());
            match question(place.get_ref()) {
                Err(problem) => self.complain(place.span(), &place_key, problem),
                // A bad answer is complained of where it stands.
                Ok(question) if !case.has_answer(question) && self.complaints.is_empty() => {
                    let problem = "there is no answer to this question: take it out".to_owned();
                    self.complain(place.span(), &place_key, problem);
                }
                Ok(question) => match source(node.get_ref(), self.notation) {
                    Ok(source) if found.insert(question, source).is_some() => {
                        self.complain(place.span(), &place_key, STANDS_TWICE.to_owned());
                    }
                    Ok(_) => {}
                    Err(problem) => self.complain(node.span(), &place_key, problem),
                },
            }
        }
        found
    }

    fn confirmed(
        &mut self,
        table: &Table<'_>,
        answers: &BTreeMap<QuestionId, AnswerSource>,
    ) -> BTreeSet<QuestionId> {
        let mut found = BTreeSet::new();
        let Some(node) = table.get(key::CONFIRMED) else { return found };
        let Value::Array(nodes) = node.get_ref() else {
            let problem = self.notation.wrong_type("a list in square brackets", node.get_ref());
            self.complain(node.span(), &name(key::CONFIRMED), problem);
            return found;
        };
        for node in nodes {
            match confirmed(node.get_ref(), answers, self.notation) {
                Ok(question) => drop(found.insert(question)),
                Err(problem) => self.complain(node.span(), &name(key::CONFIRMED), problem),
            }
        }
        found
    }
}

fn name(of: &str) -> String {
    dotted_key(key::PROVIDER, of)
}

/// The question of a place, named as in the case file.
fn question(place: &str) -> Result<QuestionId, value::Problem> {
    QuestionId::named(place).ok_or_else(|| match nearest(place, QuestionId::all().map(QuestionId::name)) {
        Some(name) => format!("unknown place: did you mean \"{name}\"?"),
        None => "unknown place: write one of the case file, such as \"left.injections\"".to_owned(),
    })
}

fn source(value: &Value<'_>, notation: Notation) -> Result<AnswerSource, value::Problem> {
    let name = notation.choice(AnswerSource::NAMES, value)?;
    AnswerSource::named(name).ok_or_else(|| "this does not fit the key: correct it".to_owned())
}

fn confirmed(
    value: &Value<'_>,
    answers: &BTreeMap<QuestionId, AnswerSource>,
    notation: Notation,
) -> Result<QuestionId, value::Problem> {
    let Value::String(place) = value else { return Err(notation.wrong_type("a text in quotes", value)) };
    let question = question(place)?;
    if answers.contains_key(&question) {
        return Ok(question);
    }
    Err(format!("this is not among {}: take it out, or add its source there", name(key::ANSWERS)))
}

#[cfg(test)]
mod tests {
    use crate::casefile::{read, write};
    use crate::policy::editions;

    const CASE: &str = "format = 1\npolicy = \"MM-1463\"\n\n[pain]\nonset = \"8 months\"\n\n[left]\nsij_pain = \"yes\"\n\n\
        [[left.injections]]\ndate = 2025-12-10\n\n[set_aside.right]\nsij_pain = \"no\"\n";

    fn file(table: &str) -> String {
        format!("{CASE}\n[provider]\n{table}")
    }

    fn problem(table: &str) -> String {
        read(&file(table), editions()).unwrap_err().to_string()
    }

    #[test]
    fn table_is_written_back_as_it_was_read() {
        for table in [
            "response = \"r1\"\n",
            "response = 'he said \"1\"'\nauthored = 2026-02-27\n",
            "response = \"r1\"\n\n[provider.answers]\n\"pain.onset\" = \"manual\"\n",
            "response = \"r1\"\nconfirmed = [\"pain.onset\", \"left.sij_pain\", \"right.sij_pain\"]\n\n\
             [provider.answers]\n\"pain.onset\" = \"unstated\"\n\"left.sij_pain\" = \"override\"\n\
             \"left.injections\" = \"mixed\"\n\"right.sij_pain\" = \"auto-server\"\n",
        ] {
            let text = file(table);
            assert_eq!(write(&read(&text, editions()).unwrap()), text);
        }
    }

    #[test]
    fn order_of_the_file_does_not_matter() {
        let one = "response = 'r'\nconfirmed = ['left.sij_pain', 'pain.onset', 'pain.onset']\n\
            answers = { 'left.sij_pain' = 'manual', 'pain.onset' = 'auto-client' }\n";
        let other = "answers = { 'pain.onset' = 'auto-client', 'left.sij_pain' = 'manual' }\n\
            confirmed = ['pain.onset', 'left.sij_pain']\nresponse = 'r'\n";
        let [one, other] = [one, other].map(|table| read(&file(table), editions()).unwrap());
        assert_eq!(one, other);
        assert_eq!(write(&one), write(&other));
        let provider = one.provider.unwrap();
        assert_eq!((provider.answers.len(), provider.confirmed.len()), (2, 2));
    }

    #[test]
    fn bad_values_are_rejected_with_their_position_and_the_remedy() {
        let sources = "\"auto-client\", \"auto-server\", \"override\", \"manual\", \"mixed\", \"unstated\"";
        for (table, complaint) in [
            (
                "authored = 2026-02-27",
                "line 16, column 1: provider.response: the key is missing: write the identifier of the response".to_owned(),
            ),
            (
                "response = ' '",
                "line 17, column 12: provider.response: this is empty: write a text, or leave the key out".to_owned(),
            ),
            (
                "response = 'r'\nauthored = '2026-02-27'",
                "line 18, column 12: provider.authored: this is a text: write a day such as 2026-03-02, without quotes".to_owned(),
            ),
            (
                "response = 'r'\nsource = 'manual'",
                "line 18, column 1: provider.source: unknown key: take it out, or correct its name".to_owned(),
            ),
            (
                "response = 'r'\nanswers.'left.sij_pian' = 'manual'",
                "line 18, column 9: provider.answers.left.sij_pian: unknown place: did you mean \"left.sij_pain\"?".to_owned(),
            ),
            (
                "response = 'r'\nanswers.'7' = 'manual'",
                "line 18, column 9: provider.answers.7: unknown place: write one of the case file, such as \"left.injections\"".to_owned(),
            ),
            (
                "response = 'r'\nanswers.'pain.onset' = 'typed'",
                format!("line 18, column 24: provider.answers.pain.onset: unknown choice: write one of {sources}"),
            ),
            (
                "response = 'r'\nanswers.'left.sij_tenderness' = 'manual'",
                "line 18, column 9: provider.answers.left.sij_tenderness: there is no answer to this question: take it out".to_owned(),
            ),
            (
                "response = 'r'\nconfirmed = 'pain.onset'",
                "line 18, column 13: provider.confirmed: this is a text: write a list in square brackets".to_owned(),
            ),
            (
                "response = 'r'\nconfirmed = ['pain.onset', 7]\nanswers.'pain.onset' = 'manual'",
                "line 18, column 28: provider.confirmed: this is a whole number: write a text in quotes".to_owned(),
            ),
            (
                "response = 'r'\nconfirmed = ['pain.onset']",
                "line 18, column 14: provider.confirmed: this is not among provider.answers: take it out, or add its source there".to_owned(),
            ),
            ("response = 'r'\nanswers = 3", "line 18, column 11: provider.answers: write this as a table, [provider.answers]".to_owned()),
        ] {
            assert_eq!(problem(table), complaint, "{table}");
        }
    }

    #[test]
    fn bad_answer_is_complained_of_once() {
        let text = file("response = 'r'\nanswers.'left.sij_pain' = 'manual'").replace("\"yes\"", "\"up\"");
        let complaint = read(&text, editions()).unwrap_err().to_string();
        assert!(complaint.starts_with("line 8, column 12: left.sij_pain: unknown choice"), "{complaint}");
        assert_eq!(complaint.lines().count(), 1);
    }
}
