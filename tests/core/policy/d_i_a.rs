//! D.I.A: diagnostic injections. R is 2026-03-02, S is 2026-03-16.

use sij_intake::case::Laterality;
use sij_intake::casefile;
use sij_intake::policy::PolicySettings;

use super::base_cases::{active, check, check_reading, diagnostic, found, given, inactive};

#[test]
fn d_i_a_two_diagnostic_injections_of_this_joint() {
    check(
        "D.I.A",
        &diagnostic(),
        &[
            (given(""), "met"),
            (given("2026-03-01 diagnostic"), "met"),
            (given("2026-03-01 diagnostic, 2026-02-01 therapeutic, 2026-01-01 therapeutic"), "met"),
            // Two in the twelve months before S: 2025-03-16 + 12 months is S, no longer inside.
            (given("2025-03-15 diagnostic, 2025-12-10 diagnostic"), "unclear: two-diagnostics-period"),
            (given("2025-03-16 diagnostic, 2025-12-10 diagnostic"), "unclear: two-diagnostics-period"),
            (given("2025-03-17 diagnostic, 2025-12-10 diagnostic"), "not-met"),
            (given("2025-03-17 diagnostic, 2025-12-10 therapeutic"), "met"),
            (
                given("2020-01-01 diagnostic, 2021-01-01 diagnostic, 2026-01-01 diagnostic"),
                "unclear: two-diagnostics-period",
            ),
            ("left.injections = 'unanswered'".into(), "missing"),
            ("left.injections = 'not-documented'".into(), "missing"),
            // Dates or purposes the record leaves open.
            (given("2026-01-10 -, 2026-02-10 ?"), "missing"),
            (given("2026-01-10 diagnostic, 2026-02-10 -"), "missing"),
            (given("2026-01-10 diagnostic, 2026-02-10 diagnostic, 2026-02-20 -"), "not-met"),
            (given("- diagnostic, ? diagnostic"), "unclear: two-diagnostics-period"),
            (given("2025-03 diagnostic, 2025-12-10 diagnostic"), "unclear: two-diagnostics-period"),
            (given("2025-04 diagnostic, 2025-12-10 diagnostic"), "not-met"),
            (given("2025 diagnostic, 2026 diagnostic"), "unclear: two-diagnostics-period"),
        ],
    );
}

#[test]
fn d_i_a_day_of_service_missing() {
    let rows = [
        (
            given("2025-03-02 diagnostic, 2025-12-10 diagnostic"),
            ["unclear: two-diagnostics-period", "met", "not-met"],
        ),
        (
            given("2025-03-03 diagnostic, 2025-12-10 diagnostic"),
            ["unclear: two-diagnostics-period", "missing, met from 2026-03-03", "not-met"],
        ),
    ];
    let base = diagnostic().with("left.service_date = 'unanswered'");
    check_reading("D.I.A", &base, "two-diagnostics-period", &rows);
    check_reading(
        "D.I.A",
        &base.with("left.service_date = 'not-documented'"),
        "two-diagnostics-period",
        &rows,
    );
}

#[test]
fn d_i_a_two_diagnostics_period() {
    check_reading(
        "D.I.A",
        &diagnostic(),
        "two-diagnostics-period",
        &[
            (
                given("2025-03-16 diagnostic, 2025-12-10 diagnostic"),
                ["unclear: two-diagnostics-period", "met", "not-met"],
            ),
            (
                given("2025-03-17 diagnostic, 2025-12-10 diagnostic"),
                ["not-met", "not-met, met from 2026-03-17", "not-met"],
            ),
            (given("2025-12-10 diagnostic"), ["met", "met", "met"]),
            (
                given("? diagnostic, 2025-12-10 diagnostic"),
                ["unclear: two-diagnostics-period", "missing, met from 2026-12-10", "not-met"],
            ),
        ],
    );
}

#[test]
fn d_i_a_leap_day() {
    // 2028-02-29 + 12 months is 2029-02-28.
    let base = diagnostic().with("request.received = 2029-02-10");
    let two = given("2028-02-29 diagnostic, 2028-06-01 diagnostic");
    check_reading(
        "D.I.A",
        &base.with(&two),
        "two-diagnostics-period",
        &[
            ("left.service_date = 2029-02-27", ["not-met", "not-met, met from 2029-02-28", "not-met"]),
            ("left.service_date = 2029-02-28", ["unclear: two-diagnostics-period", "met", "not-met"]),
            ("left.service_date = 2029-03-01", ["unclear: two-diagnostics-period", "met", "not-met"]),
        ],
    );
}

