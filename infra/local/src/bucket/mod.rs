//! The embedded S3: the template's bucket, stored in a folder. It has its own port, and so its own
//! origin.
//!
//! `s3s` speaks the protocol and checks signatures. `s3s-fs` stores objects as files. [`objects`]
//! adds the rest: checksums are checked before an object is stored, roles are enforced, and uploads
//! cause events for functions.

mod access;
mod composite;
mod events;
mod form_name;
mod objects;
mod patience;
mod server;
mod verify;

pub(crate) use server::{LocalBucket, Place};
