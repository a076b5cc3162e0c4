//! What is written, as a tree: the same for a TOML file and a line of JSON, so that one
//! reader has the knowledge of the keys.

use std::borrow::Cow;

use toml::Spanned;
use toml::value::Datetime;

/// A value and where it is: for TOML its bytes, for JSON its number in the order of the line.
pub(super) type Node<'t> = Spanned<Value<'t>>;

/// A key and where it is.
pub(super) type Key<'t> = Spanned<Cow<'t, str>>;

/// One value. Numbers keep their digits: a float would change them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'t> {
    String(Cow<'t, str>),
    /// A whole number; one that is not decimal keeps its prefix, such as `0x`.
    Integer(Cow<'t, str>),
    Float(Cow<'t, str>),
    Boolean(bool),
    /// TOML alone has dates; in JSON they are strings.
    Datetime(Datetime),
    Array(Vec<Node<'t>>),
    Table(Table<'t>),
    /// JSON alone has it: a key with it counts as left out.
    Null,
}

/// The keys of a table with their values, in the order in which they are written.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table<'t>(Vec<(Key<'t>, Node<'t>)>);

impl<'t> Table<'t> {
    /// A table of these keys, each of which stands once.
    pub(super) fn of(entries: Vec<(Key<'t>, Node<'t>)>) -> Self {
        Self(entries)
    }

    /// The value of a key, unless it is left out.
    pub(super) fn get(&self, name: &str) -> Option<&Node<'t>> {
        self.get_key_value(name).map(|(_, node)| node)
    }

    /// The key as it is written, with its value, unless it is left out.
    pub(super) fn get_key_value(&self, name: &str) -> Option<(&Key<'t>, &Node<'t>)> {
        let found = self.iter().find(|(key, _)| key.get_ref() == name)?;
        (*found.1.get_ref() != Value::Null).then_some(found)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Node<'t>> {
        self.0.iter_mut().find(|(key, _)| key.get_ref() == name).map(|(_, node)| node)
    }

    /// Whether the key at this place stands before it too. TOML refuses that; JSON does not.
    pub(super) fn is_repeated(&self, index: usize) -> bool {
        let Some((name, _)) = self.0.get(index) else { return false };
        self.0.iter().take(index).any(|(earlier, _)| earlier.get_ref() == name.get_ref())
    }

    /// Whether any key may stand twice: a table with very many keys is not looked through.
    pub(super) fn may_repeat_a_key(&self) -> bool {
        const MANY: usize = 128;
        self.len() > MANY || (1..self.len()).any(|index| self.is_repeated(index))
    }

    pub(super) fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn push(&mut self, key: Key<'t>, node: Node<'t>) {
        self.0.push((key, node));
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Key<'t>, &Node<'t>)> {
        self.0.iter().map(|(key, node)| (key, node))
    }
}

impl<'n, 't> IntoIterator for &'n Table<'t> {
    type Item = &'n (Key<'t>, Node<'t>);
    type IntoIter = std::slice::Iter<'n, (Key<'t>, Node<'t>)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
