//! Large-scale incidents: one trouble that many people have.
//!
//! The desk's people declare an [`Incident`] and link tickets to it. It stands on the desk's [`StatusBoard`], which the status page and the forms show.
//! Each public update reaches everybody whom it [affects](Affected) once.

mod affected;
mod board;
mod declaration;
mod incident_event;
mod incident_id;
mod state;

pub use affected::Affected;
pub use board::{BoardEntry, StatusBoard};
pub use declaration::{Declaration, DeclarationDraft, MAX_TICKETS, read_tickets};
pub use incident_event::{IncidentChange, IncidentEvent};
pub use incident_id::{IncidentId, IncidentIdError};
pub use state::{Incident, IncidentCommand};
