//! What a change did to a case, worked out from the case before and after it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::case::{Answer, Case, Entry, Intake, IntakeField, QuestionId, Target, Text};
use crate::policy::Item;
use crate::questions::label;

use super::{Interview, Position, describe, describe_entry, describe_intake};

/// One thing that a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// This answer was given to a question, or to one part of an entry; `None`: it
    /// became unanswered.
    Answered(QuestionId, Target, Option<Answer>),
    /// This entry was added to a list as a whole.
    Added(QuestionId, Entry),
    /// The entry with this index was removed from a list.
    Removed(QuestionId, usize),
    /// The flag of an item was set to this, or removed.
    Flagged(String, Option<Text>),
    /// The note on the evidence for an item was set to this, or removed.
    Noted(String, Option<Text>),
    /// A value of the intake was set as in this one, or removed.
    Arrived(IntakeField, Intake),
    /// An answer that a provider gave was confirmed.
    Confirmed(QuestionId),
}

/// What was changed between two states of a case. Answers that were only set aside
/// or restored because of another answer are not listed.
pub fn changes(before: &Case, after: &Case) -> Vec<Change> {
    // Whatever else a case will have is to be listed too: undoing names what it finds here.
    let Case { intake, facts: _, set_aside: _, flags, evidence, provider: _, recorded: _ } = after;
    let given = QuestionId::all().filter(|question| is_given(*question, before, after));
    let answers = given.map(|question| answer_change(question, before, after));
    let flags = text_changes(&before.flags, flags);
    let evidence = text_changes(&before.evidence, evidence);
    let flags = flags.into_iter().map(|(item, words)| Change::Flagged(item, words));
    let evidence = evidence.into_iter().map(|(item, words)| Change::Noted(item, words));
    let arrived = before.intake.changed_fields(intake).into_iter();
    let arrived = arrived.map(|field| Change::Arrived(field, intake.clone()));
    let confirmed = after.newly_confirmed(before).into_iter().map(Change::Confirmed);
    answers.chain(flags).chain(evidence).chain(arrived).chain(confirmed).collect()
}

fn is_given(question: QuestionId, before: &Case, after: &Case) -> bool {
    let state = |case: &Case| (case.facts.answer(question), case.set_aside.answer(question));
    match (state(before), state(after)) {
        ((known, _), (now, _)) if known == now => false,
        ((Some(known), _), (None, Some(aside))) => known != aside,
        ((None, Some(aside)), (Some(now), None)) => aside != now,
        _ => true,
    }
}

fn answer_change(question: QuestionId, before: &Case, after: &Case) -> Change {
    let answer = after.facts.answer(question);
    let [was, is] = [before, after].map(|case| case.facts.entries(question));
    let whole = || Change::Answered(question, Target::Whole, answer.clone());
    if is.len() == was.len() + 1 && is.starts_with(&was) {
        added(question, is.len() - 1, &is[is.len() - 1])
    } else if is.len() + 1 == was.len() {
        let is_removed = |index: &usize| [&was[..*index], &was[index + 1..]].concat() == is;
        (0..was.len()).find(is_removed).map_or_else(whole, |index| Change::Removed(question, index))
    } else {
        changed_part(question, &was, &is).unwrap_or_else(whole)
    }
}

/// An entry that has one part is added by the answer to that part.
fn added(question: QuestionId, index: usize, entry: &Entry) -> Change {
    match &entry.0[..] {
        [(part, answer)] => {
            Change::Answered(question, Target::Part { index, part: *part }, Some(answer.clone()))
        }
        _ => Change::Added(question, entry.clone()),
    }
}

/// The only part in which two lists of the same length differ.
fn changed_part(question: QuestionId, was: &[Entry], is: &[Entry]) -> Option<Change> {
    let differing = (0..was.len().min(is.len())).filter(|index| was[*index] != is[*index]);
    let [index] = differing.collect::<Vec<_>>()[..] else { return None };
    let parts = is[index].0.iter().chain(&was[index].0).map(|(part, _)| *part);
    let mut parts: Vec<_> = parts.filter(|part| was[index].part(*part) != is[index].part(*part)).collect();
    parts.dedup();
    let [part] = parts[..] else { return None };
    let answer = is[index].part(part).cloned();
    (was.len() == is.len()).then_some(Change::Answered(question, Target::Part { index, part }, answer))
}

fn text_changes(
    before: &BTreeMap<String, Text>,
    after: &BTreeMap<String, Text>,
) -> Vec<(String, Option<Text>)> {
    let mut items: Vec<&String> = before.keys().chain(after.keys()).collect();
    items.sort_unstable();
    items.dedup();
    items.retain(|item| before.get(*item) != after.get(*item));
    items.into_iter().map(|item| (item.clone(), after.get(item).cloned())).collect()
}

