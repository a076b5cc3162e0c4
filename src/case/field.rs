//! The names of the facts: one table for the case file, the questions and the
//! facts a rule reads.

use std::fmt;

use super::answer::{Answer, Entry};
use super::choice::Laterality;
use super::facts::Facts;
use super::part::Part;
use super::value::{AnyFact, Mismatch, State};

macro_rules! fields {
    (case { $($variant:ident = $section:ident.$key:ident $label:literal),* $(,)? }
     joint { $($jvariant:ident = $jkey:ident $jlabel:literal),* $(,)? }
     after { $($avariant:ident = $asection:ident.$akey:ident $alabel:literal),* $(,)? }) => {
        /// The name of a fact; a fact of a joint exists once for each joint.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $(#[doc = $label] $variant,)*
            $(#[doc = $jlabel] $jvariant,)*
            $(#[doc = $alabel] $avariant),*
        }

        impl Field {
            /// All fields, in file order.
            pub const ALL: &'static [Self] =
                &[$(Self::$variant,)* $(Self::$jvariant,)* $(Self::$avariant),*];

            /// Its key in the file.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($key),)*
                    $(Self::$jvariant => stringify!($jkey),)*
                    $(Self::$avariant => stringify!($akey),)*
                }
            }

            /// Its name in a sentence.
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)*
                    $(Self::$jvariant => $jlabel,)*
                    $(Self::$avariant => $alabel,)*
                }
            }

            /// Its table in the file; `None` for the fields of a joint.
            pub const fn section(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some(stringify!($section)),)*
                    $(Self::$jvariant => None,)*
                    $(Self::$avariant => Some(stringify!($asection)),)*
                }
            }
        }

        impl QuestionId {
            /// Its table and its key in the case file.
            pub const fn name(self) -> &'static str {
                match (self.field, self.joint()) {
                    $((Field::$variant, _) => concat!(stringify!($section), ".", stringify!($key)),)*
                    $((Field::$jvariant, Laterality::Left) => concat!("left.", stringify!($jkey)),
                    (Field::$jvariant, Laterality::Right) => concat!("right.", stringify!($jkey)),)*
                    $((Field::$avariant, _) => concat!(stringify!($asection), ".", stringify!($akey)),)*
                }
            }

            const IN_FILE_ORDER: &'static [Self] = &[
                $(Field::$variant.at(Laterality::Left),)*
                $(Field::$avariant.at(Laterality::Left),)*
                $(Field::$jvariant.at(Laterality::Left),)*
                $(Field::$jvariant.at(Laterality::Right),)*
            ];
        }

        impl Facts {
            /// The fact a question fills.
            pub fn fact(&self, question: QuestionId) -> &dyn AnyFact {
                match question.field {
                    $(Field::$variant => &self.$section.$key,)*
                    $(Field::$jvariant => &self.joint(question.joint()).$jkey,)*
                    $(Field::$avariant => &self.$asection.$akey,)*
                }
            }

            /// The fact a question fills, mutable.
            pub fn fact_mut(&mut self, question: QuestionId) -> &mut dyn AnyFact {
                match question.field {
                    $(Field::$variant => &mut self.$section.$key,)*
                    $(Field::$jvariant => &mut self.joint_mut(question.joint()).$jkey,)*
                    $(Field::$avariant => &mut self.$asection.$akey,)*
                }
            }
        }
    };
}

fields! {
    case {
        MemberId = member.id "member identifier",
        MemberName = member.name "member name",
        BirthDate = member.birth_date "birth date",
        Received = request.received "day the request was received",
        Procedure = request.procedure "procedure",
        Side = request.side "side",
        Codes = request.codes "billed codes",
        Diagnoses = request.diagnoses "diagnoses",
        Sedation = request.sedation "sedation asked for",
        ImagingLine = request.imaging_line "imaging billed on a line of its own",
        OtherBlock = request.other_block "nearest other block or spinal injection",
        OtherBlockWhere = request.other_block_where "place of the other block",
        Technique = request.technique "ablation technique",
        Location = pain.location "location of the pain",
        Character = pain.character "character of the pain",
        Onset = pain.onset "onset of the pain",
        HerpesZoster = pain.herpes_zoster "herpes zoster as the cause",
    }
    joint {
        ServiceDate = service_date "planned date of service",
        SijPain = sij_pain "pain in the SIJ region",
        SijTenderness = sij_tenderness "tenderness in the SIJ region",
        PositiveTests = positive_tests "positive provocation tests",
        Injections = injections "earlier SIJ injections",
        Ablations = ablations "earlier SIJ ablations",
        Returned = returned "return of pain or loss of function",
    }
    after {
        ActiveTherapy = therapy.active "active conservative therapy",
        Inability = therapy.inability "inability to complete active therapy",
        InabilityInRecord = therapy.inability_in_record "inability stated in the record",
        InactiveTherapy = therapy.inactive "inactive conservative therapy",
        AlongsideActive = therapy.alongside_active "active therapy alongside the injection",
        AlongsideInactive = therapy.alongside_inactive "inactive therapy alongside the injection",
        Implanted = device.implanted "implanted stimulator or pump",
        Report = device.report "device interrogation report",
        Working = device.working "whether the device works properly",
    }
}

