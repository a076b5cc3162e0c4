//! `next`: prints the questions that still matter for a case, the next one first: the
//! interview for other programs.

use std::fmt::{self, Write as _};
use std::io;
use std::path::Path;

use serde::Serialize;

use crate::case::{FactId, Shape};
use crate::casefile::complaint;
use crate::cli::NextFormat;
use crate::interview::Interview;
use crate::policy::PolicySettings;
use crate::questions::{kind, part_prompt, part_question, part_shape, prompt, question_for, shape, values};
use crate::store::Folder;

use super::source::Source;
use super::text_page::{paragraph, text_page};
use super::{Status, Streams};

/// Prints the questions that still matter for a case; nothing once all is settled.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn next(
    case: &Path,
    folder: &Folder,
    format: NextFormat,
    settings: &PolicySettings,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let source = Source::named(case, folder);
    let case = match source.read(&settings.editions) {
        Ok(case) => case,
        Err(problem) => {
            writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
            return Ok(Status::Invalid);
        }
    };
    let interview = Interview::of(case, settings);
    let rows: Vec<NextQuestion> =
        interview.asked_in_order().into_iter().map(|fact| NextQuestion::of(&interview, fact)).collect();
    match format {
        NextFormat::Text => write!(to.out, "{}", text_page(|out| text(&rows, out)))?,
        NextFormat::Json => {
            for row in &rows {
                writeln!(to.out, "{}", serde_json::to_string(row)?)?;
            }
        }
    }
    Ok(Status::Done)
}

/// One question that still matters, or one part of an entry of its list.
#[derive(Serialize)]
struct NextQuestion {
    id: String,
    /// The entry of the list, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    question: String,
    help: String,
    kind: &'static str,
    values: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    options: &'static [&'static str],
    /// Whether "not documented" is refused.
    required: bool,
    items: Vec<&'static str>,
    why: String,
}

impl NextQuestion {
    fn of(interview: &Interview, fact: FactId) -> Self {
        let FactId { question, entry } = fact;
        let limits = interview.limits(question);
        let (words, help, shape) = match entry {
            None => (prompt(question), question_for(question.field()).help(limits), shape(question)),
            Some((_, part)) => (
                part_prompt(question, part),
                part_question(question.field(), part).help(limits),
                // A part that is asked for is one of the list's own.
                part_shape(question, part).map_or(Shape::Text, |part| part.shape),
            ),
        };
        Self {
            id: question.to_string(),
            entry: entry.map(|(index, _)| index + 1),
            part: entry.map(|(_, part)| part.key()),
            question: words,
            help: help.into_owned(),
            kind: kind(shape),
            values: values(shape),
            options: match shape {
                Shape::Choice(names) | Shape::Choices(names) => names,
                _ => &[],
            },
            required: entry.is_none() && interview.facts().fact(question).required(),
            items: interview.asked_for(fact).into_iter().map(|item| item.number()).collect(),
            why: why(interview, fact),
        }
    }

    fn name(&self) -> String {
        match (self.entry, self.part) {
            (Some(entry), Some(part)) => format!("{}, entry {entry}, {part}", self.id),
            _ => self.id.clone(),
        }
    }
}

/// The items that the answer could still change, with what they are about.
fn why(interview: &Interview, fact: FactId) -> String {
    let title = |item| {
        let rule = interview.rule(fact.question.side(), item);
        let title = rule.map(|(rule, limits)| format!(", {}", rule.title(limits)));
        format!("{item}{}", title.unwrap_or_default())
    };
    let items: Vec<String> = interview.asked_for(fact).into_iter().map(title).collect();
    match items.as_slice() {
        [] => "every determination needs it".to_owned(),
        items => format!("could still change {}", items.join("; ")),
    }
}

fn text(rows: &[NextQuestion], out: &mut String) -> fmt::Result {
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", row.name())?;
        paragraph(out, 2, &row.question)?;
        paragraph(out, 2, &format!("Takes {} ({})", row.values, row.kind))?;
        paragraph(out, 2, &format!("Why: {}", row.why))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(name: &str, format: NextFormat) -> String {
        let path = format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        let status =
            next(Path::new(&path), &Folder::at("cases"), format, &PolicySettings::default(), &mut to)
                .unwrap();
        assert_eq!((status, err.as_slice()), (Status::Done, &b""[..]));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_next_question_comes_first_with_what_it_takes_and_why() {
        let text = printed("2026-05-20-ablation-barely-begun", NextFormat::Text);
        let first = "\
left.ablations
  Which ablations has the left SI joint had before?
  Takes list of records: date, relief_months (records)
  Why: could still change D.II, initial or repeat ablation
";
        assert!(text.starts_with(first), "{text}");
        let json = printed("2026-05-20-ablation-barely-begun", NextFormat::Json);
        assert!(json.starts_with(r#"{"id":"left.ablations","question":"Which ablations"#), "{json}");
        assert_eq!(json.lines().count(), text.lines().filter(|line| line.starts_with("  Why: ")).count());
    }

    #[test]
    fn a_part_of_an_entry_is_asked_by_its_number() {
        let json = printed("2026-05-18-therapeutic-half-answered", NextFormat::Json);
        assert!(
            json.starts_with(r#"{"id":"right.injections","entry":1,"part":"functional_improvement""#),
            "{json}"
        );
    }

    #[test]
    fn a_settled_case_has_no_next_question() {
        assert_eq!(printed("2026-03-02-diagnostic-clean", NextFormat::Text), "");
        assert_eq!(printed("2026-03-02-diagnostic-clean", NextFormat::Json), "");
    }
}
