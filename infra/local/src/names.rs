//! The names of the template's resources on one machine, and the credentials for them.

/// The table.
pub(crate) const TABLE: &str = "docket";
/// The bucket of files.
pub(crate) const BUCKET: &str = "docket-files";
/// The configuration set of all mails.
pub(crate) const CONFIGURATION_SET: &str = "docket-mails";
/// The access key of the stack itself, which may do anything.
pub(crate) const OWNER: &str = "local";
/// The secret of [`OWNER`], as in `Aws::local`.
pub(crate) const OWNER_SECRET: &str = "local";
/// The secret of every function. The access key is the name of its binary, so that the bucket knows
/// the role.
pub(crate) const FUNCTION_SECRET: &str = "of-this-machine";
