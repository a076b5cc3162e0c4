//! The answers that a provider gave: which are to be confirmed, what to look at before
//! that, and what becomes of their origin when they change.

use chrono::{Datelike, NaiveDate};

use crate::case::{Answer, AnswerSource, Case, Facts, Onset, OtherBlock, PartialDate, QuestionId, Target};
use crate::policy;
use crate::questions::{self, doubt, step};

use super::{Interview, describe, weekday};

/// How an answer came into the response of a provider, in a few words.
pub fn describe_source(source: AnswerSource) -> &'static str {
    match source {
        AnswerSource::AutoClient => "from the EHR",
        AnswerSource::AutoServer => "prefilled",
        AnswerSource::Override => "changed by hand",
        AnswerSource::Manual => "typed",
        AnswerSource::Mixed => "several sources",
        AnswerSource::Unstated => "source not stated",
    }
}

/// The same, and that it is the provider's.
pub fn describe_origin(source: AnswerSource) -> String {
    format!("from the provider ({})", describe_source(source))
}

/// The name of the step that has a question.
pub fn step_name(question: QuestionId) -> &'static str {
    step(question).name()
}

/// An answer in words; a duration before receipt after the date it comes to.
pub fn describe_counted_back(answer: &Answer, facts: &Facts, today: NaiveDate) -> String {
    let words = describe(answer, today);
    match (answer, facts.request.received.0) {
        (Answer::DateOrAgo(onset @ Onset::Ago(_)), Some(received)) => {
            format!("{}, {words}", weekday(onset.span(received).first))
        }
        _ => words,
    }
}

impl Interview {
    /// The provider's answers that count and are not confirmed, in the order asked.
    pub fn unconfirmed(&self) -> Vec<QuestionId> {
        let mut found = policy::unconfirmed(&self.case, &self.settings.editions);
        questions::sort(&mut found);
        found
    }

    /// How many there are, as a sentence without its full stop; `None` if there are none.
    pub fn unconfirmed_in_words(&self) -> Option<String> {
        match self.unconfirmed().len() {
            0 => None,
            1 => Some("1 answer is to be confirmed".to_owned()),
            count => Some(format!("{count} answers are to be confirmed")),
        }
    }

    /// The provider's answers to be confirmed in the step that has this question.
    pub fn unconfirmed_in_step(&self, question: QuestionId) -> Vec<QuestionId> {
        let mut found = self.unconfirmed();
        found.retain(|other| step(*other) == step(question));
        found
    }

    /// The questions that keep a determination from being recorded, in order: those that
    /// are open, and those whose answer is to be confirmed.
    pub fn waiting(&self) -> Vec<QuestionId> {
        self.in_order(&[self.open(), self.unconfirmed()].concat())
    }

    /// The same with those that lack an answer for the record.
    pub fn to_stop_at(&self) -> Vec<QuestionId> {
        self.in_order(&[self.lacking(), self.unconfirmed()].concat())
    }

    fn in_order(&self, wanted: &[QuestionId]) -> Vec<QuestionId> {
        self.questions().into_iter().filter(|question| wanted.contains(question)).collect()
    }

    /// Adds the answers that count without being asked for, while they are to be confirmed.
    pub(super) fn with_unconfirmed(&self, mut asked: Vec<QuestionId>) -> Vec<QuestionId> {
        let unasked = policy::unconfirmed(&self.case, &self.settings.editions);
        let unasked: Vec<QuestionId> =
            unasked.into_iter().filter(|question| !asked.contains(question)).collect();
        if !unasked.is_empty() {
            asked.extend(unasked);
            questions::sort(&mut asked);
        }
        asked
    }

    /// Confirms the provider's answers to these questions.
    pub fn confirm(&mut self, questions: &[QuestionId]) {
        if let Some(provider) = &mut self.case.provider {
            questions.iter().for_each(|question| provider.confirm(*question));
        }
    }

    /// Takes over where the answers of a saved case came from.
    pub(super) fn take_origins(&mut self, saved: &Case) {
        self.case.provider.clone_from(&saved.provider);
    }

    /// After another answer was given, it is no longer the provider's. A list that had
    /// entries and has some now is still to be confirmed: the others are the provider's.
    pub(super) fn change_origin(&mut self, question: QuestionId, before: &Facts) {
        let had_entries = before.fact(question).entry_count() > 0;
        let has_entries = self.case.facts.fact(question).entry_count() > 0;
        let Some(provider) = &mut self.case.provider else { return };
        if had_entries && has_entries && provider.is_unconfirmed(question) {
            provider.mix(question);
        } else {
            provider.forget(question);
        }
    }

