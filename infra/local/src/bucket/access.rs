//! The permissions of requests to the bucket.

use crate::guard::Guard;
use crate::names::{BUCKET, OWNER};
use http::StatusCode;
use s3s::{S3Error, S3Request, S3Result, s3_error};

/// Checks requests against the role of their sender.
pub(super) struct Access(Guard);

impl Access {
    pub(super) fn new(guard: Guard) -> Self {
        Self(guard)
    }

    /// Returns the request if the sender's role allows it. Removes its credentials, because the
    /// keeper ties an upload in parts to one access key. Here several functions take part in an
    /// upload, each with its own access key.
    pub(super) fn allow<T>(
        &self,
        mut request: S3Request<T>,
        action: &str,
        bucket: &str,
        key: &str,
    ) -> S3Result<S3Request<T>> {
        if self.0.between.refuses_files() {
            return Err(s3_error!(SlowDown, "Please reduce your request rate."));
        }
        let credentials = request.credentials.take();
        let asks = credentials
            .as_ref()
            .map(|credentials| credentials.access_key.as_str());
        let role = asks.and_then(|asks| self.0.roles.get(asks));
        let allowed =
            asks == Some(OWNER) || role.is_some_and(|role| role.allows_object(action, key));
        if !allowed {
            tracing::error!(
                action,
                "the bucket refuses {}: see template.yaml",
                asks.unwrap_or("nobody")
            );
            return Err(s3_error!(AccessDenied));
        }
        if bucket != BUCKET {
            return Err(s3_error!(NoSuchBucket));
        }
        Ok(request)
    }

    /// Changes the error about a missing object for a sender that may not list the bucket. As in
    /// S3, it gets `AccessDenied` instead.
    pub(super) fn missing(&self, access_key: Option<&str>, error: S3Error) -> S3Error {
        let role = access_key.and_then(|asks| self.0.roles.get(asks));
        let gone = error.status_code() == Some(StatusCode::NOT_FOUND);
        let may_know = role.is_none_or(|role| role.allows_object("s3:ListBucket", ""));
        if gone && !may_know {
            s3_error!(AccessDenied)
        } else {
            error
        }
    }
}
