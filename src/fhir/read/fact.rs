//! The answer to one question, or to one part of an entry, from the items that hold it:
//! exactly one of them may say something.

use crate::case::{Answer, End, MOST_ENTRIES, Onset, OtherBlock, Shape};

use super::super::form_item::Meaning;
use super::super::link::Role;
use super::found::{Findings, Spot};
use super::json::{self, Item};
use super::plan::{Known, Place};
use super::value;

/// An item with an answer.
#[derive(Clone, Copy)]
pub(super) struct Given<'r, 't> {
    pub(super) role: Role,
    pub(super) known: &'r Known,
    pub(super) item: &'r Item<'t>,
    pub(super) spot: Spot<'r>,
}

/// Something was wrong, and a complaint was made about it.
#[derive(Debug)]
pub(super) struct Refused;

/// What a question says on its own, before its entries or its day.
pub(super) enum Gate {
    /// There is one, or there are some.
    Given,
    /// The answer.
    Answered(Answer),
}

/// The answer that these items give; `None` where none of them has one.
pub(super) fn answer(
    place: &Place,
    given: &[Given<'_, '_>],
    findings: &mut Findings,
) -> Result<Option<Answer>, Refused> {
    let Some(first) = given.first() else { return Ok(None) };
    if let Shape::DayOrNone = place.shape {
        return day_or_none(given, findings);
    }
    if let Some(second) = given.get(1) {
        let problem =
            format!("{} is answered too, and only one of them can be: take one answer out", first.known.id);
        findings.complain(second.spot, problem);
        return Err(Refused);
    }
    match (place.shape, first.role) {
        (Shape::Choices(_), _) => choices(first, findings),
        (Shape::Codes, Role::Value) => codes(first, findings),
        _ => {
            let answer = single(first, findings)?;
            one(place, first, answer).map(Some).map_err(|problem| {
                findings.complain(first.spot, problem);
                Refused
            })
        }
    }
}

/// The answer of an item that takes only one.
pub(super) fn single<'r, 't>(
    given: &Given<'r, 't>,
    findings: &mut Findings,
) -> Result<&'r json::Answer<'t>, Refused> {
    match &given.item.answer[..] {
        [answer] => Ok(answer),
        _ => {
            findings.complain(given.spot, "several answers: this question takes one");
            Err(Refused)
        }
    }
}

/// The answer that one value is.
fn one(place: &Place, given: &Given<'_, '_>, answer: &json::Answer<'_>) -> Result<Answer, value::Problem> {
    Ok(match (place.shape, given.role) {
        (_, Role::State) => stated(place.shape, value::meaning(given.known, false, answer)?),
        (Shape::Text, _) => Answer::Text(value::text(answer)?),
        (Shape::Day, _) => Answer::Day(value::day(answer)?),
        (Shape::Number { min, max }, _) => Answer::Number(value::number(min, max, answer)?),
        (Shape::DateOrAgo, Role::Ago) => Answer::DateOrAgo(Onset::Ago(value::ago(answer)?)),
        (shape, Role::Partial) => dated(shape, value::month_or_year(answer)?),
        (Shape::PartialDate | Shape::DateOrOngoing | Shape::DateOrAgo, _) => {
            dated(place.shape, value::date(answer)?)
        }
        (shape, _) => stated(shape, value::meaning(given.known, place.required, answer)?),
    })
}

fn dated(shape: Shape, when: crate::case::PartialDate) -> Answer {
    match shape {
        Shape::DateOrOngoing => Answer::DateOrOngoing(End::On(when)),
        Shape::DateOrAgo => Answer::DateOrAgo(Onset::Since(when)),
        _ => Answer::PartialDate(when),
    }
}

/// The answer that an option is.
fn stated(shape: Shape, meaning: Meaning) -> Answer {
    match (meaning, shape) {
        (Meaning::Named(name), Shape::Choices(_)) => Answer::Choices(vec![name]),
        (Meaning::Named(name), _) => Answer::Choice(name),
        (Meaning::Ongoing, _) => Answer::DateOrOngoing(End::Ongoing),
        (Meaning::None, Shape::Codes) => Answer::Codes(Vec::new()),
        (Meaning::None, Shape::Choices(_)) => Answer::Choices(Vec::new()),
        (Meaning::None, Shape::DayOrNone) => Answer::DayOrNone(OtherBlock::None),
        (Meaning::None, Shape::Entries(_)) => Answer::Entries(Vec::new()),
        // No other option of such an item means anything else.
        _ => Answer::NotDocumented,
    }
}