impl Facts {
    /// The answer to a question, or `None` while unanswered.
    pub fn answer(&self, question: QuestionId) -> Option<Answer> {
        self.fact(question).answer()
    }

    /// The state of one fact; unanswered where there is no such entry or part.
    pub fn state(&self, fact: FactId) -> State {
        match fact.entry {
            None => self.fact(fact.question).state(),
            Some((index, part)) => {
                self.fact(fact.question).entry_part(index, part).map_or(State::Unanswered, AnyFact::state)
            }
        }
    }

    /// The answer to one fact, or `None` while unanswered.
    pub fn answer_to(&self, fact: FactId) -> Option<Answer> {
        match fact.entry {
            None => self.answer(fact.question),
            Some((index, part)) => self.fact(fact.question).entry_part(index, part)?.answer(),
        }
    }

    /// Replaces the answer to one fact; `None` makes it unanswered.
    ///
    /// # Errors
    /// When the answer has another shape, or there is no such entry or part; nothing
    /// has changed then.
    pub fn set_fact(&mut self, fact: FactId, answer: Option<&Answer>) -> Result<(), Mismatch> {
        let known = self.fact_mut(fact.question);
        match fact.entry {
            None => known.set(answer),
            Some((index, part)) => known.entry_part_mut(index, part).ok_or(Mismatch)?.set(answer),
        }
    }

    /// The entries of a question's list; empty where the answer is no list.
    pub fn entries(&self, question: QuestionId) -> Vec<Entry> {
        match self.answer(question) {
            Some(Answer::Entries(entries)) => entries,
            _ => Vec::new(),
        }
    }
}

impl Field {
    /// Whether the field exists once for each joint.
    pub const fn of_a_joint(self) -> bool {
        self.section().is_none()
    }

    /// The question that fills this field; the side is ignored unless it is a field of a joint.
    pub const fn at(self, side: Laterality) -> QuestionId {
        QuestionId { field: self, side: if self.of_a_joint() { Some(side) } else { None } }
    }
}

/// The part of a question that an answer fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The question as a whole.
    Whole,
    /// One part of one entry of its list.
    Part {
        /// Which entry, counted from 0.
        index: usize,
        /// Which part.
        part: Part,
    },
}

/// A question of a case: its field, and the joint for a field of a joint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId {
    field: Field,
    side: Option<Laterality>,
}

/// One fact: the answer to a question, or to one part of one entry of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId {
    /// The question.
    pub question: QuestionId,
    /// For a list: the entry, counted from 0, and the part of it.
    pub entry: Option<(usize, Part)>,
}

impl QuestionId {
    /// Every question of a case, in file order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::IN_FILE_ORDER.iter().copied()
    }

    /// The question with this name: its table and its key.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|question| question.name() == name)
    }

    /// The field.
    pub const fn field(self) -> Field {
        self.field
    }

    /// The joint, for a field of a joint.
    pub const fn side(self) -> Option<Laterality> {
        self.side
    }

    /// Its table in the case file.
    pub const fn section(self) -> &'static str {
        match (self.field.section(), self.side) {
            (Some(section), _) => section,
            (None, Some(Laterality::Right)) => "right",
            (None, _) => "left",
        }
    }

    /// A number of its own, less than 128.
    pub(super) const fn number(self) -> u32 {
        self.field as u32 * 2 + self.joint() as u32
    }

    const fn joint(self) -> Laterality {
        match self.side {
            Some(side) => side,
            None => Laterality::Left,
        }
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
