//! The policy's own numbers, as names a case can use for flags and evidence.
//! What the numbers mean is the business of the policy.

use std::fmt;

macro_rules! items {
    ($($variant:ident = $number:literal),* $(,)?) => {
        /// An item of MM-1463, by its number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each variant is the number it spells")]
        pub enum Item { $($variant),* }

        impl Item {
            /// All items, in the order of the policy.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// All numbers, in the order of the policy.
            pub const NUMBERS: &'static [&'static str] = &[$($number),*];

            /// The policy's number.
            pub const fn number(self) -> &'static str {
                match self { $(Self::$variant => $number),* }
            }

            /// The item of that number.
            pub fn numbered(number: &str) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

items! {
    EffectiveDate = "effective-date",
    DIA = "D.I.A",
    DIA1 = "D.I.A.1",
    DIA2 = "D.I.A.2",
    DIA3 = "D.I.A.3",
    DIA4a = "D.I.A.4.a",
    DIA4b = "D.I.A.4.b",
    DIA5 = "D.I.A.5",
    DIB1 = "D.I.B.1",
    DIB2 = "D.I.B.2",
    DIB3 = "D.I.B.3",
    DIB4 = "D.I.B.4",
    DIB5 = "D.I.B.5",
    DIC1 = "D.I.C.1",
    DIC2 = "D.I.C.2",
    DIC3 = "D.I.C.3",
    DIC4 = "D.I.C.4",
    DIC5 = "D.I.C.5",
    DIC6 = "D.I.C.6",
    DII = "D.II",
    DIIA1 = "D.II.A.1",
    DIIA2 = "D.II.A.2",
    DIIB1 = "D.II.B.1",
    DIIB2 = "D.II.B.2",
    DIIB3 = "D.II.B.3",
    DIIC1 = "D.II.C.1",
    DIIC2 = "D.II.C.2",
    DIII = "D.III",
}

impl fmt::Display for Item {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.number())
    }
}
