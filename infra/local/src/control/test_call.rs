//! Tries whether somebody can be reached.

use super::failed;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use docket_cloud::{Cloud, Store, StoreError};
use docket_domain::oncall::{Contact, Roster, TestCall};
use docket_domain::{DeskId, EmailAddress};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The time to wait for what becomes of the calls: a channel has 15 seconds to answer, and one that follows pages hears twice.
const WAIT: Duration = Duration::from_secs(40);
const PAUSE: Duration = Duration::from_millis(250);

/// Whom somebody wants to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestCallOrder {
    /// The desk. `None` for each at which they work.
    pub desk: Option<DeskId>,
    /// The address of the person.
    pub person: EmailAddress,
}

/// What became of one way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// The way, in words.
    pub line: String,
    /// `true` if the call was sent.
    pub is_sent: bool,
}

impl TestCallOrder {
    /// Carries the order out, and waits for what becomes of it. Returns an entry for each way; none, if they work at no desk.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn carry_out(&self, store: &Store, now: Timestamp) -> Result<Vec<Tried>, StoreError> {
        let mut tried = Vec::new();
        for id in store.desks().await? {
            if self.desk.as_ref().is_some_and(|wanted| *wanted != id) {
                continue;
            }
            let Some(desk) = store.desk(&id).await?.filter(|desk| !desk.is_removed()) else {
                continue;
            };
            let roster = Roster {
                desk: &desk,
                overrides: &[],
            };
            let test = TestCall::of(Uuid::now_v7().into(), &roster, &self.person, now);
            if let Some(test) = test {
                store.put_test_call(&test).await?;
                tried.extend(became(store, &test).await?);
            }
        }
        Ok(tried)
    }
}

/// Waits for what becomes of the calls of a test.
async fn became(store: &Store, test: &TestCall) -> Result<Vec<Tried>, StoreError> {
    let end = Instant::now() + WAIT;
    let outcomes = loop {
        let outcomes = store.call_outcomes(test.id).await?;
        if outcomes.len() >= test.contacts.len() || Instant::now() > end {
            break outcomes;
        }
        tokio::time::sleep(PAUSE).await;
    };
    let tried = test.contacts.iter().map(|contact: &Contact| {
        let mut outcomes = outcomes.iter();
        let outcome = outcomes.find(|outcome| outcome.contact == *contact);
        let why = outcome.map(|outcome| outcome.why.as_deref());
        let said = match why {
            None => "no answer yet; the log of `notify` says more".to_owned(),
            Some(None) => "sent".to_owned(),
            Some(Some(why)) => format!("not sent: {why}"),
        };
        Tried {
            line: format!("{}  {} by {}: {said}", test.desk, test.person, contact.way),
            is_sent: why == Some(None),
        }
    });
    Ok(tried.collect())
}

/// Returns the route `/test-call`, which takes an order.
pub(crate) fn test_call_routes(cloud: Cloud) -> Router {
    Router::new()
        .route("/test-call", post(carry_out))
        .with_state(cloud)
}

async fn carry_out(State(cloud): State<Cloud>, Json(order): Json<TestCallOrder>) -> Response {
    match order.carry_out(&cloud.store, cloud.clock.now()).await {
        Ok(tried) => Json(tried).into_response(),
        Err(error) => failed(&error),
    }
}
