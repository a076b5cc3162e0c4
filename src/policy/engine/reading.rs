//! Live readings: places where the text can reasonably be read in two ways.
//!
//! While a reading is unsettled, a finding is `unclear` wherever the two ways
//! would give different findings. The policy's owner can settle it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use super::finding::Finding;
use super::limits::Limits;

/// The setting of one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Setting {
    /// Not settled.
    #[default]
    Unsettled,
    /// Settled in the member's favor.
    Met,
    /// Settled the other way.
    Other,
}

/// The name of the setting of a reading that is not settled.
pub const UNSETTLED: &str = "unsettled";

/// The texts of a reading: templates, which [`Reading`] fills in with limits.
#[derive(Debug)]
pub struct ReadingText {
    /// Its name in a readings file and in JSON.
    pub name: &'static str,
    /// The number it is listed under.
    pub under: &'static str,
    /// What is open.
    pub(in crate::policy) question: &'static str,
    /// What the setting `met` means.
    pub(in crate::policy) met_means: &'static str,
    /// The finding under the other setting, which is named after it.
    pub otherwise: Finding,
    /// What the other setting means.
    pub(in crate::policy) otherwise_means: &'static str,
}

/// A live reading.
#[derive(Clone, Copy)]
pub struct Reading {
    index: u8,
    text: &'static ReadingText,
}

/// The most readings there can be.
const MOST_READINGS: usize = 32;

impl Reading {
    /// A reading; its index is its bit in a set of readings, below 32 and used by no other.
    pub const fn new(index: u8, text: &'static ReadingText) -> Self {
        assert!((index as usize) < MOST_READINGS);
        Self { index, text }
    }

    /// Its texts.
    pub const fn text(self) -> &'static ReadingText {
        self.text
    }

    /// Its name in a readings file and in JSON.
    pub const fn name(self) -> &'static str {
        self.text.name
    }

    /// What is open.
    pub fn question(self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.text.question)
    }

    /// What the setting `met` means.
    pub fn met_means(self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.text.met_means)
    }

    /// What the other setting means.
    pub fn otherwise_means(self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.text.otherwise_means)
    }

    /// The name of the setting other than `met`.
    pub const fn other(self) -> &'static str {
        self.text.otherwise.name()
    }

    /// The setting of that name.
    pub fn setting(self, name: &str) -> Option<Setting> {
        match name {
            "met" => Some(Setting::Met),
            UNSETTLED => Some(Setting::Unsettled),
            other if other == self.other() => Some(Setting::Other),
            _ => None,
        }
    }
}

impl PartialEq for Reading {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl Eq for Reading {}

impl PartialOrd for Reading {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The order of the register.
impl Ord for Reading {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A set of readings, one bit each: it is part of every verdict, and is copied and
/// compared for each evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readings(u32);

impl Readings {
    /// No reading.
    pub const NONE: Self = Self(0);

    /// This reading alone.
    pub const fn one(reading: Reading) -> Self {
        Self(1 << reading.index)
    }

    /// The readings of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the reading is one of these.
    pub const fn contains(self, reading: Reading) -> bool {
        self.0 & (1 << reading.index) != 0
    }

    /// The readings in the set, in the order of a register.
    pub fn of(self, register: &[Reading]) -> impl Iterator<Item = Reading> {
        register.iter().copied().filter(move |reading| self.contains(*reading))
    }
}

/// The setting of every reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadingSettings([Setting; MOST_READINGS]);

impl ReadingSettings {
    /// The setting of one reading.
    pub fn of(&self, reading: Reading) -> Setting {
        self.0[usize::from(reading.index)]
    }

    /// The same settings with one reading changed.
    #[must_use]
    pub fn with(mut self, reading: Reading, setting: Setting) -> Self {
        self.0[usize::from(reading.index)] = setting;
        self
    }

    /// The name of a reading's setting.
    pub fn name_of(&self, reading: Reading) -> &'static str {
        match self.of(reading) {
            Setting::Unsettled => UNSETTLED,
            Setting::Met => "met",
            Setting::Other => reading.other(),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
