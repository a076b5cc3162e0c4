//! The time of receipt stays on the day of receipt.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::case::Intake;
use crate::interview::Interview;
use crate::worklist::Zone;

/// Moves the time of receipt to the day of receipt, if it is on another one. It keeps its
/// time of the day.
pub(super) fn follow_receipt(interview: &mut Interview, zone: Zone) {
    let Some(received) = interview.facts().request.received.0 else { return };
    let intake = &interview.case().intake;
    if intake.is_on_another_day(received) {
        let received_at = intake.received_at.and_then(|at| moved(at, received, zone));
        interview.set_intake(Intake { received_at, ..intake.clone() });
    }
}

/// The same time of another day. A local time takes the offset of that day.
fn moved(at: DateTime<FixedOffset>, day: NaiveDate, zone: Zone) -> Option<DateTime<FixedOffset>> {
    let local = day.and_time(at.time());
    let is_local = zone.at(at).offset() == at.offset();
    let in_zone = if is_local { zone.instant(local) } else { None };
    in_zone.or_else(|| local.and_local_timezone(*at.offset()).single())
}
