//! Line mode, fed with lines as by a user or a pipe.

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

/// The result of a transcript.
struct Run {
    folder: CaseFolder,
    case: Case,
    output: String,
    ended: Ended,
}

impl Run {
    fn on(folder: CaseFolder, transcript: &str) -> Self {
        let (output, ended) = folder.type_lines(transcript);
        Self { case: folder.case(), folder, output, ended }
    }

    /// Continues with the case.
    fn again(self, transcript: &str) -> Self {
        Self::on(self.folder, transcript)
    }
}

fn type_lines(transcript: &str) -> Run {
    Run::on(CaseFolder::new(CLOCK), transcript)
}

/// A transcript from words: each is a line, with `_` for a space.
fn lines(words: &str) -> String {
    words.split_whitespace().map(|word| format!("{}\n", word.replace('_', " "))).collect()
}

/// The output from these words on; fails if they are missing.
fn from<'s>(output: &'s str, words: &str) -> &'s str {
    let at = output.find(words).unwrap_or_else(|| panic!("{words:?} was not printed:\n{output}"));
    &output[at..]
}

fn assert_equals_file(run: &Run, file: &str, outcome: &str) {
    let read = casefile::read(file, sij_intake::policy::editions()).unwrap();
    assert_eq!(run.case.facts, read.facts, "{}", run.output);
    let determined = |case: &Case| {
        let determination = policy::determine(case, &PolicySettings::default()).unwrap();
        report::json(&Text::new("sample"), &determination)
    };
    assert_eq!(determined(&run.case), determined(&read));
    assert!(determined(&read).contains(&format!("\"outcome\":\"{outcome}\"")), "{}", determined(&read));
    assert_eq!(run.ended, Ended::AllSaved);
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
    let run = type_lines(&lines(DIAGNOSTIC));
    assert_equals_file(&run, DIAGNOSTIC_FILE, "criteria-met");
    assert!(run.output.contains("Recorded: Mon 2026-03-16, in 14 days. Saved."), "{}", run.output);
    assert!(from(&run.output, ": CRITERIA-MET").contains("no authorization"));
    from(&run.output, "The determination is recorded in the case.");
    assert_eq!(run.case.recorded.unwrap().outcome.as_deref(), Some("criteria-met"));
}

