//! Proptest strategies for valid cases, with dates near the limits where findings
//! change.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use sij_intake::case::{
    Ablation, ActiveEpisode, ActiveKind, AnswerSource, Case, Choice, Decimal, Device, Duration, End, Fact,
    Facts, InactiveEpisode, InactiveKind, Injection, Joint, Location, Member, Onset, OtherBlock, Pain, Part,
    PartialDate, Percent, Problem, Procedure, Provider, QuestionId, ReliefMonths, Request, Required, Text,
    Therapy, YearMonth, days_after, days_before, months_before, validate,
};
use sij_intake::casefile;
use sij_intake::policy::{PolicySettings, Reading, Setting};

/// How many of sixteen facts are missing; half of those are not documented.
#[derive(Clone, Copy)]
struct Missing(u32);

/// A case that a failing test prints as its file.
#[derive(Clone)]
pub(crate) struct Written(pub(crate) Case);

impl fmt::Debug for Written {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&casefile::write(&self.0))
    }
}

impl Deref for Written {
    type Target = Case;

    fn deref(&self) -> &Case {
        &self.0
    }
}

impl DerefMut for Written {
    fn deref_mut(&mut self) -> &mut Case {
        &mut self.0
    }
}

/// A request with some facts missing.
pub(crate) fn cases() -> impl Strategy<Value = Written> {
    received().prop_flat_map(|day| requests(day, Missing(2)))
}

/// A request with every fact known to the day.
pub(crate) fn complete_cases() -> impl Strategy<Value = Written> {
    received().prop_flat_map(|day| requests(day, Missing(0)))
}

/// A case with notes, answers that are set aside and answers that a provider gave.
pub(crate) fn files() -> impl Strategy<Value = Written> {
    let notes = || {
        proptest::collection::btree_map(
            select(crate::items().iter().map(|item| item.key().to_owned()).collect::<Vec<_>>()),
            text(),
            0..3,
        )
    };
    (cases(), cases(), notes(), notes(), origins()).prop_map(|(case, aside, flags, evidence, origins)| {
        let set_aside = Facts {
            request: Request { technique: aside.0.facts.request.technique, ..Request::default() },
            left: aside.0.facts.left,
            ..Facts::default()
        };
        let mut case = Case { set_aside, flags, evidence, ..case.0 };
        case.provider = origins.map(|mut provider| {
            provider.answers.retain(|question, _| case.has_answer(*question));
            provider.confirmed.retain(|question| provider.answers.contains_key(question));
            provider
        });
        Written(case)
    })
}

/// The origins of some answers, with or without an answer.
fn origins() -> impl Strategy<Value = Option<Provider>> {
    let question = || select(QuestionId::all().collect::<Vec<_>>());
    let sources = AnswerSource::NAMES.iter().filter_map(|name| AnswerSource::named(name));
    let answers = btree_map(question(), select(sources.collect::<Vec<_>>()), 0..40);
    let confirmed = btree_set(question(), 0..20);
    let day = || proptest::option::of(received());
    let provider =
        (text(), day(), confirmed, answers).prop_map(|(response, authored, confirmed, answers)| Provider {
            response,
            authored,
            confirmed,
            answers,
        });
    proptest::option::of(provider)
}

/// Readings unsettled, or each settled one way or the other.
pub(crate) fn settings() -> impl Strategy<Value = PolicySettings> {
    let settings =
        vec(select(&[Setting::Unsettled, Setting::Met, Setting::Other][..]), Reading::REGISTER.len());
    prop_oneof![
        Just(PolicySettings::default()),
        settings.prop_map(|settings| {
            let each = Reading::REGISTER.iter().zip(settings);
            let readings = each.fold(PolicySettings::default().readings, |all, (reading, setting)| {
                all.with(*reading, setting)
            });
            PolicySettings { readings, ..PolicySettings::default() }
        })
    ]
}

/// Settings that a failing test prints as the readings that are settled.
#[derive(Clone)]
pub(crate) struct Settled(PolicySettings);

