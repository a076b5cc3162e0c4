//! No sentence contradicts the limits in force: tables, printed pages, reasons,
//! hints, line mode and the wizard.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads the sample cases and fails by panicking"
)]

mod interfaces;

use std::collections::BTreeSet;

use sij_intake::case::{Case, Field, Laterality, QuestionId};
use sij_intake::cli::CatalogueFormat;
use sij_intake::commands::{self, Status, Streams};
use sij_intake::interview::Interview;
use sij_intake::policy::{self, Determination, LimitInfo, Limits, PolicySettings, Reading};
use sij_intake::questions::{self, LetterWords, NAMES, PARTS, QUESTIONS};

use super::edition;
use super::sample_cases::sample_cases;

/// Limits that the policy text never names, nor any number derived from them.
const OTHERS: &[(&str, u32)] = &[
    ("relief_percent", 61),
    ("therapy_days", 50),
    ("evidence_months", 14),
    ("spacing_days", 11),
    ("therapeutic_months", 16),
    ("rolling_months", 17),
    ("repeat_months", 29),
    ("injections", 9),
    ("diagnostics", 10),
    ("chronic_months", 13),
    ("chronic_days", 95),
];

/// Words and numbers that name a limit of the edition of 2025-07-01.
const PRINTED: &[&str] = &[
    "75", "42", "41", "36", "84", "12", "7", "6", "5", "4", "3", "2", "two", "three", "four", "five", "six",
    "seven", "twelve", "second", "fifth", "week", "weeks", "yearly",
];

/// Phrases with such a word that are not limits.
const ALLOWED: &[(&str, &str)] = &[
    ("six named", "the policy names six provocation tests"),
    ("all four", "four details of TENS"),
    ("m53 3", "a diagnosis code"),
    ("between two procedures", "the two that are kept apart"),
    ("the two differ", "the page and the policy"),
    ("two of them share", "a day that two therapies have in common"),
    ("a second diagnostic injection", "the one that D.I.A.5 is about"),
];

/// Recorded facts that read like a limit.
const RECORDED: &[&str] = &[
    "42 days of active therapy",
    "42 days of inactive therapy",
    "does not count 42 days under",
    "3 months of relief",
    "6 months of relief",
    "date 12 months of relief",
    "planned date 7 days apart",
    "diagnostic 75 percent relief",
    "therapeutic 75 percent relief",
    "date 84 days by receipt",
];

/// How the sentences of the edition of 2025-07-01 name each limit.
const ROLES: &[(&str, &[&str])] = &[
    ("relief_percent", &["75 percent relief", "75 percent pain relief", "relief 75 or more"]),
    (
        "therapy_days",
        &["six weeks", "six week programme", "six weekly", "36 to 41", "42 days", "42 different"],
    ),
    ("evidence_months", &["six months", "6 months"]),
    ("spacing_days", &["a week", "7 days"]),
    ("therapeutic_months", &["two months", "2 months"]),
    ("rolling_months", &["twelve months", "12 months"]),
    ("repeat_months", &["36 months"]),
    (
        "injections",
        &["four injections", "limit of four", "four were given", "three or fewer", "five or more"],
    ),
    ("diagnostics", &["two diagnostic", "two within", "two ever", "fewer than two"]),
    ("chronic_months", &["three months", "three calendar months", "3 months"]),
    ("chronic_days", &["twelve weeks", "84 days"]),
];

fn with(mut limits: Limits, (name, value): (&str, u32)) -> Limits {
    *LimitInfo::named(name).unwrap().value_mut(&mut limits) = value;
    limits
}

fn others() -> Limits {
    assert_eq!(OTHERS.len(), Limits::ALL.len());
    OTHERS.iter().fold(edition().limits, |limits, other| with(limits, *other))
}

fn all_at(value: u32) -> Limits {
    Limits::ALL.iter().fold(edition().limits, |limits, limit| with(limits, (limit.name, value)))
}

fn under(limits: Limits) -> PolicySettings {
    PolicySettings::default().with_limits(limits)
}

fn is_name(word: &str) -> bool {
    let mut interpretations = edition().interpretations.iter();
    Reading::REGISTER.iter().any(|reading| reading.name() == word)
        || interpretations.any(|point| point.name == word)
}

/// The words of a text, without the names and item numbers in it.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in text.split_whitespace() {
        let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let is_date = piece.len() >= 7 && piece.chars().all(|c| c.is_ascii_digit() || c == '-');
        if is_date {
            words.push("date".to_owned());
        } else if !is_name(piece) && !piece.starts_with("D.") {
            let each = piece.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.extend(each.map(str::to_lowercase));
        }
    }
    words
}

/// The first place of a phrase, with the words around it.
fn place(text: &[String], phrase: &str) -> Option<String> {
    let phrase = words(phrase);
    let at = text.windows(phrase.len()).position(|window| window == phrase)?;
    Some(text[at.saturating_sub(9)..text.len().min(at + 9)].join(" "))
}

