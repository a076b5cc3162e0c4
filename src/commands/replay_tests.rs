#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "a test reads and writes files")]
//! Tests of what `replay` prints for cases that agree, differ or are invalid.

use std::path::PathBuf;

use crate::case::{Case, RecordedItem, RecordedLine, Text};
use crate::casefile;
use crate::cli::ReplayFormat;
use crate::policy::{PolicySettings, Setting, editions};
use crate::store::{Folder, read_case};

use super::batch::Batch;
use super::replay::replay;
use super::{Status, Streams};

const CLEAN: &str = "2026-03-02-diagnostic-clean";
const FIFTH: &str = "2026-04-01-therapeutic-fifth-in-twelve-months";

fn sample(name: &str) -> Case {
    let path = format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    read_case(path.as_ref(), editions()).unwrap().0
}

/// A folder of files to be replayed.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(self, name: &str, case: &Case) -> Self {
        self.with_text(name, &casefile::write(case))
    }

    fn with_text(self, name: &str, text: &str) -> Self {
        std::fs::write(self.0.path().join(name), text).unwrap();
        self
    }

    /// What is printed, and how it ended.
    fn replayed(&self, format: ReplayFormat, settings: &PolicySettings) -> (String, String, Status) {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        let status =
            replay(&paths, &Folder::at("cases"), format, settings, Batch::default(), &mut to).unwrap();
        (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), status)
    }

    fn printed(&self, settings: &PolicySettings) -> String {
        self.replayed(ReplayFormat::Text, settings).0
    }
}

/// The sample case with a determination that says something else.
fn edited() -> Case {
    let mut case = sample(CLEAN);
    let recorded = case.recorded.as_mut().unwrap();
    recorded.outcome = Some("<\"&\">".to_owned());
    recorded.units[0].items.remove(0);
    recorded.units[0].items[0].finding = "not-met".to_owned();
    let gone = RecordedItem { item: "D.IX".to_owned(), finding: "met".to_owned(), ..RecordedItem::default() };
    recorded.units[0].items.push(gone);
    let what = Text::new("99152");
    recorded.lines =
        Some(vec![RecordedLine { item: "D.I.C.5".to_owned(), what, finding: "not-met".to_owned() }]);
    case
}

fn settled() -> PolicySettings {
    let usual = PolicySettings::default();
    let reading = usual.editions.reading("fifth-injection").unwrap();
    PolicySettings { readings: usual.readings.with(reading, Setting::Met), ..usual }
}

#[test]
fn each_case_is_printed_and_all_are_counted() {
    let mut unrecorded = sample(CLEAN);
    unrecorded.recorded = None;
    let files = Files::new()
        .with("1.toml", &sample(CLEAN))
        .with("2.toml", &unrecorded)
        .with("3.toml", &edited())
        .with("4.toml", &sample(CLEAN))
        .with_text("5.toml", "no case");
    let (out, err, status) = files.replayed(ReplayFormat::Text, &PolicySettings::default());
    let expected = "agrees           1 criteria-met\n\
                    nothing recorded 2 criteria-met\n\
                    DIFFERS          3 criteria-met\n    \
                    outcome: recorded <\"&\">, now criteria-met\n    \
                    left D.I.A.1: recorded not-met, now met\n    \
                    left D.IX: recorded met, now none\n    \
                    left D.I.A: not recorded, now met\n    \
                    lines: recorded [D.I.C.5 99152 not-met], now []\n\
                    agrees           4 criteria-met\n\
                    INVALID          5 \n\
                    5 cases: 2 agree, 1 with nothing recorded, 1 differ, 1 invalid\n";
    assert_eq!(out, expected);
    let path = files.0.path().join("5.toml");
    assert!(err.starts_with(&format!("{}: line 1, column 4: not TOML", path.display())), "{err}");
    assert_eq!(status, Status::Invalid);
}

