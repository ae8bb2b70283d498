//! Pages: how long the first call takes, by itself and behind a flood of tickets, and what a page takes.

mod course;
mod report;

pub(crate) use course::run;
pub(crate) use report::markdown;
