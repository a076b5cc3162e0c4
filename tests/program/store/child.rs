//! The child that these tests run, and how they talk to it.
//!
//! The child prints lines that begin with `> `: `answered 3` means that three
//! answers were acknowledged as saved.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sij_intake::case::{Field, Laterality, QuestionId, Target, Text};
use sij_intake::harden;
use sij_intake::line::{self, Chosen, LineIo};
use sij_intake::policy::{Item, PolicySettings};
use sij_intake::session::{ChangeError, Saved, Session, Workspace};
use sij_intake::store::{CaseId, Folder};

use super::{CLOCK, WHO, answered, create, open, sample};

const ROLE: &str = "SIJ_TEST_ROLE";
const FOLDER: &str = "SIJ_TEST_FOLDER";
const COUNT: &str = "SIJ_TEST_COUNT";
/// A path that the child looks up when its work begins, so that a trace shows
/// where.
pub(crate) const BEGIN: &str = "/begin-of-the-work";
/// More than the first line of an answer in the log, and less than both.
const ONE_LINE: u64 = 600;
/// The item whose evidence holds the number of saves.
const COUNTER: Item = Item::D_I_A_3;

/// The command that runs the child in a role.
pub(crate) fn command(role: &str, folder: &Folder, count: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    with_role(&mut command, role, folder, count);
    command
}

/// The same under another program, such as a tracer.
pub(crate) fn command_under(mut tracer: Command, role: &str, folder: &Folder) -> Command {
    tracer.arg(std::env::current_exe().unwrap());
    with_role(&mut tracer, role, folder, 0);
    tracer
}

fn with_role(command: &mut Command, role: &str, folder: &Folder, count: usize) {
    command.args(["--exact", "store::child::child", "--ignored", "--nocapture", "--test-threads=1", "-q"]);
    command.env(ROLE, role).env(FOLDER, folder.path()).env(COUNT, count.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
}

/// A running child with its output and its input.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) lines: BufReader<ChildStdout>,
    pub(crate) input: Option<ChildStdin>,
}

pub(crate) fn start(mut command: Command) -> Running {
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    let input = child.stdin.take();
    Running { child, lines, input }
}

impl Running {
    /// The next line about the child's work, if there is one.
    pub(crate) fn next(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some(said) = line.strip_prefix("> ") {
                return Some(said.trim_end().to_owned());
            }
        }
    }

    /// Waits for the end: the rest of its lines, standard error, and the status.
    pub(crate) fn end(mut self) -> (Vec<String>, String, std::process::ExitStatus) {
        drop(self.input.take());
        let said = std::iter::from_fn(|| self.next()).collect();
        let mut complaints = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
        (said, complaints, self.child.wait().unwrap())
    }
}

/// Prints a line, even if single writes fail.
fn say(line: &str) {
    let mut bytes = format!("> {line}\n").into_bytes();
    while !bytes.is_empty() {
        if let Ok(written) = rustix::io::write(rustix::stdio::stdout(), &bytes) {
            bytes.drain(..written);
        }
    }
}

fn count() -> usize {
    std::env::var(COUNT).unwrap().parse().unwrap()
}

#[test]
#[ignore = "run by the other tests"]
fn child() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let folder = Folder::at(std::env::var(FOLDER).unwrap());
    match role.as_str() {
        "intake" => intake(&folder),
        "short" => short(&folder),
        "hold" => hold(&folder),
        "new" => {
            let sessions: Vec<Session> = (0..count()).map(|_| create(&folder)).collect();
            sessions.iter().for_each(|session| say(session.id().as_str()));
            // The names are reserved while the sessions are open.
            let _ = std::io::stdin().read(&mut [0]);
        }
        "count" => count_up(&folder),
        "files" => save_under_limit(&folder, Resource::Nofile),
        "size" => save_under_limit(&folder, Resource::Fsize),
        "warning" => folder.warning().iter().for_each(|warning| say(&warning.to_string())),
        "full-log" => full_log(&folder),
        "half-log" => half_log(&folder),
        "half-log-line-mode" => half_log_in_line_mode(&folder),
        other => panic!("no role {other}"),
    }
}

/// Opens the last case or starts one, answers it, and saves on until it is killed.
fn intake(folder: &Folder) {
    let (full, _) = sample();
    let last = folder.cases().unwrap().pop().filter(|_| count() == 0);
    let mut session = match &last {
        Some(id) => open(folder, id).unwrap(),
        None => create(folder),
    };
    say(&format!("case {}", session.id()));
    let mut given: Vec<QuestionId> = answered(session.case());
    while let Some(question) =
        session.interview().questions().into_iter().find(|question| !given.contains(question))
    {
        given.push(question);
        if let Some(answer) = full.facts.answer(question) {
            session.answer(question, Target::Whole, &answer).unwrap();
            say(&format!("answered {}", answered(session.case()).len()));
        }
    }
    loop {
        session.record().unwrap();
        say("recorded");
        let count = save_count(&session) + 1;
        session.note_evidence(COUNTER, Some(Text::new(count.to_string()))).unwrap();
        say(&format!("noted {count}"));
    }
}

