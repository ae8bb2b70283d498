//! The embedded S3: the bucket of the template on a folder, on a port and so an origin of its own.
//!
//! `s3s` speaks the protocol and checks signatures, `s3s-fs` keeps objects as files. What S3 holds uploads to beyond that, and
//! what follows from an upload, is in [`objects`]: checksums before an object is kept, roles, and the events that go to functions.

mod access;
mod composite;
mod events;
mod form_name;
mod objects;
mod server;
mod verify;

pub(crate) use server::{LocalBucket, Place};
