//! D.I.B: therapeutic injections. R is 2026-03-02, S is 2026-03-16.

use super::base_cases::{check, check_reading, given, therapeutic};

#[test]
fn d_i_b_1_the_previous_injection_helped() {
    check(
        "D.I.B.1",
        &therapeutic(),
        &[
            (given("2025-12-10 diagnostic 76 yes"), "met"),
            (given("2025-12-10 diagnostic 75 yes"), "met"),
            (given("2025-12-10 therapeutic 75 yes"), "met"),
            (given("2025-12-10 ? 75 yes"), "met"),
            (given("2025-12-10 diagnostic 74.999999 yes"), "not-met"),
            (given("2025-12-10 diagnostic 74 yes"), "not-met"),
            (given("2025-12-10 diagnostic 0 yes"), "not-met"),
            (given("2025-12-10 diagnostic 100 no"), "not-met"),
            (given(""), "not-met"),
            ("left.injections = 'unanswered'".into(), "missing"),
            ("left.injections = 'not-documented'".into(), "missing"),
            (given("2025-12-10 diagnostic - yes"), "missing"),
            (given("2025-12-10 diagnostic ? yes"), "missing"),
            (given("2025-12-10 diagnostic 80 -"), "missing"),
            (given("2025-12-10 diagnostic 80 ?"), "missing"),
            (given("2025-12-10 diagnostic ? no"), "not-met"),
            (given("2025-12-10 diagnostic 74 ?"), "not-met"),
            (given("? diagnostic 80 yes"), "met"),
            // Only the most recent injection counts.
            (given("2025-12-10 diagnostic 80 yes, 2025-12-09 diagnostic 10 no"), "met"),
            (
                given("2025-12-10 diagnostic 80 yes, 2025-12-11 diagnostic 10 no"),
                "unclear: latest-or-any-injection",
            ),
            (
                given("2025-12-11 diagnostic 10 no, 2025-12-10 diagnostic 80 yes"),
                "unclear: latest-or-any-injection",
            ),
            (given("2025-12-10 diagnostic 80 no, 2025-12-11 diagnostic 10 yes"), "not-met"),
            // Several on the most recent day: all count.
            (given("2025-12-10 diagnostic 80 yes, 2025-12-10 therapeutic 75 yes"), "met"),
            (
                given("2025-12-10 diagnostic 80 yes, 2025-12-10 therapeutic 74 yes"),
                "unclear: latest-or-any-injection",
            ),
            (
                given("2025-12-10 diagnostic 74 yes, 2025-12-10 therapeutic 80 yes"),
                "unclear: latest-or-any-injection",
            ),
            // It is not known which was the most recent.
            (given("2025-12 diagnostic 80 yes, 2025-11-30 diagnostic 10 no"), "met"),
            (given("2025-12 diagnostic 80 yes, 2025-12-01 diagnostic 10 no"), "missing"),
            (given("2025-12 diagnostic 80 yes, 2025-12-30 diagnostic 10 no"), "missing"),
            (
                given("2025-12 diagnostic 80 yes, 2025-12-31 diagnostic 10 no"),
                "unclear: latest-or-any-injection",
            ),
            (given("? diagnostic 80 yes, 2025-12-31 diagnostic 10 no"), "missing"),
            (given("? diagnostic 80 yes, 2026-03-02 diagnostic 10 no"), "unclear: latest-or-any-injection"),
            (given("2025-12-10 diagnostic 80 yes, 2025-12-11 diagnostic - yes"), "missing"),
            (
                given("2025-12-10 diagnostic - yes, 2025-12-11 diagnostic 10 no"),
                "unclear: latest-or-any-injection",
            ),
        ],
    );
}

#[test]
fn d_i_b_1_latest_or_any_injection() {
    let name = "unclear: latest-or-any-injection";
    check_reading(
        "D.I.B.1",
        &therapeutic(),
        "latest-or-any-injection",
        &[
            (given("2025-12-10 diagnostic 80 yes, 2025-12-11 diagnostic 10 no"), [name, "met", "not-met"]),
            (given("2025-12-10 diagnostic 10 no, 2025-12-11 diagnostic 80 yes"), ["met", "met", "met"]),
            (given("2025-12-10 diagnostic 10 no"), ["not-met", "not-met", "not-met"]),
            (given("2025-12-10 diagnostic - yes, 2025-12-11 diagnostic 10 no"), [name, "missing", "not-met"]),
        ],
    );
}

