//! The table of questions, with one entry for each; hence its length.

use std::borrow::Cow;

use crate::case::{Field, Laterality, Part};
use crate::policy::Limits;

/// A group of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The member.
    Member,
    /// The request.
    Request,
    /// The pain.
    Pain,
    /// One joint; the table has the left one for both.
    Joint(Laterality),
    /// Conservative therapy.
    Therapy,
    /// Implanted devices.
    Device,
}

/// Who answers a question in a form for the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredBy {
    /// A clinician.
    Clinician,
    /// The provider's office.
    Office,
    /// Nobody there: the plan does.
    Plan,
}

const JOINT: Step = Step::Joint(Laterality::Left);

/// One question.
#[derive(Debug)]
pub struct Question {
    /// The field it fills.
    pub field: Field,
    /// The group it belongs to.
    pub step: Step,
    /// The question; `{side}` stands for the joint.
    pub prompt: &'static str,
    /// What helps to answer it.
    help: &'static str,
    /// What the empty list means, where it is an answer.
    pub none: Option<&'static str>,
    /// The definitions of section C that help to answer it.
    definitions: &'static [&'static str],
    /// What the letter to the provider says when it is missing; `None` where it never is.
    pub letter: Option<LetterWords>,
    /// For a list without kinds: what the letter calls one of its entries.
    pub(super) entry_noun: &'static str,
    /// How a sentence of the letter begins on a fact that is needed only after an
    /// answer to this question; empty where there is none.
    pub if_so: &'static str,
    /// Who answers it in a form for the provider.
    pub answered_by: AnsweredBy,
    /// Where the provider's system finds the answer, in FHIRPath; empty where it does not.
    pub found_at: &'static str,
}

impl Question {
    /// What helps to answer it.
    pub fn help(&self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.help)
    }

    /// The definitions of section C that help to answer it.
    pub fn definitions(&self, limits: &Limits) -> impl Iterator<Item = Cow<'static, str>> {
        self.definitions.iter().map(|definition| limits.fill(definition))
    }
}

/// What the letter to the provider says of a missing fact: its sentence is "The
/// papers do not show", `lacks`, a semicolon and `send`. Limits stand in it as in
/// every template, and the names of [`super::letter::NAMES`] for what is in the case.
#[derive(Debug, Clone, Copy)]
pub struct LetterWords {
    /// What the papers do not show.
    pub(super) lacks: &'static str,
    /// What to send, and what the policy needs.
    pub(super) send: &'static str,
}

impl LetterWords {
    /// Both texts, with the limits filled in.
    pub fn texts(&self, limits: &Limits) -> [Cow<'static, str>; 2] {
        [limits.fill(self.lacks), limits.fill(self.send)]
    }
}

/// The question for one part of a record.
#[derive(Debug)]
pub struct PartQuestion {
    /// The list.
    pub field: Field,
    /// The part.
    pub part: Part,
    /// The question; `{side}` stands for the joint.
    pub prompt: &'static str,
    /// What helps to answer it.
    help: &'static str,
    /// The unit of a number.
    pub unit: &'static str,
    /// What the letter to the provider says when it is missing; `None` where it never is.
    pub letter: Option<LetterWords>,
    /// What the letter calls it where it asks for whole entries.
    pub shown: &'static str,
    /// The only kind of entry that has it; empty where all have it.
    pub shown_for: &'static str,
}

impl PartQuestion {
    /// What helps to answer it.
    pub fn help(&self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.help)
    }
}

const CONSERVATIVE: &str = "Conservative therapy: a plan with both active and inactive therapies.";
const ACTIVE: &str = "Active: physical or occupational therapy, a physician-supervised home exercise program, \
    chiropractic or manipulative care.";
const INACTIVE: &str =
    "Inactive: rest, ice, heat, medical devices, TENS, medication on prescription or over the counter.";
const HOME_EXERCISE: &str = "Home exercise program (HEP): {therapy_days:weeks}, with a prescription or plan and a recorded \
    follow-up after it, or a recorded physical reason why it could not be completed. Inconvenience does not count.";
const TENS: &str = "TENS: current through skin electrodes against pain. Counts only with use, frequency, duration and \
    start date in the record.";
const ABLATION: &str =
    "RFA: an electrode placed through the skin under fluoroscopy heats and so interrupts the nerves.";
