//! What Docket's desks do, and nothing about how: the rules as pure functions.
//!
//! No I/O, no clock, no async and nothing of AWS lives here. Every function takes what it needs, the
//! instant included, and its answer depends on that alone.
//!
//! The rooms, each above those that it uses:
//!
//! - [`value`]: addresses, IDs, lines and prose, languages, media types.
//! - [`actor`]: who acts on a ticket.
//! - [`desk`]: a support portal as its file describes it: what can be asked, how a ticket moves, when it is open.
//! - [`refusal`]: why a command is not carried out.
//! - [`attachment`]: files on a ticket: how they are declared, inspected and limited.
//! - [`form`]: what a person sent to open a ticket, checked against the desk.
//! - [`clock`]: when the clock has something to do on a ticket.
//! - [`ticket`]: [`ticket::Ticket::decide`] turns a command into events, [`ticket::Ticket::apply`] turns events into state.
//! - [`notice`]: who is told of an event.

pub mod actor;
pub mod attachment;
pub mod clock;
pub mod desk;
pub mod form;
pub mod notice;
pub mod refusal;
pub mod ticket;
pub mod value;

pub use refusal::{FieldError, FieldProblem, Refusal};
pub use value::{
    CategoryId, ChoiceId, ContextId, DeskId, EmailAddress, EmailAddressError, FieldId, IdError,
    Language, LanguageError, Line, MediaType, PolicyId, Prose, ResourceId, StatusId, TextError,
    TicketId, TicketIdError, TicketPrefix, TopicId, Words,
};
