//! The answers that a provider gave, confirmed on a real terminal and read by `replay`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rustix::process::Signal;

use super::pty::Cases;
use crate::tested_program::tested_program;

const ORIGINS: &str = "\n[provider]\nresponse = \"r1\"\n\n[provider.answers]\n\
    \"left.sij_pain\" = \"manual\"\n\"left.sij_tenderness\" = \"auto-client\"\n";

fn run(command: &str, case: &Path) -> Output {
    Command::new(tested_program()).arg(command).arg(case).env_clear().output().unwrap()
}

#[test]
fn confirmed_answers_stay_confirmed_and_the_last_one_records_the_determination() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/2026-03-02-diagnostic-clean.toml");
    let text = fs::read_to_string(sample).unwrap();
    let (answers, _) = text.split_once("[determination]").unwrap();
    let cases = Cases::empty();
    cases.write("one.toml", &format!("{answers}{ORIGINS}"));
    let mut terminal = cases.open_case("from the provider (typed): Enter confirms it");
    terminal.keys("\r");
    terminal.wait_for("from the provider (from the EHR): Enter confirms it");
    assert!(cases.text().contains("confirmed = [\"left.sij_pain\"]"));
    assert!(!cases.text().contains("[determination]"));
    terminal.signal(Signal::KILL);
    terminal.wait_for_exit();
    let replayed = run("replay", &cases.only_file());
    assert!(replayed.status.success());
    assert!(String::from_utf8(replayed.stdout).unwrap().starts_with("nothing recorded"));
    let mut terminal = cases.open_case("from the provider (from the EHR): Enter confirms it");
    terminal.keys("\r");
    terminal.wait_for("CRITERIA MET");
    terminal.signal(Signal::HUP);
    terminal.wait_for_exit();
    assert!(cases.text().contains("confirmed = [\"left.sij_pain\", \"left.sij_tenderness\"]"));
    let replayed = run("replay", &cases.only_file());
    assert!(String::from_utf8(replayed.stdout).unwrap().starts_with("agrees"));
}
