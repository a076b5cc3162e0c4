//! The determinations of the sample cases, for tests of reports.

use crate::case::{Case, Text};
use crate::policy::{Determination, Limits, PolicySettings, Reading, Setting, determine};
use crate::store::{CaseId, Folder, read_case};

fn folder() -> Folder {
    Folder::at(concat!(env!("CARGO_MANIFEST_DIR"), "/cases"))
}

/// The names of all sample cases.
pub(crate) fn names() -> Vec<CaseId> {
    folder().cases().unwrap()
}

/// A sample case.
pub(crate) fn case(name: &str) -> Case {
    let id = CaseId::new(name).unwrap();
    read_case(&folder().file(&id), crate::policy::editions()).unwrap().0
}

/// The determination of each sample case that has one, under the default settings
/// and under others: readings settled either way, another limit.
pub(crate) fn determinations() -> Vec<(Text, Determination)> {
    let folder = folder();
    let mut found = Vec::new();
    for id in names() {
        let (case, _) = read_case(&folder.file(&id), crate::policy::editions()).unwrap();
        let under = settings().into_iter().filter_map(|settings| determine(&case, &settings).ok());
        found.extend(under.map(|determination| (Text::new(id.as_str()), determination)));
    }
    assert!(found.len() > 200, "{}", found.len());
    found
}

fn settings() -> [PolicySettings; 3] {
    let all = |setting| {
        let mut settings = PolicySettings::default();
        for reading in Reading::REGISTER {
            settings.readings = settings.readings.with(*reading, setting);
        }
        settings
    };
    let other = all(Setting::Other);
    let limits = Limits { spacing_days: 8, ..other.editions.latest().limits };
    let hypothetical = other.with_limits(limits);
    [PolicySettings::default(), all(Setting::Met), hypothetical]
}
