//! What a text itself settles, though a quick reader might ask.

/// A point the text settles.
#[derive(Debug)]
pub struct Interpretation {
    /// Its name, as short as that of a live reading.
    pub name: &'static str,
    /// The numbers it bears on.
    pub under: &'static str,
    /// How it is read.
    pub says: &'static str,
}
