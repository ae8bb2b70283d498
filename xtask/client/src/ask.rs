//! A request.

use bytes::Bytes;
use hyper::Method;
use hyper::header::CONTENT_TYPE;
use serde_json::Value;
use std::time::Duration;

/// The time that an answer may take: a function that has not run yet has to be started first.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request, without the host that it goes to.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The method.
    pub method: Method,
    /// The path, with its query.
    pub path: String,
    /// The headers, without `Host`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    pub(crate) patience: Duration,
}

impl Ask {
    /// Makes a request without a body.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body: Bytes::new(),
            patience: PATIENCE,
        }
    }

    /// Makes a `GET`.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// Makes a `POST`.
    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// Makes a call of an AWS service that speaks JSON 1.0 at that path: its operation, such as `DynamoDB_20120810.Query`.
    pub fn aws(path: &str, operation: &str, input: &Value) -> Self {
        Self::post(path)
            .header("x-amz-target", operation)
            .body("application/x-amz-json-1.0", input.to_string())
    }

    /// Makes the request that the API has signed, as it says it, and returns it with the host that it is for.
    pub fn signed(said: &Value) -> Result<(String, Self), String> {
        let text = |name: &str| said.get(name).and_then(Value::as_str);
        let read = || {
            let (host, path) = host_and_path(text("url")?)?;
            let mut ask = Self::new(text("method")?.parse().ok()?, path);
            for (name, value) in said.get("headers")?.as_object()? {
                ask = ask.header(name, value.as_str()?);
            }
            Some((host.to_owned(), ask))
        };
        read().ok_or_else(|| format!("expected a signed request; got {said}"))
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the access token of a session.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Adds a key under which the request takes effect once, however often it is sent.
    pub fn idempotency_key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Sets a body of that type.
    pub fn body(self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.header(CONTENT_TYPE.as_str(), content_type).bytes(body)
    }

    /// Sets a body whose type is told already or is nobody's business.
    pub fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets a body of JSON.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sets the fields of a form as the body.
    pub fn form<'f>(self, fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.body("application/x-www-form-urlencoded", form.finish())
    }

    /// Sets how long the answer may take.
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The name in messages: without the query, which may hold a key or a token.
    pub(crate) fn name(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        format!("{} {path}", self.method)
    }
}

/// Splits an address into its host and what follows, such as `/a?b=c`.
pub fn host_and_path(address: &str) -> Option<(&str, &str)> {
    let (_, rest) = address.split_once("://")?;
    Some(rest.split_at(rest.find('/')?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_has_a_host_and_a_path() {
        let address = "https://a.example.com/b/c?d=e/f";
        assert_eq!(
            host_and_path(address),
            Some(("a.example.com", "/b/c?d=e/f"))
        );
        assert_eq!(host_and_path("a.example.com/b"), None);
        assert_eq!(host_and_path("https://a.example.com"), None);
    }

    #[test]
    fn a_signed_request_is_made_as_it_is_said() {
        let url = "http://127.0.0.1:9/b/incoming/T-1/f?partNumber=2";
        let said = json!({ "method": "PUT", "url": url, "headers": { "a": "b" } });
        let (host, ask) = Ask::signed(&said).unwrap();
        assert_eq!(host, "127.0.0.1:9");
        assert_eq!(ask.method, Method::PUT);
        assert_eq!(ask.path, "/b/incoming/T-1/f?partNumber=2");
        assert_eq!(ask.headers, [("a".to_owned(), "b".to_owned())]);
        Ask::signed(&json!({ "url": url })).unwrap_err();
    }
}