#[test]
fn bilateral_therapeutic_injection_reaches_its_determination() {
    let run = type_lines(&lines(
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
    assert_equals_file(&run, file, "criteria-not-met");
    assert!(run.output.contains("Recorded: 2025-11, the day is not known. Saved."));
    assert!(run.output.contains("End of input. Everything accepted is saved."));
}

#[test]
fn repeat_ablation_reaches_its_determination() {
    let run = type_lines(&lines(
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
    assert_equals_file(&run, file, "criteria-met");
}

#[test]
fn history_without_ablations_can_be_corrected() {
    let initial = "TC3 d d t 3 right 2026-09-01 d d 1 0 0";
    assert_eq!(type_lines(&lines(initial)).case.facts.right.ablations.known(), Some(&Vec::new()));
    let run = type_lines(&lines(&format!("{initial} back add 2024-08 14 done")));
    assert_eq!(run.case.facts.right.ablations.known().unwrap().len(), 1, "{}", run.output);
}

#[test]
fn corrected_answer_returns_to_the_next_unanswered_question() {
    let run = type_lines(&lines("TC1 Pat back back TC9 1968-04-02 back back skip skip"));
    assert_eq!(run.case.facts.member.id.0, Some(Text::new("TC9")));
    assert_eq!(run.case.facts.member.name.known(), Some(&Text::new("Pat")));
    assert!(run.output.contains("The answer is now: TC1. skip keeps it."), "{}", run.output);
    let skipped = from(from(&run.output, "Tue 1968"), "The answer is now: Pat. skip keeps it.");
    let (third, fourth) = (skipped.find("Question 3 of 6"), skipped.find("Question 4 of 6"));
    assert!(third.is_some() && third < fourth, "skip goes to the next question:\n{skipped}");
    assert!(type_lines("back\n").output.contains("This is the first question."));
}

#[test]
fn invalid_answers_are_explained_and_asked_again() {
    let run = type_lines(&lines("d TC1 d 2026-02-30 soon 2026-03-03 1968-04-02 skip 9 1"));
    for words in [
        "Not taken: this is needed and can't be not documented",
        "Not taken: there is no such day.",
        "Not taken: not a date",
        "In the way: birth date (go 3)",
        "Not taken: there is no option 9: type a number from 1 to 3.",
    ] {
        from(&run.output.replace('\n', " "), words);
    }
    assert_eq!(run.case.facts.member.birth_date.known().unwrap().to_string(), "2026-03-03");
    assert!(run.case.facts.request.received.0.is_none());
}

#[test]
fn empty_line_selects_nothing() {
    let run = type_lines("TC1\n\nd\nd\nt\n\n   \n");
    assert!(run.case.facts.request.received.0.is_some());
    assert_eq!(run.case.facts.request.procedure.0, None);
    from(&run.output, "Nothing was typed and nothing is picked");
}

const TO_INJECTIONS: &str = "TC1 d d t 2 1 2026-03-16 d d d d d d";

#[test]
fn entries_are_added_changed_and_removed() {
    let typed = format!(
        "{TO_INJECTIONS} remove_1 done add 2025-12-10 1 80 y add 2025-06-01 2 110 60 n add 2024 d d d \
         change_2 skip skip 65 skip remove_3 remove_9 0 change_1 2026-03-09 back quit"
    );
    let run = type_lines(&lines(&typed));
    let injections = run.case.facts.left.injections.known().unwrap();
    assert_eq!(injections.len(), 2);
    assert_eq!(injections[1].relief_percent.known().unwrap().to_string(), "65");
    assert_eq!(injections[0].date.known().unwrap().to_string(), "2025-12-10", "the later day was refused");
    let output = run.output.replace('\n', " ");
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
        from(&output, words);
    }
}

#[test]
fn removing_the_only_entry_leaves_the_list_unanswered() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1 80 y remove_1 done")));
    assert_eq!(run.case.facts.left.injections, Fact::Unanswered);
    let output = from(&run.output, "Entry 1 is removed. Saved.");
    from(from(output, "No entry yet."), "Not taken: nothing is entered");
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1 80 y 0 remove_1 0")));
    from(&run.output, "Not taken: there are entries: remove them first.");
    assert!(run.case.facts.left.injections.known().unwrap().is_empty());
}

#[test]
fn incomplete_entry_is_kept_and_asked_again() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1")));
    let again = run.again(&lines("review quit"));
    let lacks =
        "Entry 1: 2025-12-10, diagnostic. No answer yet: pain relief in percent, functional improvement.";
    from(&again.output.replace('\n', " "), lacks);
    from(&again.output, "14. earlier SIJ injections, left joint: 1 entry.");
}

#[test]
fn end_of_input_keeps_every_accepted_answer() {
    let all = lines(DIAGNOSTIC);
    let whole = type_lines(&all).case;
    for end in (0..all.len()).step_by(7) {
        let run = type_lines(&all[..end]);
        assert_eq!(run.ended, Ended::AllSaved);
        from(&run.output, "End of input. Everything accepted is saved.");
    }
    let received = all.find("t\n").unwrap();
    let first = type_lines(&all[..received]);
    from(&first.output, "End of input. Everything accepted is saved. 3 questions have no answer yet.");
    assert_eq!(first.again(&all[received..]).case, whole, "the rest can be typed later");
}

#[test]
fn unsaved_answer_is_refused_and_asked_again() {
    let run = type_lines(&format!("TC1\n{AWAY}\nPat\n{BACK}\nsave\nback\nskip\nSam\nquit\n"));
    let refused = from(&run.output, "Not taken: NOT SAVED (");
    from(from(refused, "Everything accepted is saved."), "What is the member's name?");
    assert!(!refused.contains("The answer is now: Pat"), "{refused}");
    assert_eq!(run.case.facts.member.name.known(), Some(&Text::new("Sam")));
    assert_eq!(run.ended, Ended::AllSaved, "the answer was repeated");
}

#[test]
fn unsaved_answers_are_listed_at_the_end() {
    let typed = format!("{TO_INJECTIONS} add 2025-12-10 {AWAY} 1 f_unclear {BACK} skip 80 done quit");
    let run = type_lines(&lines(&typed));
    let name = "NOT SAVED: earlier SIJ injections, left joint, entry 1, purpose; flag on D.I.B.1.";
    from(&run.output.replace('\n', " "), name);
    assert_eq!(run.ended, Ended::NotSaved);
    let run = type_lines(&lines(&format!("{AWAY} TC1 {BACK} Sam")));
    assert_eq!((run.case.facts.member.id.0, run.ended), (Some(Text::new("Sam")), Ended::AllSaved));
}

#[test]
fn opening_a_complete_case_records_its_determination() {
    let run = Run::on(CaseFolder::with(CLOCK, DIAGNOSTIC_FILE), "quit\n");
    from(&run.output, "The determination is recorded in the case.");
    assert!(run.case.recorded.is_some());
    let recorded = run.folder.text();
    assert_eq!(run.again("quit\n").folder.text(), recorded, "an equal one stays as it stands");
}

#[test]
fn determination_that_cannot_be_recorded_is_reported() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    // Every temporary name is taken, so nothing can be saved.
    for number in 1..1000 {
        std::fs::create_dir(folder.path().join(format!(".one.{number}.new"))).unwrap();
    }
    let run = Run::on(folder, "quit\n");
    from(from(&run.output, "The determination is NOT RECORDED: NOT SAVED ("), "Goodbye.");
    assert_eq!((run.case.recorded, run.ended), (None, Ended::NotSaved));
}

