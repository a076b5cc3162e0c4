//! The item numbers of MM-1463, as constants for rules, flags and tests.

use crate::policy::engine::Item;

/// The policy's number.
pub const POLICY: &str = "MM-1463";

macro_rules! items {
    ($($constant:ident = $number:literal),* $(,)?) => {
        impl Item {
            $(
                #[doc = concat!("Item ", $number, ".")]
                pub const $constant: Self = Self::new($number);
            )*
        }
    };
}

items! {
    EFFECTIVE_DATE = "effective-date",
    D_I_A = "D.I.A",
    D_I_A_1 = "D.I.A.1",
    D_I_A_2 = "D.I.A.2",
    D_I_A_3 = "D.I.A.3",
    D_I_A_4_A = "D.I.A.4.a",
    D_I_A_4_B = "D.I.A.4.b",
    D_I_A_5 = "D.I.A.5",
    D_I_B_1 = "D.I.B.1",
    D_I_B_2 = "D.I.B.2",
    D_I_B_3 = "D.I.B.3",
    D_I_B_4 = "D.I.B.4",
    D_I_B_5 = "D.I.B.5",
    D_I_C_1 = "D.I.C.1",
    D_I_C_2 = "D.I.C.2",
    D_I_C_3 = "D.I.C.3",
    D_I_C_4 = "D.I.C.4",
    D_I_C_5 = "D.I.C.5",
    D_I_C_6 = "D.I.C.6",
    D_II = "D.II",
    D_II_A_1 = "D.II.A.1",
    D_II_A_2 = "D.II.A.2",
    D_II_B_1 = "D.II.B.1",
    D_II_B_2 = "D.II.B.2",
    D_II_B_3 = "D.II.B.3",
    D_II_C_1 = "D.II.C.1",
    D_II_C_2 = "D.II.C.2",
    D_III = "D.III",
}
