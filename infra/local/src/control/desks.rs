//! Reads and changes the desks of a running stack.

use super::failed;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use docket_app::desks::{CompareOrder, compare, rearrange};
use docket_cloud::{Clock, Store, StoreError};
use docket_domain::DeskId;
use docket_domain::desk::Desk;
use serde::{Deserialize, Serialize};

/// A stored desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDesk {
    /// The desk's ID.
    pub id: DeskId,
    /// The text of its file.
    pub source: String,
    /// `false` while tickets may stand where an earlier file wants them.
    pub is_settled: bool,
}

/// The reasons why a desk was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskMistakes {
    /// The mistakes, each with its line and column in the file.
    pub mistakes: Vec<String>,
}

/// Reads and changes the desks of a running stack.
#[derive(Clone)]
pub(crate) struct DeskControl {
    /// The table, for the stack itself.
    pub(crate) store: Store,
    /// The table of each function, with its cache of desks.
    pub(crate) functions: Vec<Store>,
    pub(crate) clock: Clock,
}

impl DeskControl {
    /// Returns the routes `GET /desks`, `PUT` and `DELETE /desks/{id}`, and `POST /compare-desks`.
    pub(crate) fn routes(self) -> Router {
        Router::new()
            .route("/desks", get(all))
            .route("/compare-desks", post(compared))
            .route("/desks/{id}", put(keep).delete(remove))
            .with_state(self)
    }

    async fn all(&self) -> Result<Vec<StoredDesk>, StoreError> {
        let mut desks = Vec::new();
        for id in self.store.desks().await? {
            if let Some(file) = self.store.desk_file(&id).await? {
                desks.push(StoredDesk {
                    id,
                    source: file.source,
                    is_settled: file.is_settled,
                });
            }
        }
        Ok(desks)
    }

    async fn keep(&self, source: &str) -> Result<u64, StoreError> {
        let change = self
            .store
            .put_desk(source, docket_logo::of_file(source))
            .await?;
        self.functions.iter().for_each(Store::forget_desks);
        rearrange(&self.store, &change).await
    }

    async fn remove(&self, id: &DeskId) -> Result<(), StoreError> {
        self.store.remove_desk(id, self.clock.now()).await?;
        self.functions.iter().for_each(Store::forget_desks);
        Ok(())
    }
}

async fn all(State(control): State<DeskControl>) -> Response {
    match control.all().await {
        Ok(desks) => Json(desks).into_response(),
        Err(error) => failed(&error),
    }
}

async fn keep(
    State(control): State<DeskControl>,
    Path(id): Path<String>,
    source: String,
) -> Response {
    let mistakes = mistakes(&id, &source);
    if !mistakes.is_empty() {
        let mistakes = Json(DeskMistakes { mistakes });
        return (StatusCode::UNPROCESSABLE_ENTITY, mistakes).into_response();
    }
    match control.keep(&source).await {
        Ok(moved) => Json(moved).into_response(),
        Err(error) => failed(&error),
    }
}

async fn remove(State(control): State<DeskControl>, Path(id): Path<DeskId>) -> Response {
    match control.remove(&id).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(&error),
    }
}

async fn compared(State(control): State<DeskControl>, Json(order): Json<CompareOrder>) -> Response {
    match compare(&control.store, &order).await {
        Ok(comparisons) => Json(comparisons).into_response(),
        Err(error) => failed(&error),
    }
}

/// Returns the mistakes in a desk's file.
fn mistakes(id: &str, source: &str) -> Vec<String> {
    match Desk::parse(source) {
        Ok(desk) if desk.id.as_str() == id => Vec::new(),
        Ok(desk) => vec![format!(
            "1:1: its `id` is `{}`: send it as that desk",
            *desk.id
        )],
        Err(mistakes) => mistakes.iter().map(ToString::to_string).collect(),
    }
}
