//! What every function stands on.

use crate::aws::Aws;
use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::settings::{Settings, SettingsError};
use crate::store::Store;
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
