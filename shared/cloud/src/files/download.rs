//! Signed addresses for downloads.

use super::bucket::Files;
use super::disposition::disposition;
use super::error::FilesError;
use super::folder::Folder;
use docket_domain::attachment::Attachment;
use jiff::SignedDuration;

/// The time that a signed download address stays valid. It is long enough to watch a video, which a
/// browser reads piece by piece.
const LIFE: SignedDuration = SignedDuration::from_mins(15);

impl Files {
    /// Signs an address to download a file, valid for 15 minutes. With `in_place`, a browser shows
    /// the file instead of saving it, if its type allows that.
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
            .response_content_type(file.content_type.content_type_header())
            .response_content_disposition(disposition(&file.name, in_place))
            .response_cache_control("private, max-age=900, immutable")
            .presigned(self.presigning(LIFE)?)
            .await?;
        // The server at `downloads` passes the request on as it is signed, and adds the headers
        // that S3 cannot send.
        let path = signed.uri().strip_prefix(self.uploads.as_str());
        Ok(match path {
            Some(path) => format!("{}{path}", self.downloads),
            None => signed.uri().to_owned(),
        })
    }
}