const INJECTION: &str = "SIJ injection: corticosteroid and local anesthetic into the joint, for pain that conservative \
    therapy did not settle.";

const fn ask(field: Field, step: Step, prompt: &'static str, help: &'static str) -> Question {
    Question {
        field,
        step,
        prompt,
        help,
        none: None,
        definitions: &[],
        letter: None,
        entry_noun: "",
        if_so: "",
        answered_by: AnsweredBy::Clinician,
        found_at: "",
    }
}

const fn or_none(question: Question, none: &'static str) -> Question {
    Question { none: Some(none), ..question }
}

const fn defining(question: Question, definitions: &'static [&'static str]) -> Question {
    Question { definitions, ..question }
}

impl Question {
    const fn letter(self, lacks: &'static str, send: &'static str) -> Self {
        Self { letter: Some(LetterWords { lacks, send }), ..self }
    }

    const fn each(self, entry_noun: &'static str) -> Self {
        Self { entry_noun, ..self }
    }

    const fn if_so(self, if_so: &'static str) -> Self {
        Self { if_so, ..self }
    }

    const fn by(self, answered_by: AnsweredBy) -> Self {
        Self { answered_by, ..self }
    }

    const fn found_at(self, found_at: &'static str) -> Self {
        Self { found_at, ..self }
    }
}

