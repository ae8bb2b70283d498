//! What arrives in the bucket, and where it goes from there.

use super::bucket::Files;
use super::disposition::disposition;
use super::error::FilesError;
use super::folder::Folder;
use super::meta;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::types::{ChecksumMode, MetadataDirective};
use docket_domain::TicketId;
use docket_domain::attachment::{Attachment, FileId, FileState, StoredObject};

/// How much of a file is read to tell its type. The longest mark that any type has stands within it: that of TAR, at 257; documents
/// in ZIP archives show what they are within some kilobytes.
const BEGIN: usize = 8 * 1024;

impl Files {
    /// What has arrived of a file; `None` when nothing has. The second value names exactly this content, for
    /// [`Files::put_in_place`].
    ///
    /// # Errors
    /// When the bucket cannot be read.
    pub async fn found(
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

    /// Whether anything of a file has arrived.
    ///
    /// # Errors
    /// When the bucket cannot be asked.
    pub async fn has_arrived(&self, file: &Attachment) -> Result<bool, FilesError> {
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

    /// Copies what has arrived to where its state says that it belongs. What is copied is the very content that was looked at.
    ///
    /// # Errors
    /// When the bucket refuses, or other content has come in its place.
    pub async fn put_in_place(&self, file: &Attachment, etag: &str) -> Result<(), FilesError> {
        let from = Folder::Incoming.key(&file.ticket, file.id);
        self.client
            .copy_object()
            .bucket(&self.bucket)
            .key(Self::place(file))
            .copy_source(format!("{}/{from}", self.bucket))
            .copy_source_if_match(etag)
            .metadata_directive(MetadataDirective::Replace)
            // What it is served as, whoever serves it and however.
            .content_type(file.content_type.served())
            .content_disposition(disposition(&file.name, false))
            .send()
            .await?;
        Ok(())
    }

    fn place(file: &Attachment) -> String {
        let folder = match file.state {
            FileState::Quarantined => Folder::Quarantine,
            FileState::Stored | FileState::Uploading | FileState::Checking => Folder::Files,
        };
        folder.key(&file.ticket, file.id)
    }

    /// Clears away the content of that name; other content that has come in its place stays, and is told of by its own event.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn clear_content(&self, file: &Attachment, etag: &str) -> Result<(), FilesError> {
        let key = Folder::Incoming.key(&file.ticket, file.id);
        match self.head(&key).await? {
            Some(head) if head.e_tag() == Some(etag) => self.delete(key).await,
            _ => Ok(()),
        }
    }

    /// Clears away whatever has arrived of a file.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn clear(&self, ticket: &TicketId, file: FileId) -> Result<(), FilesError> {
        self.delete(Folder::Incoming.key(ticket, file)).await
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

    /// Has the bucket tell once more of a file that has arrived, by copying it onto itself. Whether there is one.
    ///
    /// # Errors
    /// When the bucket refuses.
    pub async fn announce_again(&self, file: &Attachment) -> Result<bool, FilesError> {
        let key = Folder::Incoming.key(&file.ticket, file.id);
        let Some(head) = self.head(&key).await? else {
            return Ok(false);
        };
        // The copy is made in one piece, and so has another checksum than what was joined from parts.
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
            // It was taken in at this very moment.
            Ok(_) | Err(FilesError::Gone) => Ok(true),
            Err(error) => Err(error),
        }
    }
}
