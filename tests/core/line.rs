//! Line mode, driven as a person or a pipe would drive it.

#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::panic, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "a test writes files")]

use super::case_folder::{AWAY, BACK, CaseFolder};
use chrono::{NaiveDate, NaiveTime};
use sij_intake::case::{Case, Fact, Text};
use sij_intake::casefile;
use sij_intake::line::Ended;
use sij_intake::policy::Item;
use sij_intake::policy::{self, PolicySettings};
use sij_intake::report;
use sij_intake::session::Clock;

const CLOCK: Clock = Clock { today, time: || NaiveTime::MIN };

fn today() -> NaiveDate {
    "2026-03-02".parse().unwrap()
}

/// What came of a transcript.
struct Keyed {
    folder: CaseFolder,
    case: Case,
    said: String,
    ended: Ended,
}

impl Keyed {
    fn on(folder: CaseFolder, transcript: &str) -> Self {
        let (said, ended) = folder.type_lines(transcript);
        Self { case: folder.case(), folder, said, ended }
    }

    /// Goes on with the case as it was left.
    fn again(self, transcript: &str) -> Self {
        Self::on(self.folder, transcript)
    }
}

fn key(transcript: &str) -> Keyed {
    Keyed::on(CaseFolder::new(CLOCK), transcript)
}

/// Lines of a transcript, spaces standing for ends of lines, `_` for spaces.
fn lines(words: &str) -> String {
    words.split_whitespace().map(|word| format!("{}\n", word.replace('_', " "))).collect()
}

/// The lines between two others, for what a passage says.
fn after<'s>(said: &'s str, mark: &str) -> &'s str {
    let at = said.find(mark).unwrap_or_else(|| panic!("{mark:?} was not said:\n{said}"));
    &said[at..]
}

fn equals_its_file(keyed: &Keyed, file: &str, outcome: &str) {
    let read = casefile::read(file, sij_intake::policy::editions()).unwrap();
    assert_eq!(keyed.case.facts, read.facts, "{}", keyed.said);
    let determined = |case: &Case| {
        let determination = policy::determine(case, &PolicySettings::default()).unwrap();
        report::json(&Text::new("sample"), &determination)
    };
    assert_eq!(determined(&keyed.case), determined(&read));
    assert!(determined(&read).contains(&format!("\"outcome\":\"{outcome}\"")), "{}", determined(&read));
    assert_eq!(keyed.ended, Ended::AllSaved);
}

const DIAGNOSTIC: &str = "TC0001234 Pat_Sample 4/2/1968 t diagnostic-injection 1 2026-03-16 27096-LT,76000 m53.3 \
    1 n 0 1_2 1 2025-09-01 n y y faber,thigh-thrust 0 \
    add 3 2025-11-03 2025-12-19 y y y y done 1 add 6 2025-11-03 g y done 0 quit";

const DIAGNOSTIC_FILE: &str = r#"
format = 1
policy = "MM-1463"
[member]
id = "TC0001234"
name = "Pat Sample"
birth_date = 1968-04-02
[request]
received = 2026-03-02
procedure = "diagnostic-injection"
side = "left"
codes = ["27096-LT", "76000"]
diagnoses = ["M53.3"]
sedation = "none"
imaging_line = "no"
other_block = "none"
[pain]
location = ["low-back", "buttock"]
character = "nonradicular"
onset = 2025-09-01
herpes_zoster = "no"
[left]
service_date = 2026-03-16
sij_pain = "yes"
sij_tenderness = "yes"
positive_tests = ["thigh-thrust", "faber"]
injections = []
[therapy]
inability = "no"
[[therapy.active]]
kind = "home-exercise"
start = 2025-11-03
end = 2025-12-19
in_record = "yes"
supervised = "yes"
plan = "yes"
follow_up = "yes"
[[therapy.inactive]]
kind = "medication"
start = 2025-11-03
end = "ongoing"
in_record = "yes"
[device]
implanted = []
"#;

