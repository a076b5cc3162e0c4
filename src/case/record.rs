//! The records of a case's lists: earlier injections, earlier ablations, therapy episodes.

use super::answer::{Answer, Entry, PartShape, Shape};
use super::choice::{ActiveKind, InactiveKind, Purpose, YesNo};
use super::date::{End, PartialDate};
use super::fact::Fact;
use super::measure::{Percent, ReliefMonths};
use super::part::Part;
use super::value::{AnyFact, Value};

/// The most entries a list may have.
pub const MOST_ENTRIES: usize = 50;

/// A record whose parts can be read and written by name.
pub trait Record: Sized {
    /// Its parts, in order.
    const PARTS: &'static [PartShape];
    /// One part; `None` when the record has no such part.
    fn part(&self, part: Part) -> Option<Answer>;
    /// A part that can be missing; `None` for others.
    fn fact(&self, part: Part) -> Option<&dyn AnyFact>;
    /// The same, mutable.
    fn fact_mut(&mut self, part: Part) -> Option<&mut dyn AnyFact>;
    /// The record of an entry; `None` when a required part is absent or a part
    /// has the wrong shape.
    fn from_entry(entry: &Entry) -> Option<Self>;
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident {
        $([ $(#[$ndoc:meta])* $nfield:ident: $ntype:ty = $npart:ident ])?
        $($(#[$fdoc:meta])* $field:ident: $type:ty = $part:ident),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$ndoc])* pub $nfield: $ntype,)?
            $($(#[$fdoc])* pub $field: Fact<$type>),*
        }

        impl Record for $name {
            const PARTS: &'static [PartShape] = &[
                $(PartShape { part: Part::$npart, shape: <$ntype as Value>::SHAPE, required: true },)?
                $(PartShape { part: Part::$part, shape: <$type as Value>::SHAPE, required: false }),*
            ];

            fn part(&self, part: Part) -> Option<Answer> {
                match part {
                    $(Part::$npart => Some(self.$nfield.to_answer()),)?
                    $(Part::$part => self.$field.answer(),)*
                    _ => None,
                }
            }

            fn fact(&self, part: Part) -> Option<&dyn AnyFact> {
                match part {
                    $(Part::$part => Some(&self.$field),)*
                    _ => None,
                }
            }

            fn fact_mut(&mut self, part: Part) -> Option<&mut dyn AnyFact> {
                match part {
                    $(Part::$part => Some(&mut self.$field),)*
                    _ => None,
                }
            }

            fn from_entry(entry: &Entry) -> Option<Self> {
                $(let mut $field = Fact::<$type>::Unanswered;
                $field.set(entry.part(Part::$part)).ok()?;)*
                Some(Self {
                    $($nfield: <$ntype>::from_answer(entry.part(Part::$npart)?)?,)?
                    $($field),*
                })
            }
        }
    };
}

record! {
    /// An earlier injection into one sacroiliac joint.
    Injection {
        /// When it was given.
        date: PartialDate = Date,
        /// What it was for.
        purpose: Purpose = Purpose,
        /// Pain relief that followed, in percent.
        relief_percent: Percent = ReliefPercent,
        /// Whether function improved.
        functional_improvement: YesNo = FunctionalImprovement,
    }
}

record! {
    /// An earlier radiofrequency ablation of one sacroiliac joint.
    Ablation {
        /// When it was done.
        date: PartialDate = Date,
        /// Months of pain reduction that followed.
        relief_months: ReliefMonths = ReliefMonths,
    }
}

record! {
    /// An episode of active conservative therapy (section C).
    ActiveEpisode {
        [
            /// Which therapy.
            kind: ActiveKind = Kind
        ]
        /// When it began.
        start: PartialDate = Start,
        /// When it ended.
        end: End = End,
        /// Whether it is documented in the medical record.
        in_record: YesNo = InRecord,
        /// Home exercise: supervised by a physician.
        supervised: YesNo = Supervised,
        /// Home exercise: with a prescription or plan.
        plan: YesNo = Plan,
        /// Home exercise: followed up after completion.
        follow_up: YesNo = FollowUp,
    }
}

record! {
    /// An episode of inactive conservative therapy (section C).
    InactiveEpisode {
        [
            /// Which therapy.
            kind: InactiveKind = Kind
        ]
        /// When it began.
        start: PartialDate = Start,
        /// When it ended.
        end: End = End,
        /// Whether it is documented in the medical record.
        in_record: YesNo = InRecord,
        /// TENS: use, frequency, duration and start date all recorded.
        tens_details: YesNo = TensDetails,
    }
}

impl<R: Record> Value for Vec<R> {
    const SHAPE: Shape = Shape::Entries(R::PARTS);

    fn to_answer(&self) -> Answer {
        Answer::Entries(self.iter().map(entry_of).collect())
    }

    fn from_answer(answer: &Answer) -> Option<Self> {
        match answer {
            Answer::Entries(entries) => entries.iter().map(R::from_entry).collect(),
            _ => None,
        }
    }

    fn entry_count(&self) -> usize {
        self.len()
    }

    fn entry_part(&self, index: usize, part: Part) -> Option<&dyn AnyFact> {
        self.get(index)?.fact(part)
    }

    fn entry_part_mut(&mut self, index: usize, part: Part) -> Option<&mut dyn AnyFact> {
        self.get_mut(index)?.fact_mut(part)
    }
}

fn entry_of<R: Record>(record: &R) -> Entry {
    let answered = |shape: &PartShape| Some((shape.part, record.part(shape.part)?));
    Entry(R::PARTS.iter().filter_map(answered).collect())
}
