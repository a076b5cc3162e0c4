//! The effective date, outcomes, flags, and determinations as a whole.

use sij_intake::case::{Laterality, State, Text};
use sij_intake::policy::Item;
use sij_intake::policy::{self, Outcome, PolicySettings};

use super::base_cases::{Base, ablated, check, check_joint, diagnostic, initial, repeat, therapeutic};

#[test]
fn base_cases_meet_everything() {
    for (base, pathway) in
        [(diagnostic(), "D.I.A"), (therapeutic(), "D.I.B"), (initial(), "D.II.A"), (repeat(), "D.II.B")]
    {
        let determined = base.determined();
        assert_eq!(determined.outcome, Outcome::CriteriaMet, "{determined:#?}");
        assert_eq!(determined.units[0].pathway.map(|pathway| pathway.number()), Some(pathway));
        assert!(determined.complete, "{pathway}");
        assert!(determined.ask_for.is_empty() && determined.service_lines.is_empty(), "{pathway}");
        assert!(determined.coding_checks.is_empty() && determined.readings_used.is_empty(), "{pathway}");
    }
}

#[test]
fn each_pathway_has_its_items() {
    let items = |base: &Base| {
        let unit = base.determined().units.remove(0);
        unit.items.into_iter().map(|item| item.item.number()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        items(&diagnostic()),
        "D.I.A D.I.A.1 D.I.A.2 D.I.A.3 D.I.A.4.a D.I.A.4.b D.I.A.5 D.I.C.3 D.I.C.6 D.III"
    );
    assert_eq!(items(&therapeutic()), "D.I.B.1 D.I.B.2 D.I.B.3 D.I.B.4 D.I.B.5 D.I.C.3 D.I.C.6 D.III");
    assert_eq!(items(&initial()), "D.II.A.1 D.II.A.2 D.II.C.1 D.III");
    assert_eq!(items(&repeat()), "D.II.B.1 D.II.B.2 D.II.B.3 D.II.C.1 D.III");
}

#[test]
fn effective_date_of_the_service() {
    let early = "request.received = 2025-06-01\npain.onset = 2025-01-01";
    for base in
        [diagnostic(), therapeutic().with("left.injections = []"), initial().with("left.injections = []")]
    {
        let base = base.with(early).with("therapy = { active = [], inactive = [] }");
        check(
            "effective-date",
            &base,
            &[
                ("left.service_date = 2025-06-30", "not-met, met from 2025-07-01"),
                ("left.service_date = 2025-07-01", "not listed"),
                ("left.service_date = 2025-07-02", "not listed"),
            ],
        );
        let outside =
            base.with("left.service_date = 2025-06-30\nrequest.codes = ['27096', '64451', '99999']");
        let outside =
            outside.with("request.sedation = 'unanswered'\nrequest.technique = 'unanswered'").determined();
        assert_eq!(outside.outcome, Outcome::OutsidePolicy);
        assert_eq!(outside.units[0].pathway, None);
        assert_eq!(outside.units[0].items.len(), 1);
        assert!(
            outside.service_lines.is_empty()
                && outside.advisories.is_empty()
                && outside.coding_checks.is_empty()
        );
        assert!(outside.ask_for.is_empty());
    }
}

#[test]
fn effective_date_while_the_service_is_missing() {
    let base = initial().with("left.injections = []\ntherapy = { active = [], inactive = [] }");
    for missing in ["unanswered", "not-documented"] {
        let base = base.with(&format!("pain.onset = 2025-01-01\nleft.service_date = '{missing}'"));
        check(
            "effective-date",
            &base,
            &[
                ("request.received = 2025-06-30", "missing, met from 2025-07-01"),
                ("request.received = 2025-07-01", "not listed"),
                ("request.received = 2025-07-02", "not listed"),
            ],
        );
        let unit = base.with("request.received = 2025-06-30").determined().units.remove(0);
        let items: Vec<_> = unit.items.iter().map(|item| item.item.number()).collect();
        assert_eq!(items, ["effective-date", "D.II.A.1", "D.II.A.2", "D.II.C.1", "D.III"]);
        assert_eq!(unit.pathway.map(|pathway| pathway.number()), Some("D.II.A"));
    }
    // A planned day decides, not the day of receipt.
    let planned = base.with("request.received = 2025-06-01\npain.onset = 2025-01-01");
    check("effective-date", &planned, &[("left.service_date = 2025-07-01", "not listed")]);
}

#[test]
fn worst_outcome_wins_and_requests_stay() {
    let unknown = "left.sij_pain = 'unanswered'\n";
    let unclear = "pain.character = 'mixed'\n";
    let failed = "left.positive_tests = []\n";
    for (change, outcome, asked) in [
        (String::new(), Outcome::CriteriaMet, 0),
        (unknown.to_owned(), Outcome::InformationNeeded, 1),
        (unclear.to_owned(), Outcome::ClinicalReview, 0),
        ([unknown, unclear].concat(), Outcome::ClinicalReview, 1),
        (failed.to_owned(), Outcome::CriteriaNotMet, 0),
        ([failed, unclear, unknown].concat(), Outcome::CriteriaNotMet, 1),
    ] {
        let determined = diagnostic().with(&change).determined();
        assert_eq!((determined.outcome, determined.ask_for.len()), (outcome, asked), "{change}");
        assert_eq!(determined.complete, asked == 0, "{change}");
    }
}

#[test]
fn each_outcome_has_its_next_step_and_none_is_a_denial() {
    for (change, outcome, next) in [
        ("", Outcome::CriteriaMet, "approve"),
        ("left.sij_pain = 'unanswered'", Outcome::InformationNeeded, "pend"),
        (
            "pain.character = 'mixed'",
            Outcome::ClinicalReview,
            "send to a clinical reviewer, with the question",
        ),
        (
            "left.sij_pain = 'no'",
            Outcome::CriteriaNotMet,
            "send to a clinical reviewer; the decision is a clinician's",
        ),
        ("left.service_date = 2025-06-30", Outcome::OutsidePolicy, "send to the supervisor"),
    ] {
        let determined = diagnostic().with(change).determined();
        assert_eq!(determined.outcome, outcome, "{change}");
        assert!(determined.next_step().starts_with(next), "{}", determined.next_step());
        assert!(!determined.next_step().contains("den"), "{}", determined.next_step());
    }
}

#[test]
fn requests_distinguish_unanswered_from_not_documented() {
    for (answer, state, complete) in
        [("unanswered", State::Unanswered, false), ("not-documented", State::NotDocumented, true)]
    {
        let determined = diagnostic().with(&format!("left.sij_pain = '{answer}'")).determined();
        let [ask] = &determined.ask_for[..] else { panic!("{:?}", determined.ask_for) };
        assert_eq!(
            (ask.items[0], ask.question.to_string(), ask.state),
            (Item::D_I_A_2, "left.sij_pain".into(), state)
        );
        assert_eq!(determined.complete, complete);
    }
    // A fact that can't change the finding is not requested.
    let idle =
        diagnostic().with("left = { sij_pain = 'no', sij_tenderness = 'not-documented' }").determined();
    assert!(idle.ask_for.is_empty(), "{:?}", idle.ask_for);
    // One that can make it worse, but not met, is requested.
    let open = diagnostic().with("pain.location = ['leg']\npain.onset = 'not-documented'").determined();
    assert_eq!(open.outcome, Outcome::ClinicalReview);
    assert_eq!(open.ask_for.len(), 1);
}

fn both() -> Base {
    let right = "right = { sij_pain = 'yes', sij_tenderness = 'yes', positive_tests = ['faber'], injections = [], service_date = 2026-03-23 }";
    diagnostic().with("request.side = 'both'").with(right)
}

#[test]
fn both_sides_are_two_units() {
    let determined = both().with("right.positive_tests = []").determined();
    let sides: Vec<_> = determined.units.iter().map(|unit| (unit.side, unit.outcome)).collect();
    assert_eq!(
        sides,
        [(Laterality::Left, Outcome::CriteriaMet), (Laterality::Right, Outcome::CriteriaNotMet)]
    );
    assert_eq!(determined.outcome, Outcome::CriteriaNotMet);
    assert_eq!(both().determined().outcome, Outcome::CriteriaMet);
    // One side can be outside the policy, the other inside.
    let split = both()
        .with("request.received = 2025-06-20\nright.service_date = 2025-06-30\npain.onset = 2025-01-01");
    let split = split.with("therapy = { active = [], inactive = [] }").determined();
    assert_eq!(split.units[0].pathway.map(|pathway| pathway.number()), Some("D.I.A"));
    assert_eq!(split.units[1].outcome, Outcome::OutsidePolicy);
    assert_eq!(split.outcome, Outcome::OutsidePolicy);
}

#[test]
fn each_joint_has_its_own_history() {
    let base = both().with("request.procedure = 'radiofrequency-ablation'\nright.ablations = []");
    let determined = base.with(&ablated("2024-09-10 14")).determined();
    let pathways = determined.units.iter().map(|unit| unit.pathway.unwrap().number());
    assert!(pathways.eq(["D.II.B", "D.II.A"]));
    let both = both().with(
        "right.injections = [{ date = 2026-03-01, purpose = 'diagnostic' }]\nright.service_date = 2026-03-07",
    );
    check_joint(Laterality::Left, "D.I.A.5", &both, &[("", "not-applicable")]);
    check_joint(Laterality::Right, "D.I.A.5", &both, &[("", "not-met, met from 2026-03-08")]);
}

#[test]
fn flagged_item_is_always_unclear() {
    for (change, number) in [
        ("", "D.I.A.3"),
        ("left.positive_tests = []", "D.I.A.3"),
        ("left.positive_tests = 'unanswered'", "D.I.A.3"),
        ("device.implanted = []", "D.III"),
        (
            "left.service_date = 2026-03-04\nleft.injections = [{ date = 2026-03-01, purpose = 'diagnostic' }]",
            "D.I.A.5",
        ),
        ("pain.location = ['leg']", "D.I.A.1"),
    ] {
        check(
            number,
            &diagnostic().with(&format!("flags = {{ '{number}' = 'can not be read' }}")),
            &[(change, "unclear")],
        );
    }
    let flagged = diagnostic().with("flags = { 'D.I.A.3' = 'can not be read' }").determined();
    assert_eq!(flagged.outcome, Outcome::ClinicalReview);
    // A flag on an item that does not apply has no effect.
    let idle = diagnostic().with("flags = { 'D.I.B.1' = 'can not be read' }").determined();
    assert_eq!(idle.outcome, Outcome::CriteriaMet);
}

#[test]
fn no_determination_without_the_required_facts() {
    let mut case = diagnostic().case();
    case.facts.member.id.0 = None;
    case.facts.request.procedure.0 = None;
    let missing = policy::determine(&case, &PolicySettings::default()).unwrap_err();
    let keys: Vec<_> = missing.into_iter().map(|field| field.key()).collect();
    assert_eq!(keys, ["id", "procedure"]);
    case.facts.member.id.0 = Some(Text::new("TC1"));
    assert_eq!(policy::determine(&case, &PolicySettings::default()).unwrap_err().len(), 1);
}
