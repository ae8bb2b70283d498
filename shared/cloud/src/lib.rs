//! Docket's adapters to AWS.
//!
//! The protocol of each service is the port: on AWS the SDK speaks to DynamoDB, S3 and SES, on one machine to the
//! embedded servers that speak the same protocols. So there is one adapter for each, and no second one to keep true.
//!
//! - [`Store`]: the one table. [`store::keys`] holds the keys of every item.
//! - [`Files`]: the bucket.
//! - [`Mail`]: outgoing mail.
//! - [`Clock`]: the only source of the present.
//! - [`Settings`]: what the stack tells its functions.
//! - [`Metrics`]: figures about what happens.
//! - [`lambda`]: Lambda's runtime, and the log.

mod aws;
mod clock;
pub mod files;
pub mod lambda;
mod mail;
mod metrics;
mod settings;
pub mod store;

pub use aws::{Aws, AwsError};
pub use clock::Clock;
pub use files::{Files, FilesError};
pub use mail::{Mail, MailError, Outgoing};
pub use metrics::{Metric, Metrics};
pub use settings::{Settings, SettingsError};
pub use store::{Store, StoreError};

use std::sync::Arc;

/// What every function stands on. Copies share everything.
#[derive(Debug, Clone)]
pub struct Cloud {
    /// The table.
    pub store: Store,
    /// The present.
    pub clock: Clock,
    /// What the stack tells its functions.
    pub settings: Arc<Settings>,
    /// Figures about what happens.
    pub metrics: Metrics,
}

impl Cloud {
    /// The cloud as a Lambda function finds it in its environment.
    ///
    /// # Errors
    /// When the environment lacks a variable that `template.yaml` or Lambda sets.
    pub fn from_env() -> Result<(Self, Aws), SettingsError> {
        let aws = Aws::from_env()?;
        let settings = Settings::from_env(&aws)?;
        let store = Store::new(aws.dynamodb(), &settings.table);
        let cloud = Self {
            store,
            clock: Clock::system(),
            metrics: Metrics::lines(settings.stack.clone(), std::io::stdout()),
            settings: Arc::new(settings),
        };
        Ok((cloud, aws))
    }
}
