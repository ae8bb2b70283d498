//! The certificates that are trusted.

use super::AwsError;
use aws_smithy_http_client::tls::{TlsContext, TrustStore};
use std::path::PathBuf;

/// The root certificates of AWS, from <https://www.amazontrust.com/repository/>. A system's store
/// holds thirty times as many, and reading them would take most of a cold start.
const AMAZON: &[u8] = include_bytes!("roots.pem");

/// Returns a TLS context that trusts AWS alone, or the certificates in the given file alone.
///
/// # Errors
/// When the file cannot be read or holds none.
pub(super) fn context(certificates: Option<PathBuf>) -> Result<TlsContext, AwsError> {
    let roots = match &certificates {
        None => AMAZON.to_vec(),
        // The file is checked as text first: the library ends the process when a certificate is
        // malformed.
        Some(path) => std::fs::read_to_string(path)
            .ok()
            .filter(|text| text.contains("-----BEGIN CERTIFICATE-----"))
            .map(String::into_bytes)
            .ok_or_else(|| AwsError::Certificates(path.clone()))?,
    };
    let store = TrustStore::empty().with_pem_certificate(roots);
    TlsContext::builder()
        .with_trust_store(store)
        .build()
        .map_err(|_| AwsError::Certificates(certificates.unwrap_or_default()))
}
