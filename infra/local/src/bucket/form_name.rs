//! Puts the file's name into upload forms in place of `${filename}`, as S3 does. `s3s` does not
//! replace it.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use tokio_stream::{Stream, StreamExt};

/// The variable for the file's name.
const VARIABLE: &[u8] = b"${filename}";
/// The largest size of the fields before the file, in bytes.
const MAX_HEAD: usize = 64 * 1024;

/// Puts the file's name into the request if it is an upload form.
pub(super) async fn put_in(request: Request) -> Request {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if request.method() != Method::POST || !kind.starts_with("multipart/form-data") {
        return request;
    }
    let (mut parts, body) = request.into_parts();
    let mut rest = body.into_data_stream();
    let mut head: Vec<u8> = Vec::new();
    let mut broken = None;
    let name = loop {
        if let Some(name) = file_name(&head) {
            break name;
        }
        match rest.next().await {
            Some(Ok(bytes)) if head.len() < MAX_HEAD => head.extend_from_slice(&bytes),
            Some(Ok(bytes)) => {
                head.extend_from_slice(&bytes);
                break Vec::new();
            }
            Some(Err(error)) => {
                broken = Some(Err(error));
                break Vec::new();
            }
            None => break Vec::new(),
        }
    };
    // The length changes. It is not signed: the policy limits only the file itself.
    parts.headers.remove(CONTENT_LENGTH);
    let head = Ok(Bytes::from(replaced(&head, &name)));
    let all = tokio_stream::iter([head].into_iter().chain(broken)).chain(rest);
    Request::from_parts(parts, Body::from_stream(sync(all)))
}

/// Hides the type of a stream of bytes.
fn sync(
    stream: impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static {
    stream
}

/// Returns the name of the file in the form. Returns `None` until it was read.
fn file_name(head: &[u8]) -> Option<Vec<u8>> {
    let start = find(head, b"name=\"file\"; filename=\"")? + b"name=\"file\"; filename=\"".len();
    let rest = head.get(start..)?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    rest.get(..end).map(<[u8]>::to_vec)
}

fn replaced(head: &[u8], name: &[u8]) -> Vec<u8> {
    let Some(at) = find(head, VARIABLE) else {
        return head.to_vec();
    };
    let (before, after) = head.split_at(at);
    let after = after.get(VARIABLE.len()..).unwrap_or_default();
    [before, name, after].concat()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