impl fmt::Debug for Settled {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settled =
            Reading::REGISTER.iter().filter(|reading| self.readings.of(**reading) != Setting::Unsettled);
        out.debug_map().entries(settled.map(|reading| (reading, self.readings.name_of(*reading)))).finish()
    }
}

impl Deref for Settled {
    type Target = PolicySettings;

    fn deref(&self) -> &PolicySettings {
        &self.0
    }
}

/// The same settings, printed in short.
pub(crate) fn settled() -> impl Strategy<Value = Settled> {
    settings().prop_map(Settled)
}

/// Any text that is not blank, with control characters too.
pub(crate) fn text() -> impl Strategy<Value = Text> {
    "\\PC{0,12}[a-z][\\PC\\n\\t\u{1b}]{0,12}".prop_map(Text::new)
}

fn received() -> impl Strategy<Value = NaiveDate> {
    const DAYS: [&str; 7] =
        ["2026-03-02", "2026-02-28", "2028-02-29", "2026-08-31", "2026-05-31", "2025-07-01", "2025-06-30"];
    select(&DAYS[..]).prop_map(|day| day.parse().unwrap())
}

fn requests(day: NaiveDate, missing: Missing) -> BoxedStrategy<Written> {
    let side = any_choice().prop_map(|side| Required(Some(side)));
    let procedure = any_choice::<Procedure>().prop_map(|procedure| Required(Some(procedure)));
    let codes =
        || vec(select(&["27096", "64451", "77002-26", "99152", "QS", "64625"][..]).prop_map(Text::new), 0..3);
    let diagnoses = vec(select(&["M53.3", "B02.29", "M54.5"][..]).prop_map(Text::new), 0..2);
    let billed = (
        fact(missing, codes()),
        fact(missing, diagnoses),
        fact(missing, any_choice()),
        fact(missing, any_choice()),
    );
    let block = (fact(missing, other_block(day)), fact(missing, any_choice()), fact(missing, any_choice()));
    let request = (procedure, side, billed, block);
    let member = (text(), fact(missing, text()), fact(missing, past(day)));
    let joints = (joint(day, missing), joint(day, missing));
    (member, request, pain(day, missing), joints, therapy(day, missing), device(missing))
        .prop_map(move |(member, request, pain, (left, right), therapy, device)| {
            let (id, name, birth_date) = member;
            let (procedure, side, billed, block) = request;
            let (codes, diagnoses, sedation, imaging_line) = billed;
            let (other_block, other_block_where, technique) = block;
            let request = Request {
                received: Required(Some(day)),
                procedure,
                side,
                codes,
                diagnoses,
                sedation,
                imaging_line,
                other_block,
                other_block_where,
                technique,
            };
            let member = Member { id: Required(Some(id)), name, birth_date };
            let mut facts = Facts { member, request, pain, left, right, therapy, device };
            make_possible(&mut facts);
            Written(Case { facts, ..Case::default() })
        })
        .boxed()
}

/// Replaces impossible answers: an end before its start, relief longer than the
/// time since.
pub(crate) fn make_possible(facts: &mut Facts) {
    for refusal in validate(facts) {
        let (index, part) = refusal.entry.unwrap();
        assert_ne!(refusal.problem, Problem::Empty);
        let given = match part {
            Part::End => sij_intake::case::Answer::DateOrOngoing(End::Ongoing),
            _ => sij_intake::case::Answer::Number(Decimal::whole(0)),
        };
        super::set_answer(facts, (refusal.question, Some((index, part))), Some(&given));
    }
    assert!(validate(facts).is_empty());
}

fn fact<T: std::fmt::Debug + Clone + 'static>(
    Missing(missing): Missing,
    value: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Fact<T>> {
    let without = select(vec![Fact::Unanswered, Fact::NotDocumented]);
    prop_oneof![16 - missing => value.prop_map(Fact::Known), missing => without].boxed()
}

fn any_choice<T: Choice + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::NAMES).prop_map(|name| T::named(name).unwrap())
}

/// A day up to `day`, near a limit counted back from it or from the service.
fn past(day: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    let months = select(&[0, 0, 1, 2, 2, 3, 4, 6, 6, 9, 12, 12, 12, 24, 36, 36, 40][..]);
    let off = select(&[-8, -7, -6, -1, -1, 0, 0, 1, 1, 6, 7, 8, 13, 14, 15, 30_i64][..]);
    (months, off)
        .prop_map(move |(months, off)| (months_before(day, months) + chrono::Duration::days(off)).min(day))
}

