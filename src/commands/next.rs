//! `next`: prints the questions that still matter for a case, the next one first: the
//! interview for other programs.

use std::fmt::{self, Write as _};
use std::io;
use std::path::Path;

use serde::Serialize;

use crate::case::{Choice, FactId, QuestionId, Shape};
use crate::casefile::complaint;
use crate::cli::NextFormat;
use crate::interview::Interview;
use crate::policy::PolicySettings;
use crate::questions::{kind, part_prompt, part_question, part_shape, prompt, question_for, shape, values};
use crate::store::Folder;

use super::source::Source;
use super::text_page::{paragraph, text_page};
use super::{Status, Streams};

/// Prints the questions that still matter for a case, then the answers of a provider that
/// are to be confirmed; nothing once all is settled.
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
    let unconfirmed = interview.unconfirmed().into_iter();
    let rows: Vec<NextQuestion> = interview
        .asked_in_order()
        .into_iter()
        .map(|fact| NextQuestion::of(&interview, fact))
        .chain(unconfirmed.map(|question| NextQuestion::to_confirm(&interview, question)))
        .collect();
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
    /// The source of the provider's answer, where that is to be confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    unconfirmed: Option<&'static str>,
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
            unconfirmed: None,
        }
    }

    /// The question of an answer that a provider gave.
    fn to_confirm(interview: &Interview, question: QuestionId) -> Self {
        let items = interview.items_asking(question);
        Self {
            items: items.into_iter().map(|item| item.number()).collect(),
            why: "the answer of the provider is to be confirmed".to_owned(),
            unconfirmed: interview.case().source(question).map(Choice::name),
            ..Self::of(interview, FactId { question, entry: None })
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
    use crate::case::{Case, Fact, Field, Inability, Laterality, Text};

    fn sample(name: &str) -> Case {
        let path = format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let source = Source::named(Path::new(&path), &Folder::at("cases"));
        source.read(&PolicySettings::default().editions).unwrap()
    }

    fn asked(case: Case) -> Vec<QuestionId> {
        let interview = Interview::of(case, &PolicySettings::default());
        interview.asked_in_order().into_iter().map(|fact| fact.question).collect()
    }

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
    fn a_question_with_options_lists_them() {
        let json = printed("2026-05-18-therapeutic-half-answered", NextFormat::Json);
        assert!(json.lines().all(|line| line.contains(r#""options":["yes","no"]"#)), "{json}");
        let json = printed("2026-05-20-ablation-barely-begun", NextFormat::Json);
        assert!(!json.lines().next().unwrap().contains("options"), "{json}");
    }

    #[test]
    fn a_settled_case_has_no_next_question() {
        assert_eq!(printed("2026-03-02-diagnostic-clean", NextFormat::Text), "");
        assert_eq!(printed("2026-03-02-diagnostic-clean", NextFormat::Json), "");
    }

    #[test]
    fn questions_are_set_apart_by_an_empty_line() {
        let text = "\
right.injections, entry 1, functional_improvement
  Did function improve?
  Takes yes, no (one-of)
  Why: could still change D.I.B.1, the previous injection helped

therapy.alongside_inactive
  Is inactive therapy planned alongside the injection?
  Takes yes, no (one-of)
  Why: could still change D.I.B.3, conservative therapy alongside
";
        assert_eq!(printed("2026-05-18-therapeutic-half-answered", NextFormat::Text), text);
    }

    #[test]
    fn only_the_items_that_the_answer_could_change_are_named() {
        let json = printed("2026-05-15-diagnostic-just-opened", NextFormat::Json);
        let named = |id: &str, items: &str| {
            let line = json.lines().find(|line| line.starts_with(&format!(r#"{{"id":"{id}""#)));
            assert!(
                line.is_some_and(|line| line.contains(&format!(r#""items":[{items}]"#))),
                "{id}: {line:?}"
            );
        };
        named("pain.herpes_zoster", r#""D.I.C.6""#);
        named("request.sedation", r#""D.I.C.5""#);
        named("left.injections", r#""D.I.A","D.I.A.5""#);
    }

    #[test]
    fn only_what_every_determination_needs_is_required() {
        let interview = Interview::of(Case::default(), &PolicySettings::default());
        let rows: Vec<NextQuestion> =
            interview.asked_in_order().into_iter().map(|fact| NextQuestion::of(&interview, fact)).collect();
        let needed = ["member.id", "request.received", "request.procedure", "request.side"];
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), needed);
        assert!(rows.iter().all(|row| row.required && row.why == "every determination needs it"));
        let json = printed("2026-05-18-therapeutic-half-answered", NextFormat::Json);
        assert!(!json.contains(r#""required":true"#), "{json}");
    }

    #[test]
    fn imaging_is_asked_about_only_without_an_imaging_code() {
        let mut case = sample("2026-03-02-diagnostic-clean");
        case.facts.request.imaging_line = Fact::Unanswered;
        let imaging = Field::ImagingLine.at(Laterality::Left);
        assert_eq!(asked(case.clone()), [imaging]);
        case.facts.request.codes = Fact::Known(vec![Text::new("27096-LT"), Text::new("77003")]);
        assert_eq!(asked(case), [], "the code decides the line");
    }

    #[test]
    fn a_fact_is_asked_that_makes_a_part_unclear_while_the_waiver_is_unclear() {
        let mut case = sample("2026-05-08-ablation-repeat-last-one-poor");
        case.facts.therapy.inability = Fact::Known(Inability::OtherExplained);
        case.facts.therapy.inability_in_record = Fact::Unanswered;
        let in_record = Field::InabilityInRecord.at(Laterality::Left);
        assert_eq!(asked(case), [in_record], "D.I.A.4.a is not-met without it, and unclear with it");
    }
}
