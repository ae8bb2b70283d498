//! The ID of a file.

use crate::value::uuid_id;

uuid_id!(
    /// The ID of a file: a UUID of version 7.
    FileId,
    /// The error for a text that is not the ID of a file.
    FileIdError,
    "a file's ID is a UUID"
);
