//! The table's capacity that each operation takes, as the table itself reports it.

mod age;
mod course;
mod files;
mod found;
mod report;
mod taken;
mod texts;
mod took;

pub(crate) use course::run;
pub(crate) use found::kept;
pub(crate) use report::markdown;
pub(crate) use taken::{Taken, total};
pub(crate) use took::{Took, took};
