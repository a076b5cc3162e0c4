//! What each item reads, and which facts are missing, from READING.

use sij_intake::case::{
    Answer, Fact, Facts, Field, Laterality, OtherBlock, Part, Procedure, QuestionId, RequestedSide, Shape,
};
use sij_intake::policy::Reading;

use super::super::FactKey;
use super::by_hand::governs_from;
use super::values::{answer_of, is_partial};

const INJECTION: [&str; 3] = ["D.I.C.3", "D.I.C.6", "D.III"];
const DIAGNOSTIC: [&str; 7] = ["D.I.A", "D.I.A.1", "D.I.A.2", "D.I.A.3", "D.I.A.4.a", "D.I.A.4.b", "D.I.A.5"];
const THERAPEUTIC: [&str; 5] = ["D.I.B.1", "D.I.B.2", "D.I.B.3", "D.I.B.4", "D.I.B.5"];
const INITIAL: [&str; 4] = ["D.II.A.1", "D.II.A.2", "D.II.C.1", "D.III"];
const REPEAT: [&str; 5] = ["D.II.B.1", "D.II.B.2", "D.II.B.3", "D.II.C.1", "D.III"];

/// The items of a joint; those of D.II.A while its history of ablations is missing.
/// The effective date is an item of each joint here: met where the policy governs.
pub(crate) fn items(facts: &Facts, side: Laterality) -> Vec<&'static str> {
    let service = facts.joint(side).service_date.known();
    if service.is_some_and(|day| *day < governs_from()) {
        return vec!["effective-date"];
    }
    let first_time = facts.joint(side).ablations.known().is_none_or(Vec::is_empty);
    let mut items = vec!["effective-date"];
    match facts.request.procedure.0.unwrap() {
        Procedure::DiagnosticInjection => items.extend(DIAGNOSTIC.iter().chain(&INJECTION)),
        Procedure::TherapeuticInjection => items.extend(THERAPEUTIC.iter().chain(&INJECTION)),
        Procedure::RadiofrequencyAblation if first_time => items.extend(INITIAL),
        Procedure::RadiofrequencyAblation => items.extend(REPEAT),
    }
    items
}

const DAY: &[Part] = &[Part::Date];
const DAY_AND_PURPOSE: &[Part] = &[Part::Date, Part::Purpose];
const HELPED: &[Part] = &[Part::Date, Part::ReliefPercent, Part::FunctionalImprovement];
const RELIEF: &[Part] = &[Part::Date, Part::Purpose, Part::ReliefPercent];
const WHOLE: &[Part] = Part::ALL;

/// The facts an item reads; of a list, the parts.
pub(crate) fn reads_of(item: &str) -> &'static [(Field, &'static [Part])] {
    use Field::*;
    match item {
        "effective-date" => &[(ServiceDate, WHOLE)],
        "D.I.A" | "D.I.A.5" | "D.I.B.4" => &[(ServiceDate, WHOLE), (Injections, DAY_AND_PURPOSE)],
        "D.I.A.1" => &[(Location, WHOLE), (Character, WHOLE), (Onset, WHOLE)],
        "D.I.A.2" => &[(SijPain, WHOLE), (SijTenderness, WHOLE)],
        "D.I.A.3" => &[(PositiveTests, WHOLE)],
        "D.I.A.4.a" => &[(ActiveTherapy, WHOLE), (Inability, WHOLE), (InabilityInRecord, WHOLE)],
        "D.I.A.4.b" => &[(InactiveTherapy, WHOLE)],
        "D.I.B.1" => &[(Injections, HELPED)],
        "D.I.B.2" => &[(Returned, WHOLE)],
        "D.I.B.3" => &[(AlongsideActive, WHOLE), (AlongsideInactive, WHOLE)],
        "D.I.B.5" => &[(ServiceDate, WHOLE), (Injections, DAY)],
        "D.I.C.3" => &[(OtherBlock, WHOLE), (OtherBlockWhere, WHOLE), (ServiceDate, WHOLE)],
        "D.I.C.6" => &[(HerpesZoster, WHOLE)],
        "D.II.A.1" => &[
            (ActiveTherapy, WHOLE),
            (Inability, WHOLE),
            (InabilityInRecord, WHOLE),
            (InactiveTherapy, WHOLE),
        ],
        "D.II.A.2" => &[(Injections, RELIEF)],
        "D.II.B.1" => &[
            (Ablations, WHOLE),
            (ActiveTherapy, WHOLE),
            (Inability, WHOLE),
            (InabilityInRecord, WHOLE),
            (InactiveTherapy, WHOLE),
        ],
        "D.II.B.2" => &[(Ablations, WHOLE), (Injections, RELIEF)],
        "D.II.B.3" => &[(Ablations, WHOLE), (ServiceDate, WHOLE)],
        "D.II.C.1" => &[(Technique, WHOLE)],
        "D.III" => &[(Implanted, WHOLE), (Report, WHOLE), (Working, WHOLE)],
        other => unreachable!("{other} is no item"),
    }
}

