//! The rules of Docket's desks, as pure functions.
//!
//! The crate has no I/O, no clock, no async code and no dependency on AWS. Every function takes all
//! that it needs as arguments, the current instant included. Its result depends on them alone.
//!
//! The modules:
//!
//! - [`value`]: values that are checked when they are made: e-mail addresses, IDs, texts,
//!   languages, media types.
//! - [`access`]: who may do what.
//! - [`actor`]: the people, and the system, that act on a ticket.
//! - [`desk`]: a support portal as its desk file describes it: topics, workflow, opening hours.
//! - [`refusal`]: the reasons for which a command is refused.
//! - [`attachment`]: files of a ticket: declaration, inspection and limits.
//! - [`form`]: the form that opens a ticket, checked against the desk.
//! - [`clock`]: business hours, service levels, and the timers of a ticket.
//! - [`ticket`]: [`ticket::Ticket::decide`] turns a command into events, [`ticket::Ticket::apply`]
//!   turns events into state.
//! - [`notice`]: the messages that an event sends to people.
//! - [`oncall`]: who is on call, and the pages that call them.
//! - [`incident`]: large-scale incidents, and the board that shows them.

pub mod access;
pub mod account;
pub mod actor;
pub mod attachment;
pub mod clock;
pub mod desk;
pub mod form;
pub mod incident;
pub mod limit;
pub mod notice;
pub mod oncall;
pub mod refusal;
pub mod ticket;
pub mod value;

pub use refusal::{Expected, FieldError, FieldProblem, Refusal};
pub use value::{
    AddressListError, CalendarId, CategoryId, ChannelId, ChoiceId, CompanyId, ContextId,
    DecimalError, DeskId, DomainName, DomainNameError, EmailAddress, EmailAddressError, FieldId,
    Format, IdError, Language, LanguageError, Line, MediaType, Network, PolicyId, Prose,
    ResourceId, RotationId, ScheduleId, SecretName, StatusId, TeamId, TextError, TicketId,
    TicketIdError, TicketPrefix, TopicId, WebAddress, WebAddressError, Words, clean, decimal,
};
