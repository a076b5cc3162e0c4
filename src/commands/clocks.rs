//! `clocks`: prints the clocks; for a case, each with its arithmetic.

use std::fmt::{self, Write as _};
use std::io;
use std::path::Path;

use crate::case::{Case, Choice, Text};
use crate::casefile::complaint;
use crate::session::Workspace;
use crate::worklist::{
    Calendar, ClockSettings, DueClock, Explained, Receipt, due, due_sentence, explain, receipt_words,
};

use super::source::Source;
use super::text_page::{paragraph, text_page};
use super::{Status, Streams};

/// Prints the clocks; for a case, each with its arithmetic.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn clocks(case: Option<&Path>, workspace: &Workspace, to: &mut Streams<'_>) -> io::Result<Status> {
    let page = match case.map(|case| Source::named(case, &workspace.folder)) {
        None => text_page(|out| list(&workspace.program.clocks, out)),
        Some(source) => match source.read(&workspace.settings.editions) {
            Ok(case) => text_page(|out| of_case(&source.case_name(), &case, workspace, out)),
            Err(problem) => {
                writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
                return Ok(Status::Invalid);
            }
        },
    };
    write!(to.out, "{page}")?;
    Ok(Status::Done)
}

fn list(settings: &ClockSettings, out: &mut String) -> fmt::Result {
    for clock in settings.clocks() {
        heading(clock, out)?;
        writeln!(out)?;
    }
    paragraph(out, 0, &format!("Open: {}.", calendar_words(&settings.calendar)))?;
    federal_only(settings, out)
}

/// The name of a clock, its length, what it is for and where it is from.
fn heading(clock: &DueClock, out: &mut String) -> fmt::Result {
    writeln!(out, "{}: {}", clock.name, clock.length)?;
    let urgency = clock.urgency.map_or("all", Choice::name);
    paragraph(out, 2, &format!("For {urgency} requests received on {} or later", clock.from))?;
    paragraph(out, 2, &format!("Source: {}", clock.source))
}

fn calendar_words(calendar: &Calendar) -> String {
    let days: Vec<String> =
        calendar.open_days.iter(chrono::Weekday::Mon).map(|day| day.to_string()).collect();
    let hours = calendar.hours.map(|hours| format!(", {hours}")).unwrap_or_default();
    let closed: Vec<String> = calendar.closed.iter().map(ToString::to_string).collect();
    let closed = match closed[..] {
        [] => "no closed days".to_owned(),
        _ => format!("closed on {}", closed.join(", ")),
    };
    format!("{}{hours}; {closed}", days.join(", "))
}

fn federal_only(settings: &ClockSettings, out: &mut String) -> fmt::Result {
    if settings.are_federal_only() { writeln!(out, "{}", ClockSettings::FEDERAL_ONLY) } else { Ok(()) }
}

fn of_case(name: &Text, case: &Case, workspace: &Workspace, out: &mut String) -> fmt::Result {
    let (settings, clock) = (&workspace.program.clocks, workspace.clock);
    writeln!(out, "{name}")?;
    let Some(receipt) = Receipt::of_case(case) else {
        paragraph(out, 2, "The day of receipt (request.received) has no answer yet: no clock runs.")?;
        return federal_only(settings, out);
    };
    paragraph(out, 2, &receipt_words(&receipt))?;
    writeln!(out)?;
    for explained in explain(&receipt, settings, clock.zone) {
        arithmetic(&explained, out)?;
        writeln!(out)?;
    }
    let due = due(&receipt, settings, clock.zone);
    paragraph(out, 0, &due_sentence(due.as_ref(), clock.now()))?;
    federal_only(settings, out)
}

