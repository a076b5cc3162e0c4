//! The missing facts of a determination: those that nobody has answered yet, apart
//! from those that the record lacks.

use crate::case::{Laterality, Part, Shape, State};
use crate::policy::{Determination, InformationRequest, Item, ItemFinding, ServiceLine};
use crate::questions::{condition, shape, with_labels};

/// One missing fact.
#[derive(Debug)]
pub struct RequestOutline<'d> {
    /// The fact, and the items it serves.
    pub request: &'d InformationRequest,
    /// Whether it is a question to answer; the interview asks for its details itself.
    is_open: bool,
}

/// The missing facts in two lists, which are never mixed.
#[derive(Debug)]
pub(super) struct Requests<'d> {
    /// The questions to answer.
    pub(super) unanswered: Vec<RequestOutline<'d>>,
    /// What to ask the provider for.
    pub(super) not_documented: Vec<RequestOutline<'d>>,
}

impl<'d> Requests<'d> {
    pub(super) fn of(determination: &'d Determination) -> Self {
        let all = &determination.ask_for;
        let outline = |is_open| move |request| RequestOutline { request, is_open };
        let (open, not_documented): (Vec<_>, Vec<_>) = all.iter().partition(|request| is_open(request, all));
        // What depends on an open question is asked when that one is answered.
        let unanswered = open.into_iter().filter(|request| request.only_if.is_none());
        Self {
            unanswered: unanswered.map(outline(true)).collect(),
            not_documented: not_documented.into_iter().map(outline(false)).collect(),
        }
    }

    /// How many of the facts that an item misses are open questions.
    pub(super) fn open_of(&self, side: Laterality, found: &ItemFinding) -> OpenQuestions {
        self.open_where(|outline| outline.serves(side, found.item))
    }

    /// The same for a billed line.
    pub(super) fn open_of_line(&self, line: &ServiceLine) -> OpenQuestions {
        self.open_where(|outline| outline.request.serves(line.item))
    }

    fn open_where(&self, serves: impl Fn(&RequestOutline<'_>) -> bool) -> OpenQuestions {
        match (self.unanswered.iter().any(&serves), self.not_documented.iter().any(&serves)) {
            (false, _) => OpenQuestions::None,
            (true, true) => OpenQuestions::Some,
            (true, false) => OpenQuestions::All,
        }
    }
}

/// How many of the facts that an item misses are questions not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpenQuestions {
    None,
    Some,
    All,
}

/// Whether a fact is a question to answer. A fact that is needed only after another
/// answer goes with that other one: nobody could have asked it before.
fn is_open(request: &InformationRequest, all: &[InformationRequest]) -> bool {
    let state = match request.only_if {
        None => Some(request.state),
        Some(condition) => {
            all.iter().find(|other| other.question == condition.question).map(|other| other.state)
        }
    };
    state == Some(State::Unanswered)
}

impl RequestOutline<'_> {
    /// The number of the first item it serves.
    pub fn label(&self) -> &'static str {
        self.request.items.first().map_or("", |item| item.number())
    }

    /// Whether it serves this item of this joint.
    fn serves(&self, side: Laterality, item: Item) -> bool {
        self.request.serves(item) && self.request.question.side().is_none_or(|other| other == side)
    }

    /// What is asked for: when it is needed, what the record has, what the answer has
    /// to show, and the other items it serves.
    pub fn words(&self) -> String {
        let request = self.request;
        let when = request.only_if.map(|only_if| format!("{}: ", condition(only_if))).unwrap_or_default();
        let what = with_labels(&request.what);
        format!("{when}{what}{}{}{}", self.state(), self.to_show(), self.other_items())
    }

    /// Why it is asked for. Questions to answer stand under their own heading.
    fn state(&self) -> &'static str {
        match self.request.state {
            State::NotDocumented => " (not documented)",
            State::Known => " (known, but not enough)",
            State::Unanswered => "",
        }
    }

    fn to_show(&self) -> String {
        let request = self.request;
        if request.show.is_empty() || self.is_open {
            return String::new();
        }
        let is_list = request.entry.is_none() && matches!(shape(request.question), Shape::Entries(_));
        let intro = if is_list { "for each" } else { "it has to show" };
        format!("; {intro}: {}", and_list(request.show.iter().copied().map(Part::label)))
    }

    fn other_items(&self) -> String {
        let others = self.request.items.iter().skip(1).map(|item| item.number());
        if self.request.items.len() > 1 { format!("; also for {}", and_list(others)) } else { String::new() }
    }
}

/// `a, b and c`.
fn and_list<'t>(words: impl Iterator<Item = &'t str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
