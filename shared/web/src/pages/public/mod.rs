//! Pages that need no key and no session.

mod api;
mod desks;
mod draft;
mod form;
mod kept_query;
mod redirect;
mod sign_in;
mod status;
mod topics;

pub use api::{api, openapi};
pub use desks::desks;
pub use draft::draft_sent;
pub use form::{FormPage, form};
pub use sign_in::{SignInFor, SignInForm, sign_in, sign_in_confirm, sign_in_sent};
pub use status::{Following, incident, status};
pub use topics::topics;
