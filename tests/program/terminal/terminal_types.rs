//! What each type of terminal is sent: no queries, no titles, and no bytes or
//! colours that it can't show.

use super::pty::{Cases, DOWN, ENTER, ESC, Launch, Terminal};

const CLEAN: &str = "2026-03-02-diagnostic-clean";

/// Visits the screens and returns the output.
fn visit_screens(cases: &Cases, launch: Launch<'_>) -> (Vec<u8>, Terminal) {
    let file = cases.only_file();
    let mut terminal = launch.arguments(&["open", file.to_str().unwrap()]).open("CRITERIA MET");
    for (keys, shows) in [
        ("i", "Esc close"),
        (ESC, "go to question"),
        ("r", "member identifier"),
        (ENTER, "question 1 of"),
        ("\x07", "Esc close"),
        (ESC, "question 1 of"),
        (ESC, "member identifier"),
        (DOWN, "member name"),
        (ENTER, "question 2 of"),
        (ESC, "member identifier"),
        (ESC, "Enter open"),
        (ENTER, "CRITERIA MET"),
    ] {
        terminal.keys(keys);
        terminal.wait_for(shows);
    }
    (terminal.take_output(), terminal)
}

#[test]
fn behaviours_04_10_18_no_query_title_mouse_or_clipboard() {
    let cases = Cases::sample(CLEAN);
    let (output, _) = visit_screens(&cases, cases.launch());
    let output = String::from_utf8(output).unwrap();
    for forbidden in [
        "\x1b[6n",
        "\x1b[c",
        "\x1b[0c",
        "\x1b[>",
        "\x1b]",
        "\x1bP",
        "$p",
        "\x1b[?u",
        "\x1b[?1000h",
        "\x1b[?1002h",
        "\x1b[?1003h",
        "\x1b[?1006h",
        "\x1b[22;0t",
    ] {
        assert!(!output.contains(forbidden), "{forbidden:?} was sent");
    }
    assert!(output.starts_with("\x1b[?1049h"), "the alternate screen comes first");
}

#[test]
fn behaviour_26_dumb_terminal_or_accessible_gets_line_mode() {
    for variable in [("TERM", "dumb"), ("ACCESSIBLE", "1")] {
        let cases = Cases::empty();
        let launch = cases.launch().variable(variable.0, variable.1).arguments(&["new"]);
        let mut terminal = launch.open("What is the member's identifier?");
        assert!(!terminal.take_output().contains(&0x1b), "{variable:?}: line mode sends no escape sequences");
    }
}

#[test]
fn typed_text_is_not_in_the_process_list() {
    let cases = Cases::empty();
    let mut terminal = cases.launch().arguments(&["new"]).open("member's identifier");
    terminal.keys("TC77PLANTED\r");
    terminal.wait_for("member's name");
    for file in ["cmdline", "environ", "comm"] {
        let visible = std::fs::read(format!("/proc/{}/{file}", terminal.pid())).unwrap();
        assert!(!String::from_utf8_lossy(&visible).contains("PLANTED"), "{file}");
    }
}

#[test]
fn behaviour_25_every_terminal_type_shows_the_same() {
    let screen = |term: &str| {
        let cases = Cases::sample(CLEAN);
        visit_screens(&cases, cases.launch().variable("TERM", term)).1.text()
    };
    let mut screens: Vec<String> = std::thread::scope(|scope| {
        let all = ["xterm-256color", "xterm", "screen", "screen-256color", "tmux-256color", "linux", "vt100"]
            .map(|term| scope.spawn(move || screen(term)));
        all.map(|one| one.join().unwrap()).into()
    });
    screens.dedup();
    assert_eq!(screens.len(), 1, "{screens:#?}");
}

#[test]
fn behaviour_10_scrollback_is_erased_where_the_type_has_no_alternate_screen() {
    for (term, is_erased) in [("linux", true), ("vt100", true), ("xterm-256color", false), ("screen", false)]
    {
        let cases = Cases::sample(CLEAN);
        let mut terminal = cases.launch().variable("TERM", term).open("TC9000001");
        terminal.keys("q");
        terminal.wait_for_exit();
        let output = String::from_utf8(terminal.take_output()).unwrap();
        assert_eq!(output.contains("\x1b[3J"), is_erased, "{term}");
        let own = output.replace("\x1b[?1049h", "").replace("\x1b[?1049l", "");
        let mut one_screen = vt100::Parser::new(24, 80, 100);
        one_screen.process(own.as_bytes());
        assert_eq!(one_screen.screen().contents().trim(), "", "{term}: the patient is still shown");
    }
}