#[test]
fn d_i_a_1_location() {
    check(
        "D.I.A.1",
        &diagnostic(),
        &[
            ("pain.location = ['low-back']", "met"),
            ("pain.location = ['buttock']", "met"),
            ("pain.location = ['buttock', 'leg']", "met"),
            ("pain.location = ['low-back', 'leg', 'elsewhere']", "met"),
            ("pain.location = ['leg']", "unclear: leg-only-pain"),
            ("pain.location = ['leg', 'elsewhere']", "unclear: leg-only-pain"),
            ("pain.location = ['elsewhere']", "not-met"),
            ("pain.location = 'unanswered'", "missing"),
            ("pain.location = 'not-documented'", "missing"),
        ],
    );
    check_reading(
        "D.I.A.1",
        &diagnostic(),
        "leg-only-pain",
        &[
            ("pain.location = ['leg']", ["unclear: leg-only-pain", "met", "not-met"]),
            ("pain.location = ['elsewhere']", ["not-met", "not-met", "not-met"]),
            ("pain.location = ['low-back', 'leg']", ["met", "met", "met"]),
        ],
    );
}

#[test]
fn d_i_a_1_character() {
    check(
        "D.I.A.1",
        &diagnostic(),
        &[
            ("pain.character = 'nonradicular'", "met"),
            ("pain.character = 'mixed'", "unclear"),
            ("pain.character = 'radicular'", "not-met"),
            ("pain.character = 'unanswered'", "missing"),
            ("pain.character = 'not-documented'", "missing"),
        ],
    );
}

#[test]
fn d_i_a_1_duration() {
    check(
        "D.I.A.1",
        &diagnostic(),
        &[
            // 2025-12-02 + 3 months is R.
            ("pain.onset = 2025-12-01", "met"),
            ("pain.onset = 2025-12-02", "met"),
            ("pain.onset = 2025-12-03", "unclear: pain-84-days"),
            // 2025-12-08 is 84 days before R.
            ("pain.onset = 2025-12-07", "unclear: pain-84-days"),
            ("pain.onset = 2025-12-08", "unclear: pain-84-days"),
            ("pain.onset = 2025-12-09", "not-met"),
            ("pain.onset = 2026-03-02", "not-met"),
            ("pain.onset = 'unanswered'", "missing"),
            ("pain.onset = 'not-documented'", "missing"),
            ("pain.onset = '3 months'", "met"),
            ("pain.onset = '2 months'", "not-met"),
            ("pain.onset = '90 days'", "met"),
            ("pain.onset = '89 days'", "unclear: pain-84-days"),
            ("pain.onset = '83 days'", "not-met"),
            ("pain.onset = '13 weeks'", "met"),
            ("pain.onset = '12 weeks'", "unclear: pain-84-days"),
            ("pain.onset = '11 weeks'", "not-met"),
            ("pain.onset = '2 years'", "met"),
            ("pain.onset = '2025-11'", "met"),
            ("pain.onset = '2025-12'", "missing"),
            ("pain.onset = '2026-01'", "not-met"),
            ("pain.onset = '2024'", "met"),
            ("pain.onset = '2025'", "missing"),
            ("pain.onset = '2026'", "not-met"),
        ],
    );
    check_reading(
        "D.I.A.1",
        &diagnostic(),
        "pain-84-days",
        &[
            ("pain.onset = 2025-12-08", ["unclear: pain-84-days", "met", "not-met"]),
            ("pain.onset = 2025-12-09", ["not-met", "not-met", "not-met"]),
            ("pain.onset = 2025-12-02", ["met", "met", "met"]),
        ],
    );
    // None of the possible days gives three months, but some give 84 days.
    let base = diagnostic().with("request.received = 2026-03-31");
    check_reading(
        "D.I.A.1",
        &base,
        "pain-84-days",
        &[("pain.onset = '2026-01'", ["unclear: pain-84-days", "missing", "not-met"])],
    );
}