fn when(day: NaiveDate, missing: Missing) -> impl Strategy<Value = PartialDate> {
    let known_to = move |(day, kind): (NaiveDate, u32)| match kind {
        0 => PartialDate::parse_partial(&day.format("%Y-%m").to_string()).unwrap(),
        1 => PartialDate::parse_partial(&day.format("%Y").to_string()).unwrap(),
        _ => PartialDate::Day(day),
    };
    let kind = if missing.0 == 0 { 2..3_u32 } else { 0..16_u32 };
    (past(day), kind).prop_map(known_to)
}

fn other_block(day: NaiveDate) -> impl Strategy<Value = OtherBlock> {
    let near = (-10..40_i64).prop_map(move |off| OtherBlock::On(day + chrono::Duration::days(off)));
    prop_oneof![Just(OtherBlock::None), near]
}

fn pain(day: NaiveDate, missing: Missing) -> impl Strategy<Value = Pain> {
    let ago = select(&["3 months", "12 weeks", "13 weeks", "89 days", "83 days", "2 years"][..])
        .prop_map(|ago| Onset::Ago(Duration::parse(ago).unwrap()));
    let onset = prop_oneof![
        1 => ago,
        2 => when(day, missing).prop_map(Onset::Since),
        1 => (80..95_u32).prop_map(move |days| Onset::Since(PartialDate::Day(days_before(day, days)))),
    ];
    let location = btree_set(any_choice::<Location>(), 1..3);
    (fact(missing, location), fact(missing, any_choice()), fact(missing, onset), fact(missing, any_choice()))
        .prop_map(|(location, character, onset, herpes_zoster)| Pain {
            location,
            character,
            onset,
            herpes_zoster,
        })
}

pub(crate) fn injection(day: NaiveDate) -> impl Strategy<Value = Injection> {
    an_injection(day, Missing(2))
}

fn an_injection(day: NaiveDate, missing: Missing) -> impl Strategy<Value = Injection> {
    let relief = select(&["0", "74.9", "75", "80", "100"][..])
        .prop_map(|relief| Percent(Decimal::parse(relief).unwrap()));
    (
        fact(missing, when(day, missing)),
        fact(missing, any_choice()),
        fact(missing, relief),
        fact(missing, any_choice()),
    )
        .prop_map(|(date, purpose, relief_percent, functional_improvement)| Injection {
            date,
            purpose,
            relief_percent,
            functional_improvement,
        })
}

fn ablation(day: NaiveDate, missing: Missing) -> impl Strategy<Value = Ablation> {
    let relief = select(&["0", "2", "9", "11.9", "12", "12", "12.5", "23", "36"][..])
        .prop_map(|relief| ReliefMonths(Decimal::parse(relief).unwrap()));
    (fact(missing, when(day, missing)), fact(missing, relief))
        .prop_map(|(date, relief_months)| Ablation { date, relief_months })
}

/// One joint of a request received on `day`.
pub(crate) fn any_joint(day: NaiveDate) -> impl Strategy<Value = Joint> {
    joint(day, Missing(2))
}

fn joint(day: NaiveDate, missing: Missing) -> impl Strategy<Value = Joint> {
    let after = select(&[-400, -10, -1, 0, 0, 1, 1, 3, 5, 6, 7, 8, 9, 14, 20, 31, 60, 62, 365_i64][..]);
    let service = after.prop_map(move |off| day + chrono::Duration::days(off));
    let tests = btree_set(any_choice(), 0..3);
    let before = (
        fact(missing, vec(an_injection(day, missing), 0..6)),
        fact(missing, vec(ablation(day, missing), 0..4)),
    );
    let here = (
        fact(missing, any_choice()),
        fact(missing, any_choice()),
        fact(missing, tests),
        fact(missing, any_choice()),
    );
    (fact(missing, service), here, before).prop_map(|(service_date, here, (injections, ablations))| {
        let (sij_pain, sij_tenderness, positive_tests, returned) = here;
        Joint { service_date, sij_pain, sij_tenderness, positive_tests, injections, ablations, returned }
    })
}

