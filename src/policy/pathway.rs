//! Which items apply to a unit: the part of the policy it is read under.

use crate::case::{Facts, Field, Item, Laterality, Procedure};

use super::limits::effective;
use super::unit::{Needs, Unit};

/// The part of the policy a unit is read under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pathway {
    /// D.I.A, diagnostic injection.
    Diagnostic,
    /// D.I.B, therapeutic injection.
    Therapeutic,
    /// D.II, ablation, history missing.
    Ablation,
    /// D.II.A, initial ablation.
    InitialAblation,
    /// D.II.B, repeat ablation.
    RepeatAblation,
}

impl Pathway {
    /// The policy's number.
    pub const fn number(self) -> &'static str {
        match self {
            Self::Diagnostic => "D.I.A",
            Self::Therapeutic => "D.I.B",
            Self::Ablation => "D.II",
            Self::InitialAblation => "D.II.A",
            Self::RepeatAblation => "D.II.B",
        }
    }

    /// The items that decide it, in the order of the policy.
    pub const fn items(self) -> &'static [Item] {
        match self {
            Self::Diagnostic => &[
                Item::DIA,
                Item::DIA1,
                Item::DIA2,
                Item::DIA3,
                Item::DIA4a,
                Item::DIA4b,
                Item::DIA5,
                Item::DIC3,
                Item::DIC6,
                Item::DIII,
            ],
            Self::Therapeutic => &[
                Item::DIB1,
                Item::DIB2,
                Item::DIB3,
                Item::DIB4,
                Item::DIB5,
                Item::DIC3,
                Item::DIC6,
                Item::DIII,
            ],
            Self::Ablation => &[Item::DII, Item::DIIC1, Item::DIII],
            Self::InitialAblation => &[Item::DIIA1, Item::DIIA2, Item::DIIC1, Item::DIII],
            Self::RepeatAblation => &[Item::DIIB1, Item::DIIB2, Item::DIIB3, Item::DIIC1, Item::DIII],
        }
    }

    /// What tells this pathway from its neighbours, beyond the procedure.
    pub const fn told_by(self) -> &'static [Field] {
        match self {
            Self::Diagnostic | Self::Therapeutic => &[],
            Self::Ablation | Self::InitialAblation | Self::RepeatAblation => &[Field::Ablations],
        }
    }

    /// The lines that are looked at with it.
    pub const fn lines(self) -> &'static [Item] {
        match self {
            Self::Diagnostic | Self::Therapeutic => &[Item::DIC1, Item::DIC2, Item::DIC5],
            Self::Ablation | Self::InitialAblation | Self::RepeatAblation => &[],
        }
    }

    /// What is said with it and decides nothing.
    pub const fn advisory(self) -> Option<Item> {
        match self {
            Self::Therapeutic => Some(Item::DIC4),
            Self::RepeatAblation => Some(Item::DIIC2),
            Self::Diagnostic | Self::Ablation | Self::InitialAblation => None,
        }
    }
}

impl Unit<'_> {
    /// The pathway; `None` when the policy does not govern this unit.
    pub(super) fn pathway(&self) -> Option<Pathway> {
        if self.service.is_some_and(|day| day < effective()) {
            return None;
        }
        Some(match self.needs.procedure {
            Procedure::DiagnosticInjection => Pathway::Diagnostic,
            Procedure::TherapeuticInjection => Pathway::Therapeutic,
            Procedure::RadiofrequencyAblation => match self.joint.ablations.known() {
                None => Pathway::Ablation,
                Some(before) if before.is_empty() => Pathway::InitialAblation,
                Some(_) => Pathway::RepeatAblation,
            },
        })
    }
}

impl Needs {
    /// The facts no determination can do without, or the fields that lack.
    pub(super) fn of(facts: &Facts) -> Result<Self, Vec<Field>> {
        let request = &facts.request;
        match (facts.member.id.0.as_ref(), request.received.0, request.procedure.0, request.side.0) {
            (Some(_), Some(received), Some(procedure), Some(side)) => Ok(Self { received, procedure, side }),
            _ => Err(NEEDED
                .into_iter()
                .filter(|field| facts.answer(field.at(Laterality::Left)).is_none())
                .collect()),
        }
    }
}

/// The fields no determination can do without.
pub(super) const NEEDED: [Field; 4] = [Field::MemberId, Field::Received, Field::Procedure, Field::Side];

/// The items that ask for a field in the request at hand, those that decide first.
pub fn items_asking(facts: &Facts, field: Field) -> Vec<Item> {
    let Ok(needs) = Needs::of(facts) else { return Vec::new() };
    let settings = super::PolicySettings::default();
    let mut found = Vec::new();
    for side in needs.side.joints() {
        let unit = Unit::new(facts, *side, needs, &settings);
        let Some(pathway) = unit.pathway() else { continue };
        let items = pathway.items().iter().chain(pathway.lines());
        let reading = items.filter(|item| super::rule(**item).reads.contains(&field));
        for item in reading {
            if !found.contains(item) {
                found.push(*item);
            }
        }
    }
    found
}

/// The days a list of therapy comes to in this request, in words.
pub fn therapy_days(facts: &Facts, field: Field, settings: &super::PolicySettings) -> Option<String> {
    let needs = Needs::of(facts).ok()?;
    let side = *needs.side.joints().first()?;
    super::d_i_a_4::days_in_words(&Unit::new(facts, side, needs, settings), field)
}
