//! A file of a ticket and its state.

use super::declaration::Declared;
use super::digest::Digest;
use super::file_id::FileId;
use super::name::FileName;
use super::quarantine::QuarantineReason;
use crate::access::Action;
use crate::actor::Actor;
use crate::value::{DeskId, Format, Inline, MediaType, TicketId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The time that a file has to arrive, from when its sender last got upload instructions. After it,
/// the room reserved for the file is free again.
const UPLOAD_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// The time for a file that an HTML form uploads. It is shorter, since such a file reserves as much
/// room as one file may have.
const FORM_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// A file of a ticket, from its declaration on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file's ID.
    pub id: FileId,
    /// The ticket that the file belongs to.
    pub ticket: TicketId,
    /// The ticket's desk.
    pub desk: DeskId,
    /// The file's name.
    pub name: FileName,
    /// The size in bytes. For a file by a form, the most bytes that it may have, until it has
    /// arrived.
    pub size: u64,
    /// The media type: the declared one, and after the inspection the type of the content.
    pub content_type: MediaType,
    /// The declared content. `None` after the inspection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// The SHA-256 that S3 reports, in Base64. Composite for a file in parts, `None` for a file by
    /// a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
    /// `true` hides the file from everybody but the desk's people.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
    /// The sender.
    pub by: Actor,
    /// The time of the declaration.
    pub declared_at: Timestamp,
    /// The time when the sender last got upload instructions. After the upload, the time when the
    /// file was claimed for inspection.
    pub deadline_from: Timestamp,
    /// The `ETag` of the content that was claimed for inspection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The file's state.
    pub state: FileState,
    /// The reason for the quarantine. `None` for a file that is not in quarantine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<QuarantineReason>,
    /// The result of the malware scan.
    #[serde(default)]
    pub scan: Scan,
    /// `true` once an event of the ticket tells that a scanner found something harmful.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub infection_told: bool,
    /// The time at which a stored file goes, unless the requester has confirmed their address by then.
    /// `None` for a file that stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<Timestamp>,
    /// The format of the item that it was read from.
    #[serde(default, skip_serializing_if = "Format::is_first")]
    pub format: Format,
}

/// The content of a file as it was declared, before the upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// The file is uploaded in one piece.
    Whole {
        /// The SHA-256 of the file.
        sha256: Digest,
    },
    /// The file is uploaded in parts.
    Parts {
        /// The SHA-256 of each part, in order.
        sha256: Vec<Digest>,
        /// The bytes of each part. The last part has the remaining bytes.
        part_bytes: u64,
        /// The ID of the multipart upload in S3. Empty until that is begun.
        upload: String,
    },
    /// An HTML form uploads the file, without JavaScript. Nothing is declared about its content.
    Form,
}

/// The state of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// The file is declared, and its upload is awaited.
    Uploading,
    /// The file has arrived and is inspected. It can no longer be cancelled.
    Checking,
    /// The file passed the inspection and is on the ticket.
    Stored,
    /// The file failed the inspection and is in quarantine.
    Quarantined,
    /// The file was on the ticket, and is gone: nobody confirmed the address of the requester.
    Removed,
}

/// The result of a malware scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scan {
    /// No result is known.
    #[default]
    NotScanned,
    /// The scanner found nothing harmful.
    Clean,
    /// The scanner found something harmful.
    Infected,
}

impl FileState {
    /// Returns the state's name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Checking => "checking",
            Self::Stored => "stored",
            Self::Quarantined => "quarantined",
            Self::Removed => "removed",
        }
    }
}

impl Scan {
    /// Returns the result's name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotScanned => "not_scanned",
            Self::Clean => "clean",
            Self::Infected => "infected",
        }
    }
}

impl Attachment {
    /// Creates a file from its declaration, in state [`FileState::Uploading`].
    ///
    /// The ID of a multipart upload is left empty; it is known when storage has begun the upload.
    #[must_use]
    pub fn declared(
        id: FileId,
        declared: &Declared,
        ticket: &TicketId,
        desk: &DeskId,
        by: &Actor,
        now: Timestamp,
    ) -> Self {
        let content = match (declared.part_bytes, declared.sha256.first()) {
            (Some(part_bytes), _) => Content::Parts {
                sha256: declared.sha256.clone(),
                part_bytes,
                upload: String::new(),
            },
            (None, Some(sha256)) => Content::Whole { sha256: *sha256 },
            (None, None) => Content::Form,
        };
        Self {
            id,
            ticket: ticket.clone(),
            desk: desk.clone(),
            name: declared.name.clone(),
            size: declared.size,
            content_type: declared.content_type.clone(),
            checksum: declared.checksum(),
            content: Some(content),
            internal: declared.internal,
            by: by.clone(),
            declared_at: now,
            deadline_from: now,
            etag: None,
            state: FileState::Uploading,
            reason: None,
            scan: Scan::NotScanned,
            infection_told: false,
            keep_until: None,
            format: Format::CURRENT,
        }
    }

