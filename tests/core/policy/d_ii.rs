//! D.II: radiofrequency ablation. R is 2026-03-02, S is 2026-03-16.

use sij_intake::policy::Finding;

use super::base_cases::{Base, ablated, active, check, check_reading, given, inactive, initial, repeat};

/// No therapy and no injection: only the history of ablations can meet D.II.B.1
/// and D.II.B.2.
fn history_alone() -> Base {
    repeat().with(&active("")).with(&inactive("")).with(&given(""))
}

#[test]
fn d_ii_history_missing() {
    for missing in ["unanswered", "not-documented"] {
        let base = initial().with(&format!("left.ablations = '{missing}'"));
        check("D.II", &base, &[("", "missing"), ("left.service_date = 'unanswered'", "missing")]);
        let unit = &base.determined().units[0];
        assert_eq!(unit.pathway.map(|pathway| pathway.number()), Some("D.II"));
        let items: Vec<_> = unit.items.iter().map(|item| item.item.number()).collect();
        assert_eq!(items, ["D.II", "D.II.C.1", "D.III"]);
    }
    check("D.II", &initial(), &[("", "not listed")]);
    check("D.II", &repeat(), &[("", "not listed")]);
}

#[test]
fn d_ii_history_missing_asks_for_what_an_initial_ablation_needs() {
    let base = initial().with("left.ablations = 'unanswered'");
    let asked = |change: &str| {
        let asks = base.with(change).determined().ask_for;
        asks.into_iter().map(|ask| ask.question.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(asked(""), ["left.ablations"]);
    assert_eq!(asked("left.injections = 'not-documented'"), ["left.ablations", "left.injections"]);
    assert_eq!(asked("therapy.inactive = 'unanswered'"), ["left.ablations", "therapy.inactive"]);
    assert_eq!(asked(&given("2025-12-10 diagnostic -")), ["left.ablations", "left.injections"]);
}

/// One half of D.I.A.4 is unclear; the other has partly known dates. The readings
/// that those dates allow are named too.
#[test]
fn d_ii_a_1_names_readings_that_partly_known_dates_allow() {
    const SIX: &str = "unclear: six-weekly-visits";
    const STRADDLING: &str = "unclear: straddling-programme";
    const BOTH: &str = "unclear: six-weekly-visits, straddling-programme";
    let straddling = initial().with(&inactive("medication 2025-08-01 2025-10-05 yes"));
    check(
        "D.II.A.1",
        &straddling,
        &[
            (active("physical-therapy 2025-11-03 2025-12-14 yes"), STRADDLING),
            (active("physical-therapy 2025 2025-11-01 yes"), BOTH),
            (active("physical-therapy 2025-10-01 ? yes"), BOTH),
            (active("physical-therapy 2025-10-21 2025-12 yes"), STRADDLING),
            (active("physical-therapy 2025-10-22 2025-12 yes"), BOTH),
            (active("physical-therapy 2025-10 2025-12-06 yes"), BOTH),
            (active("physical-therapy ? 2025-10-06 yes"), STRADDLING),
            (active("physical-therapy ? 2025-10-07 yes"), BOTH),
            (active("physical-therapy ? ? yes"), BOTH),
            (active("home-exercise ? ongoing yes yes yes yes"), BOTH),
            (active("home-exercise 2026-01-20 2026 yes yes yes yes"), BOTH),
            // One of the two counts, or both: it is not documented.
            (active("chiropractic 2025-09-02 2025-10-21 ?,chiropractic 2025-12-01 2026-01-07 ?"), BOTH),
            (
                active("chiropractic 2025-09-02 2025-10-21 ?,chiropractic 2025-12-01 2026-01-07 no"),
                STRADDLING,
            ),
            // The most days beside it for which six visits matter, and one more.
            (active("physical-therapy 2025-10-01 ? yes,chiropractic 2026-02-01 2026-02-05 yes"), BOTH),
            (active("physical-therapy 2025-10-01 ? yes,chiropractic 2026-02-01 2026-02-06 yes"), STRADDLING),
            (active("physical-therapy ? 2025-12-01 yes,chiropractic 2026-02-01 2026-02-05 yes"), BOTH),
            (active("physical-therapy ? 2025-12-01 yes,chiropractic 2026-02-01 2026-02-06 yes"), STRADDLING),
            // The other therapy alone is long enough.
            (active("physical-therapy 2025-10-01 ? yes,chiropractic 2025-12-01 2026-01-11 yes"), STRADDLING),
        ],
    );
    let visits = initial().with(&active("physical-therapy 2025-11-03 2025-12-13 yes"));
    check(
        "D.II.A.1",
        &visits,
        &[
            (inactive("medication 2025-11-03 2025-12-14 yes"), SIX),
            (inactive("medication 2025-08-01 ? yes"), BOTH),
            (inactive("medication 2025-07 ? yes"), BOTH),
            (inactive("medication 2025-07-23 2025-09 yes"), BOTH),
            (inactive("medication ? 2025-09-02 yes"), BOTH),
            (inactive("medication 2025-09-02 ? yes"), SIX),
            (inactive("medication 2025-09 ongoing yes"), SIX),
            (inactive("tens 2025-08-01 2025-10-05 yes ?,ice 2025-11-03 2025-12-20 ?"), BOTH),
        ],
    );
}

#[test]
fn d_ii_a_1_failed_conservative_therapy() {
    let few = "2025-11-03 2025-12-13 yes";
    let enough = "2025-11-03 2025-12-14 yes";
    for (active_days, inactive_days, finding) in [
        (enough, enough, "met"),
        (few, enough, "unclear: six-weekly-visits"),
        (enough, few, "not-met"),
        (few, few, "not-met"),
        ("2025-11-03 2025-12-14 -", enough, "missing"),
        (enough, "2025-11-03 2025-12-14 ?", "missing"),
        ("2025-11-03 2025-12-14 -", few, "not-met"),
        (few, "2025-11-03 2025-12-14 -", "unclear: six-weekly-visits"),
        (enough, "2025-07-23 2025-09-02 yes", "unclear: straddling-programme"),
        (few, "2025-07-23 2025-09-02 yes", "unclear: six-weekly-visits, straddling-programme"),
    ] {
        let change =
            [active(&format!("physical-therapy {active_days}")), inactive(&format!("ice {inactive_days}"))];
        check("D.II.A.1", &initial(), &[(change.join("\n"), finding)]);
    }
    check(
        "D.II.A.1",
        &initial(),
        &[
            ("therapy.active = 'unanswered'", "missing"),
            ("therapy.inactive = 'not-documented'", "missing"),
            ("therapy = { active = [], inability = 'intolerance', inability_in_record = 'yes' }", "met"),
            (
                "therapy = { active = [], inability = 'other-explained', inability_in_record = 'yes' }",
                "unclear",
            ),
        ],
    );
    check_reading(
        "D.II.A.1",
        &initial(),
        "six-weekly-visits",
        &[(
            active("chiropractic 2025-11-03 2025-12-08 yes"),
            ["unclear: six-weekly-visits", "met", "not-met"],
        )],
    );
    check_reading(
        "D.II.A.1",
        &initial(),
        "straddling-programme",
        &[(inactive("ice 2025-07-23 2025-09-02 yes"), ["unclear: straddling-programme", "met", "not-met"])],
    );
}

#[test]
fn d_ii_a_2_a_diagnostic_injection_that_helped() {
    check(
        "D.II.A.2",
        &initial(),
        &[
            (given("2025-12-10 diagnostic 76 no"), "met"),
            (given("2025-12-10 diagnostic 75 no"), "met"),
            (given("2025-12-10 diagnostic 74.9 yes"), "not-met"),
            (given("2025-12-10 diagnostic 75"), "met"),
            // R - 6 months is 2025-09-02.
            (given("2025-09-01 diagnostic 80"), "not-met"),
            (given("2025-09-02 diagnostic 80"), "met"),
            (given("2025-09-03 diagnostic 80"), "met"),
            (given("2026-03-01 diagnostic 80"), "met"),
            (given("2026-03-02 diagnostic 80"), "met"),
            (given(""), "not-met"),
            ("left.injections = 'unanswered'".into(), "missing"),
            ("left.injections = 'not-documented'".into(), "missing"),
            (given("2025-12-10 diagnostic -"), "missing"),
            (given("2025-12-10 diagnostic ?"), "missing"),
            (given("2025-12-10 - 80"), "missing"),
            (given("2025-12-10 - 74"), "not-met"),
            (given("2025-09-01 - -"), "not-met"),
            (given("2025-08 diagnostic 80"), "not-met"),
            (given("2025-09 diagnostic 80"), "missing"),
            (given("2025-10 diagnostic 80"), "met"),
            (given("2025 diagnostic 80"), "missing"),
            (given("2026 diagnostic 80"), "met"),
            (given("? diagnostic 80"), "missing"),
            // All reach 75 percent, or only some.
            (given("2025-12-10 diagnostic 80, 2026-01-10 diagnostic 75"), "met"),
            (given("2025-12-10 diagnostic 80, 2026-01-10 diagnostic 74"), "unclear: disagreeing-diagnostics"),
            (given("2025-12-10 diagnostic 74, 2026-01-10 diagnostic 75"), "unclear: disagreeing-diagnostics"),
            (given("2025-12-10 diagnostic 80, 2025-09-01 diagnostic 74"), "met"),
            (given("2025-12-10 diagnostic 80, 2026-01-10 diagnostic -"), "missing"),
            (given("2025-12-10 diagnostic 74, 2026-01-10 diagnostic -"), "unclear: disagreeing-diagnostics"),
            // A therapeutic one.
            (given("2025-12-10 therapeutic 75"), "unclear: therapeutic-as-diagnostic"),
            (given("2025-12-10 therapeutic 74"), "not-met"),
            (given("2025-09-01 therapeutic 80"), "not-met"),
            (given("2025-09-02 therapeutic 80"), "unclear: therapeutic-as-diagnostic"),
            (
                given("2025-12-10 therapeutic 80, 2026-01-10 diagnostic 74"),
                "unclear: therapeutic-as-diagnostic",
            ),
            (given("2025-12-10 therapeutic 10, 2026-01-10 diagnostic 80"), "met"),
        ],
    );
}

#[test]
fn d_ii_a_2_readings() {
    check_reading(
        "D.II.A.2",
        &initial(),
        "disagreeing-diagnostics",
        &[
            (
                given("2025-12-10 diagnostic 80, 2026-01-10 diagnostic 74"),
                ["unclear: disagreeing-diagnostics", "met", "not-met"],
            ),
            (
                given("2025-12-10 diagnostic 74, 2026-01-10 diagnostic -"),
                ["unclear: disagreeing-diagnostics", "missing", "not-met"],
            ),
            (given("2025-12-10 diagnostic 74"), ["not-met", "not-met", "not-met"]),
        ],
    );
    check_reading(
        "D.II.A.2",
        &initial(),
        "therapeutic-as-diagnostic",
        &[
            (given("2025-12-10 therapeutic 75"), ["unclear: therapeutic-as-diagnostic", "met", "not-met"]),
            (given("2025-12-10 therapeutic 74"), ["not-met", "not-met", "not-met"]),
        ],
    );
}

#[test]
fn d_ii_a_2_month_ends() {
    for (received, day, finding) in [
        ("2026-08-31", "2026-02-27", "not-met"),
        ("2026-08-31", "2026-02-28", "met"),
        ("2026-08-28", "2026-02-28", "met"),
        ("2026-08-28", "2026-02-27", "not-met"),
        ("2028-08-31", "2028-02-28", "not-met"),
        ("2028-08-31", "2028-02-29", "met"),
        ("2028-02-29", "2027-08-29", "met"),
        ("2028-02-29", "2027-08-28", "not-met"),
    ] {
        let base = initial().with(&format!("request.received = {received}"));
        check("D.II.A.2", &base, &[(given(&format!("{day} diagnostic 80")), finding)]);
    }
}

#[test]
fn d_ii_b_1_the_waiver() {
    check(
        "D.II.B.1",
        &history_alone(),
        &[
            // One ablation: R - 36 months is 2023-03-02.
            (ablated("2023-03-01 12"), "not-met"),
            (ablated("2023-03-02 12"), "met"),
            (ablated("2023-03-03 12"), "met"),
            (ablated("2023-03-02 13"), "met"),
            (ablated("2023-03-02 11.999999"), "not-met"),
            (ablated("2024-09-10 -"), "missing"),
            (ablated("2024-09-10 ?"), "missing"),
            (ablated("2023-03-01 -"), "not-met"),
            // Twelve months of relief don't fit between the ablation and R.
            (ablated("2025-03-02 -"), "missing"),
            (ablated("2025-03-03 -"), "not-met"),
            (ablated("2023-02 14"), "not-met"),
            (ablated("2023-03 14"), "missing"),
            (ablated("2023-04 14"), "met"),
            (ablated("2023 14"), "missing"),
            (ablated("2024 14"), "met"),
            (ablated("? 14"), "missing"),
            (ablated("? 11"), "not-met"),
            (ablated("- -"), "missing"),
            // Two: the first recent with lasting relief, and the last lasting too.
            (ablated("2023-03-02 12, 2024-09-10 12"), "met"),
            (ablated("2024-09-10 12, 2023-03-02 12"), "met"),
            (ablated("2023-03-02 12, 2024-09-10 11"), "unclear: waiver-after-poor-repeat"),
            (ablated("2023-03-02 12, 2025-04-10 -"), "unclear: waiver-after-poor-repeat"),
            (ablated("2023-03-02 12, 2024-09-10 -"), "missing"),
            (ablated("2023-03-01 12, 2024-09-10 12"), "unclear: relief-from-later-rfa"),
            (ablated("2023-03-02 11, 2024-09-10 12"), "unclear: relief-from-later-rfa"),
            (ablated("2023-03-01 12, 2024-09-10 11"), "not-met"),
            (ablated("2023-03-02 11, 2024-09-10 11"), "not-met"),
            (ablated("2022-03-01 12, 2023-03-01 12"), "not-met"),
            (ablated("2022-03-01 12, 2023-03-02 12"), "unclear: relief-from-later-rfa"),
            // Three: those between don't count.
            (ablated("2023-03-02 12, 2024-05-01 2, 2024-09-10 12"), "met"),
            (ablated("2023-03-02 2, 2024-05-01 12, 2024-09-10 2"), "not-met"),
            // On one day, the one with the longer relief counts as the later.
            (ablated("2024-09-10 12, 2024-09-10 2"), "unclear: relief-from-later-rfa"),
            (ablated("2024-09-10 2, 2024-09-10 12"), "unclear: relief-from-later-rfa"),
            (ablated("2024-09-10 12, 2024-09-10 12"), "met"),
            (ablated("2023-03-02 12, 2024-09-10 2, 2024-09-10 12"), "met"),
            (ablated("2023-03-02 12, 2024-09-10 12, 2024-09-10 2"), "met"),
            (ablated("2023-03-02 12, 2023-03-02 2, 2024-09-10 12"), "unclear: relief-from-later-rfa"),
            (ablated("2023-03-02 2, 2023-03-02 12, 2024-09-10 2"), "not-met"),
        ],
    );
}

#[test]
fn d_ii_b_1_leap_day() {
    // 2028-02-29 + 12 months is 2029-02-28; 36 months before 2031-02-28 it is 2028-02-28.
    check(
        "D.II.B.1",
        &history_alone().with("request.received = 2029-02-28"),
        &[(ablated("2028-02-29 -"), "missing"), (ablated("2028-03-01 -"), "not-met")],
    );
    check(
        "D.II.B.1",
        &history_alone().with("request.received = 2031-02-28"),
        &[(ablated("2028-02-28 12"), "met"), (ablated("2028-02-27 12"), "not-met")],
    );
}

#[test]
fn d_ii_b_1_waived_or_failed_therapy() {
    let therapy = |days: &str| {
        [active(&format!("chiropractic {days}")), inactive("ice 2025-11-03 2025-12-14 yes")].join("\n")
    };
    let unwaived = history_alone().with(&ablated("2023-03-01 12"));
    let unclear = history_alone().with(&ablated("2023-03-02 12, 2024-09-10 11"));
    let rows = |of: [&'static str; 4]| {
        [
            (therapy("2025-11-03 2025-12-14 yes"), of[0]),
            (therapy("2025-11-03 2025-12-08 yes"), of[1]),
            (therapy("2025-11-03 2025-12-07 yes"), of[2]),
            (therapy("2025-11-03 2025-12-14 -"), of[3]),
        ]
    };
    check("D.II.B.1", &history_alone(), &rows(["met"; 4]));
    check("D.II.B.1", &unwaived, &rows(["met", "unclear: six-weekly-visits", "not-met", "missing"]));
    let poor = "unclear: waiver-after-poor-repeat";
    let either = "unclear: six-weekly-visits, waiver-after-poor-repeat";
    check("D.II.B.1", &unclear, &rows(["met", either, poor, "missing"]));
    check("D.II.B.1", &unwaived, &[("therapy.active = 'unanswered'", "not-met")]);
    check(
        "D.II.B.1",
        &unwaived,
        &[("therapy = { active = 'unanswered', inactive = 'unanswered' }", "missing")],
    );
}

#[test]
fn d_ii_b_1_readings() {
    let poor = ablated("2023-03-02 12, 2024-09-10 11");
    let later = ablated("2023-03-02 11, 2024-09-10 12");
    let base = history_alone();
    check_reading(
        "D.II.B.1",
        &base,
        "waiver-after-poor-repeat",
        &[
            (&poor, ["unclear: waiver-after-poor-repeat", "met", "not-met"]),
            (&later, ["unclear: relief-from-later-rfa"; 3]),
        ],
    );
    check_reading(
        "D.II.B.1",
        &base,
        "relief-from-later-rfa",
        &[
            (&later, ["unclear: relief-from-later-rfa", "met", "not-met"]),
            (&poor, ["unclear: waiver-after-poor-repeat"; 3]),
        ],
    );
    let unwaived = base.with(&ablated("2023-03-01 12")).with(&inactive("ice 2025-11-03 2025-12-14 yes"));
    check_reading(
        "D.II.B.1",
        &unwaived,
        "six-weekly-visits",
        &[(
            active("chiropractic 2025-11-03 2025-12-08 yes"),
            ["unclear: six-weekly-visits", "met", "not-met"],
        )],
    );
    check_reading(
        "D.II.B.1",
        &unwaived,
        "straddling-programme",
        &[(
            active("chiropractic 2025-07-23 2025-09-02 yes"),
            ["unclear: straddling-programme", "met", "not-met"],
        )],
    );
}

#[test]
fn d_ii_b_2_injection_waived_by_the_history() {
    check(
        "D.II.B.2",
        &history_alone(),
        &[
            // The waiver, and a repeat ablation inside R - 36 months, 2023-03-02.
            (ablated("2023-03-02 12, 2024-09-10 12"), "met"),
            (ablated("2024-09-10 12"), "unclear: repeat-means-any-rfa"),
            (ablated("2023-03-02 12"), "unclear: repeat-means-any-rfa"),
            // No waiver: a recent repeat, or none.
            (ablated("2020-01-01 2, 2023-03-01 2"), "not-met"),
            (ablated("2020-01-01 2, 2023-03-02 2"), "unclear: repeat-without-waiver"),
            (ablated("2020-01-01 2, 2023-03-03 2"), "unclear: repeat-without-waiver"),
            (ablated("2024-09-10 2"), "not-met"),
            (ablated("2023-03-01 12"), "not-met"),
            // An unclear waiver.
            (
                ablated("2023-03-02 12, 2024-09-10 11"),
                "unclear: waiver-after-poor-repeat, repeat-without-waiver",
            ),
            (
                ablated("2023-03-01 12, 2024-09-10 12"),
                "unclear: relief-from-later-rfa, repeat-without-waiver",
            ),
            // Relief or dates the record leaves open.
            (ablated("2024-09-10 -"), "unclear: repeat-means-any-rfa"),
            (ablated("2025-03-03 -"), "not-met"),
            (ablated("2023-03-02 12, 2024-09-10 -"), "missing"),
            (ablated("2020-01-01 2, 2023-03 2"), "unclear: repeat-without-waiver"),
            (ablated("2023-03-02 12, 2024-09-10 12").replace("12 }]", "'not-documented' }]"), "missing"),
        ],
    );
}

#[test]
fn d_ii_b_2_an_injection() {
    let base = history_alone().with(&ablated("2024-09-10 2"));
    check(
        "D.II.B.2",
        &base,
        &[
            (given("2025-12-10 diagnostic 75"), "met"),
            (given("2025-09-02 diagnostic 75"), "met"),
            (given("2025-09-01 diagnostic 75"), "unclear: repeat-injection-standard"),
            (given("2025-12-10 diagnostic 74"), "unclear: repeat-injection-standard"),
            (given("2024-09-11 diagnostic 0"), "unclear: repeat-injection-standard"),
            (given("2024-09-11 diagnostic"), "unclear: repeat-injection-standard"),
            (given("2024-09-10 diagnostic 90"), "not-met"),
            (given("2024-09-09 diagnostic 90"), "not-met"),
            (given("2024-09-11 therapeutic 90"), "not-met"),
            (given("2024-09-11 - 90"), "unclear: repeat-injection-standard"),
            (given("2025-12-10 therapeutic 75"), "unclear: therapeutic-as-diagnostic"),
            (
                given("2025-12-10 diagnostic 75, 2025-12-11 diagnostic 74"),
                "unclear: disagreeing-diagnostics, repeat-injection-standard",
            ),
            (given("2025-12-10 diagnostic -"), "missing"),
            ("left.injections = 'unanswered'".into(), "missing"),
            ("left.injections = 'not-documented'".into(), "missing"),
            (given(""), "not-met"),
        ],
    );
}

#[test]
fn d_ii_b_2_readings() {
    let base = history_alone();
    let any = "unclear: repeat-means-any-rfa";
    check_reading(
        "D.II.B.2",
        &base,
        "repeat-means-any-rfa",
        &[(ablated("2024-09-10 12"), [any, "met", "not-met"])],
    );
    let without = "unclear: repeat-without-waiver";
    let poor = "unclear: waiver-after-poor-repeat, repeat-without-waiver";
    let later = "unclear: relief-from-later-rfa, repeat-without-waiver";
    check_reading(
        "D.II.B.2",
        &base,
        "repeat-without-waiver",
        &[
            (ablated("2020-01-01 2, 2023-03-02 2"), [without, "met", "not-met"]),
            (ablated("2020-01-01 2, 2023-03-01 2"), ["not-met"; 3]),
            (ablated("2023-03-02 12, 2024-09-10 11"), [poor, "met", "unclear: waiver-after-poor-repeat"]),
            (ablated("2023-03-01 12, 2024-09-10 12"), [later, "met", "unclear: relief-from-later-rfa"]),
            // The waiver is met: the reading has no effect.
            (ablated("2024-09-10 12"), [any; 3]),
        ],
    );
    check_reading(
        "D.II.B.2",
        &base,
        "waiver-after-poor-repeat",
        &[(ablated("2023-03-02 12, 2024-09-10 11"), [poor, "met", without])],
    );
    check_reading(
        "D.II.B.2",
        &base,
        "relief-from-later-rfa",
        &[(ablated("2023-03-01 12, 2024-09-10 12"), [later, "met", without])],
    );
    let unwaived = base.with(&ablated("2024-09-10 2"));
    let standard = "unclear: repeat-injection-standard";
    check_reading(
        "D.II.B.2",
        &unwaived,
        "repeat-injection-standard",
        &[
            (given("2024-09-11 diagnostic 0"), [standard, "met", "not-met"]),
            (given("2024-09-10 diagnostic 0"), ["not-met"; 3]),
            (given("2024-09-11 - 0"), [standard, "missing", "not-met"]),
        ],
    );
    // The last ablation was some day of September.
    check_reading(
        "D.II.B.2",
        &base.with(&ablated("2024-09 2")),
        "repeat-injection-standard",
        &[
            (given("2024-09-01 diagnostic 0"), ["not-met"; 3]),
            (given("2024-09-02 diagnostic 0"), [standard, "missing", "not-met"]),
            (given("2024-09-30 diagnostic 0"), [standard, "missing", "not-met"]),
            (given("2024-10-01 diagnostic 0"), [standard, "met", "not-met"]),
        ],
    );
    check_reading(
        "D.II.B.2",
        &unwaived,
        "therapeutic-as-diagnostic",
        &[(given("2025-12-10 therapeutic 75"), ["unclear: therapeutic-as-diagnostic", "met", "not-met"])],
    );
    check_reading(
        "D.II.B.2",
        &unwaived,
        "disagreeing-diagnostics",
        &[(
            given("2025-12-10 diagnostic 75, 2025-12-11 diagnostic 74"),
            ["unclear: disagreeing-diagnostics, repeat-injection-standard", "met", standard],
        )],
    );
}

#[test]
fn d_ii_b_3_one_in_twelve_months() {
    check(
        "D.II.B.3",
        &repeat(),
        &[
            (ablated("2025-03-15 2"), "met"),
            (ablated("2025-03-16 2"), "met"),
            (ablated("2025-03-17 2"), "not-met, met from 2026-03-17"),
            (ablated("2025-03-17 2, 2020-01-01 2"), "not-met, met from 2026-03-17"),
            (ablated("2025-02 2"), "met"),
            (ablated("2025-03 2"), "missing, met from 2026-03-31"),
            (ablated("2025-04 2"), "not-met, met from 2026-04-30"),
            (ablated("2025-04"), "not-met, met from 2026-04-30"),
            (ablated("? ?"), "missing, met from 2027-03-02"),
            // Relief of two months by R: the ablation was by 2026-01-02. Of fourteen: by 2025-01-02.
            (ablated("? 2"), "missing, met from 2027-01-02"),
            (ablated("? 14"), "met"),
        ],
    );
    for missing in ["unanswered", "not-documented"] {
        check(
            "D.II.B.3",
            &repeat().with(&format!("left.service_date = '{missing}'")),
            &[(ablated("2025-03-02 2"), "met"), (ablated("2025-03-03 2"), "missing, met from 2026-03-03")],
        );
    }
    check(
        "D.II.B.3",
        &repeat().with("request.received = 2029-02-10").with(&ablated("2028-02-29 2")),
        &[
            ("left.service_date = 2029-02-27", "not-met, met from 2029-02-28"),
            ("left.service_date = 2029-02-28", "met"),
        ],
    );
}

#[test]
fn d_ii_c_1_technique() {
    for base in [initial(), repeat(), initial().with("left.ablations = 'unanswered'")] {
        check(
            "D.II.C.1",
            &base,
            &[
                ("request.technique = 'thermal'", "met"),
                ("request.technique = 'cooled'", "not-met"),
                ("request.technique = 'pulsed'", "unclear"),
                ("request.technique = 'other'", "unclear"),
                ("request.technique = 'unanswered'", "missing"),
                ("request.technique = 'not-documented'", "missing"),
            ],
        );
    }
}

#[test]
fn ablation_ignores_the_exclusions_of_injections() {
    let close = initial().with("request.other_block = 2026-03-16\npain.herpes_zoster = 'yes'").determined();
    let all_met = close.units[0].items.iter().all(|item| Finding::Met >= item.finding);
    assert!(all_met, "{close:?}");
}
