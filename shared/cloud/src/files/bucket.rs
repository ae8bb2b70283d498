//! The bucket, by one function's permissions.

use super::error::FilesError;
use crate::aws::Aws;
use crate::clock::Clock;
use crate::settings::Settings;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::presigning::PresigningConfig;
use jiff::SignedDuration;
use std::time::{Duration, SystemTime};

/// The bucket, by one function's permissions.
#[derive(Debug, Clone)]
pub struct Files {
    pub(super) client: aws_sdk_s3::Client,
    pub(super) credentials: Option<SharedCredentialsProvider>,
    pub(super) region: String,
    pub(super) bucket: String,
    pub(super) uploads: String,
    pub(super) downloads: String,
    /// S3's time, by which it takes addresses for expired: not the stack's, which may have been moved.
    pub(super) clock: Clock,
}

impl Files {
    /// The bucket that the settings name.
    #[must_use]
    pub fn new(aws: &Aws, settings: &Settings) -> Self {
        Self {
            client: aws.s3(),
            credentials: aws.credentials(),
            region: aws.region(),
            bucket: settings.bucket.clone(),
            uploads: settings.uploads.clone(),
            downloads: settings.downloads.clone(),
            clock: Clock::system(),
        }
    }

    /// The same, as if it were another time at which addresses are signed: for tests of those that have expired.
    #[must_use]
    pub fn signing_at(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The bucket's name.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    pub(super) fn presigning(&self, life: SignedDuration) -> Result<PresigningConfig, FilesError> {
        let config = PresigningConfig::builder()
            .start_time(SystemTime::from(self.clock.now()))
            .expires_in(Duration::try_from(life).unwrap_or_default())
            .build();
        config.map_err(|error| FilesError::Refused(error.to_string()))
    }
}
