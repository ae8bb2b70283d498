//! The functions, by the name of their binary: the one list that `template.yaml` is matched with.

use docket_cloud::{Cloud, Files};
use docket_web::{Request, Response};
use std::pin::Pin;

/// A function that answers HTTP.
pub(crate) type HttpFunction =
    fn(Cloud, Files, Request) -> Pin<Box<dyn Future<Output = Response> + Send>>;

/// The function with that binary, if it answers HTTP.
pub(crate) fn http(binary: &str) -> Option<HttpFunction> {
    Some(match binary {
        "docket-create-ticket" => {
            |cloud, _, request| Box::pin(docket_create_ticket::handle(cloud, request))
        }
        "docket-update-status" => {
            |cloud, _, request| Box::pin(docket_update_status::handle(cloud, request))
        }
        "docket-add-comment" => {
            |cloud, _, request| Box::pin(docket_add_comment::handle(cloud, request))
        }
        "docket-read-tickets" => {
            |cloud, _, request| Box::pin(docket_read_tickets::handle(cloud, request))
        }
        "docket-sign-in" => |cloud, _, request| Box::pin(docket_sign_in::handle(cloud, request)),
        "docket-portal" => |cloud, _, request| Box::pin(docket_portal::handle(cloud, request)),
        "docket-presign-attachment" => |cloud, files, request| {
            Box::pin(docket_presign_attachment::handle(cloud, files, request))
        },
        _ => return None,
    })
}

/// The binary that takes the table's stream.
pub(crate) const STREAM: &str = "docket-notify";
/// The binary that runs on a schedule.
pub(crate) const SCHEDULED: &str = "docket-sweep";
/// The binary that takes the events of the bucket and of scanners.
pub(crate) const EVENTS: &str = "docket-store-attachment";
