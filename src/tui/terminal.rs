//! Entering and leaving the screen, suspending and resuming, and exiting when the
//! terminal goes away.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ratatui::Terminal;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::Signal;
use signal_hook::consts::SIGHUP;
use signal_hook::iterator::Signals;

use crate::harden::print_location_only;

use super::backend::{AnsiBackend, Screen};
use super::emergency_save;

const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[m\x1b[2J";
const LEAVE: &[u8] = b"\x1b[m\x1b[?2004l\x1b[?25h\x1b[?1049l";

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
    /// Enters the alternate screen and raw mode, and starts watching for signals and
    /// for the terminal going away.
    ///
    /// # Errors
    /// When there is no terminal.
    pub(super) fn enter() -> io::Result<Self> {
        restore_screen_on_panic();
        enter_screen()?;
        save_and_exit_on_signal()?;
        save_and_exit_on_hangup()?;
        Ok(Self { terminal: Terminal::new(AnsiBackend::new(Tty::stdout()?))? })
    }

    /// Suspends the process, on Ctrl-Z, and redraws when it is resumed.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        leave_screen();
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
        leave_screen();
    }
}

/// Whether the screen is entered. Leaving it twice would overwrite what the shell
/// has written by then.
static ON_SCREEN: AtomicBool = AtomicBool::new(false);

fn enter_screen() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    ON_SCREEN.store(true, Ordering::SeqCst);
    Tty::stdout()?.write_all(ENTER)
}

/// Leaves the screen as it was found. A failure is ignored: there is no terminal
/// to report it on.
fn leave_screen() {
    if !ON_SCREEN.swap(false, Ordering::SeqCst) {
        return;
    }
    if let Ok(mut out) = Tty::stdout()
        && out.is_writable()
    {
        let _ = out.write_all(LEAVE);
    }
    let _ = crossterm::terminal::disable_raw_mode();
}

/// On a panic, leaves the screen before the message is written, and saves the drafts.
fn restore_screen_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        leave_screen();
        emergency_save::save_if_unlocked();
        print_location_only(panic);
    }));
}

/// The signals that would end the program and can be waited for in a thread: not those
/// of a fault in the program itself.
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
    Signal::TRAP,
    Signal::SYS,
    #[cfg(target_os = "linux")]
    Signal::POWER,
    #[cfg(target_os = "linux")]
    Signal::STKFLT,
];

/// On a signal, saves the drafts and exits, in another thread: once the terminal
/// is gone, the thread that reads keys may never return. Accepted answers are
/// saved already.
fn save_and_exit_on_signal() -> io::Result<()> {
    let mut signals = Signals::new(ENDING.iter().map(|signal| signal.as_raw()))?;
    thread::Builder::new().name("signals".to_owned()).stack_size(STACK_BYTES).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            leave_screen();
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
