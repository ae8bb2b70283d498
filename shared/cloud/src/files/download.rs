//! Addresses to get a file from.

use super::{Files, FilesError, Folder};
use docket_domain::attachment::{Attachment, FileName};
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

/// `Content-Disposition` as in RFC 6266: the name in ASCII for those who read no more, and as it is for all others.
pub(super) fn disposition(name: &FileName, in_place: bool) -> String {
    let kind = if in_place { "inline" } else { "attachment" };
    let encoded: String = name
        .as_str()
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!(
        "{kind}; filename=\"{}\"; filename*=UTF-8''{encoded}",
        name.ascii()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_can_be_said_in_a_header() {
        for (name, header) in [
            (
                "a b.png",
                "attachment; filename=\"a b.png\"; filename*=UTF-8''a%20b.png",
            ),
            (
                "ж\".txt",
                "attachment; filename=\"__.txt\"; filename*=UTF-8''%D0%B6%22.txt",
            ),
        ] {
            assert_eq!(disposition(&FileName::new(name), false), header);
        }
    }
}
