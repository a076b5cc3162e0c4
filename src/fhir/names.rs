//! The names that a system on the other side sees: addresses, code systems, versions.

use crate::case::{
    ActiveKind, BlockPlace, Character, Choice, ImplantedDevice, Inability, InactiveKind, Location, Procedure,
    ProvocationTest, Purpose, Report, RequestedSide, Sedation, Technique, YesNo,
};
use crate::policy::POLICY;

/// Where the names begin until a plan gives its own.
pub const BASE: &str = "https://example.org/fhir/sij-intake";

/// The revision of the form: higher after each change of a link, a type, an option or a
/// condition, so that no response is read by the wrong form.
const REVISION: u32 = 1;

/// Yes and no.
const YES_NO: &str = "http://terminology.hl7.org/CodeSystem/v2-0136";
/// Why there is no answer.
const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
/// Units.
pub const UCUM: &str = "http://unitsofmeasure.org";
/// The units of time that a duration is given in: as UCUM writes them, and as the case
/// file does.
pub const TIME_UNITS: [(&str, &str); 4] = [("d", "days"), ("wk", "weeks"), ("mo", "months"), ("a", "years")];
/// The extension for where an answer came from.
pub const ORIGIN: &str = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin";

/// The names of the code systems for choices, each with its options.
const LISTS: &[(&[&str], &str)] = &[
    (Procedure::NAMES, "procedure"),
    (RequestedSide::NAMES, "requested-side"),
    (Sedation::NAMES, "sedation"),
    (BlockPlace::NAMES, "block-place"),
    (Technique::NAMES, "technique"),
    (Location::NAMES, "location"),
    (Character::NAMES, "character"),
    (ProvocationTest::NAMES, "provocation-test"),
    (Purpose::NAMES, "purpose"),
    (ActiveKind::NAMES, "active-therapy"),
    (InactiveKind::NAMES, "inactive-therapy"),
    (Inability::NAMES, "inability"),
    (ImplantedDevice::NAMES, "implanted-device"),
    (Report::NAMES, "report"),
];

/// A code system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// Yes and no.
    YesNo,
    /// Why there is no answer.
    Absent,
    /// The states of an answer that are no value: listed below, none, going on.
    AnswerState,
    /// The options of a choice, by the name of their list.
    List(&'static str),
    /// The items of the policy.
    Items,
}

impl System {
    /// The code system of a choice with these options.
    pub(super) fn of_options(names: &'static [&'static str]) -> Self {
        if names == YesNo::NAMES {
            return Self::YesNo;
        }
        // A test checks that each choice has a list.
        LISTS
            .iter()
            .find(|(options, _)| *options == names)
            .map_or(Self::AnswerState, |(_, list)| Self::List(list))
    }
}

/// The names under one base address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    base: String,
}

impl Default for Names {
    fn default() -> Self {
        Self::under(BASE)
    }
}

impl Names {
    /// The names that begin with this address.
    pub fn under(base: &str) -> Self {
        Self { base: base.trim_end_matches('/').to_owned() }
    }

    /// The address of a code system.
    pub fn system(&self, system: System) -> String {
        match system {
            System::YesNo => YES_NO.to_owned(),
            System::Absent => ABSENT.to_owned(),
            System::AnswerState => self.code_system("answer-state"),
            System::List(list) => self.code_system(list),
            System::Items => self.code_system(&policy()),
        }
    }

    fn code_system(&self, name: &str) -> String {
        format!("{}/CodeSystem/{name}", self.base)
    }

    /// The address of the form.
    pub fn questionnaire(&self) -> String {
        format!("{}/Questionnaire/{}", self.base, policy())
    }

    /// The address of the form with its version, for the edition of that name.
    pub fn canonical(&self, edition: &str) -> String {
        format!("{}|{}", self.questionnaire(), version(edition))
    }

    /// The address of the rules with their version.
    pub fn library(&self, edition: &str) -> String {
        format!("{}/Library/{}|{edition}", self.base, policy())
    }

    /// The code system of outcomes.
    pub fn outcome(&self) -> String {
        self.code_system("outcome")
    }

    /// The system of the names of cases.
    pub fn case(&self) -> String {
        format!("{}/NamingSystem/case", self.base)
    }

    /// The system of the members' identifiers.
    pub fn member(&self) -> String {
        format!("{}/NamingSystem/member", self.base)
    }

    /// Where the text of an item is.
    pub fn item(&self, number: &str) -> String {
        format!("{}/policy/{}#{number}", self.base, policy())
    }
}

/// The policy's name in addresses.
pub(super) fn policy() -> String {
    POLICY.to_lowercase()
}

/// The version of the form: the name of the edition, and the revision.
pub fn version(edition: &str) -> String {
    format!("{edition}.{REVISION}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{QuestionId, Shape};
    use crate::questions::shape;

    #[test]
    fn each_choice_has_a_code_system_of_its_own() {
        let of = |shape: Shape| match shape {
            Shape::Choice(names) | Shape::Choices(names) => vec![names],
            Shape::Entries(parts) => parts
                .iter()
                .filter_map(|part| match part.shape {
                    Shape::Choice(names) => Some(names),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let all: Vec<_> = QuestionId::all().flat_map(|question| of(shape(question))).collect();
        assert!(all.iter().all(|names| System::of_options(names) != System::AnswerState));
        let mut lists: Vec<&str> = LISTS.iter().map(|(_, list)| *list).collect();
        lists.sort_unstable();
        lists.dedup();
        assert_eq!(lists.len(), LISTS.len());
        assert!(LISTS.iter().all(|(names, _)| all.contains(names)));
    }

    #[test]
    fn names_begin_with_the_base_wherever_it_ends() {
        for base in ["https://plan.example/fhir", "https://plan.example/fhir/"] {
            let names = Names::under(base);
            assert_eq!(names.questionnaire(), "https://plan.example/fhir/Questionnaire/mm-1463");
            assert_eq!(names.system(System::List("side")), "https://plan.example/fhir/CodeSystem/side");
            assert_eq!(names.system(System::YesNo), YES_NO);
        }
    }
}
