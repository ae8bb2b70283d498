//! The routes: one table of all of them, which the router, the OpenAPI document, the tests of roles and
//! the comparison with `template.yaml` read.

mod answer;
mod field;
mod find;
pub(crate) mod inputs;
mod promise;
mod table;

pub use answer::Content;
pub use field::{Field, Kind};
pub(crate) use find::{Found, find};
pub use promise::Promise;
pub use table::{ROUTES, Route, RouteId};
