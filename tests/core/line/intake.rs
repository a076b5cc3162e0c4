//! The intake in line mode: shown, set, and saved like an answer.

use sij_intake::case::{Text, Urgency};
use sij_intake::line::Ended;

use super::super::case_folder::{AWAY, BACK, CaseFolder};
use super::{CLOCK, Run, from, type_lines};

const RECEIVED: &str =
    "format = 1\npolicy = 'MM-1463'\n[member]\nid = 'TC1'\n[request]\nreceived = 2026-03-02\n";

fn on_received(transcript: &str) -> Run {
    Run::on(CaseFolder::with(CLOCK, RECEIVED), transcript)
}

#[test]
fn intake_is_shown_and_set_by_name() {
    let run = on_received(
        "intake received 0:00\nintake urgency e\nintake channel fax\nintake ref W-1 7\nintake\nquit\n",
    );
    let intake = &run.case.intake;
    assert_eq!(intake.received_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-02T00:00:00+00:00"));
    assert_eq!(intake.urgency, Some(Urgency::Expedited));
    assert_eq!(intake.channel, Some(Text::new("fax")));
    assert_eq!(intake.reference, Some(Text::new("W-1 7")));
    let set = from(&run.output, "urgency: expedited. Saved.");
    let due = "Due: Thu 2026-03-05 00:00 +00:00 (in 3d Thu), by \"federal cap, expedited\".";
    let shown = from(set, "received_at: Mon 2026-03-02 00:00 +00:00.");
    from(shown, "urgency: expedited.\nchannel: fax.\nreference: W-1 7.\n");
    from(from(set, due), due);
}

#[test]
fn value_without_a_name_or_of_the_wrong_kind_is_not_taken() {
    let run =
        on_received("intake colour red\nintake re 7\nintake urgency soon\nintake received noon\nquit\n");
    from(&run.output, "Not taken: type intake and one of received_at, urgency, channel, reference.");
    from(&run.output, "Not taken: type standard or expedited.");
    from(&run.output, "Not taken: not a time: type 14:05, or 2026-03-02 14:05.");
    assert_eq!((run.folder.text().as_str(), run.ended), (RECEIVED, Ended::AllSaved));
}

#[test]
fn name_alone_shows_the_value_and_how_it_is_typed() {
    let run = on_received("intake channel\nquit\n");
    from(from(&run.output, "channel: not recorded."), "Type intake channel and how it arrived");
}

#[test]
fn value_is_removed_by_a_dash() {
    let run = on_received("intake channel fax\nintake channel -\nquit\n");
    from(&run.output, "channel: not recorded. Saved.");
    assert_eq!(run.case.intake.channel, None);
}

#[test]
fn time_in_the_future_is_asked_about_once() {
    let doubt = "received in the future, Mon 2026-03-02 14:05 +00:00; an empty line keeps it.";
    for kept in ["\n", "intake received 14:05\n"] {
        let run = on_received(&format!("intake received 14:05\n{kept}quit\n"));
        assert_eq!(run.output.matches(doubt).count(), 1, "{}", run.output);
        assert!(run.case.intake.received_at.is_some());
    }
    let run = on_received("intake received 14:05\nreview\n\nquit\n");
    assert_eq!(run.case.intake.received_at, None, "another line is no answer to that");
}

#[test]
fn day_of_receipt_is_needed_for_a_time_alone() {
    let run = type_lines("intake received 14:05\nintake received 2026-03-01 14:05\nquit\n");
    from(&run.output, "Not taken: the day of receipt has no answer yet: type the day too");
    from(&run.output, "received_at: Sun 2026-03-01 14:05 +00:00. Saved.");
    let run = on_received("intake received 2026-03-01 14:05\nquit\n");
    from(&run.output, "Not taken: this is not on 2026-03-02, the day the request was received");
}

#[test]
fn value_that_could_not_be_saved_is_listed_at_the_end() {
    let run = on_received(&format!("{AWAY}\nintake channel fax\n{BACK}\nquit\n"));
    from(&run.output, "Not taken: NOT SAVED: the case folder ");
    from(&run.output, "NOT SAVED: channel.");
    assert_eq!((run.case.intake.channel, run.ended), (None, Ended::NotSaved));
}

#[test]
fn read_only_case_shows_its_intake_and_takes_none() {
    let folder = CaseFolder::with(CLOCK, RECEIVED);
    let holder = folder.workspace().open(&folder.id().unwrap()).unwrap();
    let (output, _) = folder.type_lines("intake\nintake channel fax\nquit\n");
    from(from(&output, "channel: not recorded."), "Not taken: read-only: ");
    drop(holder);
    assert_eq!(folder.text(), RECEIVED);
}

#[test]
fn another_day_of_receipt_moves_the_time_of_receipt_after_asking_once() {
    let moves = "the time of receipt, 00:00, moves to this day too; an empty line keeps it.";
    for kept in ["\n", "2026-03-01\n"] {
        let run = on_received(&format!("intake received 0:00\ngo 4\n2026-03-01\n{kept}quit\n"));
        assert_eq!(run.output.matches(moves).count(), 1, "{}", run.output);
        let at = run.case.intake.received_at.map(|at| at.to_rfc3339());
        assert_eq!(at.as_deref(), Some("2026-03-01T00:00:00+00:00"));
        assert_eq!(run.case.facts.request.received.0, "2026-03-01".parse().ok());
    }
    let run = on_received("intake received 0:00\ngo 4\n2026-03-03\nquit\n");
    from(
        &run.output.replace('\n', " "),
        "received in the future, Tue 2026-03-03; the time of receipt, 00:00, moves to this day too",
    );
    assert_eq!(run.case.facts.request.received.0, "2026-03-02".parse().ok());
}
