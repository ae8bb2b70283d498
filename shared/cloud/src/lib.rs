//! Docket's adapters to AWS.
//!
//! The protocol of each service is the port. On AWS, the SDK speaks to DynamoDB, S3, SES, SNS and Lambda. On one
//! machine, it speaks to embedded servers with the same protocols. So each service has one adapter,
//! and there is no second one to keep in step.
//!
//! - [`Cloud`]: the table, the clock, the settings and the metrics that every function uses.
//! - [`Store`]: the one table. [`store::keys`] holds the keys of every item.
//! - [`Files`]: the bucket of files.
//! - [`Mail`]: outgoing mail.
//! - [`http`]: requests to addresses that people wrote down.
//! - [`Topics`]: topics of SNS.
//! - [`Invoker`]: events for another function.
//! - [`stream`]: the records of the table's stream.
//! - [`Clock`]: the only source of the current time.
//! - [`Settings`]: the settings that the stack gives its functions.
//! - [`Metrics`]: metrics for CloudWatch.
//! - [`lambda`]: Lambda's runtime, and the log.

mod aws;
mod clock;
mod cloud;
pub mod files;
pub mod http;
mod invoke;
pub mod lambda;
mod mail;
mod metrics;
mod settings;
pub mod store;
pub mod stream;
mod topics;

pub use aws::{Aws, AwsError};
pub use clock::Clock;
pub use cloud::Cloud;
pub use files::{Files, FilesError};
pub use invoke::{InvokeError, Invoker};
pub use mail::{Mail, MailError, Outgoing};
pub use metrics::{Metric, Metrics};
pub use settings::{Settings, SettingsError};
pub use store::{Store, StoreError};
pub use topics::{TopicError, TopicMessage, Topics};
