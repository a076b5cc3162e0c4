//! `import`: makes a case of a provider's response, or takes its answers into one.

use std::io;
use std::path::Path;

use crate::case::{Case, QuestionId};
use crate::casefile::complaint;
use crate::cli::ImportArgs;
use crate::fhir::{Names, ReadOptions, ResponseReader};
use crate::interview::{Interview, Taken, take_answers};
use crate::session::{NewCaseError, Workspace};
use crate::store::CaseId;

use super::case_folder::has_folder;
use super::response_file::ResponseFile;
use super::source::Source;
use super::{Status, Streams};

/// Imports each response; a bad one is reported and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn import(
    args: &ImportArgs,
    workspace: &Workspace,
    names: &Names,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    if !has_folder(&workspace.folder, to)? {
        return Ok(Status::Invalid);
    }
    let import = Import {
        args,
        workspace,
        reader: ResponseReader::new(&workspace.settings.editions, names),
        into: args.into.as_deref().map(|case| workspace.folder.case_named(case)),
    };
    let mut status = Status::Done;
    for file in &args.files {
        status = status.max(import.file(file, to)?);
    }
    Ok(status)
}

struct Import<'i> {
    args: &'i ImportArgs,
    workspace: &'i Workspace,
    reader: ResponseReader,
    /// The case to take the answers into; none where it has no such name.
    into: Option<Option<CaseId>>,
}

/// What an import did, or would do.
struct Outcome {
    /// The name of the case, or of the file where nothing is written.
    name: String,
    case: Case,
    taken: usize,
    /// What is kept instead of what the response says.
    kept: Vec<String>,
    /// What is wrong with the case on the disk although it was imported.
    problem: Option<String>,
}

type Refusal = (Status, String);

impl Import<'_> {
    fn file(&self, file: &Path, to: &mut Streams<'_>) -> io::Result<Status> {
        let source = Source::of_path(file);
        let read = self.options().and_then(|options| {
            let read = ResponseFile::read(&source, &self.reader, options);
            read.map_err(|error| (Status::Invalid, error.to_string()))
        });
        let response = match read {
            Ok(response) => response,
            Err((status, problem)) => {
                writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
                return Ok(status);
            }
        };
        response.print_complaints(&self.reader, to)?;
        if !response.is_usable(self.args.partial) {
            return Ok(Status::Invalid);
        }
        let whole = response.imported.complaints.is_empty();
        let status = if whole { Status::Done } else { Status::Invalid };
        match self.take(&source, &response) {
            Ok(outcome) => Ok(status.max(self.print(&source, &outcome, to)?)),
            Err((refused, problem)) => {
                writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
                Ok(status.max(refused))
            }
        }
    }

    /// How a response is read: for a case, by its day of receipt unless another is given.
    fn options(&self) -> Result<ReadOptions, Refusal> {
        let received = match (&self.into, self.args.response.received) {
            (Some(_), None) => self.case_to_fill()?.facts.request.received.0,
            (_, given) => given,
        };
        Ok(ReadOptions { received, is_own: self.args.response.own })
    }

    fn case_to_fill(&self) -> Result<Case, Refusal> {
        let id = self.id()?;
        let (case, _) = self
            .workspace
            .folder
            .read_case(id, &self.workspace.settings.editions)
            .map_err(|error| (Status::Invalid, format!("{id}: {error}")))?;
        Ok(case)
    }

    fn id(&self) -> Result<&CaseId, Refusal> {
        let id = self.into.as_ref().and_then(Option::as_ref);
        id.ok_or_else(|| (Status::Invalid, "--into takes the name of a case in the case folder".to_owned()))
    }

    fn take(&self, source: &Source, response: &ResponseFile) -> Result<Outcome, Refusal> {
        let given = &response.imported.case;
        match (self.args.check, &self.into) {
            (_, None) if says_nothing(given) => {
                Err((Status::Invalid, "there is no answer to be taken: no case is made".to_owned()))
            }
            (true, None) => Ok(Outcome::of_new(source.display_name().to_string(), given.clone(), given)),
            (true, Some(_)) => {
                let taken = take_answers(&self.case_to_fill()?, given);
                let case = taken.case.clone();
                Ok(Outcome::of(source.display_name().to_string(), case, taken))
            }
            (false, None) => self.make(given, &response.digest()),
            (false, Some(_)) => self.fill(given, &response.digest()),
        }
    }

    /// Makes a new case.
    fn make(&self, given: &Case, digest: &str) -> Result<Outcome, Refusal> {
        let made = self.workspace.create_from_response(given, self.args.even_so, digest);
        let mut session = made.map_err(|error| match error {
            NewCaseError::MayDuplicate(_) => {
                let remedy = "take it into that case with --into, or make this one too with --even-so";
                (Status::Differences, format!("{error}: {remedy}"))
            }
            error => (Status::Invalid, error.to_string()),
        })?;
        let outcome = Outcome::of_new(session.id().to_string(), session.case().clone(), given);
        Ok(Outcome { problem: session.close().err(), ..outcome })
    }

    /// Takes the answers into a case.
    fn fill(&self, given: &Case, digest: &str) -> Result<Outcome, Refusal> {
        let id = self.id()?;
        let refused = |problem: String| (Status::Invalid, format!("{id}: {problem}"));
        let mut session = self.workspace.open(id).map_err(|error| refused(error.to_string()))?;
        let taken = session.import(given, digest).map_err(|error| refused(error.to_string()))?;
        let outcome = Outcome::of(id.to_string(), session.case().clone(), taken);
        Ok(Outcome { problem: session.close().err(), ..outcome })
    }

    /// Prints what was taken; what is kept is a conflict.
    fn print(&self, source: &Source, outcome: &Outcome, to: &mut Streams<'_>) -> io::Result<Status> {
        let Outcome { name, case, taken, kept, problem } = outcome;
        let interview = Interview::of(case.clone(), &self.workspace.settings);
        let unconfirmed =
            QuestionId::all().filter(|question| interview.case().is_unconfirmed(*question)).count();
        let open = interview.open().len();
        writeln!(to.out, "{name}: taken {taken}, to confirm {unconfirmed}, open {open}")?;
        for place in kept {
            let remedy = "the case has another answer, which is kept: ask the provider, or correct the case";
            writeln!(to.err, "{}: {place}: {remedy}", source.display_name())?;
        }
        if let Some(problem) = problem {
            writeln!(to.err, "{problem}")?;
            return Ok(Status::Invalid);
        }
        Ok(if kept.is_empty() { Status::Done } else { Status::Differences })
    }
}

impl Outcome {
    fn of_new(name: String, case: Case, given: &Case) -> Self {
        Self { name, case, taken: answers(given), kept: Vec::new(), problem: None }
    }

    fn of(name: String, case: Case, taken: Taken) -> Self {
        let kept = taken.kept.iter().map(ToString::to_string).chain(taken.kept_notes).collect();
        Self { name, case, taken: taken.taken.len(), kept, problem: None }
    }
}

/// How many answers a response gives: the day of receipt is not one of a provider's.
fn answers(given: &Case) -> usize {
    let is_given = |question: &QuestionId| {
        given.facts.answer(*question).is_some()
            && (given.provider.is_none() || given.source(*question).is_some())
    };
    QuestionId::all().filter(is_given).count()
}

fn says_nothing(given: &Case) -> bool {
    answers(given) == 0 && given.evidence.is_empty() && given.flags.is_empty()
}
