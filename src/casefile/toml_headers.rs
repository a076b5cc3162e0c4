//! The tables of a plain TOML text: where the header of each of them puts it.
//!
//! What is not plain, such as a table that is opened twice, is `None` or false.

use std::ops::Range;

use toml::Spanned;
use toml_parser::Source;

use super::tree::{Key, Node, Table, Value};

/// The longest path of a header: each step is a table in another one.
const LONGEST_PATH: usize = 16;
/// A table with more keys is not looked through for each new key.
const MOST_KEYS: usize = 64;

/// A header such as `[left]` or `[[left.injections]]`.
#[derive(Default)]
pub(super) struct Header<'t> {
    pub(super) span: Range<usize>,
    pub(super) path: Vec<Key<'t>>,
    pub(super) is_list: bool,
}

/// Adds a key that is not in the table yet; false where that is not plain.
pub(super) fn add<'t>(table: &mut Table<'t>, key: Option<Key<'t>>, node: Node<'t>) -> bool {
    match key {
        Some(key) if table.len() < MOST_KEYS && table.get_mut(key.get_ref()).is_none() => {
            table.push(key, node);
            true
        }
        _ => false,
    }
}

/// Puts a table under its header's path, which is taken; `None` where that is not plain.
pub(super) fn place<'t>(
    root: &mut Table<'t>,
    source: Source<'t>,
    header: &mut Header<'t>,
    table: Table<'t>,
) -> Option<()> {
    (header.path.len() <= LONGEST_PATH).then_some(())?;
    let mut path = header.path.drain(..);
    let last = path.next_back()?;
    let mut parent = root;
    for key in path {
        if parent.get_mut(key.get_ref()).is_none() {
            let implied = Spanned::new(key.span(), Value::Table(Table::default()));
            add(parent, Some(key.clone()), implied).then_some(())?;
        }
        parent = headed_table(parent.get_mut(key.get_ref())?, source)?;
    }
    let node = Spanned::new(header.span.clone(), Value::Table(table));
    match (header.is_list, parent.get_mut(last.get_ref())) {
        (true, Some(list)) => headed_list(list)?.push(node),
        (true, None) => {
            let list = Spanned::new(header.span.clone(), Value::Array(vec![node]));
            add(parent, Some(last), list).then_some(())?;
        }
        (false, _) => add(parent, Some(last), node).then_some(())?,
    }
    Some(())
}

/// The table that further headers may be below: not an inline one.
fn headed_table<'n, 't>(node: &'n mut Node<'t>, source: Source<'t>) -> Option<&'n mut Table<'t>> {
    let is_inline = source.input().as_bytes().get(node.span().start) == Some(&b'{');
    if let Value::Array(_) = node.get_ref() {
        let Value::Table(table) = headed_list(node)?.last_mut()?.as_mut() else { return None };
        return Some(table);
    }
    match node.as_mut() {
        Value::Table(table) if !is_inline => Some(table),
        _ => None,
    }
}

/// The list of tables with headers of their own, which begins with the first of them.
fn headed_list<'n, 't>(node: &'n mut Node<'t>) -> Option<&'n mut Vec<Node<'t>>> {
    let start = node.span().start;
    match node.as_mut() {
        Value::Array(items) if items.first().is_some_and(|item| item.span().start == start) => Some(items),
        _ => None,
    }
}
