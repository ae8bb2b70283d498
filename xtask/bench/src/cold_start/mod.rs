//! Cold starts: what each function takes from nothing to its first answer, beside the least that a function can be.

mod course;
mod events;
mod place;
mod report;
mod runtime;
mod service;
mod start;
mod subject;

pub(crate) use course::run;
pub(crate) use report::{kept, markdown};
