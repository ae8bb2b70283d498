//! The routes: one table of all of them, which the router, the tests of roles and the comparison with
//! `template.yaml` read.

mod find;
mod table;

pub(crate) use find::{Found, find};
pub use table::{ROUTES, Route, RouteId};
