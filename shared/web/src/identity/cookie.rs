//! The session cookie, one for each desk, and the session token in the header `Authorization`.

use docket_app::sign_in::SESSION_LIFE;
use docket_domain::DeskId;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};

/// Returns the `Set-Cookie` value that sets a desk's session cookie. Without a token, it deletes
/// the cookie. Each desk has a cookie of its own. The cookie lasts as long as the session.
#[must_use]
pub fn session_cookie(desk: &DeskId, token: Option<&str>, secure: bool) -> String {
    let life = token.map_or(0, |_| SESSION_LIFE.as_secs());
    let secure = if secure { "; Secure" } else { "" };
    // With `Lax`, browsers do not send the cookie with forms on other sites. This prevents
    // cross-site request forgery.
    format!(
        "{}={}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}",
        cookie_name(desk),
        token.unwrap_or("")
    )
}

fn cookie_name(desk: &DeskId) -> String {
    format!("docket_{desk}")
}

/// Returns the session token for this desk, from `Authorization: Bearer` or else from the cookie.
pub(crate) fn session_token(headers: &HeaderMap, desk: &DeskId) -> Option<String> {
    let bearer = headers.get(AUTHORIZATION).and_then(|value| {
        let value = value.to_str().ok()?;
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let name = cookie_name(desk);
    let cookie = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, token)| token);
    bearer.or(cookie).map(str::to_owned)
}
