//! The choice of a route.

use crate::error::StackError;
use crate::function::Function;
use crate::running::Running;
use crate::template::{FunctionResource, Part, Route, Template};
use http::Method;

/// Routes, each with its target.
#[derive(Debug, Default)]
pub(crate) struct Routes<T>(Vec<(Route, T)>);

impl Routes<Function> {
    /// Returns the routes of a template, each with its function.
    pub(crate) fn new(template: Template, running: &Running) -> Result<Self, StackError> {
        let mut routes = Vec::new();
        for FunctionResource {
            binary,
            routes: own,
            ..
        } in template.functions
        {
            let function = running.function(&binary)?;
            routes.extend(own.into_iter().map(|route| (route, function.clone())));
        }
        Ok(Self(routes))
    }
}

impl<T> Routes<T> {
    /// Finds the target of a request as API Gateway does: the matching route with the most literal
    /// parts, and `$default` last.
    pub(super) fn find(&self, method: &Method, path: &str) -> Option<&T> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        self.0
            .iter()
            .filter(|(route, _)| route.method.as_ref().is_none_or(|own| own == method))
            .filter_map(|(route, target)| Some((fit(route, &parts)?, target)))
            .max_by_key(|(literals, _)| *literals)
            .map(|(_, target)| target)
    }
}

/// Returns the number of literal parts that match, plus 1. Returns 0 for `$default`, and `None`
/// when the route does not match.
fn fit(route: &Route, parts: &[&str]) -> Option<usize> {
    let Some(own) = &route.path else {
        return Some(0);
    };
    if own.len() != parts.len() {
        return None;
    }
    own.iter()
        .zip(parts)
        .try_fold(1, |literals, (own, part)| match own {
            Part::Parameter => Some(literals),
            Part::Literal(text) if text == part => Some(literals + 1),
            Part::Literal(_) => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_literal_route_wins() {
        let template = Template::parse(include_str!("../../../../template.yaml")).unwrap();
        let functions = template.functions.into_iter();
        let routes = functions.flat_map(|function| {
            let binary = function.binary;
            let routes = function.routes.into_iter();
            routes.map(move |route| (route, binary.clone()))
        });
        let routes = Routes(routes.collect());
        for (method, path, binary) in [
            ("GET", "/", "docket-portal"),
            ("GET", "/spaceos/tickets/SOS-1", "docket-portal"),
            ("POST", "/api/desks/spaceos/tickets", "docket-create-ticket"),
            ("GET", "/api/desks/spaceos/tickets", "docket-read-tickets"),
            (
                "POST",
                "/api/desks/spaceos/tickets/SOS-1/status",
                "docket-update-status",
            ),
            (
                "PATCH",
                "/api/desks/spaceos/tickets/SOS-1/status",
                "docket-portal",
            ),
            ("HEAD", "/spaceos", "docket-portal"),
        ] {
            let found = routes.find(&method.parse().unwrap(), path);
            assert_eq!(found.unwrap(), binary, "{method} {path}");
        }
    }
}
