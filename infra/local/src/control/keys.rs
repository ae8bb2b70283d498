//! Shows and rotates the signing keys of a running stack.

use super::failed;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use docket_cloud::store::{KeyState, Keyring};
use docket_cloud::{Clock, Store, StoreError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A signing key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownKey {
    /// The ID. Signatures begin with it.
    pub id: String,
    /// The state.
    pub state: KeyState,
    /// The time at which it was written.
    pub written_at: Option<Timestamp>,
}

impl ShownKey {
    /// Returns the keys as they are at that time, the oldest first.
    #[must_use]
    pub fn all(keys: &Keyring, now: Timestamp) -> Vec<Self> {
        let keys = keys.states(now).map(|(key, state)| Self {
            id: key.id.clone(),
            state,
            written_at: key.written_at,
        });
        keys.collect()
    }
}

/// Shows and rotates the signing keys of a running stack.
#[derive(Clone)]
pub(crate) struct KeyControl {
    /// The table, for the stack itself.
    pub(crate) store: Store,
    /// The table of each function, with the keys that it knows.
    pub(crate) functions: Vec<Store>,
    /// The stack's clock.
    pub(crate) clock: Clock,
}

impl KeyControl {
    /// Returns the route `/keys`: `GET` shows the keys, and `POST` rotates them.
    pub(crate) fn routes(self) -> Router {
        Router::new()
            .route("/keys", get(all).post(rotate))
            .with_state(self)
    }
}

async fn all(State(control): State<KeyControl>) -> Response {
    answer(control.store.stored_keyring().await, &control)
}

async fn rotate(State(control): State<KeyControl>) -> Response {
    let rotated = control.store.rotate_signing_keys(control.clock.now()).await;
    control
        .functions
        .iter()
        .for_each(Store::forget_signing_keys);
    answer(rotated, &control)
}

fn answer(keys: Result<Keyring, StoreError>, control: &KeyControl) -> Response {
    match keys {
        Ok(keys) => Json(ShownKey::all(&keys, control.clock.now())).into_response(),
        Err(error) => failed(&error),
    }
}
