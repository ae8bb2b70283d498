//! The settings of a stack.

use jiff::SignedDuration;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The settings that a stack is started with, beside its functions.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it answers; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder of its state.
    pub data: PathBuf,
    /// The desks that are in the table when the stack answers, each as the text of its file.
    pub desks: Vec<String>,
    /// The template.
    pub template: PathBuf,
    /// The time for which an attempt to send a mail keeps others from it. Nobody else sends from this folder, so an attempt that was
    /// begun by another process has ended with it: none, but for tests.
    pub send_lease: SignedDuration,
}