#[test]
fn d_i_a_1_month_ends() {
    check(
        "D.I.A.1",
        &diagnostic(),
        &[
            // November has 30 days, February 28: 2025-11-30 + 3 months is 2026-02-28.
            ("request.received = 2026-02-28\npain.onset = 2025-11-28", "met"),
            ("request.received = 2026-02-28\npain.onset = 2025-11-30", "met"),
            ("request.received = 2026-02-28\npain.onset = 2025-12-01", "unclear: pain-84-days"),
            ("request.received = 2026-02-27\npain.onset = 2025-11-28", "unclear: pain-84-days"),
            ("request.received = 2026-02-27\npain.onset = 2025-11-27", "met"),
            ("request.received = 2028-02-29\npain.onset = 2027-11-30", "met"),
            ("request.received = 2028-02-28\npain.onset = 2027-11-29", "unclear: pain-84-days"),
            ("request.received = 2028-02-28\npain.onset = 2027-11-28", "met"),
            ("request.received = 2026-05-31\npain.onset = 2026-02-28", "met"),
            ("request.received = 2026-05-31\npain.onset = 2026-03-01", "unclear: pain-84-days"),
            ("request.received = 2028-05-29\npain.onset = 2028-02-29", "met"),
            ("request.received = 2028-05-28\npain.onset = 2028-02-29", "unclear: pain-84-days"),
        ],
    );
}

#[test]
fn d_i_a_1_parts_together() {
    check(
        "D.I.A.1",
        &diagnostic(),
        &[
            // A missing fact counts only where it could change the finding.
            ("pain.character = 'radicular'\npain.onset = 'unanswered'", "not-met"),
            ("pain.location = ['elsewhere']\npain.character = 'not-documented'", "not-met"),
            ("pain.character = 'mixed'\npain.onset = 'unanswered'", "unclear: pain-84-days"),
            ("pain.character = 'mixed'\npain.onset = 2025-12-09", "not-met"),
            ("pain.location = ['leg']\npain.character = 'unanswered'", "unclear: leg-only-pain"),
            ("pain.location = ['leg']\npain.onset = 2025-12-05", "unclear: leg-only-pain, pain-84-days"),
            ("pain.location = 'unanswered'\npain.onset = 2025-12-05", "unclear: leg-only-pain, pain-84-days"),
            ("pain.location = 'unanswered'\npain.onset = 'unanswered'", "missing"),
        ],
    );
}

#[test]
fn d_i_a_2_pain_and_tenderness_at_this_joint() {
    check(
        "D.I.A.2",
        &diagnostic(),
        &[
            ("left = { sij_pain = 'yes', sij_tenderness = 'yes' }", "met"),
            ("left = { sij_pain = 'no', sij_tenderness = 'yes' }", "not-met"),
            ("left = { sij_pain = 'yes', sij_tenderness = 'no' }", "not-met"),
            ("left = { sij_pain = 'unanswered', sij_tenderness = 'yes' }", "missing"),
            ("left = { sij_pain = 'yes', sij_tenderness = 'unanswered' }", "missing"),
            ("left = { sij_pain = 'not-documented', sij_tenderness = 'not-documented' }", "missing"),
            ("left = { sij_pain = 'no', sij_tenderness = 'unanswered' }", "not-met"),
            ("left = { sij_pain = 'not-documented', sij_tenderness = 'no' }", "not-met"),
            ("right = { sij_pain = 'no', sij_tenderness = 'no' }", "met"),
        ],
    );
}

#[test]
fn d_i_a_3_a_provocation_test() {
    check(
        "D.I.A.3",
        &diagnostic(),
        &[
            ("left.positive_tests = ['distraction']", "met"),
            ("left.positive_tests = ['compression']", "met"),
            ("left.positive_tests = ['thigh-thrust']", "met"),
            ("left.positive_tests = ['gaenslen']", "met"),
            ("left.positive_tests = ['faber']", "met"),
            ("left.positive_tests = ['sacral-thrust']", "met"),
            ("left.positive_tests = ['other', 'sacral-thrust']", "met"),
            ("left.positive_tests = ['other']", "unclear"),
            ("left.positive_tests = []", "not-met"),
            ("left.positive_tests = []\nright.positive_tests = ['faber']", "not-met"),
            ("left.positive_tests = 'unanswered'", "missing"),
            ("left.positive_tests = 'not-documented'", "missing"),
        ],
    );
}

