//! The errors of the bucket.

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

/// The bucket did not do what was asked. The texts hold no personal data.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The bucket is slow or cannot be reached. The SDK has tried several times. Try again later.
    #[error("the bucket is busy or out of reach: {0}")]
    Busy(String),
    /// The object or the upload is not there, or its content has changed.
    #[error("the file is not there any more")]
    Gone,
    /// The bucket refused: a missing permission or a malformed request.
    #[error("the bucket refused: {0}")]
    Refused(String),
}

const PASSING: [&str; 7] = [
    "SlowDown",
    "ServiceUnavailable",
    "InternalError",
    "OperationAborted",
    "RequestTimeout",
    "ThrottlingException",
    "ConditionalRequestConflict",
];

const GONE: [&str; 4] = [
    "NoSuchKey",
    "NoSuchUpload",
    "PreconditionFailed",
    "NotFound",
];

impl<E: ProvideErrorMetadata, R> From<SdkError<E, R>> for FilesError {
    fn from(error: SdkError<E, R>) -> Self {
        match &error {
            SdkError::ServiceError(service) => {
                let code = service.err().code().unwrap_or("unknown error").to_owned();
                if PASSING.contains(&code.as_str()) {
                    Self::Busy(code)
                } else if GONE.contains(&code.as_str()) {
                    Self::Gone
                } else {
                    Self::Refused(code)
                }
            }
            SdkError::TimeoutError(_) => Self::Busy("no answer in time".to_owned()),
            SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => {
                Self::Busy("no connection".to_owned())
            }
            _ => Self::Refused("the request could not be built".to_owned()),
        }
    }
}
