//! A determination as the case file records it.

use chrono::NaiveDate;

use crate::case::{Choice, Recorded, RecordedItem, RecordedLine, RecordedUnit, Text};
use crate::policy::{Determination, EditionLabel};

/// The program and version that write a determination.
pub const PROGRAM: &str = concat!("sij-intake ", env!("CARGO_PKG_VERSION"));

/// The determination for the case file; `None` for a hypothetical one, which is
/// never saved.
pub fn recorded(determination: &Determination, date: Option<NaiveDate>) -> Option<Recorded> {
    if determination.hypothetical {
        return None;
    }
    let settings = determination
        .readings_used
        .iter()
        .map(|(reading, setting)| (reading.name().to_owned(), (*setting).to_owned()));
    let units = determination.units.iter().map(|unit| RecordedUnit {
        side: unit.side.name().to_owned(),
        outcome: Some(unit.outcome.name().to_owned()),
        pathway: unit.pathway.map(|pathway| pathway.number().to_owned()),
        items: unit
            .items
            .iter()
            .map(|item| RecordedItem {
                item: item.item.number().to_owned(),
                finding: item.finding.name().to_owned(),
                why: Some(Text::new(item.why.as_str())),
            })
            .collect(),
    });
    let lines = determination.service_lines.iter().map(|line| RecordedLine {
        item: line.item.number().to_owned(),
        what: Text::new(line.what.as_str()),
        finding: line.finding.name().to_owned(),
    });
    Some(Recorded {
        outcome: Some(determination.outcome.name().to_owned()),
        date,
        program: Some(PROGRAM.to_owned()),
        policy_text: Some(edition_names(determination)),
        readings: Some(settings.collect()),
        units: units.collect(),
        lines: Some(lines.collect()),
    })
}

/// The names of the editions that decided, as in the case file.
fn edition_names(determination: &Determination) -> String {
    determination.editions.iter().map(EditionLabel::name).collect::<Vec<_>>().join(" and ")
}
