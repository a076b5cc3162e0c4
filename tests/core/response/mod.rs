//! Responses of providers: what is read of them, what is complained of, and what is answered.

mod accepted;
mod bad;
mod guidance;
mod import;
mod laws;

use sij_intake::fhir::{Imported, Names, ReadOptions, ResponseReader};
use sij_intake::policy;

/// A reader of the form of the shipped edition.
pub(crate) fn reader() -> ResponseReader {
    ResponseReader::new(policy::editions(), &Names::default())
}

/// A response that a provider sent, and that was received on a day.
fn read(text: &str) -> Imported {
    let received = "2026-03-02".parse().ok();
    reader().read(text, ReadOptions { received, is_own: false })
}
