//! Why a template cannot be run on one machine.

use std::path::PathBuf;

/// The template cannot be run on one machine.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It cannot be read.
    #[error("the template `{}` cannot be read: {source}; name another with --template", path.display())]
    Read {
        /// Where it was looked for.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not YAML.
    #[error("the template is not YAML: {0}")]
    Yaml(#[from] serde_norway::Error),
    /// It lacks something, or has something that one machine cannot run.
    #[error("in the template, {0}")]
    Unfit(String),
}

/// The template has, or lacks, what the text says.
pub(super) fn unfit(what: impl Into<String>) -> TemplateError {
    TemplateError::Unfit(what.into())
}
