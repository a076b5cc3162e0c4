//! Line mode, fed with lines as by a user or a pipe.

#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::panic, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "a test writes files")]

mod confirming;
mod drafts;
mod duplicates;
mod idle;
mod intake;
mod lists;
mod saving;

use super::case_folder::{AWAY, BACK, CaseFolder};
use chrono::{DateTime, FixedOffset};
use sij_intake::case::{Case, Text};
use sij_intake::casefile;
use std::os::unix::fs::PermissionsExt;

use sij_intake::line::{self, Chosen, Ended, LineIo};
use sij_intake::policy::{self, PolicySettings};
use sij_intake::report;
use sij_intake::session::Clock;
use sij_intake::store::CaseId;
use sij_intake::worklist::Zone;

/// The answers before those on earlier injections.
const TO_INJECTIONS: &str = "TC1 d d t 2 1 2026-03-16 d d d d d d";

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };

fn now() -> DateTime<FixedOffset> {
    "2026-03-02T00:00:00Z".parse().unwrap()
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

    /// Starts a case in a folder that may have others.
    fn new_in(folder: CaseFolder, transcript: &str) -> Self {
        let (output, ended) = folder.type_lines_in(&Chosen::New, transcript);
        Self { case: folder.case(), folder, output, ended }
    }

    /// Continues with the case.
    fn again(self, transcript: &str) -> Self {
        Self::on(self.folder, transcript)
    }
}

/// What is chosen in the list when this is typed.
fn choose(folder: &CaseFolder, typed: &str, out: &mut Vec<u8>) -> Option<Chosen> {
    let (mut input, mut err) = (typed.as_bytes(), Vec::new());
    let mut io = LineIo { input: &mut input, out, err: &mut err, idle: None };
    line::choose(&folder.workspace(), &mut io).unwrap()
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
    add 3 2025-11-03 2025-12-19 y y y y done add 6 2025-11-03 g y done 0 quit";

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
    assert!(from(&run.output, ": CRITERIA MET").contains("no authorization"));
    from(&run.output, "The determination is recorded in the case.");
    assert_eq!(run.case.recorded.unwrap().outcome.as_deref(), Some("criteria-met"));
}

#[test]
fn bilateral_therapeutic_injection_reaches_its_determination() {
    let run = type_lines(&lines(
        "TC2 d d 2026-03-02 2 both 3/16/26 3/30/26 0 0 none n 2026-03-20 2 n \
         add 2025-11 74.5 add 2026-01-20 1 80_percent y done y \
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
other_block = 2026-03-20
other_block_where = "other-joint"
[pain]
herpes_zoster = "no"
[left]
service_date = 2026-03-16
returned = "yes"
[[left.injections]]
date = "2025-11"
relief_percent = 74.5
[[left.injections]]
date = 2026-01-20
purpose = "diagnostic"
relief_percent = 80
functional_improvement = "yes"
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
        "TC3 =_back d 3/2/2026 3 right add 2024-08 11 done 2026-09-01 d d 1 \
         add 2025-12-01 1 75 done \
         add 1 2025-10-06 2025-12-19 y done add tens 2025-10 ongoing y y done 0",
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
relief_months = 11
[therapy]
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
    let initial = "TC3 d d t 3 right 0";
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
    let run = type_lines(&lines("d TC1 d 2026-02-30 soon 1968-04-02 skip skip 9 1"));
    for words in [
        "Not taken: this is needed and can't be not documented",
        "Not taken: there is no such day: check the month and the day.",
        "Not taken: not a date",
        "Not taken: there is no option 9: type a number from 1 to 3.",
    ] {
        from(&run.output.replace('\n', " "), words);
    }
    assert_eq!(run.case.facts.member.birth_date.known().unwrap().to_string(), "1968-04-02");
    assert!(run.case.facts.request.received.0.is_none());
}

#[test]
fn answer_in_the_way_of_another_is_named() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    let run = Run::on(folder, &lines("go_4 2025-08-31"));
    from(&run.output.replace('\n', " "), "In the way: onset of the pain (go 15)");
    assert_eq!(run.case.facts.request.received.0.map(|day| day.to_string()).as_deref(), Some("2026-03-02"));
}

#[test]
fn birth_after_receipt_is_asked_about_once() {
    let birth = |run: &Run| run.case.facts.member.birth_date.known().map(|day| day.to_string());
    let on_birth = || CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    let asked = Run::on(on_birth(), &lines("go_3 2026-03-03 quit"));
    let output = asked.output.replace('\n', " ");
    from(&output, "Odd: born after the request was received, Mon 2026-03-02; an empty line keeps it.");
    assert_eq!(birth(&asked).as_deref(), Some("1968-04-02"));
    for again in ["\n", "2026-03-03\n"] {
        let kept = Run::on(on_birth(), &format!("go 3\n2026-03-03\n{again}quit\n"));
        assert_eq!(birth(&kept).as_deref(), Some("2026-03-03"));
    }
}

#[test]
fn empty_line_selects_nothing() {
    let run = type_lines("TC1\n\nd\nd\nt\n\n   \n");
    assert!(run.case.facts.request.received.0.is_some());
    assert_eq!(run.case.facts.request.procedure.0, None);
    from(&run.output, "Nothing was typed and nothing is chosen");
}

#[test]
fn at_the_end_skip_says_that_nothing_is_left() {
    let run = type_lines(&lines(&DIAGNOSTIC.replace("quit", "skip quit")));
    from(&run.output, "Every question has an answer.");
    let run =
        type_lines(&lines(&DIAGNOSTIC.replace("Pat_Sample", "skip").replace("quit", "skip e_Jones quit")));
    from(from(&run.output, "No answer yet; skip goes to the first of them:"), "2. member name");
    assert_eq!(run.case.facts.member.name.known(), Some(&Text::new("e Jones")), "a name, no evidence");
}

#[test]
fn worklist_shows_the_progress_of_each_case() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    std::fs::write(folder.path().join("two.toml"), "no case").unwrap();
    for (mode, is_open) in [(0o700, false), (0o755, true)] {
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        let mut output = Vec::new();
        let chosen = choose(&folder, "7\ntwo\n", &mut output);
        assert_eq!(chosen, CaseId::new("two").map(Chosen::Case));
        let output = String::from_utf8(output).unwrap();
        from(
            &output,
            "There are 2 cases.\n1. one: criteria met; TC0001234 Pat Sample; diagnostic L; received 2026-03-02; due in 7d Mon\n2. two: unreadable\n",
        );
        from(&output, "There is no case 7, and no case that these words find.");
        assert_eq!(output.starts_with("Others on this host can read this folder"), is_open, "{output}");
    }
}

