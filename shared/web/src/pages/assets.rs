//! The files of the pages: their scripts, and their style sheet.

use crate::response::{Body, Response, fixed, set_header};
use docket_app::links::hex;
use docket_domain::desk::Desk;
use http::header::CONTENT_SECURITY_POLICY;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const SCRIPT: &str = concat!(
    include_str!("../../templates/upload/rows.js"),
    include_str!("../../templates/upload/requests.js"),
    include_str!("../../templates/upload/sending.js"),
    include_str!("../../templates/upload/page.js"),
);
/// The script of pages that people write on: drafts, and the keys of the console.
const PAGE_SCRIPT: &str = concat!(
    include_str!("../../templates/page/drafts.js"),
    include_str!("../../templates/page/keys.js"),
);
/// The style sheet, by part.
const STYLE: &str = concat!(
    include_str!("../../templates/style/tokens.css"),
    include_str!("../../templates/style/base.css"),
    include_str!("../../templates/style/frame.css"),
    include_str!("../../templates/style/button.css"),
    include_str!("../../templates/style/field.css"),
    include_str!("../../templates/style/notice.css"),
    include_str!("../../templates/style/badge.css"),
    include_str!("../../templates/style/card.css"),
    include_str!("../../templates/style/table.css"),
    include_str!("../../templates/style/service_levels.css"),
    include_str!("../../templates/style/tabs.css"),
    include_str!("../../templates/style/timeline.css"),
    include_str!("../../templates/style/composer.css"),
    include_str!("../../templates/style/facts.css"),
    include_str!("../../templates/style/files.css"),
    include_str!("../../templates/style/keys.css"),
    include_str!("../../templates/style/people.css"),
);
/// The picture of a page of no desk, which has none.
pub(super) const ICON: &str = "data:,";
/// What a picture may do when somebody opens it by itself: nothing but look as it does.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// Pages ask for a file with its version, so browsers may keep it for a year.
const KEPT: &str = "public, max-age=31536000, immutable";

/// Mails name their picture without a version, so that old mails have one as well.
const KEPT_A_DAY: &str = "public, max-age=86400";

/// Returns the version of the script that uploads files.
pub(super) fn script_version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| version(SCRIPT));
    &VERSION
}

/// Returns the version of the script of pages that people write on.
pub(super) fn page_script_version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| version(PAGE_SCRIPT));
    &VERSION
}

/// Returns the version of the style sheet.
pub(super) fn style_version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| version(STYLE));
    &VERSION
}

/// Returns the version of the style sheet in a desk's colour. It is made for each page, so nothing is hashed.
pub(super) fn desk_style_version(desk: &Desk) -> String {
    let colour = desk.brand.light().to_string();
    format!("{}-{}", style_version(), colour.trim_start_matches('#'))
}

/// Returns the version of a desk's picture: a checksum, which is made for each page.
pub(super) fn picture_version(picture: &str) -> String {
    format!("{:08x}", crc32fast::hash(picture.as_bytes()))
}

/// Returns the first 12 digits of a file's digest.
fn version(file: &str) -> String {
    let digest = hex(&Sha256::digest(file.as_bytes()));
    digest.chars().take(12).collect()
}

/// Makes the answer with the script of pages that people write on.
#[must_use]
pub fn page_script() -> Response {
    fixed(PAGE_SCRIPT, "text/javascript; charset=utf-8", KEPT)
}

/// Makes the answer with the script that uploads files.
#[must_use]
pub fn script() -> Response {
    fixed(SCRIPT, "text/javascript; charset=utf-8", KEPT)
}

/// Makes the answer with the style sheet.
#[must_use]
pub fn style() -> Response {
    fixed(STYLE, "text/css; charset=utf-8", KEPT)
}

/// Makes the answer with the style sheet in a desk's colour.
#[must_use]
pub fn desk_style(desk: &Desk) -> Response {
    owned(style_of(desk), "text/css; charset=utf-8")
}

/// Makes the answer with a desk's logo. Returns `None` if it has none.
#[must_use]
pub fn logo(desk: &Desk) -> Option<Response> {
    let logo = desk.brand.logo.as_deref()?;
    Some(picture(logo.to_owned()))
}

/// Makes the answer with a desk's logo as its mails show it, a PNG.
#[must_use]
pub fn mail_logo(png: Vec<u8>) -> Response {
    let mut response = fixed("", "image/png", KEPT_A_DAY);
    *response.body_mut() = Body::from(png);
    response
}

/// Makes the answer with a desk's picture in tabs and bookmarks.
#[must_use]
pub fn icon(desk: &Desk) -> Response {
    picture(icon_of(desk))
}

/// Returns the style sheet in a desk's colour.
fn style_of(desk: &Desk) -> String {
    let (light, dark) = (desk.brand.light(), desk.brand.dark());
    format!(
        "{STYLE}:root {{ --key: {light}; }}\n@media (prefers-color-scheme: dark) {{ :root {{ --key: {dark}; }} }}\n"
    )
}

/// Returns a desk's picture in tabs and bookmarks: its own, or the first letter of its name.
pub(super) fn icon_of(desk: &Desk) -> String {
    if let Some(icon) = desk.brand.icon.as_deref() {
        return icon.clone();
    }
    let name = desk.display_name().in_language(&desk.default_language());
    let letter = name.chars().find(|letter| letter.is_alphanumeric());
    let letter: String = letter.into_iter().flat_map(char::to_uppercase).collect();
    let colour = desk.brand.light();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"7\" fill=\"{colour}\"/><text x=\"16\" \
         y=\"22.5\" font-family=\"system-ui,sans-serif\" font-size=\"19\" font-weight=\"700\" fill=\"#fff\" text-anchor=\"middle\">{letter}</text></svg>"
    )
}

fn picture(svg: String) -> Response {
    let mut response = owned(svg, "image/svg+xml");
    set_header(&mut response, CONTENT_SECURITY_POLICY, PICTURE_POLICY);
    response
}

fn owned(text: String, kind: &'static str) -> Response {
    let mut response = fixed("", kind, KEPT);
    *response.body_mut() = Body::from(text);
    response
}

#[cfg(test)]
mod tests {
    use docket_domain::desk::{Brand, DARK_GROUND, LIGHT_GROUND};
    use docket_domain::value::Colour;

    #[test]
    fn the_check_of_colours_knows_the_grounds_of_the_style_sheet() {
        let tokens = include_str!("../../templates/style/tokens.css");
        let (light, dark) = tokens.split_once("@media").unwrap();
        assert!(light.contains(&format!("--back: {LIGHT_GROUND};")));
        assert!(dark.contains(&format!("--card: {DARK_GROUND};")));
        let key = Brand::default().light();
        assert!(
            light.contains(&format!("--key: {key};")),
            "a desk without a colour"
        );
        // The ground of notes is no lighter, so links are read on it too.
        let (_, note) = dark.split_once("--note: ").unwrap();
        let note: Colour = note.split(';').next().unwrap().parse().unwrap();
        assert!(note.contrast(Colour::WHITE) >= DARK_GROUND.contrast(Colour::WHITE));
        let (_, edge) = light.split_once("--edge: ").unwrap();
        let edge: Colour = edge.split(';').next().unwrap().parse().unwrap();
        assert!(
            edge.contrast(LIGHT_GROUND) >= 3.0,
            "the border of a control"
        );
    }
}
