//! D.I.C.3 and D.I.C.6: exclusions and limits of injections. R is 2026-03-02, S is 2026-03-16.

use sij_intake::case::Laterality;
use sij_intake::policy::Item;

use super::base_cases::{Base, check, check_joint, check_reading, diagnostic, therapeutic};

const SITES: &str = "unclear: left-and-right-are-sites";

fn block(question: &str, day: &str) -> String {
    format!("request.other_block = {day}\nrequest.other_block_where = '{question}'")
}

fn region(day: &str) -> String {
    block("different-region", day)
}

fn other_joint(day: &str) -> String {
    block("other-joint", day)
}

#[test]
fn d_i_c_3_another_block() {
    let sites = |day: &str| format!("{SITES}, met from {day}");
    for base in [diagnostic(), therapeutic()] {
        check(
            "D.I.C.3",
            &base,
            &[
                ("request.other_block = 'none'".into(), "met"),
                (region("2026-03-08"), "met"),
                (region("2026-03-09"), "met"),
                (region("2026-03-10"), "not-met, met from 2026-03-17"),
                (region("2026-03-16"), "not-met, met from 2026-03-23"),
                (region("2026-03-22"), "not-met, met from 2026-03-29"),
                (region("2026-03-23"), "met"),
                (region("2026-03-24"), "met"),
                (other_joint("2026-03-09"), "met"),
                (other_joint("2026-03-10"), &sites("2026-03-17")),
                (other_joint("2026-03-22"), &sites("2026-03-29")),
                (other_joint("2026-03-23"), "met"),
                ("request.other_block = 'unanswered'".into(), "missing"),
                ("request.other_block = 'not-documented'".into(), "missing"),
                ("request.other_block = 2026-03-09".into(), "met"),
                ("request.other_block = 2026-03-10".into(), &sites("2026-03-17")),
                (block("not-documented", "2026-03-10"), &sites("2026-03-17")),
            ],
        );
    }
}

#[test]
fn d_i_c_3_left_and_right_are_sites() {
    let open = "unclear: left-and-right-are-sites, met from 2026-03-17";
    let late = "not-met, met from 2026-03-17";
    check_reading(
        "D.I.C.3",
        &diagnostic(),
        "left-and-right-are-sites",
        &[
            (other_joint("2026-03-09"), ["met", "met", "met"]),
            (other_joint("2026-03-10"), [open, "met", late]),
            (region("2026-03-10"), [late, late, late]),
            (block("not-documented", "2026-03-10"), [open, "missing, met from 2026-03-17", late]),
        ],
    );
}

#[test]
fn d_i_c_3_day_of_service_missing() {
    let from = "missing, met from 2026-03-03";
    for missing in ["unanswered", "not-documented"] {
        let base = diagnostic().with(&format!("left.service_date = '{missing}'"));
        check(
            "D.I.C.3",
            &base,
            &[
                (region("2026-02-22"), "met"),
                (region("2026-02-23"), "met"),
                (region("2026-02-24"), from),
                // A block after R: only a service on R keeps the distance.
                (region("2026-03-09"), "missing, met from 2026-03-02"),
                (region("2026-03-08"), "missing, met from 2026-03-15"),
                ("request.other_block = 'none'".into(), "met"),
            ],
        );
        check_reading(
            "D.I.C.3",
            &base,
            "left-and-right-are-sites",
            &[
                (other_joint("2026-02-23"), ["met", "met", "met"]),
                (other_joint("2026-02-24"), [from, "met", from]),
            ],
        );
    }
}

fn both_joints() -> Base {
    diagnostic().with(
        "request.side = 'both'\nright = { injections = [], sij_pain = 'yes', service_date = 2026-03-16 }",
    )
}

