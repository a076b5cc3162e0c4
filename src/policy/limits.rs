//! The policy's limits, in one place.

use chrono::NaiveDate;

/// The numbers MM-1463 draws its lines with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pain relief that counts, in percent (D.I.B.1, D.II.A.2).
    pub relief_percent: u32,
    /// Days of conservative therapy, six weeks (D.I.A.4).
    pub therapy_days: u32,
    /// Months back from receipt in which evidence counts (D.I.A.4, D.II.A).
    pub evidence_months: u32,
    /// Days between procedures, one week (D.I.A.5, D.I.C.3).
    pub spacing_days: u32,
    /// Months between therapeutic injections (D.I.B.4).
    pub therapeutic_months: u32,
    /// Months of the rolling limits (D.I.A, D.I.B.5, D.II.B.1, D.II.B.3).
    pub rolling_months: u32,
    /// Months back from receipt in which an ablation is recent (D.II.B).
    pub repeat_months: u32,
    /// Injections at one site in the rolling months (D.I.B.5).
    pub injections: u32,
    /// Diagnostic injections (D.I.A).
    pub diagnostics: u32,
}

impl Limits {
    /// The limits as MM-1463 prints them.
    pub const POLICY: Self = Self {
        relief_percent: 75,
        therapy_days: 42,
        evidence_months: 6,
        spacing_days: 7,
        therapeutic_months: 2,
        rolling_months: 12,
        repeat_months: 36,
        injections: 4,
        diagnostics: 2,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::POLICY
    }
}

/// Months that make low back pain chronic (D.I.A.1).
pub const CHRONIC_MONTHS: u32 = 3;
/// Days of the reading `pain-84-days` (D.I.A.1).
pub const CHRONIC_DAYS: u32 = 84;
/// Fewest days that six weekly visits span (reading `six-weekly-visits`), below the therapy days.
pub(super) const WEEKLY_VISITS_SHORT_OF: u32 = 6;

/// The policy's number.
pub const POLICY: &str = "MM-1463";
/// The policy's name, in short.
pub const POLICY_TITLE: &str = "Sacroiliac Joint Procedures";

/// The first day of service that MM-1463 governs.
pub const fn effective() -> NaiveDate {
    match NaiveDate::from_ymd_opt(2025, 7, 1) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}

macro_rules! limits_by_name {
    ($($name:ident),*) => {
        impl Limits {
            /// The names of the limits.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];
            /// The largest value a what-if may give a limit.
            pub const MOST: u32 = 1000;

            /// A limit by its name, to be replaced.
            pub fn named_mut(&mut self, name: &str) -> Option<&mut u32> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

limits_by_name!(
    relief_percent,
    therapy_days,
    evidence_months,
    spacing_days,
    therapeutic_months,
    rolling_months,
    repeat_months,
    injections,
    diagnostics
);
