//! D.II.C: exclusions and limits of ablation.

use std::fmt::{self, Write};

use crate::case::{Field, Technique};
use crate::policy::engine::{Criterion, Item, Kind, Rule, Unit, Verdict, VerdictSet};

use super::words::known;

/// D.II.C.1: cooled ablation is excluded.
pub(super) static D_II_C_1: Rule = Rule {
    item: Item::D_II_C_1,
    title: "technique of the ablation",
    summary: "Cooled ablation is excluded; the policy defines ablation by heat.",
    criteria: "Thermal: met. Cooled: not met. Pulsed or other: a clinician looks.",
    kind: Kind::Exclusion,
    whole: Criterion {
        name: "technique",
        reads: &[Field::Technique],
        evaluate: not_cooled,
        explain: explain_technique,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn explain_technique(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    known(out, &unit.facts.request.technique, "technique not known", |out, technique| match technique {
        Technique::Thermal => out.write_str("thermal ablation"),
        Technique::Cooled => out.write_str("cooled ablation is excluded"),
        Technique::Pulsed => out.write_str("pulsed is outside the policy's definition of ablation"),
        Technique::Other => out.write_str("a technique outside the policy's definition of ablation"),
    })
}

fn not_cooled(unit: &Unit<'_>) -> VerdictSet {
    let unknown = VerdictSet::between(Verdict::MET, Verdict::NOT_MET);
    unit.facts.request.technique.known().map_or(unknown, |technique| {
        VerdictSet::only(match technique {
            Technique::Thermal => Verdict::MET,
            Technique::Cooled => Verdict::NOT_MET,
            Technique::Pulsed | Technique::Other => Verdict::CLINICAL_JUDGEMENT,
        })
    })
}

/// D.II.C.2: long-term continuation.
pub(super) static D_II_C_2: Rule = Rule {
    item: Item::D_II_C_2,
    title: "long-term continuation of ablation",
    summary: "Ablation is not shown to work in the long term; long continuation may be reviewed.",
    criteria: "Said with every repeat ablation.",
    kind: Kind::Advisory,
    ..Rule::BLANK
};
