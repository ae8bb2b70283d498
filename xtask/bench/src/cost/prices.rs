//! The prices of AWS, from `docs/prices.json`.

use super::usage::Usage;
use serde::Deserialize;
use xtask_kit::read;

const FILE: &str = "docs/prices.json";

/// The prices of one region.
#[derive(Deserialize)]
pub(crate) struct Prices {
    pub(crate) region: String,
    pub(crate) prices: Vec<Price>,
}

/// A price.
#[derive(Deserialize)]
pub(crate) struct Price {
    id: String,
    /// The thing that has the price.
    pub(crate) what: String,
    /// The dollars for so many.
    #[serde(rename = "usd")]
    pub(crate) dollars: f64,
    /// The number that the dollars are for.
    pub(crate) per: f64,
    /// The number that is free each month, for ever.
    pub(crate) free: f64,
    /// The month in which it was so.
    pub(crate) as_of: String,
    /// The page of AWS that tells it.
    pub(crate) source: String,
}

impl Prices {
    /// Reads them.
    pub(crate) fn read() -> Result<Self, String> {
        serde_json::from_str(&read(FILE)?).map_err(|error| format!("`{FILE}`: {error}"))
    }
}

impl Price {
    /// Returns if this is the price with that ID.
    #[cfg(test)]
    pub(crate) fn is_of(&self, id: &str) -> bool {
        self.id == id
    }

    /// Returns how much of it is used.
    pub(crate) fn used(&self, usage: &Usage) -> f64 {
        usage.get(self.id.as_str()).copied().unwrap_or_default()
    }

    /// Returns what that costs by the list.
    pub(crate) fn listed(&self, usage: &Usage) -> f64 {
        self.used(usage) / self.per * self.dollars
    }

    /// Returns what it costs an account that uses what is free for nothing else.
    pub(crate) fn charged(&self, usage: &Usage) -> f64 {
        (self.used(usage) - self.free).max(0.0) / self.per * self.dollars
    }
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
}