#[test]
fn new_diagnostic_injection_reaches_its_determination() {
    let keyed = key(&lines(DIAGNOSTIC));
    equals_its_file(&keyed, DIAGNOSTIC_FILE, "criteria-met");
    assert!(keyed.said.contains("Recorded: Mon 2026-03-16, in 14 days. Saved."), "{}", keyed.said);
    assert!(after(&keyed.said, ": CRITERIA-MET").contains("no authorization"));
    after(&keyed.said, "The determination is recorded in the case.");
    assert_eq!(keyed.case.recorded.unwrap().outcome.as_deref(), Some("criteria-met"));
}

#[test]
fn bilateral_therapeutic_injection_reaches_its_determination() {
    let keyed = key(&lines(
        "TC2 d d 2026-03-02 2 both 3/16/26 3/30/26 0 0 none n 2026-01-05 2 n \
         add 2025-12-10 1 80_percent y add 2025-11 2 74.5 d done y \
         add d therapeutic 90 n done n y y 1 d yes",
    ));
    let file = r#"
format = 1
policy = "MM-1463"
[member]
id = "TC2"
name = "not-documented"
birth_date = "not-documented"
[request]
received = 2026-03-02
procedure = "therapeutic-injection"
side = "both"
codes = []
diagnoses = []
sedation = "none"
imaging_line = "no"
other_block = 2026-01-05
other_block_where = "other-joint"
[pain]
herpes_zoster = "no"
[left]
service_date = 2026-03-16
returned = "yes"
[[left.injections]]
date = 2025-12-10
purpose = "diagnostic"
relief_percent = 80
functional_improvement = "yes"
[[left.injections]]
date = "2025-11"
purpose = "therapeutic"
relief_percent = 74.5
functional_improvement = "not-documented"
[right]
service_date = 2026-03-30
returned = "no"
[[right.injections]]
date = "not-documented"
purpose = "therapeutic"
relief_percent = 90
functional_improvement = "no"
[therapy]
alongside_active = "yes"
alongside_inactive = "yes"
[device]
implanted = ["spinal-cord-stimulator"]
report = "not-documented"
working = "yes"
"#;
    equals_its_file(&keyed, file, "criteria-not-met");
    assert!(keyed.said.contains("Recorded: 2025-11, the day is not known. Saved."));
    assert!(keyed.said.contains("End of input. Everything accepted is saved."));
}

#[test]
fn repeat_ablation_reaches_its_determination() {
    let keyed = key(&lines(
        "TC3 =_back d 3/2/2026 3 right 2026-09-01 d d 1 \
         add 2025-12-01 1 75 done add 2024-08 14 done \
         add 1 2025-10-06 2025-12-19 y done 1 add tens 2025-10 ongoing y y done 0",
    ));
    let file = r#"
format = 1
policy = "MM-1463"
[member]
id = "TC3"
birth_date = "not-documented"
name = "back"
[request]
received = 2026-03-02
procedure = "radiofrequency-ablation"
side = "right"
codes = "not-documented"
diagnoses = "not-documented"
technique = "thermal"
[right]
service_date = 2026-09-01
[[right.injections]]
date = 2025-12-01
purpose = "diagnostic"
relief_percent = 75
[[right.ablations]]
date = "2024-08"
relief_months = 14
[therapy]
inability = "no"
[[therapy.active]]
kind = "physical-therapy"
start = 2025-10-06
end = 2025-12-19
in_record = "yes"
[[therapy.inactive]]
kind = "tens"
start = "2025-10"
end = "ongoing"
in_record = "yes"
tens_details = "yes"
[device]
implanted = []
"#;
    equals_its_file(&keyed, file, "criteria-met");
}

