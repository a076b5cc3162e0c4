//! Fuzzes reading any text as a case, determining it, writing it and reading it again.
//!
//! Run `cargo fuzz run -s none case -- -max_total_time=600` at the top of the repository,
//! or start from the sample cases: `cargo fuzz run -s none case fuzz/corpus/case cases`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sij_intake::case::Text;
use sij_intake::interview::Interview;
use sij_intake::policy::PolicySettings;
use sij_intake::{casefile, policy, report};

fuzz_target!(|text: &str| {
    let Ok(case) = casefile::read(text, policy::editions()) else { return };
    let written = casefile::write(&case);
    let read_again = casefile::read(&written, policy::editions());
    assert_eq!(read_again.as_ref(), Ok(&case), "a written case must be read back unchanged");
    let settings = PolicySettings::default();
    let interview = Interview::of(case.clone(), &settings);
    let _ = (interview.start(), interview.asked_in_order());
    if let Ok(determination) = policy::determine(&case, &settings) {
        let name = Text::new("fuzz");
        let header = report::ReportHeader::of(&name, &case.facts);
        for output in [
            report::text(&header, &determination),
            report::json(&name, &determination),
            report::markdown(&header, &determination),
        ] {
            assert!(output.chars().all(|letter| letter == '\n' || !letter.is_control()), "{output:?}");
        }
    }
});