/// The live readings that an item can depend on.
pub(crate) fn readings_of(item: &str) -> Vec<Reading> {
    let names: &[&str] = match item {
        "D.I.A" => &["two-diagnostics-period"],
        "D.I.A.1" => &["leg-only-pain", "pain-84-days"],
        "D.I.A.4.a" | "D.II.A.1" => &["six-weekly-visits", "straddling-programme"],
        "D.I.A.4.b" => &["straddling-programme"],
        "D.I.B.1" => &["latest-or-any-injection"],
        "D.I.B.4" => &["diagnostic-to-therapeutic-gap"],
        "D.I.B.5" => &["fifth-injection"],
        "D.I.C.3" => &["left-and-right-are-sites"],
        "D.II.A.2" => &["disagreeing-diagnostics", "therapeutic-as-diagnostic"],
        "D.II.B.1" => &[
            "six-weekly-visits",
            "straddling-programme",
            "waiver-after-poor-repeat",
            "relief-from-later-rfa",
        ],
        "D.II.B.2" => &[
            "disagreeing-diagnostics",
            "therapeutic-as-diagnostic",
            "waiver-after-poor-repeat",
            "relief-from-later-rfa",
            "repeat-injection-standard",
            "repeat-means-any-rfa",
            "repeat-without-waiver",
        ],
        "D.III" => &["device-and-rfa"],
        _ => &[],
    };
    Reading::REGISTER.iter().copied().filter(|reading| names.contains(&reading.name())).collect()
}

/// Whether the item of this joint reads the fact.
pub(crate) fn reads(facts: &Facts, side: Laterality, item: &str, (question, entry): FactKey) -> bool {
    let both = facts.request.side.0 == Some(RequestedSide::Both);
    let here = question.side().is_none_or(|of| of == side) || (item == "D.I.C.3" && both);
    let of_field = reads_of(item).iter().find(|(field, _)| *field == question.field());
    here && of_field.is_some_and(|(_, parts)| entry.is_none_or(|(_, part)| parts.contains(&part)))
}

/// The missing facts, and those known less than to the day, that an item reads.
pub(crate) fn relevant_holes(facts: &Facts, side: Laterality, item: &str) -> Vec<FactKey> {
    let mut found = holes(facts);
    found.retain(|key| reads(facts, side, item, *key));
    found
}

/// Every fact that is missing, or known less than to the day.
pub(crate) fn holes(facts: &Facts) -> Vec<FactKey> {
    let outside = [Field::Codes, Field::Diagnoses, Field::MemberName, Field::BirthDate];
    let mut found = Vec::new();
    for question in QuestionId::all() {
        if facts.fact(question).required() || outside.contains(&question.field()) {
            continue;
        }
        let keys = match facts.answer(question) {
            Some(Answer::Entries(_)) => parts(facts, question),
            _ => vec![(question, None)],
        };
        let known = |key: &FactKey| matches!(answer_of(facts, *key), Some(answer) if answer != Answer::NotDocumented && !is_partial(&answer));
        found.extend(keys.into_iter().filter(|key| !known(key)));
    }
    found
}

/// The parts that the entries of a list have: home exercise and TENS have more.
fn parts(facts: &Facts, question: QuestionId) -> Vec<FactKey> {
    let Shape::Entries(shapes) = facts.fact(question).shape() else { return Vec::new() };
    let home = [Part::Supervised, Part::Plan, Part::FollowUp];
    let mut found = Vec::new();
    for (index, entry) in facts.entries(question).iter().enumerate() {
        let kind = |name| entry.part(Part::Kind) == Some(&Answer::Choice(name));
        let has = |part: Part| {
            (!home.contains(&part) || kind("home-exercise")) && (part != Part::TensDetails || kind("tens"))
        };
        let parts = shapes.iter().map(|shape| shape.part).filter(|part| has(*part));
        found.extend(parts.map(|part| (question, Some((index, part)))));
    }
    found
}

/// The question on whose answer it depends whether this one is asked.
pub(crate) fn gated_by(field: Field) -> Option<Field> {
    match field {
        Field::OtherBlockWhere => Some(Field::OtherBlock),
        Field::InabilityInRecord => Some(Field::Inability),
        Field::Report | Field::Working => Some(Field::Implanted),
        _ => None,
    }
}

/// Whether the answer that this question depends on calls for it.
pub(crate) fn called_for(facts: &Facts, field: Field) -> bool {
    let never = [
        sij_intake::case::Inability::No,
        sij_intake::case::Inability::Inconvenience,
        sij_intake::case::Inability::Unexplained,
    ];
    match gated_by(field) {
        Some(Field::OtherBlock) => matches!(facts.request.other_block, Fact::Known(OtherBlock::On(_))),
        Some(Field::Inability) => facts.therapy.inability.known().is_some_and(|why| !never.contains(why)),
        Some(_) => facts.device.implanted.known().is_some_and(|devices| !devices.is_empty()),
        None => true,
    }
}
