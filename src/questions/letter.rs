//! The sentences of the letter to the provider: one for each missing fact. They say
//! what the papers show, what to send and what the policy needs, and never what
//! follows from it. The words stand in the table of questions.

use crate::case::{
    Answer, Choice, Entry, Facts, Laterality, Part, PartialDate, QuestionId, State, latest_with_months_until,
    months_before,
};
use crate::policy::{Editions, InformationRequest, Item, Limits};

use super::hint::edition;
use super::table::{LETTER_OPTIONS, LetterWords, PARTS, part_question, question_for};
use super::{option_label, sort_key};

/// The names, in braces, that the words of the letter may use for what is in the case.
pub const NAMES: [&str; 10] =
    ["received", "since", "recent", "onset_by", "governs", "service", "joint", "side", "s", "entry"];

/// One missing fact in the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterPoint {
    /// What is asked for; for a list, also what each entry has to show.
    pub sentences: Vec<String>,
    /// The facts that are needed only after an answer to this one.
    pub if_so: Vec<String>,
}

/// The points of the letter that asks for these facts: in the order of the questions,
/// a fact of both joints once, and a fact that hangs on another one beside it.
pub fn letter_points(
    facts: &Facts,
    editions: &Editions,
    requests: &[&InformationRequest],
) -> Vec<LetterPoint> {
    let words = Words { facts, editions };
    let mut sorted = requests.to_vec();
    sorted.sort_by_key(|request| (sort_key(request.question), request.entry));
    let (hanging, own): (Vec<_>, Vec<_>) =
        sorted.into_iter().partition(|request| stands_below(request, requests));
    let point = |asked: &Asked<'_>| LetterPoint {
        sentences: words.sentences(asked),
        if_so: words.below(asked.first, &hanging),
    };
    words.grouped(own).iter().map(point).collect()
}

/// Whether the question that a fact hangs on is in the same letter.
fn stands_below(request: &InformationRequest, requests: &[&InformationRequest]) -> bool {
    let parent = request.only_if.map(|condition| condition.question);
    requests.iter().any(|other| other.entry.is_none() && Some(other.question) == parent)
}

/// A missing fact: of one joint, of both, or of the whole case.
struct Asked<'r> {
    first: &'r InformationRequest,
    sides: Vec<Laterality>,
    items: Vec<Item>,
}

impl<'r> Asked<'r> {
    fn of(request: &'r InformationRequest) -> Self {
        Self {
            first: request,
            sides: request.question.side().into_iter().collect(),
            items: request.items.clone(),
        }
    }

    /// Adds the same fact of the other joint.
    fn add(&mut self, other: &InformationRequest) {
        self.sides.extend(other.question.side());
        let new = other.items.iter().filter(|item| !self.items.contains(item));
        let new: Vec<Item> = new.copied().collect();
        self.items.extend(new);
    }

    /// The items in brackets. One without a number of the policy has a name.
    fn brackets(&self) -> String {
        let names = self.items.iter().map(|item| item.number().replace('-', " "));
        format!("[{}]", names.collect::<Vec<_>>().join(", "))
    }
}

/// Makes sentences from the words of the table and the facts of the case.
struct Words<'c> {
    facts: &'c Facts,
    editions: &'c Editions,
}