    /// Returns `true` if `actor` declares this file again, as a sender does who resumes an upload.
    ///
    /// The sender, name, size, checksum and visibility have to be equal. A file by a form has no
    /// checksum and never matches. Neither does a file in quarantine, or one that is gone.
    #[must_use]
    pub fn is_same(&self, declared: &Declared, actor: &Actor) -> bool {
        let theirs = (
            &declared.name,
            declared.size,
            declared.checksum(),
            declared.internal,
        );
        self.checksum.is_some()
            && !matches!(self.state, FileState::Quarantined | FileState::Removed)
            && self.is_by(actor)
            && theirs == (&self.name, self.size, self.checksum.clone(), self.internal)
    }

    /// Returns `true` if the file still waits for `actor` to upload it by an HTML form.
    #[must_use]
    pub fn awaits_form_of(&self, actor: &Actor) -> bool {
        self.state == FileState::Uploading
            && self.content == Some(Content::Form)
            && self.is_by(actor)
    }

    /// Returns `true` until the file is on the ticket or in quarantine.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.state, FileState::Uploading | FileState::Checking)
    }

    /// Returns the time after which the upload is given up, or at which a stored file and its
    /// object go. Returns `None` for any other file.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            FileState::Uploading | FileState::Checking => {
                self.deadline_from.checked_add(self.life()).ok()
            }
            FileState::Stored | FileState::Removed => self.keep_until,
            FileState::Quarantined => None,
        }
    }

    fn life(&self) -> SignedDuration {
        match (self.state, &self.content) {
            (FileState::Uploading, Some(Content::Form)) => FORM_LIFE,
            _ => UPLOAD_LIFE,
        }
    }

    /// Extends the time that the file has to arrive, since its sender gets upload instructions
    /// again.
    ///
    /// Returns `true` if the file was changed and has to be stored. Returns `false`, and changes
    /// nothing, unless more than a quarter of the time has passed.
    #[must_use]
    pub fn extend_deadline(&mut self, now: Timestamp) -> bool {
        let late = now.duration_since(self.deadline_from) > self.life() / 4;
        if late {
            self.deadline_from = now;
        }
        late
    }

    /// Returns `true` if the content claimed for inspection has another `ETag` than `etag`.
    ///
    /// Always `false` for a file with a declared checksum, which identifies its content whatever
    /// the `ETag` is. For a file by a form, only the `ETag` identifies the content.
    #[must_use]
    pub fn has_other_content_than(&self, etag: &str) -> bool {
        self.checksum.is_none() && self.etag.as_deref().is_some_and(|taken| taken != etag)
    }

    /// Returns `true` if the file may be downloaded: it is on the ticket, and no scanner found
    /// something harmful in it.
    #[must_use]
    pub fn is_downloadable(&self) -> bool {
        self.state == FileState::Stored && self.scan != Scan::Infected
    }

    /// Returns how a browser may show the file on the page. Returns `None` if the file may only be
    /// saved, or not be opened at all.
    #[must_use]
    pub fn inline(&self) -> Option<Inline> {
        self.content_type
            .inline()
            .filter(|_| self.is_downloadable())
    }

    /// Returns `true` if `actor` may see the file in the list of files.
    ///
    /// Nobody sees a file that a form has not uploaded yet. The desk's people see all others. An opener
    /// sees their own ones. Everybody else sees the files that are or were on the ticket and are not
    /// internal, and their own ones that are not internal.
    #[must_use]
    pub fn is_seen_by(&self, actor: &Actor) -> bool {
        let is_there = self.state != FileState::Uploading || self.content != Some(Content::Form);
        is_there
            && (!self.internal || actor.may(Action::SeeInternal))
            && (matches!(self.state, FileState::Stored | FileState::Removed)
                && actor.may(Action::SeeAnswers)
                || actor.may_with(Action::SeeUnstoredFile, &self.by))
    }

    /// Returns `true` if `actor` is the sender of the file.
    #[must_use]
    pub fn is_by(&self, actor: &Actor) -> bool {
        actor.is(&self.by)
    }

    /// Returns the bytes of each part, in order. Yields nothing for a file in one piece.
    pub fn part_lengths(&self) -> impl Iterator<Item = u64> + use<> {
        let (count, part) = match &self.content {
            Some(Content::Parts {
                sha256, part_bytes, ..
            }) => (sha256.len() as u64, *part_bytes),
            _ => (0, 0),
        };
        let size = self.size;
        (0..count).map(move |place| part.min(size.saturating_sub(place * part)))
    }
}
