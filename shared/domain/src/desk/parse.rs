//! Reading a desk file.

use super::check;
use super::definition::Desk;
use super::mistake::DeskMistake;
use jiff::tz::TimeZone;

impl Desk {
    /// Reads a desk file.
    ///
    /// # Errors
    /// With every mistake found. A text that is not TOML, or a value of a wrong type, ends the search at once;
    /// references, languages and rules are then looked at together.
    pub fn parse(source: &str) -> Result<Self, Vec<DeskMistake>> {
        let mut desk: Self = toml::from_str(source).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            vec![DeskMistake::at(source, start, error.message().to_owned())]
        })?;
        check::check(&desk, source)?;
        desk.zone = TimeZone::get(&desk.zone_name).unwrap_or(TimeZone::UTC);
        Ok(desk)
    }
}
