//! Base cases that meet everything, changes to them as lines of a case file, and
//! checks of the findings.

use sij_intake::case::{Case, Laterality};
use sij_intake::casefile;
use sij_intake::policy::{self, Determination, ItemFinding, PolicySettings, Setting};
use toml::{Table, Value};

/// The value that takes a fact out.
pub(crate) const UNANSWERED: &str = "unanswered";

const MEETS_EVERYTHING: &str = r#"
    format = 1
    policy = "MM-1463"

    [member]
    id = "TC0001234"

    [request]
    received = 2026-03-02
    side = "left"
    codes = []
    diagnoses = []
    sedation = "none"
    imaging_line = "no"
    other_block = "none"
    technique = "thermal"

    [pain]
    location = ["low-back"]
    character = "nonradicular"
    onset = 2025-09-01
    herpes_zoster = "no"

    [left]
    service_date = 2026-03-16
    sij_pain = "yes"
    sij_tenderness = "yes"
    positive_tests = ["faber"]
    returned = "yes"
    injections = [{ date = 2025-12-10, purpose = "diagnostic", relief_percent = 80, functional_improvement = "yes" }]
    ablations = []

    [therapy]
    active = [{ kind = "physical-therapy", start = 2025-11-03, end = 2025-12-19, in_record = "yes" }]
    inactive = [{ kind = "medication", start = 2025-11-03, end = 2025-12-19, in_record = "yes" }]
    inability = "no"
    alongside_active = "yes"
    alongside_inactive = "yes"

    [device]
    implanted = []
"#;

/// A case as TOML tables, so that it can be changed by lines of TOML.
#[derive(Clone)]
pub(crate) struct Base(Table);

fn meets_everything(procedure: &str) -> Base {
    Base(MEETS_EVERYTHING.parse().unwrap()).with(&format!("request.procedure = '{procedure}'"))
}

/// A first diagnostic injection of the left joint.
pub(crate) fn diagnostic() -> Base {
    meets_everything("diagnostic-injection").with("left.injections = []")
}

/// A therapeutic injection after a diagnostic one that helped.
pub(crate) fn therapeutic() -> Base {
    meets_everything("therapeutic-injection")
}

/// A first ablation after a diagnostic injection that helped.
pub(crate) fn initial() -> Base {
    meets_everything("radiofrequency-ablation")
}

/// A second ablation after a recent first one with lasting relief.
pub(crate) fn repeat() -> Base {
    initial().with(&ablated("2024-09-10 14"))
}

impl Base {
    /// The case with these lines of its file replaced; `'unanswered'` removes one.
    pub(crate) fn with(&self, change: &str) -> Self {
        let mut changed = self.clone();
        merge(&mut changed.0, change.parse().unwrap_or_else(|error| panic!("{change}: {error}")));
        changed
    }

    pub(crate) fn case(&self) -> Case {
        let text = toml::to_string(&self.0).unwrap();
        casefile::read(&text, sij_intake::policy::editions())
            .unwrap_or_else(|complaints| panic!("{complaints}\n{text}"))
    }

    /// The determination with no reading settled.
    pub(crate) fn determined(&self) -> Determination {
        self.under(&PolicySettings::default())
    }

    /// The determination under these settings.
    pub(crate) fn under(&self, settings: &PolicySettings) -> Determination {
        policy::determine(&self.case(), settings).unwrap()
    }
}

fn merge(into: &mut Table, change: Table) {
    for (key, value) in change {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(mine)), Value::Table(theirs)) => merge(mine, theirs),
            (_, Value::String(word)) if word == UNANSWERED => {
                into.remove(&key);
            }
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// Injections of the left joint: `2025-12-10 diagnostic 80 yes`, commas between;
/// `?` is not documented, `-` or nothing is unanswered.
pub(crate) fn given(list: &str) -> String {
    entries("left.injections", &["date", "purpose", "relief_percent", "functional_improvement"], list)
}

/// Ablations of the left joint: `2024-09-10 14`.
pub(crate) fn ablated(list: &str) -> String {
    entries("left.ablations", &["date", "relief_months"], list)
}

/// Active therapy: `home-exercise 2025-11-03 2025-12-14 yes`, then supervised, plan, follow-up.
pub(crate) fn active(list: &str) -> String {
    entries("therapy.active", &["kind", "start", "end", "in_record", "supervised", "plan", "follow_up"], list)
}

/// Inactive therapy: `tens 2025-11-03 2025-12-14 yes`, then the TENS details.
pub(crate) fn inactive(list: &str) -> String {
    entries("therapy.inactive", &["kind", "start", "end", "in_record", "tens_details"], list)
}

