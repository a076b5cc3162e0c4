//! What runs in this process: the policy, the questions, the interview, line
//! mode, the sample cases and the pages that are printed from the tables.

mod cases;
mod doors;
mod generated;
mod interview;
mod line;
mod policy;
mod properties;
mod readme;
mod tables;
