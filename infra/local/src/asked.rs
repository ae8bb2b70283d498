//! What a request of the SDK asks for.

use crate::query::Query;
use aws_sdk_dynamodb::config::http::HttpRequest;

/// The path of an invocation, before and after the function's name.
pub(crate) const INVOCATION: [&str; 2] = ["/2015-03-31/functions/", "/invocations"];

/// The version of the API of SNS, which each of its requests names.
const SNS: &str = "2010-03-31";

/// The service that a request goes to, and what it asks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The table: the operation, such as `PutItem`.
    Table(String),
    /// SES: the action, such as `SendRawEmail`.
    Mail(String),
    /// SNS: the action, such as `Publish`.
    Topic(String),
    /// Lambda: the function to call.
    Function(String),
    /// The bucket.
    Bucket,
}

impl Asked {
    /// Returns the operation, as counts of requests name it.
    #[must_use]
    pub fn operation(&self) -> &str {
        match self {
            Self::Table(operation) | Self::Mail(operation) | Self::Topic(operation) => operation,
            Self::Function(_) => "Invoke",
            Self::Bucket => "S3",
        }
    }

    /// Reads a request, as it is before it is sent.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        // `DynamoDB_20120810.PutItem` is the operation `PutItem`.
        if let Some(target) = request.headers().get("x-amz-target") {
            let operation = target.rsplit('.').next().unwrap_or(target);
            return Self::Table(operation.to_owned());
        }
        if request.headers().get("content-type") == Some("application/x-www-form-urlencoded") {
            let query = Query::read(request.body().bytes().unwrap_or_default());
            let action = query.get("Action").to_owned();
            // No other service than these two takes forms.
            return match query.get("Version") == SNS {
                true => Self::Topic(action),
                false => Self::Mail(action),
            };
        }
        let uri = request.uri();
        let path = uri.split_once("://").map_or(uri, |(_, rest)| rest);
        let path = path.find('/').and_then(|slash| path.get(slash..));
        let function = path.and_then(|path| {
            path.strip_prefix(INVOCATION[0])?
                .strip_suffix(INVOCATION[1])
        });
        function.map_or(Self::Bucket, |name| Self::Function(name.to_owned()))
    }
}
