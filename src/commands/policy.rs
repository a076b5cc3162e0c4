//! `policy`: prints the items in our words, with what decides them, the live
//! readings, and the interpretations that the text itself settles.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io;

use serde::Serialize;

use crate::case::{Laterality, Part, Shape, Text};
use crate::cli::CatalogueFormat;
use crate::policy::{
    Amount, Edition, Interpretation, Kind, NumberedRule, PolicySettings, Reading, Rule, UNSETTLED,
};
use crate::questions;
use crate::report::cell;

use super::questions::id;
use super::text_page::{paragraph, text_page};
use super::{Status, Streams};

/// Prints every item, or the one with this number.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn policy(
    number: Option<&str>,
    format: CatalogueFormat,
    settings: &PolicySettings,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let edition = settings.editions.latest();
    let page = match number.map(|number| numbered(edition, number)).transpose() {
        Ok(None) => PolicyPage::of(edition, &edition.items, edition.interpretations, settings),
        Ok(Some(item)) => PolicyPage::of(edition, &[item], &[], settings),
        Err(problem) => {
            writeln!(to.err, "{problem}")?;
            return Ok(Status::Invalid);
        }
    };
    match format {
        CatalogueFormat::Text => write!(to.out, "{}", text_page(|out| page.text(out)))?,
        CatalogueFormat::Markdown => write!(to.out, "{}", text_page(|out| page.markdown(out)))?,
        CatalogueFormat::Json => writeln!(to.out, "{}", serde_json::to_string_pretty(&page)?)?,
    }
    Ok(Status::Done)
}

/// The item with this number, or the complaint that there is none.
fn numbered(edition: &Edition, number: &str) -> Result<NumberedRule, String> {
    let number = number.trim();
    let same = |numbered: &&NumberedRule| numbered.item.number().eq_ignore_ascii_case(number);
    edition.items.iter().find(same).copied().ok_or_else(|| unknown_item(edition, number))
}

/// Complains about a number without an item, and suggests others.
fn unknown_item(edition: &Edition, number: &str) -> String {
    let numbers: Vec<&str> = edition.items.iter().map(|numbered| numbered.item.number()).collect();
    let asked = number.to_ascii_lowercase();
    let prefix = format!("{}.", asked.trim_end_matches('.'));
    let parts: Vec<&str> =
        numbers.iter().copied().filter(|known| known.to_ascii_lowercase().starts_with(&prefix)).collect();
    let shown = Text::new(number);
    if !parts.is_empty() {
        return format!("{shown} is not a single item: ask for {}", parts.join(", "));
    }
    let distance = |known: &&&str| strsim::damerau_levenshtein(&asked, &known.to_ascii_lowercase());
    let nearest = numbers.iter().min_by_key(distance).copied().unwrap_or_default();
    format!("{} has no item {shown}: did you mean {nearest}?", edition.label.policy)
}

/// What is printed of the policy.
#[derive(Serialize)]
struct PolicyPage {
    policy: &'static str,
    title: &'static str,
    policy_effective: &'static str,
    items: Vec<ItemEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    settled_by_the_text: Vec<SettledEntry>,
}

#[derive(Serialize)]
struct ItemEntry {
    item: &'static str,
    title: Cow<'static, str>,
    kind: &'static str,
    says: Cow<'static, str>,
    rule: Cow<'static, str>,
    limits: Vec<LimitEntry>,
    questions: Vec<QuestionEntry>,
    readings: Vec<ReadingEntry>,
}

#[derive(Serialize)]
struct LimitEntry {
    limit: &'static str,
    value: u32,
    unit: &'static str,
    says: &'static str,
}

/// A question that an item reads, with the parts that it reads of a list of records.
#[derive(Serialize)]
struct QuestionEntry {
    id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<&'static str>,
}

#[derive(Serialize)]
struct ReadingEntry {
    reading: &'static str,
    under: &'static str,
    question: Cow<'static, str>,
    stands: &'static str,
    items: Vec<&'static str>,
    settings: [SettingEntry; 2],
}

#[derive(Serialize)]
struct SettingEntry {
    setting: &'static str,
    means: Cow<'static, str>,
    changes: String,
}

#[derive(Serialize)]
struct SettledEntry {
    name: &'static str,
    under: &'static str,
    says: Cow<'static, str>,
}