/// The questions, in the order they are asked.
pub const QUESTIONS: &[Question] = &[
    ask(Field::MemberId, Step::Member, "What is the member's identifier?", "As on the member card.")
        .by(AnsweredBy::Office),
    ask(Field::MemberName, Step::Member, "What is the member's name?", "For the record; decides nothing.")
        .by(AnsweredBy::Office)
        .found_at("%patient.name.first().select(iif(text.exists(), text, given.combine(family).join(' ')))"),
    ask(Field::BirthDate, Step::Member, "When was the member born?", "For the record; decides nothing.")
        .by(AnsweredBy::Office)
        .found_at("%patient.birthDate"),
    ask(
        Field::Received,
        Step::Request,
        "When was the request received?",
        "The windows of the policy are counted back from this day.",
    )
    .by(AnsweredBy::Plan),
    defining(
        ask(Field::Procedure, Step::Request, "Which procedure is requested?", "One procedure per case."),
        &[INJECTION, ABLATION],
    ),
    ask(
        Field::Side,
        Step::Request,
        "Which side is requested?",
        "Both sides are decided apart, each on its own facts.",
    ),
    defining(
        or_none(
            ask(
                Field::Ablations,
                Step::Request,
                "Which ablations has the {side} SI joint had before?",
                "Of any date; this joint only.",
            ),
            "history checked, none",
        ),
        &[ABLATION],
    )
    .letter(
        "the past ablations of the {joint}",
        "please send the note of each up to {received} (each one counts)",
    )
    .each("{side} ablation{s}"),
    ask(
        Field::ServiceDate,
        Step::Request,
        "When is the {side} joint's procedure planned?",
        "Spacing and limits are counted to this day.",
    )
    .letter(
        "the planned day for the {joint}",
        "please send it (gaps count to it, and the policy starts on {governs})",
    ),
    or_none(
        ask(
            Field::Codes,
            Step::Request,
            "Which codes are billed?",
            "CPT or HCPCS with modifiers, such as 27096-LT. Codes prompt and warn; they do not decide.",
        ),
        "none given",
    )
    .by(AnsweredBy::Office),
    or_none(
        ask(Field::Diagnoses, Step::Request, "Which diagnoses are given?", "ICD-10-CM, such as M53.3."),
        "none given",
    )
    .by(AnsweredBy::Office),
    ask(
        Field::Sedation,
        Step::Request,
        "Which sedation is asked for?",
        "Decides only its own billed line, not the outcome.",
    )
    .letter(
        "which sedation is planned",
        "please name it, or say there is none (it is billed as a line of its own)",
    )
    .by(AnsweredBy::Office),
    ask(
        Field::ImagingLine,
        Step::Request,
        "Is image guidance or contrast billed on its own line?",
        "Decides only its own billed line, not the outcome.",
    )
    .letter("if imaging or contrast has its own line", "please send the bill (neither is billed alone)")
    .by(AnsweredBy::Office),
    or_none(
        ask(
            Field::OtherBlock,
            Step::Request,
            "When is the nearest other nerve block or spinal injection?",
            "Done or planned, before or after; anywhere but at the requested joint.",
        ),
        "none",
    )
    .letter(
        "the nearest other block or spine shot",
        "please send its day (needed: {spacing_days:weeks} or more from {service})",
    )
    .if_so("If there is another block or spine shot"),
    ask(
        Field::OtherBlockWhere,
        Step::Request,
        "Where is that other block?",
        "The other SI joint, or another region.",
    )
    .letter(
        "where that block is",
        "please say if it is at the other joint or not (needed: a gap of {spacing_days:weeks})",
    ),
    defining(
        ask(
            Field::Technique,
            Step::Request,
            "Which ablation technique is planned?",
            "As the request words it.",
        ),
        &[ABLATION],
    )
    .letter("how the ablation is to be done", "please say if by heat, cooled or pulsed (needed: by heat)"),
    ask(Field::Location, Step::Pain, "Where is the pain?", "All that the record names.").letter(
        "where the pain is",
        "please send the note that names it (needed: the low back or the buttock)",
    ),
    ask(
        Field::Character,
        Step::Pain,
        "What is the character of the pain?",
        "Enter somatic pain as nonradicular.",
    )
    .letter("if the pain comes from a nerve root", "please send the exam note (needed: pain that does not)"),
    ask(
        Field::Onset,
        Step::Pain,
        "Since when has the pain lasted?",
        "As exactly as the record gives it; how long ago is counted back from receipt.",
    )
    .letter(
        "the day the pain began",
        "please send the note that gives it (needed: since {onset_by}, {chronic_months:months} by {received})",
    ),
    ask(
        Field::HerpesZoster,
        Step::Pain,
        "Is the pain caused by herpes zoster?",
        "Shingles, or pain that followed it.",
    )
    .letter("if shingles caused the pain", "please send the note that says so (needed: some other cause)"),
    ask(
        Field::SijPain,
        JOINT,
        "Is the pain located in the {side} SIJ region?",
        "SIJ: sacroiliac joint. Where the notes place the pain.",
    )
    .letter("if the pain is at the {joint}", "please send the note (needed: pain there)"),
    ask(
        Field::SijTenderness,
        JOINT,
        "Is tenderness located in the {side} SIJ region?",
        "Found on examination.",
    )
    .letter("if there is a tender spot at the {joint}", "please send the note (needed: such a spot)"),
    or_none(
        ask(
            Field::PositiveTests,
            JOINT,
            "Which provocation tests were positive on the {side}?",
            "One of the six named tests is enough; the other side does not count.",
        ),
        "tested, none positive",
    )
    .letter(
        "the pain tests of the {joint}",
        "please send the note (needed: pain in one of the six named tests)",
    ),
    defining(
        or_none(
            ask(
                Field::Injections,
                JOINT,
                "Which injections has the {side} SI joint had before?",
                "Of any date and either purpose; this joint only.",
            ),
            "history checked, none",
        ),
        &[INJECTION],
    )
    .letter(
        "the past injections of the {joint}",
        "please send the note of each up to {received} (each one counts)",
    )
    .each("{side} injection{s}"),
    ask(
        Field::Returned,
        JOINT,
        "Has pain returned or function declined on the {side}?",
        "As the follow-up notes say.",
    )
    .letter(
        "if pain came back or function fell at the {joint}",
        "please send the note (needed: one of these)",
    ),
    defining(
        or_none(
            ask(
                Field::ActiveTherapy,
                Step::Therapy,
                "Which active therapy does the medical record show?",
                "Several therapies add up; days that overlap count once.",
            ),
            "none in the record",
        ),
        &[CONSERVATIVE, ACTIVE, HOME_EXERCISE],
    )
    .letter(
        "which active therapy was done",
        "please send the notes from {since} to {received} (needed: {therapy_days:weeks})",
    ),
    defining(
        ask(
            Field::Inability,
            Step::Therapy,
            "Is there a reason why active therapy could not be completed?",
            "Inconvenience and unexplained stopping are never inability.",
        ),
        &[ACTIVE, HOME_EXERCISE],
    )
    .letter(
        "why active therapy was not done in full",
        "please send the note (some reasons count in its place)",
    )
    .if_so("If active therapy was not done in full"),
    ask(
        Field::InabilityInRecord,
        Step::Therapy,
        "Does the record say why it was not completed?",
        "In the provider's notes.",
    )
    .letter(
        "a page with the reason",
        "please send the page that gives the reason (it must be in the record)",
    ),
    defining(
        or_none(
            ask(
                Field::InactiveTherapy,
                Step::Therapy,
                "Which inactive therapy does the medical record show?",
                "Several therapies add up; days that overlap count once.",
            ),
            "none in the record",
        ),
        &[CONSERVATIVE, INACTIVE, TENS],
    )
    .letter(
        "the use of rest, ice, heat, a device or drugs",
        "please send the notes from {since} to {received} (needed: {therapy_days:weeks})",
    ),
    defining(
        ask(
            Field::AlongsideActive,
            Step::Therapy,
            "Is active therapy planned alongside the injection?",
            "In the plan of care.",
        ),
        &[ACTIVE],
    )
    .letter("if active therapy goes with the shot", "please send the plan of care (needed: that it does)"),
    defining(
        ask(
            Field::AlongsideInactive,
            Step::Therapy,
            "Is inactive therapy planned alongside the injection?",
            "In the plan of care.",
        ),
        &[INACTIVE],
    )
    .letter(
        "if rest, ice, heat, TENS or drugs go with the shot",
        "please send the plan of care (needed: that one does)",
    ),
    or_none(
        ask(
            Field::Implanted,
            Step::Device,
            "Is a stimulator or pain pump implanted?",
            "Check the surgical history and the medication list.",
        ),
        "none implanted",
    )
    .letter("if a stimulator or pump is implanted", "please say which (needed: its check)")
    .if_so("If a stimulator or pump is implanted"),
    ask(
        Field::Report,
        Step::Device,
        "Was the device interrogation report submitted?",
        "Declined: asked for, and the provider won't send it.",
    )
    .letter("a report on the device", "please send the report of its check (due with the request)"),
    ask(
        Field::Working,
        Step::Device,
        "Is the device working properly?",
        "As the interrogation or the notes say.",
    )
    .letter(
        "if the device works",
        "please send the note that says how it works (needed: that it works well)",
    ),
];

