//! The pages: plain HTML that works without JavaScript, which only makes sending files easier; each a template in `templates/` with
//! the struct that fills it. One folder for each kind of reader.

mod agent;
mod frame;
mod page;
mod policy;
mod problem;
mod public;
mod requester;
mod script;
mod ticket;

pub use agent::queue;
pub use problem::problem;
pub use public::{FormPage, desks, form, sign_in, sign_in_confirm, sign_in_sent, topics};
pub use requester::upload;
pub use script::script;
pub use ticket::{CommentDraft, ticket, ticket_language};
