//! Possible duplicates: two cases of the same member for the same procedure on the same
//! joint, received within 90 days. They are pointed out, never merged.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::case::{Case, Laterality, Procedure, RequestedSide};

use super::row::Row;

/// The most days between the receipts of two possible duplicates.
const DAYS_BETWEEN: u64 = 90;

/// What two cases are compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    member: String,
    procedure: Procedure,
    side: RequestedSide,
    received: NaiveDate,
}

impl Request {
    /// The request of a case; `None` until member, procedure, side and receipt are known.
    pub fn of_case(case: &Case) -> Option<Self> {
        let (member, request) = (&case.facts.member, &case.facts.request);
        Self::of(&member.id.0.as_ref()?.to_string(), request.procedure.0, request.side.0, request.received.0)
    }

    /// The request of a row.
    pub fn of_row(row: &Row) -> Option<Self> {
        Self::of(&row.member_id, row.procedure, row.side, row.received)
    }

    fn of(
        member: &str,
        procedure: Option<Procedure>,
        side: Option<RequestedSide>,
        received: Option<NaiveDate>,
    ) -> Option<Self> {
        let member: String = member.split_whitespace().collect::<String>().to_lowercase();
        let known = !member.is_empty();
        known.then_some(())?;
        Some(Self { member, procedure: procedure?, side: side?, received: received? })
    }

    /// Whether another case may be for the same request.
    pub fn may_duplicate(&self, other: &Self) -> bool {
        self.procedure == other.procedure
            && self.received.signed_duration_since(other.received).num_days().unsigned_abs() <= DAYS_BETWEEN
            && joints(self.side).iter().any(|joint| joints(other.side).contains(joint))
            && self.member == other.member
    }
}

/// The joints of a requested side.
fn joints(side: RequestedSide) -> &'static [Laterality] {
    match side {
        RequestedSide::Left => &[Laterality::Left],
        RequestedSide::Right => &[Laterality::Right],
        RequestedSide::Both => &[Laterality::Left, Laterality::Right],
    }
}

