//! Checks content while it is read. Content with a wrong checksum ends in an error, and is never
//! stored.

use bytes::Bytes;
use s3s::dto::StreamingBlob;
use s3s::stream::{ByteStream, RemainingLength};
use sha2::{Digest, Sha256};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio_stream::Stream;

/// The outcome of a check. Copies share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Verdict(Arc<Mutex<bool>>);

impl Verdict {
    /// Returns `true` when the content had a wrong checksum.
    pub(super) fn is_bad(&self) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn condemn(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }
}

/// Returns the content with a check of its SHA-256, in Base64.
pub(super) fn held_to(body: StreamingBlob, sha256: &str, verdict: Verdict) -> StreamingBlob {
    StreamingBlob::new(Verified {
        body,
        digest: Some(Sha256::new()),
        wanted: sha256.to_owned(),
        verdict,
    })
}

struct Verified {
    body: StreamingBlob,
    /// The digest so far; `None` after the end.
    digest: Option<Sha256>,
    wanted: String,
    verdict: Verdict,
}

impl Stream for Verified {
    type Item = Result<Bytes, s3s::StdError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match Pin::new(&mut self.body).poll_next(context) {
            Poll::Ready(Some(Ok(bytes))) => {
                if let Some(digest) = &mut self.digest {
                    digest.update(&bytes);
                }
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Ready(None) => {
                let digest = self.digest.take();
                match digest.map(|digest| base64(&digest.finalize())) {
                    Some(found) if found != self.wanted => {
                        self.verdict.condemn();
                        let error = io::Error::other("the content has another checksum");
                        Poll::Ready(Some(Err(error.into())))
                    }
                    _ => Poll::Ready(None),
                }
            }
            other => other,
        }
    }
}

impl ByteStream for Verified {
    fn remaining_length(&self) -> RemainingLength {
        self.body.remaining_length()
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
