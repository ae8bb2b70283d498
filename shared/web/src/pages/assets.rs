//! The files of the pages: their one script, and their style sheet.

use crate::response::{Response, fixed};
use docket_app::links::hex;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const SCRIPT: &str = concat!(
    include_str!("../../templates/upload/rows.js"),
    include_str!("../../templates/upload/requests.js"),
    include_str!("../../templates/upload/sending.js"),
    include_str!("../../templates/upload/page.js"),
    include_str!("../../templates/upload/drafts.js"),
);
const STYLE: &str = include_str!("../../templates/style.css");
/// Pages ask for a file with its version, so browsers may keep it for a year.
const KEPT: &str = "public, max-age=31536000, immutable";

/// Returns the version of the script.
pub(super) fn script_version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| version(SCRIPT));
    &VERSION
}

/// Returns the version of the style sheet.
pub(super) fn style_version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| version(STYLE));
    &VERSION
}

/// Returns the first 12 digits of a file's digest.
fn version(file: &str) -> String {
    let digest = hex(&Sha256::digest(file.as_bytes()));
    digest.chars().take(12).collect()
}

/// Makes the answer with the script.
#[must_use]
pub fn script() -> Response {
    fixed(SCRIPT, "text/javascript; charset=utf-8", KEPT)
}

/// Makes the answer with the style sheet.
#[must_use]
pub fn style() -> Response {
    fixed(STYLE, "text/css; charset=utf-8", KEPT)
}
