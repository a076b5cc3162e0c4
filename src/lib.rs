//! sij-intake
pub mod case;
pub mod policy;
pub mod casefile;
pub mod report;
pub mod store;
pub mod cli;
pub mod commands;