#[test]
fn case_is_withdrawn_by_its_whole_name_and_restored() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    let typed = "withdraw\nwithdraw 1\nwithdraw ../one\nrestore\nwithdraw one\nrestore\nrestore one\nquit\n";
    let mut output = Vec::new();
    assert_eq!(choose(&folder, typed, &mut output), None);
    let output = String::from_utf8(output).unwrap();
    let mut rest = output.as_str();
    for words in [
        "There is 1 case.",
        "Type withdraw NAME: the whole name of the case.",
        "there is no case 1 in the list: check the name.",
        "../one is not the name of a case: type its whole name.",
        "No case is withdrawn.",
        "one is withdrawn: restore one undoes that.\nThere are no cases yet.",
        "one\nType restore NAME for one of them.",
        "one is in the list again.\nThere is 1 case.",
    ] {
        rest = from(rest, words);
    }
    assert_eq!(folder.id(), CaseId::new("one"));
}

#[test]
fn why_define_evidence_and_flag_act_on_the_current_question() {
    let typed = format!(
        "{} why e_consult_p._2 f_only_on_the_right e f back skip f_- f e_- e define go_21 define why quit",
        DIAGNOSTIC.split(" faber").next().unwrap()
    );
    let run = type_lines(&lines(&typed));
    let output = run.output.replace('\n', " ");
    for words in [
        "D.I.A.3, positive provocation test.",
        "Rule: One of distraction",
        "Evidence for D.I.A.3: consult p. 2. Saved.",
        "D.I.A.3 is flagged for a clinician: only on the right. Saved.",
        "Evidence for D.I.A.3: consult p. 2. D.I.A.3 is flagged for a clinician: only on the right.",
        "One of the six named tests is enough; the other side does not count. Evidence for D.I.A.3: consult \
         p. 2. D.I.A.3 is flagged for a clinician: only on the right. 1. distraction",
        "The flag on D.I.A.3 is removed. Saved. D.I.A.3 is not flagged: type f and the reason",
        "The evidence for D.I.A.3 is removed. Saved. No evidence is noted for D.I.A.3: type e",
        "There is no definition for this question.",
        "Active: physical or occupational therapy",
        "42 days are needed between Tue 2025-09-02 and Mon 2026-03-02.",
    ] {
        from(&output, words);
    }
    assert!(run.case.evidence.is_empty() && run.case.flags.is_empty(), "both were removed");
}

#[test]
fn commands_that_do_not_fit_the_position_say_why() {
    let run = type_lines(&lines("why TC1 why skip why e f define go_0 go_7 go quit"));
    let [first, second] = ["It is needed for every determination.", "It is for the record; no item"];
    let output = from(from(&run.output, first), second);
    let none = "No item belongs to this question: there is nothing to note or flag.";
    assert_eq!(output.matches(none).count(), 2, "{output}");
    from(output, "There is no definition for this question.");
    assert_eq!(output.matches("Type go and a number from 1 to 6; review lists them.").count(), 3, "{output}");
    let run = type_lines(&lines(&DIAGNOSTIC.replace("quit", "why define e f faber review quit")));
    let output = run.output.replace('\n', " ");
    assert_eq!(output.matches("There is no question here: type go NUMBER first.").count(), 4, "{output}");
    let answered = from(&output, "There is no question here: type review, go NUMBER, back, help or quit.");
    from(answered, "Type go NUMBER to correct an answer, back or quit.");
}

