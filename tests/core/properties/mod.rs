//! What must hold of every case: determinations are total and pure, know no order and no other
//! side, gain nothing from a missing fact, and say what working out every value would say.
#![expect(clippy::unwrap_used, reason = "a helper of a test that can't go on fails the test")]

pub(crate) mod cases;
mod gaps;

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sij_intake::case::{
    ActiveEpisode, ActiveKind, Answer, Case, DateRange, End, Entry, Fact, Facts, Field, InactiveEpisode,
    InactiveKind, Laterality, Onset, OtherBlock, Part, PartialDate, QuestionId, RequestedSide, Shape, YesNo,
    days_after, days_before,
};
use sij_intake::casefile;
use sij_intake::interview::Interview;
use sij_intake::policy::Item;
use sij_intake::policy::{
    self, Determination, Finding, ItemFinding, Outcome, PolicySettings, Reading, Setting, UnitDetermination,
};

use cases::{any_joint, cases, complete_cases, files, injection, make_possible, settings};

/// A fact, or one part of one entry of a list.
type Spot = (QuestionId, Option<(usize, Part)>);

fn put(facts: &mut Facts, (question, entry): Spot, answer: Option<&Answer>) {
    let fact = facts.fact_mut(question);
    match (entry, fact.answer()) {
        (Some((index, part)), Some(Answer::Entries(mut entries))) => {
            entries[index] = entries[index].clone().with(part, answer.cloned());
            fact.set(Some(&Answer::Entries(entries))).unwrap();
        }
        _ => fact.set(answer).unwrap(),
    }
}

fn determine(case: &Case, settings: &PolicySettings) -> Determination {
    policy::determine(case, settings).unwrap()
}

/// What decides: every item's finding, its first day and its readings, without the words.
fn decided(determination: &Determination) -> Vec<(Laterality, Vec<Decided>)> {
    let of = |unit: &UnitDetermination| (unit.side, unit.items.iter().map(decided_item).collect());
    determination.units.iter().map(of).collect()
}

type Decided = (Item, Finding, Option<NaiveDate>, Vec<Reading>);

fn decided_item(found: &ItemFinding) -> Decided {
    (found.item, found.finding, found.first_met, found.readings.clone())
}

fn findings(case: &Case, settings: &PolicySettings) -> Vec<(Laterality, Item, Finding)> {
    policy::findings_so_far(case, settings)
}

/// The finding of one item of the left joint, where it is listed.
fn finding(case: &Case, settings: &PolicySettings, item: Item) -> Option<Finding> {
    let mut all = findings(case, settings).into_iter();
    all.find(|(side, each, _)| *side == Laterality::Left && *each == item).map(|(_, _, finding)| finding)
}

fn is_met(finding: Finding) -> bool {
    matches!(finding, Finding::Met | Finding::NotApplicable)
}

/// Left for right and right for left, wherever they stand.
fn mirrored(case: &Case) -> Case {
    let mut case = case.clone();
    let facts = &mut case.facts;
    std::mem::swap(&mut facts.left, &mut facts.right);
    facts.request.side.0 = facts.request.side.0.map(|side| match side {
        RequestedSide::Left => RequestedSide::Right,
        RequestedSide::Right => RequestedSide::Left,
        RequestedSide::Both => RequestedSide::Both,
    });
    case
}

fn mirrored_words(words: &str) -> String {
    words.replace("left", "\0").replace("right", "left").replace('\0', "right")
}

/// The same lists with their entries turned round.
fn reordered(case: &Case, by: usize) -> Case {
    let mut case = case.clone();
    for question in QuestionId::all() {
        if let Some(Answer::Entries(mut entries)) = case.facts.answer(question) {
            let by = by % entries.len().max(1);
            entries.rotate_left(by);
            entries.reverse();
            put(&mut case.facts, (question, None), Some(&Answer::Entries(entries)));
        }
    }
    case
}

