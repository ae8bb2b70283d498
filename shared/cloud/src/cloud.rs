//! The services and settings that every function uses.

use crate::aws::Aws;
use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::settings::{Settings, SettingsError};
use crate::store::Store;
use std::sync::Arc;

/// The services and settings that every function uses. Copies share all of them.
#[derive(Debug, Clone)]
pub struct Cloud {
    /// The table.
    pub store: Store,
    /// The current time.
    pub clock: Clock,
    /// The settings that the stack gives its functions.
    pub settings: Arc<Settings>,
    /// Metrics for CloudWatch.
    pub metrics: Metrics,
}

impl Cloud {
    /// Sets up everything from the environment of a Lambda function. Also returns the connection to
    /// AWS, for the services that only some functions use.
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
