//! The program as a person has it: on a terminal, by keyboard, through a
//! pseudo-terminal of its own.
//!
//! What the wizard shows and does, whatever the terminal, is tested without one
//! and in a thousandth of the time: `src/tui/tests`.
//!
//! What a terminal program that is good over a slow line does, by number, and
//! the tests that hold it to that:
//!
//! | number | behaviour | tests |
//! |---|---|---|
//! | 1 | draws only when something changed | `bytes::behaviour_01_*` |
//! | 2 | sends what changed; repaints without asking | `bytes::*_cost_little`, `life::behaviour_02_*` |
//! | 3 | a frame is one synchronized update | `bytes::behaviour_03_*`, and every budget |
//! | 4 | asks the terminal nothing | `looks::behaviours_04_10_18_*` |
//! | 5, 6 | named colours; none under `NO_COLOR`, the selection stays | `looks::behaviours_05_06_*` |
//! | 7 | ASCII without UTF-8 or on request | `looks::behaviour_07_*` |
//! | 8 | the cursor stands where typing happens | `typing::behaviour_08_*` |
//! | 9 | untrusted text never acts | `looks::behaviour_09_*`, `typing::behaviour_17_*` |
//! | 10 | no title, no clipboard; nothing left on the primary screen | `looks::behaviours_04_10_18_*`, `life::behaviour_20_*`, `life::behaviour_23_*` |
//! | 11 | a lone Esc destroys nothing; a torn key is whole | `src/tui/input.rs`, `typing::behaviour_11_*` |
//! | 12 | no Alt keys; Ctrl-H, Ctrl-J | `typing::behaviour_12_*` |
//! | 13 | letters are text in fields; readline keys | `typing::behaviour_13_*` |
//! | 14 | arrows, Tab and Enter are enough; digits pick | `typing::behaviour_14_*`, `keyed::*` |
//! | 15 | Enter alone picks nothing, nor does the end of a line | `src/tui/tests/choosing.rs`, `typing::behaviour_15_*` |
//! | 16 | the footer fits and keeps the way out | `src/tui/tests/footer.rs` |
//! | 17 | a paste is text | `typing::behaviour_17_*`, `src/tui/tests/typing.rs` |
//! | 18 | no mouse | `looks::behaviours_04_10_18_*` |
//! | 19 | going back always works and keeps answers | `src/tui/tests/leaving.rs` |
//! | 20 | signals and a lost line end the program; what was begun is kept | `life::behaviour_20_*`, `begun::*` |
//! | 21 | accepted is saved; not saved is said | `life::behaviour_21_*`, `src/tui/tests/leaving.rs` |
//! | 22 | Ctrl-Z and back | `life::behaviour_22_*` |
//! | 23 | the terminal is restored | `life::behaviour_20_*`, `life::behaviour_23_*`, `fault::*` |
//! | 24 | every size of window | `src/tui/tests/layout.rs`, `sizes::behaviour_24_*` |
//! | 25 | every terminal | `looks::behaviour_25_*` |
//! | 26 | line mode where there is no screen | `looks::behaviour_26_*`, `tests/core/line.rs`, `tests/core/doors.rs` |
//!
//! The same through a real `sshd`, as a forced command: `ssh::*`; within `screen` and `tmux`: `within::*`.

mod drafts;
mod lifecycle;
mod multiplexers;
mod output_size;
mod panic;
mod play;
mod pty;
mod ssh;
mod terminal_types;
mod typing;
mod whole_cases;
mod window_sizes;
