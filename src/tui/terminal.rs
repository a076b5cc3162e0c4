//! Entering and leaving the screen, suspending and resuming, and exiting when the
//! terminal goes away.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::Signal;
use signal_hook::consts::SIGHUP;
use signal_hook::iterator::Signals;

use crate::harden::print_location_only;

use super::backend::{AnsiBackend, ERASE, Screen};
use super::emergency_save;

const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[m\x1b[2J";
/// Goes back to the first screen; where there is only one, it was erased before.
const LEAVE: &[u8] = b"\x1b[H\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// Erases the scrollback, into which a window that gets shorter moves what it shows.
const ERASE_SCROLLBACK: &[u8] = b"\x1b[3J";
const TOP: &[u8] = b"\x1b[H";
const PLAIN: &[u8] = b"\x1b[m";

/// Standard output as a screen. It is not buffered and does not take the lock of
/// `io::stdout`, so that the signal thread never waits for the drawing thread.
#[derive(Debug)]
pub(super) struct Tty(File);

impl Tty {
    /// Standard output.
    ///
    /// # Errors
    /// When it can't be duplicated.
    pub(super) fn stdout() -> io::Result<Self> {
        Ok(Self(File::from(rustix::stdio::stdout().try_clone_to_owned()?)))
    }

    /// Whether a write would not block: a stalled connection must not keep the
    /// program from exiting.
    fn is_writable(&self) -> bool {
        let mut watched = [PollFd::new(&self.0, PollFlags::OUT)];
        poll(&mut watched, Some(&WRITE_TIMEOUT)).is_ok() && watched[0].revents().contains(PollFlags::OUT)
    }
}

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == State::Left {
            drop(state);
            // Another thread ends the process.
            loop {
                thread::park();
            }
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen for Tty {
    fn size(&self) -> io::Result<Size> {
        let size = rustix::termios::tcgetwinsize(&self.0)?;
        Ok(Size { width: size.ws_col, height: size.ws_row })
    }
}

/// The screen while the program uses it; dropping it leaves the screen.
#[derive(Debug)]
pub(super) struct TerminalGuard {
    /// What frames are drawn on.
    pub(super) terminal: Terminal<AnsiBackend<Tty>>,
}

impl TerminalGuard {
    /// Starts watching for signals and for the terminal going away, then enters raw mode
    /// and the alternate screen, if there is one. Whatever fails, the terminal is left as
    /// it was found.
    ///
    /// # Errors
    /// When there is no terminal, or it can't be watched or written.
    pub(super) fn enter(screens: Screens) -> io::Result<Self> {
        restore_screen_on_panic();
        let guard = Self { terminal: Terminal::new(AnsiBackend::new(Tty::stdout()?))? };
        save_and_exit_on_signal()?;
        save_and_exit_on_hangup()?;
        HAS_TWO_SCREENS.store(screens == Screens::Two, Ordering::SeqCst);
        enter_screen()?;
        Ok(guard)
    }

    /// Suspends the process, on Ctrl-Z, and redraws when it is resumed.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        leave_screen(State::Outside);
        // The whole process group, so that a script that started the program stops too.
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        enter_screen()?;
        self.repaint()
    }

    /// Makes the next frame redraw the whole screen.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        let size = ratatui::backend::Backend::size(self.terminal.backend())?;
        self.terminal.resize(ratatui::layout::Rect::new(0, 0, size.width, size.height))
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        leave_screen(State::Outside);
    }
}

/// The screens that a terminal has, as far as its type tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screens {
    /// A second one, so that the first shows the same as before when the program ends.
    Two,
    /// Only one: what is shown can get into its scrollback.
    One,
}

/// The beginnings of the types with one screen. Most terminals have two.
const ONE_SCREEN: &[&str] = &["linux", "vt", "ansi", "cons"];

impl Screens {
    /// Those of a terminal of this type, as `TERM` names it.
    pub fn of(terminal_type: &str) -> Self {
        let has_one = ONE_SCREEN.iter().any(|start| terminal_type.starts_with(start));
        if has_one { Self::One } else { Self::Two }
    }
}

/// Erases the screen and its scrollback, for those who write on it line by line.
pub fn erase_everything() -> Vec<u8> {
    [ERASE, TOP, ERASE_SCROLLBACK].concat()
}

/// Whether the screen is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The screen is the shell's. Leaving it again would overwrite what the shell has
    /// written by then.
    Outside,
    Inside,
    /// The process ends: nothing is drawn any more.
    Left,
}

static STATE: Mutex<State> = Mutex::new(State::Outside);
static HAS_TWO_SCREENS: AtomicBool = AtomicBool::new(true);

