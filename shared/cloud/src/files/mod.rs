//! The bucket of files.
//!
//! Browsers upload files to S3 and download them from S3, by addresses that are signed here. A
//! function reads only the first bytes of a file. Three folders show the state of a file: an upload
//! lands in `incoming/`, and goes to `files/` or to `quarantine/` after its inspection. So an
//! upload address never reaches a file that is on a ticket.

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
pub use folder::{STORED, parse_key, stored_key};
pub use form::UploadForm;
pub use parts::UploadedParts;
pub use upload::{Signed, UPLOAD_ADDRESS_LIFE};
