//! `determine --from ndjson`: one case a line in, one determination a line out, in order
//! and in constant memory.

use std::io;
use std::path::PathBuf;

use crate::policy::{self, PolicySettings};
use crate::report;

use super::batch::{Batch, Done, Printer};
use super::case_lines::{CaseLines, LineRead, LineReader, missing};
use super::in_order::in_order;
use super::line_chunks::Chunk;
use super::{Status, Streams};

/// Prints the determination of each line of these inputs; a bad line is answered in its
/// place, and a blank one is not answered.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn determine_lines(
    inputs: &[PathBuf],
    reader: &LineReader<'_>,
    settings: &PolicySettings,
    batch: Batch,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let mut printer = Printer::new(batch, CaseLines::size(inputs), to);
    let work = |lines: Result<Chunk, String>| match lines {
        Ok(chunk) => answers(&chunk, reader, settings),
        Err(complaint) => Done::unreadable(&complaint),
    };
    in_order(batch.threads_for(inputs), &mut CaseLines::of(inputs), work, &mut printer)?;
    Ok(printer.end()?.1)
}

fn answers(chunk: &Chunk, reader: &LineReader<'_>, settings: &PolicySettings) -> Done {
    let mut done = Done { part: chunk.bytes, ..Done::default() };
    for line in chunk.lines() {
        let line = LineRead::of(line, reader);
        done.cases += 1;
        let determined = match &line.case {
            Ok(case) => policy::determine(case, settings).map_err(|fields| missing(&fields)),
            Err(faults) => Err(faults.clone()),
        };
        match determined {
            Ok(determination) => report::write_json(&line.name, &determination, &mut done.out),
            Err(faults) => {
                done.status = Status::Invalid;
                line.write_answer(&faults, &mut done.out);
            }
        }
        done.out.push(b'\n');
    }
    done
}
