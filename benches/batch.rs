//! What a batch costs for each case, beside the floor: reading the file, and `toml` into
//! a typed struct alone.
//!
//! Everything is measured in turn, in one run, so that the ratios hold on a busy machine
//! too. With the name of one measurement and a count, it only does that work so often:
//! for a tool that counts instructions.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a measurement reads files and prints")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Deserialize;
use sij_intake::case::{Case, Text};
use sij_intake::casefile;
use sij_intake::interview::replay_answers;
use sij_intake::policy::{self, PolicySettings};
use sij_intake::report;
use sij_intake::store::{read_case, read_text};
use toml::value::Datetime;

/// A complete case with its recorded determination: 2.6 kilobytes.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/2026-03-02-diagnostic-clean.toml");
/// The same of another case as a line: 2 kilobytes.
const LINE: &str = include_str!("cases/line.json");

/// The case file as a typed struct: what any reader of it has to do at least.
#[derive(Deserialize)]
#[expect(dead_code, reason = "only the reading is measured")]
struct CaseFile {
    format: u32,
    policy: String,
    member: Option<Member>,
    request: Option<Request>,
    pain: Option<Pain>,
    left: Option<Joint>,
    right: Option<Joint>,
    therapy: Option<Therapy>,
    device: Option<Device>,
    flags: Option<BTreeMap<String, String>>,
    evidence: Option<BTreeMap<String, String>>,
    determination: Option<Determination>,
}

/// A struct with these keys, each of which may be missing.
macro_rules! table {
    ($name:ident { $($key:ident: $type:ty),* $(,)? }) => {
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "only the reading is measured")]
        struct $name {
            $($key: Option<$type>),*
        }
    };
}

table!(Member { id: String, name: String, birth_date: Datetime });
table!(Request {
    received: Datetime,
    procedure: String,
    side: String,
    codes: Vec<String>,
    diagnoses: Vec<String>,
    sedation: String,
    imaging_line: String,
    other_block: String,
    other_block_where: String,
    technique: String,
});
table!(Pain { location: Vec<String>, character: String, onset: String, herpes_zoster: String });
table!(Joint {
    service_date: Datetime,
    sij_pain: String,
    sij_tenderness: String,
    positive_tests: Vec<String>,
    returned: String,
    injections: Vec<Injection>,
    ablations: Vec<Ablation>,
});
table!(Injection { date: DayOrText, purpose: String, relief_percent: f64, functional_improvement: String });
table!(Ablation { date: DayOrText, relief_months: f64 });
table!(Therapy {
    inability: String,
    inability_in_record: String,
    alongside_active: String,
    alongside_inactive: String,
});
table!(Device { implanted: Vec<String>, report: String, working: String });
table!(Determination {
    outcome: String,
    program: String,
    policy_text: String,
    date: Datetime,
    readings: BTreeMap<String, String>,
    units: Vec<Unit>,
    lines: Vec<Item>,
});
table!(Unit { side: String, pathway: String, outcome: String, items: Vec<Item> });
table!(Item { item: String, what: String, finding: String, why: String });

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only the reading is measured")]
enum DayOrText {
    Day(Datetime),
    Text(String),
}

/// What is measured: its name, what it is compared with, and the work.
struct Measured {
    name: &'static str,
    floor: Option<&'static str>,
    work: Box<dyn Fn()>,
}

fn measured(name: &'static str, floor: Option<&'static str>, work: impl Fn() + 'static) -> Measured {
    Measured { name, floor, work: Box::new(work) }
}

fn case() -> Case {
    match read_case(FILE.as_ref(), policy::editions()) {
        Ok((case, _)) => case,
        Err(error) => unreachable!("{error}"),
    }
}

/// Into a buffer that is used again, as the commands do.
fn determine_json(case: &Case, settings: &PolicySettings, out: &RefCell<Vec<u8>>) {
    let mut out = out.borrow_mut();
    out.clear();
    if let Ok(determination) = policy::determine(case, settings) {
        report::write_json(&Text::new("one"), &determination, &mut out);
    }
    black_box(&out);
}

const FLOOR: &str = "floor: read, and toml into a struct";

fn all() -> Vec<Measured> {
    let settings = PolicySettings::default;
    let (for_files, for_replay, for_lines, for_memory) = (settings(), settings(), settings(), settings());
    let (saved, known) = (case(), case());
    let (for_file, for_line) = (RefCell::default(), RefCell::default());
    vec![
        measured(FLOOR, None, || {
            let text = read_text(FILE.as_ref()).unwrap_or_default();
            black_box(toml::from_str::<CaseFile>(&text).is_ok());
        }),
        measured("determine: file to JSON", Some(FLOOR), move || {
            determine_json(&case(), &for_files, &for_file);
        }),
        measured("replay: file to comparison", Some(FLOOR), move || {
            let saved = case();
            let (interview, _) = replay_answers(&saved, &for_replay, |_, _| {});
            let determination = interview.determination(&for_replay);
            black_box(determination.map(|found| report::recorded(&found, None)).is_ok());
        }),
        measured("determine: line to JSON", None, move || {
            if let Ok(case) = casefile::read_line(LINE.as_bytes(), &for_lines.editions).case {
                determine_json(&case, &for_lines, &for_line);
            }
        }),
        measured("the same, line to case alone", None, || {
            black_box(casefile::read_line(LINE.as_bytes(), policy::editions()).case.is_ok());
        }),
        measured("the same, file to case alone", Some(FLOOR), || {
            black_box(case());
        }),
        measured("the same, case to determination alone", None, move || {
            black_box(policy::determine(black_box(&saved), &for_memory).is_ok());
        }),
        measured("the same, determination to JSON alone", None, {
            let found = policy::determine(&known, &settings());
            let out = RefCell::new(Vec::new());
            move || {
                let mut out = out.borrow_mut();
                out.clear();
                found.iter().for_each(|found| report::write_json(&Text::new("one"), found, &mut out));
                black_box(&out);
            }
        }),
    ]
}

const ROUNDS: usize = 60;
const ONCE: u32 = 200;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [name, count] = arguments.as_slice() {
        let all = all();
        let chosen = all.iter().find(|measured| measured.name.contains(name.as_str()));
        let count = count.parse().unwrap_or(1);
        chosen.iter().for_each(|measured| (0..count).for_each(|_| (measured.work)()));
        return;
    }
    print(&all());
}

fn print(all: &[Measured]) {
    let mut times = vec![Vec::with_capacity(ROUNDS); all.len()];
    for _ in 0..ROUNDS {
        for (measured, times) in all.iter().zip(&mut times) {
            let start = Instant::now();
            (0..ONCE).for_each(|_| (measured.work)());
            times.push(start.elapsed() / ONCE);
        }
    }
    times.iter_mut().for_each(|times| times.sort_unstable());
    // The quickest tenth: what another program takes of the machine is not ours.
    let time = |index: usize| times[index].get(ROUNDS / 10).copied().unwrap_or_default();
    for (index, measured) in all.iter().enumerate() {
        let floor = all.iter().position(|other| Some(other.name) == measured.floor);
        let ratio = floor.map(|floor| format!("{:6.2} x the floor", ratio(time(index), time(floor))));
        println!("{:<42} {:>9.2?} {}", measured.name, time(index), ratio.unwrap_or_default());
    }
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(f64::MIN_POSITIVE)
}
