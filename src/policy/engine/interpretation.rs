//! A point that the policy's text settles, though a quick reader might ask.

/// A point the text settles.
#[derive(Debug)]
pub struct Interpretation {
    /// Its name.
    pub name: &'static str,
    /// The item numbers it is about.
    pub under: &'static str,
    /// How the text is read.
    pub says: &'static str,
}
