//! Pages for those whose ticket it is.

mod upload;

pub use upload::upload;
