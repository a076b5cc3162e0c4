//! The letter that asks the provider for what a determination lacks: its parts as
//! data, which the renderers below print as text, Markdown and HTML. It is no
//! decision, says so, and sends nothing.

mod html;
mod markdown;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;

use chrono::NaiveDate;

use crate::case::{Choice, Facts, QuestionId, State, Text};
use crate::casefile::{Form, FormName, LetterForm};
use crate::policy::{self, Determination, InformationRequest, PolicySettings};
use crate::questions::{LetterPoint, label, letter_points, option_label};

pub use html::letters_html;
pub use markdown::letters_markdown;
pub use text::{LETTER_WIDTH, letter_text, letters_text};

/// What a letter is made from.
#[derive(Debug, Clone, Copy)]
pub struct LetterOf<'c> {
    /// The name of the case.
    pub case: &'c Text,
    /// The facts of the case.
    pub facts: &'c Facts,
    /// The determination of the case.
    pub determination: &'c Determination,
    /// The settings it was made under.
    pub settings: &'c PolicySettings,
    /// The plan's own words.
    pub form: &'c LetterForm,
    /// Today.
    pub today: NaiveDate,
}

/// A letter, part by part; each sentence stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Why it must not be sent; empty for a letter that may be.
    pub warnings: Vec<String>,
    /// The plan's lines above it.
    pub letterhead: Vec<String>,
    /// The heading.
    pub title: &'static str,
    /// Which request it is about: labels and values.
    pub particulars: Vec<(&'static str, String)>,
    /// The sentences before the points.
    pub opening: Vec<String>,
    /// What is asked for.
    pub points: Vec<LetterPoint>,
    /// The sentences after the points.
    pub notice: Vec<String>,
    /// The plan's lines below it.
    pub closing: Vec<String>,
}

/// Why there is no letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoLetter {
    /// Nothing is asked for.
    NothingToAsk,
    /// These questions have no answer yet.
    Unanswered(Vec<QuestionId>),
    /// It would rest on limits other than the policy's.
    Hypothetical,
}

impl fmt::Display for NoLetter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingToAsk => out.write_str("there is nothing to ask the provider for: no letter"),
            Self::Unanswered(questions) => {
                write!(out, "no letter yet: {}; answer them first", unanswered(questions))
            }
            Self::Hypothetical => out.write_str(
                "no letter: it would ask for what other limits need; make it without replaced limits",
            ),
        }
    }
}

/// How many questions have no answer, and the first of them.
fn unanswered(questions: &[QuestionId]) -> String {
    const MOST: usize = 3;
    if questions.is_empty() {
        return "some questions have no answer".to_owned();
    }
    let named: Vec<String> = questions.iter().take(MOST).map(|question| label(*question)).collect();
    let (count, more) = (questions.len(), questions.len().saturating_sub(MOST));
    let rest = if more == 0 { String::new() } else { format!("; and {more} more") };
    let have = if count == 1 { "1 question has" } else { &format!("{count} questions have") };
    format!("{have} no answer ({}{rest})", named.join("; "))
}

impl Letter {
    /// The letter of a case, once all questions that matter are answered.
    ///
    /// # Errors
    /// Why there is no letter.
    pub fn of(of: &LetterOf<'_>) -> Result<Self, NoLetter> {
        if of.determination.hypothetical {
            return Err(NoLetter::Hypothetical);
        }
        match of.unanswered() {
            Some(open) => Err(NoLetter::Unanswered(open)),
            None => Self::written(of, Vec::new()),
        }
    }

    /// The letter of a case as it is now, which says on top why it must not be sent.
    ///
    /// # Errors
    /// When nothing is asked for.
    pub fn draft(of: &LetterOf<'_>) -> Result<Self, NoLetter> {
        let mut warnings = Vec::new();
        if let Some(open) = of.unanswered() {
            warnings.push(format!("DRAFT, not to be sent: {}. Answer them first.", unanswered(&open)));
        }
        if of.determination.hypothetical {
            warnings
                .push("HYPOTHETICAL, not to be sent: made with other limits than the policy's.".to_owned());
        }
        Self::written(of, warnings)
    }

    fn written(of: &LetterOf<'_>, warnings: Vec<String>) -> Result<Self, NoLetter> {
        let requests = of.requests();
        let points = letter_points(of.facts, &of.settings.editions, &requests);
        if points.is_empty() {
            return Err(NoLetter::NothingToAsk);
        }
        Ok(Self {
            warnings,
            letterhead: of.lines(&of.form.letterhead),
            title: "Request for information",
            particulars: of.particulars(),
            opening: of.opening(),
            points,
            notice: NOTICE.map(str::to_owned).into(),
            closing: of.lines(&of.form.closing),
        })
    }