impl Words<'_> {
    /// The facts in their order, those that read the same for both joints together.
    fn grouped<'r>(&self, requests: Vec<&'r InformationRequest>) -> Vec<Asked<'r>> {
        let mut all: Vec<Asked<'r>> = Vec::new();
        for request in requests {
            match all.iter_mut().find(|asked| self.reads_the_same(asked, request)) {
                Some(asked) => asked.add(request),
                None => all.push(Asked::of(request)),
            }
        }
        all
    }

    /// Whether a fact is that of the other joint, with the same words.
    fn reads_the_same(&self, asked: &Asked<'_>, other: &InformationRequest) -> bool {
        let (one, side) = (asked.first, other.question.side());
        let parts = |request: &InformationRequest| request.entry.map(|(_, part)| part);
        one.question.field() == other.question.field()
            && side.is_some_and(|side| !asked.sides.contains(&side))
            && parts(one) == parts(other)
            && (one.only_if, &one.show) == (other.only_if, &other.show)
            && self.opening(one) == self.opening(other)
            && self.entry_of(one) == self.entry_of(other)
    }

    fn sentences(&self, asked: &Asked<'_>) -> Vec<String> {
        self.sentence(asked).into_iter().chain(shown(asked.first)).collect()
    }

    /// What the papers show and what to send; for a fact that hangs on an answer, when to send it.
    fn sentence(&self, asked: &Asked<'_>) -> Option<String> {
        let limits = self.limits(asked);
        let [lacks, send] =
            words_for(asked.first)?.texts(limits).map(|text| self.filled(&text, asked, limits));
        let items = asked.brackets();
        Some(match if_so_of(asked.first) {
            Some(if_so) => format!("{if_so}: {send} {items}."),
            None => format!("{} {lacks}; {send} {items}.", self.opening(asked.first)),
        })
    }

    /// The facts that hang on the answer to a question.
    fn below(&self, parent: &InformationRequest, hanging: &[&InformationRequest]) -> Vec<String> {
        let of_parent = |request: &&&InformationRequest| {
            parent.entry.is_none()
                && request.only_if.is_some_and(|condition| condition.question == parent.question)
        };
        let below = hanging.iter().filter(of_parent).copied().collect();
        self.grouped(below).iter().filter_map(|asked| self.sentence(asked)).collect()
    }

    fn limits(&self, asked: &Asked<'_>) -> &Limits {
        &edition(self.facts, asked.first.question.side(), self.editions).limits
    }

    /// What the papers show of it: nothing, a month or a year, or a value that is not enough.
    fn opening(&self, request: &InformationRequest) -> String {
        let answer = self.answer(request);
        match (request.state, answer) {
            (_, Some(answer)) if partial(&answer).is_some() => {
                let when = partial(&answer).map(|when| when.to_string()).unwrap_or_default();
                format!("The papers show only {when} for")
            }
            (State::Known, Some(Answer::Entries(_))) => "The papers do not show enough of".to_owned(),
            (State::Known, Some(answer)) => format!("The papers say \"{}\" on", in_words(&answer)),
            _ => "The papers do not show".to_owned(),
        }
    }

    fn answer(&self, request: &InformationRequest) -> Option<Answer> {
        match request.entry {
            None => self.facts.answer(request.question),
            Some((index, part)) => self.facts.entries(request.question).get(index)?.part(part).cloned(),
        }
    }

    /// The words with the names in braces replaced by what is in the case.
    fn filled(&self, text: &str, asked: &Asked<'_>, limits: &Limits) -> String {
        let entry = self.entry_of(asked.first);
        let received = self.facts.request.received.0.unwrap_or_default();
        let back = |months| months_before(received, months).to_string();
        let values = [
            ("entry", entry.unwrap_or_default()),
            ("received", received.to_string()),
            ("since", back(limits.evidence_months)),
            ("recent", back(limits.repeat_months)),
            ("onset_by", latest_with_months_until(received, limits.chronic_months).to_string()),
            ("governs", self.editions.governs_from().to_string()),
            ("service", self.service(asked)),
            ("joint", format!("{} joint{}", sides(&asked.sides), plural(&asked.sides))),
            ("side", sides(&asked.sides)),
            ("s", plural(&asked.sides).to_owned()),
        ];
        values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// The planned days of service of the joints of a fact, or of all joints requested.
    fn service(&self, asked: &Asked<'_>) -> String {
        let requested = self.facts.request.side.0.map(|side| side.joints()).unwrap_or_default();
        let joints = if asked.sides.is_empty() { requested } else { &asked.sides };
        let day = |side: &Laterality| self.facts.joint(*side).service_date.known();
        let days: Vec<_> = joints.iter().filter_map(|side| Some((*side, day(side)?))).collect();
        match days.as_slice() {
            [] => "the planned day".to_owned(),
            [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => first.to_string(),
            days => {
                let each = days.iter().map(|(side, day)| format!("{day} ({})", sides(&[*side])));
                each.collect::<Vec<_>>().join(" and ")
            }
        }
    }

    /// The entry that a part belongs to, such as `the home exercise from 2025-11-03`;
    /// numbered where another entry of the list reads the same.
    fn entry_of(&self, request: &InformationRequest) -> Option<String> {
        let (index, part) = request.entry?;
        let entries = self.facts.entries(request.question);
        let named: Vec<String> =
            entries.iter().map(|entry| entry_words(request.question, entry, part)).collect();
        let own = named.get(index)?;
        let several = named.iter().filter(|other| *other == own).count() > 1;
        let number = if several { format!(" (no. {})", index + 1) } else { String::new() };
        Some(format!("{own}{number}"))
    }
}

fn words_for(request: &InformationRequest) -> Option<LetterWords> {
    let field = request.question.field();
    match request.entry {
        None => question_for(field).letter,
        Some((_, part)) => part_question(field, part).letter,
    }
}

/// How a sentence on a fact that hangs on another answer begins.
fn if_so_of(request: &InformationRequest) -> Option<&'static str> {
    request.only_if.map(|condition| question_for(condition.question.field()).if_so)
}

