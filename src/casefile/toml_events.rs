//! TOML as a program writes it, straight from the events of the `toml` crate's parser
//! into a tree. It takes half of what the crate's own tables take.
//!
//! Whatever is not plain gives no tree, and then the crate decides: an error, a dotted
//! key, a table that is opened twice. So it has no complaints of its own.

use std::borrow::Cow;

use toml::Spanned;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, RecursionGuard, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use super::toml_headers::{Header, add, place};
use super::tree::{Key, Node, Table, Value};

/// The deepest nesting of lists, as in the crate.
const DEEPEST: u32 = 80;
/// As many keys as most tables have: a table that grows is copied.
const USUAL_KEYS: usize = 8;

/// The tree of a plain text.
pub(super) fn plain_tree(text: &str) -> Option<Table<'_>> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut builder = Builder { source, ..Builder::default() };
    let mut problems = Problems(0);
    {
        let mut checked = ValidateWhitespace::new(&mut builder, source);
        let mut receiver = RecursionGuard::new(&mut checked, DEEPEST);
        parse_document(&tokens, &mut receiver, &mut problems);
    }
    builder.finish_table();
    (problems.0 == 0 && builder.is_plain && builder.open.is_empty()).then_some(builder.root)
}

/// Counts what the parser and the decoder complain about.
struct Problems(usize);

impl ErrorSink for Problems {
    fn report_error(&mut self, _error: ParseError) {
        self.0 += 1;
    }
}

/// A list or an inline table that is not closed yet.
enum Open<'t> {
    List(Span, Vec<Node<'t>>),
    Table(Span, Table<'t>, Option<Key<'t>>),
}

struct Builder<'t> {
    source: Source<'t>,
    is_plain: bool,
    root: Table<'t>,
    /// The header of the table that is being read; one of no path before the first.
    header: Header<'t>,
    has_header: bool,
    in_header: bool,
    current: Table<'t>,
    key: Option<Key<'t>>,
    open: Vec<Open<'t>>,
}

impl Default for Builder<'_> {
    fn default() -> Self {
        Self {
            source: Source::new(""),
            is_plain: true,
            root: Table::default(),
            header: Header::default(),
            has_header: false,
            in_header: false,
            current: Table::default(),
            key: None,
            open: Vec::new(),
        }
    }
}

impl<'t> Builder<'t> {
    fn start_header(&mut self, span: Span, is_list: bool) {
        self.finish_table();
        self.current = Table::of(Vec::with_capacity(USUAL_KEYS));
        self.header.span = span.start()..span.end();
        self.header.path.clear();
        self.header.is_list = is_list;
        self.has_header = true;
        self.in_header = true;
    }

    fn end_header(&mut self, span: Span) {
        self.in_header = false;
        self.header.span.end = span.end();
    }

    /// Puts the table that was read where its header says.
    fn finish_table(&mut self) {
        let table = std::mem::take(&mut self.current);
        if self.has_header {
            let placed = place(&mut self.root, self.source, &mut self.header, table);
            self.is_plain &= placed.is_some();
        } else {
            self.root = table;
        }
    }

    /// A whole value: of the key before it, or in the list that is open.
    fn value(&mut self, node: Node<'t>) {
        let is_plain = match self.open.last_mut() {
            Some(Open::List(_, items)) => {
                items.push(node);
                true
            }
            Some(Open::Table(_, table, key)) => add(table, key.take(), node),
            None => add(&mut self.current, self.key.take(), node),
        };
        self.is_plain &= is_plain;
    }

    fn raw(&self, span: Span, encoding: Option<Encoding>) -> Option<Raw<'t>> {
        Some(Raw::new_unchecked(self.source.get(span)?.as_str(), encoding, span))
    }

    fn scalar_value(
        &mut self,
        span: Span,
        encoding: Option<Encoding>,
        error: &mut dyn ErrorSink,
    ) -> Option<Value<'t>> {
        let raw = self.raw(span, encoding)?;
        if let Some(text) = text_without_escapes(raw.as_str(), encoding) {
            return Some(Value::String(text.into()));
        }
        let mut decoded = Cow::Borrowed("");
        Some(match raw.decode_scalar(&mut decoded, error) {
            ScalarKind::String => Value::String(decoded),
            ScalarKind::Boolean(value) => Value::Boolean(value),
            ScalarKind::DateTime => Value::Datetime(decoded.parse().ok()?),
            ScalarKind::Float => Value::Float(decoded),
            ScalarKind::Integer(radix) => Value::Integer(whole(radix.value(), decoded)),
        })
    }
}

