//! Reads the event source mappings of the table's stream.

use super::error::{TemplateError, unfit};
use super::pattern::Pattern;
use super::retries::Retries;
use super::yaml::{list, number, text};
use serde_json::Value as Json;
use serde_norway::Value;

/// The connection of the table's stream with a function.
#[derive(Debug, Clone)]
pub(crate) struct StreamSource {
    pub(crate) batch_size: usize,
    pub(crate) retries: Retries,
    filters: Vec<Pattern>,
}

impl StreamSource {
    pub(super) fn read(event: &Value) -> Result<Self, TemplateError> {
        let filters = list(event, &["Properties", "FilterCriteria", "Filters"]).map(|filter| {
            let pattern = text(filter, &["Pattern"]).unwrap_or_default();
            serde_json::from_str(pattern)
                .map(Pattern::new)
                .map_err(|error| unfit(format!("a filter is not JSON: {error}")))
        });
        Ok(Self {
            filters: filters.collect::<Result<_, _>>()?,
            batch_size: number(event, &["Properties", "BatchSize"])
                .unwrap_or(100)
                .max(1),
            retries: Retries::of_stream(event.get("Properties")),
        })
    }

    /// Returns `true` when a record matches one of the filters. Without filters, every record does.
    pub(crate) fn takes(&self, record: &Json) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| filter.fits(record))
    }
}
