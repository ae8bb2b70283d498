//! Files on a ticket: what may be sent, and what becomes of what has arrived.
//!
//! A file is declared, sent straight to storage, inspected there, and then put on the ticket or set aside.
//! [`Declaration::check`] holds what is refused before a byte is sent, [`Attachment::inspect`] what is refused after.

mod declaration;
mod digest;
mod file_id;
mod inspection;
mod limits;
mod name;
mod quarantine;
mod state;

pub use declaration::{Declaration, Declared};
pub use digest::{Digest, DigestError};
pub use file_id::{FileId, FileIdError};
pub use inspection::{Inspection, StoredObject};
pub use limits::FilesOnTicket;
pub use name::FileName;
pub use quarantine::QuarantineReason;
pub use state::{Attachment, Content, FileState, Scan};
