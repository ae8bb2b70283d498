//! The answer about a ticket's notices.

use docket_cloud::store::Delivery;
use serde::Serialize;

/// What became of a ticket's notices.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Notices"))]
pub struct NoticesAnswer {
    /// The notices, those of the newest events first.
    pub notices: Vec<DeliveryAnswer>,
}

/// What became of a notice to one person.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Notice"))]
pub struct DeliveryAnswer {
    /// The number of the event that it is about.
    pub sequence: u64,
    /// The address of the receiver.
    pub to: String,
    /// The way in which they are told.
    #[cfg_attr(test, schemars(extend("enum" = ["mail"])))]
    pub channel: &'static str,
    /// What became of it. On its way: `waiting` for the digest, `sending`. Sent: `sent`, `delivered`, `deferred` (returned for now), `bounced`
    /// (returned for good), `complained` (marked as spam), `refused` by the mail service. Not sent: `undeliverable` (the address takes no mail),
    /// `too_many` (the limit is reached), `unwanted` (the receiver chose so), `not_told` (the receiver is no longer on the ticket).
    #[cfg_attr(test, schemars(extend("enum" = docket_domain::notice::DeliveryState::NAMES)))]
    pub state: &'static str,
    /// Since when.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub at: String,
    /// What the mail service said, if it said something.
    pub reason: Option<String>,
}

impl NoticesAnswer {
    /// Makes the answer.
    #[must_use]
    pub fn new(deliveries: &[Delivery]) -> Self {
        let notices = deliveries.iter().map(|delivery| DeliveryAnswer {
            sequence: delivery.event.sequence,
            to: delivery.to.to_string(),
            channel: "mail",
            state: delivery.state.as_str(),
            at: delivery.at.to_string(),
            reason: delivery.why.clone().filter(|why| !why.is_empty()),
        });
        Self {
            notices: notices.collect(),
        }
    }
}
