//! Takes commands for a running stack, by HTTP over a socket in its data folder.
//!
//! Only the owner of the folder can reach the socket, so there is no sign-in.

mod accounts;
mod backup;
mod desks;
mod doctor;
mod keys;
mod notices;
mod on_call;
mod secrets;
mod set_aside;
mod socket;
mod test_call;

pub(crate) use accounts::AccountControl;
pub use accounts::ImportOrder;
pub use backup::BackupOrder;
pub(crate) use backup::backup_routes;
pub(crate) use desks::DeskControl;
pub use desks::{DeskMistakes, StoredDesk};
pub(crate) use doctor::DoctorControl;
pub(crate) use keys::KeyControl;
pub use keys::ShownKey;
pub(crate) use notices::notices_routes;
pub use notices::{NoticesOrder, ShownNotice};
pub use on_call::OnCallOrder;
pub(crate) use on_call::on_call_routes;
pub use secrets::SecretOrder;
pub(crate) use secrets::secrets_routes;
pub(crate) use set_aside::AsideControl;
pub use set_aside::ShownAside;
pub use socket::CONTROL;
pub(crate) use socket::serve;
pub(crate) use test_call::test_call_routes;
pub use test_call::{TestCallOrder, Tried};

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Answers a command that could not be carried out.
fn failed(error: &impl ToString) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
}
