//! What is asked for, compared with what every value of the missing facts would
//! give: nothing idle, nothing forgotten, and one letter is enough.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use sij_intake::case::{
    Answer, Case, Fact, Facts, Field, Laterality, OtherBlock, Part, QuestionId, validate,
};
use sij_intake::policy::{self, Condition, ConditionKind, Finding, InformationRequest, Item, PolicySettings};

use super::asked::{gapped, is_missing_history, line_turns_on, sides};
use super::oracle::{Search, answer_of, called_for, gated_by, holes, items, values};
use super::strategies::settled;
use super::{FactKey, determine, findings, mirrored, reordered, set_answer};

fn key_of(ask: &InformationRequest) -> FactKey {
    (ask.question, ask.entry)
}

/// Whether two values of the fact give different findings of the item on this joint;
/// `None` where there are too many values to look at.
fn turns_on_there(
    facts: &Facts,
    settings: &PolicySettings,
    side: Laterality,
    item: &str,
    key: FactKey,
) -> Option<bool> {
    if !items(facts, side).contains(&item) || !super::oracle::reads(facts, side, item, key) {
        return Some(false);
    }
    Search::new(facts, side, item, settings).turns_on(key, false).ok()
}

/// The same on some joint.
fn turns_on(facts: &Facts, settings: &PolicySettings, item: &str, key: FactKey) -> Option<bool> {
    any_of(sides(facts).into_iter().map(|side| turns_on_there(facts, settings, side, item, key)))
}

/// The same for an item or a line that a request names; a missing history of
/// ablations stands for what an initial ablation needs.
fn serves(facts: &Facts, settings: &PolicySettings, item: Item, key: FactKey) -> Option<bool> {
    match item.key() {
        "D.I.C.2" | "D.I.C.5" => Some(line_turns_on(facts, key.0.field())),
        "D.II" if is_missing_history(facts, key) => Some(true),
        "D.II" => any_of(["D.II.A.1", "D.II.A.2"].map(|item| turns_on(facts, settings, item, key))),
        item => turns_on(facts, settings, item, key),
    }
}

fn any_of(results: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(false);
    for result in results {
        match result {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all = None,
        }
    }
    all
}

/// The items that turn on the fact, flagged ones aside.
fn items_turning_on(case: &Case, settings: &PolicySettings, key: FactKey) -> Vec<&'static str> {
    // While the history of ablations is missing, D.II stands for the items of both pathways.
    let stands_for = |side, item: &str| {
        case.facts.joint(side).ablations.is_missing()
            && ["D.II.A", "D.II.B"].iter().any(|pathway| item.starts_with(pathway))
    };
    let is_flagged = |side, item: &str| {
        let key = if stands_for(side, item) { "D.II" } else { item };
        case.flags.contains_key(key)
    };
    let turns = |side, item: &&str| turns_on_there(&case.facts, settings, side, item, key) == Some(true);
    let of_side = |side| {
        let open = items(&case.facts, side).into_iter().filter(move |item| !is_flagged(side, item));
        open.filter(move |item| turns(side, item))
    };
    sides(&case.facts).into_iter().flat_map(of_side).collect()
}

/// Whether the answer that the fact depends on calls for it, or is missing too.
fn may_be_called_for(facts: &Facts, question: QuestionId) -> bool {
    let gate = gated_by(question.field()).map(|field| field.at(Laterality::Left));
    let missing = |gate: QuestionId| matches!(facts.answer(gate), None | Some(Answer::NotDocumented));
    called_for(facts, question.field()) || gate.is_some_and(missing)
}

fn holds(condition: Condition, facts: &Facts) -> bool {
    match (condition.is, facts.answer(condition.question)) {
        (ConditionKind::NotEmpty, Some(Answer::Choices(names))) => !names.is_empty(),
        (ConditionKind::Day, Some(Answer::DayOrNone(block))) => matches!(block, OtherBlock::On(_)),
        (ConditionKind::Reason, Some(Answer::Choice(reason))) => {
            !["no", "inconvenience", "unexplained"].contains(&reason)
        }
        _ => false,
    }
}

/// The case after an accepted answer to everything on the list; `None` where one
/// has no possible answer left.
fn answered(case: &Case, list: &[InformationRequest], mut pick: impl FnMut(usize) -> usize) -> Option<Case> {
    let mut case = case.clone();
    for ask in list {
        if ask.only_if.is_some_and(|condition| !holds(condition, &case.facts)) {
            continue;
        }
        let accepted = |value: &Answer| {
            let mut facts = case.facts.clone();
            set_answer(&mut facts, key_of(ask), Some(value));
            validate(&facts).is_empty()
        };
        let mut possible = values(&case.facts, key_of(ask));
        possible.retain(accepted);
        if possible.is_empty() {
            return None;
        }
        let value = possible.swap_remove(pick(possible.len()));
        set_answer(&mut case.facts, key_of(ask), Some(&value));
    }
    Some(case)
}

/// Whether the item may be missing after the answers: the report isn't there, or the
/// history of ablations has opened another pathway.
fn may_stay_missing(before: &Facts, after: &Facts, side: Laterality, item: Item) -> bool {
    let report = after.answer(Field::Report.at(side));
    let no_report = item == Item::D_III && report != Some(Answer::Choice("yes"));
    no_report
        || is_missing_history(before, (Field::Ablations.at(side), None))
            && before.joint(side).ablations.is_missing()
}

