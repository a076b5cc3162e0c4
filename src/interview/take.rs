//! Taking the answers of a response into a case that has answers already: what a
//! coordinator answered or confirmed is never replaced.

use std::collections::BTreeMap;

use crate::case::{Answer, Case, Provider, QuestionId, Text};

/// A case with the answers of another one, and what became of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The case with the answers that were taken.
    pub case: Case,
    /// The questions whose answers were taken, or replaced a provider's that nobody had confirmed.
    pub taken: Vec<QuestionId>,
    /// The questions that have another answer, which is kept.
    pub kept: Vec<QuestionId>,
    /// The items whose note or flag says something else, and is kept: `evidence.D.I.A.3`.
    pub kept_notes: Vec<String>,
}

/// Takes the answers, notes and flags of a response into a case.
pub fn take_answers(case: &Case, given: &Case) -> Taken {
    let mut taken = Taken { case: case.clone(), taken: Vec::new(), kept: Vec::new(), kept_notes: Vec::new() };
    for question in QuestionId::all() {
        if let Some(answer) = given.facts.answer(question) {
            taken.take(question, &answer, given);
        }
    }
    let Case { flags, evidence, .. } = &mut taken.case;
    for (table, into, from) in [("evidence", evidence, &given.evidence), ("flags", flags, &given.flags)] {
        taken.kept_notes.extend(take_notes(into, from).map(|key| format!("{table}.{key}")));
    }
    if taken.case != *case {
        taken.case.recorded = None;
    }
    taken
}

impl Taken {
    fn take(&mut self, question: QuestionId, answer: &Answer, given: &Case) {
        let is_replaceable = |provider: &Provider| provider.is_unconfirmed(question);
        match known(&self.case, question) {
            Some(known) if known == *answer => return,
            Some(_) if !self.case.provider.as_ref().is_some_and(is_replaceable) => {
                self.kept.push(question);
                return;
            }
            _ => {}
        }
        // The answer has the shape of its question: it is that of the same one.
        let _ = self.case.facts.fact_mut(question).set(Some(answer));
        let _ = self.case.set_aside.fact_mut(question).set(None);
        self.take_origin(question, given);
        self.taken.push(question);
    }

    /// The answer is the provider's of this response, or the coordinator's where it has none.
    fn take_origin(&mut self, question: QuestionId, given: &Case) {
        if let Some(provider) = &mut self.case.provider {
            provider.forget(question);
        }
        let (Some(response), Some(source)) = (&given.provider, given.source(question)) else { return };
        let provider = self.case.provider.get_or_insert_default();
        provider.response.clone_from(&response.response);
        provider.authored = response.authored;
        provider.answers.insert(question, source);
    }
}

/// The answer to a question, be it set aside.
fn known(case: &Case, question: QuestionId) -> Option<Answer> {
    case.facts.answer(question).or_else(|| case.set_aside.answer(question))
}

/// Takes the texts of items that have none; gives the items that have another one.
fn take_notes<'n>(
    into: &mut BTreeMap<String, Text>,
    from: &'n BTreeMap<String, Text>,
) -> impl Iterator<Item = &'n String> {
    let kept: Vec<&String> = from
        .iter()
        .filter(|(key, text)| *into.entry((*key).clone()).or_insert_with(|| (*text).clone()) != **text)
        .map(|(key, _)| key)
        .collect();
    kept.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casefile;
    use crate::policy::editions;

    fn case(lines: &str) -> Case {
        casefile::read(&format!("format = 1\npolicy = 'MM-1463'\n{lines}"), editions()).unwrap()
    }

    fn provided(lines: &str, response: &str, sources: &str, confirmed: &str) -> Case {
        let table = format!("[provider]\nresponse = '{response}'\nconfirmed = [{confirmed}]\n");
        case(&format!("{lines}{table}[provider.answers]\n{sources}"))
    }

    /// The questions that were taken and those that were kept.
    fn names(taken: &Taken) -> [String; 2] {
        let of = |questions: &[QuestionId]| {
            questions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        [of(&taken.taken), of(&taken.kept)]
    }

    const NEW: &str = "[pain]\ncharacter = 'mixed'\n";
    const NEW_SOURCE: &str = "'pain.character' = 'manual'\n";

    fn new() -> Case {
        provided(NEW, "new", NEW_SOURCE, "")
    }

    #[test]
    fn unanswered_question_is_taken_with_its_source() {
        let taken = take_answers(&case("[member]\nid = 'TC1'\n"), &new());
        assert_eq!(names(&taken), ["pain.character", ""]);
        let expected = provided(&format!("[member]\nid = 'TC1'\n{NEW}"), "new", NEW_SOURCE, "");
        assert_eq!(taken.case, expected);
    }

    #[test]
    fn equal_answer_changes_nothing_whosever_it_is() {
        for same in [case(NEW), provided(NEW, "old", "'pain.character' = 'auto-client'\n", "")] {
            let taken = take_answers(&same, &new());
            assert_eq!((names(&taken), taken.case), (["", ""].map(str::to_owned), same));
        }
    }

    const OLD: &str = "[pain]\ncharacter = 'radicular'\n";

    #[test]
    fn only_an_unconfirmed_answer_of_a_provider_is_replaced() {
        let unconfirmed = provided(OLD, "old", "'pain.character' = 'auto-client'\n", "");
        let taken = take_answers(&unconfirmed, &new());
        assert_eq!((names(&taken), taken.case), (["pain.character", ""].map(str::to_owned), new()));
        let confirmed = provided(OLD, "old", "'pain.character' = 'auto-client'\n", "'pain.character'");
        for kept in [case(OLD), confirmed, case(&format!("[set_aside]\n{}", OLD.replace('[', "[set_aside.")))]
        {
            let taken = take_answers(&kept, &new());
            assert_eq!((names(&taken), taken.case), (["", "pain.character"].map(str::to_owned), kept));
        }
    }

    #[test]
    fn own_answer_that_replaces_a_providers_is_the_coordinators() {
        let unconfirmed = provided(OLD, "old", "'pain.character' = 'auto-client'\n", "");
        let taken = take_answers(&unconfirmed, &case(NEW));
        assert_eq!(taken.case.provider.unwrap().answers.len(), 0);
    }

    #[test]
    fn notes_are_taken_and_another_one_is_kept() {
        let notes = |first: &str, rest: &str| case(&format!("[evidence]\n'D.I.A.1' = '{first}'\n{rest}"));
        let taken = take_answers(&notes("p. 1", ""), &notes("p. 2", "'D.I.A.3' = 'p. 3'\n"));
        assert_eq!(taken.case, notes("p. 1", "'D.I.A.3' = 'p. 3'\n"));
        assert_eq!(taken.kept_notes, ["evidence.D.I.A.1"]);
    }

    #[test]
    fn recorded_determination_of_other_answers_is_removed() {
        let recorded = "[determination]\noutcome = 'criteria-met'\n";
        let before = case(&format!("[member]\nid = 'TC1'\n{recorded}"));
        assert!(take_answers(&before, &new()).case.recorded.is_none());
        let same = case(&format!("{NEW}{recorded}"));
        assert!(take_answers(&same, &new()).case.recorded.is_some());
    }
}