impl Change {
    /// What was changed, as the case file names it.
    pub fn key(&self) -> String {
        match self {
            Self::Answered(question, ..)
            | Self::Added(question, _)
            | Self::Removed(question, _)
            | Self::Confirmed(question) => question.to_string(),
            Self::Flagged(item, _) => format!("flags.{item}"),
            Self::Noted(item, _) => format!("evidence.{item}"),
            Self::Arrived(field, _) => field.to_string(),
        }
    }

    /// What was changed, in words.
    pub fn name(&self) -> String {
        match self {
            Self::Answered(question, Target::Whole, _) | Self::Added(question, _) => label(*question),
            Self::Answered(question, Target::Part { index, part }, _) => {
                format!("{}, entry {}, {}", label(*question), index + 1, part.label())
            }
            Self::Removed(question, index) => {
                format!("{}, the removal of entry {}", label(*question), index + 1)
            }
            Self::Flagged(item, None) => format!("the removal of the flag on {item}"),
            Self::Flagged(item, Some(_)) => format!("the flag on {item}"),
            Self::Noted(item, None) => format!("the removal of the evidence for {item}"),
            Self::Noted(item, Some(_)) => format!("the evidence for {item}"),
            Self::Arrived(field, intake) if describe_intake(intake, *field).is_none() => {
                format!("the removal of the {}", field.label())
            }
            Self::Arrived(field, _) => field.label().to_owned(),
            Self::Confirmed(question) => format!("the confirmation of {}", label(*question)),
        }
    }

    /// The same with the answer or the words.
    pub fn describe(&self, today: NaiveDate) -> String {
        let value = match self {
            Self::Answered(_, _, answer) => answer.as_ref().map(|answer| describe(answer, today)),
            Self::Added(_, entry) => Some(describe_entry(entry)),
            Self::Removed(..) | Self::Confirmed(_) => None,
            Self::Flagged(_, words) | Self::Noted(_, words) => words.as_ref().map(ToString::to_string),
            Self::Arrived(field, intake) => describe_intake(intake, *field),
        };
        value.map_or_else(|| self.name(), |value| format!("{}: {value}", self.name()))
    }
}

