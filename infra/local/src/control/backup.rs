//! Makes a backup of a running stack.

use crate::backup::{Backup, BackupError};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BackupOrder {
    /// The whole path of the file that is to be made.
    pub file: PathBuf,
}

/// Returns the route `POST /backup`.
pub(crate) fn backup_routes(backup: Backup) -> Router {
    Router::new()
        .route("/backup", post(write))
        .with_state(backup)
}

async fn write(State(backup): State<Backup>, Json(order): Json<BackupOrder>) -> Response {
    // A command that is broken off breaks no backup off: what it writes beside the file is removed in any case.
    let written = tokio::spawn(backup.write(order.file)).await;
    let written = written.unwrap_or_else(|error| Err(BackupError::Ended(error.to_string())));
    match written {
        Ok(holds) => Json(holds).into_response(),
        Err(error @ BackupError::Exists(_)) => {
            (StatusCode::CONFLICT, error.to_string()).into_response()
        }
        Err(error) => super::failed(&error),
    }
}
