//! The use cases of Docket: the five steps of every change, and every address and signed key.
//!
//! A function parses a change and gives it to this crate. Here the state is **loaded**, the domain
//! **decides**, and the store **commits**. A change that conflicts with another one is decided
//! again. The function then answers with the resulting state.
//!
//! - [`accounts`]: the people whom a desk knows, and their companies.
//! - [`tickets`]: opens, changes and reads tickets, and applies their timers.
//! - [`events`]: reads the older parts of timelines.
//! - [`desks`]: what a changed desk file means to the tickets.
//! - [`doctor`]: checks the stored tickets.
//! - [`drafts`]: forms that a limit turned away, and that are sent by mail.
//! - [`files`]: declares files, and handles uploads, scan reports and abandoned uploads.
//! - [`incidents`]: large-scale incidents, their tickets, and those whom they affect.
//! - [`notices`]: what became of a ticket's notices, and those that are sent again.
//! - [`oncall`]: who is on call, and the pages that call them.
//! - [`queue`]: which ticket of a queue comes next.
//! - [`set_aside`]: records that could not be handled, and are handed over again.
//! - [`sign_in`]: sign-in links and sessions.
//! - [`support_access`]: what companies lend to the desk's people.
//! - [`Caller`]: the person who makes a request.
//! - [`links`]: addresses and signed keys.
//! - [`limits`]: what strangers may do how often.

pub mod accounts;
mod attempt;
mod caller;
mod counts;
pub mod desks;
pub mod doctor;
pub mod drafts;
mod error;
pub mod events;
pub mod files;
pub mod incidents;
pub mod limits;
pub mod links;
pub mod notices;
pub mod oncall;
mod own_tickets;
pub mod queue;
pub mod ratings;
mod retry;
pub mod set_aside;
pub mod sign_in;
pub mod support_access;
mod ticket_view;
pub mod tickets;

pub use caller::{Caller, SignedIn};
pub use error::AppError;
pub use links::Links;
pub use own_tickets::{OwnFilter, View, own_tickets};
pub use ticket_view::{EventsPage, TicketAccess, TicketView};