fn arithmetic(explained: &Explained<'_>, out: &mut String) -> fmt::Result {
    heading(explained.clock, out)?;
    explained.steps.iter().try_for_each(|step| paragraph(out, 4, step))?;
    paragraph(out, 2, &explained.verdict)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::casefile::read_program_settings;
    use crate::policy::PolicySettings;
    use crate::session::Clock;
    use crate::store::Folder;
    use crate::worklist::Zone;

    const PLAN: &str = "[[clocks]]\nname = 'contract'\nlength = '2 business days'\nfrom = 2026-01-01\n\
        source = 'contract 7.2'\n[calendar]\nclosed = [2026-03-03]\nhours = '08:00-17:00'";

    fn printed(settings: &str, case: Option<&str>) -> (Status, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let named = case.map(|lines| {
            let name =
                tempfile::Builder::new().prefix("one").suffix(".toml").rand_bytes(0).tempfile_in(&folder);
            let mut file = name.unwrap();
            writeln!(file, "format = 1\npolicy = 'MM-1463'\n{lines}").unwrap();
            file
        });
        let clock = Clock { read: || "2026-03-05T10:00:00Z".parse().unwrap(), zone: Zone::UTC };
        let workspace = Workspace {
            folder: Folder::at(folder.path()),
            settings: PolicySettings::default(),
            program: read_program_settings(settings).unwrap(),
            clock,
            who: "a test".to_owned(),
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        let status = clocks(named.as_ref().map(|file| file.path()), &workspace, &mut to).unwrap();
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn clocks_are_listed_with_their_source_and_the_open_days() {
        let (status, out, _) = printed("", None);
        let expected = "\
federal cap, standard: 7 calendar days
  For standard requests received on 2026-01-01 or later
  Source: 42 CFR 438.210(d)(1), for rating periods from 2026-01-01

federal cap, expedited: 72 hours
  For expedited requests received on 2017-07-01 or later
  Source: 42 CFR 438.210(d)(2), for rating periods from 2017-07-01

Open: Mon, Tue, Wed, Thu, Fri; no closed days.
clocks: federal only
";
        assert_eq!((status, out.as_str()), (Status::Done, expected));
        let (_, out, _) = printed(PLAN, None);
        let plan = "\
contract: 2 business days
  For all requests received on 2026-01-01 or later
  Source: contract 7.2

Open: Mon, Tue, Wed, Thu, Fri, 08:00-17:00; closed on 2026-03-03.
";
        assert!(out.ends_with(plan), "{out}");
    }

    #[test]
    fn case_has_each_clock_with_its_arithmetic_and_the_due_time() {
        let case = "request.received = 2026-03-02\nintake.received_at = 2026-03-02T14:05:00-05:00";
        let (status, out, _) = printed(PLAN, Some(case));
        let expected = "\
one
  received Mon 2026-03-02 14:05 -05:00; urgency not recorded, counted as
  standard

federal cap, standard: 7 calendar days
  For standard requests received on 2026-01-01 or later
  Source: 42 CFR 438.210(d)(1), for rating periods from 2026-01-01
    day 0: Mon 2026-03-02, the day of receipt
    day 7: Mon 2026-03-09
    the clock ends with that day: Tue 2026-03-10 00:00 +00:00
  does not decide: \"contract\" ends earlier

federal cap, expedited: 72 hours
  For expedited requests received on 2017-07-01 or later
  Source: 42 CFR 438.210(d)(2), for rating periods from 2017-07-01
  does not apply: it is for expedited requests

contract: 2 business days
  For all requests received on 2026-01-01 or later
  Source: contract 7.2
    day 0: Mon 2026-03-02, the day of receipt
    skipped: Tue 2026-03-03, a closed day
    day 1: Wed 2026-03-04
    day 2: Thu 2026-03-05
    the clock ends with that day: Fri 2026-03-06 00:00 +00:00
  decides: no other clock ends earlier

Due: Thu 2026-03-05, until the end of that day (today), by \"contract\".
";
        assert_eq!((status, out.as_str()), (Status::Done, expected));
    }

    #[test]
    fn due_time_on_a_closed_day_is_also_shown_as_the_last_open_one() {
        let case = "request.received = 2026-02-28\nintake.urgency = 'expedited'";
        let (_, out, _) = printed("[calendar]\nclosed = [2026-03-03]", Some(case));
        let due = "Due: Tue 2026-03-03 00:00 +00:00 (2d late), by \"federal cap, expedited\"; the\n\
            last open moment before it: Mon 2026-03-02.\nclocks: federal only\n";
        assert!(out.ends_with(due), "{out}");
    }

    #[test]
    fn case_that_no_clock_applies_to_says_so() {
        let (_, out, _) = printed("", Some("request.received = 2025-12-31"));
        assert!(out.ends_with("\n\nDue: no clock applies.\nclocks: federal only\n"), "{out}");
        let (_, out, _) = printed("", Some("member.id = 'TC1'"));
        let unknown = "one\n  The day of receipt (request.received) has no answer yet: no clock runs.\n\
            clocks: federal only\n";
        assert_eq!(out, unknown);
    }

    #[test]
    fn case_that_cant_be_read_is_a_complaint() {
        let (status, out, err) = printed("", Some("intake.urgency = 1"));
        assert_eq!((status, out.as_str()), (Status::Invalid, ""));
        assert!(err.contains("one.toml: line 3, column 18: intake.urgency: "), "{err}");
    }
}
