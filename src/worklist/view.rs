//! Views: which cases are shown and in which order, kept under a number.

use super::find::Find;
use super::order::{Order, SortBy};

/// Which cases are shown, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// The cases that are shown.
    pub find: Find,
    /// Their order.
    pub order: Order,
}

/// A view under a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedView {
    /// The digit that shows it, from 1 to 9.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// What it shows.
    pub view: View,
}

/// The views of a folder whose settings have none.
pub fn usual_views() -> Vec<NumberedView> {
    let views = [
        ("all", "", SortBy::Due),
        ("unfinished", "is:unfinished", SortBy::Due),
        ("pended", "is:pended", SortBy::Due),
        ("late", "late", SortBy::Due),
        ("due today", "by:today", SortBy::Due),
        ("newest", "", SortBy::Received),
    ];
    let numbered = (1..).zip(views).map(|(number, (name, find, by))| NumberedView {
        number,
        name: name.to_owned(),
        view: View { find: Find::of(find), order: Order { by, is_reversed: by == SortBy::Received } },
    });
    numbered.collect()
}