/// Every fact that has an answer, and every part of an entry, that could be without one.
fn answered(facts: &Facts) -> Vec<Spot> {
    let apart = |question: &QuestionId| !matches!(question.field(), Field::Codes | Field::Diagnoses);
    let each = |question: QuestionId| {
        let of_entry = |(index, entry): (usize, &Entry)| {
            let parts = entry.0.iter().map(|(part, _)| *part).filter(|part| *part != Part::Kind);
            parts.map(move |part| (question, Some((index, part)))).collect::<Vec<_>>()
        };
        let parts = match facts.answer(question) {
            Some(Answer::Entries(entries)) => entries.iter().enumerate().flat_map(of_entry).collect(),
            _ => Vec::new(),
        };
        let whole = facts.answer(question).map(|_| (question, None));
        whole.into_iter().chain(parts).collect::<Vec<_>>()
    };
    QuestionId::all()
        .filter(apart)
        .filter(|question| !facts.fact(*question).required())
        .flat_map(each)
        .collect()
}

/// The same case with one list of records lengthened.
fn with_one_more(case: &Case, question: QuestionId, which: Index) -> Option<Case> {
    let Some(Answer::Entries(mut entries)) = case.facts.answer(question) else { return None };
    let more = (!entries.is_empty()).then(|| entries[which.index(entries.len())].clone())?;
    entries.push(more);
    let mut case = case.clone();
    put(&mut case.facts, (question, None), Some(&Answer::Entries(entries)));
    Some(case)
}