#[test]
fn junit_counts_failures_and_errors_and_escapes_what_was_recorded() {
    let files = Files::new()
        .with("1.toml", &sample(CLEAN))
        .with("a<b>&.toml", &edited())
        .with("c.toml", &edited())
        .with("d.toml", &sample(CLEAN))
        .with_text("e.toml", "");
    let (out, _, status) = files.replayed(ReplayFormat::Junit, &PolicySettings::default());
    let failure = "<failure>outcome: recorded &lt;&quot;&amp;&quot;&gt;, now criteria-met\n\
                   left D.I.A.1: recorded not-met, now met\n\
                   left D.IX: recorded met, now none\n\
                   left D.I.A: not recorded, now met\n\
                   lines: recorded [D.I.C.5 99152 not-met], now []</failure></testcase>";
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites><testsuite name=\"replay\" tests=\"5\" failures=\"2\" errors=\"1\">\n\
         <testcase classname=\"replay\" name=\"1\"/>\n\
         <testcase classname=\"replay\" name=\"a&lt;b&gt;&amp;\">{failure}\n\
         <testcase classname=\"replay\" name=\"c\">{failure}\n\
         <testcase classname=\"replay\" name=\"d\"/>\n\
         <testcase classname=\"replay\" name=\"e\"><error>line 1, column 1: the file is empty: \
         a case file begins with format = 1</error></testcase>\n\
         </testsuite></testsuites>\n"
    );
    assert_eq!(out, expected);
    assert_eq!(status, Status::Invalid);
}

#[test]
fn changes_by_settings_are_printed_per_case_and_counted() {
    let files = Files::new()
        .with("1.toml", &sample(FIFTH))
        .with("2.toml", &sample(FIFTH))
        .with("3.toml", &sample(CLEAN));
    let case = |name: &str| {
        format!(
            "DIFFERS          {name} criteria-met\n    \
             what if: clinical-review to criteria-met by left D.I.B.5 (unclear to met)\n    \
             outcome: recorded clinical-review, now criteria-met\n    \
             left outcome: recorded clinical-review, now criteria-met\n    \
             left D.I.B.5: recorded unclear, now met\n"
        )
    };
    let expected = format!(
        "{}{}agrees           3 criteria-met\n\
         3 cases: 1 agree, 0 with nothing recorded, 2 differ, 0 invalid\n\n\
         What if, compared with the default settings:\n\
         from                 to                    cases\n\
         clinical-review      criteria-met              2\n",
        case("1"),
        case("2")
    );
    assert_eq!(files.printed(&settled()), expected);
    assert!(!files.printed(&PolicySettings::default()).contains("What if"));
}

#[test]
fn a_change_is_a_difference_where_nothing_is_recorded_to_compare_with() {
    let mut case = sample(FIFTH);
    case.recorded = None;
    let printed = Files::new().with("1.toml", &case).printed(&settled());
    assert!(
        printed.starts_with("DIFFERS          1 criteria-met\n    what if: clinical-review to"),
        "{printed}"
    );
}

#[test]
fn every_sample_case_agrees_with_its_determination() {
    let folder = Folder::at(concat!(env!("CARGO_MANIFEST_DIR"), "/cases"));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut to = Streams { out: &mut out, err: &mut err };
    let paths = [folder.path().to_owned()];
    let status = replay(
        &paths,
        &Folder::at("cases"),
        ReplayFormat::Text,
        &PolicySettings::default(),
        Batch::default(),
        &mut to,
    )
    .unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!(status, Status::Done, "{out}");
    assert!(out.contains("2026-04-24-diagnostic-flagged-onset clinical-review"), "its flag is replayed, too");
}

#[test]
fn input_of_lines_that_cant_be_read_is_named_and_the_rest_goes_on() {
    let temp = tempfile::tempdir().unwrap();
    let [gone, empty] = ["gone", "empty"].map(|name| temp.path().join(name));
    std::fs::write(&empty, "").unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut to = Streams { out: &mut out, err: &mut err };
    let settings = PolicySettings::default();
    let (names, options) = (crate::fhir::Names::default(), crate::fhir::ReadOptions::default());
    let reader = super::LineReader::new(editions(), &names, options);
    let inputs = [gone, empty];
    let status =
        super::replay_lines(&inputs, &reader, ReplayFormat::Text, &settings, Batch::default(), &mut to);
    assert_eq!(status.unwrap(), Status::Invalid);
    let err = String::from_utf8(err).unwrap();
    assert!(err.contains("gone: "), "{err}");
}
