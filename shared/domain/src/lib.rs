//! What Docket's desks do, and nothing about how: the rules as pure functions.
//!
//! No I/O, no clock, no async and nothing of AWS lives here. Every function takes what it needs, the
//! instant included, and its answer depends on that alone.
//!
//! - [`desk`]: a support portal as its file describes it: what can be asked, how a ticket moves, when it is open.
//! - [`form`]: what a person sent, checked against the desk.
//! - [`ticket`]: [`ticket::Ticket::decide`] turns a command into events, [`ticket::Ticket::apply`] turns events into state.
//! - [`attachment`]: files on a ticket, what is taken and what becomes of it.
//! - [`timer`]: when the clock has something to do on a ticket.
//! - [`notice`]: who is told of an event.

pub mod attachment;
pub mod desk;
mod email;
pub mod form;
mod id;
pub mod notice;
mod refusal;
mod text;
pub mod ticket;
pub mod timer;
mod words;

pub use email::{EmailAddress, EmailAddressError};
pub use id::{
    CategoryId, ChoiceId, ContextId, DeskId, FieldId, IdError, PolicyId, ResourceId, StatusId,
    TicketId, TicketIdError, TicketPrefix, TopicId,
};
pub use refusal::{FieldError, FieldProblem, Refusal};
pub use text::{Line, Prose, TextError};
pub use words::{Language, LanguageError, Words};
