//! The commands, one file each.

mod apply_desks;
mod backup;
mod check_desks;
mod dispatch;
mod examine;
mod import_accounts;
mod keys;
mod notices;
mod on_call;
mod put_back;
mod run;
mod secrets;
mod set_aside;

pub use dispatch::main;
