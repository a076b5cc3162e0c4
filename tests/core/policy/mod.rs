//! The rules of MM-1463: every limit on the day before, the day and the day after;
//! every fact unanswered, not documented and with each value; every live reading
//! unsettled and settled both ways.
//!
//! Each row is a change to a case that meets everything, and the finding it gives.
//! R is the day of receipt, S the day of service.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test that can't go on fails the test")]

mod base_cases;
mod d_i_a;
mod d_i_b;
mod d_i_c;
mod d_ii;
mod d_iii;
mod parts;
pub(crate) mod reasons;
mod scope;
mod service_lines;
