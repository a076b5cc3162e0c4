//! The tables of items, questions and readings are complete and consistent, and
//! their texts fit the screen.
#![expect(clippy::unwrap_used, reason = "a helper of a test that can't go on fails the test")]

use std::collections::BTreeSet;

use super::{edition, items, rule};
use sij_intake::case::{
    Answer, Case, Choice, Decimal, Duration, Entry, Facts, Field, Laterality, Onset, OtherBlock, Part,
    PartialDate, Procedure, QuestionId, RequestedSide, Shape, Text,
};
use sij_intake::casefile;
use sij_intake::policy::Item;
use sij_intake::policy::NumberedRule;
use sij_intake::policy::{self, Determination, Finding, Kind, PolicySettings, Reading, Readings, Setting};
use sij_intake::questions::{self, LetterWords, NAMES, PARTS, QUESTIONS};
use unicode_width::UnicodeWidthStr;

/// Kept for the record; no item reads them.
const RECORD_KEEPING: [Field; 2] = [Field::MemberName, Field::BirthDate];
/// Required for any determination.
const NEEDED: [Field; 4] = [Field::MemberId, Field::Received, Field::Procedure, Field::Side];

/// The items of READING, section 3, and the effective date.
const NUMBERS: &str = "effective-date D.I.A D.I.A.1 D.I.A.2 D.I.A.3 D.I.A.4.a D.I.A.4.b D.I.A.5 \
    D.I.B.1 D.I.B.2 D.I.B.3 D.I.B.4 D.I.B.5 D.I.C.1 D.I.C.2 D.I.C.3 D.I.C.4 D.I.C.5 D.I.C.6 \
    D.II D.II.A.1 D.II.A.2 D.II.B.1 D.II.B.2 D.II.B.3 D.II.C.1 D.II.C.2 D.III";

/// The readings of READING, section 5: name, item, and the setting other than met.
const REGISTER: &[(&str, &str, &str)] = &[
    ("two-diagnostics-period", "D.I.A", "not-met"),
    ("leg-only-pain", "D.I.A.1", "not-met"),
    ("pain-84-days", "D.I.A.1", "not-met"),
    ("six-weekly-visits", "D.I.A.4.a", "not-met"),
    ("straddling-programme", "D.I.A.4", "not-met"),
    ("latest-or-any-injection", "D.I.B.1", "not-met"),
    ("diagnostic-to-therapeutic-gap", "D.I.B.4", "not-met"),
    ("fifth-injection", "D.I.B.5", "not-met"),
    ("left-and-right-are-sites", "D.I.C.3", "not-met"),
    ("disagreeing-diagnostics", "D.II.A.2", "not-met"),
    ("therapeutic-as-diagnostic", "D.II.A.2", "not-met"),
    ("waiver-after-poor-repeat", "D.II.B", "not-met"),
    ("relief-from-later-rfa", "D.II.B", "not-met"),
    ("repeat-injection-standard", "D.II.B.2", "not-met"),
    ("repeat-means-any-rfa", "D.II.B.2", "not-met"),
    ("repeat-without-waiver", "D.II.B.2", "not-met"),
    ("device-and-rfa", "D.III", "missing"),
];

fn unique<T: Ord>(all: impl IntoIterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    all.into_iter().all(|each| seen.insert(each))
}

#[test]
fn every_policy_number_is_an_item() {
    let numbers: Vec<&str> = NUMBERS.split_whitespace().collect();
    let known: Vec<&str> = items().into_iter().map(Item::number).collect();
    assert_eq!(known, numbers);
    for (item, number) in items().into_iter().zip(&numbers) {
        assert_eq!((item.key(), edition().numbered(number)), (*number, Some(item)));
        assert_eq!(rule(item).item, item);
    }
}

#[test]
fn every_item_has_its_own_texts() {
    let limits = &edition().limits;
    for rule in items().into_iter().map(rule) {
        let title = rule.title(limits);
        let words = [&title, &rule.summary(limits), &rule.criteria(limits)];
        assert!(words.iter().all(|words| !words.trim().is_empty() && !words.contains("  ")), "{}", rule.item);
        assert!(title.width() <= 76, "{}", rule.item);
        let remedies = rule.remedies(limits);
        let can_be_met = rule.kind == Kind::Criterion;
        assert!(
            !remedies.is_empty() && remedies.iter().all(|words| words.is_empty() != can_be_met),
            "{}",
            rule.item
        );
        assert!(rule.whole.reads.is_empty() || rule.kind != Kind::Advisory, "{}", rule.item);
    }
    assert!(unique(items().into_iter().map(|item| rule(item).title(limits))));
    assert!(unique(items().into_iter().map(|item| rule(item).summary(limits))));
}

