//! Forms that upload: S3 puts the file's name in for `${filename}`, which `s3s` leaves as it is.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use tokio_stream::{Stream, StreamExt};

/// The variable that stands for the file's name.
const VARIABLE: &[u8] = b"${filename}";
/// The fields ahead of the file take no more than this.
const MAX_HEAD: usize = 64 * 1024;

/// The request with the file's name put in, where it is a form.
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
    // The length changes, and nothing is signed of it: the policy counts the file alone.
    parts.headers.remove(CONTENT_LENGTH);
    let head = Ok(Bytes::from(replaced(&head, &name)));
    let all = tokio_stream::iter([head].into_iter().chain(broken)).chain(rest);
    Request::from_parts(parts, Body::from_stream(sync(all)))
}

/// A stream of bytes, whatever it is made of.
fn sync(
    stream: impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static {
    stream
}

/// The name that the form gives the file; `None` as long as that has not come.
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