#[test]
fn behaviour_07_without_utf8_every_byte_is_ascii() {
    for launch in [
        |cases: &'static Cases| cases.launch().variable("LANG", "C"),
        |cases: &'static Cases| cases.launch().arguments(&["--ascii"]),
    ] {
        let cases: &'static Cases = Box::leak(Box::new(Cases::sample(CLEAN)));
        let (output, _) = visit_screens(cases, launch(cases));
        assert!(output.is_ascii());
        std::fs::remove_dir_all(cases.path()).unwrap();
    }
}

#[test]
fn behaviour_07_without_utf8_other_letters_of_a_case_are_replaced() {
    let cases = Cases::sample(CLEAN);
    let text = cases.text().replace("Aspen Sample", "Zoë");
    std::fs::write(cases.only_file(), text).unwrap();
    let mut terminal = cases.launch().variable("LANG", "C").open("Zo? ");
    assert!(terminal.take_output().is_ascii());
}

/// The parameters of every SGR sequence (colours and attributes).
fn sgr(output: &str) -> Vec<u32> {
    let sequences = output.split("\x1b[").skip(1).filter_map(|rest| {
        let (parameters, _) = rest.split_once('m')?;
        parameters.chars().all(|letter| letter.is_ascii_digit() || letter == ';').then_some(parameters)
    });
    sequences.flat_map(|parameters| parameters.split(';')).filter_map(|number| number.parse().ok()).collect()
}

#[test]
fn behaviours_05_06_colours_are_named_ones_and_none_under_no_color() {
    let cases = Cases::sample(CLEAN);
    let (output, _) = visit_screens(&cases, cases.launch());
    let used = sgr(&String::from_utf8(output).unwrap());
    assert!(used.iter().any(|number| (30..=37).contains(number)), "{used:?}");
    assert!(!used.iter().any(|number| matches!(number, 37 | 38 | 47 | 48 | 97 | 107)), "{used:?}");
    let (output, mut terminal) = visit_screens(&cases, cases.launch().variable("NO_COLOR", "1"));
    let used = sgr(&String::from_utf8(output).unwrap());
    assert!(!used.iter().any(|number| matches!(number, 30..=49 | 90..=107)), "{used:?}");
    terminal.keys("r");
    terminal.wait_until("the selection", |terminal| terminal.selected_row().contains("member identifier"));
}

#[test]
fn behaviour_09_untrusted_text_is_escaped() {
    let cases = Cases::sample(CLEAN);
    let name = r#"name = "Pat\u001b]0;owned\u0007\u202e\u200b""#;
    let text = cases.text().replace(r#"name = "Aspen Sample""#, name);
    std::fs::write(cases.only_file(), text).unwrap();
    let (output, _) = visit_screens(&cases, cases.launch());
    let output = String::from_utf8(output).unwrap();
    for forbidden in ["\x1b]", "\x07", "\u{202e}", "\u{200b}"] {
        assert!(!output.contains(forbidden), "{forbidden:?} was sent");
    }
    assert!(output.contains("<U+001B>"));
}

#[test]
fn behaviour_09_unreadable_file_is_named_and_escaped() {
    let cases = Cases::empty();
    cases.write("bad.toml", "format = 1\npolicy = \"MM-1463\"\n\"\\u001b]0;owned\\u0007\" = 3\n");
    let mut terminal = cases.open_worklist();
    terminal.wait_for("unreadable");
    terminal.keys(ENTER);
    terminal.wait_for("bad can't be opened");
    assert!(!String::from_utf8(terminal.take_output()).unwrap().contains("\x1b]"));
    terminal.keys(ESC);
    terminal.wait_for("Enter open");
}

#[test]
fn two_hundred_cases_take_little_memory() {
    let cases = Cases::empty();
    let sample = Cases::sample(CLEAN).text();
    for number in 0..200 {
        cases.write(&format!("2026-03-02-{number:03}.toml"), &sample);
    }
    let mut terminal = cases.open_worklist();
    terminal.keys(&DOWN.repeat(199));
    terminal.wait_for("200 of 200");
    let status = std::fs::read_to_string(format!("/proc/{}/status", terminal.pid())).unwrap();
    let kilobytes = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let (resident, private) = (kilobytes("VmRSS:"), kilobytes("RssAnon:"));
    println!("resident with 200 cases: {resident} kB, {private} kB of it private");
    // A debug build is a larger file.
    let most = if cfg!(debug_assertions) { 16_384 } else { 6_144 };
    assert!(resident <= most && private <= 2_048, "{resident} kB, {private} kB");
}
