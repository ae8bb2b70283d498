//! The connection to AWS: region, credentials and one HTTP client for all services.

mod trust;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Intercept, Region, SharedHttpClient, SharedInterceptor,
};
use aws_sdk_s3::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use aws_types::SdkConfig;
use std::path::PathBuf;
use std::time::Duration;

/// The connection to AWS.
///
/// Lambda gives the region and the credentials to its function in the environment. So no chain of
/// credential sources is built in, which keeps the functions small and quick to start.
#[derive(Debug, Clone)]
pub struct Aws {
    common: SdkConfig,
    endpoints: Endpoints,
    observers: Vec<SharedInterceptor>,
}

/// The addresses of services that are not at AWS's own address.
#[derive(Debug, Clone, Default)]
struct Endpoints {
    dynamodb: Option<String>,
    lambda: Option<String>,
    ses: Option<String>,
    s3: Option<String>,
    /// That of any other service.
    others: Option<String>,
}

/// The connection cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum AwsError {
    /// Lambda sets this variable; outside Lambda it is not there.
    #[error("the environment variable {0} is not set")]
    Missing(&'static str),
    /// The certificates that `AWS_CA_BUNDLE` names cannot be used.
    #[error("the certificates in `{}`, which AWS_CA_BUNDLE names, cannot be used", .0.display())]
    Certificates(PathBuf),
}

impl Aws {
    /// Makes the connection that Lambda describes in the environment.
    ///
    /// As with every tool of AWS, `AWS_ENDPOINT_URL` sets another address for all services.
    /// `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL_LAMBDA`, `AWS_ENDPOINT_URL_SES` and
    /// `AWS_ENDPOINT_URL_S3` set it for one. `AWS_CA_BUNDLE` names a file with the certificates to trust.
    ///
    /// # Errors
    /// When the region or the credentials are not in the environment, or the certificates cannot be
    /// used.
    pub fn from_env() -> Result<Self, AwsError> {
        let optional = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let variable = |name| optional(name).ok_or(AwsError::Missing(name));
        let credentials = Credentials::new(
            variable("AWS_ACCESS_KEY_ID")?,
            variable("AWS_SECRET_ACCESS_KEY")?,
            optional("AWS_SESSION_TOKEN"),
            None,
            "environment",
        );
        let anywhere = optional("AWS_ENDPOINT_URL");
        let endpoints = Endpoints {
            dynamodb: optional("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| anywhere.clone()),
            lambda: optional("AWS_ENDPOINT_URL_LAMBDA").or_else(|| anywhere.clone()),
            ses: optional("AWS_ENDPOINT_URL_SES").or_else(|| anywhere.clone()),
            s3: optional("AWS_ENDPOINT_URL_S3").or_else(|| anywhere.clone()),
            others: anywhere,
        };
        Self::new(
            variable("AWS_REGION")?,
            credentials,
            endpoints,
            optional("AWS_CA_BUNDLE").map(PathBuf::from),
        )
    }

    /// Makes a connection to emulators on this machine: of DynamoDB, of S3, and of SES and Lambda at
    /// one address.
    ///
    /// # Errors
    /// When no client can be made. Without TLS this does not happen.
    pub fn local(dynamodb: String, s3: String, others: String) -> Result<Self, AwsError> {
        let credentials = Credentials::new("local", "local", None, None, "local");
        let endpoints = Endpoints {
            dynamodb: Some(dynamodb),
            lambda: Some(others.clone()),
            ses: Some(others.clone()),
            s3: Some(s3),
            others: Some(others),
        };
        Self::new("eu-central-1".to_owned(), credentials, endpoints, None)
    }

    fn new(
        region: String,
        credentials: Credentials,
        endpoints: Endpoints,
        certificates: Option<PathBuf>,
    ) -> Result<Self, AwsError> {
        let http = http_client(&endpoints, certificates)?;
        let common = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(region))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(http)
            .retry_config(retries())
            .timeout_config(timeouts())
            .build();
        Ok(Self {
            common,
            endpoints,
            observers: Vec::new(),
        })
    }

    /// Returns this connection with its HTTP client replaced by the one that `between` makes of it.
    #[must_use]
    pub fn with_http_client(
        mut self,
        between: impl FnOnce(SharedHttpClient) -> SharedHttpClient,
    ) -> Self {
        let client = self.common.http_client().map(between);
        let mut common = self.common.into_builder();
        common.set_http_client(client);
        self.common = common.build();
        self
    }

    /// Returns this connection with an interceptor that sees every request.
    #[must_use]
    pub fn with_interceptor(mut self, observer: impl Intercept + 'static) -> Self {
        self.observers.push(SharedInterceptor::new(observer));
        self
    }

    /// Returns this connection with other credentials: an access key and its secret.
    #[must_use]
    pub fn with_credentials(mut self, access_key: &str, secret: &str) -> Self {
        let credentials = Credentials::new(access_key, secret, None, None, "local");
        let mut common = self.common.into_builder();
        common.set_credentials_provider(Some(SharedCredentialsProvider::new(credentials)));
        self.common = common.build();
        self
    }

