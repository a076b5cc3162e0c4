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
    /// On a page of a longer list, the row of its first entry.
    page: Option<usize>,
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

    /// A few rows of a list with this many cases, until the whole list comes.
    pub fn page(entries: Vec<Entry>, first_row: usize, count: usize, moment: Moment) -> Self {
        let shown = (0..entries.len()).collect();
        let entries = entries.into_iter().map(Some).collect();
        Self { entries, count, shown, page: Some(first_row), moment, ..Self::default() }
    }

    /// Whether it is only a page of the list.
    pub fn is_page(&self) -> bool {
        self.page.is_some()
    }

    /// The number of cases, shown or not.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The number of cases that are shown.
    pub fn shown_count(&self) -> usize {
        if self.is_page() { self.count } else { self.shown.len() }
    }

    /// The case shown in this row.
    pub fn shown(&self, row: usize) -> Option<&Entry> {
        let row = row.checked_sub(self.page.unwrap_or(0))?;
        self.shown.get(row).and_then(|place| self.entries[*place].as_ref())
    }

    /// The cases that are shown, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.shown.iter().filter_map(|place| self.entries[*place].as_ref())
    }

    /// The row in which a case is shown, if it is.
    pub fn row_of(&self, name: &str) -> Option<usize> {
        let row = self.iter().position(|entry| &*entry.row.name == name)?;
        Some(row + self.page.unwrap_or(0))
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
        let order = view.order;
        let mut ranked: Vec<(u64, usize, &Entry)> =
            found.map(|(place, entry)| (order.rank(entry), place, entry)).collect();
        ranked.sort_unstable_by(|(rank, _, entry), (other_rank, _, other)| {
            rank.cmp(other_rank).then_with(|| order.compare(entry, other))
        });
        self.shown = ranked.into_iter().map(|(_, place, _)| place).collect();
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

    /// The cases that may be for the same request as the one in this entry, by name.
    pub fn duplicates_of_entry(&self, entry: &Entry) -> Vec<&Entry> {
        let request = Request::of_row(&entry.row);
        request.map(|request| self.duplicates_of(&entry.row.name, &request)).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::super::find::Find;
    use super::super::order::{Order, SortBy};
    use super::super::samples::{MOMENT, due_at, entry, with};
    use super::*;

    fn names(list: &Worklist) -> Vec<&str> {
        list.iter().map(|entry| &*entry.row.name).collect()
    }

    fn list(names: &[&str]) -> Worklist {
        Worklist::of(names.iter().map(|name| entry(name)).collect(), MOMENT)
    }

    fn find(words: &str) -> View {
        View { find: Find::of(words), order: Order::default() }
    }

    #[test]
    fn a_change_comes_into_its_place_of_the_order() {
        let mut cases = list(&["b", "d"]);
        cases.apply(vec![
            Change::Set(entry("c")),
            Change::Set(entry("a")),
            Change::Removed("d".into()),
            Change::Removed("never was".into()),
            Change::Set(with("b", |row| row.due = Some(due_at(5)))),
        ]);
        assert_eq!(names(&cases), ["b", "a", "c"]);
        assert_eq!((cases.count(), cases.shown_count()), (3, 3));
        assert_eq!(cases.row_of("c"), Some(2));
        assert_eq!(cases.shown(0).and_then(|entry| entry.row.due), Some(due_at(5)));
        assert_eq!(cases.get("d"), None);
        cases.apply(vec![Change::Set(entry("d"))]);
        assert_eq!(names(&cases), ["b", "a", "c", "d"], "it is back");
    }

    #[test]
    fn page_has_the_rows_and_the_moment_of_the_whole_list() {
        let mut page = Worklist::page(vec![entry("d"), entry("e")], 3, 9, MOMENT);
        assert!(page.is_page());
        assert_eq!((page.count(), page.shown_count(), page.moment()), (9, 9, MOMENT));
        assert_eq!([page.row_of("d"), page.row_of("e"), page.row_of("a")], [Some(3), Some(4), None]);
        assert_eq!(page.shown(4).map(|entry| &*entry.row.name), Some("e"));
        assert_eq!([page.shown(2), page.shown(5)], [None, None]);
        let later = Moment { now: MOMENT.now + 60, ..MOMENT };
        page.set_moment(later);
        assert_eq!(page.moment(), later);
    }

    #[test]
    fn changes_are_shown_only_if_they_are_found() {
        let mut cases = list(&["one", "two", "three"]);
        cases.show(find("tw"));
        assert_eq!(names(&cases), ["two"]);
        cases.apply(vec![
            Change::Set(entry("twelve")),
            Change::Set(entry("four")),
            Change::Removed("two".into()),
        ]);
        assert_eq!(names(&cases), ["twelve"]);
        assert_eq!((cases.count(), cases.row_of("four")), (4, None));
        cases.show(View { order: Order { by: SortBy::Member, is_reversed: false }, ..find("") });
        assert_eq!(names(&cases), ["four", "one", "three", "twelve"]);
    }

    #[test]
    fn the_list_is_the_same_however_the_cases_came() {
        let all: Vec<Entry> = (0..40_u32)
            .map(|number| {
                with(&format!("{number:02}"), |row| row.due = Some(due_at(i64::from(number * 7 % 40))))
            })
            .collect();
        let at_once = Worklist::of(all.clone(), MOMENT);
        let mut one_by_one = list(&["03", "99"]);
        one_by_one.apply(all.into_iter().rev().map(Change::Set).collect());
        one_by_one.apply(vec![Change::Removed("99".into())]);
        assert_eq!(names(&one_by_one), names(&at_once));
    }

    #[test]
    fn duplicates_are_the_other_cases_of_the_same_request() {
        let other = with("other", |row| row.member_id = "TC0009999".into());
        let cases = Worklist::of(vec![entry("two"), entry("one"), other, entry("three")], MOMENT);
        let request = Request::of_row(&entry("one").row).unwrap();
        let found = cases.duplicates_of("one", &request);
        assert_eq!(found.iter().map(|entry| &*entry.row.name).collect::<Vec<_>>(), ["three", "two"]);
    }
}
