//! The load: what the stack on one machine does in how much time and memory.

mod compare;
mod course;
mod report;
mod runs;

pub(crate) use compare::compare;
pub(crate) use course::run;
pub(crate) use report::{kept, markdown};
