//! The emulation of Docket's stack on one machine.
//!
//! `template.yaml` describes the stack: routes, roles, table, stream, bucket, rules and schedules.
//! This crate starts an embedded DynamoDB on a file and an embedded S3 on a folder. It calls
//! functions by the template's routes and triggers, and enforces the role of each. Outgoing mail and
//! messages to topics are stored in folders. All state is in one folder; the next start continues from it.
//!
//! No function is named here. The caller gives a stack its [`Functions`], by the names of their
//! binaries, and may place something [`Between`] them and the services.

mod asked;
mod backup;
mod between;
mod bucket;
mod clock;
mod cloud;
mod config;
mod control;
mod cors;
mod data_folder;
mod database;
mod durable;
mod error;
mod examine;
mod function;
mod functions;
mod gateway;
mod guard;
mod hex;
mod invocations;
mod local_api;
mod mailbox;
mod names;
mod query;
mod roles;
mod running;
mod services;
mod sns;
mod stack;
mod template;
mod transport;
mod triggers;
mod upgrade;

pub use asked::Asked;
pub use backup::{Holds, RestoreError, Restored, restore};
pub use between::{Between, Direct};
pub use config::Config;
pub use control::{
    BackupOrder, CONTROL, DeskMistakes, ImportOrder, NoticesOrder, OnCallOrder, SecretOrder,
    ShownAside, ShownKey, ShownNotice, StoredDesk, TestCallOrder, Tried,
};
pub use database::{Answered, LocalDatabase, TableFault};
pub use error::StackError;
pub use examine::examine_folder;
pub use function::Function;
pub use functions::{
    Answer, BoxFuture, Event, Functions, Handler, HandlerError, OnEvent, OnRequest,
};
pub use local_api::problem;
pub use mailbox::{MailServer, MailServerError, SEND};
pub use roles::Role;
pub use stack::Stack;
pub use template::TemplateError;
