//! The common parts of every function that answers HTTP. They turn a request into a command and a
//! caller, and an outcome into JSON, a page or a problem.
//!
//! A handler is a function from a [`Call`] to a response or a [`Problem`], and is given to
//! [`respond`]. [`lambda::run`] runs it in Lambda. The local stack calls the same handlers in its
//! own process.
//!
//! The modules, each above those that it uses:
//!
//! - `routes/`: the table of all routes, and the search in it.
//! - [`response`]: makes answers.
//! - `problem/`: errors as the client sees them.
//! - `request/`: one request, and methods to read its parts.
//! - `identity/`: session cookies and tokens.
//! - `views/`: JSON answers.
//! - `pages/`: HTML pages.
//! - `compress`, `conditional`: make answers small, or leave them out.
//! - [`respond`] and [`answer_change`]: turn an outcome into an answer.
//! - [`lambda`]: Lambda's runtime.
//! - `openapi/`: makes the OpenAPI document, in tests only.

mod answer_change;
mod compress;
mod conditional;
mod identity;
pub mod lambda;
#[cfg(test)]
mod openapi;
pub mod pages;
mod problem;
mod request;
mod respond;
pub mod response;
mod routes;
pub mod views;

pub use answer_change::{
    answer_change, back_to_ticket, refused_on_ticket, show_again, ticket_in_language,
};
pub use identity::session_cookie;
pub use problem::Problem;
pub use request::{
    Call, Input, ListPlace, ListedAssignee, PageState, QueuePage, Request, access_page,
    accounts_page, coming_from, companies_page, cursor_of_page_before, idempotent_request,
    own_page, profile_page, queue_page, queue_page_at, ticket_page, ticket_that_left,
    timeline_page, too_large,
};
pub use respond::{refuse, respond};
pub use response::{Body, Response, found, json, see_other, set_header, ticket_json};
pub use routes::inputs::MAX_ADDRESSES;
pub use routes::{Content, Field, Kind, Promise, ROUTES, Route, RouteId};