/// What each entry of a requested list has to show.
fn shown(request: &InformationRequest) -> Vec<String> {
    let asked = PARTS
        .iter()
        .filter(|part| part.field == request.question.field() && request.show.contains(&part.part));
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for part in asked {
        match kinds.iter_mut().find(|(kind, _)| *kind == part.shown_for) {
            Some((_, shown)) => shown.push(part.shown),
            None => kinds.push((part.shown_for, vec![part.shown])),
        }
    }
    let sentence = |(kind, shown): &(&str, Vec<&str>)| match *kind {
        "" => format!("For each one, please show {}.", and(shown)),
        kind => format!("For {kind}, also show {}.", and(shown)),
    };
    kinds.iter().map(sentence).collect()
}

/// `a, b and c`.
fn and(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// `left`, `right`, or `left and right`; for a fact of no joint, nothing.
fn sides(sides: &[Laterality]) -> String {
    let names: Vec<&str> = sides.iter().map(|side| side.name()).collect();
    and(&names)
}

fn plural(sides: &[Laterality]) -> &'static str {
    if sides.len() > 1 { "s" } else { "" }
}

/// An entry by its kind and one of its dates, other than the part that is asked for.
fn entry_words(question: QuestionId, entry: &Entry, asked: Part) -> String {
    let noun = match entry.part(Part::Kind) {
        Some(Answer::Choice(kind)) => letter_label(kind),
        _ => question_for(question.field()).entry_noun.to_owned(),
    };
    let dates = [(Part::Date, "of"), (Part::Start, "from"), (Part::End, "to")];
    let mut known = dates.iter().filter(|(part, _)| *part != asked).filter_map(|(part, word)| {
        let day = entry.part(*part)?.date()?;
        Some(format!(" {word} {day}"))
    });
    format!("the {noun}{}", known.next().unwrap_or_default())
}

/// A date known to the month or the year only.
fn partial(answer: &Answer) -> Option<PartialDate> {
    answer.date().filter(|when| !when.is_day())
}

/// A known answer in the letter.
fn in_words(answer: &Answer) -> String {
    match answer {
        Answer::Choice(name) => letter_label(name),
        Answer::Choices(names) if names.is_empty() => "none".to_owned(),
        Answer::Choices(names) => {
            let labels: Vec<String> = names.iter().map(|name| letter_label(name)).collect();
            and(&labels.iter().map(String::as_str).collect::<Vec<_>>())
        }
        Answer::Text(words) => words.to_string(),
        Answer::Day(day) => day.to_string(),
        Answer::PartialDate(when) => when.to_string(),
        Answer::DateOrOngoing(end) => end.to_string(),
        Answer::DateOrAgo(onset) => onset.to_string(),
        Answer::DayOrNone(block) => block.to_string(),
        Answer::Number(number) => number.to_string(),
        Answer::Codes(_) | Answer::Entries(_) | Answer::NotDocumented => String::new(),
    }
}

fn letter_label(name: &str) -> String {
    let short = LETTER_OPTIONS.iter().find(|(option, _)| *option == name);
    short.map_or_else(|| option_label(name), |(_, label)| (*label).to_owned())
}