fn entries(key: &str, parts: &[&str], list: &str) -> String {
    let entry = |words: &str| {
        let answered = parts.iter().zip(words.split_whitespace()).filter(|(_, word)| *word != "-");
        let each = answered.map(|(part, word)| format!("{part} = {}", value(part, word)));
        format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
    };
    let each = list.split(',').filter(|words| !words.trim().is_empty()).map(entry);
    format!("{key} = [{}]", each.collect::<Vec<_>>().join(", "))
}

fn value(part: &str, word: &str) -> String {
    let whole_day = word.len() == 10 && word.parse::<toml::value::Datetime>().is_ok();
    match word {
        "?" => "'not-documented'".to_owned(),
        _ if whole_day || part.starts_with("relief") => word.to_owned(),
        _ => format!("'{word}'"),
    }
}

/// Settings with one reading settled, such as `fifth-injection = met`.
pub(crate) fn settled(name: &str, setting: &str) -> PolicySettings {
    let reading = policy::editions().reading(name).unwrap();
    let setting = reading.setting(setting).unwrap();
    assert_ne!(setting, Setting::Unsettled);
    PolicySettings {
        readings: PolicySettings::default().readings.with(reading, setting),
        ..PolicySettings::default()
    }
}

/// The finding of one item of one joint, in words:
/// `unclear: fifth-injection, met from 2026-03-17`.
pub(crate) fn found(determined: &Determination, side: Laterality, number: &str) -> String {
    let item = crate::edition().numbered(number).unwrap();
    let unit = determined.units.iter().find(|unit| unit.side == side).unwrap();
    unit.items.iter().find(|finding| finding.item == item).map_or("not listed".to_owned(), in_words)
}

fn in_words(found: &ItemFinding) -> String {
    let mut words = found.finding.name().to_owned();
    for (index, reading) in found.readings.iter().enumerate() {
        words += if index == 0 { ": " } else { ", " };
        words += reading.name();
    }
    if let Some(day) = found.first_met {
        words += &format!(", met from {day}");
        assert!(found.why.contains(&day.to_string()), "the reason lacks {day}: {}", found.why);
    }
    for reading in found.readings.iter() {
        assert!(found.why.contains(reading.name()), "the reason lacks {reading}: {}", found.why);
    }
    words
}

/// Checks that each change gives the left joint's item this finding.
pub(crate) fn check<C: AsRef<str>>(item: &str, base: &Base, rows: &[(C, &str)]) {
    check_joint(Laterality::Left, item, base, rows);
}

/// The same for either joint.
pub(crate) fn check_joint<C: AsRef<str>>(side: Laterality, item: &str, base: &Base, rows: &[(C, &str)]) {
    let wrong = rows.iter().filter_map(|(change, expected)| {
        let got = found(&base.with(change.as_ref()).determined(), side, item);
        (got != *expected)
            .then(|| format!("{}\n   expected {expected}\n   got      {got}\n", change.as_ref()))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{item}\n{}", wrong.join("\n"));
}

/// Checks the finding of each change with this reading unsettled, settled as `met`
/// and settled the other way. A settled reading must be listed as used exactly
/// where it changes a finding.
pub(crate) fn check_reading<C: AsRef<str>>(item: &str, base: &Base, name: &str, rows: &[(C, [&str; 3])]) {
    let other = policy::editions().reading(name).unwrap().other();
    for (change, expected) in rows {
        let base = base.with(change.as_ref());
        let unsettled = base.determined();
        assert!(unsettled.readings_used.is_empty(), "{item}: {}", change.as_ref());
        let ways = ["met", other].map(|setting| (setting, base.under(&settled(name, setting))));
        let mut got = vec![found(&unsettled, Laterality::Left, item)];
        got.extend(ways.iter().map(|(_, determined)| found(determined, Laterality::Left, item)));
        assert_eq!(got, expected, "{item}, {name}: {}", change.as_ref());
        for (setting, settled) in &ways {
            let decided = all_findings(&unsettled) != all_findings(settled);
            let used: Vec<_> = settled.readings_used.iter().map(|(r, s)| (r.name(), *s)).collect();
            let expected = if decided { vec![(name, *setting)] } else { Vec::new() };
            assert_eq!(used, expected, "{item}, {name} = {setting}: {}", change.as_ref());
        }
    }
}

fn all_findings(determined: &Determination) -> Vec<policy::Finding> {
    determined.units.iter().flat_map(|unit| unit.items.iter().map(|item| item.finding)).collect()
}
