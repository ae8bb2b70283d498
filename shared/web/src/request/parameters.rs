//! The check of a query against the parameters that its route promises.

use super::call::Call;
use crate::problem::Problem;
use crate::routes::{Field, Kind};
use docket_domain::FieldProblem;

/// Refuses a value that its parameter does not take.
pub(super) fn check(call: &Call, known: &[Field]) -> Result<(), Problem> {
    for field in known {
        let Some(value) = call.query(field.name) else {
            continue;
        };
        let problem = match field.kind {
            Kind::OneOf(words) if !words.contains(&value) => FieldProblem::NotAChoice {
                choices: words.iter().map(ToString::to_string).collect(),
            },
            Kind::Whole { min, max } => {
                let number: Option<u64> = value.parse().ok();
                if number.is_some_and(|number| (min..=max).contains(&number)) {
                    continue;
                }
                FieldProblem::OutOfRange { min, max }
            }
            _ => continue,
        };
        return Err(Problem::bad_query(field.name, problem));
    }
    Ok(())
}

/// Refuses a parameter that the route does not know.
pub(super) fn only_known(call: &Call) -> Result<(), Problem> {
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
