//! Sessions, as requests and answers carry them.

mod cookie;

pub use cookie::session_cookie;
pub(crate) use cookie::session_token;
