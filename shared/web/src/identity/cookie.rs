//! The cookie of a session, one for each desk, and its like in the header `Authorization`.

use docket_app::sign_in::SESSION_LIFE;
use docket_domain::DeskId;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};

/// The `Set-Cookie` of a session, or, without a token, of its end. Each desk has a cookie of its own.
#[must_use]
pub fn session_cookie(desk: &DeskId, token: Option<&str>, secure: bool) -> String {
    let life = token.map_or(0, |_| SESSION_LIFE.as_secs());
    let secure = if secure { "; Secure" } else { "" };
    // `Lax` keeps the cookie from forms on other sites, which is what stands against forged requests.
    format!(
        "{}={}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}",
        cookie_name(desk),
        token.unwrap_or("")
    )
}

fn cookie_name(desk: &DeskId) -> String {
    format!("docket_{desk}")
}

/// Reads the token of the session at that desk, from `Authorization: Bearer` or the cookie.
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
