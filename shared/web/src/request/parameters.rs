//! The parameters that lists have in common.

use super::call::Call;
use crate::problem::Problem;
use docket_domain::FieldProblem;

/// Refuses a parameter that is none of these.
pub(super) fn only(call: &Call, known: &[&str]) -> Result<(), Problem> {
    match call.query_pairs().find(|(name, _)| !known.contains(name)) {
        Some((unknown, _)) => Err(Problem::bad_query(unknown, FieldProblem::Unknown)),
        None => Ok(()),
    }
}

/// Reads the most entries that a page of a list is to have.
pub(super) fn limit(call: &Call, default: i32, max: i32) -> Result<i32, Problem> {
    let Some(text) = call.query("limit") else {
        return Ok(default);
    };
    let limit = text.parse().ok().filter(|limit| (1..=max).contains(limit));
    limit.ok_or_else(|| Problem::bad_query("limit", FieldProblem::OutOfRange { min: 1, max }))
}
