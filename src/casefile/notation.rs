//! The two ways a case is written, TOML and JSON: the words with which a complaint says
//! what to write.

/// How a case is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// A case file.
    Toml,
    /// A line of JSON, with dates as strings.
    Json,
}

impl Notation {
    pub(super) const fn day_example(self) -> &'static str {
        match self {
            Self::Toml => "a day such as 2026-03-02, without quotes",
            Self::Json => "a day such as \"2026-03-02\"",
        }
    }

    pub(super) const fn moment_example(self) -> &'static str {
        match self {
            Self::Toml => "a time with its offset such as 2026-03-02T14:05:00-05:00, without quotes",
            Self::Json => "a time with its offset such as \"2026-03-02T14:05:00-05:00\"",
        }
    }

    /// What a table is called.
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Toml => "a table",
            Self::Json => "an object",
        }
    }

    pub(super) const fn list_of_tables(self) -> &'static str {
        match self {
            Self::Toml => "write this as a list of tables",
            Self::Json => "write this as a list of objects",
        }
    }

    pub(super) fn write_as_table(self, key: &str) -> String {
        match self {
            Self::Toml => format!("write this as a table, [{key}]"),
            Self::Json => "write this as an object in curly brackets".to_owned(),
        }
    }

    pub(super) fn write_each_as_table(self, key: &str) -> String {
        match self {
            Self::Toml => format!("write each entry as a table, [[{key}]]"),
            Self::Json => "write each entry as an object in curly brackets".to_owned(),
        }
    }

    /// A key with its value, as it is written.
    pub(super) fn assignment(self, key: &str, value: &str) -> String {
        match self {
            Self::Toml => format!("{key} = {value}"),
            Self::Json => format!("\"{key}\": {value}"),
        }
    }
}
