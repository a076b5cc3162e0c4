//! Procedure and diagnosis codes: what they stand for, and warnings about them.
//! They decide nothing but the findings on billed lines, and whether a diagnosis of
//! herpes zoster sends D.I.C.6 to a clinician.
//!
//! The policy names 27096 and 64451; the others are general coding knowledge.

use crate::case::{Facts, Laterality, Procedure, RequestedSide, Text};
use crate::policy::engine::CodingCheck;

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    /// An injection into the sacroiliac joint.
    Injection,
    /// An ablation of the sacroiliac joint's nerves.
    Ablation,
    /// Image guidance.
    Imaging,
    /// Sedation or anesthesia.
    Sedation,
}

/// The known codes, and what they stand for.
const SERVICES: &[(&str, Service)] = &[
    ("27096", Service::Injection),
    ("64451", Service::Injection),
    ("G0260", Service::Injection),
    ("64625", Service::Ablation),
    ("77002", Service::Imaging),
    ("77003", Service::Imaging),
    ("77012", Service::Imaging),
    ("76942", Service::Imaging),
    ("99151", Service::Sedation),
    ("99152", Service::Sedation),
    ("99153", Service::Sedation),
    ("99155", Service::Sedation),
    ("99156", Service::Sedation),
    ("99157", Service::Sedation),
    ("01991", Service::Sedation),
    ("01992", Service::Sedation),
];

const DIAGNOSES: &[&str] = &["M53.3", "M46.1", "M53.2X8"];
const ZOSTER: &str = "B02";

/// The two codes of D.I.C.1.
pub(super) const ONE_PROCEDURE: [&str; 2] = ["27096", "64451"];

const MONITORED: &str = "QS";
const BILATERAL: &str = "50";

/// A billed code with its modifiers, as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Billed<'a>(&'a Text);

impl<'a> Billed<'a> {
    /// As written, for the reader.
    pub(super) fn shown(self) -> String {
        self.0.to_string()
    }

    /// The code, then its modifiers.
    fn pieces(self) -> impl Iterator<Item = &'a str> {
        let pieces = self.0.raw().split(|c: char| !c.is_ascii_alphanumeric());
        pieces.filter(|piece| !piece.is_empty()).flat_map(split_modifier)
    }

    pub(super) fn is(self, code: &str) -> bool {
        self.pieces().next().is_some_and(|mine| mine.eq_ignore_ascii_case(code))
    }

    pub(super) fn service(self) -> Option<Service> {
        SERVICES.iter().find(|(code, _)| self.is(code)).map(|(_, service)| *service)
    }

    fn has(self, modifier: &str) -> bool {
        self.pieces().skip(1).any(|mine| mine.eq_ignore_ascii_case(modifier))
    }

    /// Whether it is a sedation or anesthesia code, or has the modifier for monitored anesthesia.
    pub(super) fn is_sedation(self) -> bool {
        self.service() == Some(Service::Sedation) || self.has(MONITORED)
    }
}

/// A code and the modifier written after it without a space: `27096LT` is 27096 with LT.
fn split_modifier(piece: &str) -> impl Iterator<Item = &str> {
    const CODE_LENGTH: usize = 5;
    let (code, modifier) =
        if piece.len() == CODE_LENGTH + 2 { piece.split_at(CODE_LENGTH) } else { (piece, "") };
    [code, modifier].into_iter().filter(|piece| !piece.is_empty())
}

/// The billed codes; a missing list counts as empty.
pub(super) fn billed(facts: &Facts) -> impl Iterator<Item = Billed<'_>> {
    facts.request.codes.known().into_iter().flatten().map(Billed)
}

/// Whether a herpes zoster diagnosis is listed.
pub(super) fn zoster_listed(facts: &Facts) -> bool {
    let diagnoses = facts.request.diagnoses.known();
    diagnoses.into_iter().flatten().any(|text| starts_with(text.raw().trim(), ZOSTER))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Warnings about codes that do not fit the procedure or the side, or that the
/// policy does not address.
pub(super) fn checks(facts: &Facts, procedure: Procedure, side: RequestedSide) -> Vec<CodingCheck> {
    let mut found = Vec::new();
    for code in billed(facts) {
        let why = procedure_check(code, procedure).into_iter().chain(side_check(code, side));
        found.extend(why.map(|why| CodingCheck { what: code.shown(), why }));
    }
    let unaddressed = |text: &&Text| !is_addressed(text);
    let diagnoses = facts.request.diagnoses.known().into_iter().flatten().filter(unaddressed);
    found.extend(diagnoses.map(|text| CodingCheck { what: text.to_string(), why: NOT_ADDRESSED }));
    found
}

const NOT_ADDRESSED: &str = "not addressed by MM-1463";

fn is_addressed(diagnosis: &Text) -> bool {
    let text = diagnosis.raw().trim();
    starts_with(text, ZOSTER) || DIAGNOSES.iter().any(|known| known.eq_ignore_ascii_case(text))
}

fn procedure_check(code: Billed<'_>, procedure: Procedure) -> Option<&'static str> {
    let ablation = procedure == Procedure::RadiofrequencyAblation;
    match code.service() {
        None => Some(NOT_ADDRESSED),
        Some(Service::Ablation) if !ablation => Some("an ablation code on a request for an injection"),
        Some(Service::Injection) if ablation => Some("an injection code on a request for an ablation"),
        _ if ablation && code.is_sedation() => Some("sedation with an ablation: MM-1463 is silent on it"),
        _ => None,
    }
}

fn side_check(code: Billed<'_>, side: RequestedSide) -> Option<&'static str> {
    let is_only = |joint: Laterality| side.joints() == [joint];
    if code.has("LT") && is_only(Laterality::Right) {
        Some("modifier LT on a request for the right side")
    } else if code.has("RT") && is_only(Laterality::Left) {
        Some("modifier RT on a request for the left side")
    } else if code.has(BILATERAL) && side != RequestedSide::Both {
        Some("modifier 50 on a request for one side")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Billed;
    use crate::case::Text;

    #[test]
    fn code_is_split_from_its_modifiers() {
        for (written, pieces) in [
            ("27096-LT", vec!["27096", "LT"]),
            ("64625 50 QS", vec!["64625", "50", "QS"]),
            ("27096LT", vec!["27096", "LT"]),
            ("99152-QS-50", vec!["99152", "QS", "50"]),
            ("g0260 rt", vec!["g0260", "rt"]),
            ("64451", vec!["64451"]),
        ] {
            assert_eq!(Billed(&Text::new(written)).pieces().collect::<Vec<_>>(), pieces);
        }
        let lower = Text::new("g0260 rt");
        assert!(Billed(&lower).is("G0260") && Billed(&lower).has("RT"));
        assert!(!Billed(&lower).is("RT") && !Billed(&lower).has("G0260"));
    }
}
