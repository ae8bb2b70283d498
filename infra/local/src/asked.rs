//! What a request of the SDK asks for.

use aws_sdk_dynamodb::config::http::HttpRequest;

/// The path of an invocation, before and after the function's name.
pub(crate) const INVOCATION: [&str; 2] = ["/2015-03-31/functions/", "/invocations"];

/// The service that a request goes to, and what it asks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The table: the operation, such as `PutItem`.
    Table(String),
    /// SES: the action, such as `SendRawEmail`.
    Mail(String),
    /// Lambda: the function to call.
    Function(String),
    /// The bucket.
    Bucket,
}

impl Asked {
    /// Reads a request, as it is before it is sent.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        // `DynamoDB_20120810.PutItem` is the operation `PutItem`.
        if let Some(target) = request.headers().get("x-amz-target") {
            let operation = target.rsplit('.').next().unwrap_or(target);
            return Self::Table(operation.to_owned());
        }
        // No other service takes forms.
        if request.headers().get("content-type") == Some("application/x-www-form-urlencoded") {
            let body = request.body().bytes().unwrap_or_default();
            let mut pairs = form_urlencoded::parse(body);
            let action = pairs.find(|(name, _)| name == "Action");
            return Self::Mail(
                action
                    .map(|(_, action)| action.into_owned())
                    .unwrap_or_default(),
            );
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