#[test]
fn every_item_is_reached() {
    let pathways = &edition().pathways;
    let of = |numbered: &NumberedRule| numbered.item;
    let reached = pathways
        .iter()
        .flat_map(|rules| rules.items.iter().chain(&rules.service_lines).chain(&rules.advisory).map(of));
    let reached: BTreeSet<Item> = reached.chain([edition().scope.item]).collect();
    assert_eq!(reached, items().into_iter().collect());
    for rules in pathways {
        let deciding: Vec<Item> = rules.items.iter().map(of).collect();
        assert!(unique(&deciding));
        assert!(deciding.is_sorted(), "{:?}: not in the order of the policy", rules.pathway);
        assert!(deciding.iter().all(|item| matches!(rule(*item).kind, Kind::Criterion | Kind::Exclusion)));
        assert!(rules.service_lines.iter().all(|numbered| numbered.rule.kind == Kind::ServiceLine));
        assert!(rules.advisory.is_none_or(|numbered| numbered.rule.kind == Kind::Advisory));
    }
}

#[test]
fn register_lists_every_live_reading() {
    let register: Vec<_> =
        Reading::REGISTER.iter().map(|each| (each.name(), each.text().under, each.other())).collect();
    assert_eq!(register, REGISTER);
    assert!(Reading::REGISTER.is_sorted());
    let limits = &edition().limits;
    for reading in Reading::REGISTER {
        assert_eq!(policy::editions().reading(reading.name()), Some(*reading));
        assert!(items().into_iter().any(|item| rule(item).whole.readings.contains(reading)), "{reading}");
        for words in [reading.question(limits), reading.met_means(limits), reading.otherwise_means(limits)] {
            assert!(!words.is_empty(), "{reading}");
        }
        let settings = ["unsettled", "met", reading.other()].map(|name| reading.setting(name));
        assert_eq!(settings, [Some(Setting::Unsettled), Some(Setting::Met), Some(Setting::Other)]);
        assert_eq!(reading.setting("settled"), None);
        assert!(items().into_iter().any(|item| !rule(item).whole.readings.contains(reading)), "{reading}");
        let alone = Reading::REGISTER.iter().filter(|other| Readings::one(*reading).contains(**other));
        assert_eq!(alone.collect::<Vec<_>>(), [reading]);
    }
}

#[test]
fn each_field_and_each_part_has_one_question() {
    for field in Field::ALL {
        assert_eq!(QUESTIONS.iter().filter(|question| question.field == *field).count(), 1, "{field:?}");
        assert_eq!(questions::question_for(*field).field, *field);
    }
    assert_eq!(QUESTIONS.len(), Field::ALL.len());
    let parts = Field::ALL.iter().flat_map(|field| match questions::shape(field.at(Laterality::Left)) {
        Shape::Entries(shapes) => shapes.iter().map(|shape| (*field, shape.part)).collect(),
        _ => Vec::new(),
    });
    let asked: BTreeSet<(Field, Part)> =
        PARTS.iter().map(|question| (question.field, question.part)).collect();
    assert_eq!(asked, parts.collect());
    assert!(unique(PARTS.iter().map(|question| (question.field, question.part))));
    assert!(unique(QuestionId::all().map(|question| question.to_string())), "two questions share a key");
}

#[test]
fn each_question_is_read_by_an_item_or_kept_for_the_record() {
    for field in Field::ALL {
        let read = items().iter().any(|item| rule(*item).whole.reads.contains(field));
        let kept = RECORD_KEEPING.contains(field) || NEEDED.contains(field);
        assert!(read != kept, "{field:?}");
    }
    for question in PARTS {
        let read = |item: &Item| {
            rule(*item).whole.reads.contains(&question.field) && rule(*item).whole.reads_part(question.part)
        };
        assert!(items().iter().any(read), "{:?} {:?}", question.field, question.part);
    }
    for item in &items() {
        let lists = rule(*item).whole.reads.iter().map(|field| questions::shape(field.at(Laterality::Left)));
        let of_lists = lists.flat_map(|shape| match shape {
            Shape::Entries(shapes) => shapes.iter().map(|shape| shape.part).collect(),
            _ => Vec::new(),
        });
        let of_lists: BTreeSet<Part> = of_lists.collect();
        assert!(
            Part::ALL.iter().all(|part| !rule(*item).whole.reads_part(*part) || of_lists.contains(part)),
            "{item}"
        );
        assert!(
            unique(rule(*item).whole.reads)
                && unique(rule(*item).whole.readings.iter().map(|each| each.name())),
            "{item}"
        );
    }
}

