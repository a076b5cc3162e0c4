//! Service lines (D.I.C.1, D.I.C.2, D.I.C.5), coding checks and advisories: listed
//! beside the outcome, never changing it.

use sij_intake::policy::Outcome;

use super::base_cases::{Base, diagnostic, initial, repeat, therapeutic};

/// Checks the service lines with a finding: item, what is billed, finding.
fn check_lines(base: &Base, rows: &[(&str, &[&str])]) {
    for (change, expected) in rows {
        let determined = base.with(change).determined();
        let lines = determined.service_lines.iter();
        let lines: Vec<String> =
            lines.map(|line| format!("{} {} {}", line.item, line.what, line.finding)).collect();
        assert_eq!(lines, *expected, "{change}");
        assert_eq!(determined.outcome, Outcome::CriteriaMet, "{change}");
        let asked = determined.ask_for.iter().map(|ask| ask.items[0].number());
        let missing = expected.iter().filter(|line| line.ends_with("missing"));
        assert!(
            asked.eq(missing.map(|line| line.split(' ').next().unwrap())),
            "{change}: {:?}",
            determined.ask_for
        );
    }
}

#[test]
fn d_i_c_1_one_code_of_two() {
    for base in [diagnostic(), therapeutic()] {
        check_lines(
            &base,
            &[
                ("request.codes = ['27096-LT']", &[]),
                ("request.codes = ['64451-LT']", &[]),
                ("request.codes = ['27096', '27096']", &[]),
                ("request.codes = ['64451-LT', '27096 LT']", &["D.I.C.1 27096 and 64451 not-met"]),
                ("request.codes = 'unanswered'", &[]),
                ("request.codes = 'not-documented'", &[]),
            ],
        );
    }
}

#[test]
fn d_i_c_2_imaging() {
    check_lines(
        &diagnostic(),
        &[
            ("request.imaging_line = 'no'", &[]),
            ("request.imaging_line = 'yes'", &["D.I.C.2 image guidance or contrast not-met"]),
            ("request.imaging_line = 'unanswered'", &["D.I.C.2 image guidance or contrast missing"]),
            ("request.imaging_line = 'not-documented'", &["D.I.C.2 image guidance or contrast missing"]),
            ("request.codes = ['77002']", &["D.I.C.2 77002 not-met"]),
            ("request.codes = ['77003']", &["D.I.C.2 77003 not-met"]),
            ("request.codes = ['77012']", &["D.I.C.2 77012 not-met"]),
            ("request.codes = ['76942']", &["D.I.C.2 76942 not-met"]),
            ("request.codes = ['77001']", &[]),
            // The code decides, whatever the answer.
            ("request = { codes = ['77002'], imaging_line = 'unanswered' }", &["D.I.C.2 77002 not-met"]),
        ],
    );
}

#[test]
fn d_i_c_5_sedation() {
    check_lines(
        &therapeutic(),
        &[
            ("request.sedation = 'none'", &[]),
            ("request.sedation = 'monitored-anesthesia'", &["D.I.C.5 monitored anesthesia not-met"]),
            ("request.sedation = 'conscious-sedation'", &["D.I.C.5 conscious sedation not-met"]),
            (
                "request.sedation = 'deep-or-general'",
                &["D.I.C.5 deep sedation or general anesthesia unclear"],
            ),
            ("request.sedation = 'unanswered'", &["D.I.C.5 sedation missing"]),
            ("request.sedation = 'not-documented'", &["D.I.C.5 sedation missing"]),
            ("request.codes = ['27096-QS']", &["D.I.C.5 27096-QS not-met"]),
            ("request = { codes = ['99152'], sedation = 'unanswered' }", &["D.I.C.5 99152 not-met"]),
            // Requested and coded is one line, not two.
            ("request = { codes = ['99152'], sedation = 'conscious-sedation' }", &["D.I.C.5 99152 not-met"]),
            (
                "request = { codes = ['27096'], sedation = 'conscious-sedation' }",
                &["D.I.C.5 conscious sedation not-met"],
            ),
        ],
    );
    for code in ["99151", "99152", "99153", "99155", "99156", "99157", "01991", "01992"] {
        let expected = format!("D.I.C.5 {code} not-met");
        check_lines(&diagnostic(), &[(&format!("request.codes = ['{code}']"), &[&expected])]);
    }
}

