//! Determinations per second on one thread: complete cases, already parsed, with
//! their reasons; and the time to the next question of a case in the middle.

use std::hint::black_box;

use sij_intake::case::Case;
use sij_intake::casefile;
use sij_intake::interview::Interview;
use sij_intake::policy::{self, PolicySettings};

fn main() {
    divan::main();
}

const DIAGNOSTIC: &str = include_str!("cases/diagnostic.toml");
const THERAPEUTIC: &str = include_str!("cases/therapeutic.toml");
const ABLATION: &str = include_str!("cases/repeat-ablation.toml");
const JUST_OPENED: &str = include_str!("../cases/2026-05-15-diagnostic-just-opened.toml");
const HALF_ANSWERED: &str = include_str!("../cases/2026-05-18-therapeutic-half-answered.toml");

fn case(text: &str) -> Case {
    match casefile::read(text, sij_intake::policy::editions()) {
        Ok(case) => case,
        Err(complaints) => unreachable!("{complaints}"),
    }
}

#[divan::bench(args = ["diagnostic", "therapeutic", "repeat ablation"])]
fn determine(bencher: divan::Bencher<'_, '_>, name: &str) {
    let text = match name {
        "diagnostic" => DIAGNOSTIC,
        "therapeutic" => THERAPEUTIC,
        _ => ABLATION,
    };
    let (case, settings) = (case(text), PolicySettings::default());
    bencher
        .counter(divan::counter::ItemsCount::new(1_u32))
        .bench(|| policy::determine(black_box(&case), &settings));
}

#[divan::bench]
fn mixed(bencher: divan::Bencher<'_, '_>) {
    let cases = [case(DIAGNOSTIC), case(THERAPEUTIC), case(ABLATION)];
    let settings = PolicySettings::default();
    bencher.counter(divan::counter::ItemsCount::new(3_u32)).bench(|| {
        cases.iter().map(|case| policy::determine(black_box(case), &settings)).filter(Result::is_ok).count()
    });
}

/// The next question that matters, from an interview that knows nothing but the answers.
#[divan::bench(args = ["just opened", "half answered"])]
fn next_question(bencher: divan::Bencher<'_, '_>, name: &str) {
    let case = case(if name == "just opened" { JUST_OPENED } else { HALF_ANSWERED });
    let settings = PolicySettings::default();
    bencher
        .with_inputs(|| Interview::of(case.clone(), &settings))
        .bench_refs(|interview| black_box(interview).open().first().copied());
}