    /// What to look at before the provider's answer to a question, or to one part of an
    /// entry, is confirmed; nothing once it is.
    pub fn to_check(&self, question: QuestionId, target: Target, today: NaiveDate) -> Vec<String> {
        if !self.case.is_unconfirmed(question) {
            return Vec::new();
        }
        let answer = self.facts().answer(question);
        let odd = answer.and_then(|answer| doubt(self.facts(), question, &answer, today));
        let odd = odd.filter(|_| target == Target::Whole).map(|odd| format!("odd: {odd}"));
        odd.into_iter().chain(self.dates_to_check(question, target)).collect()
    }

    fn dates_to_check(&self, question: QuestionId, target: Target) -> Vec<String> {
        let whole = self.facts().answer(question);
        let entries = self.facts().entries(question);
        let parts = entries
            .iter()
            .enumerate()
            .flat_map(|(index, entry)| entry.0.iter().map(move |(part, answer)| (index, *part, answer)));
        let of_list = parts.filter_map(|(index, part, answer)| {
            let words = perhaps_not_that_day(answer)?;
            match target {
                Target::Whole => Some(format!("entry {}, {}: {words}", index + 1, part.label())),
                target => (target == Target::Part { index, part }).then_some(words),
            }
        });
        whole.as_ref().and_then(perhaps_not_that_day).into_iter().chain(of_list).collect()
    }
}

