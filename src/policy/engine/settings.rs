//! The settings of a determination: editions and readings.

use super::edition::{Edition, Editions};
use super::limits::Limits;
use super::reading::ReadingSettings;

/// The editions and the settings of the live readings.
#[derive(Debug, Clone)]
pub struct PolicySettings {
    /// The settings of the live readings.
    pub readings: ReadingSettings,
    /// The editions.
    pub editions: Editions,
}

impl PolicySettings {
    /// These editions, with no reading settled.
    pub fn under(editions: Editions) -> Self {
        Self { readings: ReadingSettings::default(), editions }
    }

    /// The same settings with other limits, for a what-if.
    #[must_use]
    pub fn with_limits(&self, limits: Limits) -> Self {
        Self { editions: self.editions.with_limits(limits), readings: self.readings }
    }

    /// Whether an edition was made for a what-if: the determination is never recorded.
    pub fn is_hypothetical(&self) -> bool {
        self.editions.iter().any(|edition: &Edition| edition.hypothetical)
    }

    /// Whether no reading is settled and no limit is changed.
    pub fn are_as_printed(&self) -> bool {
        self.readings == ReadingSettings::default() && !self.is_hypothetical()
    }
}
