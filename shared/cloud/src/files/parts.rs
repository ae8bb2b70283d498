//! Uploads in parts.

use super::bucket::Files;
use super::error::FilesError;
use super::folder::Folder;
use aws_sdk_s3::types::{
    ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart, Part,
};
use docket_domain::attachment::{Attachment, Digest};
use std::collections::BTreeMap;

/// The uploaded parts of a file that are as they were declared, by their numbers from 1.
#[derive(Debug, Clone, Default)]
pub struct UploadedParts(BTreeMap<i32, CompletedPart>);

impl UploadedParts {
    /// Returns `true` when this part has been uploaded.
    #[must_use]
    pub fn has(&self, number: i32) -> bool {
        self.0.contains_key(&number)
    }

    /// Returns the number of uploaded parts.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl Files {
    /// Starts an upload in parts and returns its S3 upload ID.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn start_parts(&self, file: &Attachment) -> Result<String, FilesError> {
        let started = self
            .client
            .create_multipart_upload()
            .bucket(&self.bucket)
            .key(Folder::Incoming.key(&file.ticket, file.id))
            .content_type(file.content_type.as_str())
            .checksum_algorithm(ChecksumAlgorithm::Sha256)
            .checksum_type(ChecksumType::Composite)
            .send()
            .await?;
        let named = started.upload_id.filter(|id| !id.is_empty());
        named.ok_or_else(|| FilesError::Refused("the upload has no ID".to_owned()))
    }

    /// Returns the uploaded parts whose length and checksum are as declared. Returns `None` when
    /// the upload has ended or was never started. `sha256` holds the checksum of each part, in
    /// order.
    ///
    /// # Errors
    /// When the bucket cannot be read.
    pub async fn uploaded_parts(
        &self,
        file: &Attachment,
        upload: &str,
        sha256: &[Digest],
    ) -> Result<Option<UploadedParts>, FilesError> {
        let listed = self
            .client
            .list_parts()
            .bucket(&self.bucket)
            .key(Folder::Incoming.key(&file.ticket, file.id))
            .upload_id(upload)
            .send()
            .await;
        let listed = match listed.map_err(FilesError::from) {
            Ok(listed) => listed,
            Err(FilesError::Gone) => return Ok(None),
            Err(error) => return Err(error),
        };
        let lengths: Vec<u64> = file.part_lengths().collect();
        let there = listed.parts().iter().filter_map(|part| {
            let number = part.part_number()?;
            let place = usize::try_from(number).ok()?.checked_sub(1)?;
            let good = is(part, *lengths.get(place)?, sha256.get(place)?);
            let completed = CompletedPart::builder()
                .part_number(number)
                .set_e_tag(part.e_tag().map(str::to_owned))
                .set_checksum_sha256(part.checksum_sha256().map(str::to_owned))
                .build();
            good.then_some((number, completed))
        });
        Ok(Some(UploadedParts(there.collect())))
    }

    /// Joins the uploaded parts into one object, which completes the upload.
    ///
    /// # Errors
    /// When the bucket refuses; [`FilesError::Gone`] when the upload has ended.
    pub async fn join_parts(
        &self,
        file: &Attachment,
        upload: &str,
        parts: UploadedParts,
    ) -> Result<(), FilesError> {
        let parts = CompletedMultipartUpload::builder()
            .set_parts(Some(parts.0.into_values().collect()))
            .build();
        self.client
            .complete_multipart_upload()
            .bucket(&self.bucket)
            .key(Folder::Incoming.key(&file.ticket, file.id))
            .upload_id(upload)
            .multipart_upload(parts)
            .send()
            .await?;
        Ok(())
    }

    /// Aborts an upload in parts. It is no error when the upload has ended.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn abort_parts(&self, file: &Attachment, upload: &str) -> Result<(), FilesError> {
        let given_up = self
            .client
            .abort_multipart_upload()
            .bucket(&self.bucket)
            .key(Folder::Incoming.key(&file.ticket, file.id))
            .upload_id(upload)
            .send()
            .await;
        match given_up.map_err(FilesError::from) {
            Ok(_) | Err(FilesError::Gone) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Returns `true` when the part has this length and checksum.
fn is(part: &Part, length: u64, sha256: &Digest) -> bool {
    part.size().and_then(|size| u64::try_from(size).ok()) == Some(length)
        && part.checksum_sha256() == Some(sha256.base64().as_str())
}
