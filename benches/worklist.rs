//! The worklist of 10,000 cases: what a key costs.

use std::hint::black_box;

use chrono::NaiveDate;
use sij_intake::case::{Procedure, RequestedSide};
use sij_intake::policy::Outcome;
use sij_intake::worklist::{
    Change, DueTime, DuplicateWatch, Entry, Find, Moment, Order, Progress, Request, Row, SortBy, View,
    Worklist,
};

fn main() {
    divan::main();
}

const CASES: u32 = 10_000;
const NAMES: [&str; 7] =
    ["Aspen Sample", "Birch Specimen", "Cedar Placeholder", "Fern Example", "Zoë Invented", "Ivy", ""];

/// Numbers that look random and are the same in every run.
fn scattered(number: u32) -> u32 {
    number.wrapping_mul(2_654_435_761) % CASES
}

fn entry(number: u32) -> Entry {
    let scattered = scattered(number);
    let received =
        NaiveDate::from_num_days_from_ce_opt(739_000 + i32::try_from(scattered % 400).unwrap_or(0));
    let row = Row {
        rename_to: None,
        name: format!("2026-03-02-{number:05}").into(),
        member_id: format!("TC{scattered:07}").into(),
        member_name: NAMES[usize::try_from(number % 7).unwrap_or(0)].into(),
        procedure: Some(Procedure::DiagnosticInjection),
        side: Some(RequestedSide::Both),
        received,
        progress: Some(Progress::Outcome(Outcome::CriteriaMet)),
        is_expedited: number.is_multiple_of(9),
        due: received.map(|day| DueTime::new(i64::from(scattered), day, true)),
        last_open: None,
    };
    Entry {
        row,
        who: "Pat Ng (intake, 1001) from 10.0.0.5 port 50512".into(),
        is_open: false,
        is_duplicate: false,
    }
}

fn list() -> Worklist {
    Worklist::of((0..CASES).map(entry).collect(), Moment::default())
}

fn find(words: &str) -> View {
    View { find: Find::of(words), order: Order::default() }
}

/// A keystroke of the search.
#[divan::bench(args = ["s", "sample", "zoë tc0", "is:pended left 2026", "nothing like it"])]
fn find_as_typed(bencher: divan::Bencher<'_, '_>, words: &str) {
    let mut list = list();
    bencher.bench_local(|| list.show(black_box(find(words))));
}

/// The key that sorts by another column.
#[divan::bench(args = ["due", "received", "member", "stands"])]
fn sort(bencher: divan::Bencher<'_, '_>, column: &str) {
    let by = SortBy::named(column).unwrap_or_default();
    let mut list = list();
    bencher.bench_local(|| list.show(View { find: Find::default(), order: Order { by, is_reversed: true } }));
}

/// What the check behind the screen tells at once, while a key waits.
#[divan::bench]
fn batch_of_changes(bencher: divan::Bencher<'_, '_>) {
    let mut list = list();
    list.apply(vec![Change::Set(entry(7))]);
    let batch: Vec<Change> = (0..64).map(|number| Change::Set(entry(number * 100))).collect();
    bencher.bench_local(|| list.apply(black_box(batch.clone())));
}

/// What an answer costs that changes the request of the open case.
#[divan::bench]
fn search_for_duplicates(bencher: divan::Bencher<'_, '_>) {
    let cases = list();
    let request = |number: u32| Request::of_row(&entry(number).row);
    bencher.bench_local(|| {
        let mut watch = DuplicateWatch::opened(request(1));
        watch.take(request(2));
        watch.untold("open", black_box(&cases))
    });
}
