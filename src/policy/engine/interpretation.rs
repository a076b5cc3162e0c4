//! What a text itself settles, though a quick reader might ask.

use std::borrow::Cow;

use super::limits::Limits;

/// A point the text settles.
#[derive(Debug)]
pub struct Interpretation {
    /// Its name, as short as that of a live reading.
    pub name: &'static str,
    /// The numbers it bears on.
    pub under: &'static str,
    pub(in crate::policy) says: &'static str,
}

impl Interpretation {
    /// How it is read.
    pub fn says(&self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.says)
    }
}
