//! Fuzzes reading any text as a provider's response, determining it, and writing and
//! reading again what was read.
//!
//! Run `cargo fuzz run -s none response -- -max_total_time=600` at the top of the
//! repository, or start from the bad responses of the tests:
//! `cargo fuzz run -s none response fuzz/corpus/response tests/fhir/bad`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sij_intake::case::{Case, Facts, Text};
use sij_intake::fhir::{Audience, Form, Names, ReadOptions, ResponseOf, ResponseReader, response};
use sij_intake::interview::Interview;
use sij_intake::policy::{self, PolicySettings};
use sij_intake::{casefile, report};

static SETTINGS: LazyLock<PolicySettings> = LazyLock::new(PolicySettings::default);
static FORM: LazyLock<Form> = LazyLock::new(|| Form::of(policy::editions()));
static NAMES: LazyLock<Names> = LazyLock::new(Names::default);
static READER: LazyLock<ResponseReader> =
    LazyLock::new(|| ResponseReader::new(policy::editions(), &NAMES));

fuzz_target!(|text: &str| {
    for is_own in [true, false] {
        let received = "2026-03-02".parse().ok();
        let imported = READER.read(text, ReadOptions { received, is_own });
        let unasked = READER.unasked(&imported, text);
        for said in imported.complaints.iter().chain(&imported.warnings).chain(&unasked) {
            let said = said.to_string();
            assert!(said.chars().all(|letter| !letter.is_control()), "{said:?}");
        }
        if imported.is_useless {
            assert!(!imported.complaints.is_empty());
            assert_eq!(imported.case, Case::default());
            continue;
        }
        check_case(imported.case);
    }
});

/// Whatever was read is a case: its file is read back, it is determined, and as this
/// program's own export it is read back too.
fn check_case(mut case: Case) {
    if let Some(provider) = &mut case.provider
        && provider.response.is_blank()
    {
        provider.response = Text::new("fuzz");
    }
    let written = casefile::write(&case);
    assert_eq!(casefile::read(&written, policy::editions()).as_ref(), Ok(&case));
    let name = Text::new("fuzz");
    if let Ok(determination) = policy::decide(&case, &SETTINGS) {
        let printed = report::json(&name, &determination);
        assert!(printed.chars().all(|letter| !letter.is_control()), "{printed:?}");
    }
    let settled = Interview::of(case, &SETTINGS).case().clone();
    let settled = Case { set_aside: Facts::default(), provider: None, ..settled };
    let of = |case| {
        let of =
            ResponseOf { name: &name, case, is_complete: true, date: None, audience: Audience::Plan };
        response(&of, &FORM, &NAMES).json
    };
    let exported = of(&settled);
    let again = READER.read(&exported, ReadOptions { received: None, is_own: true });
    assert_eq!(again.complaints, [], "{exported}");
    assert_eq!(of(&again.case), exported, "what is read of a response gives the same response");
}
