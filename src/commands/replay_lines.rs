//! `replay --from ndjson`: one case a line in, one replay a line out, in order and in
//! constant memory.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::cli::ReplayFormat;
use crate::policy::PolicySettings;

use super::batch::{Batch, Printer};
use super::case_lines::{CaseLines, LineRead, LineReader};
use super::in_order::in_order;
use super::line_chunks::Chunk;
use super::replay::{Replays, SomeReplays};
use super::replayed::Replayed;
use super::{Status, Streams};

/// Replays the case of each line of these inputs; a bad line is answered in its place, and
/// a blank one is not answered.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn replay_lines(
    inputs: &[PathBuf],
    reader: &LineReader<'_>,
    format: ReplayFormat,
    settings: &PolicySettings,
    batch: Batch,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let mut replays = Replays::new(format, Printer::new(batch, CaseLines::size(inputs), to));
    let work = |lines: Result<Chunk, String>| match lines {
        Ok(chunk) => replay_chunk(&chunk, reader, format, settings),
        Err(complaint) => SomeReplays::unreadable(&complaint),
    };
    in_order(batch.threads_for(inputs), &mut CaseLines::of(inputs), work, &mut replays)?;
    replays.end_of_lines()
}

fn replay_chunk(
    chunk: &Chunk,
    reader: &LineReader<'_>,
    format: ReplayFormat,
    settings: &PolicySettings,
) -> SomeReplays {
    let mut some = SomeReplays::default();
    some.done.part = chunk.bytes;
    for line in chunk.lines() {
        let line = LineRead::of(line, reader);
        let name = line.name.to_string();
        match &line.case {
            Ok(saved) => some.replay_case(name, saved, format, settings),
            Err(faults) => {
                let problem = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                let invalid = Replayed::invalid(name, problem);
                if format == ReplayFormat::Json {
                    line.write_answer(faults, &mut some.done.out);
                    some.done.out.push(b'\n');
                    some.count(invalid, format);
                } else {
                    // Writing to a buffer does not fail.
                    let _ = faults
                        .iter()
                        .try_for_each(|fault| writeln!(some.done.err, "line {}: {fault}", line.number));
                    some.add(invalid, format);
                }
            }
        }
    }
    some
}
