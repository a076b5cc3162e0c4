//! How deep the lists and objects of a response are in each other.

use crate::casefile::after_string;

use super::json::{Answer, Extension, Item, Resource};

/// The deepest nesting of lists and objects that is read.
pub(super) const DEEPEST: usize = 128;

/// The byte of the first list or object that is nested too deeply. To look for it takes as
/// long as to parse; most responses can't have one.
pub(super) fn too_deep(text: &str, parsed: Option<&Resource<'_>>) -> Option<usize> {
    if parsed.is_some_and(|resource| !may_be_too_deep(text, resource)) {
        return None;
    }
    first_too_deep(text)
}

/// Whether a list or object may be nested too deeply: all that were not read as items,
/// answers and extensions could be in each other, and in the deepest of those.
fn may_be_too_deep(text: &str, resource: &Resource<'_>) -> bool {
    let read = Nested::around([list(&resource.item, item)]);
    let count = |byte| memchr::memchr_iter(byte, text.as_bytes()).count();
    let opened = count(b'{') + count(b'[');
    opened.saturating_sub(read.count) + read.depth > DEEPEST
}

/// Lists and objects in each other: how many, and how deep.
#[derive(Clone, Copy, Default)]
struct Nested {
    count: usize,
    depth: usize,
}

impl Nested {
    /// A list or an object around these.
    fn around(inner: impl IntoIterator<Item = Self>) -> Self {
        let whole = Self { count: 1, depth: 1 };
        inner.into_iter().fold(whole, |whole, inner| Self {
            count: whole.count + inner.count,
            depth: whole.depth.max(1 + inner.depth),
        })
    }
}

/// A list that has elements: an empty one may not be there.
fn list<T>(elements: &[T], nested: fn(&T) -> Nested) -> Nested {
    if elements.is_empty() { Nested::default() } else { Nested::around(elements.iter().map(nested)) }
}

fn item(item: &Item<'_>) -> Nested {
    Nested::around([list(&item.answer, answer), list(&item.item, self::item)])
}

fn answer(answer: &Answer<'_>) -> Nested {
    Nested::around([list(&answer.extension, extension), list(&answer.item, item)])
}

fn extension(extension: &Extension<'_>) -> Nested {
    Nested::around([list(&extension.extension, self::extension)])
}

/// The byte of the first list or object that is nested too deeply.
fn first_too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                depth += 1;
                if depth > DEEPEST {
                    return Some(at);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                at = after_string(bytes, at + 1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_of_texts() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(first_too_deep(&nested(DEEPEST)), None);
        assert_eq!(first_too_deep(&nested(DEEPEST + 1)), Some(DEEPEST));
        let text = format!(r#"{{"a\"{}": "{}\\"}}"#, "[".repeat(200), "{".repeat(200));
        assert_eq!(first_too_deep(&text), None);
        assert_eq!(first_too_deep(&"[]".repeat(500)), None);
        for open in ["\"", "\"\\", "\"[[", "", "]]]"] {
            assert_eq!(first_too_deep(open), None, "{open}");
        }
    }

    #[test]
    fn nothing_too_deep_is_overlooked_wherever_it_is() {
        let around = |open: &str, inner: &str, close: &str, levels: usize| {
            format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
        };
        let lists = |levels| around("[", "", "]", levels);
        let items = |levels, inner: &str| around(r#"{"item": [{}, "#, inner, "]}", levels);
        let answers = |levels, inner: &str| around(r#"{"item": [{"answer": ["#, inner, "]}]}", levels);
        let mut found = 0;
        for levels in 0..70 {
            let value = format!(r#"{{"valueCoding": {}}}"#, lists(2 * levels));
            let extension = format!(r#"{{"extension": [{{"url": {}}}]}}"#, lists(levels));
            for text in [
                format!(r#"{{"text": {}}}"#, lists(2 * levels)),
                format!(r#"{{"item": [], "text": "{}"}}"#, lists(levels)),
                items(levels, "{}"),
                items(levels / 2, &format!(r#"{{"text": {}}}"#, lists(levels))),
                answers(levels / 2, "{}"),
                answers(1, &value),
                answers(levels / 4, &extension),
            ] {
                let parsed: Option<Resource<'_>> = serde_json::from_str(&text).ok();
                assert_eq!(too_deep(&text, parsed.as_ref()), first_too_deep(&text), "{text}");
                found += usize::from(parsed.is_some() && first_too_deep(&text).is_some());
            }
        }
        assert!(found > 10, "{found}");
    }

    #[test]
    fn usual_response_is_not_looked_through() {
        let item = r#"{"linkId": "a", "answer": [{"valueDate": "2026-03-02"}]}"#;
        let text = format!(r#"{{"item": [{}]}}"#, [item; 200].join(","));
        let parsed: Resource<'_> = serde_json::from_str(&text).unwrap();
        assert!(!may_be_too_deep(&text, &parsed));
    }
}
