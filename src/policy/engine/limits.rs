//! The numeric limits of an edition: one table for the struct, the names in a
//! limits file, and their descriptions. [`Limits::fill`] puts them into sentences.

use super::amount::Amount;

/// The name and the description of a limit.
#[derive(Debug, Clone, Copy)]
pub struct LimitInfo {
    /// Its name in a limits file.
    pub name: &'static str,
    /// What is counted, in the plural.
    pub unit: &'static str,
    /// What it limits.
    pub says: &'static str,
    value: fn(&Limits) -> u32,
    value_mut: fn(&mut Limits) -> &mut u32,
}

impl LimitInfo {
    /// Its value among these limits.
    pub fn value(&self, limits: &Limits) -> u32 {
        (self.value)(limits)
    }

    /// Its value among these limits, with its unit.
    pub fn amount(&self, limits: &Limits) -> Amount {
        Amount { count: self.value(limits), unit: self.unit }
    }

    /// Its value among these limits, mutable.
    pub fn value_mut<'l>(&self, limits: &'l mut Limits) -> &'l mut u32 {
        (self.value_mut)(limits)
    }

    /// The limit with that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Limits::ALL.iter().copied().find(|limit| limit.name == name)
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])* $field:ident $constant:ident: $unit:literal, $says:literal;)*) => {
        /// The numeric limits of an edition.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Limits {
            $($(#[$doc])* pub $field: u32,)*
        }

        impl Limits {
            $(
                #[doc = concat!("The name and description of `", stringify!($field), "`.")]
                pub const $constant: &'static LimitInfo = &LimitInfo {
                    name: stringify!($field),
                    unit: $unit,
                    says: $says,
                    value: |limits| limits.$field,
                    value_mut: |limits| &mut limits.$field,
                };
            )*

            /// Every limit, in the order of a limits file.
            pub const ALL: &'static [&'static LimitInfo] = &[$(Self::$constant),*];

            /// The largest value a what-if may give a limit.
            pub const MOST: u32 = 1000;
        }
    };
}

limits! {
    /// Pain relief that counts, in percent.
    relief_percent RELIEF_PERCENT: "percent", "pain relief that counts";
    /// Days of conservative therapy.
    therapy_days THERAPY_DAYS: "days", "conservative therapy, both end days counted";
    /// Months back from receipt in which evidence counts.
    evidence_months EVIDENCE_MONTHS: "months", "how far back from receipt evidence counts";
    /// Days between procedures.
    spacing_days SPACING_DAYS: "days", "between two procedures";
    /// Months between therapeutic injections.
    therapeutic_months THERAPEUTIC_MONTHS: "months", "from one therapeutic injection to the next";
    /// Months of the rolling limits.
    rolling_months ROLLING_MONTHS: "months", "the rolling period of limits and of lasting relief";
    /// Months back from receipt in which an ablation is recent.
    repeat_months REPEAT_MONTHS: "months", "how far back from receipt an ablation is recent";
    /// Injections at one site in the rolling months.
    injections INJECTIONS: "injections", "into one joint in the rolling period";
    /// Diagnostic injections.
    diagnostics DIAGNOSTICS: "injections", "diagnostic ones into one joint";
    /// Months that make low back pain chronic.
    chronic_months CHRONIC_MONTHS: "months", "of pain that make it chronic";
    /// Days of pain that may be enough where the months are not reached.
    chronic_days CHRONIC_DAYS: "days", "of pain, where the reading pain-84-days counts them";
}