const fn part(field: Field, part: Part, prompt: &'static str, help: &'static str) -> PartQuestion {
    PartQuestion { field, part, prompt, help, unit: "", letter: None, shown: "", shown_for: "" }
}

impl PartQuestion {
    const fn letter(self, lacks: &'static str, send: &'static str) -> Self {
        Self { letter: Some(LetterWords { lacks, send }), ..self }
    }

    const fn shown(self, shown: &'static str, shown_for: &'static str) -> Self {
        Self { shown, shown_for, ..self }
    }
}

const START: &str = "As exactly as the record gives it.";
const END: &str = "Ongoing: it still went on when the request was received.";
const RECORDED: &str =
    "No: the provider or the notes say that there is no record. Not documented: nothing says so.";
const IN_RECORD: &str = "No only where the provider or the record says so; else not documented.";

/// The questions for the parts of records, in the order they are asked.
pub const PARTS: &[PartQuestion] = &[
    part(Field::Injections, Part::Date, "When was the {side} joint injected?", START)
        .letter("the day of {entry}", "please send the note (gaps count from it)")
        .shown("the day", ""),
    part(Field::Injections, Part::Purpose, "What was that injection for?", "As the note words it.")
        .letter("the aim of {entry}", "please say if it was to find or treat the pain")
        .shown("the aim", ""),
    PartQuestion {
        unit: "percent",
        ..part(
            Field::Injections,
            Part::ReliefPercent,
            "How much pain relief followed?",
            "As recorded, 0 to 100, no rounding; a range (70 to 80) is a matter for a flag.",
        )
    }
    .letter("how much {entry} helped", "please send the note (needed: {relief_percent} percent)")
    .shown("the relief in percent", ""),
    part(Field::Injections, Part::FunctionalImprovement, "Did function improve?", "As the follow-up says.")
        .letter("if {entry} helped function", "please send the note (needed: that it did)")
        .shown("if it helped function", ""),
    part(Field::Ablations, Part::Date, "When was the {side} joint ablated?", START)
        .letter("the day of {entry}", "please send the note (from {recent} on it is recent)")
        .shown("the day", ""),
    PartQuestion {
        unit: "months",
        ..part(
            Field::Ablations,
            Part::ReliefMonths,
            "How long did pain stay reduced?",
            "In months; any size of reduction.",
        )
    }
    .letter("how long {entry} helped", "please send the notes (needed: {rolling_months:months} or more)")
    .shown("the months of relief", ""),
    part(Field::ActiveTherapy, Part::Kind, "Which active therapy?", "Each therapy is an entry of its own.")
        .shown("the kind", ""),
    part(Field::ActiveTherapy, Part::Start, "When did it begin?", START)
        .letter("the first day of {entry}", "please send it (days from {since} to {received} count)")
        .shown("the first day", ""),
    part(Field::ActiveTherapy, Part::End, "When did it end?", END)
        .letter("the last day of {entry}", "please send it (days from {since} to {received} count)")
        .shown("the last day", ""),
    part(Field::ActiveTherapy, Part::InRecord, "Did the provider record this therapy?", RECORDED)
        .letter("the notes on {entry}", "please send them (the record must show it)")
        .shown("the notes in the record", ""),
    part(
        Field::ActiveTherapy,
        Part::Supervised,
        "Was the home exercise supervised by a physician?",
        IN_RECORD,
    )
    .letter("if a doctor led {entry}", "please send the note (needed: that one did)")
    .shown("the doctor who led it", "home exercise"),
    part(Field::ActiveTherapy, Part::Plan, "Is there an exercise plan or prescription?", IN_RECORD)
        .letter("a plan or order for {entry}", "please send it (needed: one of them)")
        .shown("the plan or order", "home exercise"),
    part(Field::ActiveTherapy, Part::FollowUp, "Was there a follow-up after completion?", IN_RECORD)
        .letter("a visit after {entry}", "please send the note (needed: one)")
        .shown("the visit after it", "home exercise"),
    part(
        Field::InactiveTherapy,
        Part::Kind,
        "Which inactive therapy?",
        "Each therapy is an entry of its own.",
    )
    .shown("the kind", ""),
    part(Field::InactiveTherapy, Part::Start, "When did it begin?", START)
        .letter("the first day of {entry}", "please send it (days from {since} to {received} count)")
        .shown("the first day", ""),
    part(Field::InactiveTherapy, Part::End, "When did it end?", END)
        .letter("the last day of {entry}", "please send it (days from {since} to {received} count)")
        .shown("the last day", ""),
    part(Field::InactiveTherapy, Part::InRecord, "Did the provider record this therapy?", RECORDED)
        .letter("the notes on {entry}", "please send them (the record must show it)")
        .shown("the notes in the record", ""),
    part(
        Field::InactiveTherapy,
        Part::TensDetails,
        "Are TENS use, frequency, duration and start recorded?",
        "All four, or it does not count.",
    )
    .letter(
        "how {entry} was used",
        "please send what for, how often, how long and since when (all are needed)",
    )
    .shown("what for, how often, how long and since when", "TENS"),
];

