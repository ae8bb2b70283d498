//! Shows what became of notices, and has them sent again.

use super::failed;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use docket_app::notices;
use docket_cloud::store::Delivery;
use docket_cloud::{Cloud, Store, StoreError};
use docket_domain::notice::DeliveryState;
use docket_domain::{EmailAddress, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What became of a notice to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownNotice {
    /// The ticket.
    pub ticket: TicketId,
    /// The number of the event.
    pub sequence: u64,
    /// The receiver.
    pub to: EmailAddress,
    /// What became of it.
    pub state: DeliveryState,
    /// Since when.
    pub at: Timestamp,
    /// What the mail service said.
    pub why: Option<String>,
}

impl From<Delivery> for ShownNotice {
    fn from(delivery: Delivery) -> Self {
        Self {
            ticket: delivery.event.ticket,
            sequence: delivery.event.sequence,
            to: delivery.to,
            state: delivery.state,
            at: delivery.at,
            why: delivery.why,
        }
    }
}

/// Which notices are meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticesOrder {
    /// The ticket. `None` for all whose receivers did not get theirs, of the whole stack.
    pub ticket: Option<TicketId>,
    /// The receiver. `None` for all.
    pub to: Option<EmailAddress>,
    /// `true` to have those of the ticket sent again that did not reach their receivers; without a ticket, to write to the receiver again.
    pub retry: bool,
}

impl NoticesOrder {
    /// Carries the order out. Returns the notices that are meant, as they are then.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn carry_out(
        &self,
        store: &Store,
        now: Timestamp,
    ) -> Result<Vec<ShownNotice>, StoreError> {
        let to = self.to.as_ref();
        if let (None, Some(to), true) = (&self.ticket, to, self.retry) {
            store.unmark_address(to).await?;
        }
        let all = match (&self.ticket, self.retry) {
            (None, _) => store.troubled_deliveries().await?,
            (Some(ticket), false) => notices::of_ticket(store, ticket).await?,
            (Some(ticket), true) => notices::send_again(store, ticket, to, now).await?,
        };
        let is_meant = |it: &Delivery| to.is_none_or(|to| it.to == *to);
        Ok(all.into_iter().filter(is_meant).map(Into::into).collect())
    }
}

/// Returns the route `/notices`, which takes an order.
pub(crate) fn notices_routes(cloud: Cloud) -> Router {
    Router::new()
        .route("/notices", post(carry_out))
        .with_state(cloud)
}

async fn carry_out(State(cloud): State<Cloud>, Json(order): Json<NoticesOrder>) -> Response {
    match order.carry_out(&cloud.store, cloud.clock.now()).await {
        Ok(shown) => Json(shown).into_response(),
        Err(error) => failed(&error),
    }
}
