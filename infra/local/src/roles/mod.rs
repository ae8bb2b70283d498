//! The functions' roles, held to on one machine: what `template.yaml` does not let a function do fails here as it would on AWS.

mod access;
mod grant;
mod intercept;
mod role;

pub(crate) use grant::Grant;
pub use role::Role;
