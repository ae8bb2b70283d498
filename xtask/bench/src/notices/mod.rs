//! Notices: what each takes by how many are told, how many mails leave in a second, and how long one takes.

mod course;
mod report;

pub(crate) use course::run;
pub(crate) use report::markdown;