#[test]
fn case_open_elsewhere_is_read_only() {
    let folder = CaseFolder::with(CLOCK, "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n");
    let writer = folder.workspace().open(&folder.id().unwrap()).unwrap();
    let run = Run::on(folder, &lines("Pat quit"));
    from(&run.output, "READ-ONLY: a test since");
    from(&run.output, "Not taken: read-only: a test since");
    assert_eq!((run.case.facts.member.name, run.ended), (Fact::Unanswered, Ended::NotSaved));
    drop(writer);
}

#[test]
fn why_define_evidence_and_flag_act_on_the_current_question() {
    let typed = format!(
        "{} why e_consult_p._2 f_only_on_the_right e f f_- go_21 define why quit",
        DIAGNOSTIC.split(" faber").next().unwrap()
    );
    let run = type_lines(&lines(&typed));
    let output = run.output.replace('\n', " ");
    for words in [
        "D.I.A.3, positive provocation test.",
        "Rule: One of distraction",
        "Evidence for D.I.A.3: consult p. 2. Saved.",
        "D.I.A.3 is flagged for a clinician: only on the right. Saved.",
        "The flag on D.I.A.3 is taken back. Saved.",
        "Active: physical or occupational therapy",
        "42 days are needed between Tue 2025-09-02 and Mon 2026-03-02.",
    ] {
        from(&output, words);
    }
    assert_eq!(run.case.evidence.get(Item::D_I_A_3.key()), Some(&Text::new("consult p. 2")));
    assert!(run.case.flags.is_empty());
}

#[test]
fn inapplicable_answers_are_set_aside_and_restored() {
    let run = type_lines(&lines(&DIAGNOSTIC.replace("quit", "go_5 3 review go_5 1 review")));
    let output = run.output.replace('\n', " ");
    from(&output, "answers are no longer asked for and are set aside; review says which.");
    from(&output, "Set aside, not asked in this request: character of the pain: nonradicular.");
    assert_eq!(run.case.facts, type_lines(&lines(DIAGNOSTIC)).case.facts);
}

#[test]
fn typed_control_characters_are_escaped() {
    let run = type_lines("TC\u{1b}[2J1\nPat\u{202e}\n");
    assert!(!run.output.contains(['\u{1b}', '\u{202e}']));
    from(&run.output, "Recorded: TC<U+001B>[2J1. Saved.");
}

#[test]
fn help_lists_every_command_and_lines_fit_78_columns() {
    let run = type_lines(&lines(&DIAGNOSTIC.replace("quit", "help review go_21 why define help")));
    for command in
        "back: skip_or_next: why: define: e_WORDS: f_WORDS: review: go_NUMBER: save: help_or_?: quit:"
            .split(' ')
    {
        from(&run.output, &format!("\n{}", command.replace('_', " ")));
    }
    for line in run.output.lines() {
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
            let run = type_lines(&format!("{start}{}", typed.join("\n")));
            let text = run.folder.text();
            prop_assert!(text.is_empty() || text == casefile::write(&run.case));
            for line in run.output.lines() {
                prop_assert!(unicode_width::UnicodeWidthStr::width(line) <= 78, "{}", line);
            }
        }
    }
}