#[test]
fn question_texts_fit_the_screen() {
    const WIDEST: usize = 76;
    let limits = &edition().limits;
    for question in QUESTIONS {
        for side in Laterality::BOTH {
            let prompt = questions::prompt(question.field.at(side));
            assert!(prompt.width() <= WIDEST, "{prompt}");
            assert!(!prompt.contains('{') && prompt.ends_with('?'), "{prompt}");
            assert_eq!(question.prompt.contains("{side}"), question.field.of_a_joint(), "{prompt}");
        }
        let help = question.help(limits);
        assert!(help.width() <= WIDEST + 24 && !help.is_empty(), "{help}");
    }
    for question in PARTS {
        for side in Laterality::BOTH {
            let prompt = questions::part_prompt(question.field.at(side), question.part);
            assert!(prompt.width() <= WIDEST, "{prompt}");
            assert!(!prompt.contains('{') && prompt.ends_with('?'), "{prompt}");
        }
        assert!(!question.help(limits).is_empty(), "{}", question.prompt);
    }
    let case = bases().swap_remove(0);
    for question in QuestionId::all() {
        for hint in questions::hints(&case.facts, question, policy::editions()) {
            assert!(hint.width() <= WIDEST, "{hint}");
        }
    }
}

/// Kept for the record: never asked from the provider.
const NEVER_REQUESTED: [Field; 4] = [Field::MemberName, Field::BirthDate, Field::Codes, Field::Diagnoses];

#[test]
fn each_question_that_can_be_requested_has_its_sentence_in_the_letter() {
    let limits = &edition().limits;
    let well_formed = |words: &LetterWords, what: &str| {
        let [lacks, send] = words.texts(limits);
        assert!(!lacks.is_empty() && !lacks.ends_with('.'), "{what}: {lacks}");
        assert!(send.starts_with("please ") && !send.ends_with('.'), "{what}: {send}");
        let names = format!("{lacks} {send}");
        for name in names.split('{').skip(1).map(|piece| piece.split('}').next().unwrap()) {
            assert!(NAMES.contains(&name), "{what}: {name}");
        }
    };
    for question in QUESTIONS {
        let requested = !NEEDED.contains(&question.field) && !NEVER_REQUESTED.contains(&question.field);
        assert_eq!(question.letter.is_some(), requested, "{:?}", question.field);
        question.letter.iter().for_each(|words| well_formed(words, question.prompt));
        let of_joint = question.letter.is_some_and(|words| words.texts(limits).concat().contains("{joint}"));
        assert_eq!(of_joint, requested && question.field.of_a_joint(), "{:?}", question.field);
    }
    for part in PARTS {
        let shape = questions::part_shape(part.field.at(Laterality::Left), part.part).unwrap();
        assert_eq!(part.letter.is_some(), !shape.required, "{:?} {:?}", part.field, part.part);
        part.letter.iter().for_each(|words| well_formed(words, part.prompt));
        assert!(
            part.letter.is_none_or(|words| words.texts(limits)[0].contains("{entry}")),
            "{}",
            part.prompt
        );
        assert!(!part.shown.is_empty(), "{:?} {:?}", part.field, part.part);
    }
}

const HELPED: &str = "left.injections = [{ date = 2026-01-10, purpose = 'therapeutic', relief_percent = 80, functional_improvement = 'yes' }]";
const DIAGNOSED: &str = "left.injections = [{ date = 2026-02-27, purpose = 'diagnostic', relief_percent = 80, functional_improvement = 'yes' }]";
const TWO_DIAGNOSTICS: &str = "left.injections = [{ date = 2025-06-01, purpose = 'diagnostic', relief_percent = 80 }, { date = 2025-12-01, purpose = 'diagnostic', relief_percent = 80 }]";
const FOUR_IN_A_YEAR: &str = "left.injections = [{ date = 2025-06-01, purpose = 'therapeutic', relief_percent = 10 }, \
    { date = 2025-12-01, purpose = 'diagnostic', relief_percent = 80, functional_improvement = 'yes' }, { date = 2025-09-01 }, { date = 2025-10-01 }]";
