//! The bucket of files.
//!
//! Files come and go between browsers and S3, by addresses that are signed here; only how a file begins is ever read by a
//! function. Three folders tell how far a file has come: what is uploaded lands in `incoming/`, and goes to `files/` or to
//! `quarantine/` once it was looked at. So an address that was signed for an upload reaches nothing that is on a ticket.

mod download;
mod error;
mod form;
mod meta;
mod parts;
mod upload;

pub use error::FilesError;
pub use form::UploadForm;
pub use parts::PartsThere;
pub use upload::Signed;

use crate::{Aws, Clock, Settings};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::{ChecksumMode, MetadataDirective};
use docket_domain::TicketId;
use docket_domain::attachment::{Attachment, FileId, FileState, StoredObject};
use jiff::SignedDuration;
use std::time::{Duration, SystemTime};

/// How long an address to send a file to, or a part of one, is good for. A longer upload asks for new ones.
pub const UPLOAD_ADDRESS_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// How much of a file is read to tell its type. The longest mark that any type has stands within it: that of TAR, at 257; documents
/// in ZIP archives show what they are within some kilobytes.
const BEGIN: usize = 8 * 1024;

/// The bucket, by one function's permissions.
#[derive(Debug, Clone)]
pub struct Files {
    client: aws_sdk_s3::Client,
    credentials: Option<SharedCredentialsProvider>,
    region: String,
    bucket: String,
    uploads: String,
    downloads: String,
    /// S3's time, by which it takes addresses for expired: not the stack's, which may have been moved.
    clock: Clock,
}

/// A folder of the bucket.
#[derive(Debug, Clone, Copy)]
enum Folder {
    Incoming,
    Files,
    Quarantine,
}

impl Folder {
    fn key(self, ticket: &TicketId, file: FileId) -> String {
        let folder = match self {
            Self::Incoming => "incoming",
            Self::Files => "files",
            Self::Quarantine => "quarantine",
        };
        format!("{folder}/{ticket}/{file}")
    }
}

/// The ticket and the file that an object of the bucket belongs to.
#[must_use]
pub fn parse_key(key: &str) -> Option<(TicketId, FileId)> {
    let mut parts = key.split('/').skip(1);
    let ticket = parts.next()?.parse().ok()?;
    let file = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some((ticket, file))
}

impl Files {
    /// The bucket that the settings name.
    #[must_use]
    pub fn new(aws: &Aws, settings: &Settings) -> Self {
        Self {
            client: aws.s3(),
            credentials: aws.credentials(),
            region: aws.region(),
            bucket: settings.bucket.clone(),
            uploads: settings.uploads.clone(),
            downloads: settings.downloads.clone(),
            clock: Clock::system(),
        }
    }

    /// The same, as if it were another time at which addresses are signed: for tests of those that have expired.
    #[must_use]
    pub fn signing_at(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The bucket's name.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

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
            .content_disposition(download::disposition(&file.name, false))
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

    fn presigning(&self, life: SignedDuration) -> Result<PresigningConfig, FilesError> {
        let config = PresigningConfig::builder()
            .start_time(SystemTime::from(self.clock.now()))
            .expires_in(Duration::try_from(life).unwrap_or_default())
            .build();
        config.map_err(|error| FilesError::Refused(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_ticket_and_its_file() {
        let file = "0190a0b1-0000-7000-8000-000000000000";
        let (ticket, id) = parse_key(&format!("incoming/SPSUP-1494/{file}")).unwrap();
        assert_eq!(ticket.to_string(), "SPSUP-1494");
        assert_eq!(
            Folder::Files.key(&ticket, id),
            format!("files/SPSUP-1494/{file}")
        );
        for other in [
            "",
            "incoming",
            "incoming/SPSUP-1494",
            &format!("incoming/SPSUP-1494/{file}/x"),
            &format!("incoming/x/{file}"),
            "incoming/SPSUP-1494/x",
        ] {
            assert_eq!(parse_key(other), None, "{other}");
        }
    }
}
