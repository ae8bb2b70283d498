//! The course of the measurements of files.

use super::announce::{self, Announcing};
use super::large_desk;
use super::upload::{self, Upload};
use crate::folder::Folder;
use std::path::Path;

/// The lengths of the files that are sent, in millions of bytes.
const MEGABYTES: [usize; 2] = [20, 200];

/// The findings.
pub(crate) struct Found {
    /// Announcing files.
    pub(crate) announcing: Announcing,
    /// Sending them, one length after the other.
    pub(crate) uploads: Vec<Upload>,
}

/// Measures that build of the stack.
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
