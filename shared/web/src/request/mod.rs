//! One request, and methods to read its parts.

mod access_page;
mod body;
mod call;
mod device;
mod idempotency;
mod input;
mod list_place;
mod listed_assignee;
mod negotiate;
mod network;
mod own_page;
mod page_state;
mod parameters;
mod people_pages;
mod profile_page;
mod query;
mod queue_page;
mod timeline;

pub use access_page::access_page;
pub(crate) use body::texts_of_form;
pub use call::{Call, Request, too_large};
pub use idempotency::idempotent_request;
pub use input::Input;
pub use list_place::{ListPlace, ticket_that_left};
pub use listed_assignee::ListedAssignee;
pub use network::coming_from;
pub(crate) use own_page::own_filter;
pub use own_page::own_page;
pub use page_state::PageState;
pub use people_pages::{accounts_page, companies_page};
pub use profile_page::profile_page;
pub use queue_page::{QueuePage, cursor_of_page_before, queue_page, queue_page_at};
pub use timeline::{ticket_page, timeline_page};
