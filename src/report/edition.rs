//! The editions behind a determination, for its heading and its foot.

use crate::policy::{Determination, EditionLabel};

/// `MM-1463 (effective 2025-07-01)`.
pub fn edition_heading(determination: &Determination) -> String {
    let name = |label: &EditionLabel| format!("{} (effective {})", label.policy, label.id);
    determination.editions.iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// The standing notice, a paragraph an entry.
pub fn notice(determination: &Determination) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for paragraph in determination.editions.iter().flat_map(EditionLabel::notice) {
        if !paragraphs.contains(&paragraph) {
            paragraphs.push(paragraph);
        }
    }
    paragraphs
}