const NEVER_INJECTED: &str = "left.injections = []";

const LASTED: &str = "left.ablations = [{ date = 2024-03-02, relief_months = 14 }]";
const OLD_AND_POOR: &str = "left.ablations = [{ date = 2022-03-02, relief_months = 2 }]";
const TWO_ABLATIONS: &str =
    "left.ablations = [{ date = 2024-03-02, relief_months = 2 }, { date = 2025-01-02, relief_months = 2 }]";
const SOME_TIME: &str = "left.ablations = [{ date = 'not-documented', relief_months = 2 }]";
const NEVER_ABLATED: &str = "left.ablations = []";
const UNKNOWN: &str = "left.ablations = 'not-documented'";

const SIX_WEEKS: &str = "
    therapy.active = [{ kind = 'home-exercise', start = 2026-01-05, end = 2026-02-25, in_record = 'yes', supervised = 'yes', plan = 'yes', follow_up = 'yes' }]
    therapy.inactive = [{ kind = 'tens', start = 2026-01-05, end = 2026-02-25, in_record = 'yes', tens_details = 'yes' }]
    therapy.inability = 'no'";
const NOT_SUPERVISED: &str = "
    therapy.active = [{ kind = 'home-exercise', start = 2026-01-05, end = 2026-02-25, in_record = 'yes', supervised = 'no' }]
    therapy.inactive = [{ kind = 'rest', start = 2026-01-05, end = 2026-02-25, in_record = 'yes', tens_details = 'no' }]
    therapy.inability = 'no'";
const UNABLE: &str = "
    therapy.active = []
    therapy.inactive = [{ kind = 'rest', start = 2026-01-05, end = 2026-02-25, in_record = 'yes', tens_details = 'no' }]
    therapy.inability = 'intolerance'";
const NO_THERAPY: &str = "therapy.active = []\ntherapy.inactive = []\ntherapy.inability = 'no'";

/// Cases in which every fact that an item reads can change its finding.
fn bases() -> Vec<Case> {
    let histories = [
        (HELPED, LASTED, SIX_WEEKS),
        (NEVER_INJECTED, NEVER_ABLATED, SIX_WEEKS),
        (DIAGNOSED, OLD_AND_POOR, NOT_SUPERVISED),
        (TWO_DIAGNOSTICS, OLD_AND_POOR, UNABLE),
        (DIAGNOSED, NEVER_ABLATED, NOT_SUPERVISED),
        (FOUR_IN_A_YEAR, NEVER_ABLATED, UNABLE),
        (NEVER_INJECTED, LASTED, NO_THERAPY),
        (NEVER_INJECTED, TWO_ABLATIONS, SIX_WEEKS),
        (DIAGNOSED, SOME_TIME, SIX_WEEKS),
        (DIAGNOSED, UNKNOWN, SIX_WEEKS),
    ];
    let procedures = Procedure::NAMES.iter().map(|name| Procedure::named(name).unwrap());
    let of = |procedure| {
        histories.map(|(given, done, therapy)| base(procedure, &[given, done, therapy].join("\n")))
    };
    let mut bases: Vec<Case> = procedures.flat_map(of).collect();
    let mut early = bases[1].clone();
    early.facts.request.received.0 = "2025-06-02".parse().ok();
    let mut both = bases[1].clone();
    both.facts.request.side.0 = Some(RequestedSide::Both);
    bases.extend([early, both]);
    bases
}

fn base(procedure: Procedure, history: &str) -> Case {
    let text = format!(
        "format = 1
        policy = 'MM-1463'
        member.id = 'TC1'
        request = {{ received = 2026-03-02, procedure = '{}', side = 'left', sedation = 'none', imaging_line = 'no', other_block = 2026-03-04, other_block_where = 'other-joint', technique = 'thermal' }}
        pain = {{ location = ['low-back'], character = 'nonradicular', onset = 2025-01-01, herpes_zoster = 'no' }}
        left.service_date = 2026-03-03
        left.sij_pain = 'yes'
        left.sij_tenderness = 'yes'
        left.positive_tests = ['faber']
        left.returned = 'yes'
        right = {{ service_date = 2026-03-20 }}
        device = {{ implanted = ['pain-pump'], report = 'yes', working = 'yes' }}
        {history}
        therapy.inability_in_record = 'yes'
        therapy.alongside_active = 'yes'
        therapy.alongside_inactive = 'yes'",
        procedure.name()
    );
    casefile::read(&text, sij_intake::policy::editions())
        .unwrap_or_else(|complaints| unreachable!("{complaints}"))
}

