//! D.III: implanted spinal cord stimulators and pain pumps.

use std::fmt::{self, Write};

use crate::case::{Fact, Field, Procedure, QuestionId, Report, YesNo};
use crate::policy::engine::{Criterion, Finding, Item, Reading, Rule, Unit, Verdict, VerdictSet};

use super::words::{choices, known, yes_no};

/// D.III: the device interrogation report.
pub(super) static D_III: Rule = Rule {
    item: Item::D_III,
    title: "implanted stimulator or pump",
    summary: "With an implanted stimulator or pump, its interrogation report comes with the request and it works properly.",
    criteria: "None implanted: not applicable. Not known whether there is one: missing. Not working properly: a clinician \
           looks. Report submitted and working: met. For injections a declined report goes to a clinician. For ablation \
           a working device without report is a live reading. All else is missing.",
    insufficient: report_not_enough,
    whole: Criterion {
        name: "device",
        reads: &[Field::Implanted, Field::Report, Field::Working],
        readings: &[Reading::DEVICE_AND_RFA],
        remedy: "the device interrogation report of a device that works properly",
        evaluate: device,
        explain: explain_device,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn device(unit: &Unit<'_>) -> VerdictSet {
    let device = &unit.facts.device;
    match device.implanted.known() {
        None => VerdictSet::only(Verdict::of(Finding::Missing)),
        Some(devices) if devices.is_empty() => VerdictSet::only(Verdict::NOT_APPLICABLE),
        Some(_) if device.working == Fact::Known(YesNo::No) => VerdictSet::only(Verdict::CLINICAL_JUDGEMENT),
        Some(_) => working_or_unknown(unit),
    }
}

fn working_or_unknown(unit: &Unit<'_>) -> VerdictSet {
    let device = &unit.facts.device;
    let works = device.working == Fact::Known(YesNo::Yes);
    let ablation = unit.essentials.procedure == Procedure::RadiofrequencyAblation;
    let reading = unit.readings.verdict(Reading::DEVICE_AND_RFA);
    match device.report {
        Fact::Known(Report::Yes) if works => VerdictSet::only(Verdict::MET),
        Fact::Known(Report::Declined) if !ablation => VerdictSet::only(Verdict::CLINICAL_JUDGEMENT),
        Fact::Unanswered if ablation && works => VerdictSet::between(Verdict::MET, reading),
        Fact::Known(_) | Fact::NotDocumented if ablation && works => VerdictSet::only(reading),
        _ => VerdictSet::only(Verdict::of(Finding::Missing)),
    }
}

/// The report, when the known answer is that it was not submitted, or that the
/// provider declines it where nothing but the report would do.
fn report_not_enough(unit: &Unit<'_>) -> Option<QuestionId> {
    let report = unit.facts.device.report.known()?;
    let is_missing = device(unit) == VerdictSet::only(Verdict::of(Finding::Missing));
    let implanted = unit.facts.device.implanted.known()?;
    let again = *report == Report::No || (*report == Report::Declined && is_missing);
    (again && !implanted.is_empty()).then(|| Field::Report.at(unit.side))
}

fn explain_device(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let device = &unit.facts.device;
    known(out, &device.implanted, "whether a stimulator or pump is implanted is not known", |out, devices| {
        if devices.is_empty() {
            return out.write_str("no stimulator or pump is implanted");
        }
        choices(out, devices)?;
        out.write_str(" implanted; ")?;
        known(out, &device.report, "interrogation report not known", |out, report| {
            out.write_str(match report {
                Report::Yes => "interrogation report submitted",
                Report::No => "interrogation report not submitted",
                Report::Declined => "interrogation report declined by the provider",
            })
        })?;
        out.write_str(", working properly: ")?;
        yes_no(out, &device.working)
    })
}
