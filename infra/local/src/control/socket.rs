//! The socket for commands.

use crate::data_folder::DataFolder;
use axum::Router;
use std::fs::{DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;
use tokio::net::UnixListener;
use tokio::task::JoinSet;

/// The name of the socket in the data folder.
pub const CONTROL: &str = "control";
/// Only the owner may connect.
const OWNER_ONLY: u32 = 0o600;

/// Answers requests on the folder's socket with these routes.
///
/// The stack runs without it where no socket can be made: on some file systems, and in a folder whose
/// path is longer than some 90 bytes.
pub(crate) fn serve(data: &DataFolder, routes: Router, tasks: &mut JoinSet<()>) {
    let path = data.join(CONTROL);
    match listen(data, &path) {
        Ok(listener) => {
            tasks.spawn(async move {
                let _ = axum::serve(listener, routes).await;
            });
        }
        Err(error) => {
            tracing::warn!(%error, socket = %path.display(), "commands cannot reach this stack");
        }
    }
}

/// Makes the socket. It takes the place of one that a killed stack has left: the caller holds the
/// folder's lock.
///
/// It is made in a folder that only the owner can enter, so that nobody else can connect before its
/// own permissions are set.
fn listen(data: &DataFolder, path: &Path) -> io::Result<UnixListener> {
    let private = data.join(".new");
    let _ = std::fs::remove_dir_all(&private);
    DirBuilder::new().mode(0o700).create(&private)?;
    let new = private.join(CONTROL);
    let made = UnixListener::bind(&new).and_then(|listener| {
        std::fs::set_permissions(&new, Permissions::from_mode(OWNER_ONLY))?;
        std::fs::rename(&new, path)?;
        Ok(listener)
    });
    let _ = std::fs::remove_dir_all(&private);
    made
}