#[test]
fn d_i_c_3_both_joints_requested() {
    for (right, left_finding, right_finding) in [
        ("2026-03-08", "met", "met"),
        ("2026-03-09", "met", "met"),
        (
            "2026-03-10",
            "unclear: left-and-right-are-sites, met from 2026-03-17",
            "unclear: left-and-right-are-sites, met from 2026-03-23",
        ),
        (
            "2026-03-16",
            "unclear: left-and-right-are-sites, met from 2026-03-23",
            "unclear: left-and-right-are-sites, met from 2026-03-23",
        ),
        (
            "2026-03-22",
            "unclear: left-and-right-are-sites, met from 2026-03-29",
            "unclear: left-and-right-are-sites, met from 2026-03-23",
        ),
        ("2026-03-23", "met", "met"),
        ("'unanswered'", "missing", "missing, met from 2026-03-02"),
        ("'not-documented'", "missing", "missing, met from 2026-03-02"),
    ] {
        let change = format!("right.service_date = {right}");
        check_joint(Laterality::Left, "D.I.C.3", &both_joints(), &[(&change, left_finding)]);
        check_joint(Laterality::Right, "D.I.C.3", &both_joints(), &[(&change, right_finding)]);
    }
    let waits = both_joints().with("right.service_date = 'unanswered'").determined();
    let sites = waits.units[0].items.iter().find(|item| item.item == Item::D_I_C_3).unwrap();
    assert!(sites.would_meet.contains("planned date of service, right joint"), "{}", sites.would_meet);
    // With one joint requested, the other joint's date has no effect.
    check("D.I.C.3", &diagnostic(), &[("right.service_date = 2026-03-16", "met")]);
    check_reading(
        "D.I.C.3",
        &both_joints(),
        "left-and-right-are-sites",
        &[
            (
                "right.service_date = 2026-03-22",
                [
                    "unclear: left-and-right-are-sites, met from 2026-03-29",
                    "met",
                    "not-met, met from 2026-03-29",
                ],
            ),
            ("right.service_date = 2026-03-23", ["met", "met", "met"]),
            ("right.service_date = 'unanswered'", ["missing", "met", "missing"]),
        ],
    );
}

#[test]
fn d_i_c_3_another_block_and_both_joints() {
    let base = both_joints().with("right.service_date = 2026-03-22");
    check(
        "D.I.C.3",
        &base,
        &[
            (region("2026-03-10"), "not-met, met from 2026-03-29"),
            (region("2026-03-09"), "unclear: left-and-right-are-sites, met from 2026-03-29"),
            ("request.other_block = 'unanswered'".into(), "unclear: left-and-right-are-sites"),
        ],
    );
    check(
        "D.I.C.3",
        &both_joints().with("right.service_date = 'unanswered'"),
        &[(region("2026-03-10"), "not-met"), (region("2026-03-09"), "missing")],
    );
}

#[test]
fn d_i_c_6_herpes_zoster() {
    for base in [diagnostic(), therapeutic()] {
        check(
            "D.I.C.6",
            &base,
            &[
                ("pain.herpes_zoster = 'no'", "met"),
                ("pain.herpes_zoster = 'yes'", "not-met"),
                ("pain.herpes_zoster = 'unanswered'", "missing"),
                ("pain.herpes_zoster = 'not-documented'", "missing"),
                ("pain.herpes_zoster = 'no'\nrequest.diagnoses = ['M53.3']", "met"),
                ("pain.herpes_zoster = 'no'\nrequest.diagnoses = ['M53.3', 'B02.29']", "unclear"),
                ("pain.herpes_zoster = 'no'\nrequest.diagnoses = ['b02.9']", "unclear"),
                ("pain.herpes_zoster = 'no'\nrequest.diagnoses = ['B01.9']", "met"),
                ("pain.herpes_zoster = 'yes'\nrequest.diagnoses = ['B02.9']", "not-met"),
                ("pain.herpes_zoster = 'unanswered'\nrequest.diagnoses = ['B02.9']", "unclear"),
                ("pain.herpes_zoster = 'no'\nrequest.diagnoses = 'not-documented'", "met"),
                ("pain.herpes_zoster = 'no'\nrequest.diagnoses = 'unanswered'", "met"),
            ],
        );
    }
}
