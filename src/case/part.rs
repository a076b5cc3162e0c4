//! The parts of a record: their keys in the case file and their labels.

macro_rules! parts {
    ($($variant:ident = $key:literal $label:literal),* $(,)?) => {
        /// A part of a record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Part { $(#[doc = $label] $variant),* }

        impl Part {
            /// All parts, in file order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its key in the file.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// Its name in a sentence.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }
        }
    };
}

parts! {
    Kind = "kind" "kind of therapy",
    Date = "date" "date",
    Purpose = "purpose" "purpose",
    ReliefPercent = "relief_percent" "pain relief in percent",
    FunctionalImprovement = "functional_improvement" "functional improvement",
    ReliefMonths = "relief_months" "months of pain reduction",
    Start = "start" "start",
    End = "end" "end",
    InRecord = "in_record" "documentation in the medical record",
    Supervised = "supervised" "supervision by a physician",
    Plan = "plan" "exercise plan or prescription",
    FollowUp = "follow_up" "follow-up after completion",
    TensDetails = "tens_details" "TENS use, frequency, duration and start date",
}
