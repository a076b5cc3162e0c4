//! Line mode, driven as a person or a pipe would drive it.

#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::panic, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "a test writes files")]

mod lists;
mod saving;

use super::case_folder::CaseFolder;
use chrono::{NaiveDate, NaiveTime};
use sij_intake::case::{Case, Text};
use sij_intake::casefile;
use std::os::unix::fs::PermissionsExt;

use sij_intake::line::{self, Chosen, Ended};
use sij_intake::policy::Item;
use sij_intake::policy::{self, PolicySettings};
use sij_intake::report;
use sij_intake::session::Clock;
use sij_intake::store::CaseId;

/// The answers before those on earlier injections.
const TO_INJECTIONS: &str = "TC1 d d t 2 1 2026-03-16 d d d d d d";

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
fn a_diagnostic_injection_from_nothing_to_its_determination() {
    let keyed = key(&lines(DIAGNOSTIC));
    equals_its_file(&keyed, DIAGNOSTIC_FILE, "criteria-met");
    assert!(keyed.said.contains("Recorded: Mon 2026-03-16, in 14 days. Saved."), "{}", keyed.said);
    assert!(after(&keyed.said, ": CRITERIA-MET").contains("no authorization"));
    after(&keyed.said, "The determination is recorded in the case.");
    assert_eq!(keyed.case.recorded.unwrap().outcome.as_deref(), Some("criteria-met"));
}

