//! Tests of the wizard on an in-memory terminal.

mod choosing;
mod confirming;
mod determination;
mod duplicates;
mod entries;
mod every_key;
mod footer;
mod intake;
mod key_names;
mod layout;
mod leaving;
mod letters;
mod locking;
mod nothing_lost;
mod other_side;
mod output_size;
mod playing;
mod scrolling;
mod typing;
mod undoing;
mod withdrawing;
mod worklist;

/// A complete diagnostic injection of the left joint.
const CLEAN: &str = "2026-03-02-diagnostic-clean";
/// A complete therapeutic injection of the right joint, with one earlier injection.
const PUMP: &str = "2026-03-03-therapeutic-clean-with-pain-pump";
