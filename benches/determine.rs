//! Determinations per second on one thread: complete cases, already parsed, with
//! their reasons.

use std::hint::black_box;

use sij_intake::case::Case;
use sij_intake::casefile;
use sij_intake::policy::{self, PolicySettings};

fn main() {
    divan::main();
}

const DIAGNOSTIC: &str = include_str!("cases/diagnostic.toml");
const THERAPEUTIC: &str = include_str!("cases/therapeutic.toml");
const ABLATION: &str = include_str!("cases/repeat-ablation.toml");

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
