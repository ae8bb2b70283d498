//! Large-scale incidents: one trouble that many people have.
//!
//! The desk's people declare an [`Incident`] and link tickets to it. It stands on the desk's [`StatusBoard`], which the status page and the forms show.
//! Each public update reaches the requesters of its tickets, and its [followers](Follower), once.

mod board;
mod correction;
mod declaration;
mod follower;
mod incident_event;
mod incident_id;
mod state;
mod task;
mod topic_hour;

pub use board::{BoardEntry, StatusBoard};
pub use correction::{Correction, CorrectionDraft};
pub use declaration::{Declaration, DeclarationDraft, MAX_TICKETS, read_tickets};
pub use follower::Follower;
pub use incident_event::{IncidentChange, IncidentEvent};
pub use incident_id::{IncidentId, IncidentIdError};
pub use state::{Incident, IncidentCommand};
pub use task::{IncidentTask, IncidentWork};
pub use topic_hour::TopicHour;
