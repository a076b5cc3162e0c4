//! What a determination is made under.

use super::edition::{Edition, Editions};
use super::limits::Limits;
use super::reading::ReadingSettings;

/// What a determination is made under: the editions, and how the live readings stand.
#[derive(Debug, Clone)]
pub struct PolicySettings {
    /// How the live readings stand.
    pub readings: ReadingSettings,
    /// The editions, one of them in force on each day of service.
    pub editions: Editions,
}

impl PolicySettings {
    /// Nothing is settled, under these editions.
    pub fn under(editions: Editions) -> Self {
        Self { readings: ReadingSettings::default(), editions }
    }

    /// The same settings under editions with these limits, made on the spot for a what-if.
    #[must_use]
    pub fn with_limits(&self, limits: Limits) -> Self {
        Self { editions: self.editions.with_limits(limits), readings: self.readings }
    }

    /// Whether an edition was made on the spot: what is determined is never recorded.
    pub fn is_hypothetical(&self) -> bool {
        self.editions.iter().any(|edition: &Edition| edition.hypothetical)
    }

    /// Whether nothing is settled or made on the spot.
    pub fn are_as_printed(&self) -> bool {
        self.readings == ReadingSettings::default() && !self.is_hypothetical()
    }
}
