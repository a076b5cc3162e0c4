//! What the lock file and the audit log are told: who, and which answers; never what they say.

use crate::case::{Case, Item, Place, Text};
use crate::store::Event;

use super::{Clock, Who};

/// The holder's line of a lock file: who, and since when.
pub(super) fn since(who: &Who, clock: Clock) -> String {
    format!("{} since {}", Text::new(who), clock.now().format("%Y-%m-%d %H:%M"))
}

/// What is different between two states of a case: which, not what it says.
pub(super) fn changes(before: &Case, after: &Case) -> Vec<(Event, Vec<String>)> {
    let place = |place: &Place| {
        before.facts.answer(*place) != after.facts.answer(*place)
            || before.set_aside.answer(*place) != after.set_aside.answer(*place)
    };
    let items = |before: &ByItem, after: &ByItem| {
        let changed = Item::ALL.iter().filter(|item| before.get(item) != after.get(item));
        changed.map(|item| item.number().to_owned()).collect::<Vec<_>>()
    };
    let recorded = after.recorded.as_ref().filter(|_| before.recorded != after.recorded);
    let outcome = recorded.and_then(|recorded| recorded.outcome.clone());
    let all = [
        (Event::Answered, Place::all().filter(place).map(|place| place.to_string()).collect()),
        (Event::Flagged, items(&before.flags, &after.flags)),
        (Event::EvidenceNoted, items(&before.evidence, &after.evidence)),
        (Event::Determined, outcome.into_iter().collect()),
    ];
    all.into_iter().filter(|(_, what)| !what.is_empty()).collect()
}

type ByItem = std::collections::BTreeMap<Item, Text>;
