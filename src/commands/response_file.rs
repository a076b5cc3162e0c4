//! A provider's response in a file, and what is said about it on standard error.

use std::io;

use crate::case::Text;
use crate::fhir::{Imported, LARGEST_RESPONSE, ReadOptions, ResponseReader};
use crate::store::{ReadError, digest, read_response};

use super::Streams;
use super::source::Source;

/// A response that was read, with its text.
pub(super) struct ResponseFile {
    /// The name of the file in complaints.
    name: Text,
    text: String,
    /// What was read of it.
    pub(super) imported: Imported,
}

impl ResponseFile {
    /// Reads a response.
    ///
    /// # Errors
    /// When the file can't be read as text.
    pub(super) fn read(
        source: &Source,
        reader: &ResponseReader,
        options: ReadOptions,
    ) -> Result<Self, ReadError> {
        let limit = u64::try_from(LARGEST_RESPONSE).unwrap_or(u64::MAX);
        let text = read_response(source.path(), io::stdin(), limit)?;
        let mut imported = reader.read(&text, options);
        // Without an identifier the file is named by its bytes.
        if let Some(provider) =
            imported.case.provider.as_mut().filter(|provider| provider.response.is_blank())
        {
            provider.response = Text::new(digest_of(&text));
        }
        Ok(Self { name: source.display_name(), text, imported })
    }

    /// The digest of the file.
    pub(super) fn digest(&self) -> String {
        digest_of(&self.text)
    }

    /// Says what is wrong with the response, and what is left out.
    pub(super) fn print_complaints(&self, reader: &ResponseReader, to: &mut Streams<'_>) -> io::Result<()> {
        let Self { name, imported, text } = self;
        for complaint in &imported.complaints {
            writeln!(to.err, "{name}: {complaint}")?;
        }
        for warning in imported.warnings.iter().chain(&reader.unasked(imported, text)) {
            writeln!(to.err, "{name}: warning: {warning}")?;
        }
        Ok(())
    }

    /// Whether the answers may be used: all of them, or the good ones where that is wanted.
    pub(super) fn is_usable(&self, partial: bool) -> bool {
        !self.imported.is_useless && (partial || self.imported.complaints.is_empty())
    }
}

fn digest_of(text: &str) -> String {
    format!("sha256:{}", digest(text.as_bytes()))
}
