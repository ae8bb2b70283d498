//! The pieces that Docket's own commands share: steps, the tools that do not come with Rust, and the names of the functions.
//!
//! An error is a message for whoever runs the command: what was expected and what came, or what cannot be done and why.

mod desk_files;
mod files;
mod functions;
mod sam;
mod say;
mod step;
pub mod tools;

pub use desk_files::opened;
pub use files::{make_folder, read, write};
pub use functions::Function;
pub use sam::{architecture, build_functions};
pub use say::{finish, say};
pub use step::{Step, root};
