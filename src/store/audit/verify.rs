//! Whether a log is as it was written: line by line, in bounded memory.

use super::line::{AuditAction, AuditLine, Head};

/// Something wrong with the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFault {
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: String,
}

/// What was found of a whole log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditReport {
    /// The lines.
    pub lines: u64,
    /// What is wrong; empty for a log as it was written.
    pub faults: Vec<AuditFault>,
}

/// More faults than these say no more.
const LISTED: usize = 100;

/// Follows the chain from the first line to the last.
pub(super) struct Verifier {
    head: Option<Head>,
    so_far: Head,
    faults: Vec<AuditFault>,
    head_met: bool,
}

impl Verifier {
    /// Before the first line of a log with this head.
    pub(super) fn new(head: Option<Head>) -> Self {
        let so_far = Head::default();
        let head_met = head.as_ref() == Some(&so_far);
        Self { head, so_far, faults: Vec::new(), head_met }
    }

    /// Takes the next line, with its end; gives what it says, if it says something.
    pub(super) fn line(&mut self, bytes: &[u8]) -> Option<AuditLine> {
        let number = self.so_far.count + 1;
        let Some(line) = bytes.strip_suffix(b"\n") else {
            let problem = "the line is cut off: the last of the log is missing, or was never finished";
            self.fault(number, problem.to_owned());
            self.so_far.count_in(bytes);
            return None;
        };
        let entry = serde_json::from_slice::<AuditLine>(line).ok();
        match &entry {
            None => self.fault(number, "this is no line of an audit log: it was edited or added".to_owned()),
            Some(entry) => self.follows(number, entry),
        }
        self.so_far.count_in(line);
        if self.head.as_ref() == Some(&self.so_far) {
            self.head_met = true;
        }
        entry
    }

    fn follows(&mut self, number: u64, entry: &AuditLine) {
        if entry.number != number {
            let problem = format!("it has number {}: lines are missing, added or moved", entry.number);
            self.fault(number, problem);
        } else if entry.before != self.so_far.digest {
            self.fault(number, format!("it does not follow line {}: that one was edited", number - 1));
        }
        if entry.event == AuditAction::HeadLost {
            self.fault(
                number,
                "the head of the log was gone: lines before this one may be missing".to_owned(),
            );
        }
    }

    /// The verdict, after the last line.
    pub(super) fn finish(mut self) -> AuditReport {
        let lines = self.so_far.count;
        match self.head.take() {
            None if lines == 0 => {}
            None => {
                let problem = "the head of the log (.audit.head) is missing or edited: lines may be missing";
                self.fault(lines, problem.to_owned());
            }
            Some(head) if head.count > lines => {
                self.fault(lines, format!("{} lines are missing at the end", head.count - lines));
            }
            Some(_) if self.head_met => {}
            Some(head) => {
                self.fault(head.count, "it is not the line its writer left: it was edited".to_owned())
            }
        }
        AuditReport { lines, faults: self.faults }
    }

    fn fault(&mut self, line: u64, problem: String) {
        if self.faults.len() < LISTED {
            self.faults.push(AuditFault { line, problem });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::AuditEvent;
    use super::*;

    fn report(lines: &[String], head: Option<Head>) -> AuditReport {
        let mut verifier = Verifier::new(head);
        for line in lines {
            verifier.line(line.as_bytes());
        }
        verifier.finish()
    }

    fn log() -> (Vec<String>, Head) {
        let mut head = Head::default();
        let note =
            AuditEvent { event: AuditAction::Opened, case: "one".to_owned(), ..AuditEvent::head_lost() };
        ((0..5).map(|_| head.next(&note)).collect(), head)
    }

    #[test]
    fn a_log_as_it_was_written_has_no_faults() {
        let (lines, head) = log();
        assert_eq!(report(&lines, Some(head)).faults, Vec::new());
    }

    #[test]
    fn lines_newer_than_the_head_are_no_fault() {
        let (lines, _) = log();
        let mut head = Head::default();
        head.count_in(lines[0].trim_end().as_bytes());
        assert_eq!(report(&lines, Some(head)).faults, Vec::new());
    }

    #[test]
    fn a_log_without_its_end_or_its_head_has_faults() {
        let (lines, head) = log();
        assert_eq!(report(&lines[..4], Some(head)).faults.len(), 1);
        assert_eq!(report(&lines, None).faults.len(), 1);
    }

    fn problem(report: AuditReport) -> String {
        report.faults.into_iter().map(|fault| format!("{}: {}", fault.line, fault.problem)).collect()
    }

    #[test]
    fn lines_missing_at_the_end_are_counted_and_an_edited_last_line_is_named() {
        let (mut lines, head) = log();
        assert_eq!(problem(report(&lines[..3], Some(head.clone()))), "3: 2 lines are missing at the end");
        lines[4] = lines[4].replace("one", "two");
        let edited = "5: it is not the line its writer left: it was edited";
        assert_eq!(problem(report(&lines, Some(head))), edited);
    }

    #[test]
    fn no_more_faults_are_listed_than_say_something() {
        let lines = vec!["no line of ours\n".to_owned(); LISTED + 20];
        assert_eq!(report(&lines, None).faults.len(), LISTED);
    }
}
