//! The errors of the table.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// The table did not do what was asked. The texts hold no personal data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The table is throttling or cannot be reached. The SDK has tried several times. Try again
    /// later.
    #[error("the table is busy or out of reach: {0}")]
    Busy(String),
    /// An item cannot be read or written.
    #[error("an item is not as expected{}", lacks(.0))]
    Item(#[from] serde_dynamo::Error),
    /// An event cannot be read or written as JSON.
    #[error("an event is not as expected")]
    Event(#[from] serde_json::Error),
    /// A compressed event cannot be decompressed.
    #[error("a packed event cannot be unpacked")]
    Packed,
    /// The events in the table do not make a ticket.
    #[error(transparent)]
    Timeline(#[from] docket_domain::ticket::EvolveError),
    /// A ticket has no first event.
    #[error("the ticket `{0}` has no event that opened it")]
    NoOpening(String),
    /// A later version of Docket wrote the item. This one would lose what it does not know.
    #[error("a later version of Docket wrote the item: this one must not change it")]
    Later,
    /// This version does not understand a desk in the table.
    #[error("the desk `{0}` in the table has mistakes: check its file and apply it again")]
    Desk(String),
    /// The table has no secret to sign with.
    #[error("the table has no desks yet: put them into it with `docket desks apply`")]
    NoSecret,
    /// The table refused: a missing table, a missing permission or a malformed request.
    #[error("the table refused: {0}")]
    Refused(String),
}

/// Says what an item lacks. Any other words of the error may quote what a person wrote.
fn lacks(error: &serde_dynamo::Error) -> String {
    let text = error.to_string();
    match text.starts_with("missing field") {
        true => format!(": {text}"),
        false => String::new(),
    }
}

impl StoreError {
    /// Returns `true` when an item is the reason, and not the table: reading it again gives the same error.
    #[must_use]
    pub fn is_about_an_item(&self) -> bool {
        match self {
            Self::Item(_)
            | Self::Event(_)
            | Self::Packed
            | Self::Timeline(_)
            | Self::NoOpening(_)
            | Self::Later => true,
            Self::Busy(_) | Self::Refused(_) | Self::Desk(_) | Self::NoSecret => false,
        }
    }
}

const PASSING: [&str; 7] = [
    "ThrottlingException",
    "ThrottlingError",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "InternalServerError",
    "TransactionInProgressException",
    "TransactionConflictException",
];

impl<E: ProvideErrorMetadata, R> From<SdkError<E, R>> for StoreError {
    fn from(error: SdkError<E, R>) -> Self {
        match &error {
            SdkError::ServiceError(service) => {
                let code = service.err().code().unwrap_or("unknown error").to_owned();
                if PASSING.contains(&code.as_str()) {
                    Self::Busy(code)
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
