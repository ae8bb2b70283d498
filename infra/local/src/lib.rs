//! Docket's whole stack in one process on one machine.
//!
//! `template.yaml` says what there is: routes, roles, table, stream, bucket, events, schedules. The stack starts an embedded DynamoDB
//! on a file and an embedded S3 on a folder, calls the function crates through the routes, feeds the table's stream to `notify` and
//! the bucket's events to `store-attachment`, and runs the schedules. Outgoing mail
//! stays in a mailbox to look at. State lives in one folder; whoever starts again goes on where the last run stopped.

mod apply;
mod bucket;
mod cors;
mod database;
mod desks;
mod faults;
mod front_door;
mod functions;
mod gateway;
mod local_api;
mod mailbox;
mod requests;
mod roles;
mod schedule;
mod stack;
mod stream;
mod template;
mod units;

pub use apply::{ApplyError, Plan};
pub use desks::{DeskFile, DeskFolderError, check_folder, read_folder};
pub use roles::Role;
pub use stack::{Config, Stack, StackError};