/// The digits of a whole number, with a prefix where they are not decimal.
pub(super) fn whole(radix: u32, digits: Cow<'_, str>) -> Cow<'_, str> {
    match radix {
        16 => format!("0x{digits}").into(),
        8 => format!("0o{digits}").into(),
        2 => format!("0b{digits}").into(),
        _ => digits,
    }
}

/// A text in quotes in which each character stands for itself, as nearly all are: the
/// decoder goes through it letter by letter.
fn text_without_escapes(raw: &str, encoding: Option<Encoding>) -> Option<&str> {
    let text =
        raw.strip_prefix('"').filter(|_| encoding == Some(Encoding::BasicString))?.strip_suffix('"')?;
    text.bytes().all(|byte| STANDS_FOR_ITSELF[usize::from(byte)]).then_some(text)
}

fn is_bare_key(raw: &str) -> bool {
    !raw.is_empty() && raw.bytes().all(|byte| IN_BARE_KEY[usize::from(byte)])
}

/// Which bytes are among these: to look up each byte of a short text is quicker than to
/// compare it.
macro_rules! table_of {
    ($bytes:pat) => {{
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < table.len() {
            table[byte] = matches!(byte as u8, $bytes);
            byte += 1;
        }
        table
    }};
}

static STANDS_FOR_ITSELF: [bool; 256] = table_of!(b' ' | b'!' | b'#'..=b'[' | b']'..=b'~' | 0x80..);
static IN_BARE_KEY: [bool; 256] = table_of!(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-');

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.start_header(span, false);
    }

    fn std_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.end_header(span);
    }

    fn array_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.start_header(span, true);
    }

    fn array_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.end_header(span);
    }

    fn inline_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::Table(span, Table::default(), None));
        true
    }

    fn inline_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        match self.open.pop() {
            Some(Open::Table(start, table, None)) => {
                self.value(Spanned::new(start.start()..span.end(), Value::Table(table)));
            }
            _ => self.is_plain = false,
        }
    }

    fn array_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::List(span, Vec::new()));
        true
    }

    fn array_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        match self.open.pop() {
            Some(Open::List(start, items)) => {
                self.value(Spanned::new(start.start()..span.end(), Value::Array(items)));
            }
            _ => self.is_plain = false,
        }
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let Some(raw) = self.raw(span, encoding) else { return };
        let mut decoded = Cow::Borrowed(raw.as_str());
        if encoding.is_some() || !is_bare_key(raw.as_str()) {
            decoded = Cow::Borrowed("");
            raw.decode_key(&mut decoded, error);
        }
        let key = Spanned::new(span.start()..span.end(), decoded);
        let before = match self.open.last_mut() {
            _ if self.in_header => {
                self.header.path.push(key);
                None
            }
            Some(Open::Table(_, _, open_key)) => open_key.replace(key),
            _ => self.key.replace(key),
        };
        // The key before it has no value.
        self.is_plain &= before.is_none();
    }

    fn key_sep(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.is_plain &= self.in_header;
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        match self.scalar_value(span, encoding, error) {
            Some(value) => self.value(Spanned::new(span.start()..span.end(), value)),
            None => self.is_plain = false,
        }
    }

    fn error(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.is_plain = false;
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse_checked_tree;
    use super::*;

    /// The values with their places, each table sorted by its keys.
    fn shown(table: &Table<'_>, out: &mut String) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.get_ref());
        for (key, node) in entries {
            out.push_str(&format!("{}@{:?} = ", key.get_ref(), key.span()));
            shown_node(node, out);
        }
    }

    fn shown_node(node: &Node<'_>, out: &mut String) {
        match node.get_ref() {
            Value::Table(table) => {
                out.push_str("{ ");
                shown(table, out);
                out.push_str(&format!("}}@{:?}, ", node.span()));
            }
            Value::Array(items) => {
                out.push_str("[ ");
                items.iter().for_each(|item| shown_node(item, out));
                out.push_str(&format!("]@{:?}, ", node.span()));
            }
            value => out.push_str(&format!("{value:?}@{:?}, ", node.span())),
        }
    }

    fn text_of(table: &Table<'_>) -> String {
        let mut out = String::new();
        shown(table, &mut out);
        out
    }

    /// Whether it is plain; a plain text has the tree that the crate gives it.
    fn is_plain(text: &str) -> bool {
        let Some(plain) = plain_tree(text) else { return false };
        let checked = parse_checked_tree(text);
        let checked = checked.unwrap_or_else(|errors| panic!("{text}\n{errors:?}"));
        assert_eq!(text_of(&plain), text_of(&checked), "{text}");
        true
    }

    const CASE: &str = include_str!("../../cases/2026-04-15-both-sides-on-one-day.toml");

    #[test]
    fn what_a_program_writes_is_plain() {
        let inline =
            "a = [1, 0x1F, -2.5, true, [], {}, { b = 'c', d = [2026-03-02] }] # e\n'f g' = \"\\u0041\"\n";
        let headers = "[a.b]\nx = 1\n[[a.c]]\n[[a.c]]\nx = 2\n[[a.c.d]]\n[a.c.e]\n";
        for text in ["", "# nothing", CASE, inline, headers, "x = \"\"\"\ntwo\nlines\"\"\"\r\n"] {
            assert!(is_plain(text), "{text}");
        }
    }

    #[test]
    fn what_is_unusual_or_wrong_is_left_to_the_crate() {
        for text in [
            "a.b = 1",
            "a = { b.c = 1 }",
            "a = 1\na = 2",
            "a = { b = 1, b = 2 }",
            "[a]\n[a]",
            "[a.b]\n[a]",
            "a = 1\n[a]",
            "a = {}\n[a.b]",
            "a = []\n[[a]]",
            "a = [{}]\n[a.b]",
            "[[a]]\n[a]",
            "[a]\n[[a]]",
            "a = 2026-02-30",
            "a =",
            "= 1",
            "[a",
            "a = \"\\q\"",
            "a = \"\u{1}\"",
            "a = \"\u{7f}\"",
            "a = \"",
            "ä = 1",
            "a = 1 b = 2",
            "# \u{1}",
            "a = [1, , 2]",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn a_changed_text_is_never_read_as_something_else() {
        let mut plain = 0;
        for (at, _) in CASE.char_indices().step_by(3) {
            let (before, after) = CASE.split_at(at);
            let without = after.char_indices().nth(1).map_or("", |(next, _)| &after[next..]);
            let line = after.find('\n').map_or("", |end| &after[end..]);
            for inserted in ["", "\"", "[", "]", "{", "=", ".", "\n", "#", "9", "[[left]]\n", "left.x = 1\n"]
            {
                plain += usize::from(is_plain(&format!("{before}{inserted}{without}")));
            }
            plain += usize::from(is_plain(&format!("{before}{line}")));
        }
        assert!(plain > 1000, "{plain}");
    }
}
