//! Checks events of the HTTP API, in payload format 2.0, before `lambda_http` reads them.
//!
//! API Gateway sends only events that make a request, but a function can also be invoked by hand.
//! `lambda_http` ends its process when a body is not Base64 or a host is not valid. It also splits
//! a path or a query wrongly when they are not encoded. See "Working with AWS Lambda proxy
//! integrations for HTTP APIs" in the API Gateway developer guide.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::HOST;
use http::{HeaderName, HeaderValue, Method, Uri};
use lambda_http::Request;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

/// The characters that must be encoded in a path or a query. `%` is not one of them, so encoded
/// text stays encoded.
const NOT_IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The most headers of a request. The gateway takes 10 KiB of them; the map of headers ends the
/// process at some 24,000.
const MOST_HEADERS: usize = 1_000;

/// An event that was checked and makes a request.
#[derive(Debug)]
pub(super) struct Guarded {
    /// The event that `lambda_http` makes the request from.
    pub(super) event: Value,
    address: Uri,
    host: Option<HeaderValue>,
}

/// The reason why an event makes no request.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is not an event of an HTTP API.
    Unexpected,
    /// It is an event of an HTTP API, but makes no valid request.
    Unreadable,
}

/// Checks an event, and removes the parts that `lambda_http` would misread.
pub(super) fn guard(mut event: Value) -> Result<Guarded, Refused> {
    let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default();
    let method = event.pointer("/requestContext/http/method");
    let method = method.and_then(Value::as_str).ok_or(Refused::Unexpected)?;
    Method::from_bytes(method.as_bytes()).map_err(|_| Refused::Unreadable)?;
    let encoded = event.get("isBase64Encoded").and_then(Value::as_bool);
    if encoded == Some(true) && STANDARD.decode(text("body")).is_err() {
        return Err(Refused::Unreadable);
    }
    // The gateway sends the path decoded.
    let path = text("rawPath")
        .strip_prefix('/')
        .ok_or(Refused::Unreadable)?;
    let path = format!("/{}", utf8_percent_encode(path, NOT_IN_ADDRESS));
    let query = text("rawQueryString").replace('?', "%3F");
    let query = utf8_percent_encode(&query, NOT_IN_ADDRESS).to_string();
    let address = match query.as_str() {
        "" => path.parse(),
        query => format!("{path}?{query}").parse(),
    };
    let address = address.map_err(|_| Refused::Unreadable)?;
    let headers = event.get("headers").and_then(Value::as_object);
    if headers.is_some_and(|headers| headers.len() > MOST_HEADERS) {
        return Err(Refused::Unreadable);
    }
    let host = take_host(&mut event);
    if let Some(event) = event.as_object_mut() {
        event.insert("rawPath".to_owned(), path.into());
        event.insert("rawQueryString".to_owned(), query.into());
        if let Some(context) = event
            .get_mut("requestContext")
            .and_then(Value::as_object_mut)
        {
            context.insert("domainName".to_owned(), Value::Null);
            context.insert("stage".to_owned(), Value::Null);
        }
    }
    Ok(Guarded {
        event,
        address,
        host,
    })
}

/// Takes the host out of the headers, and removes invalid headers. All others stay.
fn take_host(event: &mut Value) -> Option<HeaderValue> {
    let headers = event.get_mut("headers").and_then(Value::as_object_mut)?;
    let mut host = None;
    headers.retain(|name, value| {
        let value = value
            .as_str()
            .and_then(|value| HeaderValue::from_str(value).ok());
        match (HeaderName::from_bytes(name.as_bytes()).ok(), value) {
            (Some(HOST), Some(value)) => {
                host = Some(value);
                false
            }
            (Some(_), Some(_)) => true,
            _ => false,
        }
    });
    host
}

impl Guarded {
    /// Makes a minimal event, for a request that cannot be read.
    pub(super) fn empty() -> Self {
        let event = json!({
            "version": "2.0",
            "rawPath": "/",
            "headers": {},
            "requestContext": { "http": { "method": "GET" } },
        });
        Self {
            event,
            address: Uri::default(),
            host: None,
        }
    }

    /// Puts the removed parts back into the request: the path as it was sent, and the host.
    pub(super) fn restore(&self, mut request: Request) -> Request {
        *request.uri_mut() = self.address.clone();
        let host = self.host.clone().map(|host| (HOST, host));
        request.headers_mut().extend(host);
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_http::request::LambdaRequest;

    fn read(event: Value) -> Result<Request, Refused> {
        let guarded = guard(event)?;
        let request: LambdaRequest = serde_json::from_value(guarded.event.clone()).unwrap();
        Ok(guarded.restore(Request::from(request)))
    }

    fn event(more: Value) -> Value {
        let mut event = json!({
            "version": "2.0",
            "rawPath": "/spotme",
            "rawQueryString": "",
            "headers": { "host": "desk.example.com" },
            "requestContext": { "http": { "method": "GET" }, "stage": "$default" },
        });
        event
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        event
    }

    #[test]
    fn a_request_comes_as_it_was_sent() {
        let request = read(event(json!({
            "rawPath": "/api/desks/spotme/tickets",
            "rawQueryString": "key=a%20b&q=?",
            "cookies": ["a=1", "b=2"],
            "headers": { "accept": "text/html,application/json", "x-empty": "", "no name": "x" },
            "requestContext": { "http": { "method": "POST" } },
            "body": "eyJhIjoxfQ==",
            "isBase64Encoded": true,
        })))
        .unwrap();
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri(), "/api/desks/spotme/tickets?key=a%20b&q=%3F");
        assert_eq!(request.headers()["cookie"], "a=1; b=2");
        assert_eq!(request.headers()["accept"], "text/html,application/json");
        assert_eq!(&**request.body(), b"{\"a\":1}");
    }

    #[test]
    fn a_decoded_path_is_encoded_again() {
        let request = read(event(json!({ "rawPath": "/spotme/при вет#?{x}%2F" }))).unwrap();
        assert_eq!(
            request.uri(),
            "/spotme/%D0%BF%D1%80%D0%B8%20%D0%B2%D0%B5%D1%82%23%3F%7Bx%7D%2F"
        );
    }

    #[test]
    fn what_is_no_request_is_told_apart() {
        let too_many: serde_json::Map<String, Value> = (0..30_000)
            .map(|number| (format!("x-{number}"), json!("")))
            .collect();
        for more in [
            json!({ "body": "not base64!", "isBase64Encoded": true }),
            json!({ "rawPath": "" }),
            json!({ "requestContext": { "http": { "method": "G E T" } } }),
            json!({ "headers": too_many }),
        ] {
            assert!(read(event(more)).is_err());
        }
        let missing = event(json!({ "body": null }));
        assert!(read(missing).unwrap().body().is_empty());
    }
}
