//! What runs in this process: the policy, the questions, the interview, line
//! mode, the sample cases and the pages that are printed from the tables.

mod cases;
mod doors;
#[path = "../shared/folder.rs"]
mod folder;
mod generated;
mod interview;
mod line;
mod policy;
mod properties;
mod readme;
mod tables;
