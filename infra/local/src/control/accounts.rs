//! Imports accounts into a running stack.

use super::failed;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use docket_app::accounts::{ImportOutcome, import};
use docket_cloud::{Clock, Store};
use docket_domain::DeskId;
use serde::{Deserialize, Serialize};

/// A table of accounts that is to be imported.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImportOrder {
    /// The desk.
    pub desk: DeskId,
    /// The table, as CSV.
    pub table: String,
    /// `true` to write nothing.
    pub dry_run: bool,
}

/// Imports accounts into a running stack.
#[derive(Clone)]
pub(crate) struct AccountControl {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
}

impl AccountControl {
    /// Returns the route `POST /import-accounts`. It answers 409 when there is no such desk, or it does not take the table.
    pub(crate) fn routes(self) -> Router {
        Router::new()
            .route("/import-accounts", post(import_accounts))
            // Only the owner of the folder sends it, and knows how much.
            .layer(DefaultBodyLimit::disable())
            .with_state(self)
    }
}

async fn import_accounts(
    State(control): State<AccountControl>,
    Json(order): Json<ImportOrder>,
) -> Response {
    let AccountControl { store, clock } = control;
    let desk = match store.desk_now(&order.desk).await {
        Ok(Some(desk)) if !desk.is_removed() => desk,
        Ok(_) => return StatusCode::CONFLICT.into_response(),
        Err(error) => return failed(&error),
    };
    let table = order.table.as_bytes();
    match import(&store, &desk, table, order.dry_run, clock.now()).await {
        Ok(ImportOutcome::Done(done)) => Json(done).into_response(),
        Ok(ImportOutcome::Refused(_)) => StatusCode::CONFLICT.into_response(),
        Err(error) => failed(&error),
    }
}
