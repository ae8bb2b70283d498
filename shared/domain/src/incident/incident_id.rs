//! The ID of an incident.

use crate::value::uuid_id;

uuid_id!(
    /// The ID of an incident: a UUID. One that a request with an idempotency key declared is made of that key.
    IncidentId,
    /// The error for a text that is not the ID of an incident.
    IncidentIdError,
    "an incident's ID is a UUID in lower case"
);
