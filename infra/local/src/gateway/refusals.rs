//! The refusals that the gateway makes itself, in the same form as those of the functions.

use docket_cloud::Cloud;
use docket_web::{Problem, Request, Response, refuse};

/// Refuses a request that is larger than Lambda takes.
pub(super) async fn too_large(cloud: &Cloud, request: Request) -> Response {
    let problem = docket_web::too_large(request.uri().path());
    refuse(cloud.clone(), request, problem).await
}

/// Refuses a request whose body does not arrive.
pub(super) async fn too_slow(cloud: &Cloud, request: Request) -> Response {
    refuse(cloud.clone(), request, Problem::too_slow()).await
}

/// Refuses a request that fits no route.
pub(super) async fn not_found(cloud: &Cloud, request: Request) -> Response {
    refuse(cloud.clone(), request, Problem::not_found()).await
}

/// Answers that a function failed. The request itself is not available any more.
pub(super) async fn broken(cloud: &Cloud) -> Response {
    refuse(cloud.clone(), Request::default(), Problem::internal_error()).await
}
