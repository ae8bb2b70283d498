//! Signed addresses for uploads.

use super::bucket::Files;
use super::error::FilesError;
use super::folder::Folder;
use aws_sdk_s3::presigning::PresignedRequest;
use docket_domain::attachment::{Attachment, Digest};
use jiff::SignedDuration;
use std::collections::BTreeMap;

/// The time that a signed upload address stays valid, for a whole file or a part. A longer upload
/// asks for new addresses.
pub const UPLOAD_ADDRESS_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// A signed request for S3. Anyone who has it can send it, exactly as it is, until it expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The HTTP method, always `PUT`.
    pub method: String,
    /// The address.
    pub url: String,
    /// The headers that the request must have. The content's length is signed too, and every client
    /// sends it by itself.
    pub headers: BTreeMap<String, String>,
}

impl Files {
    /// Signs the request that uploads a file in one piece. S3 accepts only the declared length,
    /// type and checksum, and only once.
    ///
    /// # Errors
    /// When the request cannot be signed.
    pub async fn upload(&self, file: &Attachment, sha256: &Digest) -> Result<Signed, FilesError> {
        let signed = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(Folder::Incoming.key(&file.ticket, file.id))
            .content_length(i64::try_from(file.size).unwrap_or(i64::MAX))
            .content_type(file.content_type.as_str())
            .checksum_sha256(sha256.base64())
            .if_none_match("*")
            .presigned(self.presigning(UPLOAD_ADDRESS_LIFE)?)
            .await?;
        Ok(to_signed(&signed))
    }

    /// Signs the request that uploads one part of a file. Parts are numbered from 1.
    ///
    /// # Errors
    /// When the request cannot be signed.
    pub async fn upload_part(
        &self,
        file: &Attachment,
        upload: &str,
        number: i32,
        length: u64,
        sha256: &Digest,
    ) -> Result<Signed, FilesError> {
        let signed = self
            .client
            .upload_part()
            .bucket(&self.bucket)
            .key(Folder::Incoming.key(&file.ticket, file.id))
            .upload_id(upload)
            .part_number(number)
            .content_length(i64::try_from(length).unwrap_or(i64::MAX))
            .checksum_sha256(sha256.base64())
            .presigned(self.presigning(UPLOAD_ADDRESS_LIFE)?)
            .await?;
        Ok(to_signed(&signed))
    }
}

fn to_signed(request: &PresignedRequest) -> Signed {
    let headers = request.headers();
    let said = headers.filter(|(name, _)| !name.eq_ignore_ascii_case("content-length"));
    Signed {
        method: request.method().to_owned(),
        url: request.uri().to_owned(),
        headers: said
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    }
}
