//! Numbers with a unit and a range: percentages and months of relief.

use std::fmt;

use super::answer::{Answer, Shape};
use super::decimal::Decimal;
use super::value::Value;

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident: $min:literal..=$max:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Decimal);

        impl Value for $name {
            const SHAPE: Shape = Shape::Number {
                min: Decimal::whole($min),
                max: Decimal::whole($max),
            };

            fn to_answer(&self) -> Answer {
                Answer::Number(self.0)
            }

            fn from_answer(answer: &Answer) -> Option<Self> {
                match answer {
                    Answer::Number(value) => Some(Self(*value)),
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
    )*};
}

measures! {
    /// Pain relief in percent, 0 to 100.
    Percent: 0..=100;
    /// Months of pain reduction that followed an ablation, 0 to 1200.
    ReliefMonths: 0..=1200;
}