/// Further answers to a question of this shape.
fn other_answers(shape: Shape) -> Vec<Answer> {
    let day = |text: &str| text.parse().unwrap();
    let days = ["2025-06-30", "2025-07-01", "2026-01-01", "2026-03-02", "2026-03-09", "2026-06-01"];
    match shape {
        Shape::Choice(names) => names.iter().map(|name| Answer::Choice(name)).collect(),
        Shape::Choices(names) => names
            .iter()
            .map(|name| Answer::Choices(vec![name]))
            .chain([Answer::Choices(Vec::new())])
            .collect(),
        Shape::Day => days.map(|text| Answer::Day(day(text))).into(),
        Shape::PartialDate => {
            let long_ago = ["2020-06-01"];
            days[..4]
                .iter()
                .chain(&long_ago)
                .map(|text| Answer::PartialDate(PartialDate::Day(day(text))))
                .collect()
        }
        Shape::DateOrOngoing => {
            vec![Answer::DateOrOngoing(sij_intake::case::End::On(PartialDate::Day(day("2026-01-06"))))]
        }
        Shape::DateOrAgo => vec![Answer::DateOrAgo(Onset::Ago(Duration::parse("2 weeks").unwrap()))],
        Shape::DayOrNone => {
            vec![Answer::DayOrNone(OtherBlock::None), Answer::DayOrNone(OtherBlock::On(day("2026-03-03")))]
        }
        Shape::Number { max, .. } => vec![Answer::Number(Decimal::whole(0)), Answer::Number(max)],
        Shape::Codes => ["27096", "64451", "77002", "99152", "B02.9"]
            .map(|code| Answer::Codes(vec![Text::new(code)]))
            .into_iter()
            .chain([Answer::Codes(vec![Text::new("27096"), Text::new("64451")])])
            .collect(),
        Shape::Entries(_) => vec![Answer::Entries(Vec::new())],
        Shape::Text => vec![Answer::Text(Text::new("someone"))],
    }
}

/// The case with one answer, or one part of the first entry of a list, changed in
/// every way.
fn changes(case: &Case, question: QuestionId, part: Option<Part>) -> Vec<Case> {
    let change = |answer: Option<Answer>| {
        let mut changed = case.clone();
        let answer = match (part, case.facts.answer(question)) {
            (None, _) => answer,
            (Some(part), Some(Answer::Entries(entries))) if !entries.is_empty() => {
                let first = |(index, entry): (usize, Entry)| match index {
                    0 => entry.with(part, answer.clone()),
                    _ => entry,
                };
                Some(Answer::Entries(entries.into_iter().enumerate().map(first).collect()))
            }
            _ => return None,
        };
        changed.facts.fact_mut(question).set(answer.as_ref()).ok()?;
        // Answers that validation rejects don't occur.
        sij_intake::case::validate(&changed.facts).is_empty().then_some(changed)
    };
    let shape = part.map_or_else(
        || questions::shape(question),
        |part| questions::part_shape(question, part).unwrap().shape,
    );
    let answers = other_answers(shape).into_iter().map(Some);
    answers.chain([None, Some(Answer::NotDocumented)]).filter_map(change).collect()
}

/// The findings of one item: of each joint, or of each service line.
fn findings_of(determination: &Determination, item: Item) -> Vec<(Option<Laterality>, Finding, String)> {
    let units = determination.units.iter();
    let items =
        units.flat_map(|unit| unit.items.iter().map(|found| (Some(unit.side), found.item, found.finding)));
    let items =
        items.filter(|(_, each, _)| *each == item).map(|(side, _, finding)| (side, finding, String::new()));
    let lines = determination.service_lines.iter().filter(|line| line.item == item);
    items.chain(lines.map(|line| (None, line.finding, line.what.clone()))).collect()
}

fn determine(case: &Case) -> Option<Determination> {
    policy::determine(case, &PolicySettings::default()).ok()
}

