//! A time zone, by its IANA name.

use jiff::tz::TimeZone;
use serde::Deserialize;

/// A time zone, by its IANA name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Zone(TimeZone);

impl Zone {
    /// Returns the zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.0
    }
}

impl TryFrom<String> for Zone {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        let zone = TimeZone::get(&name).map_err(|_| {
            format!("there is no time zone `{name}`: write a name such as `Europe/Berlin`")
        })?;
        Ok(Self(zone))
    }
}
