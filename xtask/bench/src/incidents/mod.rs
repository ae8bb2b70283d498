//! Incidents: the status page in a rush, and an update that thousands are told of.

mod course;
mod report;

pub(crate) use course::run;
pub(crate) use report::markdown;
