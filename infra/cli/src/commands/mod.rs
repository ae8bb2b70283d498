//! The commands, one file each.

mod apply_desks;
mod check_desks;
mod dispatch;
mod examine;
mod keys;
mod run;

pub use dispatch::main;
