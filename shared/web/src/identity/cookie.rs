//! The session cookie, one for each desk, and the session token in the header `Authorization`.

use docket_domain::DeskId;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};
use jiff::SignedDuration;

/// The most cookies of one name that are looked at. A browser has one.
const MOST: usize = 3;

/// Returns the `Set-Cookie` value that sets a desk's session cookie. Without a session, it deletes
/// the cookie. Each desk has a cookie of its own. The cookie lasts as long as the session.
#[must_use]
pub fn session_cookie(
    desk: &DeskId,
    session: Option<(&str, SignedDuration)>,
    secure: bool,
) -> String {
    let (token, life) = session.map_or(("", 0), |(token, life)| (token, life.as_secs()));
    let mark = if secure { "; Secure" } else { "" };
    // With `Lax`, browsers do not send the cookie with forms on other sites. This stops most forged
    // requests; decision 36 has the rest.
    format!(
        "{}={}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{mark}",
        cookie_name(desk, secure),
        token
    )
}

/// Returns the name of the cookie. With `__Host-`, browsers let no other host set it, not even one of the
/// same domain. They take such a name on https only.
fn cookie_name(desk: &DeskId, secure: bool) -> String {
    let prefix = if secure { "__Host-" } else { "" };
    format!("{prefix}docket_{desk}")
}

/// Returns the session token in `Authorization: Bearer`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    is_bearer.then(|| token.trim().to_owned())
}

/// Returns the session tokens for this desk in cookies. There is more than one if somebody planted another
/// cookie of the name; the session that is found counts.
pub(crate) fn cookies(headers: &HeaderMap, desk: &DeskId, secure: bool) -> Vec<String> {
    let name = cookie_name(desk, secure);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, token)| token.to_owned())
        .take(MOST)
        .collect()
}

/// Returns the session tokens for other desks in cookies, each with its desk: a few at most.
pub(crate) fn cookies_elsewhere(
    headers: &HeaderMap,
    desk: &DeskId,
    secure: bool,
) -> Vec<(DeskId, String)> {
    let prefix = if secure { "__Host-docket_" } else { "docket_" };
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(_, token)| !token.is_empty());
    cookies
        .filter_map(|(name, token)| {
            let other: DeskId = name.strip_prefix(prefix)?.parse().ok()?;
            (other != *desk).then(|| (other, token.to_owned()))
        })
        .take(MOST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn on_https_no_other_host_can_set_the_cookie() {
        let desk: DeskId = "spotme".parse().unwrap();
        let set = session_cookie(&desk, Some(("token", SignedDuration::from_hours(1))), true);
        assert!(
            set.starts_with("__Host-docket_spotme=token; Path=/;"),
            "{set}"
        );
        assert!(
            set.ends_with("; Secure") && !set.contains("Domain"),
            "{set}"
        );
        let mut headers = HeaderMap::new();
        let sent = "docket_spotme=planted; __Host-docket_spotme=own; __Host-docket_spaceos=x";
        headers.append(COOKIE, HeaderValue::from_static(sent));
        assert_eq!(cookies(&headers, &desk, true), ["own"]);
        assert_eq!(cookies(&headers, &desk, false), ["planted"]);
    }
}
