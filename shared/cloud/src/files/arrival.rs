//! Uploaded objects: reading them, and moving them to their folder.

use super::bucket::Files;
use super::disposition::disposition;
use super::error::FilesError;
use super::folder::Folder;
use super::meta;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::types::{ChecksumMode, MetadataDirective};
use docket_domain::TicketId;
use docket_domain::attachment::{Attachment, FileId, FileState, StoredObject};

/// The number of bytes that are read to tell a file's type. The mark of TAR stands furthest from
/// the start, at 257. Documents in ZIP archives show their type within some kilobytes.
const BEGIN: usize = 8 * 1024;

impl Files {
    /// Returns the uploaded object of a file, and its ETag for [`Files::copy_to_folder`]. Returns
    /// `None` when nothing has been uploaded. Reads only the first 8 KiB of the content.
    ///
    /// # Errors
    /// When the bucket cannot be read.
    pub async fn read_upload(
        &self,
        file: &Attachment,
    ) -> Result<Option<(StoredObject, String)>, FilesError> {
        let key = Folder::Incoming.key(&file.ticket, file.id);
        let Some(head) = self.head(&key).await? else {
            return Ok(None);
        };
        let size = u64::try_from(head.content_length().unwrap_or_default()).unwrap_or_default();
        let etag = head.e_tag().unwrap_or_default().to_owned();
        let begin = if size == 0 {
            Vec::new()
        } else {
            self.begin(&key, &etag).await?
        };
        let found = StoredObject {
            size,
            checksum: meta::checksum(&head).or_else(|| head.checksum_sha256().map(str::to_owned)),
            begin,
            name: meta::name(&head),
        };
        Ok(Some((found, etag)))
    }

    /// Returns `true` when an object of this file has been uploaded.
    ///
    /// # Errors
    /// When the bucket cannot be read.
    pub async fn has_upload(&self, file: &Attachment) -> Result<bool, FilesError> {
        let key = Folder::Incoming.key(&file.ticket, file.id);
        Ok(self.head(&key).await?.is_some())
    }

    async fn head(&self, key: &str) -> Result<Option<HeadObjectOutput>, FilesError> {
        let head = self
            .client
            .head_object()
            .bucket(&self.bucket)
            .key(key)
            .checksum_mode(ChecksumMode::Enabled)
            .send()
            .await;
        match head {
            Ok(head) => Ok(Some(head)),
            Err(error) if error.as_service_error().is_some_and(|e| e.is_not_found()) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn begin(&self, key: &str, etag: &str) -> Result<Vec<u8>, FilesError> {
        let got = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .if_match(etag)
            .range(format!("bytes=0-{}", BEGIN - 1))
            .send()
            .await?;
        let bytes = got.body.collect().await;
        let bytes = bytes.map_err(|_| FilesError::Busy("the answer broke off".to_owned()))?;
        Ok(bytes.into_bytes().to_vec())
    }

    /// Copies the uploaded object to the folder for the file's state. The copy has exactly the
    /// content with this ETag.
    ///
    /// # Errors
    /// When the bucket refuses, or other content was uploaded in the meantime.
    pub async fn copy_to_folder(&self, file: &Attachment, etag: &str) -> Result<(), FilesError> {
        let from = Folder::Incoming.key(&file.ticket, file.id);
        self.client
            .copy_object()
            .bucket(&self.bucket)
            .key(Self::place(file))
            .copy_source(format!("{}/{from}", self.bucket))
            .copy_source_if_match(etag)
            .metadata_directive(MetadataDirective::Replace)
            // The type and name with which S3 serves the file to every client.
            .content_type(file.content_type.content_type_header())
            .content_disposition(disposition(&file.name, false))
            .send()
            .await?;
        Ok(())
    }

    fn place(file: &Attachment) -> String {
        let folder = match file.state {
            FileState::Quarantined => Folder::Quarantine,
            FileState::Stored | FileState::Uploading | FileState::Checking | FileState::Removed => {
                Folder::Files
            }
        };
        folder.key(&file.ticket, file.id)
    }

    /// Deletes the uploaded object if it still has this ETag. Other content that was uploaded in
    /// the meantime stays; it has an event of its own.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn delete_upload_if(&self, file: &Attachment, etag: &str) -> Result<(), FilesError> {
        let key = Folder::Incoming.key(&file.ticket, file.id);
        match self.head(&key).await? {
            Some(head) if head.e_tag() == Some(etag) => self.delete(key).await,
            _ => Ok(()),
        }
    }

    /// Deletes the uploaded object of a file, whatever its content.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn delete_upload(&self, ticket: &TicketId, file: FileId) -> Result<(), FilesError> {
        self.delete(Folder::Incoming.key(ticket, file)).await
    }

    /// Deletes a stored file. A file that is gone already counts as deleted.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn delete_stored(&self, file: &Attachment) -> Result<(), FilesError> {
        self.delete(Folder::Files.key(&file.ticket, file.id)).await
    }

    async fn delete(&self, key: String) -> Result<(), FilesError> {
        self.client
            .delete_object()
            .bucket(&self.bucket)
            .key(key)
            .send()
            .await?;
        Ok(())
    }

    /// Makes the bucket send its event about an uploaded object again, by copying the object onto
    /// itself. Returns `false` when there is no uploaded object.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn resend_event(&self, file: &Attachment) -> Result<bool, FilesError> {
        let key = Folder::Incoming.key(&file.ticket, file.id);
        let Some(head) = self.head(&key).await? else {
            return Ok(false);
        };
        // The copy is made in one piece. So its checksum differs from that of an object joined from
        // parts.
        let known = meta::checksum(&head).or_else(|| head.checksum_sha256().map(str::to_owned));
        let copied = self
            .client
            .copy_object()
            .bucket(&self.bucket)
            .key(&key)
            .copy_source(format!("{}/{key}", self.bucket))
            // S3 copies nothing onto itself unless something changes.
            .metadata_directive(MetadataDirective::Replace)
            .set_metadata(Some(meta::with_checksum(head.metadata, known)))
            .send()
            .await;
        match copied.map_err(FilesError::from) {
            // Another attempt moved the object just now.
            Ok(_) | Err(FilesError::Gone) => Ok(true),
            Err(error) => Err(error),
        }
    }
}
