//! The HTTP API's events, in payload format 2.0, and the answers that it takes.
//!
//! See "Working with AWS Lambda proxy integrations for HTTP APIs" in the API Gateway developer guide.

use crate::call::{Request, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{COOKIE, HeaderName, HeaderValue, SET_COOKIE};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A request as the gateway hands it over. Repeated headers come as one, joined by commas; the path comes decoded.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApiEvent {
    #[serde(default)]
    raw_path: String,
    #[serde(default)]
    raw_query_string: String,
    #[serde(default)]
    cookies: Vec<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    request_context: Context,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

#[derive(Debug, Deserialize)]
struct Context {
    http: Http,
}

#[derive(Debug, Deserialize)]
struct Http {
    method: String,
}

/// The event is an HTTP API's, and does not make a request.
#[derive(Debug)]
pub(super) struct Unreadable;

/// What may not stand in a path or a query as it is. `%` may: what is encoded stays encoded.
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

/// The request that the event is about.
pub(super) fn request(event: ApiEvent) -> Result<Request, Unreadable> {
    let body = event.body.unwrap_or_default();
    let body = if event.is_base64_encoded {
        Bytes::from(STANDARD.decode(body).map_err(|_| Unreadable)?)
    } else {
        Bytes::from(body)
    };
    let path = match event.raw_path.strip_prefix('/') {
        Some(path) => utf8_percent_encode(path, NOT_IN_ADDRESS).to_string(),
        None => return Err(Unreadable),
    };
    let mut address = format!("/{path}");
    if !event.raw_query_string.is_empty() {
        let query = event.raw_query_string.replace('?', "%3F");
        address.push('?');
        address.extend(utf8_percent_encode(&query, NOT_IN_ADDRESS));
    }
    let mut request = http::Request::builder()
        .method(event.request_context.http.method.as_str())
        .uri(address)
        .body(body)
        .map_err(|_| Unreadable)?;
    let cookies = (!event.cookies.is_empty()).then(|| event.cookies.join("; "));
    let cookies = cookies.map(|cookies| (COOKIE.to_string(), cookies));
    for (name, value) in event.headers.into_iter().chain(cookies) {
        // A header that is none says nothing; no other is lost by it.
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            request.headers_mut().insert(name, value);
        }
    }
    Ok(request)
}

/// The answer as the gateway takes it.
pub(super) fn answer(response: Response) -> Value {
    let (parts, body) = response.into_parts();
    let mut headers = Map::new();
    let mut cookies = Vec::new();
    for (name, value) in &parts.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        if name == SET_COOKIE {
            cookies.push(value);
        } else {
            headers.insert(name.to_string(), value.into());
        }
    }
    // Text travels as text, so that the event stays readable; all our answers are text.
    let (body, encoded) = match String::from_utf8(body.to_vec()) {
        Ok(text) => (text, false),
        Err(error) => (STANDARD.encode(error.as_bytes()), true),
    };
    json!({
        "statusCode": parts.status.as_u16(),
        "headers": headers,
        "cookies": cookies,
        "body": body,
        "isBase64Encoded": encoded,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::StatusCode;

    fn read(event: Value) -> Result<Request, Unreadable> {
        request(serde_json::from_value(event).unwrap())
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
        assert_eq!(request.body(), "{\"a\":1}");
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
        for more in [
            json!({ "body": "not base64!", "isBase64Encoded": true }),
            json!({ "rawPath": "" }),
            json!({ "requestContext": { "http": { "method": "G E T" } } }),
        ] {
            assert!(read(event(more.clone())).is_err(), "{more}");
        }
        let missing = event(json!({ "body": null }));
        assert!(read(missing).unwrap().body().is_empty());
    }

    #[test]
    fn cookies_are_answered_apart() {
        let mut response = Response::new(Bytes::from_static(b"\xff"));
        *response.status_mut() = StatusCode::CREATED;
        let cookie = HeaderValue::from_static("a=1");
        response.headers_mut().append(SET_COOKIE, cookie);
        let answer = answer(response);
        assert_eq!(answer["statusCode"], 201);
        assert_eq!(answer["cookies"], json!(["a=1"]));
        assert_eq!(answer["body"], "/w==");
        assert_eq!(answer["isBase64Encoded"], true);
    }
}
