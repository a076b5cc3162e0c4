//! What is told about possible duplicates of the open case, and on which screen.

use crate::interview::Position;
use crate::worklist::{DuplicateWatch, Request, Worklist, first_of};

/// What is told about possible duplicates of the open case. It stays on the screen it was
/// told on, and goes with it.
#[derive(Debug, Default)]
pub(super) struct DuplicateNotice {
    watch: DuplicateWatch,
    /// The version of the list of cases that was searched last.
    searched: usize,
    /// Those that are told now.
    told: Vec<Box<str>>,
    /// The screen they go with; `None` while another message stands before them.
    at: Option<Position>,
}

impl DuplicateNotice {
    /// For a case that is opened with this request.
    pub(super) fn opened(request: Option<Request>) -> Self {
        Self { watch: DuplicateWatch::opened(request), ..Self::default() }
    }

    /// Takes over the request as it is now; returns whether the list of this version has
    /// to be searched.
    pub(super) fn take(&mut self, request: Option<Request>, version: usize) -> bool {
        let is_changed = self.watch.take(request);
        self.watch.is_open() && (is_changed || self.searched != version)
    }

    /// Tells the possible duplicates of the case with this name that are news.
    pub(super) fn search(&mut self, name: &str, cases: &Worklist, version: usize) {
        self.searched = version;
        let found = self.watch.untold(name, cases);
        if !found.is_empty() {
            (self.told, self.at) = (found, None);
        }
    }

    /// Keeps what is told on this screen, and until no other message stands before it; what
    /// was told on another screen is over.
    pub(super) fn keep_at(&mut self, here: Position, is_first: bool) {
        if self.at.is_some_and(|at| at != here) {
            self.told.clear();
        }
        self.at = self.at.or(is_first.then_some(here)).filter(|_| !self.told.is_empty());
    }

    /// The words on this screen, with the key that compares.
    pub(super) fn words(&self, here: Option<Position>, key: &str) -> Option<String> {
        let what = match self.told.len() {
            0 => return None,
            1 => "possible duplicate".to_owned(),
            more => format!("{more} possible duplicates"),
        };
        let key = if key.is_empty() { String::new() } else { format!(", {key}") };
        let is_here = here.is_some() && (self.at.is_none() || self.at == here);
        // The name comes last: a long one is cut.
        is_here.then(|| format!("{what}{key}: {}", first_of(&self.told)))
    }
}
