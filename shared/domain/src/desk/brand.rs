//! A desk's own face on pages and in mails.

use super::spanned::Spanned;
use crate::value::{Colour, Words};
use serde::Deserialize;

/// The darkest ground of pages in the light scheme: a colour that is read on it is read on all others.
pub const LIGHT_GROUND: Colour = Colour::new(0xf3, 0xf5, 0xf7);
/// The lightest ground of pages in the dark scheme.
pub const DARK_GROUND: Colour = Colour::new(0x1c, 0x22, 0x2b);
/// The contrast that text needs on its ground (WCAG 2.2, 1.4.3).
pub const TEXT_CONTRAST: f64 = 4.5;
/// The colour of a desk that names none.
const DEFAULT: Colour = Colour::new(0x1d, 0x5b, 0xb8);
/// The longest logo, in bytes.
pub(super) const MAX_LOGO: usize = 16 * 1024;

/// A desk's own face.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Brand {
    /// The name in the header, if that is another one than the desk's.
    pub name: Option<Spanned<Words>>,
    /// The colour of links and buttons, on light pages.
    pub colour: Option<Spanned<Colour>>,
    /// The logo in the header, as the text of an SVG file.
    pub logo: Option<Spanned<String>>,
    /// The picture of the page in tabs and bookmarks, as the text of an SVG file. Without one, it is the first letter of the name.
    pub icon: Option<Spanned<String>>,
    /// The address of another picture for mails, a PNG, JPEG or GIF. It is shown 32 pixels high. Without one, mails show the
    /// logo as it was drawn when the desk was stored.
    pub mail_logo: Option<Spanned<String>>,
    /// The words at the foot of every page and mail.
    pub footer: Option<Spanned<Words>>,
    /// `false` leaves the desk out of the list on the front page.
    pub listed: bool,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            name: None,
            colour: None,
            logo: None,
            icon: None,
            mail_logo: None,
            footer: None,
            listed: true,
        }
    }
}

impl Brand {
    /// Returns the colour of links and buttons on light pages.
    #[must_use]
    pub fn light(&self) -> Colour {
        self.colour.as_deref().copied().unwrap_or(DEFAULT)
    }

    /// Returns the colour of links and buttons on dark pages: the same, as much lighter as it takes.
    #[must_use]
    pub fn dark(&self) -> Colour {
        self.light()
            .readable(DARK_GROUND, TEXT_CONTRAST, Colour::WHITE)
    }
}
