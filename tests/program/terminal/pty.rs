//! The program on a pseudo-terminal, with a case folder, driven by what a user
//! can do: start it, press keys, resize the window, read the screen.
//!
//! Every wait is for a state. Its deadline only ends a test that would hang.

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
use crate::tested_program::tested_program;

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
pub(crate) const CLEAR: &[u8] = b"\x1b[999;999H\x1b[1J";
/// How many checks in a row must find the program asleep.
const ASLEEP_CHECKS: usize = 10;
/// How long to wait for output that a sleeping program has already written. If
/// it takes longer, an extra frame goes unnoticed; no test fails wrongly.
const OUTPUT_DELAY: Duration = Duration::from_millis(20);

/// A temporary case folder, removed with the test.
pub(crate) struct Cases(TempDir);

impl Cases {
    pub(crate) fn empty() -> Self {
        Self(temporary())
    }

    /// Copies of the sample cases whose file names contain this.
    pub(crate) fn samples_matching(part: &str) -> Self {
        let cases = Self::empty();
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if name.contains(part) && name.ends_with(".toml") {
                fs::copy(&path, cases.path().join(name)).unwrap();
            }
        }
        assert!(!cases.names().is_empty(), "no sample case is named like {part}");
        cases
    }

    /// A copy of one sample case.
    pub(crate) fn sample(name: &str) -> Self {
        let cases = Self::samples_matching(&format!("{name}.toml"));
        assert_eq!(cases.names().len(), 1, "more than one sample case is named {name}");
        cases
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The file names of the cases, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| name.ends_with(".toml") && !name.starts_with('.'));
        names.sort();
        names
    }

    /// The path of the only case.
    pub(crate) fn only_file(&self) -> PathBuf {
        let names = self.names();
        assert_eq!(names.len(), 1, "{names:?}");
        self.path().join(&names[0])
    }

    /// The file of the only case, as text.
    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.only_file()).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    /// Prepares a start of the program on this folder.
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

    /// Starts the program on the worklist, 80 by 24.
    pub(crate) fn open_worklist(&self) -> Terminal {
        self.launch().open("MM-1463")
    }

    /// Starts the program on the only case, 80 by 24, and waits for these words.
    pub(crate) fn open_case(&self, shows: &str) -> Terminal {
        let file = self.only_file();
        self.launch().arguments(&["open", file.to_str().unwrap()]).open(shows)
    }
}

