//! The state of the walk through the questions that a correction has opened.

/// Whether the walk goes through new questions alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NewWalk {
    /// It does not.
    Off,
    /// Their number was said: Enter starts the walk.
    Announced,
    /// It does.
    On,
}
