//! The answers about signing in.

use serde::Serialize;

/// A message to the reader.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Message"))]
pub struct MessageAnswer {
    /// The message.
    pub detail: String,
}

/// A session.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Session"))]
pub struct SessionAnswer {
    /// The token, for the header `Authorization: Bearer`.
    pub access_token: String,
    /// The time at which the session ends.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub expires_at: String,
}
