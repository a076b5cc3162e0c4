//! What is said under every determination.

/// The standing notice, a paragraph an entry.
pub(super) const NOTICE: [&str; 4] = [
    "This applies MM-1463 alone. It is no authorization and no promise of payment.",
    "Where the policy and the plan contract differ, the contract decides.",
    "Behavioral health is subject to the parity rules.",
    "Confirm that this version of the policy (effective 2025-07-01) is current.",
];
