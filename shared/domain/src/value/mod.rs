//! Values that are checked when they are made, so that every value of these types is valid.

pub mod clean;
mod colour;
mod decimal;
mod domain_name;
mod email;
mod format;
mod id;
mod language;
mod media_type;
mod network;
mod pasted_addresses;
mod text;
mod ticket_id;
mod uuid_id;
mod web_address;
mod words;
mod zone;

pub use colour::{Colour, ColourError};
pub use decimal::{DecimalError, decimal};
pub use domain_name::{DomainName, DomainNameError};
pub use email::{EmailAddress, EmailAddressError};
pub use format::Format;
pub use id::{
    CalendarId, CategoryId, ChannelId, ChoiceId, CompanyId, ContextId, DeskId, FieldId, IdError,
    PolicyId, ResourceId, RotationId, ScheduleId, SecretName, StatusId, TeamId, TicketPrefix,
    TopicId,
};
pub use language::{Language, LanguageError};
pub use media_type::{ENDINGS, Inline, MediaType};
pub use network::Network;
pub use pasted_addresses::AddressListError;
pub use text::{Line, Prose, TextError};
pub use ticket_id::{TicketId, TicketIdError};
pub(crate) use uuid_id::uuid_id;
pub use web_address::{WebAddress, WebAddressError};
pub use words::Words;
pub use zone::Zone;
