//! Addresses to get a file from.

use super::bucket::Files;
use super::disposition::disposition;
use super::error::FilesError;
use super::folder::Folder;
use docket_domain::attachment::Attachment;
use jiff::SignedDuration;

/// How long an address to get a file from is good for: long enough to watch a video that is not read at once.
const LIFE: SignedDuration = SignedDuration::from_mins(15);

impl Files {
    /// The address that a file comes down from: to be saved, or to be shown in place where its type allows that.
    ///
    /// # Errors
    /// When the address cannot be signed.
    pub async fn download(&self, file: &Attachment, in_place: bool) -> Result<String, FilesError> {
        let in_place = in_place && file.inline().is_some();
        let signed = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(Folder::Files.key(&file.ticket, file.id))
            .response_content_type(file.content_type.served())
            .response_content_disposition(disposition(&file.name, in_place))
            .response_cache_control("private, max-age=900, immutable")
            .presigned(self.presigning(LIFE)?)
            .await?;
        // What answers there passes the request on as it is signed, and adds the headers that S3 cannot send.
        let path = signed.uri().strip_prefix(self.uploads.as_str());
        Ok(match path {
            Some(path) => format!("{}{path}", self.downloads),
            None => signed.uri().to_owned(),
        })
    }
}
