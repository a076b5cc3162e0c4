//! What is sent to the terminal: that it shows what is drawn, and how many bytes a
//! determination costs. Over SSH it is to be one TCP segment.

use super::super::test_terminal::TestTerminal;
use crate::session::samples;

/// The most for one segment, beside what SSH adds to a packet.
const SEGMENT: usize = 1400;

#[test]
fn opening_each_sample_is_one_segment() {
    for name in samples::names() {
        for sent in TestTerminal::worklist(&[name.as_str()]).sent_for("Enter") {
            let shown = sent.escape_debug();
            assert!(sent.len() <= SEGMENT, "{name}: {} of {SEGMENT} bytes: {shown}", sent.len());
        }
    }
}

#[test]
fn terminal_shows_what_is_drawn_from_one_view_to_the_next() {
    let names = samples::names();
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let keys = "Enter r PgDn Up Home Enter Esc ? Esc Esc Esc Down Enter Down Space End Esc PgDn Enter Enter Ctrl-L Esc";
    TestTerminal::worklist(&names).sent_for(keys);
}
