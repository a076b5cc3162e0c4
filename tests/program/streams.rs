//! Lines of JSON through the program: order, answers before the next line, memory, exit
//! status.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::as_json::as_json;
use crate::process::{DEADLINE, field, until, wait};
use crate::tested_program::tested_program;

const SAMPLES: [&str; 3] = [
    "2026-03-02-diagnostic-clean",
    "2026-04-01-therapeutic-fifth-in-twelve-months",
    "2026-05-22-ablation-repeat-without-waiver",
];

fn path_of(sample: &str) -> String {
    format!("{}/cases/{sample}.toml", env!("CARGO_MANIFEST_DIR"))
}

/// A sample case as a line with its name.
fn line(sample: &str) -> String {
    let json = as_json(&fs::read_to_string(path_of(sample)).unwrap());
    json.replacen('{', &format!("{{\"case\":\"{sample}\","), 1)
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(tested_program());
    command.args(arguments).env_remove("SIJ_INTAKE_CASES");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What it prints for this input.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = program(arguments).spawn().unwrap();
    let (mut to, input) = (child.stdin.take().unwrap(), input.to_vec());
    let writer = std::thread::spawn(move || to.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    output
}

fn lines_of(output: &Output) -> Vec<String> {
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn lines_are_answered_in_order_as_the_files_are() {
    let files: Vec<String> = SAMPLES.iter().map(|sample| path_of(sample)).collect();
    let arguments: Vec<&str> =
        ["determine", "--format", "json"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let of_files = lines_of(&run(&arguments, b""));
    let input: Vec<String> = (0..300).map(|number| line(SAMPLES[number % 3])).collect();
    for threads in ["1", "2", "5"] {
        let output =
            run(&["determine", "--from", "ndjson", "--threads", threads, "-"], input.join("\n").as_bytes());
        assert_eq!(output.status.code(), Some(0));
        let expected: Vec<String> = (0..300).map(|number| of_files[number % 3].clone()).collect();
        assert_eq!(lines_of(&output), expected, "{threads} threads");
        assert_eq!(output.stderr, b"");
    }
}

#[test]
fn bad_lines_are_answered_in_their_place_and_blank_ones_are_not() {
    let good = line(SAMPLES[0]);
    let mut input = format!("{good}\n\n  \t\r\n{{\n").into_bytes();
    input.extend_from_slice(b"{\"format\": 1, \"policy\": \"MM-1463\", \"member\": {\"id\": \"\xff\"}}\n");
    input.extend_from_slice(
        b"{\"case\": \"two\", \"format\": 1, \"policy\": \"MM-1463\", \"request\": {\"sid\": 1, \"side\": \"up\"}}\n",
    );
    input.extend_from_slice(b"{\"format\": 1, \"policy\": \"MM-1463\", \"member\": {\"id\": \"TC1\"}, \"request\": {\"received\": \"2026-03-02\", \"side\": \"left\"}}\n");
    input.extend_from_slice(b"{\"resourceType\": \"QuestionnaireResponse\"}\n");
    input.extend_from_slice(&[b'x'; (1 << 20) + 1]);
    input.extend_from_slice(format!("\n{good}").as_bytes());
    let output = run(&["determine", "--from", "ndjson", "-"], &input);
    assert_eq!(output.status.code(), Some(2));
    let lines = lines_of(&output);
    assert_eq!(lines[0], *lines.last().unwrap(), "the last line has no newline");
    let unknown = r#"{"where":"request.sid","what":"unknown key: did you mean side?"}"#;
    let expected = [
        r#"{"line":4,"error":{"where":"","what":"not JSON: EOF while parsing an object, at column 1"}}"#.to_owned(),
        r#"{"line":5,"error":{"where":"","what":"the line is not UTF-8 text: write it as UTF-8"}}"#.to_owned(),
        format!(
            r#"{{"line":6,"error":{unknown},"errors":[{unknown},{{"where":"request.side","what":"unknown choice: write one of \"left\", \"right\", \"both\""}}],"case":"two"}}"#
        ),
        r#"{"line":7,"error":{"where":"request.procedure","what":"no determination yet: this is needed; add the key"}}"#
            .to_owned(),
        r#"{"line":9,"error":{"where":"","what":"the line has more than 1048576 bytes: this is not a case"}}"#.to_owned(),
    ];
    assert_eq!(lines.len(), 8);
    assert_eq!(lines[1..5], expected[..4]);
    assert!(
        lines[5].starts_with(r#"{"line":8,"error":{"where":"questionnaire","what":"this is missing: write "#),
        "{}",
        lines[5]
    );
    assert_eq!(lines[6], expected[4]);
}

/// A child that is written to and read from in turn.
fn conversation(arguments: &[&str]) -> (Child, ChildStdin, BufReader<ChildStdout>) {
    let mut child = program(arguments).spawn().unwrap();
    let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    (child, to, BufReader::new(from))
}

/// The next answer, when all before it were read; fails where none comes.
fn answer(from: &mut BufReader<ChildStdout>) -> String {
    let deadline = Timespec::try_from(DEADLINE).unwrap();
    let mut watched = [PollFd::new(from.get_ref(), PollFlags::IN)];
    assert_eq!(poll(&mut watched, Some(&deadline)), Ok(1), "no answer comes");
    let mut answer = String::new();
    from.read_line(&mut answer).unwrap();
    answer
}

#[test]
fn each_line_is_answered_before_the_next_one_is_sent() {
    for command in ["determine", "replay"] {
        for threads in ["1", "3"] {
            let (mut child, mut to, mut from) =
                conversation(&[command, "--from", "ndjson", "--threads", threads, "-"]);
            for sample in SAMPLES {
                // In two pieces: half a line is not answered, and not lost.
                let line = line(sample) + "\n";
                let (one, other) = line.split_at(line.len() / 2);
                to.write_all(one.as_bytes()).unwrap();
                until("the first half is read", || rustix::io::ioctl_fionread(&to).unwrap() == 0);
                to.write_all(other.as_bytes()).unwrap();
                let answer = answer(&mut from);
                assert!(answer.contains(sample), "{answer}");
            }
            drop(to);
            assert_eq!(wait(&mut child).code(), Some(0));
        }
    }
}

#[test]
fn answers_of_plenty_of_lines_are_written_many_at_once() {
    let trace = tempfile::NamedTempFile::new().unwrap();
    if crate::skipped::lacks(&["/usr/bin/strace"]) {
        return;
    }
    let input = tempfile::NamedTempFile::new().unwrap();
    let all: String = (0..300).map(|_| line(SAMPLES[0]) + "\n").collect();
    fs::write(input.path(), all).unwrap();
    let status = Command::new("strace")
        .args(["-f", "-e", "trace=write,poll,read", "-o"])
        .arg(trace.path())
        .args([tested_program(), "determine", "--from", "ndjson", "--threads", "1", "-"])
        .stdin(fs::File::open(input.path()).unwrap())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let writes = fs::read_to_string(trace.path()).unwrap().matches("write(1,").count();
    assert!((1..100).contains(&writes), "{writes} writes for 300 lines");
}

/// The most memory that a run over so many lines takes, in kilobytes.
fn most_memory(arguments: &[&str], count: usize) -> u64 {
    let (mut child, mut to, mut from) = conversation(arguments);
    let lines: Vec<String> = SAMPLES.iter().map(|sample| line(sample) + "\n").collect();
    let writer = std::thread::spawn(move || {
        for number in 0..count {
            to.write_all(lines[number % lines.len()].as_bytes()).unwrap();
        }
        to
    });
    let mut answers = 0;
    let mut answer = Vec::new();
    while answers < count {
        answer.clear();
        from.read_until(b'\n', &mut answer).unwrap();
        assert!(!answer.is_empty());
        answers += 1;
    }
    let to = writer.join().unwrap();
    // It is still there: its input has not ended.
    let most = field(child.id(), "VmHWM").unwrap();
    drop(to);
    assert_eq!(wait(&mut child).code(), Some(0));
    most.trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn memory_does_not_grow_with_the_number_of_lines() {
    let arguments = ["determine", "--from", "ndjson", "-"];
    let (few, many) = (most_memory(&arguments, 1_000), most_memory(&arguments, 20_000));
    println!("at most {few} kB for 1,000 lines, {many} kB for 20,000");
    // How much is read at once is different each time; the lines between have 38 MB.
    assert!(many <= few + 3 * 1024, "{few} kB, then {many} kB");
}

#[test]
fn a_very_long_line_takes_no_memory() {
    let (mut child, mut to, mut from) = conversation(&["determine", "--from", "ndjson", "-"]);
    let piece = vec![b'['; 1 << 20];
    for _ in 0..200 {
        to.write_all(&piece).unwrap();
    }
    to.write_all(b"\n").unwrap();
    let answer = answer(&mut from);
    assert!(
        answer.starts_with(r#"{"line":1,"error":{"where":"","what":"the line has more than"#),
        "{answer}"
    );
    let most: u64 = field(child.id(), "VmHWM").unwrap().trim_end_matches(" kB").parse().unwrap();
    assert!(most < 64 * 1024, "{most} kB");
    drop(to);
    assert_eq!(wait(&mut child).code(), Some(2));
}

#[test]
fn replay_answers_lines_and_counts_changes_on_standard_error() {
    let readings = tempfile::NamedTempFile::new().unwrap();
    fs::write(readings.path(), "[readings]\nfifth-injection = \"met\"\n").unwrap();
    let input = format!("{}\n{{}}\n{}\n", line(SAMPLES[0]), line(SAMPLES[1]));
    let readings = readings.path().to_str().unwrap();
    let output = run(&["--readings", readings, "replay", "--from", "ndjson", "-"], input.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    let lines = lines_of(&output);
    assert!(lines[0].contains(r#""ended":"agrees""#), "{}", lines[0]);
    assert!(lines[1].starts_with(r#"{"line":2,"error":{"where":"format""#), "{}", lines[1]);
    assert!(lines[2].contains(r#""what_if":{"from":"clinical-review","to":"criteria-met""#), "{}", lines[2]);
    let counted = String::from_utf8(output.stderr).unwrap();
    assert!(
        counted.starts_with("3 cases: 1 agree, 0 with nothing recorded, 1 differ, 1 invalid\n"),
        "{counted}"
    );
    assert!(counted.contains("clinical-review      criteria-met              1\n"), "{counted}");
    let text = run(&["replay", "--from", "ndjson", "--format", "text", "-"], input.as_bytes());
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.starts_with("agrees           2026-03-02-diagnostic-clean"), "{text}");
    assert!(text.ends_with("3 cases: 2 agree, 0 with nothing recorded, 0 differ, 1 invalid\n"), "{text}");
}

#[test]
fn file_that_cannot_be_read_is_named_and_the_rest_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.ndjson");
    fs::write(&good, line(SAMPLES[0])).unwrap();
    let gone = folder.path().join("gone.ndjson");
    let paths: Vec<&str> = [&gone, &good, &gone].map(|path| path.to_str().unwrap()).to_vec();
    let arguments: Vec<&str> = ["determine", "--from", "ndjson"].into_iter().chain(paths.clone()).collect();
    let output = run(&arguments, b"");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(lines_of(&output).len(), 1);
    let complaint = format!("{}: there is no such file: check the name\n", Path::new(paths[0]).display());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), complaint.repeat(2));
}

#[test]
fn another_format_than_json_is_refused() {
    for format in ["text", "markdown"] {
        let output = run(&["determine", "--from", "ndjson", "--format", format, "-"], b"");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(output.stderr, b"--from ndjson prints JSON: leave --format out\n");
    }
}
