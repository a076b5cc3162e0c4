//! A terminal: a case folder, a terminal and the program on it. What can be done
//! here is what a person can do: open the program, press keys, resize the
//! window, look at the screen, wait for what it shows.
//!
//! Nothing here sleeps for a time that is hoped to be enough: every wait is for
//! a state, with a deadline that no test depends on.

use std::fs;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::io::ioctl_fionread;
use rustix::process::Signal;
use tempfile::TempDir;
use vt100::Screen;

use crate::process::{self, DEADLINE, until};
use crate::temp_folder::temporary;

pub(crate) const ENTER: &str = "\r";
pub(crate) const ESC: &str = "\x1b";
pub(crate) const UP: &str = "\x1b[A";
pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const PAGE_UP: &str = "\x1b[5~";
pub(crate) const PAGE_DOWN: &str = "\x1b[6~";
pub(crate) const SHIFT_TAB: &str = "\x1b[Z";
pub(crate) const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
pub(crate) const END_UPDATE: &[u8] = b"\x1b[?2026l";

const CTRL_L: &str = "\x0c";
const CLEAR: &[u8] = b"\x1b[2J";
/// As often as this a program is seen to be asleep before it is taken to be.
const LOOKS: usize = 10;
/// What a program that sleeps has written comes within this time. Where it
/// comes later, a frame too many is missed and none is seen that isn't there.
const ON_ITS_WAY: Duration = Duration::from_millis(20);

/// A folder of cases, gone with the test.
pub(crate) struct Cases(TempDir);

impl Cases {
    pub(crate) fn empty() -> Self {
        Self(temporary())
    }

    /// Copies of sample cases, chosen by a part of their names.
    pub(crate) fn samples_matching(part: &str) -> Self {
        let cases = Self::empty();
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if name.contains(part) && name.ends_with(".toml") {
                fs::copy(&path, cases.path().join(name)).unwrap();
            }
        }
        cases
    }

    /// One sample case.
    pub(crate) fn sample(name: &str) -> Self {
        let cases = Self::samples_matching(&format!("{name}.toml"));
        assert_eq!(cases.names().len(), 1, "a sample case of the name {name}");
        cases
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| name.ends_with(".toml") && !name.starts_with('.'));
        names.sort();
        names
    }

    /// The file of the only case.
    pub(crate) fn only_file(&self) -> PathBuf {
        let names = self.names();
        assert_eq!(names.len(), 1, "{names:?}");
        self.path().join(&names[0])
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.only_file()).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    /// A terminal at this folder, with the program not yet started.
    pub(crate) fn launch(&self) -> Launch<'_> {
        Launch {
            cases: self,
            size: (80, 24),
            variables: [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("TZ", "UTC")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            arguments: Vec::new(),
        }
    }

    /// The program on its worklist, 80 by 24.
    pub(crate) fn open_worklist(&self) -> Terminal {
        self.launch().open("MM-1463")
    }

    /// The program on its only case, 80 by 24.
    pub(crate) fn open_case(&self, shows: &str) -> Terminal {
        let file = self.only_file();
        self.launch().arguments(&["open", file.to_str().unwrap()]).open(shows)
    }
}

/// How a program is to be started.
pub(crate) struct Launch<'c> {
    cases: &'c Cases,
    size: (u16, u16),
    variables: Vec<(String, String)>,
    arguments: Vec<String>,
}

impl Launch<'_> {
    /// Columns and rows.
    pub(crate) fn size(self, columns: u16, rows: u16) -> Self {
        Self { size: (columns, rows), ..self }
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// Starts the program and waits until it shows these words.
    pub(crate) fn open(self, shows: &str) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_sij-intake"));
        command.args(["--cases", self.cases.path().to_str().unwrap()]);
        command.args(&self.arguments);
        self.start(command, shows)
    }

    /// Starts a shell with this script, in which `$0` is the program, and waits.
    pub(crate) fn run_in_shell(self, script: &str, shows: &str) -> Terminal {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_sij-intake")]);
        command.env("SIJ_INTAKE_CASES", self.cases.path());
        self.start(command, shows)
    }

    /// Starts another program, such as the one that brings this one here, and waits.
    pub(crate) fn run(self, command: &[&str], shows: &str) -> Terminal {
        let mut builder = CommandBuilder::new(command[0]);
        builder.args(&command[1..]);
        self.start(builder, shows)
    }

    fn start(self, mut command: CommandBuilder, shows: &str) -> Terminal {
        let shelf = command.get_env("SIJ_INTAKE_CASES").map(ToOwned::to_owned);
        command.env_clear();
        if let Some(shelf) = shelf {
            command.env("SIJ_INTAKE_CASES", shelf);
        }
        command.env("PATH", "/usr/bin:/bin");
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        let mut terminal = Terminal::at(self.size, command);
        terminal.wait_for(shows);
        terminal
    }
}

