//! Files: how quickly they are announced, and what a large one takes on its way.

mod announce;
mod large_desk;
mod report;
mod upload;

pub(crate) use report::markdown;

use super::folder::Folder;
use announce::Announcing;
use std::path::Path;
use upload::Upload;

/// The desk that all files are for.
const DESK: &str = "spaceos";
/// The lengths of the files that are sent, in millions of bytes.
const MEGABYTES: [usize; 2] = [20, 200];

/// What was found.
pub(crate) struct Found {
    /// Announcing files.
    announcing: Announcing,
    /// Sending them, one length after the other.
    uploads: Vec<Upload>,
}

/// Measures that build of the stack.
///
/// # Errors
/// As soon as something is not answered as it should be.
pub(crate) async fn run(stack: &Path) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    let announcing = announce::measure(stack, &folder).await?;
    let desks = large_desk::make(&folder)?;
    let mut uploads = Vec::new();
    for megabytes in MEGABYTES {
        uploads.push(upload::measure(stack, &folder, &desks, megabytes).await?);
    }
    Ok(Found {
        announcing,
        uploads,
    })
}
