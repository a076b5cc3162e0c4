//! The determinations of the sample cases, for tests of what is made of them.

use crate::case::Text;
use crate::policy::{Determination, PolicySettings, Reading, Setting, determine};
use crate::store::{Folder, read_case};

/// Each sample case that has a determination, under the settings as they are
/// and under others: readings settled either way, another limit.
pub(crate) fn determinations() -> Vec<(Text, Determination)> {
    let folder = Folder::at(concat!(env!("CARGO_MANIFEST_DIR"), "/cases"));
    let mut found = Vec::new();
    for id in folder.cases().unwrap() {
        let (case, _) = read_case(&folder.file(&id)).unwrap();
        let under = settings().into_iter().filter_map(|settings| determine(&case, &settings).ok());
        found.extend(under.map(|determination| (Text::new(id.as_str()), determination)));
    }
    assert!(found.len() > 200, "{}", found.len());
    found
}

fn settings() -> [PolicySettings; 3] {
    let all = |setting| {
        let mut settings = PolicySettings::default();
        for reading in Reading::ALL {
            settings.readings = settings.readings.with(*reading, setting);
        }
        settings
    };
    let mut hypothetical = all(Setting::Other);
    hypothetical.limits.spacing_days += 1;
    [PolicySettings::default(), all(Setting::Met), hypothetical]
}
