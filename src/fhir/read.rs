//! Reading a provider's QuestionnaireResponse: the case it gives, and every complaint
//! about it with its line, its column, its link and what to do. A complaint never quotes
//! a value: it may be patient data.

mod build;
mod collect;
mod depth;
mod fact;
mod found;
mod head;
mod json;
mod notes;
mod plan;
mod source;
mod value;

use chrono::NaiveDate;

use crate::case::{Case, QuestionId, Text};
use crate::casefile::Complaint;
use crate::policy::{self, Editions};

use super::names::Names;
use super::tree::Form;
use build::build;
use collect::collect;
use found::{Findings, Spot};
use head::Head;
use plan::Plan;

/// The largest response that is read, in bytes.
pub const LARGEST_RESPONSE: usize = 1_048_576;

/// Reads responses. To make one takes longer than to read a response with it; it keeps
/// nothing of what it reads.
#[derive(Debug)]
pub struct ResponseReader {
    plan: Plan,
    head: Head,
    editions: Editions,
}

/// How a response is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The day the plan received the request.
    pub received: Option<NaiveDate>,
    /// Whether this program wrote it: then its day of receipt and its flags are read too,
    /// and its answers are no provider's.
    pub is_own: bool,
}

/// What was read of a response.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Imported {
    /// The case it gives, without the answers that there are complaints about. Unless the
    /// response is this program's own, it says which answers are the provider's.
    pub case: Case,
    /// What is wrong, in the order of the text.
    pub complaints: Vec<Complaint>,
    /// What is left out, or odd, in the order of the text.
    pub warnings: Vec<Complaint>,
    /// Whether nothing of it can be used, whatever else it says.
    pub is_useless: bool,
    /// The identifier of the response; blank where it has none.
    pub identifier: Text,
    /// Where each answer of the case is: a byte of the text.
    places: Vec<(QuestionId, usize)>,
}

impl ResponseReader {
    /// A reader of the forms of these editions, with names under a base address.
    pub fn new(editions: &Editions, names: &Names) -> Self {
        Self {
            plan: Plan::new(&Form::of(editions), names),
            head: Head::new(editions, names),
            editions: editions.clone(),
        }
    }

    /// Reads one response.
    pub fn read(&self, text: &str, options: ReadOptions) -> Imported {
        let mut found = Findings::default();
        let read = self.read_case(text, options, &mut found).unwrap_or_default();
        let is_useless = found.is_useless;
        let (complaints, warnings) = found.sorted(text);
        Imported { complaints, warnings, is_useless, ..read }
    }

    /// The identifier and the case, unless nothing of the response can be used.
    fn read_case(&self, text: &str, options: ReadOptions, found: &mut Findings) -> Option<Imported> {
        let resource = head::parse(text, found)?;
        let response = self.head.check(&resource, text, found)?;
        let collected = collect(&self.plan, text, &response.item, options.is_own, found);
        if found.is_useless {
            return None;
        }
        let provider = head::provider(response);
        let identifier = provider.response.clone();
        let provider = (!options.is_own).then_some(provider);
        let (case, places) = build(&self.plan, collected, provider, options.received, found);
        Some(Imported { case, identifier, places, ..Imported::default() })
    }

    /// A warning for each answer to a question that is not asked in this request.
    pub fn unasked(&self, imported: &Imported, text: &str) -> Vec<Complaint> {
        let facts = &imported.case.facts;
        let request = &facts.request;
        if request.procedure.0.is_none() || request.side.0.is_none() || request.received.0.is_none() {
            return Vec::new();
        }
        let considered = policy::considered(facts, &self.editions);
        let mut found = Findings::default();
        for (question, at) in imported.places.iter().filter(|(question, _)| !considered.contains(question)) {
            let link = question.to_string();
            found.warn(Spot::new(&link, *at), "this is not asked in this request: the answer is set aside");
        }
        found.sorted(text).1
    }
}
