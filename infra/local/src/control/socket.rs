//! The socket.

use crate::data_folder::DataFolder;
use crate::error::StackError;
use axum::Router;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tokio::net::UnixListener;
use tokio::task::JoinSet;

/// The socket's name in the data folder.
pub const CONTROL: &str = "control";
/// Only the owner may connect.
const OWNER_ONLY: u32 = 0o600;

/// Answers by these routes on the socket of that folder.
pub(crate) fn serve(
    data: &DataFolder,
    routes: Router,
    tasks: &mut JoinSet<()>,
) -> Result<(), StackError> {
    let path = data.join(CONTROL);
    let listener = listen(&path).map_err(|source| StackError::Control { path, source })?;
    tasks.spawn(async move {
        let _ = axum::serve(listener, routes).await;
    });
    Ok(())
}

/// Makes the socket. One that is there already was left by a stack that was killed: whoever calls this holds the folder's lock.
///
/// The folder is closed to others, so nobody connects before the socket is closed to them too.
fn listen(path: &Path) -> io::Result<UnixListener> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, Permissions::from_mode(OWNER_ONLY))?;
    Ok(listener)
}
