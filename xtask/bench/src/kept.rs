//! The figures that others are made from, in `docs/figures.json`: so a new price needs no new measurement.

use crate::part::Part;
use serde_json::{Map, Value};
use xtask_kit::{read, write};

const FILE: &str = "docs/figures.json";

/// The figures that were kept.
pub(crate) struct Kept(Value);

impl Kept {
    /// Reads the file.
    pub(crate) fn read() -> Result<Self, String> {
        let value = serde_json::from_str(&read(FILE)?);
        value
            .map(Self)
            .map_err(|error| format!("`{FILE}` is not JSON: {error}"))
    }

    /// Returns the figure under those names.
    pub(crate) fn figure(&self, part: Part, of: &str, name: &str) -> Result<f64, String> {
        let part = part.name();
        let found = self.0.pointer(&format!("/{part}/{of}/{name}"));
        found.and_then(Value::as_f64).ok_or_else(|| {
            format!("`{FILE}` has no `{name}` of {of}: run `cargo xtask bench --only {part}` first")
        })
    }

    /// Returns all that the part has kept.
    pub(crate) fn all(&self, part: Part) -> impl Iterator<Item = &Value> {
        let all = self.0.get(part.name()).and_then(Value::as_object);
        all.into_iter().flat_map(Map::values)
    }

    /// Makes one of those figures alone, for tests.
    #[cfg(test)]
    pub(crate) fn of(figures: Value) -> Self {
        Self(figures)
    }
}

/// Rounds a figure as it is kept: to the thousandth.
pub(crate) fn rounded(figure: f64) -> f64 {
    (figure * 1_000.0).round() / 1_000.0
}

/// Keeps the figures of that part, in place of those that it had.
pub(crate) fn keep(part: Part, figures: Value) -> Result<(), String> {
    let text = read(FILE).unwrap_or_default();
    // A file that is not there, or is none of ours, is begun anew.
    let mut kept: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
    kept.insert(part.name().to_owned(), figures);
    write(FILE, &format!("{:#}\n", Value::Object(kept)))
}
