//! D.III: implanted stimulators and pumps.

use super::base_cases::{Base, check, check_reading, diagnostic, initial, repeat, therapeutic};

fn implanted(device: &str) -> Base {
    diagnostic().with(&format!("device.implanted = ['{device}']"))
}

#[test]
fn d_iii_no_device_or_unknown() {
    for base in
        [diagnostic(), therapeutic(), initial(), repeat(), initial().with("left.ablations = 'unanswered'")]
    {
        check(
            "D.III",
            &base,
            &[
                ("device.implanted = []", "not-applicable"),
                ("device = { implanted = [], report = 'no', working = 'no' }", "not-applicable"),
                ("device.implanted = 'unanswered'", "missing"),
                ("device.implanted = 'not-documented'", "missing"),
                // Whatever the other answers.
                ("device = { implanted = 'unanswered', working = 'no' }", "missing"),
                ("device = { implanted = 'unanswered', report = 'yes', working = 'yes' }", "missing"),
                ("device = { implanted = 'not-documented', report = 'declined' }", "missing"),
            ],
        );
    }
}

/// Rows for each answer on the report (yes, no, declined, unanswered, not
/// documented), with one answer on whether the device works.
fn reports(working: &str, findings: [&'static str; 5]) -> Vec<(String, &'static str)> {
    let reports = ["yes", "no", "declined", "unanswered", "not-documented"];
    let row = |report: &str| format!("device = {{ report = '{report}', working = '{working}' }}");
    reports.into_iter().map(row).zip(findings).collect()
}

#[test]
fn d_iii_injections() {
    for device in ["spinal-cord-stimulator", "pain-pump"] {
        for base in [implanted(device), therapeutic().with(&format!("device.implanted = ['{device}']"))] {
            check("D.III", &base, &reports("yes", ["met", "missing", "unclear", "missing", "missing"]));
            check("D.III", &base, &reports("no", ["unclear"; 5]));
            for unknown in ["unanswered", "not-documented"] {
                check(
                    "D.III",
                    &base,
                    &reports(unknown, ["missing", "missing", "unclear", "missing", "missing"]),
                );
            }
        }
    }
}

#[test]
fn d_iii_ablation() {
    const OPEN: &str = "unclear: device-and-rfa";
    for base in [initial(), repeat()] {
        let base = base.with("device.implanted = ['pain-pump', 'spinal-cord-stimulator']");
        check("D.III", &base, &reports("yes", ["met", OPEN, OPEN, "missing", OPEN]));
        check("D.III", &base, &reports("no", ["unclear"; 5]));
        for unknown in ["unanswered", "not-documented"] {
            check("D.III", &base, &reports(unknown, ["missing"; 5]));
        }
    }
}

#[test]
fn d_iii_device_and_rfa() {
    let base = initial().with("device = { implanted = ['pain-pump'], working = 'yes' }");
    let open = ["unclear: device-and-rfa", "met", "missing"];
    check_reading(
        "D.III",
        &base,
        "device-and-rfa",
        &[
            ("device.report = 'yes'", ["met"; 3]),
            ("device.report = 'no'", open),
            ("device.report = 'declined'", open),
            ("device.report = 'not-documented'", open),
            ("device.report = 'unanswered'", ["missing", "met", "missing"]),
            ("device = { report = 'no', working = 'no' }", ["unclear"; 3]),
            ("device = { report = 'yes', working = 'unanswered' }", ["missing"; 3]),
        ],
    );
    let injection = implanted("pain-pump").with("device.working = 'yes'");
    check_reading(
        "D.III",
        &injection,
        "device-and-rfa",
        &[
            ("device.report = 'declined'", ["unclear"; 3]),
            ("device.report = 'no'", ["missing"; 3]),
            ("device.report = 'unanswered'", ["missing"; 3]),
            ("device.report = 'not-documented'", ["missing"; 3]),
        ],
    );
    let unknown = initial().with("device = { implanted = ['pain-pump'], working = 'not-documented' }");
    check_reading(
        "D.III",
        &unknown,
        "device-and-rfa",
        &[
            ("device.report = 'no'", ["missing"; 3]),
            ("device.report = 'unanswered'", ["missing"; 3]),
            ("device.report = 'not-documented'", ["missing"; 3]),
        ],
    );
}
