//! The one table, and the operations on it.
//!
//! Every write of a ticket is [`Store::commit`]. It is one transaction: a ticket's state, its
//! events and further writes are all written, or none is.

mod accounts;
mod all_tickets;
mod attachments;
mod attributes;
mod cache;
mod commit;
mod companies;
mod condition;
mod deliveries;
mod desks;
mod drafts;
mod due;
mod error;
mod events;
mod format;
mod idempotency;
mod keyring;
pub mod keys;
mod many;
mod number_queue;
mod numbers;
mod overrides;
mod own_tickets;
mod pages;
mod put_back;
mod queue;
mod rates;
mod receipts;
mod renumber;
mod secrets;
mod set_aside;
mod sign_in;
mod signing;
mod staff_choices;
mod support_access;
mod table;
mod timeline;
mod transact;

pub use accounts::{AccountsPage, Invitation};
pub use all_tickets::Place;
pub use attachments::DeclareError;
pub use cache::TRUSTED_FOR;
pub use commit::{Commit, CommitError, Write};
pub use companies::{CompaniesPage, CompanyPut};
pub use deliveries::{AddressMark, Delivery, Ripe, ripe_of};
pub use desks::{DeskChange, StoredFile};
pub use drafts::{HeldForm, KeptDraft};
pub use due::Due;
pub use error::StoreError;
pub use events::event_of;
pub use idempotency::{IdempotencyRecord, IdempotentRequest};
pub use keyring::{KeyState, Keyring, SigningKey};
pub use own_tickets::{OwnList, OwnPlace, OwnPlaceError, OwnTickets};
pub use pages::{PageCourse, page_event_of};
pub use put_back::{PUT_BACK_AT, PutBack};
pub use queue::{QueuePage, Side, Summary};
pub use receipts::{Claim, MailCause};
pub use set_aside::SetAside;
pub use sign_in::{ListedSession, Session, SignInLink};
pub use support_access::AccessRecords;
pub use table::Store;
pub use timeline::{Freshness, PAGE, Timeline};
