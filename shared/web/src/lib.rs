//! What every function that answers HTTP stands on: a request becomes a command and a caller; an outcome becomes JSON, a page or
//! a problem.
//!
//! A handler is a function from a [`Call`] to a response or a [`Problem`], given to [`respond`]. [`lambda::run`] speaks
//! to Lambda's runtime; the stack on one machine calls the same handlers in its own process.
//!
//! The rooms, each above those that it uses:
//!
//! - [`response`]: answers, and how they are made.
//! - `problem/`: what went wrong.
//! - `request/`: one request, and how its parts are read.
//! - `identity/`: cookies of sessions.
//! - `views/`, JSON.
//! - `pages/`, HTML.
//! - [`respond`] and [`answer_change`]: from an outcome to an answer.
//! - [`lambda`]: Lambda's runtime.

mod answer_change;
mod identity;
pub mod lambda;
pub mod pages;
mod problem;
mod request;
mod respond;
pub mod response;
pub mod views;

pub use answer_change::answer_change;
pub use identity::session_cookie;
pub use problem::Problem;
pub use request::{Call, Input, MAX_BODY, Request, idempotent_request, queue_page};
pub use respond::respond;
pub use response::{Body, Response, found, json, see_other, set_header, ticket_json};