#[test]
fn d_i_b_2_pain_returned() {
    check(
        "D.I.B.2",
        &therapeutic(),
        &[
            ("left.returned = 'yes'", "met"),
            ("left.returned = 'no'", "not-met"),
            ("left.returned = 'unanswered'", "missing"),
            ("left.returned = 'not-documented'", "missing"),
            ("right.returned = 'no'", "met"),
        ],
    );
}

#[test]
fn d_i_b_3_therapy_alongside() {
    check(
        "D.I.B.3",
        &therapeutic(),
        &[
            ("therapy = { alongside_active = 'yes', alongside_inactive = 'yes' }", "met"),
            ("therapy = { alongside_active = 'no', alongside_inactive = 'yes' }", "not-met"),
            ("therapy = { alongside_active = 'yes', alongside_inactive = 'no' }", "not-met"),
            ("therapy = { alongside_active = 'unanswered', alongside_inactive = 'yes' }", "missing"),
            ("therapy = { alongside_active = 'yes', alongside_inactive = 'not-documented' }", "missing"),
            (
                "therapy = { alongside_active = 'not-documented', alongside_inactive = 'unanswered' }",
                "missing",
            ),
            ("therapy = { alongside_active = 'no', alongside_inactive = 'unanswered' }", "not-met"),
            ("therapy = { alongside_active = 'not-documented', alongside_inactive = 'no' }", "not-met"),
        ],
    );
}

#[test]
fn d_i_b_4_two_months_apart() {
    check(
        "D.I.B.4",
        &therapeutic(),
        &[
            (given(""), "met"),
            (given("2026-01-15 therapeutic"), "met"),
            (given("2026-01-16 therapeutic"), "met"),
            (given("2026-01-17 therapeutic"), "not-met, met from 2026-03-17"),
            (given("2026-03-02 therapeutic"), "not-met, met from 2026-05-02"),
            (given("2026-01-17 therapeutic, 2026-01-20 therapeutic"), "not-met, met from 2026-03-20"),
            (given("2026-01-16 diagnostic"), "met"),
            (given("2026-01-17 diagnostic"), "unclear: diagnostic-to-therapeutic-gap, met from 2026-03-17"),
            (given("2026-01-17 therapeutic, 2026-02-01 diagnostic"), "not-met, met from 2026-04-01"),
            // An unknown date: at the latest R, so two months after R.
            ("left.injections = 'unanswered'".into(), "missing, met from 2026-05-02"),
            ("left.injections = 'not-documented'".into(), "missing, met from 2026-05-02"),
            (given("? therapeutic"), "missing, met from 2026-05-02"),
            (given("2026-01-16 -"), "met"),
            (given("2026-01-17 -"), "unclear: diagnostic-to-therapeutic-gap, met from 2026-03-17"),
            (given("2025-12 therapeutic"), "met"),
            (given("2026-01 therapeutic"), "missing, met from 2026-03-31"),
            (given("2026-01 diagnostic"), "missing, met from 2026-03-31"),
            (given("2026-02 therapeutic"), "not-met, met from 2026-04-28"),
            (given("2026-03 therapeutic"), "not-met, met from 2026-05-02"),
        ],
    );
}

#[test]
fn d_i_b_4_day_of_service_missing() {
    for missing in ["unanswered", "not-documented"] {
        check(
            "D.I.B.4",
            &therapeutic().with(&format!("left.service_date = '{missing}'")),
            &[
                (given("2026-01-01 therapeutic"), "met"),
                (given("2026-01-02 therapeutic"), "met"),
                (given("2026-01-03 therapeutic"), "missing, met from 2026-03-03"),
                (given("2026-01-02 diagnostic"), "met"),
                (given("2026-01-03 diagnostic"), "missing, met from 2026-03-03"),
            ],
        );
    }
}

#[test]
fn d_i_b_4_month_ends() {
    check(
        "D.I.B.4",
        &therapeutic().with("request.received = 2026-02-10").with(&given("2025-12-31 therapeutic")),
        &[
            ("left.service_date = 2026-02-27", "not-met, met from 2026-02-28"),
            ("left.service_date = 2026-02-28", "met"),
        ],
    );
    check(
        "D.I.B.4",
        &therapeutic().with("request.received = 2028-02-29").with(&given("2027-12-30 therapeutic")),
        &[
            ("left.service_date = 2028-02-28", "not-met, met from 2028-02-29"),
            ("left.service_date = 2028-02-29", "met"),
        ],
    );
    check(
        "D.I.B.4",
        &therapeutic().with("request.received = 2028-03-02").with(&given("2028-02-29 therapeutic")),
        &[
            ("left.service_date = 2028-04-28", "not-met, met from 2028-04-29"),
            ("left.service_date = 2028-04-29", "met"),
        ],
    );
}

