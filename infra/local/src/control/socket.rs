//! The socket for commands.

use crate::data_folder::DataFolder;
use crate::error::StackError;
use axum::Router;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tokio::net::UnixListener;
use tokio::task::JoinSet;

/// The name of the socket in the data folder.
pub const CONTROL: &str = "control";
/// Only the owner may connect.
const OWNER_ONLY: u32 = 0o600;

/// Answers requests on the folder's socket with these routes.
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

/// Makes the socket. An existing one was left by a stack that was killed, since the caller holds
/// the folder's lock.
///
/// Other users cannot enter the folder. So none can connect before the socket's own permissions are
/// set.
fn listen(path: &Path) -> io::Result<UnixListener> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, Permissions::from_mode(OWNER_ONLY))?;
    Ok(listener)
}
