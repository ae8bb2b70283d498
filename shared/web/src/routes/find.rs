//! Finds the route of a request.

use super::table::{ROUTES, Route};
use http::Method;

/// The function that gets the requests that fit no route of the gateway, HEAD among them.
const PORTAL: &str = "docket-portal";

/// The result of a search.
#[derive(Debug)]
pub(crate) enum Found {
    /// The request has a route.
    Route(&'static Route),
    /// The path has routes, but none with this method. Holds the methods that it has, as the header
    /// `Allow` lists them.
    WrongMethod(String),
    /// There is nothing at the path.
    Nothing,
}

/// Finds the route of a request, by its method and the decoded parts of its path. As in API Gateway,
/// the route with the most literal parts counts.
#[must_use]
pub(crate) fn find<S: AsRef<str>>(method: &Method, parts: &[S]) -> Found {
    let fitting = ROUTES
        .iter()
        .filter_map(|route| Some((literals(route.path, parts)?, route)));
    let most = fitting.clone().map(|(literals, _)| literals).max();
    let mut here = fitting.filter(|(literals, _)| Some(*literals) == most);
    if let Some((_, route)) = here.clone().find(|(_, route)| answers(route, method)) {
        return Found::Route(route);
    }
    let mut allowed = Vec::new();
    for method in [Method::GET, Method::HEAD, Method::POST, Method::DELETE] {
        if here.clone().any(|(_, route)| answers(route, &method)) {
            allowed.push(method.to_string());
        }
    }
    match here.next() {
        Some(_) => Found::WrongMethod(allowed.join(", ")),
        None => Found::Nothing,
    }
}

fn answers(route: &Route, method: &Method) -> bool {
    let head = *method == Method::HEAD && route.method == Method::GET && route.function == PORTAL;
    head || route.method == *method
}

/// Returns the number of literal parts of a path that these parts fit. Returns `None` when they do not
/// fit it.
fn literals<S: AsRef<str>>(path: &str, parts: &[S]) -> Option<usize> {
    let own = path.split('/').filter(|part| !part.is_empty());
    if own.clone().count() != parts.len() {
        return None;
    }
    // The API is no desk.
    let is_api = |part: &str| part == "api";
    if own.clone().next().is_some_and(|first| !is_api(first))
        && parts.first().is_some_and(|first| is_api(first.as_ref()))
    {
        return None;
    }
    own.zip(parts).try_fold(0, |literals, (own, part)| {
        if own.starts_with('{') {
            Some(literals)
        } else {
            (own == part.as_ref()).then_some(literals + 1)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::RouteId;

    fn found(method: &Method, path: &str) -> Result<RouteId, String> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match find(method, &parts) {
            Found::Route(route) => Ok(route.id),
            Found::WrongMethod(allow) => Err(allow),
            Found::Nothing => Err(String::new()),
        }
    }

    #[test]
    fn the_most_literal_route_counts() {
        let api = "/api/desks/spaceos/tickets";
        for (method, path, route) in [
            (Method::GET, "/", RouteId::Front),
            (Method::GET, "/upload.js", RouteId::Script),
            (Method::GET, "/style.css", RouteId::Style),
            (Method::HEAD, "/spaceos", RouteId::TopicsPage),
            (Method::GET, "/spaceos/new", RouteId::FormPage),
            (Method::GET, "/spaceos/access-support", RouteId::EntryPage),
            (Method::GET, "/page.js", RouteId::PageScript),
            (Method::GET, "/spaceos/console", RouteId::QueuePage),
            (Method::GET, "/spaceos/console/next", RouteId::NextTicket),
            (Method::GET, "/spaceos/tickets/SOS-1", RouteId::TicketPage),
            (Method::POST, api, RouteId::OpenTicket),
            (Method::GET, api, RouteId::Queue),
        ] {
            assert_eq!(found(&method, path), Ok(route), "{method} {path}");
        }
    }

    #[test]
    fn a_wrong_method_is_told_the_right_ones() {
        for (method, path, allow) in [
            (Method::PUT, "/api/desks/spaceos/tickets", "GET, POST"),
            (Method::HEAD, "/api/desks/spaceos", "GET"),
            (Method::GET, "/api/desks/spaceos/session", "POST, DELETE"),
            (Method::POST, "/spaceos/new", "GET, HEAD"),
            (Method::HEAD, "/spaceos/console", "GET"),
            (Method::GET, "/a/b/c/d/e", ""),
            (Method::POST, "/api", ""),
            (Method::POST, "/api/desks", ""),
        ] {
            assert_eq!(
                found(&method, path),
                Err(allow.to_owned()),
                "{method} {path}"
            );
        }
    }
}