fn received(case: &Case) -> NaiveDate {
    case.facts.request.received.0.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_case_has_one_determination(case in cases(), settings in settings()) {
        let determination = determine(&case, &settings);
        prop_assert_eq!(&determination, &determine(&case.clone(), &settings));
        let highest = determination.units.iter().map(|unit| unit.outcome).max();
        prop_assert_eq!(Some(determination.outcome), highest);
        let listed = determination.units.iter().flat_map(|unit| {
            unit.items.iter().map(|item| (unit.side, item.item, item.finding))
        });
        prop_assert_eq!(listed.collect::<Vec<_>>(), findings(&case, &settings));
        prop_assert_eq!(determination.complete, policy::unanswered(&case.facts, policy::editions()).is_empty());
        for unit in determination.units {
            let expected = unit.items.iter().map(|item| Outcome::from(item.finding)).max();
            prop_assert_eq!(unit.pathway.map(|_| unit.outcome), expected.filter(|_| unit.pathway.is_some()));
            for item in unit.items {
                prop_assert_eq!(item.readings.is_empty() || item.finding == Finding::Unclear, true);
                prop_assert!(!item.why.is_empty());
                prop_assert_eq!(item.would_meet.is_empty(), is_met(item.finding));
                prop_assert!(!is_met(item.finding) || item.first_met.is_none());
            }
        }
    }

    #[test]
    fn a_case_is_read_as_it_was_written(case in files()) {
        let text = casefile::write(&case);
        let read = casefile::read(&text, sij_intake::policy::editions());
        prop_assert_eq!(read.as_ref().ok(), Some(&case.0), "{:?}\n{}", read.as_ref().err(), text);
        prop_assert_eq!(casefile::write(&case), text);
    }

    #[test]
    fn left_and_right_change_places(case in cases(), settings in settings()) {
        let here = determine(&case, &settings);
        let mut there = determine(&mirrored(&case), &settings);
        there.units.sort_by_key(|unit| unit.side == Laterality::Left);
        if here.units.len() == 1 {
            prop_assert_eq!(there.units.len(), 1);
        }
        prop_assert_eq!(here.outcome, there.outcome);
        prop_assert_eq!(&here.service_lines, &there.service_lines);
        prop_assert_eq!(&here.advisories, &there.advisories);
        prop_assert_eq!(&here.readings_used, &there.readings_used);
        prop_assert_eq!(here.complete, there.complete);
        for (mine, theirs) in here.units.iter().zip(&there.units) {
            prop_assert_eq!(mine.side, theirs.side.other());
            prop_assert_eq!(mine.pathway, theirs.pathway);
            for (one, other) in mine.items.iter().zip(&theirs.items) {
                prop_assert_eq!(decided_item(one), decided_item(other));
                // The reading of D.I.C.3 has both words in its question.
                prop_assert!(one.item == Item::D_I_C_3 || mirrored_words(&one.why) == other.why, "{}\n{}", one.why, other.why);
            }
        }
    }

    #[test]
    fn the_order_of_entries_is_nothing(case in cases(), settings in settings(), by in 0..5_usize) {
        let other = reordered(&case, by);
        prop_assert_eq!(decided(&determine(&case, &settings)), decided(&determine(&other, &settings)));
    }

    /// A service planned before R is left planned: without a day it could only be R or later.
    #[test]
    fn nothing_is_gained_by_leaving_a_fact_out(
        case in cases(), settings in settings(), at in any::<Index>(), documented in any::<bool>(),
    ) {
        let spots = answered(&case.facts);
        let spot = spots[at.index(spots.len())];
        let service = spot.0.side().and_then(|side| case.facts.joint(side).service_date.known().copied());
        prop_assume!(spot.0.field() != Field::ServiceDate || service.is_none_or(|day| day >= received(&case)));
        let mut without = case.clone();
        put(&mut without.facts, spot, documented.then_some(&Answer::NotDocumented));
        let (before, after) = (findings(&case, &settings), findings(&without, &settings));
        for (side, item, was) in &before {
            let now = after.iter().find(|(s, i, _)| s == side && i == item).map(|(_, _, now)| *now);
            let Some(now) = now else {
                prop_assert_eq!((spot.0.field(), spot.1), (Field::Ablations, None));
                continue;
            };
            let same = now == *was || (is_met(now) && is_met(*was));
            let waits = matches!(now, Finding::Missing | Finding::Unclear);
            prop_assert!(same || waits, "{spot:?}: {item} was {was}, is {now}");
        }
        let outcomes = [determine(&case, &settings).outcome, determine(&without, &settings).outcome];
        prop_assert!(outcomes[1] != Outcome::CriteriaMet || outcomes[0] == Outcome::CriteriaMet, "{spot:?}");
    }

    /// Only D.III reads "not documented" as an answer of its own, of the report.
    #[test]
    fn unanswered_and_not_documented_decide_alike(case in cases(), settings in settings(), at in any::<Index>()) {
        let spots = answered(&case.facts);
        let spot = spots[at.index(spots.len())];
        prop_assume!(spot.0.field() != Field::Report);
        let (mut unanswered, mut undocumented) = (case.clone(), case);
        put(&mut unanswered.facts, spot, None);
        put(&mut undocumented.facts, spot, Some(&Answer::NotDocumented));
        prop_assert_eq!(
            decided(&determine(&unanswered, &settings)),
            decided(&determine(&undocumented, &settings)),
            "{:?}", spot
        );
    }

    #[test]
    fn the_same_therapy_twice_is_nothing_new(case in cases(), settings in settings(), which in any::<Index>()) {
        let base = findings(&case, &settings);
        for field in [Field::ActiveTherapy, Field::InactiveTherapy] {
            if let Some(twice) = with_one_more(&case, field.at(Laterality::Left), which) {
                prop_assert_eq!(&findings(&twice, &settings), &base);
            }
        }
    }

    #[test]
    fn more_therapy_is_never_worse(case in cases(), settings in settings(), from in 0..170_u32, length in 0..50_u32) {
        let end = days_before(received(&case), from);
        let (start, end) = (PartialDate::Day(days_before(end, length)), End::On(PartialDate::Day(end)));
        let (start, end, yes) = (Fact::Known(start), Fact::Known(end), Fact::Known(YesNo::Yes));
        let mut more = case.clone();
        if let Fact::Known(active) = &mut more.facts.therapy.active {
            let [supervised, plan, follow_up] = [Fact::Unanswered; 3];
            active.push(ActiveEpisode {
                kind: ActiveKind::Chiropractic, start, end, in_record: yes, supervised, plan, follow_up,
            });
        }
        if let Fact::Known(inactive) = &mut more.facts.therapy.inactive {
            inactive.push(InactiveEpisode {
                kind: InactiveKind::Rest, start, end, in_record: yes, tens_details: Fact::Unanswered,
            });
        }
        for (before, after) in findings(&case, &settings).iter().zip(findings(&more, &settings)) {
            prop_assert!(after.2 <= before.2, "{before:?} {after:?}");
        }
    }

    #[test]
    fn one_more_injection_never_helps_against_the_limits(
        (case, more) in cases().prop_flat_map(|case| { let day = received(&case); (Just(case), injection(day)) }),
        settings in settings(),
    ) {
        let mut after = case.clone();
        for side in Laterality::BOTH {
            if let Fact::Known(given) = &mut after.facts.joint_mut(side).injections {
                given.push(more.clone());
            }
        }
        for (before, after) in findings(&case, &settings).iter().zip(findings(&after, &settings)) {
            if [Item::D_I_A, Item::D_I_B_5].contains(&after.1) {
                prop_assert!(after.2 >= before.2, "{before:?} {after:?}");
            }
        }
    }

    #[test]
    fn the_other_joint_is_nothing_to_this_one(
        (case, other) in cases().prop_flat_map(|case| { let day = received(&case); (Just(case), any_joint(day)) }),
        settings in settings(),
    ) {
        let mut changed = case.clone();
        let both = case.facts.request.side.0 == Some(RequestedSide::Both);
        let day = changed.facts.right.service_date;
        changed.facts.right = other;
        if both {
            changed.facts.right.service_date = day;
        }
        make_possible(&mut changed.facts);
        let of_left = |case: &Case| determine(case, &settings).units.into_iter().find(|unit| unit.side == Laterality::Left);
        prop_assert_eq!(of_left(&case), of_left(&changed));
    }

    #[test]
    fn a_later_service_breaks_no_spacing(case in cases(), settings in settings(), later in 1..800_u32) {
        let mut after = case.clone();
        for side in Laterality::BOTH {
            if let Fact::Known(day) = &mut after.facts.joint_mut(side).service_date {
                *day = days_after(*day, later);
            }
        }
        let after = findings(&after, &settings);
        for (side, item, was) in findings(&case, &settings) {
            if [Item::D_I_A_5, Item::D_I_B_4, Item::D_I_B_5, Item::D_II_B_3].contains(&item) {
                let now = after.iter().find(|(s, i, _)| (*s, *i) == (side, item)).map(|(_, _, now)| *now);
                prop_assert!(now.is_some_and(|now| now <= was || is_met(now)), "{item} was {was}, is {now:?}");
            }
        }
    }

    #[test]
    fn settling_a_reading_settles_only_what_was_open(
        case in cases(), settings in settings(), reading in select(Reading::REGISTER), met in any::<bool>(),
    ) {
        let settings = PolicySettings { readings: settings.readings.with(reading, Setting::Unsettled), ..settings };
        let setting = if met { Setting::Met } else { Setting::Other };
        let settled = PolicySettings { readings: settings.readings.with(reading, setting), ..settings.clone() };
        let (open, closed) = (determine(&case, &settings), determine(&case, &settled));
        let mut changed = false;
        for (before, after) in open.units.iter().zip(&closed.units) {
            for (before, after) in before.items.iter().zip(&after.items) {
                changed |= before.finding != after.finding;
                let names_it = before.finding == Finding::Unclear && before.readings.contains(&reading);
                let may_change = names_it || before.finding == Finding::Missing;
                prop_assert!(may_change || before.finding == after.finding, "{before:?}\n{after:?}");
                prop_assert!(!after.readings.contains(&reading));
            }
        }
        let used = closed.readings_used.iter().any(|(each, _)| *each == reading);
        prop_assert_eq!(used, changed);
    }

    #[test]
    fn the_first_day_is_the_first_on_which_it_is_met(case in cases(), settings in settings()) {
        let case = if case.facts.request.side.0 == Some(RequestedSide::Right) { mirrored(&case) } else { case.0 };
        let from = case.facts.left.service_date.known().copied().unwrap_or(received(&case));
        let on = |day: NaiveDate| {
            let mut case = case.clone();
            case.facts.left.service_date = Fact::Known(day);
            case
        };
        let unit = determine(&case, &settings).units.remove(0);
        for item in unit.items.iter().filter(|item| !is_met(item.finding)) {
            let met_on = |day: NaiveDate| match finding(&on(day), &settings, item.item) {
                Some(finding) => is_met(finding),
                None => item.item == Item::EFFECTIVE_DATE,
            };
            match item.first_met {
                Some(first) => {
                    prop_assert!(met_on(first), "{item:?}");
                    prop_assert!(first >= from);
                    let weekly = (1..60).map(|week| days_before(first, week * 7 - 6));
                    let earlier: Vec<_> = weekly.filter(|day| *day >= from && met_on(*day)).collect();
                    prop_assert!(earlier.is_empty(), "{item:?} {earlier:?}");
                }
                None if item.item == Item::EFFECTIVE_DATE => prop_assert!(false, "{item:?}"),
                None if unit.pathway.is_some() => {
                    let later = [0, 1, 7, 14, 31, 62, 92, 180, 366, 3660].map(|days| days_after(from, days));
                    let met: Vec<_> = later.into_iter().filter(|day| met_on(*day)).collect();
                    prop_assert!(met.is_empty(), "{item:?} {met:?}");
                }
                None => {}
            }
        }
    }

    #[test]
    fn the_interview_loses_no_answer(case in files()) {
        let interview = Interview::of(case.0.clone(), sij_intake::policy::editions());
        let kept = interview.case();
        for question in QuestionId::all() {
            if let Some(answer) = case.facts.answer(question) {
                let now = kept.facts.answer(question).or(kept.set_aside.answer(question));
                prop_assert_eq!(now, Some(answer), "{}", question);
            }
            let counted = policy::considered(&kept.facts, policy::editions()).contains(&question) || kept.facts.fact(question).required();
            prop_assert!(counted || kept.facts.answer(question).is_none(), "{}", question);
        }
        let again = Interview::of(kept.clone(), sij_intake::policy::editions());
        prop_assert_eq!(kept, again.case());
    }

    /// What does not count decides nothing.
    #[test]
    fn the_interview_changes_no_finding(case in cases(), settings in settings()) {
        let interview = Interview::of(case.0.clone(), sij_intake::policy::editions());
        prop_assert_eq!(decided(&determine(interview.case(), &settings)), decided(&determine(&case, &settings)));
    }

    /// Whatever the provider answers to everything on the list, nothing that was missing
    /// before is found missing now; only what an answer brings up can be.
    #[test]
    fn everything_leaves_in_one_letter(
        case in cases(), answers in complete_cases(), settings in settings(), picks in proptest::collection::vec(any::<Index>(), 40),
    ) {
        let mut told = case.clone();
        let asked = determine(&case, &settings).ask_for;
        for (ask, pick) in asked.iter().zip(picks) {
            let answer = answer_to(ask, &case, &answers, pick);
            let mut with = told.clone();
            put(&mut with.facts, (ask.question, ask.entry), Some(&answer));
            if sij_intake::case::validate(&with.facts).is_empty() {
                told = with;
            }
        }
        let brought_up = [Field::OtherBlockWhere, Field::InabilityInRecord, Field::Report, Field::Working];
        let history = |ask: &policy::InformationRequest| ask.item == Item::D_II;
        if asked.len() > 40 || asked.iter().any(history) {
            return Ok(());
        }
        for ask in determine(&told, &settings).ask_for {
            let before = asked.iter().any(|was| was.question == ask.question && (was.entry.is_none() || was.entry == ask.entry));
            prop_assert!(before || brought_up.contains(&ask.question.field()), "{ask:?}\nafter\n{told:?}");
        }
    }

    #[test]
    fn what_is_missing_is_asked_for(case in cases(), settings in settings()) {
        let determination = determine(&case, &settings);
        for item in determination.units.iter().flat_map(|unit| &unit.items) {
            let asked = determination.ask_for.iter().any(|ask| ask.item == item.item);
            prop_assert!(item.finding != Finding::Missing || asked, "{item:?}");
        }
        for line in determination.service_lines.iter().filter(|line| line.finding == Finding::Missing) {
            prop_assert!(determination.ask_for.iter().any(|ask| ask.item == line.item), "{line:?}");
        }
        for ask in &determination.ask_for {
            let fact = case.facts.fact(ask.question);
            prop_assert!(ask.entry.is_some() == matches!(fact.answer(), Some(Answer::Entries(_))));
            prop_assert!(policy::applicable(&case.facts, policy::editions()).contains(&ask.question), "{ask:?}");
        }
    }
}

