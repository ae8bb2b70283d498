//! The local mailbox: a folder of `.eml` files, behind the two actions of SES that Docket uses, and its reports.

mod flights;
mod folder;
mod mail;
mod mail_server;
mod reports;
mod ses;

pub(crate) use folder::Mailbox;
pub(crate) use mail::Mail;
pub use mail_server::{MailServer, MailServerError};
pub use ses::SEND;
pub(crate) use ses::Ses;
