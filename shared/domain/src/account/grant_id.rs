//! The ID of a grant of support access.

use crate::value::uuid_id;
use uuid::Uuid;

uuid_id!(
    /// The ID of a grant of support access: a UUID of version 7.
    GrantId,
    /// The error for a text that is not the ID of a grant.
    GrantIdError,
    "a grant's ID is a UUID in lower case"
);

impl From<GrantId> for Uuid {
    fn from(id: GrantId) -> Self {
        id.0
    }
}
