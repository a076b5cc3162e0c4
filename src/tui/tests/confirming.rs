//! The answers that a provider gave: what a question says of them, and confirming them.

use super::super::test_terminal::TestTerminal;

/// A complete diagnostic injection.
const TAKEN: &str = "format = 1\npolicy = 'MM-1463'\n\
    member = { id = 'TC1', name = 'Pat', birth_date = 'not-documented' }\n\
    request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'left', codes = ['27096-LT'],\
        diagnoses = ['M53.3'], sedation = 'none', imaging_line = 'no', other_block = 'none' }\n\
    pain = { location = ['low-back'], character = 'nonradicular', onset = '8 months', herpes_zoster = 'no' }\n\
    left = { service_date = 2026-03-16, sij_pain = 'yes', sij_tenderness = 'yes', positive_tests = [],\
        injections = [{ date = 2025-01-01 }] }\n\
    therapy = { inability = 'no', active = [], inactive = [] }\n\
    device.implanted = []\n";

/// The same with the origins of these answers.
fn file(answers: &str) -> String {
    format!("{TAKEN}provider = {{ response = 'r1', answers = {{ {answers} }} }}\n")
}

fn open(answers: &str) -> TestTerminal {
    TestTerminal::worklist_with("one", &file(answers)).press("Enter")
}

const THREE: &str =
    "'left.sij_pain' = 'manual', 'left.sij_tenderness' = 'auto-client', 'therapy.inability' = 'unstated'";

