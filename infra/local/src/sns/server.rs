//! The stand-in for SNS, in the query protocol.

use super::folder::Messages;
use super::message::Message;
use crate::database::Answered;
use crate::query::{Query, failed};

/// The stand-in. Copies share the folder.
#[derive(Debug, Clone)]
pub(crate) struct Sns(pub(crate) Messages);

impl Sns {
    /// Answers a request.
    pub(crate) fn answer(&self, body: &[u8]) -> Answered {
        let (status, body) = match Message::read(&Query::read(body)) {
            Err(why) => (400, failed("InvalidParameter", why)),
            Ok(message) => match self.0.keep(&message) {
                Ok(id) => (
                    200,
                    format!(
                        "<PublishResponse><PublishResult><MessageId>{id}</MessageId></PublishResult></PublishResponse>"
                    ),
                ),
                Err(error) => {
                    tracing::error!(%error, "a message to a topic could not be kept");
                    (500, failed("InternalError", "it could not be kept"))
                }
            },
        };
        let body = body.into_bytes();
        Answered { status, body }
    }
}