/// Every question that may be missing, and every part of a list.
fn fact_keys() -> Vec<(QuestionId, Option<Part>)> {
    let fields = Field::ALL.iter().filter(|field| !NEEDED.contains(field));
    let keys = fields.flat_map(|field| {
        let parts = PARTS.iter().filter(|question| question.field == *field);
        let parts = parts.map(|question| Some(question.part));
        std::iter::once(None).chain(parts).map(|part| (field.at(Laterality::Left), part)).collect::<Vec<_>>()
    });
    keys.collect()
}

fn reads(item: Item, (question, part): (QuestionId, Option<Part>)) -> bool {
    let rule = rule(item);
    rule.whole.reads.contains(&question.field()) && part.is_none_or(|part| rule.whole.reads_part(part))
}

/// Whether the fact decides which items are listed, whichever item reads it.
fn decides_the_list(key: (QuestionId, Option<Part>)) -> bool {
    matches!((key.0.field(), key.1), (Field::ServiceDate | Field::Ablations, None))
}

#[test]
fn each_item_reads_exactly_its_declared_facts() {
    let mut changed_by: BTreeSet<(Item, QuestionId, Option<Part>)> = BTreeSet::new();
    for case in bases() {
        let before = determine(&case).unwrap();
        for key in fact_keys() {
            for changed in changes(&case, key.0, key.1) {
                let Some(after) = determine(&changed) else { continue };
                for item in &items() {
                    let (mut was, mut is) = (findings_of(&before, *item), findings_of(&after, *item));
                    if decides_the_list(key) {
                        let listed = |in_both: &[(Option<Laterality>, Finding, String)], side| {
                            in_both.iter().any(|(each, ..)| *each == side)
                        };
                        let sides = [None, Some(Laterality::Left), Some(Laterality::Right)];
                        let both = sides.map(|side| listed(&was, side) && listed(&is, side));
                        let keep = |side: Option<Laterality>| {
                            sides.iter().zip(both).any(|(s, both)| *s == side && both)
                        };
                        was.retain(|(side, ..)| keep(*side));
                        is.retain(|(side, ..)| keep(*side));
                    }
                    if was == is {
                        continue;
                    }
                    assert!(reads(*item, key), "{item} changed with {} {:?}: {was:?} {is:?}", key.0, key.1);
                    changed_by.insert((*item, key.0, key.1));
                }
            }
        }
    }
    // D.II has one finding wherever it is listed, and the effective date is not
    // listed where it is met. The history of ablations decides the list itself.
    let items = items().into_iter().filter(|item| *item != Item::D_II && *item != Item::EFFECTIVE_DATE);
    let declared =
        items.flat_map(|item| fact_keys().into_iter().map(move |(question, part)| (item, question, part)));
    let declared = declared.filter(|(item, question, part)| reads(*item, (*question, *part)));
    let idle: Vec<String> = declared
        .filter(|(_, question, part)| (question.field(), *part) != (Field::Ablations, None))
        .filter(|each| !changed_by.contains(each))
        .map(|(item, question, part)| format!("{item} never changed with {question} {part:?}"))
        .collect();
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}

#[test]
fn every_fact_an_item_reads_is_asked() {
    for case in bases() {
        let asked = policy::applicable(&case.facts, policy::editions());
        assert_eq!(questions::in_order_of(asked).collect::<BTreeSet<_>>(), asked.iter().collect());
        for unit in determine(&case).unwrap().units {
            for field in unit.items.iter().flat_map(|item| rule(item.item).whole.reads) {
                let depends = *field == Field::InabilityInRecord;
                assert!(depends || asked.contains(&field.at(unit.side)), "{field:?}");
            }
        }
        let unasked = QuestionId::all().filter(|question| !asked.contains(question));
        for question in unasked {
            let before = determine(&case);
            for changed in changes(&case, question, None) {
                let after = determine(&changed);
                assert_eq!(before.as_ref().map(|d| &d.units), after.as_ref().map(|d| &d.units), "{question}");
            }
        }
    }
}

#[test]
fn empty_case_asks_the_required_questions() {
    let asked: Vec<Field> =
        policy::applicable(&Facts::default(), policy::editions()).iter().map(QuestionId::field).collect();
    assert!(NEEDED.iter().all(|field| asked.contains(field)), "{asked:?}");
}
