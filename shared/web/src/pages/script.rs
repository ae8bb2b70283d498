//! The one script of the pages.

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

/// Returns the version of the script: the first 12 digits of its digest.
pub(super) fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let digest = hex(&Sha256::digest(SCRIPT.as_bytes()));
        digest.chars().take(12).collect()
    });
    &VERSION
}

/// Makes the answer with the script. Pages ask for it with its version, so browsers may cache it
/// for a year.
#[must_use]
pub fn script() -> Response {
    fixed(
        SCRIPT,
        "text/javascript; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
}