/// The text of the screen without the panel of steps, on one line.
fn said(terminal: &TestTerminal) -> String {
    let body = terminal.body();
    let main = body.iter().map(|row| row.split_once('│').map_or(row.as_str(), |(_, main)| main));
    main.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn is_recorded(terminal: &TestTerminal) -> bool {
    terminal.case_file().contains("[determination]")
}

#[test]
fn worklist_says_how_many_are_to_be_confirmed() {
    let terminal = TestTerminal::worklist_with("one", &file(THREE));
    assert!(terminal.screen().contains("3 to confirm"), "{}", terminal.screen());
}

#[test]
fn case_opens_on_the_first_answer_to_be_confirmed_and_enter_confirms_and_goes_on() {
    let terminal = open(THREE);
    assert!(terminal.screen().contains("continued here: 3 answers are to be confirmed"));
    assert!(terminal.pointed().starts_with("› 1 [x] yes"), "{}", terminal.screen());
    let words = "from the provider (typed): Enter confirms it";
    assert!(terminal.screen().contains(words), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(terminal.case_file().contains("confirmed = [\"left.sij_pain\"]"), "{}", terminal.case_file());
    let next = "from the provider (from the EHR): Enter confirms it";
    assert!(terminal.screen().contains(next), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(!is_recorded(&terminal));
    let terminal = terminal.press("Enter");
    assert!(is_recorded(&terminal), "{}", terminal.screen());
    assert!(terminal.screen().contains("Next"), "the determination is shown: {}", terminal.screen());
}

#[test]
fn another_answer_is_the_coordinators() {
    let terminal = open("'left.sij_pain' = 'manual'").press("n");
    assert!(!terminal.case_file().contains("'left.sij_pain'"), "{}", terminal.case_file());
    assert!(is_recorded(&terminal));
}

#[test]
fn pointer_on_another_option_promises_no_confirmation() {
    let terminal = open("'left.sij_pain' = 'manual'").press("Down");
    assert!(terminal.screen().contains("(typed), not confirmed yet"), "{}", terminal.screen());
    assert!(!terminal.screen().contains("Enter confirms it"), "{}", terminal.screen());
}

#[test]
fn every_kind_of_answer_is_confirmed_by_enter() {
    for place in [
        "member.id",
        "member.birth_date",
        "request.codes",
        "request.other_block",
        "pain.location",
        "pain.onset",
        "left.positive_tests",
        "left.injections",
        "therapy.active",
        "device.implanted",
    ] {
        let terminal = open(&format!("'{place}' = 'manual'"));
        assert!(terminal.screen().contains("Enter confirms it"), "{place}: {}", terminal.screen());
        let before = terminal.case_file();
        let terminal = terminal.press("Enter");
        let after = terminal.case_file();
        assert!(after.contains(&format!("confirmed = [\"{place}\"]")), "{place}: {}", terminal.screen());
        assert!(is_recorded(&terminal), "{place}");
        let facts = |text: &str| text.split("[provider]").next().map(str::to_owned);
        assert_eq!(facts(&after), facts(&sorted(&before)), "{place}");
    }
}

/// A case file as the program writes it.
fn sorted(text: &str) -> String {
    let case = crate::casefile::read(text, crate::policy::editions()).unwrap();
    crate::casefile::write(&case)
}

#[test]
fn tab_and_an_emptied_field_confirm_nothing() {
    let terminal = open("'member.id' = 'manual'").press("Tab");
    assert!(!terminal.case_file().contains("confirmed ="), "{}", terminal.case_file());
    let terminal = open("'member.id' = 'manual'").press("Ctrl-U");
    assert!(!terminal.screen().contains("Enter confirms it"), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(!terminal.case_file().contains("confirmed ="), "{}", terminal.case_file());
}

#[test]
fn list_is_confirmed_on_its_last_row() {
    let terminal = open("'left.injections' = 'manual'");
    assert!(terminal.screen().contains("done: Enter confirms all entries"), "{}", terminal.screen());
    let day = "entry 1, date: 1 January 2025 may stand for \"2025\": check the day";
    assert!(said(&terminal).contains(day), "{}", terminal.screen());
    let terminal = terminal.press("Up");
    assert!(!terminal.screen().contains("confirms it"), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("to be confirmed with its list"), "{}", terminal.screen());
    assert!(terminal.screen().contains("1 January 2025 may stand for"), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(!terminal.case_file().contains("confirmed ="), "{}", terminal.case_file());
}

#[test]
fn duration_shows_the_date_it_comes_to() {
    let terminal = open("'pain.onset' = 'manual'");
    assert!(terminal.screen().contains("= Wed 2025-07-02, 8 months before receipt"), "{}", terminal.screen());
}

#[test]
fn review_shows_the_date_that_a_duration_comes_to() {
    let terminal = open("'pain.onset' = 'manual'").press("Ctrl-R");
    assert!(terminal.pointed().contains("to confirm: Wed 2025-07-02"), "{}", terminal.screen());
}

#[test]
fn undo_takes_a_confirmation_back() {
    let terminal = open(THREE).press("Enter u");
    assert!(
        terminal.status().contains("undone: the confirmation of pain in the SIJ region"),
        "{}",
        terminal.screen()
    );
    assert!(terminal.screen().contains("(typed): Enter confirms it"), "{}", terminal.screen());
    assert!(!terminal.case_file().contains("confirmed ="), "{}", terminal.case_file());
}

#[test]
fn review_confirms_all_of_a_step_at_once() {
    let terminal = open(THREE).press("r");
    assert!(terminal.pointed().contains("to confirm: yes (typed)"), "{}", terminal.screen());
    assert!(terminal.footer().contains("a confirm step"), "{}", terminal.footer());
    let terminal = terminal.press("a");
    assert!(terminal.status().contains("Left joint: 2 answers confirmed"), "{}", terminal.screen());
    let confirmed = "confirmed = [\"left.sij_pain\", \"left.sij_tenderness\"]";
    assert!(terminal.case_file().contains(confirmed), "{}", terminal.case_file());
    assert!(!terminal.footer().contains("confirm step"), "{}", terminal.footer());
    let terminal = terminal.press("a");
    assert!(terminal.status().contains("Left joint: no answer is to be confirmed"), "{}", terminal.screen());
    let terminal = terminal.press("Esc u");
    assert!(!terminal.case_file().contains("confirmed ="), "one step back: {}", terminal.case_file());
}

#[test]
fn determination_says_that_it_is_not_recorded() {
    let terminal = open(THREE).press("o");
    let screen = said(&terminal);
    assert!(screen.contains("Next: confirm the answers of the provider"), "{screen}");
    assert!(screen.contains("Not confirmed: 3 answers of the provider"), "{screen}");
    assert!(!is_recorded(&terminal));
}

#[test]
fn confirmed_answer_says_so() {
    let terminal = open(THREE).press("Enter Shift-Tab");
    assert!(terminal.screen().contains("from the provider (typed), confirmed"), "{}", terminal.screen());
}

#[test]
fn played_case_names_the_origin_and_no_key() {
    let case = crate::casefile::read(&file(THREE), crate::policy::editions()).unwrap();
    let mut terminal = TestTerminal::worklist_with("one", &file(THREE));
    terminal.app.play(&crate::store::CaseId::new("one").unwrap(), &case);
    let mut terminal = terminal.press_to_the_end("Shift-Tab");
    let mut screens = Vec::new();
    for _ in 0..40 {
        screens.push(terminal.screen());
        terminal = terminal.press("Enter");
    }
    assert_eq!(screens.iter().filter(|screen| screen.contains("(typed), not confirmed yet")).count(), 1);
    assert!(!screens.iter().any(|screen| screen.contains("confirms it")));
}

#[test]
fn answer_with_something_to_check_is_not_confirmed_with_its_step() {
    let answers = "'left.injections' = 'auto-client', 'left.sij_pain' = 'manual'";
    let terminal = open(answers).press("r").point_at("earlier SIJ inj");
    let row = "to check: 2025-01-01 (from the EHR)";
    assert!(terminal.pointed().contains(row), "{}", terminal.screen());
    let terminal = terminal.press("a");
    assert!(terminal.status().contains("Left joint: 1 answer confirmed, 1 to check on its question"));
    assert!(terminal.pointed().contains(row), "{}", terminal.screen());
    let terminal = terminal.press("a");
    assert!(terminal.status().contains("Left joint: 1 to check on its question"), "{}", terminal.screen());
    let terminal = terminal.press("Enter Enter");
    assert!(is_recorded(&terminal), "{}", terminal.screen());
}

#[test]
fn many_days_to_check_leave_room_for_the_list() {
    let entries = vec!["{ date = 2025-01-01, purpose = 'therapeutic' }"; 40].join(", ");
    let text = file("'left.injections' = 'manual'").replace("{ date = 2025-01-01 }", &entries);
    let terminal = TestTerminal::worklist_with("one", &text).press("Enter");
    assert!(terminal.pointed().contains("done: Enter confirms all entries"), "{}", terminal.screen());
    assert!(said(&terminal).contains("and 38 more to check"), "{}", terminal.screen());
}