#[test]
fn history_without_ablations_can_be_corrected() {
    let initial = "TC3 d d t 3 right 2026-09-01 d d 1 0 0";
    assert_eq!(key(&lines(initial)).case.facts.right.ablations.known(), Some(&Vec::new()));
    let keyed = key(&lines(&format!("{initial} back add 2024-08 14 done")));
    assert_eq!(keyed.case.facts.right.ablations.known().unwrap().len(), 1, "{}", keyed.said);
}

#[test]
fn corrected_answer_returns_to_the_next_unanswered_question() {
    let keyed = key(&lines("TC1 Pat back back TC9 1968-04-02 back back skip skip"));
    assert_eq!(keyed.case.facts.member.id.0, Some(Text::new("TC9")));
    assert_eq!(keyed.case.facts.member.name.known(), Some(&Text::new("Pat")));
    assert!(keyed.said.contains("The answer is now: TC1. skip keeps it."), "{}", keyed.said);
    let skipped = after(after(&keyed.said, "Tue 1968"), "The answer is now: Pat. skip keeps it.");
    let (third, fourth) = (skipped.find("Question 3 of 6"), skipped.find("Question 4 of 6"));
    assert!(third.is_some() && third < fourth, "skip goes to the next question:\n{skipped}");
    assert!(key("back\n").said.contains("This is the first question."));
}

#[test]
fn invalid_answers_are_explained_and_asked_again() {
    let keyed = key(&lines("d TC1 d 2026-02-30 soon 2026-03-03 1968-04-02 skip 9 1"));
    for said in [
        "Not taken: this is needed and can't be not documented",
        "Not taken: there is no such day.",
        "Not taken: not a date",
        "In the way: birth date (go 3)",
        "Not taken: there is no option 9: type a number from 1 to 3.",
    ] {
        after(&keyed.said.replace('\n', " "), said);
    }
    assert_eq!(keyed.case.facts.member.birth_date.known().unwrap().to_string(), "2026-03-03");
    assert!(keyed.case.facts.request.received.0.is_none());
}

#[test]
fn empty_line_selects_nothing() {
    let keyed = key("TC1\n\nd\nd\nt\n\n   \n");
    assert!(keyed.case.facts.request.received.0.is_some());
    assert_eq!(keyed.case.facts.request.procedure.0, None);
    after(&keyed.said, "Nothing was typed and nothing is picked");
}

const TO_INJECTIONS: &str = "TC1 d d t 2 1 2026-03-16 d d d d d d";

#[test]
fn entries_are_added_changed_and_removed() {
    let typed = format!(
        "{TO_INJECTIONS} remove_1 done add 2025-12-10 1 80 y add 2025-06-01 2 110 60 n add 2024 d d d \
         change_2 skip skip 65 skip remove_3 remove_9 0 change_1 2026-03-09 back quit"
    );
    let keyed = key(&lines(&typed));
    let injections = keyed.case.facts.left.injections.known().unwrap();
    assert_eq!(injections.len(), 2);
    assert_eq!(injections[1].relief_percent.known().unwrap().to_string(), "65");
    assert_eq!(injections[0].date.known().unwrap().to_string(), "2025-12-10", "the later day was refused");
    let said = keyed.said.replace('\n', " ");
    for words in [
        "Not taken: there is no entry yet: type add.",
        "Not taken: nothing is entered",
        "Not taken: type a number from 0 to 100.",
        "Recorded: 65 percent. Saved.",
        "Entry 3 is removed. Saved.",
        "Not taken: name an entry from 1 to 2.",
        "Not taken: there are entries: remove them first.",
        "Not taken: this is after 2026-03-02",
    ] {
        after(&said, words);
    }
}