/// The number of saves that the evidence holds.
pub(crate) fn save_count(session: &Session) -> usize {
    session.case().evidence.get(COUNTER.key()).and_then(|text| text.raw().parse().ok()).unwrap_or(0)
}

/// A short intake; each step is repeated until it succeeds.
fn short(folder: &Folder) {
    let member = Field::MemberId.at(Laterality::Left);
    let id = sample().0.facts.answer(member).unwrap();
    use_up_call_counts();
    let _ = std::fs::metadata(BEGIN);
    let mut session = repeat(|| Session::create(folder, super::WHO, Default::default(), super::CLOCK).ok());
    say(&format!("case {}", session.id()));
    let answer = |session: &mut Session| session.answer(member, Target::Whole, &id);
    session = step(folder, session, "taken", &answer);
    session = step(folder, session, "noted", &|session| session.note_evidence(COUNTER, Some(Text::new("1"))));
    session = step(folder, session, "flagged", &|session| session.flag(COUNTER, Some(Text::new("1"))));
    repeat(|| match session.save_report("# report\n") {
        Ok(_) => Some(()),
        Err(error) => {
            say(&format!("refused {error}"));
            error.to_string().starts_with("saved as").then_some(())
        }
    });
    say("reported");
    if let Saved::Failed(problem) = session.saved() {
        say(&format!("shown {problem}"));
    }
}

/// A tracer counts the calls of each thread. After these, a number that hits the
/// work can't hit a call of the test harness instead.
fn use_up_call_counts() {
    for _ in 0..60 {
        let mut nothing = std::fs::File::open("/dev/null").unwrap();
        let _ = nothing.read(&mut [0]);
        let _ = nothing.metadata();
        let _ = rustix::io::write(rustix::stdio::stdout(), b"");
    }
}

type Step<'s> = &'s dyn Fn(&mut Session) -> Result<(), ChangeError>;

fn step(folder: &Folder, mut session: Session, word: &str, step: Step<'_>) -> Session {
    let id = session.id().clone();
    for _ in 0..5 {
        match step(&mut session) {
            Ok(()) => {
                if let Saved::Failed(problem) = session.saved() {
                    say(&format!("shown {problem}"));
                }
                say(word);
                return session;
            }
            Err(error) => {
                let problem = error.to_string();
                assert_eq!(session.saved(), &Saved::Failed(problem.clone()));
                say(&format!("refused {problem}"));
                assert_whole_or_absent(folder, &id);
            }
        }
    }
    panic!("{word}: failed five times");
}

fn repeat<T>(mut attempt: impl FnMut() -> Option<T>) -> T {
    (0..5).find_map(|_| attempt()).expect("failed five times")
}

/// A refused save leaves a whole file or none. Reading it may fail once too.
fn assert_whole_or_absent(folder: &Folder, id: &CaseId) {
    repeat(|| match sij_intake::store::read_case(&folder.file(id), sij_intake::policy::editions()) {
        Ok(_) | Err(sij_intake::store::ReadError::Missing) => Some(()),
        Err(_) => None,
    });
}

/// Opens the case `one`, prints how, and holds it until its input ends.
fn hold(folder: &Folder) {
    let session = open(folder, &CaseId::new("one").unwrap()).unwrap();
    say(session.read_only().unwrap_or("writes"));
    let _ = std::io::stdin().read(&mut [0]);
}

/// Raises the number in the evidence of the case `one`, opening it each time.
fn count_up(folder: &Folder) {
    let id = CaseId::new("one").unwrap();
    let mut done = 0;
    while done < count() {
        let mut session = open(folder, &id).unwrap();
        if session.read_only().is_none() {
            let next = save_count(&session) + 1;
            session.note_evidence(COUNTER, Some(Text::new(next.to_string()))).unwrap();
            assert!(matches!(session.saved(), Saved::At(_)), "{:?}", session.saved());
            done += 1;
        }
    }
    say(&format!("done {done}"));
}

