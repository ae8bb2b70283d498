//! Requests in the query protocol, which SES and SNS speak.

use std::collections::BTreeMap;

/// The names of a request's members, such as `Tags.member.1.Name`, with their values.
pub(crate) struct Query(pub(crate) BTreeMap<String, String>);

impl Query {
    /// Reads the body of a request.
    pub(crate) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Returns the value of a member, or nothing if there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// Writes an error. No message here holds a character that XML must escape.
pub(crate) fn failed(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    )
}
