//! The parts of an item, the total of a list, and what requests ask to be shown.

use sij_intake::case::{Field, Part};
use sij_intake::policy::{self, Item, PartFinding};

use super::base_cases::{Base, ablated, active, diagnostic, inactive, initial, repeat, settled, therapeutic};

/// The parts of an item of the left joint: name, finding, questions and reason.
fn parts(base: &Base, item: Item) -> Vec<String> {
    let determined = base.determined();
    let found = determined.units[0].items.iter().find(|found| found.item == item).unwrap();
    let part = |part: &PartFinding| {
        let facts: Vec<String> = part.facts().map(|question| question.to_string()).collect();
        format!("{} {} ({}): {}", part.part, part.finding.name(), facts.join(", "), part.why)
    };
    found.parts.iter().map(part).collect()
}

#[test]
fn each_criterion_of_a_tree_is_a_part_with_its_own_finding_and_reason() {
    let base = diagnostic().with("pain = { character = 'mixed', onset = 'unanswered' }");
    let expected = [
        "where met (pain.location): pain in low-back",
        "character unclear (pain.character): mixed pain",
        "duration missing (pain.onset): onset not known",
    ];
    assert_eq!(parts(&base, Item::D_I_A_1), expected);
}

#[test]
fn parts_that_share_facts_have_their_own_finding_and_reason() {
    let base = therapeutic().with("left.service_date = 2026-01-20");
    let expected = [
        "therapeutic-gap met (left.injections, left.service_date): planned 2026-01-20",
        "any-gap unclear (left.injections, left.service_date): planned 2026-01-20",
    ];
    assert_eq!(parts(&base, Item::D_I_B_4), expected);
}

#[test]
fn only_part_has_the_finding_of_its_item_and_does_not_repeat_the_reason() {
    let base = diagnostic().with("left.positive_tests = []");
    assert_eq!(parts(&base, Item::D_I_A_3), ["tests not-met (left.positive_tests): "]);
}

/// What the answer to a question about the left joint or the case has to show.
fn to_show(base: &Base, question: &str) -> Vec<Part> {
    let determined = base.determined();
    let request = determined.ask_for.iter().find(|request| request.question.to_string() == question);
    request.unwrap().show.clone()
}

#[test]
fn request_for_a_whole_list_says_what_each_entry_has_to_show() {
    let base = initial().with("left.injections = 'unanswered'");
    assert_eq!(to_show(&base, "left.injections"), [Part::Date, Part::Purpose, Part::ReliefPercent]);
    let base = initial().with("left.ablations = 'not-documented'");
    assert_eq!(to_show(&base, "left.ablations"), [Part::Date, Part::ReliefMonths]);
    let base = initial().with("device.implanted = 'unanswered'");
    assert_eq!(to_show(&base, "device.implanted"), []);
    let base = initial().with("left.injections = [{ date = 2025-12-10 }]");
    assert_eq!(to_show(&base, "left.injections"), [], "one part of an entry");
}

#[test]
fn items_of_a_request_are_in_the_order_of_the_policy() {
    let right = "right = { service_date = 2026-04-16, ablations = [], injections = [] }";
    let base = repeat().with(right).with("request.side = 'both'").with("therapy.active = 'unanswered'");
    let determined = base.with("left.ablations = [{ date = 2024-09-10, relief_months = 3 }]").determined();
    let request = determined.ask_for.iter().find(|request| request.question.to_string() == "therapy.active");
    assert_eq!(request.unwrap().items, [Item::D_II_A_1, Item::D_II_B_1], "the left joint has the later item");
}

#[test]
fn list_total_gives_the_days_of_therapy_in_words() {
    let days = |base: &Base, field: Field| policy::list_total(&base.case().facts, policy::editions(), field);
    let base = diagnostic()
        .with(&active("physical-therapy 2025-11-03 2025-12-07 yes"))
        .with(&inactive("ice 2025-11-03 2025-11-09 yes,heat 2025-12-01 2025-12-02 -"));
    let window = "between 2025-09-02 and 2026-03-02 (42 needed)";
    assert_eq!(days(&base, Field::ActiveTherapy), Some(format!("35 days of active therapy {window}")));
    assert_eq!(
        days(&base, Field::InactiveTherapy),
        Some(format!("7 to 9 days of inactive therapy {window}"))
    );
    assert_eq!(days(&base, Field::Injections), None);
}

