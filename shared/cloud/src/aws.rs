//! The connection to AWS: region, credentials and one HTTP client for all services.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Intercept, Region, SharedHttpClient, SharedInterceptor,
};
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use std::time::Duration;

/// The connection to AWS.
///
/// Lambda hands its function the region and credentials in the environment, so no chain of credential
/// sources is built in: that keeps the functions small and their start quick.
#[derive(Debug, Clone)]
pub struct Aws {
    region: Region,
    credentials: SharedCredentialsProvider,
    endpoint: Option<String>,
    http: SharedHttpClient,
    observer: Option<SharedInterceptor>,
}

/// The connection cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum AwsError {
    /// Lambda sets this variable; outside Lambda it is not there.
    #[error("the environment variable {0} is not set")]
    Missing(&'static str),
}

impl Aws {
    /// The connection that Lambda describes in the environment. `AWS_ENDPOINT_URL` points it elsewhere.
    ///
    /// # Errors
    /// When the region or the credentials are not in the environment.
    pub fn from_env() -> Result<Self, AwsError> {
        let variable = |name| std::env::var(name).map_err(|_| AwsError::Missing(name));
        let credentials = Credentials::new(
            variable("AWS_ACCESS_KEY_ID")?,
            variable("AWS_SECRET_ACCESS_KEY")?,
            std::env::var("AWS_SESSION_TOKEN").ok(),
            None,
            "environment",
        );
        Ok(Self::new(
            variable("AWS_REGION")?,
            credentials,
            std::env::var("AWS_ENDPOINT_URL").ok(),
        ))
    }

    /// The connection to an emulator on this machine.
    #[must_use]
    pub fn local(endpoint: String) -> Self {
        let credentials = Credentials::new("local", "local", None, None, "local");
        Self::new("eu-central-1".to_owned(), credentials, Some(endpoint))
    }

    fn new(region: String, credentials: Credentials, endpoint: Option<String>) -> Self {
        let client = aws_smithy_http_client::Builder::new();
        let plain = (endpoint.as_ref()).is_some_and(|endpoint| endpoint.starts_with("http://"));
        let http = if plain {
            client.build_http()
        } else {
            client
                .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
                .build_https()
        };
        Self {
            region: Region::new(region),
            credentials: SharedCredentialsProvider::new(credentials),
            endpoint,
            http,
            observer: None,
        }
    }

    /// The same, with an observer of every request to the table.
    #[must_use]
    pub fn observed_by(mut self, observer: impl Intercept + 'static) -> Self {
        self.observer = Some(SharedInterceptor::new(observer));
        self
    }

    /// A client for DynamoDB. It tries a throttled or failed request up to four times within ten seconds.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let mut config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(self.region.clone())
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(RetryConfig::standard().with_max_attempts(4))
            .timeout_config(timeouts());
        config.set_endpoint_url(self.endpoint.clone());
        for observer in self.observer.iter().cloned() {
            config.push_interceptor(observer);
        }
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// A client for SES, with the same patience.
    #[must_use]
    pub fn ses(&self) -> aws_sdk_sesv2::Client {
        let mut config = aws_sdk_sesv2::Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(self.region.clone())
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(RetryConfig::standard().with_max_attempts(4))
            .timeout_config(timeouts());
        config.set_endpoint_url(self.endpoint.clone());
        aws_sdk_sesv2::Client::from_conf(config.build())
    }
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(Duration::from_secs(4))
        .operation_timeout(Duration::from_secs(10))
        .build()
}
