//! Colours, and how well one is read on another.

use serde::Deserialize;
use std::fmt;
use std::str::FromStr;

/// A colour, as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour([u8; 3]);

/// The text is not a colour.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a colour: write red, green and blue in hexadecimal, such as `#1f5fbf`")]
pub struct ColourError(String);

impl Colour {
    /// White.
    pub const WHITE: Self = Self([255; 3]);

    /// Makes a colour from red, green and blue.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Returns the contrast between both colours, from 1 to 21.
    ///
    /// Source: WCAG 2.2, definitions of "contrast ratio" and "relative luminance". Text needs 4.5, and the border of a control 3.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// Returns a colour between this one and another: at 0 this one, at 100 the other.
    #[must_use]
    pub fn mixed(self, other: Self, percent: u8) -> Self {
        let percent = u16::from(percent.min(100));
        let mix = |one: u8, other: u8| {
            let sum = u16::from(one) * (100 - percent) + u16::from(other) * percent;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        let (Self([r, g, b]), Self([red, green, blue])) = (self, other);
        Self([mix(r, red), mix(g, green), mix(b, blue)])
    }

    /// Returns this colour, or the nearest mixture with `towards` that has that contrast on `ground`. Returns `towards` itself if none
    /// has.
    #[must_use]
    pub fn readable(self, ground: Self, contrast: f64, towards: Self) -> Self {
        let mixtures = (0..=100).map(|percent| self.mixed(towards, percent));
        let mut readable = mixtures.filter(|colour| colour.contrast(ground) >= contrast);
        readable.next().unwrap_or(towards)
    }

    fn luminance(self) -> f64 {
        let linear = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            match part <= 0.040_45 {
                true => part / 12.92,
                false => ((part + 0.055) / 1.055).powf(2.4),
            }
        });
        let [red, green, blue] = linear;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl FromStr for Colour {
    type Err = ColourError;
    fn from_str(text: &str) -> Result<Self, ColourError> {
        let error = || ColourError(text.to_owned());
        let digits = text.strip_prefix('#').ok_or_else(error)?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(error());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| error())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;
    fn try_from(text: String) -> Result<Self, ColourError> {
        text.parse()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_of_the_standard() {
        let black = Colour::new(0, 0, 0);
        assert!((Colour::WHITE.contrast(black) - 21.0).abs() < 0.001);
        // The lightest grey that is readable on white.
        let grey: Colour = "#767676".parse().unwrap();
        assert!((grey.contrast(Colour::WHITE) - 4.54).abs() < 0.01);
        assert!(Colour::new(0x77, 0x77, 0x77).contrast(Colour::WHITE) < 4.5);
    }

    #[test]
    fn a_colour_is_changed_as_little_as_it_takes() {
        let yellow: Colour = "#ffcc00".parse().unwrap();
        let black = Colour::new(0, 0, 0);
        let darker = yellow.readable(Colour::WHITE, 4.5, black);
        assert!(
            darker.contrast(Colour::WHITE) >= 4.5 && darker.contrast(Colour::WHITE) < 4.8,
            "{darker}"
        );
        assert_eq!(black.readable(Colour::WHITE, 4.5, black), black);
    }

    #[test]
    fn only_one_way_to_write_a_colour() {
        for text in ["1f5fbf", "#1f5", "red", "#12345g", "#+12345", ""] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
        assert_eq!("#1F5fbf".parse::<Colour>().unwrap().to_string(), "#1f5fbf");
    }
}
