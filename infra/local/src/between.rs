//! The place between the functions and the services.

use axum::Router;
use docket_cloud::Aws;

/// Something that stands between the functions and the services, to watch or to disturb. By itself it does neither.
pub trait Between: Send + Sync + 'static {
    /// The connection of a function in its role, with this in its way.
    fn connection(&self, function: &str, aws: Aws) -> Aws {
        let _ = function;
        aws
    }

    /// Tells that the bucket turns away every request, those of browsers included.
    fn refuses_files(&self) -> bool {
        false
    }

    /// Routes under `/_local/`, beside the stack's own. The embedded table answers at `table`.
    fn routes(&self, table: &str) -> Router {
        let _ = table;
        Router::new()
    }
}

/// Nothing: the functions speak to the services directly.
#[derive(Debug, Clone, Copy, Default)]
pub struct Direct;

impl Between for Direct {}
