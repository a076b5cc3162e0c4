//! The form as a tree of items. The Questionnaire, the responses written and read, and
//! what is shown all come from it.

use std::collections::BTreeMap;

use crate::case::Facts;
use crate::policy::{Edition, Editions};

use super::answers::{Value, values_at};
use super::build::build;
use super::form_item::{FormItem, Is, Test};
use super::link::Link;

/// The form for the provider.
#[derive(Debug, Clone)]
pub struct Form {
    edition: Edition,
    items: Vec<FormItem>,
    by_id: BTreeMap<String, usize>,
    by_link: BTreeMap<Link, usize>,
}

impl Form {
    /// The form that asks what these editions read, in the words of the latest.
    pub fn of(editions: &Editions) -> Self {
        let items = build(editions);
        let by_id = items.iter().enumerate().map(|(place, item)| (item.id.clone(), place)).collect();
        let by_link = items.iter().enumerate().map(|(place, item)| (item.link, place)).collect();
        Self { edition: editions.latest().clone(), items, by_id, by_link }
    }

    /// The edition whose words and version it has.
    pub const fn edition(&self) -> &Edition {
        &self.edition
    }

    /// Every item, in the order of the form: a group before what is in it.
    pub fn items(&self) -> &[FormItem] {
        &self.items
    }

    /// The items that are in no other.
    pub fn roots(&self) -> impl Iterator<Item = &FormItem> {
        self.items.iter().filter(|item| item.parent.is_none())
    }

    /// The items in this one.
    pub fn children<'f>(&'f self, item: &'f FormItem) -> impl Iterator<Item = &'f FormItem> {
        item.children.iter().filter_map(|place| self.items.get(*place))
    }

    /// The item this one is in.
    pub fn parent(&self, item: &FormItem) -> Option<&FormItem> {
        self.items.get(item.parent?)
    }

    /// The item with this link as text.
    pub fn named(&self, id: &str) -> Option<&FormItem> {
        self.items.get(*self.by_id.get(id)?)
    }

    /// The item that stands for this.
    pub fn item(&self, link: Link) -> Option<&FormItem> {
        self.items.get(*self.by_link.get(&link)?)
    }

    /// Whether the form shows an item for these facts; of a list's part, in that entry.
    pub fn is_shown(&self, item: &FormItem, entry: Option<usize>, facts: &Facts) -> bool {
        self.conditions_hold(item, entry, facts)
            && self.parent(item).is_none_or(|parent| self.is_shown(parent, entry, facts))
    }

    /// Whether an item's own conditions hold, whatever it is in.
    pub(super) fn conditions_hold(&self, item: &FormItem, entry: Option<usize>, facts: &Facts) -> bool {
        item.shown_when.iter().all(|any_of| any_of.iter().any(|test| self.holds(*test, entry, facts)))
    }

    /// An answer to an item that is not shown counts as none.
    fn holds(&self, test: Test, entry: Option<usize>, facts: &Facts) -> bool {
        let other = self.item(test.link).filter(|other| self.is_shown(other, entry, facts));
        let values = other.map(|other| values_at(facts, other.link, entry)).unwrap_or_default();
        match test.is {
            Is::Unanswered => values.is_empty(),
            Is::Chosen(meaning) => values.contains(&Value::Chosen(meaning)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fhir::{ItemType, Meaning};

    fn form() -> Form {
        Form::of(crate::policy::editions())
    }

    #[test]
    fn each_link_is_a_name_of_one_item() {
        let form = form();
        assert_eq!((form.by_id.len(), form.by_link.len()), (form.items.len(), form.items.len()));
        for item in form.items() {
            assert_eq!(form.named(&item.id).map(|found| found.link), Some(item.link));
            assert_eq!(form.item(item.link).map(|found| &found.id), Some(&item.id));
        }
    }

    #[test]
    fn condition_names_an_option_of_an_item_above_that_always_goes_with_it() {
        let form = form();
        for (place, item) in form.items().iter().enumerate() {
            for test in item.shown_when.iter().flatten() {
                let other = form.by_link[&test.link];
                assert!(other < place, "{}", item.id);
                if let Is::Chosen(meaning) = test.is {
                    assert!(form.items[other].option(meaning).is_some(), "{}", item.id);
                }
                // Of two items in a repeating group the answer in the same entry is meant.
                let repeats = form.parent(&form.items[other]).filter(|parent| parent.most > 1);
                let same =
                    repeats.is_none_or(|group| form.parent(item).map(|own| own.link) == Some(group.link));
                assert!(same, "{}", item.id);
            }
        }
    }

    #[test]
    fn conditions_are_all_of_or_any_of_and_never_both() {
        for item in form().items() {
            let several = item.shown_when.iter().filter(|any_of| any_of.len() > 1).count();
            assert!(several == 0 || item.shown_when.len() == 1, "{}", item.id);
        }
    }

    #[test]
    fn each_choice_has_options_with_codes_of_their_own() {
        for item in form().items() {
            let mut codes: Vec<_> = item.options.iter().map(|option| (option.system, option.code)).collect();
            let count = codes.len();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), count, "{}", item.id);
            assert_eq!(count > 0, item.kind == ItemType::Choice, "{}", item.id);
        }
    }

    #[test]
    fn only_what_is_no_value_stands_alone_in_an_answer_of_several() {
        let form = form();
        let exclusive = |id: &str| -> Vec<Meaning> {
            let item = form.named(id).unwrap();
            item.options.iter().filter(|option| option.is_exclusive).map(|option| option.meaning).collect()
        };
        assert_eq!(exclusive("pain.location"), [Meaning::NotDocumented]);
        assert_eq!(exclusive("left.positive_tests"), [Meaning::None, Meaning::NotDocumented]);
        assert_eq!(exclusive("left.injections"), []);
    }
}
