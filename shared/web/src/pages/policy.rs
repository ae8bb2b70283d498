//! What a page may do, as its `Content-Security-Policy` says.

use docket_cloud::Settings;

/// No scripts, nothing from elsewhere, forms only to us.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page may do beyond [`POLICY`].
#[derive(Debug, Clone)]
pub(super) enum Allowing<'a> {
    Nothing,
    /// Our one script, which sends files to storage, and what shows those that are there.
    Files(&'a Settings),
    /// A form that goes to storage.
    FormToStorage(&'a Settings),
}

impl Allowing<'_> {
    pub(super) fn policy(&self) -> String {
        match self {
            Self::Nothing => POLICY.to_owned(),
            Self::Files(settings) => {
                let (up, down) = (origin(&settings.uploads), origin(&settings.downloads));
                format!(
                    "{POLICY}; script-src 'self'; connect-src 'self' {up}; img-src 'self' blob: {down}; media-src 'self' {down}"
                )
            }
            Self::FormToStorage(settings) => {
                let with_storage = format!("form-action 'self' {}", origin(&settings.uploads));
                POLICY.replace("form-action 'self'", &with_storage)
            }
        }
    }
}

/// Scheme and host of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |end| end + 3);
    let path = url.get(host..).and_then(|rest| rest.find('/'));
    path.and_then(|path| url.get(..host + path)).unwrap_or(url)
}
