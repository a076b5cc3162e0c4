//! The program on a real terminal: a pseudo-terminal, `ssh`, `screen`, `tmux`.
//!
//! What does not depend on the terminal is tested in memory, which is a thousand
//! times faster: `src/tui/tests`.
//!
//! How a terminal program should behave, above all over a slow connection, and
//! the tests of each behaviour:
//!
//! | number | behaviour | tests |
//! |---|---|---|
//! | 1 | draws only when something changed | `output_size::behaviour_01_*`, `idle::*` |
//! | 2 | sends only what changed; repaints on Ctrl-L | `output_size::*_cost_little`, `output_size::*_costs_little`, `lifecycle::behaviour_02_*` |
//! | 3 | a frame is one synchronized update | `output_size::behaviour_03_*`, and every byte budget |
//! | 4 | sends the terminal no queries | `terminal_types::behaviours_04_10_18_*` |
//! | 5, 6 | named colours; none under `NO_COLOR`, the selection stays visible | `terminal_types::behaviours_05_06_*` |
//! | 7 | ASCII without UTF-8 or on request | `terminal_types::behaviour_07_*` |
//! | 8 | the cursor is where typing happens | `typing::behaviour_08_*` |
//! | 9 | untrusted text is escaped | `terminal_types::behaviour_09_*`, `typing::behaviour_17_*` |
//! | 10 | no title, no clipboard; no trace on the primary screen | `terminal_types::behaviours_04_10_18_*`, `lifecycle::behaviour_20_*`, `lifecycle::behaviour_23_*` |
//! | 11 | a lone Esc loses nothing; a key split over two reads is one key | `src/tui/input.rs`, `typing::behaviour_11_*` |
//! | 12 | no Alt keys; Ctrl-H deletes, Ctrl-J is Enter | `typing::behaviour_12_*` |
//! | 13 | letters are text in fields; readline keys | `typing::behaviour_13_*` |
//! | 14 | arrows, Tab and Enter suffice; digits select | `typing::behaviour_14_*`, `whole_cases::*` |
//! | 15 | Enter alone selects nothing, nor does the end of input | `src/tui/tests/choosing.rs`, `typing::behaviour_15_*` |
//! | 16 | the footer fits and always shows the exit | `src/tui/tests/footer.rs` |
//! | 17 | pasted text is only text | `typing::behaviour_17_*`, `src/tui/tests/typing.rs` |
//! | 18 | no mouse | `terminal_types::behaviours_04_10_18_*` |
//! | 19 | going back always works and keeps answers | `src/tui/tests/leaving.rs` |
//! | 20 | signals and a lost connection end the program; drafts are kept | `lifecycle::behaviour_20_*`, `drafts::*` |
//! | 21 | an accepted answer is saved; a failed save is shown | `lifecycle::behaviour_21_*`, `src/tui/tests/leaving.rs` |
//! | 22 | Ctrl-Z stops, `fg` returns | `lifecycle::behaviour_22_*` |
//! | 23 | the terminal is restored | `lifecycle::behaviour_20_*`, `lifecycle::behaviour_23_*`, `panic::*` |
//! | 24 | every size of window | `src/tui/tests/layout.rs`, `window_sizes::behaviour_24_*` |
//! | 25 | every type of terminal | `terminal_types::behaviour_25_*` |
//! | 26 | line mode where a screen can't be used | `terminal_types::behaviour_26_*`, `tests/core/line.rs`, `tests/core/interfaces.rs` |
//!
//! Through a real `sshd`, as a forced command: `ssh::*`. Inside `screen` and `tmux`: `multiplexers::*`.

mod audit_log;
mod case_folder;
mod confirming;
mod drafts;
mod idle;
mod lifecycle;
mod multiplexers;
mod output_size;
mod panic;
mod play;
pub(crate) mod pty;
mod ssh;
mod terminal_types;
mod typing;
mod whole_cases;
mod window_sizes;
