//! The terminal's life: entering and leaving the screen, stopping and coming
//! back, and ending when the line goes dead.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ratatui::Terminal;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::harden::print_location_only;

use super::backend::{Screen, Wire};
use super::emergency_save;

const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[m\x1b[2J";
const LEAVE: &[u8] = b"\x1b[m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Standard output as a screen, written without a buffer in between, and
/// without the lock of `io::stdout`: the thread of the signals must never wait
/// for the thread that draws.
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

    /// Whether a write would go through: a line that is stalled must not keep
    /// the program from ending.
    fn takes_bytes(&self) -> bool {
        let mut watched = [PollFd::new(&self.0, PollFlags::OUT)];
        poll(&mut watched, Some(&STALLED)).is_ok() && watched[0].revents().contains(PollFlags::OUT)
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

/// The screen while the program draws on it; leaves it when dropped.
#[derive(Debug)]
pub(super) struct TerminalGuard {
    /// What frames are drawn on.
    pub(super) terminal: Terminal<Wire<Tty>>,
}

impl TerminalGuard {
    /// Enters the alternate screen and raw mode, and watches for the end of the line.
    ///
    /// # Errors
    /// When there is no terminal.
    pub(super) fn enter() -> io::Result<Self> {
        leave_on_panic();
        on_stage()?;
        leave_on_signal()?;
        end_with_the_line()?;
        Ok(Self { terminal: Terminal::new(Wire::new(Tty::stdout()?))? })
    }

    /// Stops as Ctrl-Z asks, and comes back when continued.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn stop(&mut self) -> io::Result<()> {
        off_stage();
        // The whole group: a script that started the program stops with it.
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        on_stage()?;
        self.repaint()
    }

    /// Draws everything anew with the next frame.
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
        off_stage();
    }
}

/// Whether the program is on the screen: leaving it twice would disturb what
/// is there by then.
static ON_STAGE: AtomicBool = AtomicBool::new(false);

fn on_stage() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    ON_STAGE.store(true, Ordering::SeqCst);
    Tty::stdout()?.write_all(ENTER)
}

/// Leaves the screen as it was found. Nothing can be done about a failure:
/// there is no terminal to say it on.
fn off_stage() {
    if !ON_STAGE.swap(false, Ordering::SeqCst) {
        return;
    }
    if let Ok(mut out) = Tty::stdout()
        && out.takes_bytes()
    {
        let _ = out.write_all(LEAVE);
    }
    let _ = crossterm::terminal::disable_raw_mode();
}

/// The screen is left before anything is said on it.
fn leave_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        off_stage();
        emergency_save::keep_if_free();
        print_location_only(panic);
    }));
}

/// Signals have a thread of their own: once the terminal is gone, the thread
/// that reads keys may never return. Every accepted answer is saved already;
/// what was begun is kept now.
fn leave_on_signal() -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    thread::Builder::new().name("signals".to_owned()).stack_size(STACK).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            off_stage();
            emergency_save::keep();
            std::process::exit(128 + signal);
        }
    })?;
    Ok(())
}

/// A terminal that goes away without a signal ends the program too.
fn end_with_the_line() -> io::Result<()> {
    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    thread::Builder::new().name("line".to_owned()).stack_size(STACK).spawn(move || {
        loop {
            let mut watched = [PollFd::new(&input, PollFlags::empty())];
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            match poll(&mut watched, None) {
                Ok(_) if watched[0].revents().intersects(gone) => {
                    emergency_save::keep();
                    std::process::exit(128 + SIGHUP)
                }
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    })?;
    Ok(())
}

/// A line that takes no byte for this long is stalled.
const STALLED: rustix::event::Timespec = rustix::event::Timespec { tv_sec: 0, tv_nsec: 300_000_000 };
const STACK: usize = 256 * 1024;
