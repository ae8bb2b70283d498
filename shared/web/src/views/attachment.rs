//! A file as the API shows it.

use super::actor::ActorAnswer;
use docket_app::Links;
use docket_cloud::files::Signed;
use docket_domain::Language;
use docket_domain::actor::Actor;
use docket_domain::attachment::Attachment;
use serde::Serialize;
use std::collections::BTreeMap;

/// A file of a ticket.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Attachment"))]
pub struct AttachmentAnswer {
    /// The ID.
    id: String,
    /// The name.
    name: String,
    /// The size in bytes.
    size: u64,
    /// The media type: as declared, and of the content once it is stored.
    content_type: String,
    /// `true` if only the desk's people see the file.
    internal: bool,
    /// The state.
    #[cfg_attr(test, schemars(extend("enum" = ["uploading", "checking", "stored", "quarantined", "removed"])))]
    state: &'static str,
    /// The result of the scan for malware.
    #[cfg_attr(test, schemars(extend("enum" = ["not_scanned", "clean", "infected"])))]
    scan: &'static str,
    /// The person who sent it.
    by: ActorAnswer,
    /// The time of the declaration.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    at: String,
    /// The reason why the file was quarantined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("enum" = ["type", "different", "empty", "too_large", "second_by_form"])))]
    reason: Option<&'static str>,
    /// `true` when a browser may show the file instead of saving it.
    inline: bool,
    /// The path to download the file from. A caller without a session adds their `key`. It is missing
    /// when the file cannot be downloaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The instructions to upload it, in the answer to its declaration.
    #[serde(skip_serializing_if = "Option::is_none")]
    upload: Option<UploadAnswer>,
}

/// Instructions to upload a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Upload"))]
#[serde(untagged)]
pub enum UploadAnswer {
    /// In one piece.
    Single {
        /// The request that uploads it.
        #[serde(flatten)]
        request: SignedAnswer,
        /// The time at which the request expires.
        #[cfg_attr(test, schemars(extend("format" = "date-time")))]
        expires_at: String,
    },
    /// In parts.
    Parts {
        /// The size of each part except the last, in bytes.
        part_bytes: u64,
        /// The parts that are missing.
        parts: Vec<PartAnswer>,
        /// The time at which their requests expire.
        #[cfg_attr(test, schemars(extend("format" = "date-time")))]
        expires_at: String,
        /// The path to `POST` to after all parts are uploaded, with the caller's `key` if they sent one.
        complete: String,
    },
}

/// A missing part of a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "UploadPart"))]
pub struct PartAnswer {
    /// The number of the part, from 1.
    pub number: i32,
    /// The request that uploads the part.
    #[serde(flatten)]
    pub request: SignedAnswer,
}

/// A signed request to storage. It must be sent exactly as it is here.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SignedRequest"))]
pub struct SignedAnswer {
    /// The method.
    method: String,
    /// The whole address, which is storage's.
    url: String,
    /// The headers.
    headers: BTreeMap<String, String>,
}

impl From<Signed> for SignedAnswer {
    fn from(signed: Signed) -> Self {
        Self {
            method: signed.method,
            url: signed.url,
            headers: signed.headers,
        }
    }
}

impl AttachmentAnswer {
    /// Makes the answer for a file as the reader sees it, in this language.
    #[must_use]
    pub fn new(file: &Attachment, reader: &Actor, language: &Language) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name.to_string(),
            size: file.size,
            content_type: file.content_type.to_string(),
            internal: file.internal,
            state: file.state.name(),
            scan: file.scan.name(),
            by: ActorAnswer::new(&file.by, reader, language),
            at: file.declared_at.to_string(),
            reason: file.reason.as_ref().map(|reason| reason.name()),
            inline: file.inline().is_some(),
            url: file
                .is_downloadable()
                .then(|| Links::new(&file.desk).api_attachment(&file.ticket, file.id)),
            upload: None,
        }
    }

    /// Returns this answer with the instructions to upload the file.
    #[must_use]
    pub fn to_upload(mut self, upload: UploadAnswer) -> Self {
        self.upload = Some(upload);
        self
    }
}
