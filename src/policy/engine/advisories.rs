//! The remarks with a determination, which decide nothing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::case::Case;

use super::determination::Advisory;
use super::edition::Candidate;
use super::item::Item;
use super::joint_unit::JointUnit;
use super::settings::PolicySettings;

const FLAG_OF_OTHER_EDITION: &str =
    "flagged under an edition of the policy that does not decide this request";
const RETROSPECTIVE: &str = "retrospective request: the planned date of service is before the day of receipt";

/// The flagged items that are in none of the editions that could decide a joint.
fn flagged_in_other_editions<'a>(
    case: &'a Case,
    settings: &'a PolicySettings,
    joints: &'a [JointUnit<'_>],
) -> impl Iterator<Item = Item> {
    let flagged = case.flags.keys().filter_map(|key| settings.editions.item_of_key(key));
    flagged.filter(|item| {
        let mut deciding = joints.iter().flat_map(JointUnit::candidates);
        deciding.all(|candidate| candidate.edition.rule(*item).is_none())
    })
}

/// The advisories of a case, by item.
pub(super) fn advisories(case: &Case, settings: &PolicySettings, joints: &[JointUnit<'_>]) -> Vec<Advisory> {
    let mut found: BTreeMap<Option<Item>, Cow<'static, str>> = BTreeMap::new();
    found.extend(
        flagged_in_other_editions(case, settings, joints)
            .map(|item| (Some(item), FLAG_OF_OTHER_EDITION.into())),
    );
    for Candidate { unit, pathway, .. } in joints.iter().map(|joint| &joint.first) {
        let Some(pathway) = pathway else { continue };
        if unit.service.is_some_and(|day| day < unit.received()) {
            found.insert(None, RETROSPECTIVE.into());
        }
        if let Some(numbered) = &pathway.advisory {
            found.insert(Some(numbered.item), numbered.rule.summary(unit.limits));
        }
    }
    found.into_iter().map(|(item, why)| Advisory { item, why }).collect()
}
