//! The page of a ticket, as everybody has it who may see the ticket.

mod draft;
mod files;
mod page;
mod timeline;

pub use draft::CommentDraft;
pub(super) use files::FilesView;
pub use page::{ticket, ticket_language};
