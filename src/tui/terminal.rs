//! The terminal's life: entering and leaving the screen, stopping and coming
//! back, and ending when the line goes dead.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::thread;

use ratatui::Terminal;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::wire::{Screen, Wire};

const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[m\x1b[2J";
const LEAVE: &[u8] = b"\x1b[m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Standard output as a screen, written without a buffer in between.
#[derive(Debug)]
pub(super) struct Tty(File);

impl Tty {
    /// Standard output.
    ///
    /// # Errors
    /// When it can't be duplicated.
    pub(super) fn stdout() -> io::Result<Self> {
        Ok(Self(File::from(io::stdout().as_fd().try_clone_to_owned()?)))
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
pub(super) struct Stage {
    /// What frames are drawn on.
    pub(super) terminal: Terminal<Wire<Tty>>,
}

impl Stage {
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
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::TSTP)?;
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

impl Drop for Stage {
    fn drop(&mut self) {
        off_stage();
    }
}

fn on_stage() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    io::stdout().write_all(ENTER)?;
    io::stdout().flush()
}

/// Leaves the screen as it was found. Nothing can be done about a failure:
/// there is no terminal to say it on.
fn off_stage() {
    let mut out = io::stdout();
    let _ = out.write_all(LEAVE).and_then(|()| out.flush());
    let _ = crossterm::terminal::disable_raw_mode();
}

/// A panic says where, never what: the message may hold patient data.
fn leave_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        off_stage();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(
            io::stderr(),
            "sij-intake stopped at a fault of its own ({place}). Every accepted answer is saved."
        );
    }));
}

/// Signals have a thread of their own: once the terminal is gone, the thread
/// that reads keys may never return. Every accepted answer is saved already.
fn leave_on_signal() -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    thread::Builder::new().name("signals".to_owned()).stack_size(STACK).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            off_stage();
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
                Ok(_) if watched[0].revents().intersects(gone) => std::process::exit(128 + SIGHUP),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    })?;
    Ok(())
}

const STACK: usize = 64 * 1024;