/// The words that name a printed limit, except for allowed phrases, which are
/// added to `met`.
fn spelled(text: &str, met: &mut BTreeSet<&'static str>) -> Vec<String> {
    let mut joined = format!(" {} ", words(text).join(" "));
    for (phrase, _) in ALLOWED {
        if joined.contains(&format!(" {phrase} ")) {
            met.insert(phrase);
            joined = joined.replace(&format!(" {phrase} "), " ");
        }
    }
    joined.split_whitespace().filter(|word| PRINTED.contains(word)).map(str::to_owned).collect()
}

/// Every text of the policy and question tables, with placeholders filled in.
fn table_texts(limits: &Limits) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for numbered in &edition().items {
        let rule = numbered.rule;
        let all = [rule.title(limits), rule.summary(limits), rule.criteria(limits)];
        texts.extend(all.into_iter().chain(rule.remedies(limits)).map(|words| words.into_owned()));
    }
    for reading in Reading::REGISTER {
        let all = [reading.question(limits), reading.met_means(limits), reading.otherwise_means(limits)];
        texts.extend(all.map(|words| words.into_owned()));
    }
    texts.extend(edition().interpretations.iter().map(|point| point.says(limits).into_owned()));
    texts.extend(Limits::ALL.iter().map(|limit| limit.says.to_owned()));
    texts.extend(edition().label.notice());
    for question in QUESTIONS {
        texts.push(questions::prompt(question.field.at(Laterality::Left)));
        texts.push(question.help(limits).into_owned());
        texts.extend(question.none.map(str::to_owned));
        texts.extend(question.definitions(limits).map(|words| words.into_owned()));
        texts.extend(question.letter.iter().flat_map(|letter| of_letter(letter, limits)));
        texts.extend([question.if_so.to_owned()]);
    }
    for part in PARTS {
        texts.push(questions::part_prompt(part.field.at(Laterality::Left), part.part));
        texts.push(part.help(limits).into_owned());
        texts.extend(part.letter.iter().flat_map(|letter| of_letter(letter, limits)));
        texts.extend([part.shown.to_owned(), part.shown_for.to_owned()]);
    }
    texts
}

/// The words of the letter, with a date for every name of what is in the case.
fn of_letter(letter: &LetterWords, limits: &Limits) -> [String; 2] {
    let dated = |text: &str, name: &&str| text.replace(&format!("{{{name}}}"), "2026-03-02");
    letter.texts(limits).map(|text| NAMES.iter().fold(text.into_owned(), |text, name| dated(&text, name)))
}

#[test]
fn tables_name_limits_only_through_placeholders() {
    let mut met = BTreeSet::new();
    for text in table_texts(&others()).into_iter().chain([policy_page(&others())]) {
        assert!(!text.contains(['{', '}', '#', '|']), "no such placeholder: {text}");
        assert_eq!(spelled(&text, &mut met), Vec::<String>::new(), "{text}");
    }
    let idle: Vec<_> = ALLOWED.iter().filter(|(phrase, _)| !met.contains(phrase)).collect();
    assert!(idle.is_empty(), "allowed and nowhere: {idle:?}");
}

#[test]
fn every_phrase_of_a_limit_occurs_in_the_printed_tables() {
    let texts: Vec<Vec<String>> = table_texts(&edition().limits).iter().map(|text| words(text)).collect();
    let names: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, Limits::ALL.iter().map(|limit| limit.name).collect::<Vec<_>>());
    for phrase in ROLES.iter().flat_map(|(_, phrases)| *phrases) {
        assert!(texts.iter().any(|text| place(text, phrase).is_some()), "{phrase}");
    }
}

/// The sentences that still name the old value of a changed limit.
fn contradictions(texts: &[String], changed: &[&str]) -> Vec<String> {
    let roles = ROLES.iter().filter(|(name, _)| changed.contains(name));
    let phrases: Vec<&str> = roles.flat_map(|(_, phrases)| *phrases).copied().collect();
    texts.iter().flat_map(|text| stands_in(text, &phrases)).collect()
}

fn stands_in(text: &str, phrases: &[&str]) -> Vec<String> {
    assert!(!text.contains(['{', '}']), "{text}");
    // Fast path: most texts lack the first word of every phrase.
    let lower = text.to_lowercase();
    let begun = |phrase: &&&str| phrase.split(' ').next().is_some_and(|first| lower.contains(first));
    let begun: Vec<&&str> = phrases.iter().filter(begun).collect();
    if begun.is_empty() {
        return Vec::new();
    }
    let recorded = RECORDED.iter().fold(words(text).join(" "), |text, fact| text.replace(fact, ""));
    let words: Vec<String> = recorded.split_whitespace().map(str::to_owned).collect();
    let found = begun.into_iter().filter_map(|phrase| Some(format!("{phrase}: {}", place(&words, phrase)?)));
    found.collect()
}

