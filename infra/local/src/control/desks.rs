//! Reads and changes the desks of a running stack.

use super::failed;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use docket_cloud::{Store, StoreError};
use docket_domain::desk::Desk;
use serde::{Deserialize, Serialize};

/// A stored desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDesk {
    /// The desk's ID.
    pub id: String,
    /// The text of its file.
    pub source: String,
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
}

impl DeskControl {
    /// Returns the routes `GET /desks` and `PUT /desks/{id}`.
    pub(crate) fn routes(self) -> Router {
        Router::new()
            .route("/desks", get(all))
            .route("/desks/{id}", put(keep))
            .with_state(self)
    }

    async fn all(&self) -> Result<Vec<StoredDesk>, StoreError> {
        let mut desks = Vec::new();
        for id in self.store.desks().await? {
            if let Some(source) = self.store.desk_source(&id).await? {
                let id = id.to_string();
                desks.push(StoredDesk { id, source });
            }
        }
        Ok(desks)
    }

    async fn keep(&self, source: &str) -> Result<(), StoreError> {
        self.store.put_desk(source).await?;
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
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
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
