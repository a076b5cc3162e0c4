//! MM-1463, item by item, in files named after its numbers: the editions, their
//! limits, rules, pathways, readings and wording.

mod ablations;
mod codes;
mod d_i_a;
mod d_i_a_1;
mod d_i_a_4;
mod d_i_b;
mod d_i_c;
mod d_ii_a;
mod d_ii_b;
mod d_ii_c;
mod d_iii;
mod edition;
mod interpretations;
mod items;
mod pathways;
mod prior_injections;
mod readings;
mod scope;
mod service_lines;
mod therapy;
mod words;

pub use edition::editions;
pub use items::POLICY;
