//! The formats that commands print in.

use clap::ValueEnum;

/// How a determination is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Plain text.
    Text,
    /// One JSON object per line.
    Json,
    /// Markdown.
    Markdown,
}

/// How a letter is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterFormat {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// One HTML page.
    Html,
}

/// How the next questions are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NextFormat {
    /// Plain text.
    Text,
    /// One JSON object per line.
    Json,
}

/// How the worklist is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Plain text, in columns.
    Text,
    /// One JSON object per line.
    Json,
    /// Comma-separated values with a heading.
    Csv,
}

/// How a replay is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReplayFormat {
    /// Plain text.
    Text,
    /// One JSON object per line.
    Json,
    /// JUnit XML.
    Junit,
}

/// How a catalogue is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CatalogueFormat {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
}
