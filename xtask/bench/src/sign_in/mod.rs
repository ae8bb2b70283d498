//! Links to sign in: whether the time of an answer tells who works at the desk, and how long the mail takes
//! behind a flood of tickets.

mod course;
mod report;

pub(crate) use course::run;
pub(crate) use report::markdown;
