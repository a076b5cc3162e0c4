//! Which facts count as mattering, and how much work it takes to tell.

use std::cell::Cell;

use super::super::test_unit::{day, listing, procedure_on, unit};
use super::super::verdict::Verdict;
use super::*;
use crate::case::{
    Decimal, Entry, Fact, FactId, Facts, Field, Laterality, Part, PartialDate, Technique, YesNo,
};

thread_local! { static EVALUATIONS: Cell<usize> = const { Cell::new(0) }; }

/// Far more evaluations than any search may take.
const TOO_MANY: usize = 100_000;

fn counted(results: VerdictSet) -> VerdictSet {
    EVALUATIONS.set(EVALUATIONS.get() + 1);
    assert!(EVALUATIONS.get() < TOO_MANY, "the search does not end");
    results
}

const MET: Verdict = Verdict::MET;
const UNCLEAR: Verdict = Verdict::CLINICAL_JUDGEMENT;
const NOT_MET: Verdict = Verdict::NOT_MET;

fn open() -> VerdictSet {
    VerdictSet::between(MET, NOT_MET)
}

/// The parts of records that these criteria read.
const PARTS: &[Part] = &[Part::Date, Part::ReliefMonths, Part::FunctionalImprovement];

/// A rule that is one criterion.
fn rule(reads: &'static [Field], evaluate: fn(&Unit<'_>) -> VerdictSet) -> Rule {
    let whole = Criterion { reads, parts: &[PARTS], evaluate, ..Criterion::BLANK };
    Rule { whole, ..Rule::BLANK }
}

/// The facts that matter, each with whether it can change the finding; and the evaluations.
fn search(facts: &Facts, rule: &Rule) -> (Vec<(FactId, bool)>, usize) {
    EVALUATIONS.set(0);
    let found = influences(&unit(facts), rule, &mut None);
    let found = found.into_iter().map(|influence| (influence.gap.fact, influence.finding));
    (found.collect(), EVALUATIONS.get())
}

fn matters(field: Field) -> (FactId, bool) {
    (FactId { question: field.at(Laterality::Left), entry: None }, true)
}

fn is_yes(fact: &Fact<YesNo>) -> Option<bool> {
    fact.known().map(|answer| answer.is_yes())
}

/// Injections of which only the effect on function is not known.
fn injections(count: usize) -> Facts {
    listing(Field::Injections, vec![procedure_on("2026-01-05"); count])
}

#[test]
fn work_is_shared_by_the_facts_of_a_criterion_and_bounded() {
    let rule = rule(&[Field::Injections], |_| counted(open()));
    let (found, few) = search(&injections(3), &rule);
    assert_eq!((found, few), (vec![], 2 + 3 * (3 + 3 * 21)), "no value makes a difference");
    for count in [12, MOST_GAPS] {
        let (found, evaluations) = search(&injections(count), &rule);
        assert_eq!(found, vec![], "nothing was found in its share");
        // Two values and the fact as it is: alone, and in each of three passes until its
        // share of values is exceeded.
        let looks = 1 + 3 * (SHARED_EVALUATIONS / count / 2 + 1);
        assert_eq!(evaluations, 2 + count * 3 * looks);
    }
}

#[test]
fn of_very_many_gaps_each_counts_without_a_search() {
    let of_item = rule(&[Field::Injections], |_| counted(open()));
    let (found, evaluations) = search(&injections(MOST_GAPS + 1), &of_item);
    assert_eq!((found.len(), evaluations), (MOST_GAPS + 1, 2));
    assert!(found.iter().all(|(_, finding)| *finding));

    static PART: Criterion =
        Criterion { reads: &[Field::Injections], parts: &[PARTS], evaluate: |_| open(), ..Criterion::BLANK };
    let of_part = rule(&[], |_| VerdictSet::only(NOT_MET));
    let of_part = Rule { structure: Criteria::Sharing(std::slice::from_ref(&PART)), ..of_part };
    let (found, _) = search(&injections(MOST_GAPS + 1), &of_part);
    assert_eq!(found.len(), MOST_GAPS + 1);
    assert!(found.iter().all(|(_, finding)| !finding), "the part alone turns on them");
}

/// Met when there is pain or tenderness, and not both.
fn one_of_two(unit: &Unit<'_>) -> VerdictSet {
    counted(match (is_yes(&unit.joint.sij_pain), is_yes(&unit.joint.sij_tenderness)) {
        (Some(pain), Some(tenderness)) => VerdictSet::only(Verdict::met_if(pain != tenderness)),
        _ => open(),
    })
}

#[test]
fn search_ends_with_the_first_values_that_differ() {
    let rule = rule(&[Field::SijPain, Field::SijTenderness], one_of_two);
    let both = [Field::SijPain, Field::SijTenderness].map(matters);
    // The item, its criterion, and for each fact: alone twice, and with one value of the other.
    assert_eq!(search(&Facts::default(), &rule), (both.to_vec(), 2 + 2 * (3 + 3 + 2)));
}

/// Thermal: unclear with pain. Cooled: unclear without. Else not met.
fn by_technique(unit: &Unit<'_>) -> VerdictSet {
    let Some(technique) = unit.facts.request.technique.known() else { return counted(open().with(UNCLEAR)) };
    let unclear_if = |pain: bool| VerdictSet::only(if pain { UNCLEAR } else { MET });
    let pain = is_yes(&unit.joint.sij_pain);
    counted(match (technique, pain) {
        (Technique::Thermal, Some(pain)) => unclear_if(pain),
        (Technique::Cooled, Some(pain)) => unclear_if(!pain),
        (Technique::Thermal | Technique::Cooled, None) => VerdictSet::between(MET, UNCLEAR),
        _ => VerdictSet::only(NOT_MET),
    })
}