impl Interview {
    /// Where a change was made: the question, or the part of an entry. `None` where it is
    /// not asked.
    pub fn place_of(&self, change: &Change) -> Option<Position> {
        let (question, target) = match change {
            Change::Answered(question, target, _) => (*question, *target),
            Change::Added(question, _) | Change::Removed(question, _) | Change::Confirmed(question) => {
                (*question, Target::Whole)
            }
            Change::Flagged(item, _) | Change::Noted(item, _) => {
                let item: Item = self.editions().item_of_key(item)?;
                let is_filed = |question: &QuestionId| self.filed_under(*question) == Some(item);
                (self.questions().into_iter().find(is_filed)?, Target::Whole)
            }
            Change::Arrived(..) => return None,
        };
        self.asks(question, target).then_some(Position::Question(question, target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Fact, Field, Laterality, Part, Procedure, RequestedSide, YesNo};
    use crate::policy::PolicySettings;

    const RETURNED: QuestionId = Field::Returned.at(Laterality::Left);
    const INJECTIONS: QuestionId = Field::Injections.at(Laterality::Left);

    fn entry(purpose: &'static str, improved: Option<&'static str>) -> Entry {
        Entry::default()
            .with(Part::Purpose, Some(Answer::Choice(purpose)))
            .with(Part::FunctionalImprovement, improved.map(Answer::Choice))
    }

    fn with_entries(entries: &[&Entry]) -> Case {
        let mut case = Case::default();
        let list = Answer::Entries(entries.iter().copied().cloned().collect());
        case.facts.fact_mut(INJECTIONS).set(Some(&list)).unwrap();
        case
    }

    /// What changed from one list of injections to another, in words.
    fn list_change(was: &[&Entry], is: &[&Entry]) -> String {
        let changes = changes(&with_entries(was), &with_entries(is));
        changes.iter().map(|change| change.describe(NaiveDate::MIN)).collect()
    }

    #[test]
    fn change_of_a_list_is_named_by_its_entry_and_part() {
        let [one, two] = [&entry("diagnostic", None), &entry("therapeutic", Some("yes"))];
        let [one_no, two_open] = [&entry("diagnostic", Some("no")), &entry("therapeutic", None)];
        let whole = ": therapeutic, functional improvement: yes";
        let named = "earlier SIJ injections, left joint";
        for (was, is, words) in [
            (&[][..], &[one][..], ", entry 1, purpose: diagnostic"),
            (&[], &[two], whole),
            (&[one], &[one, two], whole),
            (&[one, two], &[two], ", the removal of entry 1"),
            (&[one, one], &[one], ", the removal of entry 1"),
            (&[two], &[two_open], ", entry 1, functional improvement"),
            (&[two, one], &[two, one_no], ", entry 2, functional improvement: no"),
            (&[one], &[two], ": 1 entry"),
            (&[one, one, one], &[], ": none"),
        ] {
            assert_eq!(list_change(was, is), format!("{named}{words}"));
        }
    }

    #[test]
    fn none_and_not_documented_are_answers_to_the_whole_list() {
        for answer in [Answer::Entries(Vec::new()), Answer::NotDocumented] {
            let mut after = Case::default();
            after.facts.fact_mut(INJECTIONS).set(Some(&answer)).unwrap();
            let expected = Change::Answered(INJECTIONS, Target::Whole, Some(answer));
            assert_eq!(changes(&Case::default(), &after), [expected]);
        }
    }

    #[test]
    fn answers_that_were_only_set_aside_or_restored_are_not_listed() {
        let mut asked = Case::default();
        asked.facts.left.returned = Fact::Known(YesNo::Yes);
        let mut aside = Case::default();
        aside.set_aside.left.returned = Fact::Known(YesNo::Yes);
        assert_eq!(changes(&asked, &aside), []);
        assert_eq!(changes(&aside, &asked), []);
        let mut other = asked.clone();
        other.facts.left.returned = Fact::Known(YesNo::No);
        let no = Change::Answered(RETURNED, Target::Whole, Some(Answer::Choice("no")));
        assert_eq!(changes(&asked, &other), std::slice::from_ref(&no));
        assert_eq!(changes(&aside, &other), [no]);
        let unanswered = Change::Answered(RETURNED, Target::Whole, None);
        assert_eq!(changes(&asked, &Case::default()), [unanswered]);
    }

    #[test]
    fn values_of_the_intake_are_named() {
        let intake = Intake {
            received_at: "2026-03-02T14:05:00-05:00".parse().ok(),
            channel: Some(Text::new("fax")),
            ..Intake::default()
        };
        let with = Case { intake, ..Case::default() };
        let words = |before: &Case, after: &Case| -> Vec<String> {
            changes(before, after).iter().map(|change| change.describe(NaiveDate::MIN)).collect()
        };
        let set = ["time of receipt: Mon 2026-03-02 14:05 -05:00", "channel: fax"];
        assert_eq!(words(&Case::default(), &with), set);
        let removed = ["the removal of the time of receipt", "the removal of the channel"];
        assert_eq!(words(&with, &Case::default()), removed);
        let keys: Vec<String> = changes(&Case::default(), &with).iter().map(Change::key).collect();
        assert_eq!(keys, ["intake.received_at", "intake.channel"]);
    }

    #[test]
    fn place_of_a_flag_or_of_evidence_is_the_question_of_its_item() {
        let mut case = Case::default();
        case.facts.member.id.0 = Some(Text::new("TC1"));
        case.facts.request.received.0 = "2026-03-02".parse().ok();
        case.facts.request.procedure.0 = Some(Procedure::DiagnosticInjection);
        case.facts.request.side.0 = Some(RequestedSide::Left);
        let interview = Interview::of(case, &PolicySettings::default());
        let place = |item: &str| {
            let noted = [Change::Flagged(item.to_owned(), None), Change::Noted(item.to_owned(), None)];
            let [flag, evidence] = noted.map(|change| interview.place_of(&change));
            assert_eq!(flag, evidence, "{item}");
            flag
        };
        let mut items = Vec::new();
        for question in interview.questions() {
            let Some(item) = interview.filed_under(question).filter(|item| !items.contains(item)) else {
                continue;
            };
            assert_eq!(place(item.key()), Some(Position::Question(question, Target::Whole)), "{item}");
            items.push(item);
        }
        assert!(items.len() > 3, "{items:?}");
        assert_eq!([place("D.II.A.1"), place("no item")], [None, None]);
    }

    #[test]
    fn flags_and_evidence_are_named_by_their_item() {
        let noted = |words: &str| BTreeMap::from([("D.I.A.1".to_owned(), Text::new(words))]);
        let before = Case { flags: noted("range"), ..Case::default() };
        let after = Case { evidence: noted("p. 2"), ..Case::default() };
        let found = changes(&before, &after);
        let words: Vec<String> = found.iter().map(|change| change.describe(NaiveDate::MIN)).collect();
        assert_eq!(words, ["the removal of the flag on D.I.A.1", "the evidence for D.I.A.1: p. 2"]);
        let keys: Vec<String> = found.iter().map(Change::key).collect();
        assert_eq!(keys, ["flags.D.I.A.1", "evidence.D.I.A.1"]);
    }
}
