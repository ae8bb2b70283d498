//! The bucket of files, with the permissions of one function.

use super::error::FilesError;
use crate::aws::Aws;
use crate::clock::Clock;
use crate::settings::Settings;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::presigning::PresigningConfig;
use jiff::{SignedDuration, Timestamp};
use std::time::{Duration, SystemTime};

/// The bucket of files, with the permissions of one function.
#[derive(Debug, Clone)]
pub struct Files {
    pub(super) client: aws_sdk_s3::Client,
    pub(super) credentials: Option<SharedCredentialsProvider>,
    pub(super) region: String,
    pub(super) bucket: String,
    pub(super) uploads: String,
    pub(super) downloads: String,
    /// The time with which addresses are signed. S3 checks their expiry by its own clock, so this
    /// is not the stack's clock, which may have been moved.
    pub(super) clock: Clock,
}

/// Returns an instant as the AWS SDK takes it. Each fits.
pub(super) fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::try_from(at).unwrap_or(SystemTime::UNIX_EPOCH)
}

impl Files {
    /// Returns the bucket that the settings name.
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

    /// Returns this bucket with another clock for signing addresses. Tests use it to make expired
    /// addresses.
    #[must_use]
    pub fn signing_at(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Returns the bucket's name.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    pub(super) fn presigning(&self, life: SignedDuration) -> Result<PresigningConfig, FilesError> {
        let config = PresigningConfig::builder()
            .start_time(system_time(self.clock.now()))
            .expires_in(Duration::try_from(life).unwrap_or_default())
            .build();
        config.map_err(|error| FilesError::Refused(error.to_string()))
    }
}
