//! What is true of every case that is exported and read again: its answers, its
//! determination and its response are what they were.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use sij_intake::case::{Answer, AnswerSource, Case, Facts, QuestionId, Text};
use sij_intake::casefile;
use sij_intake::fhir::{Audience, Form, Imported, Names, ReadOptions, ResponseOf, ResponseReader, response};
use sij_intake::interview::Interview;
use sij_intake::policy::{self, PolicySettings};
use sij_intake::report;

use super::super::properties::strategies::files;
use super::super::sample_cases::sample_cases;

/// What a response is written and read with.
struct Doors {
    form: Form,
    names: Names,
    reader: ResponseReader,
    settings: PolicySettings,
}

thread_local!(static DOORS: Doors = Doors::new());

const OWN: ReadOptions = ReadOptions { received: None, is_own: true };
const OF_A_PROVIDER: ReadOptions = ReadOptions { received: None, is_own: false };

impl Doors {
    fn new() -> Self {
        Self {
            form: Form::of(policy::editions()),
            names: Names::default(),
            reader: super::reader(),
            settings: PolicySettings::default(),
        }
    }

    /// The case without the answers that do not apply, as it is exported.
    fn settled(&self, case: &Case) -> Case {
        let settled = Interview::of(case.clone(), &self.settings).case().clone();
        Case { set_aside: Facts::default(), facts: without_unasked_parts(settled.facts), ..settled }
    }

    fn written(&self, case: &Case, audience: Audience) -> String {
        let is_complete = Interview::of(case.clone(), &self.settings).open().is_empty();
        let of = ResponseOf { name: &Text::new("one"), case, is_complete, date: None, audience };
        response(&of, &self.form, &self.names).json
    }

    fn read(&self, text: &str, options: ReadOptions) -> Imported {
        let imported = self.reader.read(text, options);
        assert_eq!(imported.complaints, [], "{text}");
        imported
    }

    /// The determination as JSON, without the ways to meet an item, which are slow to work out.
    fn determined(&self, case: &Case) -> Option<String> {
        let determination = policy::decide(case, &self.settings).ok()?;
        Some(report::json(&Text::new("one"), &determination))
    }

    /// Laws 1, 2 and 5 for this program's own export.
    fn check_own(&self, case: &Case) {
        let settled = self.settled(case);
        let text = self.written(&settled, Audience::Plan);
        let imported = self.read(&text, OWN);
        assert_eq!(imported.warnings.iter().filter(|warning| warning.key != "status").count(), 0, "{text}");
        let found = &imported.case;
        assert_eq!(file(&found.facts), file(&settled.facts));
        assert_eq!((&found.flags, &found.evidence), (&settled.flags, &settled.evidence), "{text}");
        assert_eq!(found.provider, None);
        assert_eq!(self.determined(found), self.determined(&settled));
        assert_eq!(self.written(found, Audience::Plan), text);
    }

    /// Laws 3 and 5 for a response that the plan fills in for the provider.
    fn check_prefilled(&self, case: &Case) {
        let settled = self.settled(case);
        let text = self.written(&settled, Audience::Provider);
        let found = self.read(&text, OF_A_PROVIDER).case;
        let mut expected = settled.facts;
        expected.request.received.0 = None;
        assert_eq!(file(&found.facts), file(&expected));
        assert_eq!((found.flags.len(), &found.evidence), (0, &settled.evidence), "{text}");
        for question in QuestionId::all() {
            let answered = found.facts.answer(question).is_some();
            let source = answered.then_some(AnswerSource::AutoServer);
            assert_eq!((found.is_unconfirmed(question), found.source(question)), (answered, source));
        }
        assert_eq!(self.written(&found, Audience::Provider), text);
    }
}

/// The facts without the parts of entries that are asked only of another kind of therapy:
/// the form does not show them there.
fn without_unasked_parts(mut facts: Facts) -> Facts {
    for question in QuestionId::all() {
        let Some(Answer::Entries(mut entries)) = facts.answer(question) else { continue };
        for entry in &mut entries {
            let whole = entry.clone();
            entry.0.retain(|(part, _)| policy::part_is_relevant(&whole, *part));
        }
        facts.fact_mut(question).set(Some(&Answer::Entries(entries))).unwrap();
    }
    facts
}

/// The facts as a case file has them, for a difference that can be read.
fn file(facts: &Facts) -> String {
    casefile::write(&Case { facts: facts.clone(), ..Case::default() })
}

/// The case without what a provider gave: `--own` does not keep that.
fn without_provider(case: Case) -> Case {
    Case { provider: None, ..case }
}

#[test]
fn sample_that_is_exported_and_imported_is_what_it_was() {
    for (_, case) in sample_cases() {
        let case = without_provider(case);
        DOORS.with(|doors| doors.check_own(&case));
        DOORS.with(|doors| doors.check_prefilled(&case));
    }
}

proptest! {
    #[test]
    fn case_that_is_exported_and_imported_is_what_it_was(case in files()) {
        let case = without_provider(case.0);
        DOORS.with(|doors| doors.check_own(&case));
        DOORS.with(|doors| doors.check_prefilled(&case));
    }

    #[test]
    fn response_with_a_byte_changed_is_read_or_refused(
        case in files(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes =
            DOORS.with(|doors| doors.written(&doors.settled(&case), Audience::Plan)).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        for options in [OWN, OF_A_PROVIDER] {
            let imported = DOORS.with(|doors| doors.reader.read(&text, options));
            prop_assert!(!imported.is_useless || !imported.complaints.is_empty());
            prop_assert!(!imported.is_useless || imported.case == Case::default());
        }
    }
}
