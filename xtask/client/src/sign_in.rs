//! Signing in by a mailed link.

use crate::ask::Ask;
use serde_json::json;

/// The name of an agent's mailbox that each desk has.
pub const AGENT: &str = "agent-1";

/// Makes the request for a link to sign in with.
pub fn ask_for_link(desk: &str, email: &str) -> Ask {
    Ask::post(format!("/api/desks/{desk}/sign-in")).json(&json!({ "email": email }))
}

/// Makes the request that begins a session with the token of a link; its answer has an `access_token`.
pub fn begin_session(desk: &str, token: &str) -> Ask {
    Ask::post(format!("/api/desks/{desk}/session")).json(&json!({ "token": token }))
}

/// Finds the token of the link in a mail's text.
pub fn link_token(mail: &str) -> Option<&str> {
    let (_, rest) = mail.split_once("/sign-in?token=")?;
    rest.split_whitespace().next()
}
