//! A point that the policy's text settles, though a quick reader might ask.

use std::borrow::Cow;

use super::limits::Limits;

/// A point the text settles.
#[derive(Debug)]
pub struct Interpretation {
    /// Its name.
    pub name: &'static str,
    /// The item numbers it is about.
    pub under: &'static str,
    /// How the text is read: a template.
    pub(in crate::policy) says: &'static str,
}

impl Interpretation {
    /// How it is read.
    pub fn says(&self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.says)
    }
}