/// Opens the case `one` while the audit log can't grow, and prints the state.
fn full_log(folder: &Folder) {
    harden::apply().unwrap();
    let size = std::fs::metadata(folder.path().join(".audit.log")).unwrap().len();
    setrlimit(Resource::Fsize, Rlimit { current: Some(size), ..getrlimit(Resource::Fsize) }).unwrap();
    let session = open(folder, &CaseId::new("one").unwrap()).unwrap();
    say(&format!("{:?}", session.saved()));
}

/// Answers in the case `one` while the audit log has room for the first line only, then
/// with room for all, and prints the state after each.
fn half_log(folder: &Folder) {
    harden::apply().unwrap();
    let mut session = open(folder, &CaseId::new("one").unwrap()).unwrap();
    let usual = getrlimit(Resource::Fsize);
    let size = std::fs::metadata(folder.path().join(".audit.log")).unwrap().len();
    // Longer than the case file, so that only the log can't grow.
    let case = std::fs::metadata(folder.file(session.id())).unwrap().len();
    assert!(case < size + ONE_LINE, "the log is too short for this test");
    setrlimit(Resource::Fsize, Rlimit { current: Some(size + ONE_LINE), ..usual }).unwrap();
    for words in ["one", "two"] {
        session.note_evidence(COUNTER, Some(Text::new(words))).unwrap();
        say(&format!("{:?}", session.saved()));
        setrlimit(Resource::Fsize, usual).unwrap();
    }
    session.close().unwrap();
}

/// Types these lines in line mode, and lets the log grow by one line after the first.
struct TypedUnderLimit {
    lines: std::vec::IntoIter<&'static str>,
    usual: Rlimit,
    limits: std::vec::IntoIter<Option<u64>>,
}

impl Read for TypedUnderLimit {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let limit = self.limits.next().flatten().or(self.usual.current);
        setrlimit(Resource::Fsize, Rlimit { current: limit, ..self.usual }).unwrap();
        self.lines.next().unwrap_or_default().as_bytes().read(buffer)
    }
}

/// Answers in line mode while the audit log has room for the first line of the answer only.
fn half_log_in_line_mode(folder: &Folder) {
    harden::apply().unwrap();
    let usual = getrlimit(Resource::Fsize);
    // The opening is logged first.
    let id = CaseId::new("one").unwrap();
    drop(open(folder, &id).unwrap());
    let log = || std::fs::metadata(folder.path().join(".audit.log")).unwrap().len();
    let before = log();
    drop(open(folder, &id).unwrap());
    let room = Some(2 * log() - before + ONE_LINE);
    let lines = vec!["go 2\n", "Another Name\n", "quit\n"].into_iter();
    let typed = TypedUnderLimit { lines, usual, limits: vec![None, room, None].into_iter() };
    let (mut input, mut out, mut err) = (std::io::BufReader::new(typed), Vec::new(), Vec::new());
    let mut io = LineIo { input: &mut input, out: &mut out, err: &mut err, idle: None };
    let workspace = Workspace {
        folder: folder.clone(),
        settings: PolicySettings::default(),
        clock: CLOCK,
        program: Default::default(),
        who: WHO.to_owned(),
    };
    line::run(&workspace, &Chosen::Case(id), &mut io).unwrap();
    say(&String::from_utf8(out).unwrap().replace('\n', " "));
}

/// Saves under limits that are too low, prints the results, and saves again
/// without a limit.
fn save_under_limit(folder: &Folder, what: Resource) {
    harden::apply().unwrap();
    let mut session = open(folder, &CaseId::new("one").unwrap()).unwrap();
    let usual = getrlimit(what);
    // One more descriptor each time, or 100 more bytes.
    for room in 0..12 {
        let limit = if what == Resource::Nofile { 3 + room } else { room * 100 };
        let before = std::fs::read(folder.file(session.id())).unwrap();
        setrlimit(what, Rlimit { current: Some(limit), ..usual }).unwrap();
        let words = Some(Text::new(format!("note {room}")));
        let result = session.note_evidence(COUNTER, words.clone());
        let shown = session.saved().clone();
        setrlimit(what, usual).unwrap();
        match (result, shown) {
            (Err(error), Saved::Failed(shown)) => {
                let problem = error.to_string();
                assert_eq!(problem, shown);
                assert_eq!(std::fs::read(folder.file(session.id())).unwrap(), before);
                say(&format!("refused {problem}"));
            }
            (Ok(()), Saved::Failed(shown)) => say(&format!("shown {shown}")),
            (result, shown) => say(&format!("{result:?} {shown:?}")),
        }
        session.note_evidence(COUNTER, words.clone()).unwrap();
        assert_eq!(session.case().evidence.get(COUNTER.key()), words.as_ref());
    }
    assert!(matches!(session.saved(), Saved::At(_)), "{:?}", session.saved());
    say("saved in the end");
}