    /// Returns the region.
    #[must_use]
    pub fn region(&self) -> String {
        let region = self.common.region().map(Region::as_ref);
        region.unwrap_or_default().to_owned()
    }

    /// Returns a client for S3. Its time limits are longer than those of the other clients, since
    /// S3 takes some seconds to copy a large file.
    #[must_use]
    pub fn s3(&self) -> aws_sdk_s3::Client {
        let mut config = aws_sdk_s3::config::Builder::from(&self.common);
        config.set_endpoint_url(self.endpoints.s3.clone());
        // Emulators have no host names for buckets.
        config.set_force_path_style(Some(self.endpoints.s3.is_some()));
        config.set_timeout_config(Some(
            TimeoutConfig::builder()
                .connect_timeout(Duration::from_secs(2))
                .operation_attempt_timeout(Duration::from_secs(40))
                .operation_timeout(Duration::from_secs(50))
                .build(),
        ));
        // Requests that need a checksum name it. Any other would become part of the signature.
        config.set_request_checksum_calculation(Some(RequestChecksumCalculation::WhenRequired));
        config.set_response_checksum_validation(Some(ResponseChecksumValidation::WhenRequired));
        for observer in self.observers.iter().cloned() {
            config.push_interceptor(observer);
        }
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// Returns what a client of any other service is made from.
    #[must_use]
    pub fn others(&self) -> SdkConfig {
        let mut config = self.common.to_builder();
        config.set_endpoint_url(self.endpoints.others.clone());
        config.build()
    }

    /// Returns the address of this bucket for browsers, without a slash at the end.
    #[must_use]
    pub fn bucket_url(&self, bucket: &str) -> String {
        match &self.endpoints.s3 {
            Some(endpoint) => format!("{}/{bucket}", endpoint.trim_end_matches('/')),
            None => format!("https://{bucket}.s3.{}.amazonaws.com", self.region()),
        }
    }

    /// Returns the credentials that requests are signed with.
    pub(crate) fn credentials(&self) -> Option<SharedCredentialsProvider> {
        self.common.credentials_provider()
    }

    /// Returns a client for DynamoDB.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let mut config = aws_sdk_dynamodb::config::Builder::from(&self.common);
        config.set_endpoint_url(self.endpoints.dynamodb.clone());
        for observer in self.observers.iter().cloned() {
            config.push_interceptor(observer);
        }
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// Returns a client for Lambda.
    #[must_use]
    pub fn lambda(&self) -> aws_sdk_lambda::Client {
        let mut config = aws_sdk_lambda::config::Builder::from(&self.common);
        config.set_endpoint_url(self.endpoints.lambda.clone());
        for observer in self.observers.iter().cloned() {
            config.push_interceptor(observer);
        }
        aws_sdk_lambda::Client::from_conf(config.build())
    }

    /// Returns a client for SNS.
    #[must_use]
    pub fn sns(&self) -> aws_sdk_sns::Client {
        let mut config = aws_sdk_sns::config::Builder::from(&self.common);
        config.set_endpoint_url(self.endpoints.others.clone());
        for observer in self.observers.iter().cloned() {
            config.push_interceptor(observer);
        }
        aws_sdk_sns::Client::from_conf(config.build())
    }

    /// Returns a client for SES. It sends each request once and waits up to 20 seconds for the
    /// answer. SES cannot tell a repeated request from a new one, and would send the mail again.
    #[must_use]
    pub fn ses(&self) -> aws_sdk_ses::Client {
        let mut config = aws_sdk_ses::config::Builder::from(&self.common);
        config.set_endpoint_url(self.endpoints.ses.clone());
        config.set_retry_config(Some(RetryConfig::disabled()));
        config.set_timeout_config(Some(
            TimeoutConfig::builder()
                .connect_timeout(Duration::from_secs(2))
                .operation_timeout(Duration::from_secs(20))
                .build(),
        ));
        for observer in self.observers.iter().cloned() {
            config.push_interceptor(observer);
        }
        aws_sdk_ses::Client::from_conf(config.build())
    }
}

/// Makes one client for all services, with one pool of connections. The certificates are read once.
fn http_client(
    endpoints: &Endpoints,
    certificates: Option<PathBuf>,
) -> Result<SharedHttpClient, AwsError> {
    let client = aws_smithy_http_client::Builder::new();
    let plain = |endpoint: &Option<String>| {
        (endpoint.as_ref()).is_some_and(|endpoint| endpoint.starts_with("http://"))
    };
    let Endpoints {
        dynamodb,
        lambda,
        ses,
        s3,
        others,
    } = endpoints;
    if [dynamodb, lambda, ses, s3, others].into_iter().all(plain) {
        return Ok(client.build_http());
    }
    Ok(client
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .tls_context(trust::context(certificates)?)
        .build_https())
}

/// Returns the rules for retries: up to four attempts for a throttled or failed request. The table
/// answers within milliseconds, so the first pause is 50 milliseconds. The SDK's default of a whole
/// second is for slower services.
fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(4)
        .with_initial_backoff(Duration::from_millis(50))
        .with_max_backoff(Duration::from_secs(1))
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(Duration::from_secs(4))
        .operation_timeout(Duration::from_secs(10))
        .build()
}