/// Start and end of a therapy near the window, of a length near six weeks.
fn course(day: NaiveDate, missing: Missing) -> impl Strategy<Value = (Fact<PartialDate>, Fact<End>)> {
    let from = select(&[-41, -35, -6, -1, 0, 1, 30, 60, 90, 130, 141, 142_i64][..]);
    let length = select(&[1, 13, 21, 35, 36, 37, 41, 42, 43, 60_u32][..]);
    let kind = if missing.0 == 0 { 8..20_u32 } else { 0..20_u32 };
    (from, length, kind).prop_map(move |(from, length, kind)| {
        let start = (months_before(day, 6) + chrono::Duration::days(from)).min(day);
        let end = days_after(start, length - 1);
        let month = |day: NaiveDate| {
            let (year, month) = (chrono::Datelike::year(&day), chrono::Datelike::month(&day));
            PartialDate::Month(YearMonth::new(year, month).unwrap())
        };
        let (start, end) = (PartialDate::Day(start), End::On(PartialDate::Day(end)));
        let day_of = |end: End| match end {
            End::On(PartialDate::Day(day)) => day,
            _ => day,
        };
        match kind {
            0 => (Fact::Unanswered, Fact::Known(end)),
            1 => (Fact::Known(start), Fact::NotDocumented),
            2 => (Fact::Known(month(start.span().first)), Fact::Known(end)),
            3 => (Fact::Known(start), Fact::Known(End::On(month(day_of(end))))),
            4 => (Fact::Known(month(start.span().first)), Fact::Known(End::On(month(day_of(end))))),
            5 => (Fact::Unanswered, Fact::NotDocumented),
            6 | 8 => (Fact::Known(start), Fact::Known(End::Ongoing)),
            _ => (Fact::Known(start), Fact::Known(end)),
        }
    })
}

/// Mostly yes, so that some of the therapy counts.
fn recorded(missing: Missing) -> impl Strategy<Value = Fact<sij_intake::case::YesNo>> {
    use sij_intake::case::YesNo::{No, Yes};
    fact(missing, select(vec![Yes, Yes, Yes, Yes, No]))
}

fn active(day: NaiveDate, missing: Missing) -> impl Strategy<Value = ActiveEpisode> {
    let documented = (recorded(missing), recorded(missing), recorded(missing), recorded(missing));
    (any_choice::<ActiveKind>(), course(day, missing), documented).prop_map(
        |(kind, (start, end), (in_record, supervised, plan, follow_up))| ActiveEpisode {
            kind,
            start,
            end,
            in_record,
            supervised,
            plan,
            follow_up,
        },
    )
}

fn inactive(day: NaiveDate, missing: Missing) -> impl Strategy<Value = InactiveEpisode> {
    (any_choice::<InactiveKind>(), course(day, missing), recorded(missing), recorded(missing)).prop_map(
        |(kind, (start, end), in_record, tens_details)| InactiveEpisode {
            kind,
            start,
            end,
            in_record,
            tens_details,
        },
    )
}

fn therapy(day: NaiveDate, missing: Missing) -> impl Strategy<Value = Therapy> {
    let lists =
        (fact(missing, vec(active(day, missing), 0..3)), fact(missing, vec(inactive(day, missing), 0..3)));
    let rest = (fact(missing, any_choice()), recorded(missing), recorded(missing), recorded(missing));
    (lists, rest).prop_map(
        |((active, inactive), (inability, inability_in_record, alongside_active, alongside_inactive))| {
            Therapy { active, inactive, inability, inability_in_record, alongside_active, alongside_inactive }
        },
    )
}

fn device(missing: Missing) -> impl Strategy<Value = Device> {
    let implanted = prop_oneof![Just(BTreeSet::new()), btree_set(any_choice(), 0..2)];
    (fact(missing, implanted), fact(missing, any_choice()), recorded(missing))
        .prop_map(|(implanted, report, working)| Device { implanted, report, working })
}