/// What a request says, with its place in the mirrored or reordered case.
type Said = (FactKey, Vec<&'static str>, String, Option<(QuestionId, &'static str)>, Vec<Part>);

fn said(ask: &InformationRequest, place: impl Fn(FactKey) -> FactKey) -> Said {
    let condition = ask.only_if.map(|condition| (place((condition.question, None)).0, condition.is.name()));
    let items = ask.items.iter().map(|item| item.key()).collect();
    (place(key_of(ask)), items, ask.state.name().to_owned(), condition, ask.show.clone())
}

pub(crate) fn mirror((question, entry): FactKey) -> FactKey {
    (question.side().map_or(question, |side| question.field().at(side.other())), entry)
}

/// Where an entry stands after `reordered`.
pub(crate) fn moved(facts: &Facts, by: usize, (question, entry): FactKey) -> FactKey {
    let count = facts.entries(question).len();
    let new = |index: usize| count - 1 - (index + count - by % count) % count;
    (question, entry.map(|(index, part)| (new(index), part)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_fact_is_requested_once(case in gapped(), settings in settled()) {
        let list = determine(&case, &settings).ask_for;
        let keys: BTreeSet<FactKey> = list.iter().map(key_of).collect();
        prop_assert_eq!(keys.len(), list.len(), "{:?}", list);
    }

    #[test]
    fn requested_fact_could_change_each_item_it_names(case in gapped(), settings in settled()) {
        for ask in determine(&case, &settings).ask_for {
            for item in ask.items.iter().filter(|item| !case.flags.contains_key(item.key())) {
                let serves = serves(&case.facts, &settings, *item, key_of(&ask));
                prop_assert!(serves != Some(false), "{item} {ask:?}");
            }
        }
    }

    #[test]
    fn missing_fact_that_could_change_a_finding_is_requested(case in gapped(), settings in settled()) {
        let list = determine(&case, &settings).ask_for;
        for key in holes(&case.facts) {
            let ask = list.iter().find(|ask| key_of(ask) == key);
            if !may_be_called_for(&case.facts, key.0) {
                prop_assert!(ask.is_none(), "{ask:?}");
                continue;
            }
            let mut items = items_turning_on(&case, &settings, key);
            // Of an ablation, no report is as good as an undocumented one.
            items.retain(|_| key.0.field() != Field::Report || case.facts.device.report != Fact::NotDocumented);
            prop_assert!(items.is_empty() || ask.is_some(), "{} {:?} could change {items:?}", key.0, key.1);
            let condition = ask.and_then(|ask| ask.only_if).map(|condition| condition.question.field());
            let expected = gated_by(key.0.field()).filter(|_| !called_for(&case.facts, key.0.field()));
            prop_assert!(ask.is_none() || condition == expected, "{ask:?}");
        }
    }

    #[test]
    fn one_letter_is_enough(case in gapped(), settings in settled(), seed in any::<u32>()) {
        let list = determine(&case, &settings).ask_for;
        let mut state = u64::from(seed);
        let mut pick = |count: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % count
        };
        for _ in 0..8 {
            let Some(after) = answered(&case, &list, &mut pick) else { continue };
            for (side, item, finding) in findings(&after, &settings) {
                let missing = finding == Finding::Missing && !may_stay_missing(&case.facts, &after.facts, side, item);
                prop_assert!(!missing, "{item} is missing after\n{:?}", super::strategies::Written(after));
            }
        }
    }

    #[test]
    fn mirrored_case_requests_the_mirrored_facts(case in gapped(), settings in settled()) {
        let here: BTreeSet<Said> = determine(&case, &settings).ask_for.iter().map(|ask| said(ask, mirror)).collect();
        let there = determine(&mirrored(&case), &settings).ask_for;
        let there: BTreeSet<Said> = there.iter().map(|ask| said(ask, |key| key)).collect();
        prop_assert_eq!(here, there);
    }

    #[test]
    fn order_of_entries_changes_only_the_numbers(case in gapped(), settings in settled(), by in 0..5_usize) {
        let place = |key: FactKey| moved(&case.facts, by, key);
        let other = reordered(&case, by);
        let here: BTreeSet<Said> = determine(&case, &settings).ask_for.iter().map(|ask| said(ask, place)).collect();
        let there: BTreeSet<Said> = determine(&other, &settings).ask_for.iter().map(|ask| said(ask, |key| key)).collect();
        prop_assert_eq!(here, there);
        let asked = policy::asked(&case.facts, &settings).into_iter();
        let here: BTreeSet<FactKey> = asked.map(|fact| place((fact.question, fact.entry))).collect();
        let asked = policy::asked(&other.facts, &settings).into_iter();
        let there: BTreeSet<FactKey> = asked.map(|fact| (fact.question, fact.entry)).collect();
        prop_assert_eq!(here, there);
    }

    /// The record's silence never makes up for an answer.
    #[test]
    fn undocumented_answer_never_gives_criteria_met(case in gapped(), settings in settled(), at in any::<Index>()) {
        let keys = super::answered(&case.facts);
        let key = keys[at.index(keys.len())];
        let mut without = case.clone();
        set_answer(&mut without.facts, key, Some(&Answer::NotDocumented));
        let met = |case: &Case| determine(case, &settings).outcome == policy::Outcome::CriteriaMet;
        let service = key.0.field() == Field::ServiceDate;
        prop_assert!(service || !met(&without) || met(&case), "{} {:?} was {:?}", key.0, key.1, answer_of(&case.facts, key));
    }
}
