//! Writing a case file: the same case always gives the same text.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use chrono::{NaiveDate, SecondsFormat};
use toml::Value;

use crate::case::{
    Answer, Case, Choice, End, Entry, Facts, Intake, IntakeField, NOT_DOCUMENTED, Onset, OtherBlock,
    PartialDate, Provider, QuestionId, Recorded, RecordedUnit, Text,
};
use crate::policy::POLICY;

use super::{FORMAT, SECTIONS, key};

/// The text of a case file.
pub fn write(case: &Case) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string does not fail.
    let _ = write_case(&mut out, case);
    out
}

fn write_case(out: &mut String, case: &Case) -> fmt::Result {
    writeln!(out, "{} = {FORMAT}", key::FORMAT)?;
    writeln!(out, "{} = {}", key::POLICY, toml_string(POLICY))?;
    write_intake(out, &case.intake)?;
    write_facts(out, &case.facts, "")?;
    write_texts_by_item(out, key::FLAGS, &case.flags)?;
    write_texts_by_item(out, key::EVIDENCE, &case.evidence)?;
    write_facts(out, &case.set_aside, "set_aside.")?;
    case.provider.as_ref().map_or(Ok(()), |provider| write_provider(out, provider))?;
    case.recorded.as_ref().map_or(Ok(()), |recorded| write_recorded(out, recorded))
}

fn write_intake(out: &mut String, intake: &Intake) -> fmt::Result {
    if *intake == Intake::default() {
        return Ok(());
    }
    writeln!(out, "\n[{}]", key::INTAKE)?;
    if let Some(moment) = intake.received_at {
        let written = moment.to_rfc3339_opts(SecondsFormat::AutoSi, false);
        writeln!(out, "{} = {written}", IntakeField::ReceivedAt.key())?;
    }
    write_string(out, IntakeField::Urgency.key(), intake.urgency.map(Choice::name))?;
    write_string(out, IntakeField::Channel.key(), intake.channel.as_ref().map(Text::raw))?;
    write_string(out, IntakeField::Reference.key(), intake.reference.as_ref().map(Text::raw))
}

fn write_facts(out: &mut String, facts: &Facts, prefix: &str) -> fmt::Result {
    for section in SECTIONS {
        let questions = || QuestionId::all().filter(move |question| question.section() == section);
        let answers = questions().filter_map(|question| Some((question, facts.answer(question)?)));
        let (lists, plain): (Vec<_>, Vec<_>) = answers.partition(|(_, answer)| is_list_of_tables(answer));
        if !plain.is_empty() {
            writeln!(out, "\n[{prefix}{section}]")?;
        }
        for (question, answer) in &plain {
            writeln!(out, "{} = {}", question.field().key(), toml_value(answer))?;
        }
        for (question, answer) in &lists {
            write_entries(out, &format!("{prefix}{question}"), answer)?;
        }
    }
    Ok(())
}

fn is_list_of_tables(answer: &Answer) -> bool {
    matches!(answer, Answer::Entries(entries) if !entries.is_empty())
}

fn write_entries(out: &mut String, name: &str, answer: &Answer) -> fmt::Result {
    let Answer::Entries(entries) = answer else { return Ok(()) };
    for Entry(parts) in entries {
        writeln!(out, "\n[[{name}]]")?;
        for (part, answer) in parts {
            writeln!(out, "{} = {}", part.key(), toml_value(answer))?;
        }
    }
    Ok(())
}

/// An answer as a TOML value.
pub(super) fn toml_value(answer: &Answer) -> String {
    match answer {
        Answer::NotDocumented => toml_string(NOT_DOCUMENTED),
        Answer::Text(words) => toml_string(words.raw()),
        Answer::Day(day) => day.to_string(),
        Answer::PartialDate(when) => partial_date_value(when),
        Answer::DateOrOngoing(End::On(when)) | Answer::DateOrAgo(Onset::Since(when)) => {
            partial_date_value(when)
        }
        Answer::DateOrOngoing(End::Ongoing) => toml_string(&End::Ongoing.to_string()),
        Answer::DateOrAgo(Onset::Ago(ago)) => toml_string(&ago.to_string()),
        Answer::DayOrNone(OtherBlock::On(day)) => day.to_string(),
        Answer::DayOrNone(OtherBlock::None) => toml_string(&OtherBlock::None.to_string()),
        Answer::Choice(name) => toml_string(name),
        Answer::Choices(names) => toml_list(names.iter().map(|name| toml_string(name))),
        Answer::Number(number) => number.to_string(),
        Answer::Codes(codes) => toml_list(codes.iter().map(|code| toml_string(code.raw()))),
        Answer::Entries(_) => "[]".to_owned(),
    }
}

fn partial_date_value(when: &PartialDate) -> String {
    match when {
        PartialDate::Day(day) => day.to_string(),
        partial => toml_string(&partial.to_string()),
    }
}

