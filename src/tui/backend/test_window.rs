//! A window in memory that keeps what is written to it.

use super::*;

/// A window of this size, and what was written to it.
pub(in crate::tui) struct Window(u16, u16, Vec<u8>);

impl Window {
    pub(in crate::tui) fn new(width: u16, height: u16) -> Self {
        Self(width, height, Vec::new())
    }
}

impl AnsiBackend<Window> {
    /// What was written since the last time.
    pub(in crate::tui) fn take_written(&mut self) -> String {
        String::from_utf8(std::mem::take(&mut self.screen.2)).unwrap()
    }
}

impl Write for Window {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.2.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen for Window {
    fn size(&self) -> io::Result<Size> {
        Ok(Size { width: self.0, height: self.1 })
    }
}
