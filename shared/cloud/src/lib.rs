//! Docket's adapters to AWS.
//!
//! The protocol of each service is the port: on AWS the SDK speaks to DynamoDB, S3 and SES, on one machine to the
//! embedded servers that speak the same protocols. So there is one adapter for each, and no second one to keep true.
//!
//! - [`Cloud`]: what every function stands on.
//! - [`Store`]: the one table. [`store::keys`] holds the keys of every item.
//! - [`Files`]: the bucket.
//! - [`Mail`]: outgoing mail.
//! - [`Clock`]: the only source of the present.
//! - [`Settings`]: what the stack tells its functions.
//! - [`Metrics`]: figures about what happens.
//! - [`lambda`]: Lambda's runtime, and the log.

mod aws;
mod clock;
mod cloud;
pub mod files;
pub mod lambda;
mod mail;
mod metrics;
mod settings;
pub mod store;

pub use aws::{Aws, AwsError};
pub use clock::Clock;
pub use cloud::Cloud;
pub use files::{Files, FilesError};
pub use mail::{Mail, MailError, Outgoing};
pub use metrics::{Metric, Metrics};
pub use settings::{Settings, SettingsError};
pub use store::{Store, StoreError};
