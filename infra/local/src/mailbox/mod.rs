//! The local mailbox: a folder of `.eml` files, behind the one operation of SES that Docket uses.

mod folder;
mod mail;
mod ses;

pub(crate) use folder::Mailbox;
pub(crate) use mail::Mail;
pub(crate) use ses::routes;
pub use ses::{SEND, is_mail};
