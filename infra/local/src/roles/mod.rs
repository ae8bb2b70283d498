//! Enforces the functions' roles on one machine: an access that `template.yaml` does not allow
//! fails here as it does on AWS.

mod access;
mod grant;
mod intercept;
mod role;

/// The action of calling a function.
pub(crate) const INVOKE: &str = "lambda:InvokeFunction";

pub(crate) use grant::Grant;
pub use role::Role;
