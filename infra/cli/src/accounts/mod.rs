//! Tables of accounts, and the places that take them.

mod place;
mod table;

pub(crate) use place::AccountPlace;
pub(crate) use table::rows;
