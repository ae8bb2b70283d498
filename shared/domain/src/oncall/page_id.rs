//! The ID of a page.

use crate::value::uuid_id;

uuid_id!(
    /// The ID of a page: a UUID of version 7.
    PageId,
    /// The error for a text that is not the ID of a page.
    PageIdError,
    "a page's ID is a UUID in lower case"
);
