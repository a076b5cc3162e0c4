//! A case folder for line mode and the wizard. It can be moved away, so that
//! saving fails, and back again.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and reads files")]

use std::collections::VecDeque;
use std::fs;
use std::io::{self, BufRead, Read};
use std::path::PathBuf;

use sij_intake::case::Case;
use sij_intake::casefile;
use sij_intake::line::{self, Chosen, Ended, LineIo};
use sij_intake::policy::PolicySettings;
use sij_intake::session::{Clock, Workspace};
use sij_intake::store::{CaseId, Folder};

use super::temp_folder::temporary;

/// Lines of a transcript that move the folder away and back.
pub(crate) const AWAY: &str = "\u{1}away";
pub(crate) const BACK: &str = "\u{1}back";
/// A line of a transcript at which another program copies the first case of the folder.
pub(crate) const COPIED: &str = "\u{1}copied";

/// A folder with one case, or none yet.
pub(crate) struct CaseFolder {
    temp: tempfile::TempDir,
    clock: Clock,
}

impl CaseFolder {
    /// An empty folder.
    pub(crate) fn new(clock: Clock) -> Self {
        let folder = Self { temp: temporary(), clock };
        fs::create_dir(folder.path()).unwrap();
        folder
    }

    /// A folder with this text as its case.
    pub(crate) fn with(clock: Clock, text: &str) -> Self {
        let folder = Self::new(clock);
        fs::write(folder.path().join("one.toml"), text).unwrap();
        folder
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.temp.path().join("cases")
    }

    pub(crate) fn workspace(&self) -> Workspace {
        let (folder, settings) = (Folder::at(self.path()), PolicySettings::default());
        Workspace {
            folder,
            settings,
            clock: self.clock,
            program: Default::default(),
            who: "a test".to_owned(),
        }
    }

    /// The case, once it has a file.
    pub(crate) fn id(&self) -> Option<CaseId> {
        self.workspace().folder.cases().unwrap().pop()
    }

    /// The text of the case file; empty while there is none.
    pub(crate) fn text(&self) -> String {
        self.id().map(|id| fs::read_to_string(self.workspace().folder.file(&id)).unwrap()).unwrap_or_default()
    }

    /// The case in the file; an empty case while there is none.
    pub(crate) fn case(&self) -> Case {
        let text = self.text();
        if text.is_empty() {
            Case::default()
        } else {
            casefile::read(&text, sij_intake::policy::editions()).unwrap()
        }
    }

    /// Moves the folder away: saving fails until it is back.
    pub(crate) fn move_away(&self) {
        fs::rename(self.path(), self.temp.path().join("away")).unwrap();
    }

    pub(crate) fn move_back(&self) {
        fs::rename(self.temp.path().join("away"), self.path()).unwrap();
    }

    /// Copies the first case under a name that comes before all others.
    fn copy_first(&self) {
        let first = self.workspace().folder.cases().unwrap().remove(0);
        let folder = self.path();
        fs::copy(folder.join(format!("{first}.toml")), folder.join("0-copy.toml")).unwrap();
    }

    /// Feeds these lines to line mode, on the case or on a new one: the output, and
    /// how it ended.
    pub(crate) fn type_lines(&self, lines: &str) -> (String, Ended) {
        self.type_lines_in(&self.id().map_or(Chosen::New, Chosen::Case), lines)
    }

    /// The same on this case.
    pub(crate) fn type_lines_in(&self, chosen: &Chosen, lines: &str) -> (String, Ended) {
        let lines = lines.split_inclusive('\n').map(str::to_owned).collect();
        let mut input = Transcript { folder: self, lines, line: Vec::new(), typed: 0 };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut io = LineIo { input: &mut input, out: &mut out, err: &mut err, idle: None };
        let ended = line::run(&self.workspace(), chosen, &mut io).unwrap();
        if !self.path().exists() {
            self.move_back();
        }
        assert_eq!(String::from_utf8(err).unwrap(), "");
        (String::from_utf8(out).unwrap(), ended)
    }
}

/// Input that moves the folder away and back, and copies a case, between lines.
struct Transcript<'f> {
    folder: &'f CaseFolder,
    lines: VecDeque<String>,
    line: Vec<u8>,
    typed: usize,
}

impl BufRead for Transcript<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.typed == self.line.len()
            && let Some(line) = self.lines.pop_front()
        {
            match line.trim_end() {
                AWAY => self.folder.move_away(),
                BACK => self.folder.move_back(),
                COPIED => self.folder.copy_first(),
                _ => (self.line, self.typed) = (line.into_bytes(), 0),
            }
        }
        Ok(&self.line[self.typed..])
    }

    fn consume(&mut self, count: usize) {
        self.typed += count;
    }
}

impl Read for Transcript<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}
