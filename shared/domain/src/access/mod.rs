//! Who may do what: one table of roles and actions, which nothing else decides.
//!
//! `docs/ROLES.md` is made from it, and so is the test that tries every route in every role.

mod action;
mod admission;
mod role;
mod table;

pub use action::{Action, Scope};
pub use admission::Visitor;
pub use role::Role;
pub use table::{Rule, rule};
