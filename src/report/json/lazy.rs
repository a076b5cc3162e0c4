//! Values that are made as they are written: no list and no text is built for them before.

use serde::{Serialize, Serializer};

use crate::case::Text;

/// A list whose elements are made one by one, each with what all have in common.
#[derive(Debug)]
pub(super) struct Each<'d, T, C, J> {
    list: &'d [T],
    common: C,
    element: fn(C, &'d T) -> J,
}

/// A list of names.
pub(super) type Names<'d, T, C> = Each<'d, T, C, &'static str>;

impl<'d, T, C, J> Each<'d, T, C, J> {
    /// The list with an element for each of these.
    pub(super) fn of(list: &'d [T], common: C, element: fn(C, &'d T) -> J) -> Self {
        Self { list, common, element }
    }
}

impl<T, C: Copy, J: Serialize> Serialize for Each<'_, T, C, J> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.list.iter().map(|each| (self.element)(self.common, each)))
    }
}

/// A text from outside the program, without what could control a terminal.
#[derive(Debug)]
pub(super) struct Shown<'d>(pub(super) &'d Text);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}
