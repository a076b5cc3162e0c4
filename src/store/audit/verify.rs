//! Verifying an audit log, line by line, in bounded memory.

use super::action::AuditAction;
use super::head::Head;
use super::line::AuditLine;

/// Something wrong with the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFault {
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: String,
}

/// The result of verifying a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditReport {
    /// The number of lines.
    pub lines: u64,
    /// What is wrong; empty for an unchanged log.
    pub faults: Vec<AuditFault>,
}

/// Further faults are not listed: they add nothing.
pub(super) const MAX_FAULTS: usize = 100;

/// Follows the chain of digests from the first line to the last.
pub(super) struct Verifier {
    head: Option<Head>,
    so_far: Head,
    faults: Vec<AuditFault>,
    head_matched: bool,
    /// A line that is none; no fault if the next one says that it was never finished.
    unreadable: Option<AuditFault>,
}

impl Verifier {
    /// Starts before the first line of a log with this head.
    pub(super) fn new(head: Option<Head>) -> Self {
        let so_far = Head::default();
        let head_matched = head.as_ref() == Some(&so_far);
        Self { head, so_far, faults: Vec::new(), head_matched, unreadable: None }
    }

    /// Checks the next line, line feed included; gives its contents, if it is a valid line.
    pub(super) fn check_line(&mut self, bytes: &[u8]) -> Option<AuditLine> {
        let number = self.so_far.count + 1;
        let parsed = serde_json::from_slice::<AuditLine>(bytes).ok();
        let unreadable = self.unreadable.take().filter(|fault| {
            parsed.as_ref().is_none_or(|line| {
                line.event != AuditAction::LineTorn || line.of != Some(fault.line) || line.number != number
            })
        });
        self.add(unreadable);
        match &parsed {
            _ if !bytes.ends_with(b"\n") => {
                let problem = "the line is cut off: the end of the log is missing or was never written";
                self.fault(number, problem.to_owned());
            }
            None => {
                let problem = "this is not a line of an audit log: it was edited or added".to_owned();
                self.unreadable = Some(AuditFault { line: number, problem });
            }
            Some(parsed) => self.check_chain(number, parsed),
        }
        self.so_far.count_line(bytes);
        if self.head.as_ref() == Some(&self.so_far) {
            self.head_matched = true;
        }
        parsed.filter(|_| bytes.ends_with(b"\n"))
    }

    /// The digest of the last line.
    pub(super) fn digest(&self) -> &str {
        &self.so_far.digest
    }

    fn check_chain(&mut self, number: u64, parsed: &AuditLine) {
        if parsed.number != number {
            let problem = format!("it has number {}: lines are missing, added or moved", parsed.number);
            self.fault(number, problem);
        } else if parsed.before != self.so_far.digest {
            self.fault(number, format!("it does not follow line {}, which was edited", number - 1));
        }
        if parsed.event == AuditAction::HeadLost {
            self.fault(
                number,
                "the head of the log was missing: lines before this one may be missing".to_owned(),
            );
        }
    }

    /// The report, after the last line.
    pub(super) fn finish(mut self) -> AuditReport {
        let lines = self.so_far.count;
        let unreadable = self.unreadable.take();
        self.add(unreadable);
        match self.head.take() {
            None if lines == 0 => {}
            None => {
                let problem = "the head of the log (.audit.head) is missing or edited: lines may be missing";
                self.fault(lines, problem.to_owned());
            }
            Some(head) if head.count > lines => {
                self.fault(lines, format!("{} lines are missing at the end", head.count - lines));
            }
            Some(_) if self.head_matched => {}
            Some(head) => self.fault(head.count, "it is not as it was written: it was edited".to_owned()),
        }
        AuditReport { lines, faults: self.faults }
    }

    fn fault(&mut self, line: u64, problem: String) {
        self.add(Some(AuditFault { line, problem }));
    }

    fn add(&mut self, fault: Option<AuditFault>) {
        let room = MAX_FAULTS.saturating_sub(self.faults.len());
        self.faults.extend(fault.into_iter().take(room));
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::super::line::AuditEvent;
    use super::*;

    fn report(lines: &[String], head: Option<Head>) -> AuditReport {
        let mut verifier = Verifier::new(head);
        for line in lines {
            verifier.check_line(line.as_bytes());
        }
        verifier.finish()
    }

    fn log() -> (Vec<String>, Head) {
        let mut head = Head::default();
        let event = AuditEvent::new(DateTime::default(), "pat", "one", AuditAction::Opened);
        ((0..5).map(|_| head.next_line(&event)).collect(), head)
    }

    #[test]
    fn unchanged_log_has_no_faults() {
        let (lines, head) = log();
        assert_eq!(report(&lines, Some(head)).faults, Vec::new());
    }

    #[test]
    fn lines_newer_than_the_head_are_no_fault() {
        let (lines, _) = log();
        let mut head = Head::default();
        head.count_line(lines[0].as_bytes());
        assert_eq!(report(&lines, Some(head)).faults, Vec::new());
    }

    #[test]
    fn log_without_its_end_or_its_head_has_faults() {
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
        let edited = "5: it is not as it was written: it was edited";
        assert_eq!(problem(report(&lines, Some(head))), edited);
    }

    #[test]
    fn unreadable_line_is_no_fault_only_where_the_next_one_says_that_it_was_not_finished() {
        let torn = |of: u64, number: u64| {
            let mut head = Head::default();
            head.count_line(b"{\"number\":1\n");
            head.count += number - 2;
            let mut event = AuditEvent::new(DateTime::default(), "pat", "", AuditAction::LineTorn);
            event.of = Some(of);
            head.next_line(&event)
        };
        let faults = |next: String| {
            let report = report(&["{\"number\":1\n".to_owned(), next], None);
            report.faults.iter().filter(|fault| fault.line == 1).count()
        };
        assert_eq!(faults(torn(1, 2)), 0);
        assert_eq!([torn(1, 3), torn(2, 2), torn(2, 3)].map(faults), [1, 1, 1]);
        assert_eq!(faults(torn(1, 2).replace("line-torn", "opened")), 1);
    }

    #[test]
    fn number_of_listed_faults_is_limited() {
        let lines = vec!["not an audit line\n".to_owned(); MAX_FAULTS + 20];
        assert_eq!(report(&lines, None).faults.len(), MAX_FAULTS);
    }
}
