//! Points that the text itself settles, though a quick reader might ask: listed with
//! the live readings so that they are not reopened.

use crate::policy::engine::Interpretation;

const fn interpretation(name: &'static str, under: &'static str, says: &'static str) -> Interpretation {
    Interpretation { name, under, says }
}

/// The points the text settles.
pub(super) const INTERPRETATIONS: &[Interpretation] = &[
    interpretation(
        "evidence-on-receipt",
        "D.I.A.1, D.I.A.4, D.II.A, D.II.B",
        "Evidence is judged on the day the request was received.",
    ),
    interpretation(
        "spacing-on-service",
        "D.I.A, D.I.A.5, D.I.B.4, D.I.B.5, D.I.C.3, D.II.B.3",
        "Spacing and limits are judged on the planned day of service.",
    ),
    interpretation(
        "boundary-days",
        "all windows and distances",
        "The first and the last day of a window count, and the anniversary day satisfies.",
    ),
    interpretation(
        "calendar-months",
        "all months",
        "A month later is the same day of the next month, or that month's last day when it has no such day.",
    ),
    interpretation(
        "each-joint-alone",
        "D.I, D.II",
        "Injections and ablations are counted for each joint apart, and so are both sides of a request.",
    ),
    interpretation(
        "therapies-add-up",
        "D.I.A.4",
        "The days of several therapies add up; a day that two of them share counts once.",
    ),
    interpretation(
        "percent-of-pain",
        "D.I.B.1, D.II.A.2",
        "The percentage measures pain alone; function is asked apart, and under D.I.B.1 only.",
    ),
    interpretation(
        "any-size-of-reduction",
        "D.II.B",
        "Pain that stayed reduced after an ablation may be reduced by any amount; only its months count.",
    ),
    interpretation(
        "thirty-six-months-of-what",
        "D.II.B",
        "The months back from receipt limit the day of the ablation, not the time the relief lasted.",
    ),
    interpretation(
        "rolling-year",
        "D.I.A, D.I.B.5, D.II.B.3",
        "{rolling_months:Months} {rolling_months:is|are} counted back from the day of service; no calendar or benefit year is meant.",
    ),
    interpretation(
        "exclusions-of-injections",
        "D.I.C",
        "The exclusions and limits under C hold for injections; ablations have their own under D.II.C.",
    ),
];
