//! Session cookies and tokens in requests and answers.

mod cookie;

pub use cookie::session_cookie;
pub(crate) use cookie::{bearer, cookies, cookies_elsewhere};
