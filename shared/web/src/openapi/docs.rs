//! The table of routes in `docs/API.md`.

use crate::routes::ROUTES;
use std::path::Path;

/// The routes of the API as a table for people.
fn table() -> String {
    let mut table = "| | | |\n|---|---|---|\n".to_owned();
    for route in ROUTES.iter().filter(|route| route.is_api()) {
        let about = route.promise.title();
        let (method, path) = (
            &route.method,
            route.path.trim_start_matches("/api/desks/{desk}"),
        );
        let path = if path.is_empty() { "/" } else { path };
        table += &format!("| `{method}` | `{path}` | {about}. |\n");
    }
    format!("Each begins with `/api/desks/{{desk}}`.\n\n{table}")
}

#[test]
fn the_docs_list_the_routes() {
    let (start, end) = ("<!-- routes -->\n", "<!-- end of routes -->\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/API.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let right = format!("{before}{start}\n{}\n{end}{after}", table());
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &right).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written == right,
        "docs/API.md is out of date: UPDATE_SNAPSHOTS=1 cargo test -p docket-web openapi"
    );
}
