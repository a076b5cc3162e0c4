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