#[test]
fn a_therapeutic_injection_of_both_joints() {
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
fn a_repeat_ablation_from_nothing_to_its_determination() {
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
fn a_history_without_ablations_can_be_corrected() {
    let initial = "TC3 d d t 3 right 2026-09-01 d d 1 0 0";
    assert_eq!(key(&lines(initial)).case.facts.right.ablations.known(), Some(&Vec::new()));
    let keyed = key(&lines(&format!("{initial} back add 2024-08 14 done")));
    assert_eq!(keyed.case.facts.right.ablations.known().unwrap().len(), 1, "{}", keyed.said);
}

#[test]
fn going_back_changes_one_answer_and_goes_on_where_it_was() {
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
fn what_cannot_be_is_refused_in_words_and_asked_again() {
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
fn enter_alone_picks_nothing() {
    let keyed = key("TC1\n\nd\nd\nt\n\n   \n");
    assert!(keyed.case.facts.request.received.0.is_some());
    assert_eq!(keyed.case.facts.request.procedure.0, None);
    after(&keyed.said, "Nothing was typed and nothing is picked");
}

#[test]
fn at_the_end_skip_says_that_nothing_is_left() {
    let keyed = key(&lines(&DIAGNOSTIC.replace("quit", "skip quit")));
    after(&keyed.said, "Every question has an answer.");
    let keyed = key(&lines(&DIAGNOSTIC.replace("Pat_Sample", "skip").replace("quit", "skip e_Jones quit")));
    after(after(&keyed.said, "No answer yet; next goes to the first of them:"), "2. member name");
    assert_eq!(keyed.case.facts.member.name.known(), Some(&Text::new("e Jones")), "a name, no evidence");
}

#[test]
fn the_worklist_says_how_far_each_case_has_come() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    std::fs::write(folder.path().join("two.toml"), "no case").unwrap();
    for (mode, is_open) in [(0o700, false), (0o755, true)] {
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        let mut said = Vec::new();
        let chosen = line::choose(&folder.workspace(), &mut &b"3\ntwo\n"[..], &mut said).unwrap();
        assert_eq!(chosen, CaseId::new("two").map(Chosen::Case));
        let said = String::from_utf8(said).unwrap();
        after(&said, "There are 2 cases.\n1. one: criteria-met\n2. two: can't be read\n");
        after(&said, "There is no case 3.");
        assert_eq!(said.starts_with("Others on this host can read this folder"), is_open, "{said}");
    }
}

#[test]
fn why_define_evidence_and_flag_speak_of_the_question() {
    let typed = format!(
        "{} why e_consult_p._2 f_only_on_the_right e f back skip f_- f e_- e define go_21 define why quit",
        DIAGNOSTIC.split(" faber").next().unwrap()
    );
    let keyed = key(&lines(&typed));
    let said = keyed.said.replace('\n', " ");
    for words in [
        "D.I.A.3, positive provocation test.",
        "Rule: One of distraction",
        "Evidence for D.I.A.3: consult p. 2. Saved.",
        "D.I.A.3 is flagged for a clinician: only on the right. Saved.",
        "Evidence for D.I.A.3: consult p. 2. D.I.A.3 is flagged for a clinician: only on the right.",
        "One of the six named tests is enough; the other side does not count. Evidence for D.I.A.3: consult \
         p. 2. D.I.A.3 is flagged for a clinician: only on the right. 1. distraction",
        "The flag on D.I.A.3 is taken back. Saved. D.I.A.3 is not flagged: type f and why",
        "The evidence for D.I.A.3 is taken back. Saved. No evidence is noted for D.I.A.3: type e",
        "The policy defines no word of this question.",
        "Active: physical or occupational therapy",
        "42 days are needed between Tue 2025-09-02 and Mon 2026-03-02.",
    ] {
        after(&said, words);
    }
    assert!(keyed.case.evidence.is_empty() && keyed.case.flags.is_empty());
    let noted = key(&lines(&typed.replace("f_- f e_- e", ""))).case;
    assert_eq!(noted.evidence.get(Item::D_I_A_3.key()), Some(&Text::new("consult p. 2")));
    assert_eq!(noted.flags.get(Item::D_I_A_3.key()), Some(&Text::new("only on the right")));
}

#[test]
fn why_says_of_a_question_that_no_item_asks_what_it_is_for() {
    let keyed = key(&lines("why TC1 why e_p._2"));
    let said = after(&keyed.said, "No determination can do without it.");
    let said = after(said, "It is kept for the record; no item decides on it.").replace('\n', " ");
    assert!(!said.contains("Rule:"), "{said}");
}

#[test]
fn the_review_shows_what_is_asked_here_once_more() {
    let keyed = key(&lines("TC1 review"));
    let review = after(&keyed.said, "1. member identifier: TC1.");
    after(after(review, "2. member name: no answer yet."), "What is the member's name?");
    let keyed = key(&lines(&DIAGNOSTIC.replace("quit", "review quit")));
    let review = after(&keyed.said, "1. member identifier: TC0001234.");
    after(review, "Type go NUMBER to change an answer, back or quit.");
}

#[test]
fn an_incomplete_determination_is_not_said_to_be_recorded() {
    let keyed = key(&lines(&DIAGNOSTIC.replace("1_2 1 2025-09-01", "1_2 1 skip")));
    let end = after(&keyed.said, "No answer yet; next goes to the first of them:");
    after(end, "15. onset of the pain");
    assert!(!keyed.said.contains("is recorded in the case"), "{}", keyed.said);
    assert!(keyed.case.recorded.is_none());
}

#[test]
fn answers_no_longer_asked_for_are_set_aside_and_come_back() {
    let keyed = key(&lines(&DIAGNOSTIC.replace("quit", "go_5 3 review go_5 1 review")));
    let said = keyed.said.replace('\n', " ");
    after(&said, "answers are no longer asked for and are set aside; review says which.");
    after(&said, "Set aside, not asked in this request: character of the pain: nonradicular.");
    assert_eq!(keyed.case.facts, key(&lines(DIAGNOSTIC)).case.facts);
}

#[test]
fn nothing_typed_acts_on_the_terminal() {
    let keyed = key("TC\u{1b}[2J1\nPat\u{202e}\n");
    assert!(!keyed.said.contains(['\u{1b}', '\u{202e}']));
    after(&keyed.said, "Recorded: TC<U+001B>[2J1. Saved.");
}

#[test]
fn help_says_every_word_and_lines_stay_narrow() {
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
        fn whatever_is_typed_the_file_is_a_case(
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