fn read(text: &str) -> Case {
    let head = "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n";
    casefile::read(&format!("{head}{text}"), sij_intake::policy::editions()).unwrap()
}

#[test]
fn a_report_that_was_not_submitted_is_asked_for() {
    for procedure in ["diagnostic-injection", "therapeutic-injection"] {
        let case = read(&format!(
            "request = {{ received = 2026-03-02, procedure = '{procedure}', side = 'left' }}
            device = {{ implanted = ['pain-pump'], report = 'no', working = 'yes' }}"
        ));
        let determination = determine(&case, &PolicySettings::default());
        let asked = |ask: &policy::InformationRequest| {
            (ask.item, ask.question.field()) == (Item::D_III, Field::Report)
        };
        assert!(determination.ask_for.iter().any(asked), "{:?}", determination.ask_for);
    }
}

#[test]
fn each_joint_names_what_it_lacks() {
    let case = read(
        "request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'both' }
        pain.character = 'not-documented'",
    );
    let determination = determine(&case, &PolicySettings::default());
    for unit in &determination.units {
        let pain = unit.items.iter().find(|item| item.item == Item::D_I_A_1).unwrap();
        assert!(pain.would_meet.contains("provider's answer"), "{:?}: {}", unit.side, pain.would_meet);
    }
}