/// A terminal with the program on it.
pub(crate) struct Terminal {
    program: Box<dyn Child + Send + Sync>,
    line: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    chunks: Receiver<Vec<u8>>,
    reader_thread: Option<JoinHandle<()>>,
    hung_up: Arc<AtomicBool>,
    /// Held while the reader_thread reads.
    read_lock: Arc<Mutex<()>>,
    emulator: vt100::Parser,
    output: Vec<u8>,
    /// What came since the last frame was whole.
    frame: Vec<u8>,
}

fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Terminal {
    fn at(size: (u16, u16), command: CommandBuilder) -> Self {
        let pty = native_pty_system().openpty(pty_size(size)).unwrap();
        let program = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let hung_up = Arc::new(AtomicBool::new(false));
        let (sender, chunks) = channel();
        let mut from = pty.master.try_clone_reader().unwrap();
        let stop = Arc::clone(&hung_up);
        let read_lock = Arc::new(Mutex::new(()));
        let open = Arc::clone(&read_lock);
        let reader_thread = thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                let _open = open.lock();
                if stop.load(Ordering::SeqCst) || sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pty.master.take_writer().unwrap();
        let (columns, rows) = if size == (0, 0) { (80, 24) } else { size };
        Self {
            program,
            line: Some(pty.master),
            keyboard: Some(keyboard),
            chunks,
            reader_thread: Some(reader_thread),
            hung_up,
            read_lock,
            emulator: vt100::Parser::new(rows, columns, 0),
            output: Vec::new(),
            frame: Vec::new(),
        }
    }

    /// Presses keys.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.bytes(keys.as_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(bytes).unwrap();
        keyboard.flush().unwrap();
    }

    /// Pastes text, as a terminal that brackets pastes does.
    pub(crate) fn paste(&mut self, text: &str) {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Waits until the program has read the keys so far.
    pub(crate) fn wait_until_keys_are_read(&self) {
        let far_end = self.far_end();
        until("the keys to be read", || ioctl_fionread(&far_end).unwrap() == 0);
    }

    /// The program's end of the line.
    fn far_end(&self) -> OwnedFd {
        let name = self.line.as_ref().unwrap().tty_name().unwrap();
        rustix::fs::open(name, OFlags::RDONLY | OFlags::NOCTTY, Mode::empty()).unwrap()
    }

    /// Answers the question with these words.
    pub(crate) fn answer(&mut self, question: &str, keys: &str) {
        self.wait_for(question);
        self.keys(keys);
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        if columns > 0 && rows > 0 {
            self.emulator.screen_mut().set_size(rows, columns);
        }
        self.line.as_ref().unwrap().resize(pty_size((columns, rows))).unwrap();
    }

    /// What the screen shows.
    pub(crate) fn screen(&self) -> &Screen {
        self.emulator.screen()
    }

    /// The screen as text.
    pub(crate) fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// The rows of the screen.
    pub(crate) fn rows(&self) -> Vec<String> {
        let (_, columns) = self.screen().size();
        self.screen().rows(0, columns).map(|row| row.trim_end().to_owned()).collect()
    }

    /// The row that the pointer is on, from the pointer on; the steps of the panel have one too.
    pub(crate) fn selected_row(&self) -> String {
        let panel = |row: &str| row.contains('│') || row.contains('┬');
        let body = |row: String| match row.split_once('│') {
            Some((_, body)) => body.to_owned(),
            None => row,
        };
        let rows = self.rows();
        let asking = rows.iter().any(|row| panel(row));
        let own = rows.into_iter().filter(|row| !asking || panel(row)).map(body);
        let mut pointed = own.filter_map(|row| row.find('›').map(|at| row[at..].to_owned()));
        pointed.next().unwrap_or_default()
    }

    /// Reads what has come by then; false at the end of the line.
    fn receive(&mut self, by: Instant) -> Result<(), RecvTimeoutError> {
        let chunk = self.chunks.recv_timeout(by.saturating_duration_since(Instant::now()))?;
        self.emulator.process(&chunk);
        self.frame.extend(&chunk);
        if !self.is_within_a_frame() {
            self.frame.clear();
        }
        self.output.extend(chunk);
        Ok(())
    }

    /// Whether a frame has begun to come and is not whole yet.
    fn is_within_a_frame(&self) -> bool {
        rfind(&self.frame, BEGIN_UPDATE) > rfind(&self.frame, END_UPDATE)
    }

    /// Waits until the terminal is in a state, and no frame is half drawn.
    pub(crate) fn wait_until(&mut self, what: &str, state: impl Fn(&Self) -> bool) {
        let by = Instant::now() + DEADLINE;
        while self.is_within_a_frame() || !state(self) {
            let output = self.receive(by);
            assert!(output.is_ok(), "waited for: {what}; the screen:\n{}", self.text());
        }
    }

    /// Waits until the screen shows these words.
    pub(crate) fn wait_for(&mut self, words: &str) {
        self.wait_until(words, |terminal| terminal.text().contains(words));
    }

    /// Moves the pointer of a list down to the row with these words.
    pub(crate) fn select_row(&mut self, words: &str) {
        for _ in 0..60 {
            if self.selected_row().contains(words) {
                return;
            }
            let before = self.text();
            self.keys(DOWN);
            self.wait_until("the next row", |terminal| terminal.text() != before);
        }
        panic!("no row with {words}:\n{}", self.text());
    }

    /// Goes to a question of a complete case by its row in the review.
    pub(crate) fn go_to(&mut self, label: &str, question: &str) {
        self.keys("r");
        self.wait_for("member identifier");
        self.select_row(label);
        self.keys(ENTER);
        self.wait_for(question);
    }

    /// Waits until all keys so far were worked on: then the program draws the
    /// screen anew, as it is asked to here.
    pub(crate) fn wait_for_repaint(&mut self) {
        let asked = self.output.len();
        self.keys(CTRL_L);
        self.wait_until("the screen drawn anew", |terminal| find(&terminal.output[asked..], CLEAR).is_some());
    }

    /// Waits until the program is asleep, and what it wrote has come.
    fn wait_until_asleep(&mut self) {
        let mut asleep = 0;
        until("the program to be asleep", || {
            asleep = if process::state(self.pid()) == Some('S') { asleep + 1 } else { 0 };
            asleep == LOOKS
        });
        while self.receive(Instant::now() + ON_ITS_WAY).is_ok() {}
    }

    /// The bytes that come within this time.
    pub(crate) fn output_within(&mut self, time: Duration) -> Vec<u8> {
        self.output.clear();
        let by = Instant::now() + time;
        while self.receive(by).is_ok() {}
        std::mem::take(&mut self.output)
    }

    /// All bytes that came since the start, or since they were last taken.
    pub(crate) fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    /// Whether these bytes are among those since the start, or since they were last taken.
    pub(crate) fn has_output(&self, bytes: &[u8]) -> bool {
        find(&self.output, bytes).is_some()
    }

    /// The bytes that these keys cause, which lead to this state.
    pub(crate) fn output_of(&mut self, keys: &str, what: &str, state: impl Fn(&Self) -> bool) -> Vec<u8> {
        self.take_output();
        self.keys(keys);
        self.wait_until(what, state);
        // What comes after that counts, too.
        self.wait_until_asleep();
        self.take_output()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.program.process_id().unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        process::send(self.pid(), signal);
    }

    /// Ends the program while nothing comes through on the line any more. The
    /// keys make it draw, and are pressed until it waits to write.
    pub(crate) fn terminate_while_stalled(&mut self, keys: &[&str]) {
        let read_lock = Arc::clone(&self.read_lock);
        let _shut = read_lock.lock();
        let far_end = self.far_end();
        let pid = self.pid();
        // Asleep with a key to read: it waits for something else than keys.
        let is_stuck = || {
            let mut asleep = 0;
            until("the program to be asleep, or the key to be read", || {
                asleep = if process::state(pid) == Some('S') { asleep + 1 } else { 0 };
                asleep == LOOKS || asleep > 1 && ioctl_fionread(&far_end).unwrap() == 0
            });
            asleep == LOOKS
        };
        let pressed = keys.iter().cycle().take(5000).find(|key| {
            self.keyboard.as_mut().unwrap().write_all(key.as_bytes()).unwrap();
            is_stuck()
        });
        assert!(pressed.is_some(), "the line takes everything");
        self.signal(Signal::TERM);
        until("the end of the program", || process::has_ended(pid));
    }

    /// Closes the terminal under the program.
    pub(crate) fn hang_up(&mut self) {
        self.hung_up.store(true, Ordering::SeqCst);
        // The reader_thread sees that when the program draws for the new size.
        let line = self.line.take().unwrap();
        line.resize(pty_size((70, 20))).unwrap();
        self.reader_thread.take().unwrap().join().unwrap();
        drop(self.keyboard.take());
        drop(line);
    }

    /// Waits for the end of the program, and of what it wrote: its exit code.
    pub(crate) fn wait_for_exit(&mut self) -> u32 {
        let by = Instant::now() + DEADLINE;
        // Reading keeps the line from filling up while the program leaves; the
        // line ends when nobody has its far end any more.
        while self.receive(by).is_ok() {}
        until("the end of the program", || process::has_ended(self.pid()));
        self.program.wait().unwrap().exit_code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn rfind(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}
