//! Every limit of MM-1463 on three days: the day before, the day, the day after;
//! every fact unanswered, not documented and each value; every live reading both ways.
//!
//! Each row is a change to a case that meets everything, and the finding it gives.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test that can't go on fails the test")]

mod base_cases;
mod d_i_a;
mod d_i_b;
mod d_i_c;
mod d_ii;
mod d_iii;
mod reasons;
mod scope;
mod service_lines;
