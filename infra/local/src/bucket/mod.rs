//! The embedded S3: the template's bucket, stored in a folder. It has its own port, and so its own
//! origin.
//!
//! `s3s` speaks the protocol and checks signatures. [`keeper`] stores objects as files, each [`stored`] at one instant. [`objects`]
//! joins both: checksums are checked before an object is stored, roles are enforced, and uploads cause events for functions.

mod access;
mod content;
mod earlier;
mod events;
mod form_name;
mod keeper;
mod objects;
mod patience;
mod server;
mod stored;
mod verify;

pub(crate) use keeper::{HELD, Keeper, keys};
pub(crate) use server::{LocalBucket, Place};