#[test]
fn removing_the_only_entry_leaves_the_list_unanswered() {
    let keyed = key(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1 80 y remove_1 done")));
    assert_eq!(keyed.case.facts.left.injections, Fact::Unanswered);
    let said = after(&keyed.said, "Entry 1 is removed. Saved.");
    after(after(said, "No entry yet."), "Not taken: nothing is entered");
    let keyed = key(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1 80 y 0 remove_1 0")));
    after(&keyed.said, "Not taken: there are entries: remove them first.");
    assert!(keyed.case.facts.left.injections.known().unwrap().is_empty());
}

#[test]
fn incomplete_entry_is_kept_and_asked_again() {
    let keyed = key(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1")));
    let again = keyed.again(&lines("review quit"));
    let lacks =
        "Entry 1: 2025-12-10, diagnostic. No answer yet: pain relief in percent, functional improvement.";
    after(&again.said.replace('\n', " "), lacks);
    after(&again.said, "14. earlier SIJ injections, left joint: 1 entry.");
}

#[test]
fn end_of_input_keeps_every_accepted_answer() {
    let all = lines(DIAGNOSTIC);
    let whole = key(&all).case;
    for end in (0..all.len()).step_by(7) {
        let keyed = key(&all[..end]);
        assert_eq!(keyed.ended, Ended::AllSaved);
        after(&keyed.said, "End of input. Everything accepted is saved.");
    }
    let received = all.find("t\n").unwrap();
    let first = key(&all[..received]);
    after(&first.said, "End of input. Everything accepted is saved. 3 questions have no answer yet.");
    assert_eq!(first.again(&all[received..]).case, whole, "the rest can be typed later");
}

#[test]
fn unsaved_answer_is_refused_and_asked_again() {
    let keyed = key(&format!("TC1\n{AWAY}\nPat\n{BACK}\nsave\nback\nskip\nSam\nquit\n"));
    let refused = after(&keyed.said, "Not taken: NOT SAVED (");
    after(after(refused, "Everything accepted is saved."), "What is the member's name?");
    assert!(!refused.contains("The answer is now: Pat"), "{refused}");
    assert_eq!(keyed.case.facts.member.name.known(), Some(&Text::new("Sam")));
    assert_eq!(keyed.ended, Ended::AllSaved, "it was given again");
}

#[test]
fn unsaved_answers_are_listed_at_the_end() {
    let typed = format!("{TO_INJECTIONS} add 2025-12-10 {AWAY} 1 f_unclear {BACK} skip 80 done quit");
    let keyed = key(&lines(&typed));
    let name = "NOT SAVED: earlier SIJ injections, left joint, entry 1, purpose; flag on D.I.B.1.";
    after(&keyed.said.replace('\n', " "), name);
    assert_eq!(keyed.ended, Ended::NotSaved);
    let keyed = key(&lines(&format!("{AWAY} TC1 {BACK} Sam")));
    assert_eq!((keyed.case.facts.member.id.0, keyed.ended), (Some(Text::new("Sam")), Ended::AllSaved));
}

#[test]
fn opening_a_complete_case_records_its_determination() {
    let keyed = Keyed::on(CaseFolder::with(CLOCK, DIAGNOSTIC_FILE), "quit\n");
    after(&keyed.said, "The determination is recorded in the case.");
    assert!(keyed.case.recorded.is_some());
    let recorded = keyed.folder.text();
    assert_eq!(keyed.again("quit\n").folder.text(), recorded, "an equal one stays as it stands");
}

#[test]
fn determination_that_cannot_be_recorded_is_reported() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    // Nothing can be written beside the case.
    for number in 1..1000 {
        std::fs::create_dir(folder.path().join(format!(".one.{number}.new"))).unwrap();
    }
    let keyed = Keyed::on(folder, "quit\n");
    after(after(&keyed.said, "The determination is NOT RECORDED: NOT SAVED ("), "Goodbye.");
    assert_eq!((keyed.case.recorded, keyed.ended), (None, Ended::NotSaved));
}

#[test]
fn case_open_elsewhere_is_read_only() {
    let folder = CaseFolder::with(CLOCK, "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n");
    let writer = folder.workspace().open(&folder.id().unwrap()).unwrap();
    let keyed = Keyed::on(folder, &lines("Pat quit"));
    after(&keyed.said, "READ-ONLY: a test since");
    after(&keyed.said, "Not taken: read-only: a test since");
    assert_eq!((keyed.case.facts.member.name, keyed.ended), (Fact::Unanswered, Ended::NotSaved));
    drop(writer);
}

#[test]
fn why_define_evidence_and_flag_act_on_the_current_question() {
    let typed = format!(
        "{} why e_consult_p._2 f_only_on_the_right e f f_- go_21 define why quit",
        DIAGNOSTIC.split(" faber").next().unwrap()
    );
    let keyed = key(&lines(&typed));
    let said = keyed.said.replace('\n', " ");
    for words in [
        "D.I.A.3, positive provocation test.",
        "Rule: One of distraction",
        "Evidence for D.I.A.3: consult p. 2. Saved.",
        "D.I.A.3 is flagged for a clinician: only on the right. Saved.",
        "The flag on D.I.A.3 is taken back. Saved.",
        "Active: physical or occupational therapy",
        "42 days are needed between Tue 2025-09-02 and Mon 2026-03-02.",
    ] {
        after(&said, words);
    }
    assert_eq!(keyed.case.evidence.get(Item::D_I_A_3.key()), Some(&Text::new("consult p. 2")));
    assert!(keyed.case.flags.is_empty());
}

#[test]
fn inapplicable_answers_are_set_aside_and_restored() {
    let keyed = key(&lines(&DIAGNOSTIC.replace("quit", "go_5 3 review go_5 1 review")));
    let said = keyed.said.replace('\n', " ");
    after(&said, "answers are no longer asked for and are set aside; review says which.");
    after(&said, "Set aside, not asked in this request: character of the pain: nonradicular.");
    assert_eq!(keyed.case.facts, key(&lines(DIAGNOSTIC)).case.facts);
}

#[test]
fn typed_control_characters_are_escaped() {
    let keyed = key("TC\u{1b}[2J1\nPat\u{202e}\n");
    assert!(!keyed.said.contains(['\u{1b}', '\u{202e}']));
    after(&keyed.said, "Recorded: TC<U+001B>[2J1. Saved.");
}

#[test]
fn help_lists_every_command_and_lines_fit_78_columns() {
    let keyed = key(&lines(&DIAGNOSTIC.replace("quit", "help review go_21 why define help")));
    after(&keyed.said, "go NUMBER: goes to a question");
    for line in keyed.said.lines() {
        assert!(line.chars().count() <= 78, "{line}");
        assert!(!line.to_lowercase().contains("denied"), "{line}");
    }
}

mod any_lines {
    use super::*;
    use proptest::prelude::*;

    fn typed() -> impl Strategy<Value = String> {
        let words = [
            "",
            "back",
            "skip",
            "review",
            "why",
            "define",
            "add",
            "done",
            "change 1",
            "remove 1",
            "0",
            "1",
            "2",
            "3",
            "1 2",
            "y",
            "n",
            "d",
            "t",
            "g",
            "none",
            "2026-03-02",
            "2025-12",
            "2025",
            "80",
            "8 months",
            "f range",
            "f -",
            "e p. 2",
            "go 5",
            "go 6",
            "go 12",
            "save",
            "help",
            "= d",
            "= not-documented",
            "both",
            "M53.3 27096-LT",
        ];
        prop_oneof![8 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,20}"]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_input_leaves_a_valid_case_file(
            start in proptest::bool::ANY,
            typed in proptest::collection::vec(typed(), 0..60),
        ) {
            let start = if start { lines(TO_INJECTIONS) } else { String::new() };
            let keyed = key(&format!("{start}{}", typed.join("\n")));
            let text = keyed.folder.text();
            prop_assert!(text.is_empty() || text == casefile::write(&keyed.case));
            for line in keyed.said.lines() {
                prop_assert!(unicode_width::UnicodeWidthStr::width(line) <= 78, "{}", line);
            }
        }
    }
}
