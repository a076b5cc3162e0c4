//! Any text: read as a case, determined, written, and read again.
//!
//! `cargo fuzz run -s none case -- -max_total_time=600` from the top of the
//! repository; the sample cases are a good start: `cargo fuzz run -s none case fuzz/corpus/case cases`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sij_intake::case::Text;
use sij_intake::interview::Interview;
use sij_intake::policy::PolicySettings;
use sij_intake::{casefile, policy, report};

fuzz_target!(|text: &str| {
    let Ok(case) = casefile::read(text, sij_intake::policy::editions()) else { return };
    let written = casefile::write(&case);
    assert_eq!(casefile::read(&written, sij_intake::policy::editions()).as_ref(), Ok(&case), "not the same case when read again");
    let interview = Interview::of(case.clone());
    let _ = interview.start();
    if let Ok(determination) = policy::determine(&case, &PolicySettings::default()) {
        let name = Text::new("fuzz");
        for paper in [
            report::text(&name, &determination),
            report::json(&name, &determination),
            report::markdown(&name, &determination),
        ] {
            assert!(paper.chars().all(|letter| letter == '\n' || !letter.is_control()), "{paper:?}");
        }
    }
});
