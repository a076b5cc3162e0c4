//! The list itself: entries that come and change while it is shown, those that are
//! found, in their order.

use std::collections::HashMap;

use super::duplicates::Request;
use super::entry::Entry;
use super::moment::Moment;
use super::view::View;

/// A change to the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A case is new, or is no longer as it was.
    Set(Entry),
    /// A case is gone, by its name.
    Removed(Box<str>),
}

/// The cases of a folder, and those of them that are shown.
#[derive(Debug, Default)]
pub struct Worklist {
    /// An entry keeps its place for good: the others refer to it.
    entries: Vec<Option<Entry>>,
    /// Where each entry is, by the name of the case. Made with the first change: a list
    /// that is only shown does without.
    places: Option<HashMap<Box<str>, usize>>,
    count: usize,
    shown: Vec<usize>,
    view: View,
    moment: Moment,
}

impl Worklist {
    /// The list of these cases; the first view shows all of them by due time.
    pub fn of(entries: Vec<Entry>, moment: Moment) -> Self {
        let count = entries.len();
        let entries = entries.into_iter().map(Some).collect();
        let mut list = Self { entries, count, moment, ..Self::default() };
        list.show_again();
        list
    }

    /// The number of cases, shown or not.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The number of cases that are shown.
    pub fn shown_count(&self) -> usize {
        self.shown.len()
    }

    /// The case shown in this row.
    pub fn shown(&self, row: usize) -> Option<&Entry> {
        self.shown.get(row).and_then(|place| self.entries[*place].as_ref())
    }

    /// The cases that are shown, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.shown.iter().filter_map(|place| self.entries[*place].as_ref())
    }

    /// The row in which a case is shown, if it is.
    pub fn row_of(&self, name: &str) -> Option<usize> {
        self.iter().position(|entry| &*entry.row.name == name)
    }

    /// The view.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Changes what is shown.
    pub fn show(&mut self, view: View) {
        self.view = view;
        self.show_again();
    }

    /// The time that lateness is told by.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// Goes on to a later time. Words about time are looked up anew.
    pub fn set_moment(&mut self, moment: Moment) {
        self.moment = moment;
    }

    fn show_again(&mut self) {
        let (entries, view, moment) = (&self.entries, &self.view, self.moment);
        let mut text = String::new();
        let found = entries.iter().enumerate().filter_map(|(place, entry)| Some((place, entry.as_ref()?)));
        let found = found.filter(|(_, entry)| view.find.finds(entry, moment, &mut text));
        self.shown = found.map(|(place, _)| place).collect();
        let order = view.order;
        self.shown.sort_unstable_by(|a, b| match (&entries[*a], &entries[*b]) {
            (Some(a), Some(b)) => order.compare(a, b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
    }

    /// Takes over changes, each in its place of the order.
    pub fn apply(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Set(entry) => self.set(entry),
                Change::Removed(name) => self.remove(&name),
            }
        }
    }

    /// The entry of a case.
    pub fn get(&mut self, name: &str) -> Option<&Entry> {
        let place = self.place(name)?;
        self.entries[place].as_ref()
    }

    /// The cases that may be for the same request as this one, by name.
    pub fn duplicates_of(&self, name: &str, request: &Request) -> Vec<&Entry> {
        let others = self.entries.iter().flatten().filter(|entry| &*entry.row.name != name);
        let mut found: Vec<&Entry> = others
            .filter(|entry| Request::of_row(&entry.row).is_some_and(|other| request.may_duplicate(&other)))
            .collect();
        found.sort_unstable_by(|a, b| a.row.name.cmp(&b.row.name));
        found
    }

    fn place(&mut self, name: &str) -> Option<usize> {
        let entries = &self.entries;
        let places = self.places.get_or_insert_with(|| {
            let known = entries.iter().enumerate();
            known.filter_map(|(place, entry)| Some((entry.as_ref()?.row.name.clone(), place))).collect()
        });
        places.get(name).copied()
    }

    fn set(&mut self, entry: Entry) {
        if let Some(place) = self.place(&entry.row.name) {
            self.hide(place);
            self.entries[place] = Some(entry);
            self.insert(place);
            return;
        }
        let place = self.entries.len();
        if let Some(places) = &mut self.places {
            places.insert(entry.row.name.clone(), place);
        }
        self.entries.push(Some(entry));
        self.count += 1;
        self.insert(place);
    }

    fn remove(&mut self, name: &str) {
        let Some(place) = self.place(name) else { return };
        self.hide(place);
        self.entries[place] = None;
        self.count -= 1;
        if let Some(places) = &mut self.places {
            places.remove(name);
        }
    }

    /// Takes an entry out of what is shown.
    fn hide(&mut self, place: usize) {
        if let Some(row) = self.shown.iter().position(|shown| *shown == place) {
            self.shown.remove(row);
        }
    }

    /// Shows an entry in its place of the order, if it is found.
    fn insert(&mut self, place: usize) {
        let (entries, view) = (&self.entries, &self.view);
        let Some(entry) = &entries[place] else { return };
        if !view.find.finds(entry, self.moment, &mut String::new()) {
            return;
        }
        let is_before = |shown: &usize| {
            entries[*shown].as_ref().is_some_and(|other| view.order.compare(other, entry).is_lt())
        };
        self.shown.insert(self.shown.partition_point(is_before), place);
    }
}
