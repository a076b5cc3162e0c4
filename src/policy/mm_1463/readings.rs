//! The live readings of MM-1463: where its text can reasonably be read in two ways.

use crate::policy::engine::{Finding, Reading, ReadingText};

macro_rules! readings {
    ($($index:literal $constant:ident { $($field:ident: $value:expr),* $(,)? })*) => {
        impl Reading {
            $(
                #[doc = concat!("Reading ", stringify!($constant), " of the register.")]
                pub const $constant: Self = Self::new($index, &ReadingText { $($field: $value),* });
            )*

            /// The readings of MM-1463, in the order of the register.
            pub const REGISTER: &'static [Self] = &[$(Self::$constant),*];
        }
    };
}

// The number in front is the reading's bit in a set of readings: no two share one.
readings! {
    0 TWO_DIAGNOSTICS_PERIOD {
        name: "two-diagnostics-period",
        under: "D.I.A",
        question: "{diagnostics:is # diagnostic injection|are # diagnostic injections} the limit for ever, or within \
            {rolling_months:months}?",
        met_means: "{diagnostics:words} within {rolling_months:months}",
        otherwise: Finding::NotMet,
        otherwise_means: "{diagnostics:words} ever",
    }
    1 LEG_ONLY_PAIN {
        name: "leg-only-pain",
        under: "D.I.A.1",
        question: "does pain in the leg alone count as low back or lower extremity pain here?",
        met_means: "leg pain alone qualifies",
        otherwise: Finding::NotMet,
        otherwise_means: "the low back or buttock must hurt too",
    }
    2 PAIN_84_DAYS {
        name: "pain-84-days",
        under: "D.I.A.1",
        question: "{chronic_days:weeks:is|are} {chronic_days:weeks} enough where \
            {chronic_months:# calendar month is|# calendar months are} not reached?",
        met_means: "{chronic_days:unit} {chronic_days:is|are} enough",
        otherwise: Finding::NotMet,
        otherwise_means: "{chronic_months:# calendar month is|# calendar months are} needed",
    }
    3 SIX_WEEKLY_VISITS {
        name: "six-weekly-visits",
        under: "D.I.A.4.a",
        question: "{therapy_days:visits} span {therapy_days:almost}: are they {therapy_days:weeks} of therapy?",
        met_means: "they are",
        otherwise: Finding::NotMet,
        otherwise_means: "{therapy_days:unit} {therapy_days:is|are} needed",
    }
    4 STRADDLING_PROGRAMME {
        name: "straddling-programme",
        under: "D.I.A.4",
        question: "does {therapy_days:adjective} programme count that began before the window and reached into it?",
        met_means: "it counts whole",
        otherwise: Finding::NotMet,
        otherwise_means: "only its days in the window count",
    }
    5 LATEST_OR_ANY_INJECTION {
        name: "latest-or-any-injection",
        under: "D.I.B.1",
        question: "is the previous injection the latest one, or any earlier one?",
        met_means: "any earlier one",
        otherwise: Finding::NotMet,
        otherwise_means: "the latest one",
    }
    6 DIAGNOSTIC_TO_THERAPEUTIC_GAP {
        name: "diagnostic-to-therapeutic-gap",
        under: "D.I.B.4",
        question: "{therapeutic_months:does the month|do the # months} also run from a diagnostic injection?",
        met_means: "only from a therapeutic one",
        otherwise: Finding::NotMet,
        otherwise_means: "from any injection",
    }
    7 FIFTH_INJECTION {
        name: "fifth-injection",
        under: "D.I.B.5",
        question: "{injections:# was|# were} given: does the limit of {injections:words} include the requested one?",
        met_means: "it does not",
        otherwise: Finding::NotMet,
        otherwise_means: "it does",
    }
    8 LEFT_AND_RIGHT_ARE_SITES {
        name: "left-and-right-are-sites",
        under: "D.I.C.3",
        question: "are the left and the right joint different sites, {spacing_days:weeks} apart?",
        met_means: "they are not",
        otherwise: Finding::NotMet,
        otherwise_means: "they are",
    }
    9 DISAGREEING_DIAGNOSTICS {
        name: "disagreeing-diagnostics",
        under: "D.II.A.2",
        question: "one diagnostic injection gave the relief, another did not: is one enough?",
        met_means: "one is enough",
        otherwise: Finding::NotMet,
        otherwise_means: "all must have given it",
    }
    10 THERAPEUTIC_AS_DIAGNOSTIC {
        name: "therapeutic-as-diagnostic",
        under: "D.II.A.2",
        question: "a therapeutic injection gave the relief and no diagnostic one did: does it count?",
        met_means: "it counts",
        otherwise: Finding::NotMet,
        otherwise_means: "only a diagnostic one counts",
    }
    11 WAIVER_AFTER_POOR_REPEAT {
        name: "waiver-after-poor-repeat",
        under: "D.II.B",
        question: "the initial ablation's relief would waive, the last one's was under {rolling_months:months}: waived?",
        met_means: "waived",
        otherwise: Finding::NotMet,
        otherwise_means: "not waived",
    }
    12 RELIEF_FROM_LATER_RFA {
        name: "relief-from-later-rfa",
        under: "D.II.B",
        question: "does relief after the last ablation count as relief from the initial one?",
        met_means: "it counts",
        otherwise: Finding::NotMet,
        otherwise_means: "only the initial one's counts",
    }
    13 REPEAT_INJECTION_STANDARD {
        name: "repeat-injection-standard",
        under: "D.II.B.2",
        question: "must the injection before a repeat ablation meet the standard of the initial one?",
        met_means: "any diagnostic injection since the last ablation will do",
        otherwise: Finding::NotMet,
        otherwise_means: "{relief_percent} percent within {evidence_months:months}",
    }
    14 REPEAT_MEANS_ANY_RFA {
        name: "repeat-means-any-rfa",
        under: "D.II.B.2",
        question: "first repeat under the waiver: is the recent repeat ablation that spares the injection any ablation?",
        met_means: "any ablation",
        otherwise: Finding::NotMet,
        otherwise_means: "only a repeat one",
    }
    15 REPEAT_WITHOUT_WAIVER {
        name: "repeat-without-waiver",
        under: "D.II.B.2",
        question: "a recent repeat ablation but no waiver: is the injection still not required?",
        met_means: "not required",
        otherwise: Finding::NotMet,
        otherwise_means: "required",
    }
    16 DEVICE_AND_RFA {
        name: "device-and-rfa",
        under: "D.III",
        question: "does the device interrogation report apply to ablation as well as to injections?",
        met_means: "injections only",
        otherwise: Finding::Missing,
        otherwise_means: "ablation too",
    }
}
