//! Which program is tested.

use std::sync::LazyLock;

/// The whole path of another build of the program, such as a static one, to be tested instead.
const OTHER: &str = "SIJ_TEST_PROGRAM";

/// The path of the program that is tested.
pub(crate) fn tested_program() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| {
        std::env::var(OTHER).unwrap_or_else(|_| env!("CARGO_BIN_EXE_sij-intake").to_owned())
    });
    &PATH
}
