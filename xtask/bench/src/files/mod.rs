//! Files: how quickly they are announced, and what a large one takes on its way.

mod announce;
mod course;
mod large_desk;
mod report;
mod upload;

pub(crate) use course::run;
pub(crate) use report::markdown;
