//! What the stack tells its functions.

use docket_domain::EmailAddress;
use jiff::SignedDuration;

/// What the stack tells its functions, by environment variables that `template.yaml` sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `STACK_NAME`: the stack, which its figures are filed under.
    pub stack: String,
    /// `TABLE_NAME`: the table.
    pub table: String,
    /// `SITE_URL`: where the stack answers, without a slash at the end; links in mails begin with it.
    pub site: String,
    /// `SENDER`: the address that mails come from, verified with SES. Message IDs and reply addresses use its domain.
    pub sender: EmailAddress,
    /// `CONFIGURATION_SET`: the configuration set that mails are sent by, which says what SES tells of them.
    pub configuration_set: String,
    /// `BUCKET_NAME`: the bucket of files.
    pub bucket: String,
    /// `BUCKET_NAME`'s address for browsers: where files go up.
    pub uploads: String,
    /// `DOWNLOADS_URL`: where files come down from, without a slash at the end; the bucket's own address unless told.
    pub downloads: String,
    /// How long an attempt to send may take before another may follow it: the time limit of `notify`.
    pub send_lease: SignedDuration,
}

/// The environment is not as `template.yaml` makes it.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A variable is not set.
    #[error("the environment variable {0} is not set")]
    Missing(&'static str),
    /// The sender is no address.
    #[error("SENDER is {0}")]
    Sender(#[from] docket_domain::EmailAddressError),
    /// The connection to AWS cannot be set up.
    #[error(transparent)]
    Aws(#[from] crate::aws::AwsError),
}

impl Settings {
    /// Reads the settings from the environment; the connection knows where the bucket answers.
    ///
    /// # Errors
    /// When a variable is missing or the sender is no address.
    pub fn from_env(aws: &crate::aws::Aws) -> Result<Self, SettingsError> {
        let variable = |name| std::env::var(name).map_err(|_| SettingsError::Missing(name));
        let bucket = variable("BUCKET_NAME")?;
        let uploads = aws.bucket_url(&bucket);
        let downloads = variable("DOWNLOADS_URL")?.trim_end_matches('/').to_owned();
        Ok(Self {
            downloads: if downloads.is_empty() {
                uploads.clone()
            } else {
                downloads
            },
            bucket,
            uploads,
            stack: variable("STACK_NAME")?,
            table: variable("TABLE_NAME")?,
            site: variable("SITE_URL")?.trim_end_matches('/').to_owned(),
            sender: variable("SENDER")?.parse()?,
            configuration_set: variable("CONFIGURATION_SET")?,
            send_lease: SignedDuration::from_secs(60),
        })
    }
}
