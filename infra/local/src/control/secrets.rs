//! Keeps the secrets of services beside Docket.

use super::failed;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use docket_cloud::{Cloud, Store, StoreError};
use docket_domain::SecretName;
use serde::{Deserialize, Serialize};

/// A secret that is stored or removed.
#[derive(Clone, Serialize, Deserialize)]
pub struct SecretOrder {
    /// The name.
    pub name: SecretName,
    /// The secret. `None` removes it.
    pub secret: Option<String>,
}

impl SecretOrder {
    /// Carries the order out.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn carry_out(&self, store: &Store) -> Result<(), StoreError> {
        match &self.secret {
            Some(secret) => store.put_secret(&self.name, secret).await,
            None => store.delete_secret(&self.name).await,
        }
    }
}

/// Returns the route `/secrets`, which takes an order.
pub(crate) fn secrets_routes(cloud: Cloud) -> Router {
    Router::new()
        .route("/secrets", post(carry_out))
        .with_state(cloud)
}

async fn carry_out(State(cloud): State<Cloud>, Json(order): Json<SecretOrder>) -> Response {
    match order.carry_out(&cloud.store).await {
        Ok(()) => (StatusCode::OK, "null").into_response(),
        Err(error) => failed(&error),
    }
}
