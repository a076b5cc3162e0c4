//! What is asked, compared with what every value of the missing facts would give.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sij_intake::case::{Case, Fact, Facts, Field, Laterality, Procedure, Text};
use sij_intake::policy::{self, Item, PolicySettings};

use super::missing_facts::Gap;
use super::oracle::{
    ByHand, Search, Verdict, answer_of, called_for, governs_from, holes, items, narrows, reads_of,
    relevant_holes,
};
use super::strategies::{Written, complete_cases, settled};
use super::{FactKey, answered, findings, set_answer};

/// A case with one to four facts of its items missing or known less than to the
/// day, and sometimes an item flagged.
pub(crate) fn gapped() -> impl Strategy<Value = Written> {
    let gaps = vec((any::<Index>(), 0..4_u8), 1..5);
    let flag = proptest::option::weighted(0.2, select(crate::items()));
    (complete_cases(), gaps, flag).prop_map(|(case, gaps, flag)| {
        let mut without = case.clone();
        for (at, kind) in gaps {
            let keys = removable(&without);
            let gap = Gap::new(&without, keys[at.index(keys.len())], kind);
            set_answer(&mut without.facts, gap.key, gap.left.as_ref());
        }
        without.flags = flag.map(|item| (item.key().to_owned(), Text::new("unclear"))).into_iter().collect();
        without
    })
}

/// The answers that an item of a requested joint or a billed line reads.
fn removable(case: &Case) -> Vec<FactKey> {
    let mut fields = vec![Field::Sedation, Field::ImagingLine, Field::Ablations];
    for side in sides(&case.facts) {
        for item in items(&case.facts, side) {
            fields.extend(reads_of(item).iter().map(|(field, _)| *field));
        }
    }
    let mut keys = answered(&case.facts);
    keys.retain(|(question, _)| fields.contains(&question.field()));
    keys
}

pub(crate) fn sides(facts: &Facts) -> Vec<Laterality> {
    facts.request.side.0.unwrap().joints().to_vec()
}

fn is_ablation(facts: &Facts) -> bool {
    facts.request.procedure.0 == Some(Procedure::RadiofrequencyAblation)
}

/// Whether S of this joint could be a day that the policy governs.
pub(crate) fn may_be_governed(facts: &Facts, side: Laterality) -> bool {
    facts.joint(side).service_date.known().is_none_or(|day| *day >= governs_from())
}

/// Whether a billed line turns on the fact.
pub(crate) fn line_turns_on(facts: &Facts, field: Field) -> bool {
    let imaging = |code: &Text| {
        ["77002", "77003", "77012", "76942"].iter().any(|known| code.to_string().starts_with(known))
    };
    let raised = !is_ablation(facts) && sides(facts).iter().any(|side| may_be_governed(facts, *side));
    let listed = facts.request.codes.known().is_some_and(|codes| codes.iter().any(imaging));
    raised && (field == Field::Sedation || (field == Field::ImagingLine && !listed))
}

/// Whether the history of ablations of a requested joint is what is missing.
pub(crate) fn is_missing_history(facts: &Facts, (question, entry): FactKey) -> bool {
    let here =
        question.side().is_some_and(|side| sides(facts).contains(&side) && may_be_governed(facts, side));
    question.field() == Field::Ablations && entry.is_none() && is_ablation(facts) && here
}

/// Whether the fact still matters; `None` where there are too many values to look at.
fn matters(facts: &Facts, settings: &PolicySettings, key: FactKey) -> Option<bool> {
    if is_missing_history(facts, key) || (key.1.is_none() && line_turns_on(facts, key.0.field())) {
        return Some(true);
    }
    let mut unknown = false;
    for side in sides(facts) {
        for item in items(facts, side) {
            if !relevant_holes(facts, side, item).contains(&key) {
                continue;
            }
            match Search::new(facts, side, item, settings).turns_on_unless_met(key) {
                Ok(true) => return Some(true),
                Ok(false) => {}
                Err(_) => unknown = true,
            }
        }
    }
    (!unknown).then_some(false)
}