impl PolicyPage {
    fn of(
        edition: &Edition,
        items: &[NumberedRule],
        settled: &[Interpretation],
        settings: &PolicySettings,
    ) -> Self {
        let settled = settled.iter().map(|point| SettledEntry {
            name: point.name,
            under: point.under,
            says: point.says(&edition.limits),
        });
        Self {
            policy: edition.label.policy,
            title: edition.label.title,
            policy_effective: edition.label.id,
            items: items.iter().map(|numbered| ItemEntry::of(edition, numbered, settings)).collect(),
            settled_by_the_text: settled.collect(),
        }
    }
}

impl ItemEntry {
    fn of(edition: &Edition, numbered: &NumberedRule, settings: &PolicySettings) -> Self {
        let rule = numbered.rule;
        let limits = rule.whole.limits.iter().map(|limit| LimitEntry {
            limit: limit.name,
            value: limit.value(&edition.limits),
            unit: limit.unit,
            says: limit.says,
        });
        Self {
            item: numbered.item.number(),
            title: rule.title(&edition.limits),
            kind: kind(rule.kind),
            says: rule.summary(&edition.limits),
            rule: rule.criteria(&edition.limits),
            limits: limits.collect(),
            questions: questions_of(rule),
            readings: rule
                .whole
                .readings
                .iter()
                .map(|reading| ReadingEntry::of(edition, *reading, settings))
                .collect(),
        }
    }
}

fn questions_of(rule: &Rule) -> Vec<QuestionEntry> {
    let read = |part: &Part| rule.whole.reads_part(*part);
    let each = rule.whole.reads.iter().map(|field| QuestionEntry {
        id: id(*field),
        parts: match questions::shape(field.at(Laterality::Left)) {
            Shape::Entries(shapes) => {
                shapes.iter().map(|shape| shape.part).filter(read).map(Part::key).collect()
            }
            _ => Vec::new(),
        },
    });
    each.collect()
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Criterion => "criterion",
        Kind::Exclusion => "exclusion",
        Kind::ServiceLine => "billed line",
        Kind::Advisory => "advisory",
    }
}

impl ReadingEntry {
    fn of(edition: &Edition, reading: Reading, settings: &PolicySettings) -> Self {
        let dependent =
            edition.items.iter().filter(|numbered| numbered.rule.whole.readings.contains(&reading));
        let setting = |setting, means| SettingEntry {
            setting,
            means,
            changes: format!("where a finding depends on it alone, {setting} instead of unclear"),
        };
        Self {
            reading: reading.name(),
            under: reading.text().under,
            question: reading.question(&edition.limits),
            stands: settings.readings.name_of(reading),
            items: dependent.map(|numbered| numbered.item.number()).collect(),
            settings: [
                setting("met", reading.met_means(&edition.limits)),
                setting(reading.other(), reading.otherwise_means(&edition.limits)),
            ],
        }
    }

    fn is_settled(&self) -> bool {
        self.stands != UNSETTLED
    }
}

const DISCLAIMER: &str =
    "In our own words, beside the policy's numbers. Where the two differ, the policy is right.";
const LIVE_READINGS: &str = "A live reading is a passage that reasonable people read differently. Until it is \
    settled, findings that depend on it are unclear; a readings file settles it.";

impl PolicyPage {
    fn text(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "{}, {}, effective {}", self.policy, self.title, self.policy_effective)?;
        paragraph(out, 0, DISCLAIMER)?;
        paragraph(out, 0, LIVE_READINGS)?;
        self.items.iter().try_for_each(|item| item.text(out))?;
        if !self.settled_by_the_text.is_empty() {
            writeln!(out, "\nSettled by the text itself")?;
        }
        self.settled_by_the_text.iter().try_for_each(|point| {
            paragraph(out, 2, &format!("{} ({}): {}", point.name, point.under, point.says))
        })
    }

    fn markdown(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "# {}: {}\n", self.policy, self.title)?;
        writeln!(out, "Effective {}. {DISCLAIMER}\n\n{LIVE_READINGS}\n", self.policy_effective)?;
        writeln!(out, "Printed by `sij-intake policy --format markdown`.")?;
        self.items.iter().try_for_each(|item| item.markdown(out))?;
        if !self.settled_by_the_text.is_empty() {
            writeln!(
                out,
                "\n## Settled by the text itself\n\n| name | under | how it is read |\n|---|---|---|"
            )?;
        }
        self.settled_by_the_text
            .iter()
            .try_for_each(|point| writeln!(out, "| `{}` | {} | {} |", point.name, point.under, point.says))
    }
}

