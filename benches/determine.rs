//! Determinations per second.

fn main() {}
