//! The rights of whoever asks the bucket.

use crate::guard::Guard;
use crate::names::{BUCKET, OWNER};
use http::StatusCode;
use s3s::{S3Error, S3Request, S3Result, s3_error};

/// Holds requests to the role of whoever asks.
pub(super) struct Access(Guard);

impl Access {
    pub(super) fn new(guard: Guard) -> Self {
        Self(guard)
    }

    /// Lets a request pass that its role allows. The keeper ties uploads in parts to an access key; here many functions have a
    /// hand in them, each with its own, so it is not told of any.
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

    /// Turns the error about a missing object into what it is to whoever may not list the bucket: they do not learn that it is missing.
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