impl ItemEntry {
    fn text(&self, out: &mut String) -> fmt::Result {
        writeln!(out)?;
        paragraph(out, 0, &format!("{} ({}): {}", self.item, self.kind, self.title))?;
        paragraph(out, 2, &self.says)?;
        paragraph(out, 2, &format!("Rule: {}", self.rule))?;
        for limit in &self.limits {
            paragraph(out, 2, &format!("Limit {}: {}, {}", limit.limit, limit.amount(), limit.says))?;
        }
        for question in &self.questions {
            paragraph(out, 2, &format!("Reads {}", question.quoted("")))?;
        }
        self.readings.iter().try_for_each(|reading| reading.text(out))
    }

    fn markdown(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "\n## {} {}\n", self.item, cell(&self.title))?;
        writeln!(out, "{} ({})\n", cell(&self.says), self.kind)?;
        writeln!(out, "- Rule: {}", cell(&self.rule))?;
        for limit in &self.limits {
            writeln!(out, "- Limit `{}`: {}, {}", limit.limit, limit.amount(), limit.says)?;
        }
        for question in &self.questions {
            writeln!(out, "- Reads {}", question.quoted("`"))?;
        }
        self.readings.iter().try_for_each(|reading| reading.markdown(out))
    }
}

impl LimitEntry {
    fn amount(&self) -> Amount {
        Amount { count: self.value, unit: self.unit }
    }
}

impl QuestionEntry {
    /// The id and the parts, each between these quotes.
    fn quoted(&self, quote: &str) -> String {
        let parts: Vec<String> = self.parts.iter().map(|part| format!("{quote}{part}{quote}")).collect();
        match parts.is_empty() {
            true => format!("{quote}{}{quote}", self.id),
            false => format!("{quote}{}{quote}: {}", self.id, parts.join(", ")),
        }
    }
}

impl ReadingEntry {
    fn status(&self) -> String {
        if self.is_settled() { format!("settled as {}", self.stands) } else { self.stands.to_owned() }
    }

    fn text(&self, out: &mut String) -> fmt::Result {
        paragraph(out, 2, &format!("Reading {} ({}): {}", self.reading, self.status(), self.question))?;
        for SettingEntry { setting, means, changes } in &self.settings {
            paragraph(out, 4, &format!("{setting}: {means}; {changes}"))?;
        }
        paragraph(out, 4, &format!("items that depend on it: {}", self.items.join(", ")))
    }

    fn markdown(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "- Reading `{}` ({}): {}", self.reading, self.status(), cell(&self.question))?;
        for SettingEntry { setting, means, changes } in &self.settings {
            writeln!(out, "  - `{setting}`: {}; {changes}", cell(means))?;
        }
        writeln!(out, "  - items that depend on it: {}", self.items.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Setting;

    fn printed(item: Option<&str>, settings: &PolicySettings) -> String {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        policy(item, CatalogueFormat::Text, settings, &mut to).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_reading_is_printed_with_its_status_and_the_meaning_of_its_settings() {
        let usual = PolicySettings::default();
        let reading = usual.editions.reading("fifth-injection").unwrap();
        let settled =
            PolicySettings { readings: usual.readings.with(reading, Setting::Met), ..usual.clone() };
        for (settings, question) in [
            (&usual, "(unsettled): four were given: does the limit of four\n  include the requested one?"),
            (
                &settled,
                "(settled as met): four were given: does the limit of\n  four include the requested one?",
            ),
        ] {
            let text = printed(Some("d.i.b.5"), settings);
            let expected = format!(
                "  Reading fifth-injection {question}\n    \
                 met: it does not; where a finding depends on it alone, met instead of\n    unclear\n    \
                 not-met: it does; where a finding depends on it alone, not-met instead of\n    unclear\n    \
                 items that depend on it: D.I.B.5\n"
            );
            assert!(text.ends_with(&expected), "{text}");
        }
    }

    #[test]
    fn interpretations_are_printed_with_all_items_and_not_with_one() {
        let settings = PolicySettings::default();
        assert!(printed(None, &settings).contains("\nSettled by the text itself\n"));
        assert!(!printed(Some("D.I.A.1"), &settings).contains("Settled by the text"));
    }
}