/// How to start the program.
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
        let mut command = CommandBuilder::new(tested_program());
        command.args(["--cases", self.cases.path().to_str().unwrap()]);
        command.args(&self.arguments);
        self.start(command, shows)
    }

    /// Starts a shell with this script, in which `$0` is the program, and waits.
    pub(crate) fn run_in_shell(self, script: &str, shows: &str) -> Terminal {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script, tested_program()]);
        command.env("SIJ_INTAKE_CASES", self.cases.path());
        self.start(command, shows)
    }

    /// Starts another command, such as `ssh` or `tmux`, and waits.
    pub(crate) fn run(self, command: &[&str], shows: &str) -> Terminal {
        let mut builder = CommandBuilder::new(command[0]);
        builder.args(&command[1..]);
        self.start(builder, shows)
    }

    fn start(self, mut command: CommandBuilder, shows: &str) -> Terminal {
        let folder = command.get_env("SIJ_INTAKE_CASES").map(ToOwned::to_owned);
        command.env_clear();
        if let Some(folder) = folder {
            command.env("SIJ_INTAKE_CASES", folder);
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

/// A pseudo-terminal with the program running on it.
pub(crate) struct Terminal {
    program: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    chunks: Receiver<Vec<u8>>,
    reader_thread: Option<JoinHandle<()>>,
    hung_up: Arc<AtomicBool>,
    /// Held by the reader thread while it reads.
    read_lock: Arc<Mutex<()>>,
    emulator: vt100::Parser,
    output: Vec<u8>,
    /// The output since the last complete frame.
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
        let lock = Arc::clone(&read_lock);
        let reader_thread = thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                let _reading = lock.lock();
                if stop.load(Ordering::SeqCst) || sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pty.master.take_writer().unwrap();
        let (columns, rows) = if size == (0, 0) { (80, 24) } else { size };
        Self {
            program,
            master: Some(pty.master),
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

    /// Sends bytes as if they were typed.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(bytes).unwrap();
        keyboard.flush().unwrap();
    }

    /// Pastes text as a bracketed paste.
    pub(crate) fn paste(&mut self, text: &str) {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Waits until the program has read the keys so far.
    pub(crate) fn wait_until_keys_are_read(&self) {
        let program_end = self.program_end();
        until("the keys to be read", || ioctl_fionread(&program_end).unwrap() == 0);
    }

    /// The program's end of the pseudo-terminal.
    fn program_end(&self) -> OwnedFd {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        rustix::fs::open(name, OFlags::RDONLY | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).unwrap()
    }

    /// Waits for a question and presses these keys.
    pub(crate) fn answer(&mut self, question: &str, keys: &str) {
        self.wait_for(question);
        self.keys(keys);
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        if columns > 0 && rows > 0 {
            self.emulator.screen_mut().set_size(rows, columns);
        }
        self.master.as_ref().unwrap().resize(pty_size((columns, rows))).unwrap();
    }

    /// The emulated screen.
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

    /// The selected row, from its `›` on. The list of steps has a `›` too, which
    /// is left out.
    pub(crate) fn selected_row(&self) -> String {
        let has_border = |row: &str| row.contains('│') || row.contains('┬');
        let right_of_border = |row: String| match row.split_once('│') {
            Some((_, right)) => right.to_owned(),
            None => row,
        };
        let rows = self.rows();
        let has_steps = rows.iter().any(|row| has_border(row));
        let body = rows.into_iter().filter(|row| !has_steps || has_border(row)).map(right_of_border);
        let mut selected = body.filter_map(|row| row.find('›').map(|at| row[at..].to_owned()));
        selected.next().unwrap_or_default()
    }

    /// Processes the next output; an error at the deadline or when the terminal closed.
    fn receive(&mut self, by: Instant) -> Result<(), RecvTimeoutError> {
        let chunk = self.chunks.recv_timeout(by.saturating_duration_since(Instant::now()))?;
        self.emulator.process(&chunk);
        self.frame.extend(&chunk);
        if !self.is_mid_frame() {
            self.frame.clear();
        }
        self.output.extend(chunk);
        Ok(())
    }

    /// Whether a frame was received in part.
    fn is_mid_frame(&self) -> bool {
        rfind(&self.frame, BEGIN_UPDATE) > rfind(&self.frame, END_UPDATE)
    }

    /// Waits until the terminal is in a state and no frame is half received.
    pub(crate) fn wait_until(&mut self, what: &str, state: impl Fn(&Self) -> bool) {
        let by = Instant::now() + DEADLINE;
        while self.is_mid_frame() || !state(self) {
            let received = self.receive(by);
            assert!(received.is_ok(), "waited for: {what}; the screen:\n{}", self.text());
        }
    }

    /// Waits until the screen shows these words.
    pub(crate) fn wait_for(&mut self, words: &str) {
        self.wait_until(words, |terminal| terminal.text().contains(words));
    }

    /// Moves the selection down to the row with these words.
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

    /// Opens a question of a complete case from its row in the review.
    pub(crate) fn go_to(&mut self, label: &str, question: &str) {
        self.keys("r");
        self.wait_for("member identifier");
        self.select_row(label);
        self.keys(ENTER);
        self.wait_for(question);
    }

    /// Waits until all keys so far took effect: Ctrl-L comes after them, so its
    /// repaint does too.
    pub(crate) fn wait_for_repaint(&mut self) {
        let asked = self.output.len();
        self.keys(CTRL_L);
        self.wait_until("the repaint", |terminal| find(&terminal.output[asked..], CLEAR).is_some());
    }

    /// Waits until the program sleeps and its output was received.
    pub(crate) fn wait_until_asleep(&mut self) {
        let mut asleep = 0;
        until("the program to be asleep", || {
            asleep = if process::state(self.pid()) == Some('S') { asleep + 1 } else { 0 };
            asleep == ASLEEP_CHECKS
        });
        while self.receive(Instant::now() + OUTPUT_DELAY).is_ok() {}
    }

    /// The output of this period.
    pub(crate) fn output_within(&mut self, time: Duration) -> Vec<u8> {
        self.output.clear();
        let by = Instant::now() + time;
        while self.receive(by).is_ok() {}
        std::mem::take(&mut self.output)
    }

    /// Takes the output since the start, or since the last call.
    pub(crate) fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    /// Whether the output not taken yet contains these bytes.
    pub(crate) fn has_output(&self, bytes: &[u8]) -> bool {
        find(&self.output, bytes).is_some()
    }

    /// Presses keys, waits for a state, and returns the output.
    pub(crate) fn output_of(&mut self, keys: &str, what: &str, state: impl Fn(&Self) -> bool) -> Vec<u8> {
        self.take_output();
        self.keys(keys);
        self.wait_until(what, state);
        // A further frame counts too.
        self.wait_until_asleep();
        self.take_output()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.program.process_id().unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        process::send(self.pid(), signal);
    }

    /// Terminates the program while nobody reads its output. The keys make it
    /// draw, and are pressed until it blocks in a write.
    pub(crate) fn terminate_while_stalled(&mut self, keys: &[&str]) {
        let read_lock = Arc::clone(&self.read_lock);
        let _not_reading = read_lock.lock();
        let program_end = self.program_end();
        let pid = self.pid();
        // Asleep although a key is waiting: it is blocked in a write.
        let is_stuck = || {
            let mut asleep = 0;
            until("the program to be asleep, or the key to be read", || {
                asleep = if process::state(pid) == Some('S') { asleep + 1 } else { 0 };
                asleep == ASLEEP_CHECKS || asleep > 1 && ioctl_fionread(&program_end).unwrap() == 0
            });
            asleep == ASLEEP_CHECKS
        };
        let pressed = keys.iter().cycle().take(5000).find(|key| {
            self.keyboard.as_mut().unwrap().write_all(key.as_bytes()).unwrap();
            is_stuck()
        });
        assert!(pressed.is_some(), "the program never blocks");
        self.signal(Signal::TERM);
        until("the end of the program", || process::has_ended(pid));
    }

    /// Closes the terminal under the program.
    pub(crate) fn hang_up(&mut self) {
        self.hung_up.store(true, Ordering::SeqCst);
        // The resize makes the program draw, which wakes the reader thread.
        let master = self.master.take().unwrap();
        master.resize(pty_size((70, 20))).unwrap();
        self.reader_thread.take().unwrap().join().unwrap();
        drop(self.keyboard.take());
        drop(master);
    }

    /// Reads the rest of the output and returns the exit code.
    pub(crate) fn wait_for_exit(&mut self) -> u32 {
        let by = Instant::now() + DEADLINE;
        // Without reading, the buffer could fill up and block the program. The
        // output ends when no process has the terminal open.
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