/// Any of several options; "none" and "not documented" stand alone.
fn choices(given: &Given<'_, '_>, findings: &mut Findings) -> Result<Option<Answer>, Refused> {
    let mut meanings = Vec::with_capacity(given.item.answer.len());
    let mut refused = false;
    for answer in &given.item.answer {
        match value::meaning(given.known, false, answer) {
            Ok(meaning) => meanings.push(meaning),
            Err(problem) => {
                findings.complain(given.spot, problem);
                refused = true;
            }
        }
    }
    let names: Vec<&'static str> = meanings.iter().filter_map(|meaning| named(*meaning)).collect();
    match &meanings[..] {
        _ if refused => Err(Refused),
        [meaning] => Ok(Some(stated(Shape::Choices(&[]), *meaning))),
        _ if names.len() == meanings.len() => Ok(Some(Answer::Choices(names))),
        _ => {
            findings
                .complain(given.spot, "none, or not documented, stands beside another answer: take one out");
            Err(Refused)
        }
    }
}

const fn named(meaning: Meaning) -> Option<&'static str> {
    match meaning {
        Meaning::Named(name) => Some(name),
        _ => None,
    }
}

fn codes(given: &Given<'_, '_>, findings: &mut Findings) -> Result<Option<Answer>, Refused> {
    if given.item.answer.len() > MOST_ENTRIES {
        findings.complain(given.spot, too_many());
        return Err(Refused);
    }
    let mut texts = Vec::with_capacity(given.item.answer.len());
    for answer in &given.item.answer {
        match value::text(answer) {
            Ok(text) => texts.push(text),
            Err(problem) => findings.complain(given.spot, problem),
        }
    }
    if texts.len() < given.item.answer.len() { Err(Refused) } else { Ok(Some(Answer::Codes(texts))) }
}

/// The complaint about a list that is too long.
pub(super) fn too_many() -> String {
    format!("more than {MOST_ENTRIES} entries: a case has fewer")
}

/// What the question itself says of a list, or of a day that there may be.
pub(super) fn gate(shape: Shape, given: &Given<'_, '_>, findings: &mut Findings) -> Result<Gate, Refused> {
    let answer = single(given, findings)?;
    match value::meaning(given.known, false, answer) {
        Ok(Meaning::Given) => Ok(Gate::Given),
        Ok(meaning) => Ok(Gate::Answered(stated(shape, meaning))),
        Err(problem) => {
            findings.complain(given.spot, problem);
            Err(Refused)
        }
    }
}

fn day_or_none(given: &[Given<'_, '_>], findings: &mut Findings) -> Result<Option<Answer>, Refused> {
    let of = |role: Role| given.iter().find(|given| given.role == role);
    let gate = of(Role::Value).map(|given| gate(Shape::DayOrNone, given, findings)).transpose()?;
    let Some(day) = of(Role::Day) else {
        return Ok(match gate {
            Some(Gate::Answered(answer)) => Some(answer),
            _ => {
                let spot = given.first().map(|given| given.spot);
                spot.into_iter()
                    .for_each(|spot| findings.warn(spot, "there is one, and no day of it: left unanswered"));
                None
            }
        });
    };
    if !matches!(gate, Some(Gate::Given)) {
        findings.complain(day.spot, without_gate(gate.is_some()));
        return Err(Refused);
    }
    let answer = single(day, findings)?;
    value::day(answer).map(|day| Some(Answer::DayOrNone(OtherBlock::On(day)))).map_err(|problem| {
        findings.complain(day.spot, problem);
        Refused
    })
}

/// The complaint about a day or entries that the question itself does not announce.
pub(super) fn without_gate(is_answered: bool) -> String {
    let (what, remedy) = if is_answered {
        ("the question says that there is none, or that it is not documented", "correct it, or take this out")
    } else {
        ("the question itself has no answer", "choose there that it is given, or take this out")
    };
    format!("{what}: {remedy}")
}