/// The printed limits with each one changed a little, and with all changed. Raised
/// by two, because with 43 days of therapy the texts rightly name 42, the most that
/// falls short.
fn changes() -> Vec<(Limits, Vec<&'static str>)> {
    let printed = edition().limits;
    let a_little = |limit: &&LimitInfo| {
        let value = limit.value(&printed);
        [value + 2, value - 1].map(|value| (with(printed, (limit.name, value)), vec![limit.name]))
    };
    let names = Limits::ALL.iter().map(|limit| limit.name).collect();
    Limits::ALL.iter().flat_map(a_little).chain([(others(), names)]).collect()
}

#[test]
fn no_table_contradicts_a_changed_limit() {
    for (limits, changed) in changes() {
        let found = contradictions(&table_texts(&limits), &changed);
        assert!(found.is_empty(), "{changed:?}\n{}", found.join("\n"));
    }
}

fn page(print: impl FnOnce(&mut Streams<'_>) -> std::io::Result<Status>) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    print(&mut Streams { out: &mut out, err: &mut err }).unwrap();
    String::from_utf8(out).unwrap()
}

fn policy_page(limits: &Limits) -> String {
    page(|to| commands::policy(None, CatalogueFormat::Text, &under(*limits), to))
}

#[test]
fn policy_and_question_pages_name_the_limits_in_force() {
    let settings = under(others());
    let print = |format| {
        let policy = page(|to| commands::policy(None, format, &settings, to));
        let questions = page(|to| commands::questions(format, &settings, to));
        [policy, questions]
    };
    for page in [print(CatalogueFormat::Text), print(CatalogueFormat::Markdown)].concat() {
        assert!(page.len() > 5000 && !page.contains(['{', '}']), "{page}");
        assert_eq!(spelled(&page, &mut BTreeSet::new()), Vec::<String>::new(), "{page}");
    }
    let [policy, questions] = print(CatalogueFormat::Json);
    assert!(policy.contains("61 percent within 14 months"), "{policy}");
    assert!(questions.contains("(HEP): 50 days, with"), "{questions}");
}

/// Every sentence about a case except its recorded facts.
fn sentences(case: &Case, settings: &PolicySettings) -> Vec<String> {
    let interview = Interview::of(case.clone(), settings);
    let mut said: Vec<String> = QuestionId::all().flat_map(|question| interview.hints(question)).collect();
    let lists = [Field::ActiveTherapy, Field::InactiveTherapy];
    said.extend(lists.iter().filter_map(|field| interview.list_total(field.at(Laterality::Left))));
    if let Ok(determination) = policy::determine(case, settings) {
        said.extend(of_determination(&determination));
    }
    said
}

fn of_determination(determination: &Determination) -> Vec<String> {
    let items = determination.units.iter().flat_map(|unit| &unit.items);
    let mut said: Vec<String> =
        items.flat_map(|found| [found.why.clone(), found.would_meet.clone()]).collect();
    said.extend(determination.service_lines.iter().flat_map(|line| [line.what.clone(), line.why.clone()]));
    said.extend(determination.advisories.iter().map(|said| said.why.to_string()));
    said.extend(determination.ask_for.iter().map(|ask| ask.what.clone()));
    said
}

#[test]
fn no_reason_or_hint_contradicts_a_changed_limit() {
    let cases: Vec<(String, Case)> =
        sample_cases().into_iter().chain(super::policy::reasons::cases()).collect();
    let mut found = Vec::new();
    for (limits, changed) in changes() {
        let settings = under(limits);
        for (name, case) in &cases {
            let each = contradictions(&sentences(case, &settings), &changed).into_iter();
            found.extend(each.map(|contradiction| format!("{name}: {contradiction}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// With every limit at one, a plural beside it is wrong. With every limit at zero
/// the texts must still be complete.
#[test]
fn limit_of_one_is_followed_by_the_singular() {
    const PLURALS: &[&str] = &["days", "weeks", "months", "injections", "are", "were", "lie"];
    let settings = under(all_at(1));
    let mut texts = table_texts(&all_at(1));
    texts.extend(policy_page(&all_at(1)).lines().filter(|line| line.contains("Limit ")).map(str::to_owned));
    texts.extend(super::policy::reasons::cases().flat_map(|(_, case)| sentences(&case, &settings)));
    for text in texts {
        for three in words(&text).windows(3) {
            let [to, one, what] = [0, 1, 2].map(|at| three[at].as_str());
            let one = ["1", "one", "a"].contains(&one) && to != "to";
            assert!(!one || !PLURALS.contains(&what), "{three:?}: {text}");
        }
    }
    let at_zero = under(all_at(0));
    assert!(table_texts(&all_at(0)).iter().all(|text| !text.is_empty() || !text.contains('{')));
    assert!(super::policy::reasons::cases().all(|(_, case)| !sentences(&case, &at_zero).is_empty()));
}