fn asked(facts: &Facts, settings: &PolicySettings) -> BTreeSet<FactKey> {
    let record_keeping = [Field::MemberName, Field::BirthDate];
    let asked = policy::asked(facts, settings).into_iter();
    let decides = asked.filter(|fact| !record_keeping.contains(&fact.question.field()));
    decides.map(|fact| (fact.question, fact.entry)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Keeps the oracle honest: on complete facts it finds what the engine finds.
    #[test]
    fn oracle_agrees_on_complete_facts(case in complete_cases(), settings in settled()) {
        for (side, item, finding) in findings(&case, &settings) {
            let by_hand = ByHand { facts: &case.facts, side, settings: &settings, clinician: false };
            prop_assert_eq!(by_hand.judge(item.key()).item, Verdict::of(finding), "{} {}", side_name(side), item);
        }
    }

    /// The values tried give every finding that a missing fact allows.
    #[test]
    fn oracle_agrees_on_missing_facts(case in gapped(), settings in settled()) {
        for (side, item, finding) in findings(&case, &settings) {
            let no_report = case.facts.device.report == Fact::NotDocumented && is_ablation(&case.facts);
            let separate = item == Item::D_II || (item == Item::D_III && no_report);
            let separate = separate || case.flags.contains_key(item.key());
            let result = if separate { None } else { Search::new(&case.facts, side, item.key(), &settings).finding() };
            prop_assert!(result.is_none_or(|result| result == Verdict::of(finding)), "{item} {finding} {result:?}\n{case:?}");
        }
    }

    #[test]
    fn unanswered_fact_is_asked_exactly_while_it_matters(case in gapped(), settings in settled()) {
        let asked = asked(&case.facts, &settings);
        for key in holes(&case.facts) {
            let open = answer_of(&case.facts, key).is_none() && called_for(&case.facts, key.0.field());
            let expected = if open { matters(&case.facts, &settings, key) } else { Some(false) };
            if let Some(expected) = expected {
                prop_assert_eq!(asked.contains(&key), expected, "{} {:?}\n{:?}", key.0, key.1, case);
            }
        }
        let missing = holes(&case.facts);
        let idle: Vec<_> = asked.iter().filter(|key| !missing.contains(key)).collect();
        prop_assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn case_is_complete_exactly_when_nothing_is_asked(case in gapped(), settings in settled()) {
        let asked = policy::asked(&case.facts, &settings);
        let questions: BTreeSet<_> = asked.iter().map(|fact| fact.question).collect();
        let unanswered: BTreeSet<_> = policy::unanswered(&case.facts, &settings).into_iter().collect();
        prop_assert_eq!(&questions, &unanswered);
        prop_assert_eq!(super::determine(&case, &settings).complete, questions.is_empty());
    }

    /// An answer to a question that is not asked changes no finding.
    #[test]
    fn answer_that_is_not_asked_for_changes_nothing(
        case in gapped(), settings in settled(), at in any::<Index>(), pick in any::<Index>(),
    ) {
        let asked = policy::asked(&case.facts, &settings);
        let idle = |key: &FactKey| {
            answer_of(&case.facts, *key).is_none()
                && !asked.iter().any(|fact| (fact.question, fact.entry) == *key)
                && called_for(&case.facts, key.0.field())
                && !holes(&case.facts).into_iter().any(|other| narrows(*key, other))
        };
        let idle: Vec<FactKey> = holes(&case.facts).into_iter().filter(idle).collect();
        if idle.is_empty() {
            return Ok(());
        }
        let key = idle[at.index(idle.len())];
        let values = super::oracle::values(&case.facts, key);
        let mut answered = case.clone();
        set_answer(&mut answered.facts, key, Some(&values[pick.index(values.len())]));
        if sij_intake::case::validate(&answered.facts).is_empty() {
            prop_assert_eq!(alike(&case, &settings), alike(&answered, &settings), "{} {:?}", key.0, key.1);
        }
    }

    #[test]
    fn mirrored_case_asks_the_mirrored_facts(case in gapped(), settings in settled()) {
        let mirror = |(question, entry): &FactKey| {
            (question.side().map_or(*question, |side| question.field().at(side.other())), *entry)
        };
        let there = asked(&super::mirrored(&case).facts, &settings);
        let here: BTreeSet<FactKey> = asked(&case.facts, &settings).iter().map(mirror).collect();
        prop_assert_eq!(here, there);
    }

    /// A flag sends an item to a clinician and changes nothing that is asked.
    #[test]
    fn flags_change_nothing_that_is_asked(case in gapped(), settings in settled(), at in any::<Index>()) {
        let items = crate::items();
        let flag = (items[at.index(items.len())].key().to_owned(), Text::new("unclear"));
        let flagged = Case { flags: [flag].into(), ..case.0.clone() };
        let complete = |case: &Case| super::determine(case, &settings).complete;
        prop_assert_eq!(complete(&case), complete(&flagged));
    }
}

/// The findings, with met and not-applicable alike.
fn alike(case: &Case, settings: &PolicySettings) -> Vec<(Laterality, Item, policy::Finding)> {
    let mut found = findings(case, settings);
    for (_, _, finding) in &mut found {
        *finding = if super::is_met(*finding) { policy::Finding::Met } else { *finding };
    }
    found
}

fn side_name(side: Laterality) -> &'static str {
    sij_intake::case::Choice::name(side)
}
