//! A file as the API shows it.

use super::actor::ActorAnswer;
use docket_app::{Links, TicketView};
use docket_cloud::files::Signed;
use docket_domain::Language;
use docket_domain::attachment::Attachment;
use serde::Serialize;
use std::collections::BTreeMap;

/// A file of a ticket.
#[derive(Debug, Serialize)]
pub struct AttachmentAnswer {
    id: String,
    name: String,
    size: u64,
    content_type: String,
    internal: bool,
    state: &'static str,
    scan: &'static str,
    by: ActorAnswer,
    at: String,
    /// Why it was set aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// Whether a browser may show it in place.
    inline: bool,
    /// Where it can be downloaded; not there when it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload: Option<UploadAnswer>,
}

/// How a file is sent.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum UploadAnswer {
    /// In one piece.
    Whole {
        /// The request that sends it.
        #[serde(flatten)]
        request: SignedAnswer,
        /// Until when it is good.
        expires_at: String,
    },
    /// In parts.
    Parts {
        /// The bytes of each part but the last.
        part_bytes: u64,
        /// The parts that are missing.
        parts: Vec<PartAnswer>,
        /// Until when their requests are good.
        expires_at: String,
        /// Where to `POST` to when all parts are there.
        complete: String,
    },
}

/// A part of a file that is missing.
#[derive(Debug, Serialize)]
pub struct PartAnswer {
    /// Its number, from 1.
    pub number: i32,
    /// The request that sends it.
    #[serde(flatten)]
    pub request: SignedAnswer,
}

/// A request to storage, exactly as it has to be sent.
#[derive(Debug, Serialize)]
pub struct SignedAnswer {
    method: String,
    url: String,
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
    /// A file as the actor sees it, in that language.
    #[must_use]
    pub fn new(file: &Attachment, view: &TicketView, language: &Language) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name.to_string(),
            size: file.size,
            content_type: file.content_type.to_string(),
            internal: file.internal,
            state: file.state.name(),
            scan: file.scan.name(),
            by: ActorAnswer::new(&file.by, view, language),
            at: file.declared_at.to_string(),
            reason: file.reason.as_ref().map(|reason| reason.name()),
            inline: file.inline().is_some(),
            url: file
                .is_open()
                .then(|| Links::new(&file.desk).api_attachment(&file.ticket, file.id)),
            upload: None,
        }
    }

    /// The same, with how it is sent.
    #[must_use]
    pub fn to_upload(mut self, upload: UploadAnswer) -> Self {
        self.upload = Some(upload);
        self
    }
}