#[test]
fn d_i_a_4_a_forty_two_days() {
    check(
        "D.I.A.4.a",
        &diagnostic(),
        &[
            (active("physical-therapy 2025-11-03 2025-12-15 yes"), "met"),
            (active("physical-therapy 2025-11-03 2025-12-14 yes"), "met"),
            (active("occupational-therapy 2025-11-03 2025-12-14 yes"), "met"),
            (active("chiropractic 2025-11-03 2025-12-14 yes"), "met"),
            (active("physical-therapy 2025-11-03 2025-12-13 yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2025-11-03 2025-12-08 yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2025-11-03 2025-12-07 yes"), "not-met"),
            (active(""), "not-met"),
            // Several add up; days that overlap count once.
            (
                active("physical-therapy 2025-11-03 2025-11-23 yes, chiropractic 2025-11-24 2025-12-14 yes"),
                "met",
            ),
            (
                active("physical-therapy 2025-11-03 2025-11-23 yes, chiropractic 2025-11-23 2025-12-13 yes"),
                "not-met",
            ),
            (
                active("physical-therapy 2025-11-03 2025-11-23 yes, chiropractic 2025-12-23 2026-01-12 yes"),
                "met",
            ),
            (
                active("physical-therapy 2025-11-03 2025-12-13 yes, chiropractic 2025-12-13 2025-12-13 yes"),
                "unclear: six-weekly-visits",
            ),
            (
                active("physical-therapy 2025-11-03 2025-12-13 yes, chiropractic 2025-12-14 2025-12-14 yes"),
                "met",
            ),
            // Whether the medical record documents it.
            (active("physical-therapy 2025-11-03 2025-12-14 no"), "not-met"),
            (active("physical-therapy 2025-11-03 2025-12-14 ?"), "missing"),
            (active("physical-therapy 2025-11-03 2025-12-14 -"), "missing"),
            (active("physical-therapy 2025-11-03 2025-12-08 -"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2025-11-03 2025-12-07 -"), "not-met"),
            ("therapy.active = 'unanswered'".into(), "missing"),
            ("therapy.active = 'not-documented'".into(), "missing"),
        ],
    );
}

#[test]
fn d_i_a_4_a_the_window() {
    check(
        "D.I.A.4.a",
        &diagnostic(),
        &[
            // R - 6 months is 2025-09-02.
            (active("physical-therapy 2025-09-03 2025-10-14 yes"), "met"),
            (active("physical-therapy 2025-09-02 2025-10-13 yes"), "met"),
            (
                active("physical-therapy 2025-09-01 2025-10-12 yes"),
                "unclear: six-weekly-visits, straddling-programme",
            ),
            (active("physical-therapy 2025-08-01 2025-09-02 yes"), "not-met"),
            // Only the last day is in the window; 42 days in all, then 41.
            (active("physical-therapy 2025-07-23 2025-09-02 yes"), "unclear: straddling-programme"),
            (active("physical-therapy 2025-07-24 2025-09-02 yes"), "not-met"),
            (active("physical-therapy 2025-07-01 2025-09-01 yes"), "not-met"),
            (
                active("physical-therapy 2025-08-24 2025-09-22 yes, chiropractic 2025-11-01 2025-11-12 yes"),
                "unclear: straddling-programme",
            ),
            (
                active("physical-therapy 2025-08-25 2025-09-22 yes, chiropractic 2025-11-01 2025-11-12 yes"),
                "not-met",
            ),
            (
                active("physical-therapy 2025-08-24 2025-09-01 yes, chiropractic 2025-11-01 2025-12-03 yes"),
                "not-met",
            ),
            // Days after R don't count.
            (active("physical-therapy 2026-01-20 2026-03-02 yes"), "met"),
            (active("physical-therapy 2026-01-21 2026-03-02 yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2026-01-20 2026-06-01 yes"), "met"),
            (active("physical-therapy 2026-01-21 2026-06-01 yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2026-01-20 ongoing yes"), "met"),
            (active("physical-therapy 2026-01-26 ongoing yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2026-01-27 ongoing yes"), "not-met"),
        ],
    );
}

#[test]
fn d_i_a_4_a_month_ends_of_the_window() {
    // Six months before 2026-08-31 is 2026-02-28; before 2028-08-31 it is 2028-02-29.
    for (received, first) in [
        ("2026-08-31", "2026-02-28 2026-04-10"),
        ("2026-08-29", "2026-02-28 2026-04-10"),
        ("2028-08-31", "2028-02-29 2028-04-10"),
    ] {
        let base = diagnostic().with(&format!("request.received = {received}"));
        check("D.I.A.4.a", &base, &[(active(&format!("chiropractic {first} yes")), "met")]);
    }
    let base = diagnostic().with("request.received = 2028-08-31");
    check(
        "D.I.A.4.a",
        &base,
        &[(
            active("chiropractic 2028-02-28 2028-04-09 yes"),
            "unclear: six-weekly-visits, straddling-programme",
        )],
    );
}

#[test]
fn d_i_a_4_a_readings() {
    check_reading(
        "D.I.A.4.a",
        &diagnostic(),
        "six-weekly-visits",
        &[
            (
                active("physical-therapy 2025-11-03 2025-12-13 yes"),
                ["unclear: six-weekly-visits", "met", "not-met"],
            ),
            (
                active("physical-therapy 2025-11-03 2025-12-08 yes"),
                ["unclear: six-weekly-visits", "met", "not-met"],
            ),
            (active("physical-therapy 2025-11-03 2025-12-07 yes"), ["not-met", "not-met", "not-met"]),
            (
                active("physical-therapy 2025-11-03 2025-12-08 -"),
                ["unclear: six-weekly-visits", "missing", "not-met"],
            ),
            (
                active("home-exercise 2025-11-03 2025-12-13 yes yes yes yes"),
                ["unclear: six-weekly-visits", "met", "not-met"],
            ),
        ],
    );
    check_reading(
        "D.I.A.4.a",
        &diagnostic(),
        "straddling-programme",
        &[
            (
                active("physical-therapy 2025-07-23 2025-09-02 yes"),
                ["unclear: straddling-programme", "met", "not-met"],
            ),
            (active("physical-therapy 2025-07-24 2025-09-02 yes"), ["not-met", "not-met", "not-met"]),
            (active("physical-therapy 2025-09-02 2025-10-13 yes"), ["met", "met", "met"]),
            (
                active("physical-therapy 2025-09-01 2025-10-12 yes"),
                ["unclear: six-weekly-visits, straddling-programme", "met", "unclear: six-weekly-visits"],
            ),
        ],
    );
}

#[test]
fn d_i_a_4_a_home_exercise() {
    check(
        "D.I.A.4.a",
        &diagnostic(),
        &[
            (active("home-exercise 2025-11-03 2025-12-14 yes yes yes yes"), "met"),
            (active("home-exercise 2025-11-03 2025-12-13 yes yes yes yes"), "unclear: six-weekly-visits"),
            (active("home-exercise 2025-11-03 2025-12-08 yes yes yes yes"), "unclear: six-weekly-visits"),
            (active("home-exercise 2025-11-03 2025-12-07 yes yes yes yes"), "not-met"),
            (active("home-exercise 2025-11-03 2025-12-14 no yes yes yes"), "not-met"),
            (active("home-exercise 2025-11-03 2025-12-14 yes no yes yes"), "not-met"),
            (active("home-exercise 2025-11-03 2025-12-14 yes yes no yes"), "not-met"),
            (active("home-exercise 2025-11-03 2025-12-14 yes yes yes no"), "not-met"),
            (active("home-exercise 2025-11-03 2025-12-14 - yes yes yes"), "missing"),
            (active("home-exercise 2025-11-03 2025-12-14 yes - yes yes"), "missing"),
            (active("home-exercise 2025-11-03 2025-12-14 yes yes ? yes"), "missing"),
            (active("home-exercise 2025-11-03 2025-12-14 yes yes yes ?"), "missing"),
            (active("home-exercise 2025-11-03 2025-12-14 yes ? no yes"), "not-met"),
            // The last three apply to home exercise only.
            (active("physical-therapy 2025-11-03 2025-12-14 yes no no no"), "met"),
            // 42 days from start to end, 29 of them in the window, and 13 of another therapy; then 41 days.
            (
                active(
                    "home-exercise 2025-08-20 2025-09-30 yes yes yes yes, chiropractic 2025-11-01 2025-11-13 yes",
                ),
                "met",
            ),
            (
                active(
                    "home-exercise 2025-08-21 2025-09-30 yes yes yes yes, chiropractic 2025-11-01 2025-11-13 yes",
                ),
                "not-met",
            ),
            // Too short to count, so its days can't complete another therapy's.
            (
                active(
                    "home-exercise 2025-11-03 2025-12-13 yes yes yes yes, chiropractic 2026-01-05 2026-01-05 yes",
                ),
                "unclear: six-weekly-visits",
            ),
        ],
    );
}

#[test]
fn d_i_a_4_a_inability() {
    let base = diagnostic().with(&active(""));
    check(
        "D.I.A.4.a",
        &base,
        &[
            ("therapy = { inability = 'contraindication', inability_in_record = 'yes' }", "met"),
            ("therapy = { inability = 'increased-pain', inability_in_record = 'yes' }", "met"),
            ("therapy = { inability = 'intolerance', inability_in_record = 'yes' }", "met"),
            ("therapy = { inability = 'physically-unable', inability_in_record = 'yes' }", "met"),
            ("therapy = { inability = 'other-explained', inability_in_record = 'yes' }", "unclear"),
            ("therapy = { inability = 'inconvenience', inability_in_record = 'yes' }", "not-met"),
            ("therapy = { inability = 'unexplained', inability_in_record = 'yes' }", "not-met"),
            ("therapy = { inability = 'no', inability_in_record = 'yes' }", "not-met"),
            ("therapy = { inability = 'intolerance', inability_in_record = 'no' }", "not-met"),
            ("therapy = { inability = 'intolerance' }", "missing"),
            ("therapy = { inability = 'intolerance', inability_in_record = 'not-documented' }", "missing"),
            ("therapy = { inability = 'other-explained' }", "unclear"),
            ("therapy = { inability = 'other-explained', inability_in_record = 'no' }", "not-met"),
            ("therapy = { inability = 'inconvenience' }", "not-met"),
            ("therapy = { inability = 'unanswered' }", "missing"),
            ("therapy = { inability = 'not-documented', inability_in_record = 'yes' }", "missing"),
            ("therapy = { inability = 'unanswered', inability_in_record = 'no' }", "not-met"),
            // Therapy or inability is enough.
            (
                "therapy = { inability = 'intolerance', inability_in_record = 'yes', active = 'unanswered' }",
                "met",
            ),
            ("therapy = { inability = 'no', active = 'unanswered' }", "missing"),
        ],
    );
    check("D.I.A.4.a", &diagnostic(), &[("therapy.inability = 'unanswered'", "met")]);
}

#[test]
fn d_i_a_4_a_dates_the_record_leaves_open() {
    check(
        "D.I.A.4.a",
        &diagnostic(),
        &[
            // From some day in November.
            (active("physical-therapy 2025-11 2026-01-10 yes"), "met"),
            (active("physical-therapy 2025-11 2026-01-09 yes"), "missing"),
            (active("physical-therapy 2025-11 2025-12-12 yes"), "missing"),
            (active("physical-therapy 2025-11 2025-12-11 yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2025-11 2025-12-06 yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2025-11 2025-12-05 yes"), "not-met"),
            // To some day in December.
            (active("physical-therapy 2025-10-21 2025-12 yes"), "met"),
            (active("physical-therapy 2025-10-22 2025-12 yes"), "missing"),
            (active("physical-therapy 2025-11-20 2025-12 yes"), "missing"),
            (active("physical-therapy 2025-11-21 2025-12 yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2025-11-27 2025-12 yes"), "not-met"),
            (active("physical-therapy 2025 2026 yes"), "missing"),
            // One end known: that day at least counts.
            (active("physical-therapy ? 2025-10-13 yes"), "missing"),
            (active("physical-therapy ? 2025-10-12 yes"), "unclear: six-weekly-visits, straddling-programme"),
            (active("physical-therapy ? 2025-09-02 yes"), "unclear: straddling-programme"),
            (active("physical-therapy ? 2025-09-01 yes"), "not-met"),
            (active("physical-therapy 2026-01-20 - yes"), "missing"),
            (active("physical-therapy 2026-01-21 - yes"), "unclear: six-weekly-visits"),
            (active("physical-therapy 2026-01-27 - yes"), "not-met"),
            (active("physical-therapy 2025-11-03 2025-12-13 yes, chiropractic 2025-12-14 - yes"), "met"),
            (active("physical-therapy 2025-11-03 2025-12-13 yes, chiropractic - 2025-12-14 yes"), "met"),
            (active("physical-therapy 2025-11-03 2025-12-13 yes, chiropractic 2026-01 2026-01 yes"), "met"),
            (
                active("physical-therapy 2025-11-03 2025-12-13 yes, chiropractic 2025-12 2025-12 yes"),
                "missing",
            ),
            (active("physical-therapy - - yes"), "missing"),
            // One unknown day in each month: two in one month can be the same day.
            (
                active(
                    "physical-therapy 2025-10-01 2025-11-09 yes, chiropractic 2026-01 2026-01 yes, chiropractic 2026-01 2026-01 yes",
                ),
                "missing",
            ),
            (
                active(
                    "physical-therapy 2025-10-01 2025-11-09 yes, chiropractic 2026-01 2026-01 yes, chiropractic 2026-02 2026-02 yes",
                ),
                "met",
            ),
            // The day in September can be the 1st, before the window.
            (
                active("physical-therapy 2025-11-03 2025-12-13 yes, chiropractic 2025-09 2025-09 yes"),
                "missing",
            ),
        ],
    );
}

#[test]
fn d_i_a_4_b_inactive_therapy() {
    check(
        "D.I.A.4.b",
        &diagnostic(),
        &[
            (inactive("rest 2025-11-03 2025-12-14 yes"), "met"),
            (inactive("ice 2025-11-03 2025-12-14 yes"), "met"),
            (inactive("heat 2025-11-03 2025-12-14 yes"), "met"),
            (inactive("device 2025-11-03 2025-12-14 yes"), "met"),
            (inactive("medication 2025-11-03 2025-12-14 yes"), "met"),
            (inactive("medication 2025-11-03 2025-12-15 yes"), "met"),
            // Six weekly visits concern active therapy only.
            (inactive("medication 2025-11-03 2025-12-13 yes"), "not-met"),
            (inactive("medication 2025-11-03 2025-12-14 no"), "not-met"),
            (inactive("medication 2025-11-03 2025-12-14 -"), "missing"),
            (inactive("medication 2025-11-03 2025-12-14 ?"), "missing"),
            (inactive("medication 2025-11-03 2025-12-13 -"), "not-met"),
            (inactive(""), "not-met"),
            ("therapy.inactive = 'unanswered'".into(), "missing"),
            ("therapy.inactive = 'not-documented'".into(), "missing"),
            (inactive("ice 2025-11-03 2025-11-23 yes, heat 2025-11-24 2025-12-14 yes"), "met"),
            (inactive("ice 2025-11-03 2025-11-23 yes, heat 2025-11-23 2025-12-13 yes"), "not-met"),
            (inactive("ice 2025-09-02 2025-10-13 yes"), "met"),
            (inactive("ice 2025-09-01 2025-10-12 yes"), "unclear: straddling-programme"),
            (inactive("ice 2026-01-20 ongoing yes"), "met"),
            (inactive("ice 2026-01-21 ongoing yes"), "not-met"),
            (inactive("ice 2025-11 2026-01-10 yes"), "met"),
            (inactive("ice 2025-11 2026-01-09 yes"), "missing"),
            (inactive("ice 2025-11 2025-12-11 yes"), "not-met"),
            // Inability concerns active therapy only.
            (
                format!(
                    "{}\ntherapy.inability = 'intolerance'\ntherapy.inability_in_record = 'yes'",
                    inactive("")
                ),
                "not-met",
            ),
        ],
    );
    check_reading(
        "D.I.A.4.b",
        &diagnostic(),
        "straddling-programme",
        &[
            (inactive("rest 2025-07-23 2025-09-02 yes"), ["unclear: straddling-programme", "met", "not-met"]),
            (inactive("rest 2025-07-24 2025-09-02 yes"), ["not-met", "not-met", "not-met"]),
            (inactive("rest 2025-07-01 2025-09-01 yes"), ["not-met", "not-met", "not-met"]),
        ],
    );
}

#[test]
fn d_i_a_4_b_tens() {
    check(
        "D.I.A.4.b",
        &diagnostic(),
        &[
            (inactive("tens 2025-11-03 2025-12-14 yes yes"), "met"),
            (inactive("tens 2025-11-03 2025-12-14 yes no"), "not-met"),
            (inactive("tens 2025-11-03 2025-12-14 no yes"), "not-met"),
            (inactive("tens 2025-11-03 2025-12-14 yes -"), "missing"),
            (inactive("tens 2025-11-03 2025-12-14 yes ?"), "missing"),
            (inactive("heat 2025-11-03 2025-12-14 yes no"), "met"),
            // An incomplete TENS record loses only its own days.
            (inactive("tens 2025-11-03 2025-12-14 yes no, medication 2025-11-03 2025-12-14 yes"), "met"),
            (inactive("tens 2025-11-03 2025-12-14 yes -, medication 2025-11-03 2025-12-14 yes"), "met"),
            (inactive("tens 2025-11-03 2025-12-14 yes -, medication 2025-11-03 2025-12-13 yes"), "missing"),
            (inactive("tens 2025-11-03 2025-12-14 yes no, medication 2025-11-03 2025-12-13 yes"), "not-met"),
        ],
    );
}

#[test]
fn d_i_a_5_a_week_after_the_first() {
    let base = diagnostic().with(&given("2026-02-26 diagnostic 80 yes"));
    check(
        "D.I.A.5",
        &base,
        &[
            ("left.service_date = 2026-03-04", "not-met, met from 2026-03-05"),
            ("left.service_date = 2026-03-05", "met"),
            ("left.service_date = 2026-03-06", "met"),
            ("left.service_date = 2026-02-20", "not-met, met from 2026-03-05"),
            ("left.service_date = 'unanswered'", "missing, met from 2026-03-05"),
            ("left.service_date = 'not-documented'", "missing, met from 2026-03-05"),
        ],
    );
    check(
        "D.I.A.5",
        &diagnostic().with("left.service_date = 'unanswered'"),
        &[
            (given("2026-02-22 diagnostic"), "met"),
            (given("2026-02-23 diagnostic"), "met"),
            (given("2026-02-24 diagnostic"), "missing, met from 2026-03-03"),
        ],
    );
    // 2028 has a 29 February.
    let base = diagnostic().with("request.received = 2028-03-01").with(&given("2028-02-25 diagnostic"));
    check(
        "D.I.A.5",
        &base,
        &[
            ("left.service_date = 2028-03-02", "not-met, met from 2028-03-03"),
            ("left.service_date = 2028-03-03", "met"),
        ],
    );
}

#[test]
fn d_i_a_5_asks_only_about_a_second_one() {
    check(
        "D.I.A.5",
        &diagnostic().with("left.service_date = 2026-03-04"),
        &[
            (given(""), "not-applicable"),
            (given("2026-03-01 therapeutic"), "not-applicable"),
            (given("2026-02-26 diagnostic, 2026-03-01 diagnostic"), "not-applicable"),
            (given("2026-02-26 diagnostic, 2026-03-01 therapeutic"), "not-met, met from 2026-03-05"),
            (given("2026-02-25 diagnostic, 2026-03-01 therapeutic"), "met"),
            // Dates or purposes the record leaves open.
            ("left.injections = 'unanswered'".into(), "missing, met from 2026-03-09"),
            ("left.injections = 'not-documented'".into(), "missing, met from 2026-03-09"),
            (given("2026-02-26 -"), "missing, met from 2026-03-05"),
            (given("2026-02-26 diagnostic, 2025-01-01 -"), "missing, met from 2026-03-05"),
            (given("? diagnostic"), "missing, met from 2026-03-09"),
            (given("2026-02 diagnostic"), "missing, met from 2026-03-07"),
            (given("2026-01 diagnostic"), "met"),
            (given("2026-03 diagnostic"), "not-met, met from 2026-03-09"),
        ],
    );
}

#[test]
fn d_i_a_4_a_a_programme_of_one_day_is_long_enough_where_the_limit_is_one_day() {
    let limits =
        casefile::read_limits("[limits]\ntherapy_days = 1", sij_intake::policy::editions().latest().limits)
            .unwrap();
    let settings = PolicySettings::default().with_limits(limits);
    let programme = "home-exercise 2025-11-03 2025-11-03 yes yes yes yes";
    for (episodes, finding) in [
        (programme.to_owned(), "met"),
        // Beside an episode with nothing known.
        (format!("{programme},chiropractic ? ? ?"), "met"),
        ("chiropractic ? ? ?".to_owned(), "missing"),
    ] {
        let determined = diagnostic().with(&active(&episodes)).under(&settings);
        assert_eq!(found(&determined, Laterality::Left, "D.I.A.4.a"), finding, "{episodes}");
    }
}

#[test]
fn d_i_a_4_a_one_day_is_certain_of_a_therapy_and_none_of_a_programme() {
    let forty_one = "physical-therapy 2025-10-01 2025-10-20 yes,physical-therapy 2025-12-01 2025-12-21 yes";
    check(
        "D.I.A.4.a",
        &diagnostic(),
        &[
            (active(forty_one), "not-met"),
            (active(&format!("{forty_one},chiropractic ? 2026-02 yes")), "met"),
            (active(&format!("{forty_one},home-exercise ? 2026-02 yes yes yes yes")), "missing"),
        ],
    );
}
