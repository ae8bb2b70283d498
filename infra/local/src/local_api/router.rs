//! The routes under `/_local`.

use super::state::LocalApi;
use super::{clock, events, guard, mailbox, parts, settle};
use axum::Router;
use axum::middleware;
use axum::routing::{get, post};

/// Returns the routes under `/_local`. `more` is added to the stack's own.
pub(crate) fn routes(local: LocalApi, more: Router) -> Router {
    Router::new()
        .route("/_local", get(mailbox::page))
        .route("/_local/mail", get(mailbox::mails))
        .route("/_local/topics", get(mailbox::messages))
        .route("/_local/parts", get(parts::page))
        .route("/_local/clock", get(clock::now).post(clock::advance))
        .route("/_local/settle", post(settle::settle))
        .route("/_local/events", post(events::put))
        .with_state(local)
        .merge(more)
        .layer(middleware::from_fn(guard::from_here))
}
