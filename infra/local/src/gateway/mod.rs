//! The API gateway: passes requests to functions by the template's routes.

mod connections;
mod front_door;
mod headers;
mod refusals;
mod router;
mod routes;

pub(crate) use connections::serve;
pub(crate) use router::Gateway;
pub(crate) use routes::Routes;