#[test]
fn request_that_hangs_on_an_open_question_names_it() {
    let determined = diagnostic().with("device.implanted = 'unanswered'").determined();
    let hangs_on = |question: &str| {
        let request = determined.ask_for.iter().find(|request| request.question.to_string() == question);
        let condition = request.unwrap().only_if;
        condition.map(|condition| (condition.question.to_string(), condition.is.name()))
    };
    assert_eq!(hangs_on("device.implanted"), None);
    assert_eq!(hangs_on("device.report"), Some(("device.implanted".to_owned(), "not-empty")));
}

#[test]
fn day_of_an_ablation_is_asked_with_the_injections_that_may_be_after_it() {
    let settings = settled("repeat-injection-standard", "met");
    for (ablations, day) in [
        ("2025-10 0", "date of entry 1 (2025-10), earlier SIJ ablations, left joint"),
        ("2025-08-25 0,? 2", "date of entry 2, earlier SIJ ablations, left joint"),
    ] {
        let base = initial().with("left.injections = 'unanswered'").with(&ablated(ablations));
        let asked = base.under(&settings).ask_for;
        assert!(asked.iter().any(|request| request.what == day), "{asked:?}");
    }
}

/// Whatever the missing list could hold, some days of an ablation spare the injection.
#[test]
fn history_of_ablations_is_a_way_beside_the_injections_that_are_missing() {
    let settings = settled("waiver-after-poor-repeat", "met");
    let base = initial().with("left.injections = 'unanswered'").with(&ablated("? ?,2026-02-22 0"));
    let determined = base.under(&settings);
    let mut items = determined.units.iter().flat_map(|unit| &unit.items);
    let item = items.find(|found| found.item == Item::D_II_B_2).unwrap();
    let steps: Vec<usize> = item.ways.iter().map(|way| way.0.len()).collect();
    assert_eq!(steps, [1, 1, 2], "a reading, the injections, or date and relief: {:?}", item.ways);
}

fn requested(base: &Base, item: Item) -> Vec<String> {
    let asked = base.determined().ask_for.into_iter().filter(|request| request.serves(item));
    asked.map(|request| request.what).collect()
}

/// Only on days of service about a year after March 2025 does its day matter, and only
/// where all four are within the year.
#[test]
fn day_of_an_injection_is_asked_beside_the_days_of_all_others_and_of_the_service() {
    let injection = |date: &str| format!("{{ {date} purpose = 'diagnostic', relief_percent = 0 }}");
    let dates = ["date = '2026-02',", "date = '2025',", "date = '2025-03',", ""];
    let base = therapeutic()
        .with("request = { received = 2026-02-28, side = 'both' }\nleft.service_date = 'unanswered'")
        .with("right = { service_date = 2025-01-24, injections = [], ablations = [] }")
        .with(&format!("left.injections = [{}]", dates.map(injection).join(", ")));
    let asked = requested(&base, Item::D_I_B_5);
    let day = "date of entry 3 (2025-03), earlier SIJ injections, left joint";
    assert!(asked.iter().any(|what| what == day), "{asked:?}");
}

/// Relief of less than the limit counts for nothing, whenever the injection was.
#[test]
fn day_of_an_injection_that_did_not_help_is_not_asked_among_many_missing_facts() {
    let base = initial().with("left.ablations = 'not-documented'").with(
        "request.received = 2026-02-28\nleft.service_date = 2026-03-20\nleft.injections = [
            { purpose = 'diagnostic', relief_percent = 'not-documented', functional_improvement = 'no' },
            { purpose = 'therapeutic', functional_improvement = 'yes' },
            { date = 2025-03-01, purpose = 'diagnostic', relief_percent = 74.9, functional_improvement = 'yes' },
            { date = 2024-02-27, purpose = 'diagnostic', relief_percent = 75, functional_improvement = 'yes' },
            { date = 'not-documented', purpose = 'therapeutic', relief_percent = 74.9, functional_improvement = 'yes' },
        ]",
    );
    let of_entry = |index: usize| format!("date of entry {index}, earlier SIJ injections, left joint");
    let asked = requested(&base, Item::D_II);
    assert!(asked.contains(&of_entry(1)) && asked.contains(&of_entry(2)), "{asked:?}");
    assert!(!asked.contains(&of_entry(5)), "{asked:?}");
}
