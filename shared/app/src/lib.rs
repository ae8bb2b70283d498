//! The five steps of every change, once for every noun and every side, and every address and signed key.
//!
//! A change is parsed by its function, and from there on it is here: the state is **loaded**, the domain **decides**, the store
//! **commits**, and a change that met another one is decided again. What the caller answers with is the state that came of it.
//!
//! - [`tickets`]: opening, changing and reading tickets, and what the clock does to them.
//! - [`files`]: announcing files, and what follows when they arrive, are scanned, or never come.
//! - [`sign_in`]: sign-in links and sessions.
//! - [`Caller`]: who asks.
//! - [`links`]: addresses and signed keys.

mod caller;
mod change;
mod counts;
mod error;
pub mod files;
pub mod links;
mod retry;
pub mod sign_in;
mod ticket_view;
pub mod tickets;

pub use caller::Caller;
pub use error::AppError;
pub use links::Links;
pub use ticket_view::TicketView;
