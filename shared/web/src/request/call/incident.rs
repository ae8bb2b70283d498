//! The incident that a request is about.

use super::Call;
use crate::problem::Problem;
use docket_domain::incident::IncidentId;

impl Call {
    /// Returns the ID of an incident in the path. It follows `incidents`, and on the desk's status page `status`.
    ///
    /// # Errors
    /// 404 when it is not an ID.
    pub fn incident_id(&self) -> Result<IncidentId, Problem> {
        let id = self.after("incidents").or_else(|| self.after("status"));
        let id = id.and_then(|id| id.parse().ok());
        id.ok_or_else(Problem::no_incident)
    }
}
