//! The rights of a page, as its `Content-Security-Policy`.

use docket_cloud::Settings;

/// The strictest policy: no scripts, nothing from other sites, and forms only to Docket.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The rights of a page beyond [`POLICY`].
#[derive(Debug, Clone)]
pub(super) enum Allowing<'a> {
    Nothing,
    /// Allows Docket's own scripts, which send nothing.
    OwnScript,
    /// Allows the script, which uploads files to storage, and the display of stored files.
    Files(&'a Settings),
    /// Allows a form that is sent to storage.
    FormToStorage(&'a Settings),
}

impl Allowing<'_> {
    pub(super) fn policy(&self) -> String {
        match self {
            Self::Nothing => POLICY.to_owned(),
            Self::OwnScript => format!("{POLICY}; script-src 'self'"),
            Self::Files(settings) => {
                let (up, down) = (origin(&settings.uploads), origin(&settings.downloads));
                let policy =
                    POLICY.replace("img-src 'self'", &format!("img-src 'self' blob: {down}"));
                format!(
                    "{policy}; script-src 'self'; connect-src 'self' {up}; media-src 'self' {down}"
                )
            }
            Self::FormToStorage(settings) => {
                let with_storage = format!("form-action 'self' {}", origin(&settings.uploads));
                POLICY.replace("form-action 'self'", &with_storage)
            }
        }
    }
}

/// Returns the scheme and host of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |end| end + 3);
    let path = url.get(host..).and_then(|rest| rest.find('/'));
    path.and_then(|path| url.get(..host + path)).unwrap_or(url)
}