#[test]
fn no_report_of_a_device_that_may_not_exist() {
    let case = read(
        "request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'left' }
        device = { report = 'no' }",
    );
    let determination = determine(&case, &PolicySettings::default());
    let device = determination.ask_for.iter().filter(|ask| ask.item == Item::D_III);
    assert!(device.map(|ask| ask.question.field()).eq([Field::Implanted]), "{:?}", determination.ask_for);
}

#[test]
fn the_interview_and_the_file_agree_on_an_unknown_inability() {
    let case = read(
        "request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'left' }
        therapy = { active = [], inability = 'not-documented', inability_in_record = 'no' }",
    );
    let interview = Interview::of(case.clone(), sij_intake::policy::editions());
    let of = |case: &Case| finding(case, &PolicySettings::default(), Item::D_I_A_4_A);
    assert_eq!((of(interview.case()), of(&case)), (Some(Finding::NotMet), Some(Finding::NotMet)));
}

#[test]
fn no_first_day_before_the_policy_governs() {
    let case = read(
        "request = { received = 2025-06-30, procedure = 'diagnostic-injection', side = 'left', \
         other_block = 2025-07-07, other_block_where = 'different-region' }",
    );
    let determination = determine(&case, &PolicySettings::default());
    let sites = determination.units[0].items.iter().find(|item| item.item == Item::D_I_C_3).unwrap();
    assert_eq!(sites.first_met, "2025-07-14".parse().ok());
}

