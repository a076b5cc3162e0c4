//! Patient data stays in the case folder.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};

use sij_intake::harden;

use super::{program, run, sample};
use crate::process::until;
use crate::skipped::skipped;

/// A marker that stands for patient data, one for each place in a file.
fn marker(number: usize) -> String {
    format!("Planted{number:02}marker")
}

const MARKERS: usize = 20;

/// Invalid files, each with a marker in another place.
fn planted() -> Vec<String> {
    let text = sample();
    let texts = [
        "id = \"",
        "name = \"",
        "codes = [\"",
        "diagnoses = [\"",
        "why = \"",
        "character = \"",
        "side = \"",
        "procedure = \"",
        "sedation = \"",
        "kind = \"",
    ];
    let file = |number: usize| {
        let marker = marker(number);
        let file = match number {
            0..=9 => {
                let before = texts[number];
                let planted = text.replacen(before, &format!("{before}{marker} "), 1);
                // A duplicate table makes it invalid.
                format!("{planted}\n[left]\n")
            }
            10 => text.replacen("received = ", &format!("received = \"{marker}\" #"), 1),
            11 => text.replacen("[member]", &format!("[member]\nbirth_date = \"{marker}\" #"), 1),
            12 => format!("# {marker}\n{text}="),
            13 => text.replacen("name = ", &format!("name = {marker} #"), 1),
            14 => text.replacen("name = \"", &format!("name = \"{marker}\n"), 1),
            15 => text.replacen("[pain]", &format!("[pain]\nonset = \"{marker}\" #"), 1),
            16 => format!("{text}[flags]\n\"D.I.B.1\" = [\"{marker}\"]\n"),
            17 => text.replacen("location = [\"", &format!("location = [\"{marker}\", \""), 1),
            18 => text.replacen("id = \"", &format!("id = {{ a = \"{marker}\" }} #"), 1),
            _ => format!("{marker}\n{text}"),
        };
        assert!(file.contains(&marker), "{number}");
        file
    };
    (0..MARKERS).map(file).collect()
}

#[test]
fn errors_show_no_file_content_and_write_no_other_folder() {
    let temp = tempfile::tempdir().unwrap();
    let [cases, elsewhere] = ["cases", "elsewhere"].map(|name| temp.path().join(name));
    std::fs::create_dir(&cases).unwrap();
    std::fs::create_dir(&elsewhere).unwrap();
    let mut paths = Vec::new();
    for (number, text) in planted().into_iter().enumerate() {
        paths.push(cases.join(format!("{number}.toml")));
        std::fs::write(paths.last().unwrap(), text).unwrap();
    }
    for way in
        [&["determine"][..], &["replay"], &["replay", "--format", "json"], &["replay", "--format", "junit"]]
    {
        let mut program = program();
        for folder in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            program.env(folder, &elsewhere);
        }
        let ran = run(program.current_dir(&elsewhere).args(way).args(&paths), b"");
        assert_eq!(ran.status.code(), Some(2), "{}", ran.said());
        assert!(!ran.said().contains("Planted"), "{way:?}: {}", ran.said());
        assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 0, "{way:?}");
    }
}

const ROLE: &str = "SIJ_TEST_PLANTED";

/// Panics with a message that quotes patient data.
#[test]
#[ignore = "run as a child by another test"]
fn child() {
    let Ok(name) = std::env::var(ROLE) else { return };
    harden::apply().unwrap();
    let name = format!("{name}é");
    let cut = std::hint::black_box(name.len() - 1);
    std::hint::black_box(&name[..cut]);
}

#[test]
fn panic_message_shows_only_the_location() {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "hostile::patient_data::child", "--ignored", "--nocapture"]).env(ROLE, marker(0));
    child.env("RUST_BACKTRACE", "full").env("RUST_LIB_BACKTRACE", "full");
    let ran = run(&mut child, b"");
    assert!(!ran.status.success());
    assert!(
        ran.said().contains("a fault of its own (tests/program/hostile/patient_data.rs:"),
        "{}",
        ran.said()
    );
    assert!(!ran.said().contains("Planted"), "{}", ran.said());
}

#[test]
fn no_core_file_is_written() {
    if !Path::new("/proc/self/limits").exists() {
        return skipped("the limits of a process can't be seen");
    }
    let temp = tempfile::tempdir().unwrap();
    let mut child = program();
    child.args(["determine", "-"]).current_dir(temp.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = child.spawn().unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let no_core = || {
        let text = std::fs::read_to_string(&limits).unwrap();
        let line = text.lines().find(|line| line.starts_with("Max core file size")).unwrap_or_default();
        line.split_whitespace().skip(4).take(2).eq(["0", "0"])
    };
    until("the limit of core files to be zero", no_core);
    // Then no process of the same user can read its memory.
    until("its memory to belong to root", || owner(&format!("/proc/{}/mem", child.id())) == Some(0));
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
    let status = child.wait().unwrap();
    assert!(status.signal().is_some() && !status.core_dumped(), "{status:?}");
    assert_eq!(std::fs::read_dir(temp.path()).unwrap().count(), 0);
    let printed = BufReader::new(child.stdout.take().unwrap()).lines().count();
    assert_eq!(printed, 0);
}

fn owner(path: &str) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|metadata| metadata.uid())
}