#[test]
fn search_ends_where_a_part_of_what_is_open_is_found() {
    let rule = rule(&[Field::SijPain, Field::Technique], by_technique);
    let both = [Field::SijPain, Field::Technique].map(matters).to_vec();
    let (of_pain, of_technique) = (3 + 3 + 2, 2);
    assert_eq!(search(&Facts::default(), &rule), (both, 2 + of_pain + of_technique));
}

/// Met with pain; without, when there is tenderness or the pain returned, and not both.
fn pain_or_one_of_two(unit: &Unit<'_>) -> VerdictSet {
    let joint = unit.joint;
    counted(match (is_yes(&joint.sij_pain), is_yes(&joint.sij_tenderness), is_yes(&joint.returned)) {
        (Some(true), ..) => VerdictSet::only(MET),
        (Some(false), Some(one), Some(other)) => VerdictSet::only(Verdict::met_if(one != other)),
        _ => open(),
    })
}

#[test]
fn facts_beside_one_that_decides_are_not_tried() {
    let mut facts = Facts::default();
    let rule = rule(&[Field::SijTenderness, Field::SijPain, Field::Returned], pain_or_one_of_two);
    let all = [Field::SijTenderness, Field::SijPain, Field::Returned].map(matters);
    let of_pain = 2;
    // With pain nothing is left to try; without, one value of the other is enough.
    let of_another = 3 + 3 + 3 + (3 + 2);
    assert_eq!(search(&facts, &rule), (all.to_vec(), 2 + of_pain + 2 * of_another));
    facts.left.sij_pain = Fact::Known(YesNo::Yes);
    assert_eq!(search(&facts, &rule), (vec![], 1), "met");
}

/// Met with pain, when the injection was on the day of receipt.
fn pain_after_injection_today(unit: &Unit<'_>) -> VerdictSet {
    let injections = unit.joint.injections.known().unwrap();
    let Fact::Known(PartialDate::Day(date)) = injections[0].date else { return counted(open()) };
    counted(match is_yes(&unit.joint.sij_pain) {
        _ if date < unit.received() => VerdictSet::only(NOT_MET),
        Some(pain) => VerdictSet::only(Verdict::met_if(pain)),
        None => open(),
    })
}

#[test]
fn few_values_of_the_others_are_tried_first() {
    let rule = rule(&[Field::SijPain, Field::Injections], pain_after_injection_today);
    let rule = Rule { whole: Criterion { parts: &[&[Part::Date]], ..rule.whole }, ..rule };
    let other = procedure_on("2025-12-10");
    let facts = listing(Field::Injections, vec![Entry::default(), other]);
    let date = (FactId { entry: Some((0, Part::Date)), ..matters(Field::Injections).0 }, true);
    let (found, evaluations) = search(&facts, &rule);
    assert_eq!(found, [matters(Field::SijPain), date]);
    // Alone, each of six days to pick the first and the last, alone again, and with those two.
    let of_pain = 3 + 6 + 3 + (3 + 2);
    assert_eq!(evaluations, 2 + of_pain + 2);
}

/// Met when the ablation was a year or more before receipt.
fn long_ago(unit: &Unit<'_>) -> VerdictSet {
    let ablation = &unit.joint.ablations.known().unwrap()[0];
    let a_year_of_relief =
        ablation.relief_months.known().is_some_and(|months| months.0 >= Decimal::whole(12));
    match ablation.date {
        Fact::Known(PartialDate::Day(date)) => VerdictSet::only(Verdict::met_if(date <= day("2025-03-02"))),
        _ if a_year_of_relief => VerdictSet::only(MET),
        _ => open(),
    }
}

#[test]
fn relief_does_not_matter_where_it_only_limits_the_date() {
    let facts = listing(Field::Ablations, vec![Entry::default()]);
    let rule = rule(&[Field::SijPain, Field::Ablations], long_ago);
    let date = FactId { entry: Some((0, Part::Date)), ..matters(Field::Ablations).0 };
    assert_eq!(search(&facts, &rule).0, [(date, true)]);
}

fn is_yes_criterion(fact: &Fact<YesNo>) -> VerdictSet {
    is_yes(fact).map_or_else(open, |yes| VerdictSet::only(Verdict::met_if(yes)))
}

static PAIN: Criterion = Criterion {
    reads: &[Field::SijPain],
    evaluate: |unit| is_yes_criterion(&unit.joint.sij_pain),
    ..Criterion::BLANK
};

static TENDERNESS: Criterion = Criterion {
    reads: &[Field::SijTenderness],
    evaluate: |unit| is_yes_criterion(&unit.joint.sij_tenderness),
    ..Criterion::BLANK
};

static RETURNED: Criterion = Criterion {
    reads: &[Field::Returned],
    evaluate: |unit| is_yes_criterion(&unit.joint.returned),
    ..Criterion::BLANK
};

#[test]
fn parts_of_an_alternative_matter_until_the_item_is_met() {
    const BOTH: Node = Node::All(&[Node::One(&PAIN), Node::One(&TENDERNESS)]);
    const TREE: Node = Node::Any(&[Node::One(&RETURNED), BOTH]);
    let rule = Rule { structure: Criteria::Tree(TREE), ..Rule::BLANK };
    let [returned, pain, tenderness] = [Field::Returned, Field::SijPain, Field::SijTenderness].map(matters);
    let mut facts = Facts::default();
    assert_eq!(search(&facts, &rule).0, [returned, pain, tenderness]);
    facts.left.sij_pain = Fact::Known(YesNo::No);
    let only_in_its_part = (tenderness.0, false);
    assert_eq!(search(&facts, &rule).0, [returned, only_in_its_part]);
    facts.left.returned = Fact::Known(YesNo::Yes);
    assert_eq!(search(&facts, &rule).0, [], "met");
}