/// An answer to what is asked: another case's where there is one, else one of the choices.
fn answer_to(ask: &policy::InformationRequest, case: &Case, answers: &Case, pick: Index) -> Answer {
    let fact = case.facts.fact(ask.question);
    let shape = match (ask.entry, fact.shape()) {
        (Some((_, part)), Shape::Entries(shapes)) => {
            shapes.iter().find(|shape| shape.part == part).unwrap().shape
        }
        (_, shape) => shape,
    };
    let known = match (ask.entry, fact.answer()) {
        (Some((index, part)), Some(Answer::Entries(entries))) => entries[index].part(part).cloned(),
        (_, answer) => answer,
    };
    // Where the month or the year is known, a day of it.
    let span = match known {
        Some(
            Answer::PartialDate(when)
            | Answer::DateOrOngoing(End::On(when))
            | Answer::DateOrAgo(Onset::Since(when)),
        ) => when.span(),
        _ => DateRange { first: days_before(received(case), 400), last: received(case) },
    };
    let days = usize::try_from(span.days()).unwrap();
    let day = days_after(span.first, u32::try_from(pick.index(days)).unwrap());
    match shape {
        Shape::DateOrOngoing if known.is_some_and(|answer| answer != Answer::NotDocumented) => {
            Answer::DateOrOngoing(End::On(PartialDate::Day(day)))
        }
        Shape::Choice(names) => Answer::Choice(names[pick.index(names.len())]),
        Shape::Choices(names) => Answer::Choices(vec![names[pick.index(names.len())]]),
        Shape::PartialDate => Answer::PartialDate(PartialDate::Day(day)),
        Shape::DateOrOngoing => Answer::DateOrOngoing(End::Ongoing),
        Shape::Number { min, max } => Answer::Number(if pick.index(2) == 0 { min } else { max }),
        Shape::DateOrAgo => Answer::DateOrAgo(Onset::Since(PartialDate::Day(day))),
        Shape::Day => Answer::Day(days_after(received(case), u32::try_from(pick.index(20)).unwrap())),
        Shape::DayOrNone => Answer::DayOrNone(OtherBlock::On(days_after(day, 10))),
        _ => answers.facts.answer(ask.question).unwrap(),
    }
}

/// The values of a choice.
fn options(shape: Shape) -> &'static [&'static str] {
    match shape {
        Shape::Choice(names) | Shape::Choices(names) => names,
        _ => &[],
    }
}
