//! The bucket of files.
//!
//! Files come and go between browsers and S3, by addresses that are signed here; only how a file begins is ever read by a
//! function. Three folders tell how far a file has come: what is uploaded lands in `incoming/`, and goes to `files/` or to
//! `quarantine/` once it was looked at. So an address that was signed for an upload reaches nothing that is on a ticket.

mod arrival;
mod bucket;
mod disposition;
mod download;
mod error;
mod folder;
mod form;
mod meta;
mod parts;
mod upload;

pub use bucket::Files;
pub use error::FilesError;
pub use folder::parse_key;
pub use form::UploadForm;
pub use parts::PartsThere;
pub use upload::{Signed, UPLOAD_ADDRESS_LIFE};