/// Labels of options whose name in the case file does not read well.
pub(super) const OPTIONS: &[(&str, &str)] = &[
    ("gaenslen", "Gaenslen"),
    ("faber", "Patrick / FABER"),
    ("tens", "TENS"),
    ("other-explained", "another reason, explained"),
    ("increased-pain", "increased pain"),
    ("unexplained", "stopped, unexplained"),
    ("deep-or-general", "deep sedation or general anesthesia"),
    ("monitored-anesthesia", "monitored anesthesia"),
    ("other-joint", "the other SI joint"),
    ("different-region", "a different region"),
    ("device", "medical device (not TENS)"),
    ("declined", "declined by the provider"),
];

/// Shorter labels of options for the letter to the provider.
pub(super) const LETTER_OPTIONS: &[(&str, &str)] = &[
    ("occupational-therapy", "OT"),
    ("device", "device"),
    ("medication", "drugs"),
    ("declined", "declined"),
];

/// The question that fills a field.
pub fn question_for(field: Field) -> &'static Question {
    // The fallback is never used: a test checks that every field has a question.
    QUESTIONS.iter().find(|question| question.field == field).unwrap_or(&QUESTIONS[0])
}

/// The question for a part of a list.
pub fn part_question(field: Field, part: Part) -> &'static PartQuestion {
    PARTS.iter().find(|question| question.field == field && question.part == part).unwrap_or(&PARTS[0])
}
