//! From case to text: always the same text for the same case.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use chrono::NaiveDate;
use toml::Value;

use crate::case::{
    Answer, Case, End, Entry, Facts, NOT_DOCUMENTED, Onset, OtherBlock, PartialDate, QuestionId, Recorded,
    RecordedUnit, Text,
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
    writeln!(out, "{} = {}", key::POLICY, text(POLICY))?;
    write_facts(out, &case.facts, "")?;
    write_by_item(out, key::FLAGS, &case.flags)?;
    write_by_item(out, key::EVIDENCE, &case.evidence)?;
    write_facts(out, &case.set_aside, "set_aside.")?;
    case.recorded.as_ref().map_or(Ok(()), |recorded| write_recorded(out, recorded))
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
            writeln!(out, "{} = {}", question.field().key(), value(answer))?;
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
            writeln!(out, "{} = {}", part.key(), value(answer))?;
        }
    }
    Ok(())
}

/// The value of an answer as TOML.
fn value(answer: &Answer) -> String {
    match answer {
        Answer::NotDocumented => text(NOT_DOCUMENTED),
        Answer::Text(words) => text(words.raw()),
        Answer::Day(day) => day.to_string(),
        Answer::PartialDate(when) => when_value(when),
        Answer::DateOrOngoing(End::On(when)) | Answer::DateOrAgo(Onset::Since(when)) => when_value(when),
        Answer::DateOrOngoing(End::Ongoing) => text(&End::Ongoing.to_string()),
        Answer::DateOrAgo(Onset::Ago(ago)) => text(&ago.to_string()),
        Answer::DayOrNone(OtherBlock::On(day)) => day.to_string(),
        Answer::DayOrNone(OtherBlock::None) => text(&OtherBlock::None.to_string()),
        Answer::Choice(name) => text(name),
        Answer::Choices(names) => list(names.iter().map(|name| text(name))),
        Answer::Number(number) => number.to_string(),
        Answer::Codes(codes) => list(codes.iter().map(|code| text(code.raw()))),
        Answer::Entries(_) => "[]".to_owned(),
    }
}

fn when_value(when: &PartialDate) -> String {
    match when {
        PartialDate::Day(day) => day.to_string(),
        partial => text(&partial.to_string()),
    }
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// A TOML string, on one line, escaped where it must be.
fn text(raw: &str) -> String {
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

fn write_by_item(out: &mut String, name: &str, texts: &BTreeMap<String, Text>) -> fmt::Result {
    if texts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n[{name}]")?;
    for (item, words) in texts {
        writeln!(out, "{} = {}", text(item), text(words.raw()))?;
    }
    Ok(())
}

fn write_recorded(out: &mut String, recorded: &Recorded) -> fmt::Result {
    writeln!(out, "\n[{}]", key::DETERMINATION)?;
    let words = [
        (key::OUTCOME, &recorded.outcome),
        (key::PROGRAM, &recorded.program),
        (key::POLICY_TEXT, &recorded.policy_text),
    ];
    for (name, word) in words {
        write_word(out, name, word.as_deref())?;
    }
    if let Some(day) = recorded.date {
        write_day(out, day)?;
    }
    if let Some(lines) = recorded.lines.as_ref().filter(|lines| lines.is_empty()) {
        writeln!(out, "{} = {}", key::LINES, list(lines.iter().map(|_| String::new())))?;
    }
    if let Some(readings) = &recorded.readings {
        writeln!(out, "\n[{}.{}]", key::DETERMINATION, key::READINGS)?;
        for (reading, setting) in readings {
            writeln!(out, "{} = {}", text(reading), text(setting))?;
        }
    }
    recorded.units.iter().try_for_each(|unit| write_unit(out, unit))?;
    for line in recorded.lines.iter().flatten() {
        writeln!(out, "\n[[{}.{}]]", key::DETERMINATION, key::LINES)?;
        write_word(out, key::ITEM, Some(&line.item))?;
        write_word(out, key::WHAT, Some(line.what.raw()))?;
        write_word(out, key::FINDING, Some(&line.finding))?;
    }
    Ok(())
}

fn write_unit(out: &mut String, unit: &RecordedUnit) -> fmt::Result {
    writeln!(out, "\n[[{}.{}]]", key::DETERMINATION, key::UNITS)?;
    write_word(out, key::SIDE, Some(&unit.side))?;
    write_word(out, key::PATHWAY, unit.pathway.as_deref())?;
    write_word(out, key::OUTCOME, unit.outcome.as_deref())?;
    for item in &unit.items {
        writeln!(out, "\n[[{}.{}.{}]]", key::DETERMINATION, key::UNITS, key::ITEMS)?;
        write_word(out, key::ITEM, Some(&item.item))?;
        write_word(out, key::FINDING, Some(&item.finding))?;
        write_word(out, key::WHY, item.why.as_ref().map(Text::raw))?;
    }
    Ok(())
}

fn write_word(out: &mut String, name: &str, word: Option<&str>) -> fmt::Result {
    word.map_or(Ok(()), |word| writeln!(out, "{name} = {}", text(word)))
}

fn write_day(out: &mut String, day: NaiveDate) -> fmt::Result {
    writeln!(out, "{} = {day}", key::DATE)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_text_stands_on_one_line_and_is_escaped_where_it_must_be() {
        for (raw, written) in [
            ("plain é", r#""plain é""#),
            (r#"he said "80""#, r#"'he said "80"'"#),
            ("two\nlines", r#""two\u000Alines""#),
            ("a\ttab, a \"quote\" and a \\", r#""a\u0009tab, a \"quote\" and a \\""#),
            ("\u{7f}\u{9b}", r#""\u007F\u009B""#),
        ] {
            assert_eq!(text(raw), written, "{raw:?}");
        }
    }
}
