//! The values of options: the formats that commands read and print, and how to run.

use clap::ValueEnum;

/// How cases are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputForm {
    /// A case file each.
    Toml,
    /// A FHIR QuestionnaireResponse each.
    Fhir,
    /// Lines of JSON, one case or one FHIR QuestionnaireResponse each.
    Ndjson,
}

/// Where a copy of the audit log goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditCopy {
    /// The number and the hash of each line, to the syslog of this host.
    Syslog,
}

/// How a determination is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Plain text.
    Text,
    /// One JSON object per line.
    Json,
    /// Markdown.
    Markdown,
    /// One FHIR GuidanceResponse per line.
    Fhir,
}

/// How the answers of a case are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One FHIR QuestionnaireResponse per line.
    Fhir,
}

/// Whom an export is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFor {
    /// The plan: all answers, each with its origin.
    Plan,
    /// The provider, who goes on with it: without the day of receipt and the flags.
    Provider,
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

/// What a JSON Schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// A case, as one object of JSON or as a TOML file.
    Case,
    /// A determination, as `determine --format json` prints it.
    Determination,
    /// The settings file.
    Settings,
}

/// Whether the process gives up what it does not need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Confine {
    /// Whatever this kernel lets it give up.
    Auto,
    /// All of it, or the program does not run.
    Require,
    /// Nothing.
    Off,
}

/// A shell that completes arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompletionShell {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
}
