//! The settings that the stack gives its functions.

use crate::http::{AllowedNetwork, AllowedNetworkError};
use docket_domain::EmailAddress;
use jiff::SignedDuration;

/// The settings that the stack gives its functions, as environment variables that `template.yaml`
/// sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `STACK_NAME`: the name of the stack. It is the dimension of the stack's metrics.
    pub stack: String,
    /// `AWS_LAMBDA_FUNCTION_NAME`: the function's name in Lambda.
    pub function: String,
    /// `TABLE_NAME`: the table.
    pub table: String,
    /// `SITE_URL`: the address of the site, without a slash at the end. Links in mails begin with
    /// it.
    pub site: String,
    /// `SENDER`: the address that mails come from, verified with SES. Message IDs and reply
    /// addresses use its domain.
    pub sender: EmailAddress,
    /// `CONFIGURATION_SET`: the SES configuration set for mails. It decides which events SES
    /// publishes about them.
    pub configuration_set: Option<String>,
    /// `BUCKET_NAME`: the bucket of files.
    pub bucket: String,
    /// The address of the bucket for browsers. Files are uploaded to it.
    pub uploads: String,
    /// `DOWNLOADS_URL`: the address that files are downloaded from, without a slash at the end. It
    /// is the bucket's own address when the variable is empty.
    pub downloads: String,
    /// `CLIENT_ADDRESS_HEADER`: the header in which the proxy before the gateway tells where a request comes
    /// from. Without one, the gateway's own word counts: anybody may send any header.
    pub client_address_header: Option<String>,
    /// `FRONT_PAGE`: `true` unless it is `Off`. Without the front page, nobody learns from it which desks there are.
    pub front_page: bool,
    /// `ALLOWED_NETWORKS`: the networks that calls and webhooks may go to, though they are not public, separated by commas.
    pub allowed_networks: Vec<AllowedNetwork>,
    /// The time after which an unfinished attempt to send a mail counts as failed, and another may
    /// follow: the time limit of `notify`.
    pub send_lease: SignedDuration,
}

/// The environment is not as `template.yaml` sets it.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A variable is not set.
    #[error("the environment variable {0} is not set")]
    Missing(&'static str),
    /// The sender is not a valid address.
    #[error("SENDER is {0}")]
    Sender(#[from] docket_domain::EmailAddressError),
    /// A network is none.
    #[error("ALLOWED_NETWORKS: {0}")]
    Network(#[from] AllowedNetworkError),
    /// The connection to AWS cannot be set up.
    #[error(transparent)]
    Aws(#[from] crate::aws::AwsError),
}

impl Settings {
    /// Reads the settings from the environment. The connection `aws` tells the address of the
    /// bucket.
    ///
    /// # Errors
    /// When a variable is missing or the sender is not a valid address.
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
            function: variable("AWS_LAMBDA_FUNCTION_NAME")?,
            table: variable("TABLE_NAME")?,
            site: variable("SITE_URL")?.trim_end_matches('/').to_owned(),
            sender: variable("SENDER")?.parse()?,
            configuration_set: variable("CONFIGURATION_SET").ok(),
            client_address_header: std::env::var("CLIENT_ADDRESS_HEADER")
                .ok()
                .filter(|header| !header.is_empty()),
            front_page: std::env::var("FRONT_PAGE").as_deref() != Ok("Off"),
            allowed_networks: networks(&std::env::var("ALLOWED_NETWORKS").unwrap_or_default())?,
            send_lease: SignedDuration::from_secs(60),
        })
    }
}

/// Reads networks, separated by commas.
fn networks(text: &str) -> Result<Vec<AllowedNetwork>, AllowedNetworkError> {
    let networks = text.split(',').map(str::trim);
    let networks = networks.filter(|network| !network.is_empty());
    networks.map(str::parse).collect()
}
