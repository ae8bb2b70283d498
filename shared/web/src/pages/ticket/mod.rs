//! The page of a ticket, for everyone who may see it.

mod assignee;
mod details;
mod draft;
mod files;
mod notices;
mod page;
mod rating;
mod service_levels;
mod timeline;

pub use draft::CommentDraft;
pub(super) use files::FilesView;
pub use page::{ticket, ticket_language};
