//! The functions, by the name of their binary: the one list that `template.yaml` is matched with.

use docket_cloud::Cloud;
use docket_web::{Request, Response};
use std::pin::Pin;

/// A function that answers HTTP.
pub(crate) type HttpFunction = fn(Cloud, Request) -> Pin<Box<dyn Future<Output = Response> + Send>>;

/// The function with that binary, if it answers HTTP.
pub(crate) fn http(binary: &str) -> Option<HttpFunction> {
    Some(match binary {
        "docket-create-ticket" => {
            |cloud, request| Box::pin(docket_create_ticket::handle(cloud, request))
        }
        "docket-update-status" => {
            |cloud, request| Box::pin(docket_update_status::handle(cloud, request))
        }
        "docket-add-comment" => {
            |cloud, request| Box::pin(docket_add_comment::handle(cloud, request))
        }
        "docket-read-tickets" => {
            |cloud, request| Box::pin(docket_read_tickets::handle(cloud, request))
        }
        "docket-sign-in" => |cloud, request| Box::pin(docket_sign_in::handle(cloud, request)),
        "docket-portal" => |cloud, request| Box::pin(docket_portal::handle(cloud, request)),
        _ => return None,
    })
}

/// The binary that takes the table's stream.
pub(crate) const STREAM: &str = "docket-notify";
/// The binary that runs on a schedule.
pub(crate) const SCHEDULED: &str = "docket-sweep";