#[test]
fn d_i_b_4_diagnostic_to_therapeutic_gap() {
    let open = "unclear: diagnostic-to-therapeutic-gap, met from 2026-03-17";
    let late = "not-met, met from 2026-03-17";
    check_reading(
        "D.I.B.4",
        &therapeutic(),
        "diagnostic-to-therapeutic-gap",
        &[
            (given("2026-01-16 diagnostic"), ["met", "met", "met"]),
            (given("2026-01-17 diagnostic"), [open, "met", late]),
            (given("2026-01-17 therapeutic"), [late, late, late]),
            (given("2026-01-17 -"), [open, "missing, met from 2026-03-17", late]),
        ],
    );
}

/// One injection on this day and up to four later ones, all within twelve months.
fn oldest(oldest: &str, others: usize) -> String {
    let others =
        ["2025-08-01 therapeutic", "2025-09-01 diagnostic", "2025-10-01 -", "2025-11-01 therapeutic"]
            [..others]
            .join(", ");
    given(&format!("{oldest} diagnostic, {others}"))
}

#[test]
fn d_i_b_5_four_in_twelve_months() {
    check(
        "D.I.B.5",
        &therapeutic(),
        &[
            (given(""), "met"),
            (oldest("2025-07-01", 2), "met"),
            // 2025-03-16 + 12 months is S.
            (oldest("2025-03-15", 3), "met"),
            (oldest("2025-03-16", 3), "met"),
            (oldest("2025-03-17", 3), "unclear: fifth-injection, met from 2026-03-17"),
            (oldest("2025-03-16", 4), "unclear: fifth-injection, met from 2026-08-01"),
            (oldest("2025-03-17", 4), "not-met, met from 2026-08-01"),
            ("left.injections = 'unanswered'".into(), "missing, met from 2027-03-02"),
            ("left.injections = 'not-documented'".into(), "missing, met from 2027-03-02"),
            (oldest("?", 2), "met"),
            (oldest("?", 3), "missing, met from 2026-08-01"),
            (oldest("?", 4), "unclear: fifth-injection, met from 2026-09-01"),
            (oldest("2025-03", 3), "missing, met from 2026-03-31"),
            (oldest("2025-02", 3), "met"),
            (oldest("2025-04", 3), "unclear: fifth-injection, met from 2026-04-30"),
        ],
    );
    for missing in ["unanswered", "not-documented"] {
        check(
            "D.I.B.5",
            &therapeutic().with(&format!("left.service_date = '{missing}'")),
            &[
                (oldest("2025-03-02", 3), "met"),
                (oldest("2025-03-03", 3), "missing, met from 2026-03-03"),
                (oldest("2025-03-03", 4), "missing, met from 2026-08-01"),
            ],
        );
    }
}

#[test]
fn d_i_b_5_leap_day() {
    check(
        "D.I.B.5",
        &therapeutic()
            .with("request.received = 2029-02-10")
            .with(&given("2028-02-29 diagnostic, 2028-05-01 -, 2028-06-01 -, 2028-07-01 -")),
        &[
            ("left.service_date = 2029-02-27", "unclear: fifth-injection, met from 2029-02-28"),
            ("left.service_date = 2029-02-28", "met"),
        ],
    );
}

#[test]
fn d_i_b_5_fifth_injection() {
    check_reading(
        "D.I.B.5",
        &therapeutic(),
        "fifth-injection",
        &[
            (oldest("2025-03-16", 3), ["met", "met", "met"]),
            (
                oldest("2025-03-17", 3),
                ["unclear: fifth-injection, met from 2026-03-17", "met", "not-met, met from 2026-03-17"],
            ),
            (
                oldest("2025-03-17", 4),
                [
                    "not-met, met from 2026-08-01",
                    "not-met, met from 2026-03-17",
                    "not-met, met from 2026-08-01",
                ],
            ),
            (oldest("?", 3), ["missing, met from 2026-08-01", "met", "missing, met from 2026-08-01"]),
            // An unknown history can hold five.
            ("left.injections = 'unanswered'".into(), ["missing, met from 2027-03-02"; 3]),
        ],
    );
}
