//! Desk files, and the places where desks are stored.

mod check;
mod folder;
mod holidays;
mod orphans;
mod place;
mod plan;
mod running_stack;

pub use check::check_folder;
pub(crate) use check::orphans_of;
pub(crate) use folder::warnings;
pub use folder::{DeskFile, DeskFolderError, read_folder};
pub use place::{ApplyError, DeskPlace};
pub use plan::Plan;
pub use running_stack::{ControlError, RunningStack};