fn enter_screen() -> io::Result<()> {
    {
        let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
        if *state != State::Left {
            crossterm::terminal::enable_raw_mode()?;
            *state = State::Inside;
        }
    }
    Tty::stdout()?.write_all(ENTER)
}

/// Leaves the screen as it was found, or cleared. A failure is ignored: there is no
/// terminal to report it on.
fn leave_screen(after: State) {
    if let Some(mut state) = state_soon() {
        if *state == State::Inside
            && let Ok(mut out) = Tty::stdout()
            && out.is_writable()
        {
            let keeps_scrollback = HAS_TWO_SCREENS.load(Ordering::SeqCst);
            let scrollback = if keeps_scrollback { &[] } else { ERASE_SCROLLBACK };
            let _ = out.0.write_all(&[PLAIN, ERASE, LEAVE, scrollback].concat());
        }
        if *state != State::Left {
            *state = after;
        }
    }
    let _ = crossterm::terminal::disable_raw_mode();
}

/// The state; `None` while another thread is stuck in a write.
fn state_soon() -> Option<MutexGuard<'static, State>> {
    for _ in 0..STATE_ATTEMPTS {
        match STATE.try_lock() {
            Ok(state) => return Some(state),
            Err(TryLockError::Poisoned(state)) => return Some(state.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(RETRY_DELAY),
        }
    }
    None
}

const STATE_ATTEMPTS: u32 = 150;
const RETRY_DELAY: Duration = Duration::from_millis(2);

/// On a panic of any thread, leaves the screen before the message is written, saves the
/// drafts, and ends the program.
fn restore_screen_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        leave_screen(State::Left);
        emergency_save::save_if_unlocked();
        print_location_only(panic);
        std::process::exit(PANICKED)
    }));
}

/// The exit status of a program that panicked.
const PANICKED: i32 = 101;

/// The signals that would end the program and can be waited for in a thread: not those
/// that the program can't go on after, as SEGV.
const ENDING: &[Signal] = &[
    Signal::HUP,
    Signal::INT,
    Signal::TERM,
    Signal::QUIT,
    Signal::USR1,
    Signal::USR2,
    Signal::ALARM,
    Signal::VTALARM,
    Signal::PROF,
    Signal::XCPU,
    Signal::IO,
    Signal::ABORT,
    Signal::BUS,
    Signal::TRAP,
    Signal::SYS,
    #[cfg(target_os = "linux")]
    Signal::POWER,
    #[cfg(target_os = "linux")]
    Signal::STKFLT,
];

/// The real-time signals, which end a program, too.
#[cfg(target_os = "linux")]
const REAL_TIME: std::ops::RangeInclusive<i32> = 34..=64;
#[cfg(not(target_os = "linux"))]
const REAL_TIME: [i32; 0] = [];

/// On a signal, saves the drafts and exits, in another thread: once the terminal
/// is gone, the thread that reads keys may never return. Accepted answers are
/// saved already.
fn save_and_exit_on_signal() -> io::Result<()> {
    let mut signals = Signals::new(ENDING.iter().map(|signal| signal.as_raw()))?;
    for signal in REAL_TIME {
        // Some are not for programs: which, depends on the C library.
        let _ = signals.add_signal(signal);
    }
    thread::Builder::new().name("signals".to_owned()).stack_size(STACK_BYTES).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            leave_screen(State::Left);
            emergency_save::save();
            std::process::exit(128 + signal);
        }
    })?;
    Ok(())
}

/// Saves the drafts and exits when the terminal goes away without a signal.
fn save_and_exit_on_hangup() -> io::Result<()> {
    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    thread::Builder::new().name("hangup".to_owned()).stack_size(STACK_BYTES).spawn(move || {
        loop {
            let mut watched = [PollFd::new(&input, PollFlags::empty())];
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            match poll(&mut watched, None) {
                Ok(_) if watched[0].revents().intersects(gone) => {
                    emergency_save::save();
                    std::process::exit(128 + SIGHUP)
                }
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    })?;
    Ok(())
}

/// How long a write may block before the connection counts as stalled.
const WRITE_TIMEOUT: rustix::event::Timespec = rustix::event::Timespec { tv_sec: 0, tv_nsec: 300_000_000 };
const STACK_BYTES: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use super::Screens;

    #[test]
    fn scrollback_is_erased_only_where_there_is_one_screen() {
        for (terminal_type, screens) in [
            ("linux", Screens::One),
            ("vt100", Screens::One),
            ("vt220", Screens::One),
            ("xterm-256color", Screens::Two),
            ("screen", Screens::Two),
            ("tmux-256color", Screens::Two),
            ("", Screens::Two),
        ] {
            assert_eq!(Screens::of(terminal_type), screens, "{terminal_type}");
        }
    }
}