#[test]
fn end_without_the_required_answers_names_them() {
    let run = type_lines(&lines("skip d d skip skip skip review skip quit"));
    let output = run.output.replace('\n', " ");
    assert!(output.contains("Question 1 of 6 so far, member. What is the member's identifier?"), "{output}");
    let end = from(&output, "There is no determination yet. Needed: member identifier, ");
    let listed = "No answer yet; skip goes to the first of them: 1. member identifier";
    let review =
        from(from(end, listed), "1. member identifier: no answer yet. 2. member name: not documented.");
    from(from(review, "Type go NUMBER to correct an answer"), "Question 1 of 6 so far, member.");
    from(&output, "Goodbye. Everything accepted is saved. 4 questions have no answer yet.");
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
        "back: skip_or_next: why: define: e_WORDS: f_WORDS: review: go_NUMBER: save: compare: help_or_?: quit:"
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

#[test]
fn odd_answer_is_asked_about_once() {
    let run = type_lines("TC 1?\n\nd\nd\n2026-03-03\n2026-03-03\nquit\n");
    let asked = "Odd: the identifier has a blank or a question mark: TC 1?; an empty line keeps it.";
    let output = run.output.replace('\n', " ");
    let rest = from(from(&output, asked), "Recorded: TC 1?. Saved.");
    from(from(rest, "received in the future, Tue 2026-03-03"), "Recorded: Tue 2026-03-03");
    let run = type_lines("TC 1?\nTC1\nquit\n");
    assert!(!run.output.contains("Recorded: TC 1?"), "{}", run.output);
    from(&run.output, "Recorded: TC1. Saved.");
}

#[test]
fn odd_answer_that_could_not_be_saved_is_not_asked_about_again() {
    let run = type_lines(&format!("{AWAY}\nTC 1?\n\n{BACK}\nTC 1?\nquit\n"));
    from(from(&run.output, "Not taken: NOT SAVED: the case folder "), "Recorded: TC 1?. Saved.");
    assert_eq!(run.output.matches("a question mark").count(), 1, "{}", run.output);
}

#[test]
fn pending_goes_to_the_next_question_that_matters() {
    let run = type_lines("TC1\npending\nt\n1\n1\npending\npending\nback\nquit\n");
    let rest = from(&run.output, "When was the request received?");
    from(rest, "Which sedation is asked for?");
}

#[test]
fn correction_of_a_complete_case_walks_through_the_new_questions_alone() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    let devices = Run::on(folder, "go 24\n1\ny\ny\nquit\n");
    let rest = from(&devices.output, "2 questions are new.");
    from(from(rest, "interrogation report submitted?"), "Is the device working properly?");
    assert_eq!(devices.output.matches("new.").count(), 1, "{}", devices.output);
}

#[test]
fn new_question_before_the_corrected_one_is_gone_to() {
    let no_day = CaseFolder::with(CLOCK, &DIAGNOSTIC_FILE.replace("service_date = 2026-03-16\n", ""));
    let injected = Run::on(no_day, "go 20\nadd\n2026-02-25\ndiagnostic\ndone\nquit\n");
    let rest = from(from(&injected.output, "1 question is new."), "Entry 1: 2026-02-25, diagnostic.");
    from(rest, "When is the left joint's procedure planned?");
}

#[test]
fn correction_that_opens_nothing_goes_on_to_what_is_kept_for_the_record() {
    let no_day = CaseFolder::with(CLOCK, &DIAGNOSTIC_FILE.replace("service_date = 2026-03-16\n", ""));
    let renamed = Run::on(no_day, "go 1\nTC2\nquit\n");
    let rest = from(&renamed.output, "Recorded: TC2. Saved.");
    assert!(!rest.contains("new."), "{rest}");
    from(rest, "When is the left joint's procedure planned?");
}

#[test]
fn one_answer_or_question_is_counted_as_one() {
    let another = "other_block = 2026-01-12\nother_block_where = \"different-region\"";
    let file = DIAGNOSTIC_FILE.replace("other_block = \"none\"", another);
    let run = Run::on(CaseFolder::with(CLOCK, &file), &lines("go_12 0 quit"));
    from(
        &run.output.replace('\n', " "),
        "1 answer is no longer asked for and is set aside; review says which.",
    );
    let one_open = CaseFolder::with(CLOCK, &DIAGNOSTIC_FILE.replace("sedation = \"none\"\n", ""));
    from(&Run::on(one_open, "quit\n").output, "1 question has no answer yet.");
}

#[test]
fn pending_says_when_nothing_else_is_open() {
    let complete = Run::on(CaseFolder::with(CLOCK, DIAGNOSTIC_FILE), "pending\nquit\n");
    from(&complete.output, "Every question that matters has an answer.");
    let one_open = CaseFolder::with(CLOCK, &DIAGNOSTIC_FILE.replace("sedation = \"none\"\n", ""));
    let run = Run::on(one_open, "pending\npending\nquit\n");
    from(from(&run.output, "Which sedation is asked for?"), "No other question is open.");
}
