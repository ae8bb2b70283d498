//! The parameters that lists have in common.

use super::call::Call;
use crate::problem::Problem;
use docket_domain::FieldProblem;

/// Refuses a parameter that a route of the API does not know. Whoever leads people to a page may add
/// more to its address.
pub(super) fn only_known(call: &Call) -> Result<(), Problem> {
    if !call.is_api() {
        return Ok(());
    }
    let known = call.known_parameters();
    let is_known = |name: &str| known.iter().any(|field| field.name == name);
    match call.query_pairs().find(|(name, _)| !is_known(name)) {
        Some((unknown, _)) => Err(Problem::bad_query(unknown, FieldProblem::Unknown)),
        None => Ok(()),
    }
}

/// Returns the most entries that a page of a list is to have. The number was checked already.
pub(super) fn limit(call: &Call, default: i32) -> i32 {
    let limit = call.query("limit").and_then(|limit| limit.parse().ok());
    limit.unwrap_or(default)
}
