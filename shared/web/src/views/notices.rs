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
    /// What became of it. `waiting` for what else happens, `sending`, `sent`, `deferred` by the receiver's server, `delivered`, `bounced`,
    /// `complained` of as spam, `refused` by the mail service; or held back: the address is `undeliverable`, got `too_many`, it is `unwanted`, or
    /// the person is `not_told` any more.
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
