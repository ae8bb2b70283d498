//! A desk's logo as a picture that mail programs show: they show no SVG.
//!
//! It is drawn when a desk is stored, and kept beside the desk's file. No function of the stack draws.

use docket_domain::desk::{Desk, DeskMistake};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// The height in pixels. Mails show it half as high, so that it is sharp on dense screens.
const HEIGHT: u32 = 64;
/// The greatest width in pixels. A wider logo is drawn less high.
const MAX_WIDTH: u32 = 512;

/// A logo cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum LogoError {
    /// It is no SVG.
    #[error("no program can draw this picture ({0}): export it as SVG again")]
    NoSvg(#[from] resvg::usvg::Error),
    /// It has letters, and where it is drawn there are no fonts.
    #[error(
        "mails would show this picture without its letters: turn text into paths, or name a picture for mails as `mail_logo`"
    )]
    Letters,
    /// It is too large, too thin, or the PNG cannot be written.
    #[error("this picture cannot be drawn: give its `viewBox` a width and a height")]
    Undrawable,
}

/// Returns the logo that a desk's mails show, as a PNG. Returns `None` if the desk has no logo, has another one for mails, or
/// has one that cannot be drawn, of which [`mistake`] tells.
#[must_use]
pub fn of(desk: &Desk) -> Option<Vec<u8>> {
    let logo = desk.brand.logo.as_deref()?;
    desk.brand.mail_logo.is_none().then(|| png(logo).ok())?
}

/// Returns the same of the desk that this file describes.
#[must_use]
pub fn of_file(source: &str) -> Option<Vec<u8>> {
    of(&Desk::parse(source).ok()?)
}

/// Returns why the logo of a desk cannot be drawn for its mails.
#[must_use]
pub fn mistake(desk: &Desk, source: &str) -> Option<DeskMistake> {
    let logo = desk.brand.logo.as_ref()?;
    if desk.brand.mail_logo.is_some() {
        return None;
    }
    let error = png(logo).err()?;
    Some(logo.mistake(source, error.to_string()))
}

/// Draws a picture.
fn png(svg: &str) -> Result<Vec<u8>, LogoError> {
    let tree = Tree::from_str(svg, &Options::default())?;
    // What reads the file leaves text out where it has no fonts.
    if svg.contains("<text") {
        return Err(LogoError::Letters);
    }
    let size = tree.size();
    let by_height = HEIGHT as f32 / size.height();
    let scale = by_height.min(MAX_WIDTH as f32 / size.width());
    // A cast from a float ends at the bounds of the integer.
    let pixels = |length: f32| (length * scale).round().max(1.0) as u32;
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let mut picture = Pixmap::new(width, height).ok_or(LogoError::Undrawable)?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    picture.encode_png().map_err(|_| LogoError::Undrawable)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#8a3b00"/></svg>"##;

    #[test]
    fn a_logo_is_drawn_twice_as_high_as_mails_show_it() {
        let picture = Pixmap::decode_png(&png(SQUARE).unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (64, 64));
        let colour = picture.pixel(30, 30).unwrap();
        assert_eq!(
            (colour.red(), colour.green(), colour.blue()),
            (0x8a, 0x3b, 0)
        );
        let wide = SQUARE.replace("0 0 32 32", "0 0 3200 32");
        let picture = Pixmap::decode_png(&png(&wide).unwrap()).unwrap();
        assert_eq!((picture.width(), picture.height()), (512, 5));
    }

    #[test]
    fn what_is_no_picture_is_told_of() {
        let said = |svg: &str| png(svg).unwrap_err().to_string();
        assert!(
            said("<svg xmlns=\"http://www.w3.org/2000/svg\"><rect></svg>")
                .contains("export it as SVG again")
        );
        assert!(
            said(&SQUARE.replace("<rect", "<text y='20'>A</text><rect"))
                .contains("turn text into paths")
        );
        for size in ["0 0 0 0", "0 0 -1 5", "0 0 NaN 5", "0 0 1e30 1e-30"] {
            // Drawn or told of: no size ends the program.
            let _ = png(&SQUARE.replace("0 0 32 32", size));
        }
    }

    #[test]
    fn a_logo_that_names_itself_ends() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a"><use href="#a"/></g></svg>"##;
        let _ = png(svg);
    }
}
