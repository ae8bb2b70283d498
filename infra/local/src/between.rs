//! An observer or a fault between the functions and the services.

use crate::database::LocalDatabase;
use axum::Router;
use docket_cloud::Aws;

/// Stands between the functions and the services, to observe or disturb them. The default methods
/// do neither.
pub trait Between: Send + Sync + 'static {
    /// Returns the connection of a function, changed so that its requests pass through this.
    fn connection(&self, function: &str, aws: Aws) -> Aws {
        let _ = function;
        aws
    }

    /// Returns `true` when the bucket must refuse every request, including those of browsers.
    fn refuses_files(&self) -> bool {
        false
    }

    /// Returns routes to add under `/_local/`. They may ask the table past all roles.
    fn routes(&self, table: &LocalDatabase) -> Router {
        let _ = table;
        Router::new()
    }
}

/// Nothing in between: the functions call the services directly.
#[derive(Debug, Clone, Copy, Default)]
pub struct Direct;

impl Between for Direct {}
