//! The check of a query against the parameters that its route promises.

use crate::problem::Problem;
use crate::routes::{Field, Kind};
use docket_domain::FieldProblem;

/// Refuses a value that its parameter does not take.
pub(super) fn check<'q>(
    known: &[Field],
    value: impl Fn(&str) -> Option<&'q str>,
) -> Result<(), Problem> {
    for field in known {
        let Some(value) = value(field.name) else {
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
