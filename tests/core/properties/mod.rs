//! Properties of every case: determinations are total and repeatable, depend on
//! neither the order of entries nor the other joint, gain nothing from a missing
//! fact, and equal what all its possible values would give.
#![expect(clippy::unwrap_used, reason = "a helper of a test that can't go on fails the test")]

pub(crate) mod asked;
mod intake;
mod missing_facts;
mod oracle;
mod requested;
pub(crate) mod strategies;
mod ways;

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sij_intake::case::{
    ActiveEpisode, ActiveKind, Answer, Case, DateRange, End, Entry, Fact, Facts, Field, InactiveEpisode,
    InactiveKind, Laterality, Onset, OtherBlock, Part, PartialDate, QuestionId, RequestedSide, Shape, YesNo,
    days_after, days_before,
};
use sij_intake::casefile;
use sij_intake::interview::{Interview, replay_answers};
use sij_intake::policy::Item;
use sij_intake::policy::{
    self, Determination, Finding, ItemFinding, Outcome, PolicySettings, Reading, Setting, UnitDetermination,
};

use strategies::{any_joint, cases, complete_cases, files, injection, make_possible, settings};

/// A question, or one part of one entry of its list.
type FactKey = (QuestionId, Option<(usize, Part)>);

fn set_answer(facts: &mut Facts, (question, entry): FactKey, answer: Option<&Answer>) {
    let fact = facts.fact_mut(question);
    match (entry, fact.answer()) {
        (Some((index, part)), Some(Answer::Entries(mut entries))) => {
            entries[index] = entries[index].clone().with(part, answer.cloned());
            fact.set(Some(&Answer::Entries(entries))).unwrap();
        }
        _ => fact.set(answer).unwrap(),
    }
}

/// The determination without advice, which is slow to work out.
fn determine(case: &Case, settings: &PolicySettings) -> Determination {
    policy::decide(case, settings).unwrap()
}

/// Every item's finding, first day and readings, without the texts.
fn findings_of(determination: &Determination) -> Vec<(Laterality, Vec<FindingOf>)> {
    let of = |unit: &UnitDetermination| (unit.side, unit.items.iter().map(finding_of).collect());
    determination.units.iter().map(of).collect()
}

type FindingOf = (Item, Finding, Option<NaiveDate>, Vec<Reading>);

