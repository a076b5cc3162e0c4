//! Which possible duplicates of the open case have to be told: each one once, after the
//! answer that makes it one.

use std::collections::BTreeSet;

use super::duplicates::Request;
use super::list::Worklist;

/// The request of the open case, and what was told about its possible duplicates.
#[derive(Debug, Default)]
pub struct DuplicateWatch {
    /// The request before its last change: what may duplicate this one is no news.
    before: Option<Request>,
    now: Option<Request>,
    told: BTreeSet<Box<str>>,
}

impl DuplicateWatch {
    /// For a case that is opened with this request.
    pub fn opened(request: Option<Request>) -> Self {
        Self { before: request.clone(), now: request, told: BTreeSet::new() }
    }

    /// Takes over the request as it is now, and returns whether it has changed.
    pub fn take(&mut self, request: Option<Request>) -> bool {
        let is_changed = request != self.now;
        if is_changed {
            self.before = std::mem::replace(&mut self.now, request);
        }
        is_changed
    }

    /// Whether there may be possible duplicates to tell: the request is known, and an
    /// answer has changed it.
    pub fn is_open(&self) -> bool {
        self.now.is_some() && self.now != self.before
    }

    /// The possible duplicates of the case with this name that have to be told now. They
    /// count as told.
    pub fn untold(&mut self, name: &str, cases: &Worklist) -> Vec<Box<str>> {
        let Some(now) = self.now.as_ref().filter(|_| self.is_open()) else { return Vec::new() };
        let before = self.before.as_ref().map(|before| cases.duplicates_of(name, before)).unwrap_or_default();
        let is_known =
            |name: &str| self.told.contains(name) || before.iter().any(|entry| *entry.row.name == *name);
        let found = cases.duplicates_of(name, now).into_iter().map(|entry| entry.row.name.clone());
        let untold: Vec<Box<str>> = found.filter(|name| !is_known(name)).collect();
        self.told.extend(untold.iter().cloned());
        untold
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{MOMENT, day, entry, with};
    use super::*;
    use crate::case::RequestedSide;

    /// The request of a row, on these joints.
    fn on(side: RequestedSide) -> Option<Request> {
        Request::of_row(&with("any", |row| row.side = Some(side)).row)
    }

    /// The open case, one for the same joint, one for the other joint, one of another year.
    fn cases() -> Worklist {
        let right = with("right", |row| row.side = Some(RequestedSide::Right));
        let old = with("old", |row| row.received = Some(day("2025-03-02")));
        Worklist::of(vec![entry("open"), entry("left"), right, old], MOMENT)
    }

    fn told(watch: &mut DuplicateWatch, request: Option<Request>) -> Vec<Box<str>> {
        watch.take(request);
        watch.untold("open", &cases())
    }

    fn names(names: &[&str]) -> Vec<Box<str>> {
        names.iter().map(|name| (*name).into()).collect()
    }

    #[test]
    fn each_possible_duplicate_is_told_once() {
        let mut watch = DuplicateWatch::opened(None);
        assert_eq!(told(&mut watch, None), names(&[]), "the request is not known yet");
        assert_eq!(told(&mut watch, on(RequestedSide::Left)), names(&["left"]));
        assert_eq!(told(&mut watch, on(RequestedSide::Left)), names(&[]));
        assert_eq!(told(&mut watch, on(RequestedSide::Both)), names(&["right"]), "the other is told");
        assert_eq!(told(&mut watch, None), names(&[]));
        assert_eq!(told(&mut watch, on(RequestedSide::Left)), names(&[]));
    }

    #[test]
    fn what_a_case_is_opened_with_is_told_only_after_an_answer_that_makes_it_news() {
        let mut watch = DuplicateWatch::opened(on(RequestedSide::Left));
        assert_eq!(told(&mut watch, on(RequestedSide::Left)), names(&[]), "nothing was answered");
        assert_eq!(told(&mut watch, on(RequestedSide::Both)), names(&["right"]));
        let mut watch = DuplicateWatch::opened(on(RequestedSide::Left));
        assert_eq!(told(&mut watch, on(RequestedSide::Right)), names(&["right"]));
        assert_eq!(told(&mut watch, on(RequestedSide::Left)), names(&["left"]), "it was none in between");
    }

    #[test]
    fn case_that_is_listed_later_is_told_after_an_answer_only() {
        let mut watch = DuplicateWatch::opened(None);
        watch.take(on(RequestedSide::Left));
        assert!(watch.is_open());
        assert_eq!(watch.untold("open", &Worklist::default()), names(&[]));
        assert_eq!(watch.untold("open", &cases()), names(&["left"]), "the folder was being checked");
        let mut watch = DuplicateWatch::opened(on(RequestedSide::Left));
        assert!(!watch.is_open());
        assert_eq!(watch.untold("open", &cases()), names(&[]));
    }
}
