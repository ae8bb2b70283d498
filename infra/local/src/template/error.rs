//! The errors of reading a template.

use std::path::PathBuf;

/// The template cannot run on one machine.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The file cannot be read.
    #[error("the template `{}` cannot be read: {source}; name another with --template", path.display())]
    Read {
        /// The path of the file.
        path: PathBuf,
        /// The error.
        source: std::io::Error,
    },
    /// The file is not valid YAML.
    #[error("the template is not YAML: {0}")]
    Yaml(#[from] serde_norway::Error),
    /// The template lacks a part, or has a part that cannot run on one machine.
    #[error("in the template, {0}")]
    Unfit(String),
}

/// Makes the error for a missing or unsupported part. The text names it.
pub(super) fn unfit(what: impl Into<String>) -> TemplateError {
    TemplateError::Unfit(what.into())
}
