//! Files on a ticket: their declaration, their inspection after the upload, and their limits.
//!
//! A sender declares a file and uploads it to storage. Docket inspects it there, and then adds it
//! to the ticket or moves it to quarantine. [`Declaration::check`] refuses files before the upload,
//! [`Attachment::inspect`] after it.

mod declaration;
mod digest;
mod file_id;
mod inspection;
mod keeping;
mod limits;
mod name;
mod quarantine;
mod state;

pub use declaration::{Declaration, Declared};
pub use digest::{Digest, DigestError};
pub use file_id::{FileId, FileIdError};
pub use inspection::{Inspection, StoredObject};
pub use keeping::UNCONFIRMED_LIFE;
pub use limits::FilesOnTicket;
pub use name::FileName;
pub use quarantine::QuarantineReason;
pub use state::{Attachment, Content, FileState, Scan};
