//! The API gateway: passes requests to functions by the template's routes.

mod front_door;
mod headers;
mod refusals;
mod router;
mod routes;

pub(crate) use front_door::{FrontDoor, Peer};
pub(crate) use router::Gateway;
pub(crate) use routes::Routes;