/// That a day may stand for a month or a year: forms that keep only whole days write the
/// first day for one.
fn perhaps_not_that_day(answer: &Answer) -> Option<String> {
    let day = match (answer, answer.date()) {
        (Answer::Day(day) | Answer::DayOrNone(OtherBlock::On(day)), _) => *day,
        (_, Some(PartialDate::Day(day))) => day,
        _ => return None,
    };
    let period = match (day.month(), day.day()) {
        (1, 1) => day.format("%Y"),
        (_, 1) => day.format("%Y-%m"),
        _ => return None,
    };
    Some(format!("{} may stand for \"{period}\": check the day", day.format("%-d %B %Y")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Entry, Field, Laterality, Part};
    use crate::casefile;
    use crate::interview::{AnswerError, Change, Position, changes, replay_answers};
    use crate::policy::PolicySettings;

    const PAIN: QuestionId = Field::SijPain.at(Laterality::Left);
    const INJECTIONS: QuestionId = Field::Injections.at(Laterality::Left);
    const ONSET: QuestionId = Field::Onset.at(Laterality::Left);
    const RETURNED: QuestionId = Field::Returned.at(Laterality::Left);

    const REQUEST: &str = "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n\
        request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'left' }\n";
    const INJECTED: &str = "left.injections = [{ date = 2025-01-01, purpose = 'diagnostic' }, { date = 2025-12-10 }]\n\
        provider = { response = 'r1', answers = { 'left.injections' = 'auto-client' } }";
    const PAINFUL: &str = "left.sij_pain = 'yes'\n\
        provider = { response = 'r1', answers = { 'left.sij_pain' = 'manual' } }";

    fn interview(lines: &str) -> Interview {
        let settings = PolicySettings::default();
        let case = casefile::read(&format!("{REQUEST}{lines}"), &settings.editions).unwrap();
        Interview::of(case, &settings)
    }

    fn date(index: usize) -> Target {
        Target::Part { index, part: Part::Date }
    }

    fn day(text: &str) -> Answer {
        Answer::PartialDate(PartialDate::Day(text.parse().unwrap()))
    }

    fn source(interview: &Interview, question: QuestionId) -> Option<AnswerSource> {
        interview.case().source(question)
    }

    #[test]
    fn same_answer_confirms_and_another_one_is_the_coordinators() {
        let mut painful = interview(PAINFUL);
        assert_eq!(painful.unconfirmed(), [PAIN]);
        let before = painful.case().clone();
        painful.answer(PAIN, &Answer::Choice("yes")).unwrap();
        assert_eq!((painful.unconfirmed(), source(&painful, PAIN)), (vec![], Some(AnswerSource::Manual)));
        assert_eq!(changes(&before, painful.case()), [Change::Confirmed(PAIN)]);
        for answer in [Answer::Choice("no"), Answer::NotDocumented] {
            let mut painful = interview(PAINFUL);
            painful.answer(PAIN, &answer).unwrap();
            assert_eq!((painful.unconfirmed(), source(&painful, PAIN)), (vec![], None));
            painful.answer(PAIN, &Answer::Choice("yes")).unwrap();
            assert_eq!(source(&painful, PAIN), None, "it is not the provider's again");
        }
    }

    #[test]
    fn refused_answer_confirms_nothing() {
        let mut painful = interview(PAINFUL);
        let before = painful.case().clone();
        let refused = painful.answer(PAIN, &Answer::Choice("up"));
        assert_eq!((refused, painful.case()), (Err(AnswerError::Mismatch), &before));
    }

    #[test]
    fn list_with_entries_left_is_to_be_confirmed_as_a_whole() {
        let auto = (vec![INJECTIONS], Some(AnswerSource::AutoClient));
        let mixed = (vec![INJECTIONS], Some(AnswerSource::Mixed));
        let forgotten = (vec![], None);
        let state = |of: &Interview| (of.unconfirmed(), source(of, INJECTIONS));
        let mut injected = interview(INJECTED);
        injected.answer_at(INJECTIONS, date(1), &day("2025-12-10")).unwrap();
        assert_eq!(state(&injected), auto, "one part given again does not confirm the others");
        injected.answer_at(INJECTIONS, date(1), &day("2025-12-11")).unwrap();
        assert_eq!(state(&injected), mixed);
        let entries = injected.facts().answer(INJECTIONS).unwrap();
        injected.answer_at(INJECTIONS, Target::Whole, &entries).unwrap();
        assert_eq!(state(&injected), (vec![], Some(AnswerSource::Mixed)));
        injected.add_entry(INJECTIONS, Entry::default()).unwrap();
        assert_eq!(state(&injected), forgotten, "it was confirmed");
        let mut removed = interview(INJECTED);
        removed.remove_entry(INJECTIONS, 0).unwrap();
        assert_eq!(state(&removed), mixed);
        removed.remove_entry(INJECTIONS, 0).unwrap();
        assert_eq!(state(&removed), forgotten, "nothing is left");
    }

    #[test]
    fn first_entry_of_a_list_that_the_provider_called_empty_is_the_coordinators() {
        let lines = "left.injections = []\n\
            provider = { response = 'r1', answers = { 'left.injections' = 'manual' } }";
        let mut none = interview(lines);
        assert_eq!(none.unconfirmed(), [INJECTIONS]);
        none.answer_at(INJECTIONS, date(0), &day("2025-12-11")).unwrap();
        assert_eq!((none.unconfirmed(), source(&none, INJECTIONS)), (vec![], None));
    }

    #[test]
    fn answer_that_is_set_aside_counts_again_when_its_question_comes_back() {
        let mut case = interview(
            "left.returned = 'yes'\nprovider = { response = 'r1', answers = { 'left.returned' = 'manual' } }",
        );
        assert_eq!((case.unconfirmed(), source(&case, RETURNED)), (vec![], Some(AnswerSource::Manual)));
        let procedure = Field::Procedure.at(Laterality::Left);
        case.answer(procedure, &Answer::Choice("therapeutic-injection")).unwrap();
        assert_eq!(case.unconfirmed(), [RETURNED]);
    }

    #[test]
    fn first_day_of_a_month_or_a_year_may_stand_for_it() {
        let words = |answer: Answer| perhaps_not_that_day(&answer);
        let on = |day: &str| day.parse().unwrap();
        assert_eq!(
            words(Answer::Day(on("2026-03-01"))).unwrap(),
            "1 March 2026 may stand for \"2026-03\": check the day"
        );
        let block = words(Answer::DayOrNone(OtherBlock::On(on("2026-01-01"))));
        assert!(block.unwrap().contains("\"2026\""));
        let partial = words(Answer::PartialDate(PartialDate::Day(on("2025-12-01"))));
        assert!(partial.unwrap().contains("\"2025-12\""));
        assert_eq!(words(Answer::Day(on("2026-03-02"))), None);
        assert_eq!(words(Answer::DayOrNone(OtherBlock::None)), None);
    }

    #[test]
    fn walk_stops_at_answers_to_be_confirmed() {
        let painful = interview(PAINFUL);
        assert_eq!(painful.start(), Position::whole(painful.waiting()[0]));
        let mut left = painful.questions();
        left.retain(|question| !painful.open().contains(question) && *question != PAIN);
        assert!(!left.iter().any(|question| painful.waiting().contains(question)));
        let zoster = Position::whole(Field::HerpesZoster.at(Laterality::Left));
        assert_eq!(painful.after_answer(zoster), Position::whole(PAIN));
        assert_eq!(painful.next_open(zoster), Some(Position::whole(PAIN)));
        let mut confirmed = painful;
        confirmed.confirm(&[PAIN]);
        assert_ne!(confirmed.after_answer(zoster), Position::whole(PAIN));
        assert_ne!(confirmed.next_open(zoster), Some(Position::whole(PAIN)));
    }

    #[test]
    fn answer_that_counts_without_being_asked_for_is_asked_until_it_is_confirmed() {
        let mut case = interview(
            "therapy = { inability = 'not-documented', inability_in_record = 'no' }\n\
             provider = { response = 'r1', answers = { 'therapy.inability_in_record' = 'manual' } }",
        );
        let in_record = Field::InabilityInRecord.at(Laterality::Left);
        assert_eq!(case.unconfirmed(), [in_record]);
        let place = |wanted: Field| {
            let wanted = wanted.at(Laterality::Left);
            case.questions().iter().position(|question| *question == wanted).unwrap()
        };
        assert_eq!(place(Field::InabilityInRecord), place(Field::Inability) + 1, "after what it is about");
        case.confirm(&[in_record]);
        assert!(!case.questions().contains(&in_record));
    }

    #[test]
    fn end_is_the_review_until_all_is_confirmed() {
        let mut case = interview(PAINFUL);
        while let Some(question) = case.open().first().copied() {
            let answer = if question.field() == Field::Inability { "no" } else { "" };
            let answer = if answer.is_empty() { Answer::NotDocumented } else { Answer::Choice(answer) };
            case.answer(question, &answer).unwrap();
        }
        assert_eq!((case.end(), case.start()), (Position::Review, Position::whole(PAIN)));
        let settings = PolicySettings::default();
        assert_eq!(case.findings(&settings).unwrap().unconfirmed, 1);
        case.confirm(&[PAIN]);
        assert_eq!(case.end(), Position::Determination);
        assert_eq!(case.findings(&settings).unwrap().unconfirmed, 0);
    }

    #[test]
    fn replay_keeps_the_origins() {
        for lines in [PAINFUL, INJECTED] {
            let saved = interview(lines);
            let settings = PolicySettings::default();
            let (replayed, not_taken) = replay_answers(saved.case(), &settings, |_, _| {});
            assert_eq!(not_taken, []);
            assert_eq!(replayed.case().provider, saved.case().provider);
            assert_eq!(replayed.determination(&settings), saved.determination(&settings));
        }
    }

    #[test]
    fn days_that_a_form_may_have_made_up_are_to_be_checked() {
        let today = "2026-03-02".parse().unwrap();
        let injected = interview(INJECTED);
        let words = "1 January 2025 may stand for \"2025\": check the day";
        let whole = injected.to_check(INJECTIONS, Target::Whole, today);
        assert_eq!(whole, [format!("entry 1, date: {words}")]);
        assert_eq!(injected.to_check(INJECTIONS, date(0), today), [words]);
        assert_eq!(injected.to_check(INJECTIONS, date(1), today), Vec::<String>::new());
        for (onset, checked) in [
            ("2025-03-01", vec!["1 March 2025 may stand for \"2025-03\": check the day"]),
            ("2025-03-02", vec![]),
            ("'2025-03'", vec![]),
            ("'8 months'", vec![]),
        ] {
            let lines = format!(
                "pain.onset = {onset}\nprovider = {{ response = 'r1', answers = {{ 'pain.onset' = 'manual' }} }}"
            );
            let mut case = interview(&lines);
            assert_eq!(case.to_check(ONSET, Target::Whole, today), checked, "{onset}");
            case.confirm(&[ONSET]);
            assert_eq!(case.to_check(ONSET, Target::Whole, today), Vec::<String>::new());
        }
        let born = "member.birth_date = 2030-02-02\n\
            provider = { response = 'r1', answers = { 'member.birth_date' = 'manual' } }";
        let born = interview(born).to_check(Field::BirthDate.at(Laterality::Left), Target::Whole, today);
        assert_eq!(born, ["odd: born after the request was received, Mon 2026-03-02"]);
    }

    #[test]
    fn duration_is_counted_back_from_receipt() {
        let case = interview("pain.onset = '8 months'");
        let today = "2026-03-02".parse().unwrap();
        let onset = case.facts().answer(ONSET).unwrap();
        for (answer, facts, words) in [
            (&onset, case.facts(), "Wed 2025-07-02, 8 months before receipt"),
            (&onset, &Facts::default(), "8 months before receipt"),
            (&day("2026-03-01"), case.facts(), "Sun 2026-03-01, 1 day ago"),
        ] {
            assert_eq!(describe_counted_back(answer, facts, today), words);
        }
    }
}
