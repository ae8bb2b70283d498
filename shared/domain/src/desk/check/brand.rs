//! The check of a desk's colour and pictures.

use super::reporter::Check;
use crate::desk::brand::{LIGHT_GROUND, MAX_LOGO, TEXT_CONTRAST};
use crate::desk::spanned::Spanned;
use crate::value::Colour;

impl Check<'_> {
    pub(super) fn brand(&mut self) {
        let brand = &self.desk.brand;
        if let Some(colour) = &brand.colour {
            let contrast = colour.contrast(LIGHT_GROUND);
            if contrast < TEXT_CONTRAST {
                let black = Colour::new(0, 0, 0);
                let better = colour.readable(LIGHT_GROUND, TEXT_CONTRAST, black);
                self.say(
                    colour,
                    format!(
                        "links in `{}` are hard to read: on a light page its contrast is {contrast:.1}, and {TEXT_CONTRAST} is the least. `{better}` is the nearest that is readable",
                        **colour
                    ),
                );
            }
        }
        for picture in brand.logo.iter().chain(&brand.icon) {
            self.picture(picture);
        }
        if let Some(logo) = &brand.mail_logo {
            self.mail_picture(logo);
        }
    }

    /// Mail programs fetch it, and show no SVG.
    fn mail_picture(&mut self, address: &Spanned<String>) {
        let is_plain = address.chars().all(|c| c.is_ascii_graphic());
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = path.to_ascii_lowercase();
        let is_picture = [".png", ".jpg", ".jpeg", ".gif"]
            .iter()
            .any(|end| path.ends_with(end));
        if !is_plain || !address.starts_with("https://") || !is_picture {
            self.say(
                address,
                format!(
                    "mail programs show no picture of `{}`: write the `https://` address of a PNG, JPEG or GIF",
                    **address
                ),
            );
        }
    }

    fn picture(&mut self, picture: &Spanned<String>) {
        let text = picture.trim();
        if !text.starts_with("<svg") || !text.ends_with("</svg>") {
            self.say(
                picture,
                "a picture is the text of an SVG file: from `<svg …>` to `</svg>`",
            );
        } else if !text.contains("xmlns=\"http://www.w3.org/2000/svg\"") {
            self.say(picture, "no browser shows this picture: add `xmlns=\"http://www.w3.org/2000/svg\"` to `<svg>`");
        } else if text.contains("<script") {
            self.say(
                picture,
                "no browser runs a script in this picture: remove it",
            );
        } else if picture.len() > MAX_LOGO {
            self.say(
                picture,
                format!("a picture has at most {MAX_LOGO} bytes: simplify it"),
            );
        }
    }
}