#[test]
fn ablations_have_no_service_lines() {
    let asked = "request = { imaging_line = 'yes', sedation = 'conscious-sedation', codes = ['27096', '64451', '77002'] }";
    for base in [initial(), repeat()] {
        check_lines(&base, &[(asked, &[]), ("request.sedation = 'unanswered'", &[])]);
    }
}

#[test]
fn bilateral_request_lists_each_line_once() {
    let right = "right = { service_date = 2026-04-16, sij_pain = 'yes', sij_tenderness = 'yes', positive_tests = ['faber'], injections = [] }";
    let both = diagnostic().with("request.side = 'both'").with(right);
    check_lines(
        &both,
        &[
            ("request.sedation = 'conscious-sedation'", &["D.I.C.5 conscious sedation not-met"]),
            ("request.imaging_line = 'unanswered'", &["D.I.C.2 image guidance or contrast missing"]),
        ],
    );
}

fn coding_checks(base: &Base, change: &str) -> Vec<String> {
    let checks = base.with(change).determined().coding_checks;
    checks.into_iter().map(|check| format!("{}: {}", check.what, check.why)).collect()
}

#[test]
fn mismatched_codes_get_a_coding_check() {
    let not_addressed = |code: &str| vec![format!("{code}: not addressed by MM-1463")];
    for (base, change, expected) in [
        (diagnostic(), "request.codes = ['27096-LT', '64451', 'G0260', '77002', '99152']", vec![]),
        (initial(), "request.codes = ['64625-LT']", vec![]),
        (
            diagnostic(),
            "request.codes = ['64625']",
            vec!["64625: an ablation code on a request for an injection".into()],
        ),
        (
            initial(),
            "request.codes = ['27096']",
            vec!["27096: an injection code on a request for an ablation".into()],
        ),
        (
            diagnostic(),
            "request.codes = ['27096-RT']",
            vec!["27096-RT: modifier RT on a request for the left side".into()],
        ),
        (
            diagnostic(),
            "request.codes = ['27096-50']",
            vec!["27096-50: modifier 50 on a request for one side".into()],
        ),
        (
            initial(),
            "request.codes = ['99152']",
            vec!["99152: sedation with an ablation: MM-1463 is silent on it".into()],
        ),
        (
            initial(),
            "request.codes = ['64625-QS']",
            vec!["64625-QS: sedation with an ablation: MM-1463 is silent on it".into()],
        ),
        (diagnostic(), "request.codes = ['99999']", not_addressed("99999")),
        (diagnostic(), "request.diagnoses = ['M53.3', 'M46.1', 'M53.2X8', 'm53.3']", vec![]),
        (initial(), "request.diagnoses = ['B02.29']", vec![]),
        (diagnostic(), "request.diagnoses = ['M54.5']", not_addressed("M54.5")),
    ] {
        assert_eq!(coding_checks(&base, change), expected, "{change}");
    }
    let right = diagnostic().with("request.side = 'right'");
    assert_eq!(
        coding_checks(&right, "request.codes = ['27096-LT']"),
        ["27096-LT: modifier LT on a request for the right side"]
    );
    assert!(coding_checks(&right, "request.codes = ['27096-RT']").is_empty());
    let both = diagnostic().with("request.side = 'both'");
    assert!(coding_checks(&both, "request.codes = ['27096-50', '27096-LT', '27096-RT']").is_empty());
}

#[test]
fn advisories_go_with_the_pathway() {
    let numbers = |base: &Base| {
        let advisories = base.determined().advisories;
        advisories
            .into_iter()
            .map(|advisory| advisory.item.map_or("retrospective", |item| item.number()))
            .collect::<Vec<_>>()
    };
    assert!(numbers(&diagnostic()).is_empty());
    assert_eq!(numbers(&therapeutic()), ["D.I.C.4"]);
    assert!(numbers(&initial()).is_empty());
    assert_eq!(numbers(&repeat()), ["D.II.C.2"]);
    assert!(numbers(&initial().with("left.ablations = 'unanswered'")).is_empty());
    for (service, expected) in [
        ("2026-03-01", &["retrospective"][..]),
        ("2026-03-02", &[]),
        ("'unanswered'", &[]),
        ("2025-06-30", &[]),
    ] {
        assert_eq!(
            numbers(&diagnostic().with(&format!("left.service_date = {service}"))),
            expected,
            "{service}"
        );
    }
}