fn toml_list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// A TOML string on one line, escaped where needed.
fn toml_string(raw: &str) -> String {
    if raw.chars().any(char::is_control) { escaped(raw) } else { Value::String(raw.to_owned()).to_string() }
}

fn escaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len() + 2);
    out.push('"');
    for letter in raw.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn write_texts_by_item(out: &mut String, name: &str, texts: &BTreeMap<String, Text>) -> fmt::Result {
    if texts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n[{name}]")?;
    for (item, text) in texts {
        writeln!(out, "{} = {}", toml_string(item), toml_string(text.raw()))?;
    }
    Ok(())
}

fn write_provider(out: &mut String, provider: &Provider) -> fmt::Result {
    writeln!(out, "\n[{}]", key::PROVIDER)?;
    write_string(out, key::RESPONSE, Some(provider.response.raw()))?;
    if let Some(day) = provider.authored {
        writeln!(out, "{} = {day}", key::AUTHORED)?;
    }
    let name = |question: QuestionId| toml_string(&question.to_string());
    if !provider.confirmed.is_empty() {
        let confirmed = QuestionId::all().filter(|question| provider.confirmed.contains(question));
        writeln!(out, "{} = {}", key::CONFIRMED, toml_list(confirmed.map(name)))?;
    }
    if !provider.answers.is_empty() {
        writeln!(out, "\n[{}.{}]", key::PROVIDER, key::ANSWERS)?;
    }
    for question in QuestionId::all() {
        if let Some(source) = provider.source(question) {
            writeln!(out, "{} = {}", name(question), toml_string(source.name()))?;
        }
    }
    Ok(())
}

fn write_recorded(out: &mut String, recorded: &Recorded) -> fmt::Result {
    writeln!(out, "\n[{}]", key::DETERMINATION)?;
    let strings = [
        (key::OUTCOME, &recorded.outcome),
        (key::PROGRAM, &recorded.program),
        (key::POLICY_TEXT, &recorded.policy_text),
    ];
    for (name, string) in strings {
        write_string(out, name, string.as_deref())?;
    }
    if let Some(day) = recorded.date {
        write_day(out, day)?;
    }
    if let Some(lines) = recorded.lines.as_ref().filter(|lines| lines.is_empty()) {
        writeln!(out, "{} = {}", key::LINES, toml_list(lines.iter().map(|_| String::new())))?;
    }
    if let Some(readings) = &recorded.readings {
        writeln!(out, "\n[{}.{}]", key::DETERMINATION, key::READINGS)?;
        for (reading, setting) in readings {
            writeln!(out, "{} = {}", toml_string(reading), toml_string(setting))?;
        }
    }
    recorded.units.iter().try_for_each(|unit| write_unit(out, unit))?;
    for line in recorded.lines.iter().flatten() {
        writeln!(out, "\n[[{}.{}]]", key::DETERMINATION, key::LINES)?;
        write_string(out, key::ITEM, Some(&line.item))?;
        write_string(out, key::WHAT, Some(line.what.raw()))?;
        write_string(out, key::FINDING, Some(&line.finding))?;
    }
    Ok(())
}

fn write_unit(out: &mut String, unit: &RecordedUnit) -> fmt::Result {
    writeln!(out, "\n[[{}.{}]]", key::DETERMINATION, key::UNITS)?;
    write_string(out, key::SIDE, Some(&unit.side))?;
    write_string(out, key::PATHWAY, unit.pathway.as_deref())?;
    write_string(out, key::OUTCOME, unit.outcome.as_deref())?;
    for item in &unit.items {
        writeln!(out, "\n[[{}.{}.{}]]", key::DETERMINATION, key::UNITS, key::ITEMS)?;
        write_string(out, key::ITEM, Some(&item.item))?;
        write_string(out, key::FINDING, Some(&item.finding))?;
        write_string(out, key::WHY, item.why.as_ref().map(Text::raw))?;
    }
    Ok(())
}

fn write_string(out: &mut String, name: &str, value: Option<&str>) -> fmt::Result {
    value.map_or(Ok(()), |value| writeln!(out, "{name} = {}", toml_string(value)))
}

fn write_day(out: &mut String, day: NaiveDate) -> fmt::Result {
    writeln!(out, "{} = {day}", key::DATE)
}

#[cfg(test)]
mod tests {
    use super::toml_string;

    #[test]
    fn strings_are_written_on_one_line_and_escaped() {
        for (raw, written) in [
            ("plain é", r#""plain é""#),
            (r#"he said "80""#, r#"'he said "80"'"#),
            ("two\nlines", r#""two\u000Alines""#),
            ("a\ttab, a \"quote\" and a \\", r#""a\u0009tab, a \"quote\" and a \\""#),
            ("\u{7f}\u{9b}", r#""\u007F\u009B""#),
        ] {
            assert_eq!(toml_string(raw), written, "{raw:?}");
        }
    }
}
