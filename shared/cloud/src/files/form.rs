//! Upload forms without JavaScript. Each has a signed policy that S3 enforces.
//!
//! Source: "Browser-based uploads using POST" in the S3 API reference.

use super::bucket::{Files, system_time};
use super::error::FilesError;
use super::folder::Folder;
use super::meta;
use super::upload::UPLOAD_ADDRESS_LIFE;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use docket_domain::attachment::Attachment;
use serde_json::json;

/// A form that uploads a file to S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadForm {
    /// The address that the form is sent to.
    pub action: String,
    /// The hidden fields of the form, as names and values. The file must come after them, under the
    /// name `file`.
    pub fields: Vec<(String, String)>,
}

impl Files {
    /// Signs a form that uploads one file of at most `file.size` bytes. S3 then redirects the
    /// browser to `back`. The form is valid for [`UPLOAD_ADDRESS_LIFE`].
    ///
    /// # Errors
    /// When the form cannot be signed.
    pub async fn form(&self, file: &Attachment, back: &str) -> Result<UploadForm, FilesError> {
        let provider = self.credentials.as_ref();
        let provider = provider.ok_or_else(|| unsigned("no credentials"))?;
        let credentials = provider.provide_credentials().await.map_err(unsigned)?;
        let now = self.clock.now();
        let (day, time) = (now.strftime("%Y%m%d"), now.strftime("%Y%m%dT%H%M%SZ"));
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        let mut fields = vec![
            ("key", Folder::Incoming.key(&file.ticket, file.id)),
            ("success_action_redirect", back.to_owned()),
            ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
            (
                "x-amz-credential",
                format!("{}/{scope}", credentials.access_key_id()),
            ),
            ("x-amz-date", time.to_string()),
        ];
        if let Some(token) = credentials.session_token() {
            fields.push(("x-amz-security-token", token.to_owned()));
        }
        let exact = fields.iter().map(|(name, value)| json!({ *name: value }));
        let mut conditions: Vec<_> = exact.collect();
        conditions.push(json!({ "bucket": self.bucket }));
        conditions.push(json!(["content-length-range", 1, file.size]));
        conditions.push(json!(["starts-with", format!("${}", meta::NAME_FIELD), ""]));
        let until = now.checked_add(UPLOAD_ADDRESS_LIFE).unwrap_or(now);
        let policy = json!({
            "expiration": until.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string(),
            "conditions": conditions,
        });
        let policy = STANDARD.encode(policy.to_string());
        let key = generate_signing_key(
            credentials.secret_access_key(),
            system_time(now),
            &self.region,
            "s3",
        );
        fields.push((
            "x-amz-signature",
            calculate_signature(key, policy.as_bytes()),
        ));
        fields.push(("policy", policy));
        // S3 replaces this with the name that the browser gives the file.
        fields.push((meta::NAME_FIELD, "${filename}".to_owned()));
        let fields = fields.into_iter();
        Ok(UploadForm {
            action: self.uploads.clone(),
            fields: fields
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        })
    }
}

fn unsigned(error: impl std::fmt::Display) -> FilesError {
    FilesError::Refused(format!("the form cannot be signed: {error}"))
}