fn finding_of(found: &ItemFinding) -> FindingOf {
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

/// The case with left and right swapped.
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

/// The case with the entries of every list in another order.
fn reordered(case: &Case, by: usize) -> Case {
    let mut case = case.clone();
    for question in QuestionId::all() {
        if let Some(Answer::Entries(mut entries)) = case.facts.answer(question) {
            let by = by % entries.len().max(1);
            entries.rotate_left(by);
            entries.reverse();
            set_answer(&mut case.facts, (question, None), Some(&Answer::Entries(entries)));
        }
    }
    case
}

/// Every answer, and every part of an entry, that could be missing.
fn answered(facts: &Facts) -> Vec<FactKey> {
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

/// The case with one entry of a list repeated.
fn with_repeated_entry(case: &Case, question: QuestionId, which: Index) -> Option<Case> {
    let Some(Answer::Entries(mut entries)) = case.facts.answer(question) else { return None };
    let more = (!entries.is_empty()).then(|| entries[which.index(entries.len())].clone())?;
    entries.push(more);
    let mut case = case.clone();
    set_answer(&mut case.facts, (question, None), Some(&Answer::Entries(entries)));
    Some(case)
}

fn received(case: &Case) -> NaiveDate {
    case.facts.request.received.0.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn determination_is_total_and_repeatable(case in cases(), settings in settings()) {
        let determination = policy::determine(&case, &settings).unwrap();
        prop_assert_eq!(Ok(determination.clone()), policy::determine(&case.clone(), &settings));
        let highest = determination.units.iter().map(|unit| unit.outcome).max();
        prop_assert_eq!(Some(determination.outcome), highest);
        let listed = determination.units.iter().flat_map(|unit| {
            unit.items.iter().map(|item| (unit.side, item.item, item.finding))
        });
        prop_assert_eq!(listed.collect::<Vec<_>>(), findings(&case, &settings));
        prop_assert_eq!(determination.complete, policy::unanswered(&case.facts, &settings).is_empty());
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
    fn written_case_reads_back_equal(case in files()) {
        let text = casefile::write(&case);
        let read = casefile::read(&text, sij_intake::policy::editions());
        prop_assert_eq!(read.as_ref().ok(), Some(&case.0), "{:?}\n{}", read.as_ref().err(), text);
        prop_assert_eq!(casefile::write(&case), text);
    }

    #[test]
    fn mirrored_case_gets_the_mirrored_determination(case in cases(), settings in settings()) {
        let here = determine(&case, &settings);
        let mut there = determine(&mirrored(&case), &settings);
        there.units.sort_by_key(|unit| unit.side == Laterality::Left);
        prop_assert_eq!(here.units.len(), there.units.len());
        prop_assert_eq!(here.outcome, there.outcome);
        prop_assert_eq!(&here.service_lines, &there.service_lines);
        prop_assert_eq!(&here.advisories, &there.advisories);
        prop_assert_eq!(&here.readings_used, &there.readings_used);
        prop_assert_eq!(here.complete, there.complete);
        for (mine, theirs) in here.units.iter().zip(&there.units) {
            prop_assert_eq!(mine.side, theirs.side.other());
            prop_assert_eq!(mine.pathway, theirs.pathway);
            prop_assert_eq!(mine.items.len(), theirs.items.len());
            for (one, other) in mine.items.iter().zip(&theirs.items) {
                prop_assert_eq!(finding_of(one), finding_of(other));
                // The question of D.I.C.3's reading holds both words.
                prop_assert!(one.item == Item::D_I_C_3 || mirrored_words(&one.why) == other.why, "{}\n{}", one.why, other.why);
            }
        }
    }

    #[test]
    fn order_of_entries_changes_nothing(case in cases(), settings in settings(), by in 0..5_usize) {
        let other = reordered(&case, by);
        prop_assert_eq!(findings_of(&determine(&case, &settings)), findings_of(&determine(&other, &settings)));
    }

    /// A service date before receipt is not taken out: an unknown one could only be
    /// the day of receipt or later.
    #[test]
    fn missing_fact_never_improves_the_outcome(
        case in cases(), settings in settings(), at in any::<Index>(), documented in any::<bool>(),
    ) {
        let keys = answered(&case.facts);
        let key = keys[at.index(keys.len())];
        let service = key.0.side().and_then(|side| case.facts.joint(side).service_date.known().copied());
        prop_assume!(key.0.field() != Field::ServiceDate || service.is_none_or(|day| day >= received(&case)));
        let mut without = case.clone();
        set_answer(&mut without.facts, key, documented.then_some(&Answer::NotDocumented));
        let (before, after) = (findings(&case, &settings), findings(&without, &settings));
        for (side, item, was) in &before {
            let now = after.iter().find(|(s, i, _)| s == side && i == item).map(|(_, _, now)| *now);
            let Some(now) = now else {
                prop_assert_eq!((key.0.field(), key.1), (Field::Ablations, None));
                continue;
            };
            let same = now == *was || (is_met(now) && is_met(*was));
            let waits = matches!(now, Finding::Missing | Finding::Unclear);
            prop_assert!(same || waits, "{key:?}: {item} was {was}, is {now}");
        }
        let outcomes = [determine(&case, &settings).outcome, determine(&without, &settings).outcome];
        prop_assert!(outcomes[1] != Outcome::CriteriaMet || outcomes[0] == Outcome::CriteriaMet, "{key:?}");
    }

    /// Only D.III tells the two apart, for the device report.
    #[test]
    fn unanswered_and_not_documented_decide_alike(case in cases(), settings in settings(), at in any::<Index>()) {
        let keys = answered(&case.facts);
        let key = keys[at.index(keys.len())];
        prop_assume!(key.0.field() != Field::Report);
        let (mut unanswered, mut undocumented) = (case.clone(), case);
        set_answer(&mut unanswered.facts, key, None);
        set_answer(&mut undocumented.facts, key, Some(&Answer::NotDocumented));
        prop_assert_eq!(
            findings_of(&determine(&unanswered, &settings)),
            findings_of(&determine(&undocumented, &settings)),
            "{:?}", key
        );
    }

    #[test]
    fn duplicate_therapy_changes_nothing(case in cases(), settings in settings(), which in any::<Index>()) {
        let base = findings(&case, &settings);
        for field in [Field::ActiveTherapy, Field::InactiveTherapy] {
            if let Some(twice) = with_repeated_entry(&case, field.at(Laterality::Left), which) {
                prop_assert_eq!(&findings(&twice, &settings), &base);
            }
        }
    }

    #[test]
    fn additional_therapy_never_hurts(case in cases(), settings in settings(), from in 0..170_u32, length in 0..50_u32) {
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
        let (without, with) = (findings(&case, &settings), findings(&more, &settings));
        prop_assert_eq!(without.len(), with.len());
        for (before, after) in without.iter().zip(with) {
            prop_assert!(after.2 <= before.2, "{before:?} {after:?}");
        }
    }

    #[test]
    fn additional_injection_never_relaxes_the_limits(
        (case, more) in cases().prop_flat_map(|case| { let day = received(&case); (Just(case), injection(day)) }),
        settings in settings(),
    ) {
        let mut after = case.clone();
        for side in Laterality::BOTH {
            if let Fact::Known(given) = &mut after.facts.joint_mut(side).injections {
                given.push(more.clone());
            }
        }
        let (without, with) = (findings(&case, &settings), findings(&after, &settings));
        prop_assert_eq!(without.len(), with.len());
        for (before, after) in without.iter().zip(with) {
            if [Item::D_I_A, Item::D_I_B_5].contains(&after.1) {
                prop_assert!(after.2 >= before.2, "{before:?} {after:?}");
            }
        }
    }

    #[test]
    fn joints_are_independent(
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
    fn later_service_never_violates_spacing(case in cases(), settings in settings(), later in 1..800_u32) {
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
    fn settling_a_reading_changes_only_findings_that_depend_on_it(
        case in cases(), settings in settings(), reading in select(Reading::REGISTER), met in any::<bool>(),
    ) {
        let settings = PolicySettings { readings: settings.readings.with(reading, Setting::Unsettled), ..settings };
        let setting = if met { Setting::Met } else { Setting::Other };
        let settled = PolicySettings { readings: settings.readings.with(reading, setting), ..settings.clone() };
        let (open, closed) = (determine(&case, &settings), determine(&case, &settled));
        let mut changed = false;
        prop_assert_eq!(open.units.len(), closed.units.len());
        for (before, after) in open.units.iter().zip(&closed.units) {
            prop_assert_eq!(before.items.len(), after.items.len());
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
    fn first_met_is_the_earliest_day_that_meets_the_item(case in cases(), settings in settings()) {
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
    fn interview_keeps_every_answer(case in files()) {
        let interview = Interview::of(case.0.clone(), &PolicySettings::default());
        let kept = interview.case();
        for question in QuestionId::all() {
            if let Some(answer) = case.facts.answer(question) {
                let now = kept.facts.answer(question).or(kept.set_aside.answer(question));
                prop_assert_eq!(now, Some(answer), "{}", question);
            }
            let counted = policy::considered(&kept.facts, policy::editions()).contains(&question) || kept.facts.fact(question).required();
            prop_assert!(counted || kept.facts.answer(question).is_none(), "{}", question);
        }
        let again = Interview::of(kept.clone(), &PolicySettings::default());
        prop_assert_eq!(kept, again.case());
    }

    /// An origin never outlives its answer: the file could not be opened again.
    #[test]
    fn origins_are_readable_after_any_change(case in files(), entries in proptest::bool::ANY) {
        let mut interview = Interview::of(case.0.clone(), &PolicySettings::default());
        for question in interview.questions() {
            let had = interview.case().is_unconfirmed(question);
            let changed = match interview.facts().answer(question) {
                Some(Answer::Entries(list)) if entries && !list.is_empty() => interview.remove_entry(question, 0),
                answer => interview.answer(question, &answer.unwrap_or(Answer::NotDocumented)),
            };
            let has_entries = !interview.facts().entries(question).is_empty();
            let still = interview.case().is_unconfirmed(question);
            prop_assert!(changed.is_err() || !still || (had && has_entries), "{}", question);
        }
        let written = casefile::write(interview.case());
        prop_assert_eq!(&casefile::read(&written, policy::editions()).unwrap(), interview.case());
    }

    /// An unconfirmed answer counts like any other.
    #[test]
    fn origins_change_no_finding(case in files()) {
        let without = Case { provider: None, ..case.0.clone() };
        let of = |case: &Case| determine(case, &PolicySettings::default());
        prop_assert_eq!(findings_of(&of(&case)), findings_of(&of(&without)));
        let (replayed, _) = replay_answers(&case, &PolicySettings::default(), |_, _| {});
        prop_assert_eq!(of(replayed.case()).unconfirmed, of(&case).unconfirmed);
    }

    /// Answers that the interview sets aside had no effect.
    #[test]
    fn interview_changes_no_finding(case in cases(), settings in settings()) {
        let interview = Interview::of(case.0.clone(), &settings);
        prop_assert_eq!(findings_of(&determine(interview.case(), &settings)), findings_of(&determine(&case, &settings)));
    }

    /// After the provider has answered everything on the list, only facts that those
    /// answers made relevant may be missing.
    #[test]
    fn one_round_of_requests_asks_everything(
        case in cases(), answers in complete_cases(), settings in settings(), picks in proptest::collection::vec(any::<Index>(), 40),
    ) {
        let mut answered = case.clone();
        let asked = determine(&case, &settings).ask_for;
        for (ask, pick) in asked.iter().zip(picks) {
            let answer = answer_to(ask, &case, &answers, pick);
            let mut with = answered.clone();
            set_answer(&mut with.facts, (ask.question, ask.entry), Some(&answer));
            if sij_intake::case::validate(&with.facts).is_empty() {
                answered = with;
            }
        }
        let dependent = [Field::OtherBlockWhere, Field::InabilityInRecord, Field::Report, Field::Working];
        let history = |ask: &policy::InformationRequest| ask.serves(Item::D_II);
        if asked.len() > 40 || asked.iter().any(history) {
            return Ok(());
        }
        for ask in determine(&answered, &settings).ask_for {
            let before = asked.iter().any(|was| was.question == ask.question && (was.entry.is_none() || was.entry == ask.entry));
            prop_assert!(before || dependent.contains(&ask.question.field()), "{ask:?}\nafter\n{answered:?}");
        }
    }

    #[test]
    fn every_missing_fact_is_requested(case in cases(), settings in settings()) {
        let determination = determine(&case, &settings);
        for item in determination.units.iter().flat_map(|unit| &unit.items) {
            let asked = determination.ask_for.iter().any(|ask| ask.serves(item.item));
            prop_assert!(item.finding != Finding::Missing || asked, "{item:?}");
        }
        for line in determination.service_lines.iter().filter(|line| line.finding == Finding::Missing) {
            prop_assert!(determination.ask_for.iter().any(|ask| ask.serves(line.item)), "{line:?}");
        }
        for ask in &determination.ask_for {
            let fact = case.facts.fact(ask.question);
            prop_assert!(ask.entry.is_some() == matches!(fact.answer(), Some(Answer::Entries(_))));
            let applies = policy::applicable(&case.facts, policy::editions()).contains(&ask.question);
            prop_assert!(applies || ask.only_if.is_some(), "{ask:?}");
        }
    }
}

fn read(text: &str) -> Case {
    let head = "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n";
    casefile::read(&format!("{head}{text}"), sij_intake::policy::editions()).unwrap()
}

#[test]
fn unsubmitted_device_report_is_requested() {
    for procedure in ["diagnostic-injection", "therapeutic-injection"] {
        let case = read(&format!(
            "request = {{ received = 2026-03-02, procedure = '{procedure}', side = 'left' }}
            device = {{ implanted = ['pain-pump'], report = 'no', working = 'yes' }}"
        ));
        let determination = determine(&case, &PolicySettings::default());
        let asked = |ask: &policy::InformationRequest| {
            ask.serves(Item::D_III) && ask.question.field() == Field::Report
        };
        assert!(determination.ask_for.iter().any(asked), "{:?}", determination.ask_for);
    }
}

#[test]
fn each_joint_says_what_would_meet_its_item() {
    let case = read(
        "request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'both' }
        pain.character = 'not-documented'",
    );
    let determination = policy::determine(&case, &PolicySettings::default()).unwrap();
    for unit in &determination.units {
        let pain = unit.items.iter().find(|item| item.item == Item::D_I_A_1).unwrap();
        assert!(pain.would_meet.contains("provider's answer"), "{:?}: {}", unit.side, pain.would_meet);
    }
}

#[test]
fn device_report_is_requested_with_the_device_if_there_is_one() {
    let case = read(
        "request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'left' }
        device = {}",
    );
    let determination = determine(&case, &PolicySettings::default());
    let device = determination.ask_for.iter().filter(|ask| ask.serves(Item::D_III));
    let asked: Vec<_> =
        device.map(|ask| (ask.question.field(), ask.only_if.map(|only_if| only_if.is))).collect();
    let if_there_is_one = Some(policy::ConditionKind::NotEmpty);
    let expected =
        [(Field::Implanted, None), (Field::Report, if_there_is_one), (Field::Working, if_there_is_one)];
    assert_eq!(asked, expected);
}

#[test]
fn interview_and_file_agree_on_an_unknown_inability() {
    let case = read(
        "request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'left' }
        therapy = { active = [], inability = 'not-documented', inability_in_record = 'no' }",
    );
    let interview = Interview::of(case.clone(), &PolicySettings::default());
    let of = |case: &Case| finding(case, &PolicySettings::default(), Item::D_I_A_4_A);
    assert_eq!((of(interview.case()), of(&case)), (Some(Finding::NotMet), Some(Finding::NotMet)));
}

#[test]
fn first_met_is_never_before_the_effective_date() {
    let case = read(
        "request = { received = 2025-06-30, procedure = 'diagnostic-injection', side = 'left', \
         other_block = 2025-07-07, other_block_where = 'different-region' }",
    );
    let determination = determine(&case, &PolicySettings::default());
    let sites = determination.units[0].items.iter().find(|item| item.item == Item::D_I_C_3).unwrap();
    assert_eq!(sites.first_met, "2025-07-14".parse().ok());
}

/// A possible answer to a request for information; texts and lists are those of
/// another case.
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
    // Where the month or the year is known, one of its days.
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