    /// The sentences in the program's own words, in their order.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        let points = self.points.iter().flat_map(|point| point.sentences.iter().chain(&point.if_so));
        self.opening.iter().chain(points).chain(&self.notice).map(String::as_str)
    }
}

/// The sentences under the points.
const NOTICE: [&str; 5] = [
    "If you do not have one of these, please say so.",
    "If there is none, please say that too.",
    "Please send it all in one reply.",
    "This letter is not a decision.",
    "It asks for facts only, and it does not say how the request will end.",
];

/// Whether an unanswered question is behind a request. A fact that hangs on the
/// answer to another one can't be known before that one.
fn is_open(request: &InformationRequest) -> bool {
    request.state == State::Unanswered && request.only_if.is_none()
}

impl<'c> LetterOf<'c> {
    /// What the provider is asked for: all that is requested and was looked for.
    fn requests(&self) -> Vec<&'c InformationRequest> {
        let all = &self.determination.ask_for;
        let looked_for = |request: &InformationRequest| {
            let parent = request.only_if.map(|condition| condition.question);
            let parent_is_open = all.iter().any(|other| Some(other.question) == parent && is_open(other));
            !is_open(request) && !parent_is_open
        };
        all.iter().filter(|request| looked_for(request)).collect()
    }

    /// The questions that must be answered before the letter is sent, if any must.
    fn unanswered(&self) -> Option<Vec<QuestionId>> {
        let open = self.open_questions();
        (!self.determination.complete || !open.is_empty()).then_some(open)
    }

    /// The questions that matter and have no answer.
    fn open_questions(&self) -> Vec<QuestionId> {
        let asked = policy::asked(self.facts, self.settings).into_iter().map(|fact| fact.question);
        let requested = self.determination.ask_for.iter().filter(|request| is_open(request));
        let mut open: Vec<QuestionId> = Vec::new();
        for question in asked.chain(requested.map(|request| request.question)) {
            if !open.contains(&question) {
                open.push(question);
            }
        }
        open
    }

    fn opening(&self) -> Vec<String> {
        let policy = self.determination.editions.first().map_or("", |label| label.policy);
        vec![
            format!("We have your request of {}.", self.determination.received),
            "We need more facts to go on with it.".to_owned(),
            "Please send us what is named below.".to_owned(),
            format!("The numbers in brackets are the items of policy {policy} that ask for it."),
        ]
    }

    fn particulars(&self) -> Vec<(&'static str, String)> {
        let value = |name| self.value(name);
        let member = [value(FormName::Member), value(FormName::MemberId)];
        let member: Vec<String> = member.into_iter().filter(|words| !words.is_empty()).collect();
        vec![
            ("Date", value(FormName::Today)),
            ("Case", value(FormName::Case)),
            ("Member", member.join(", ")),
            ("Procedure", value(FormName::Procedure)),
            ("Side", value(FormName::Side)),
            ("Received", value(FormName::Received)),
            ("Planned for", value(FormName::Service)),
            ("Policy", value(FormName::Policy)),
        ]
    }

    /// The plan's lines with the names filled in, safe to show.
    fn lines(&self, form: &Form) -> Vec<String> {
        let lines = form.lines(|name| self.value(name));
        lines.into_iter().map(|line| Text::new(line.trim_end()).to_string()).collect()
    }

    fn value(&self, name: FormName) -> String {
        let request = &self.facts.request;
        let known = |words: Option<&Text>| words.map(ToString::to_string).unwrap_or_default();
        match name {
            FormName::Member => known(self.facts.member.name.known()),
            FormName::MemberId => known(self.facts.member.id.0.as_ref()),
            FormName::Case => self.case.to_string(),
            FormName::Received => self.determination.received.to_string(),
            FormName::Procedure => {
                let name = request.procedure.0.map(|procedure| option_label(procedure.name()));
                format!("{}, sacroiliac joint", name.unwrap_or_default())
            }
            FormName::Side => request.side.0.map(|side| option_label(side.name())).unwrap_or_default(),
            FormName::Service => self.service(),
            FormName::Policy => super::outline::policy(&self.determination.editions),
            FormName::Today => self.today.to_string(),
        }
    }

    fn service(&self) -> String {
        let joints = self.facts.request.side.0.map(|side| side.joints()).unwrap_or_default();
        let day = |side| match self.facts.joint(side).service_date.known() {
            Some(day) => day.to_string(),
            None => "no day given".to_owned(),
        };
        let each = joints.iter().map(|side| format!("{} ({})", day(*side), side.name()));
        each.collect::<Vec<_>>().join(", ")
    }
}