/// For each row, whether another one may be for the same request.
pub fn have_duplicates(rows: &[&Row]) -> Vec<bool> {
    let mut by_joint: HashMap<(String, Procedure, Laterality), Vec<(NaiveDate, usize)>> = HashMap::new();
    for (index, request) in
        rows.iter().enumerate().filter_map(|(index, row)| Some((index, Request::of_row(row)?)))
    {
        for joint in joints(request.side) {
            let key = (request.member.clone(), request.procedure, *joint);
            by_joint.entry(key).or_default().push((request.received, index));
        }
    }
    let mut found = vec![false; rows.len()];
    for received in by_joint.values_mut() {
        received.sort_unstable();
        // The nearest receipt is the one before or after in order.
        for pair in received.windows(2) {
            let days = pair[1].0.signed_duration_since(pair[0].0).num_days().unsigned_abs();
            if days <= DAYS_BETWEEN {
                found[pair[0].1] = true;
                found[pair[1].1] = true;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{day, entry, with};
    use super::super::{ClockSettings, Zone};
    use super::*;
    use crate::case::{Choice, Fact, Required, Text};
    use crate::policy::PolicySettings;

    /// Whether a row may duplicate the sample, asked both ways and of the list.
    fn may_duplicate(change: impl FnOnce(&mut Row)) -> bool {
        let (one, other) = (entry("one").row, with("other", change).row);
        let requests = Request::of_row(&one).zip(Request::of_row(&other));
        let found = requests.as_ref().is_some_and(|(one, other)| one.may_duplicate(other));
        assert_eq!(requests.is_some_and(|(one, other)| other.may_duplicate(&one)), found);
        assert_eq!(have_duplicates(&[&one, &other]), [found, found]);
        found
    }

    #[test]
    fn member_ids_are_equal_whatever_their_blanks_and_their_case() {
        for (id, expected) in [
            ("TC0001234", true),
            (" tc 000\t1234 ", true),
            ("Tc\u{a0}0001234", true),
            ("TC0001235", false),
            ("TC000123", false),
            ("", false),
        ] {
            assert_eq!(may_duplicate(|row| row.member_id = id.into()), expected, "{id:?}");
        }
    }

    #[test]
    fn sides_have_to_share_a_joint() {
        use RequestedSide::{Both, Left, Right};
        let request = |side| Request::of_row(&with("any", |row| row.side = Some(side)).row).unwrap();
        for (one, other, expected) in [
            (Left, Left, true),
            (Left, Right, false),
            (Left, Both, true),
            (Right, Left, false),
            (Right, Right, true),
            (Right, Both, true),
            (Both, Left, true),
            (Both, Right, true),
            (Both, Both, true),
        ] {
            assert_eq!(request(one).may_duplicate(&request(other)), expected, "{one:?} {other:?}");
            let rows = [one, other].map(|side| with("any", |row| row.side = Some(side)).row);
            assert_eq!(have_duplicates(&[&rows[0], &rows[1]]), [expected; 2], "{one:?} {other:?}");
        }
    }

    #[test]
    fn receipts_are_at_most_90_days_apart() {
        // The sample was received on 2026-03-02.
        for (received, expected) in [
            ("2025-12-01", false),
            ("2025-12-02", true),
            ("2025-12-03", true),
            ("2026-03-02", true),
            ("2026-05-30", true),
            ("2026-05-31", true),
            ("2026-06-01", false),
        ] {
            assert_eq!(may_duplicate(|row| row.received = Some(day(received))), expected, "{received}");
        }
    }

    #[test]
    fn only_the_same_procedure_is_a_duplicate() {
        use Procedure::{DiagnosticInjection, RadiofrequencyAblation, TherapeuticInjection};
        for (procedure, expected) in
            [(DiagnosticInjection, true), (TherapeuticInjection, false), (RadiofrequencyAblation, false)]
        {
            assert_eq!(may_duplicate(|row| row.procedure = Some(procedure)), expected, "{procedure:?}");
        }
    }

    #[test]
    fn nothing_is_a_duplicate_before_all_facts_are_known() {
        let changes: [fn(&mut Row); 4] = [
            |row| row.member_id = " ".into(),
            |row| row.procedure = None,
            |row| row.side = None,
            |row| row.received = None,
        ];
        for change in changes {
            assert!(!may_duplicate(change));
            let rows = ["one", "other"].map(|name| with(name, change).row);
            assert_eq!(have_duplicates(&[&rows[0], &rows[1]]), [false; 2], "two of them");
        }
    }

    #[test]
    fn request_of_a_case_equals_that_of_its_row() {
        let mut case = Case::default();
        let steps: [fn(&mut Case); 4] = [
            |case| case.facts.member.id = Required(Some(Text::new("TC 1"))),
            |case| case.facts.request.received = Required(Some(day("2026-03-02"))),
            |case| case.facts.request.procedure = Required(Some(Procedure::DiagnosticInjection)),
            |case| case.facts.request.side = Required(Some(RequestedSide::Both)),
        ];
        for step in steps {
            assert_eq!(Request::of_case(&case), None);
            step(&mut case);
        }
        case.facts.member.name = Fact::NotDocumented;
        let (settings, clocks) = (PolicySettings::default(), ClockSettings::default());
        let row = Row::of("one", &case, &settings, &clocks, Zone::UTC);
        assert!(Request::of_case(&case).is_some());
        assert_eq!(Request::of_case(&case), Request::of_row(&row));
    }

    #[test]
    fn marks_of_a_list_are_those_of_each_pair() {
        let mut rows = Vec::new();
        for (index, received) in ["2026-01-01", "2026-02-15", "2026-05-01", "2026-09-01"].iter().enumerate() {
            for side in [RequestedSide::Left, RequestedSide::Right, RequestedSide::Both] {
                let member = if index == 2 { "tc 1" } else { "TC2" };
                rows.push(with(side.name(), |row| {
                    (row.received, row.side, row.member_id) =
                        (Some(day(received)), Some(side), member.into());
                }));
            }
        }
        // Each subset of these rows.
        for subset in 0..1_usize << rows.len() {
            let chosen: Vec<&Row> = rows
                .iter()
                .enumerate()
                .filter(|(index, _)| subset >> index & 1 == 1)
                .map(|(_, entry)| &entry.row)
                .collect();
            let requests: Vec<Request> = chosen.iter().filter_map(|row| Request::of_row(row)).collect();
            let has_other = |one: usize| {
                (0..requests.len()).any(|other| other != one && requests[one].may_duplicate(&requests[other]))
            };
            let expected: Vec<bool> = (0..requests.len()).map(has_other).collect();
            assert_eq!(have_duplicates(&chosen), expected, "{subset:b}");
        }
    }
}
