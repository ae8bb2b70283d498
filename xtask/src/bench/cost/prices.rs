//! What AWS asks for what, from `docs/prices.json`.

use super::usage::Usage;
use crate::step::root;
use serde_json::Value;

const FILE: &str = "docs/prices.json";

/// The prices of one region.
pub(crate) struct Prices {
    /// The region.
    pub(crate) region: String,
    /// Each price.
    pub(crate) prices: Vec<Price>,
}

/// A price.
pub(crate) struct Price {
    id: String,
    /// What it is asked for.
    pub(crate) what: String,
    /// The dollars for so many.
    pub(crate) dollars: f64,
    /// For how many.
    pub(crate) per: f64,
    /// How many are free each month, for ever.
    pub(crate) free: f64,
    /// The month in which it was so.
    pub(crate) as_of: String,
    /// Where AWS tells it.
    pub(crate) source: String,
}

impl Prices {
    /// Reads them.
    ///
    /// # Errors
    /// When the file cannot be read, or a price lacks something.
    pub(crate) fn read() -> Result<Self, String> {
        let text = std::fs::read_to_string(root().join(FILE))
            .map_err(|error| format!("`{FILE}` cannot be read: {error}"))?;
        let file = serde_json::from_str(&text);
        let file: Value = file.map_err(|error| format!("`{FILE}` is not JSON: {error}"))?;
        let prices = file.get("prices").and_then(Value::as_array);
        Ok(Self {
            region: text_of(&file, "region")?,
            prices: prices
                .into_iter()
                .flatten()
                .map(Price::read)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl Price {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(Self {
            id: text_of(value, "id")?,
            what: text_of(value, "what")?,
            dollars: number_of(value, "usd")?,
            per: number_of(value, "per")?,
            free: number_of(value, "free")?,
            as_of: text_of(value, "as_of")?,
            source: text_of(value, "source")?,
        })
    }

    /// How much of it is used.
    pub(crate) fn used(&self, usage: &Usage) -> f64 {
        usage.get(self.id.as_str()).copied().unwrap_or_default()
    }

    /// What that costs by the list.
    pub(crate) fn listed(&self, usage: &Usage) -> f64 {
        self.used(usage) / self.per * self.dollars
    }

    /// What it costs an account that uses what is free for nothing else.
    pub(crate) fn charged(&self, usage: &Usage) -> f64 {
        (self.used(usage) - self.free).max(0.0) / self.per * self.dollars
    }
}

fn text_of(value: &Value, name: &str) -> Result<String, String> {
    let text = value.get(name).and_then(Value::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| format!("`{FILE}`: no text `{name}` in {value}"))
}

fn number_of(value: &Value, name: &str) -> Result<f64, String> {
    let number = value.get(name).and_then(Value::as_f64);
    number.ok_or_else(|| format!("`{FILE}`: no number `{name}` in {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_not_charged() {
        let prices = Prices::read().unwrap();
        let price = prices.prices.iter().find(|price| price.id == "invocations");
        let price = price.unwrap();
        let usage = Usage::from([("invocations", 3_000_000.0)]);
        assert!((price.listed(&usage) - 0.6).abs() < 1e-9);
        assert!((price.charged(&usage) - 0.4).abs() < 1e-9);
        assert_eq!(price.charged(&Usage::new()), 0.0);
    }

    #[test]
    fn all_that_is_used_has_a_price() {
        let prices = Prices::read().unwrap();
        for used in super::super::usage::NAMES {
            assert!(prices.prices.iter().any(|price| price.id == used), "{used}");
        }
    }
}
