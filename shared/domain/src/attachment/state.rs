//! A file of a ticket, and where it stands.

use super::declaration::Declared;
use super::digest::Digest;
use super::file_id::FileId;
use super::name::FileName;
use super::quarantine::QuarantineReason;
use crate::actor::Actor;
use crate::value::{DeskId, Inline, MediaType, TicketId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a file may take to arrive from when its sender was last told how to send it. Then its place is free again.
const UPLOAD_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// The same for a file that comes by a form, which holds all the room that there is.
const FORM_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// A file of a ticket, from its declaration on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its ID.
    pub id: FileId,
    /// The ticket it belongs to.
    pub ticket: TicketId,
    /// The ticket's desk.
    pub desk: DeskId,
    /// What it is called.
    pub name: FileName,
    /// How many bytes it has; of a file that comes by a form, the most that it may have until it is there.
    pub size: u64,
    /// Its type: as declared until it is there, then as its content says.
    pub content_type: MediaType,
    /// What is known of its content beforehand; nothing once it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// The SHA-256 that S3 gives it, in Base64, composite for one that comes in parts; `None` for one that came by a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
    /// Whether only the desk's people see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
    /// Who sends it.
    pub by: Actor,
    /// When it was declared.
    pub declared_at: Timestamp,
    /// When its sender was last told how to send it, or, once it has arrived, when it was taken in.
    pub asked_at: Timestamp,
    /// What storage calls the content that was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Where it stands.
    pub state: FileState,
    /// Why it was set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<QuarantineReason>,
    /// What a scanner says of it.
    #[serde(default)]
    pub scan: Scan,
}

/// What is known of a file before it arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// It comes in one piece.
    Whole {
        /// Its SHA-256.
        sha256: Digest,
    },
    /// It comes in parts.
    Parts {
        /// The SHA-256 of each part, in order.
        sha256: Vec<Digest>,
        /// The bytes of each part; the last one has what is left.
        part_bytes: u64,
        /// What storage calls the upload.
        upload: String,
    },
    /// It comes by a form, without JavaScript, which tells nothing beforehand.
    Form,
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// It was declared, and is on its way.
    Uploading,
    /// It has arrived, and is looked at: it cannot be cancelled any more.
    Checking,
    /// It is on the ticket.
    Stored,
    /// It arrived, and does not fit.
    Quarantined,
}

/// What a scanner says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scan {
    /// None has said anything.
    #[default]
    NotScanned,
    /// Nothing harmful was found.
    Clean,
    /// Something harmful was found.
    Infected,
}

impl FileState {
    /// Its name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Checking => "checking",
            Self::Stored => "stored",
            Self::Quarantined => "quarantined",
        }
    }
}

impl Scan {
    /// Its name in the API.
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
    /// A file that was declared. What storage calls an upload in parts is not known yet.
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
            asked_at: now,
            etag: None,
            state: FileState::Uploading,
            reason: None,
            scan: Scan::NotScanned,
        }
    }

    /// Whether somebody declares this very file once more, as whoever goes on with an upload does.
    #[must_use]
    pub fn is_same(&self, declared: &Declared, actor: &Actor) -> bool {
        let theirs = (
            &declared.name,
            declared.size,
            declared.checksum(),
            declared.internal,
        );
        self.checksum.is_some()
            && self.state != FileState::Quarantined
            && self.is_by(actor)
            && theirs == (&self.name, self.size, self.checksum.clone(), self.internal)
    }

    /// Whether the actor is waiting to send it by a form.
    #[must_use]
    pub fn awaits_form_of(&self, actor: &Actor) -> bool {
        self.state == FileState::Uploading
            && self.content == Some(Content::Form)
            && self.is_by(actor)
    }

    /// Whether it is not where it belongs yet.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.state, FileState::Uploading | FileState::Checking)
    }

    /// When its upload is given up, for one that is on its way.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            FileState::Uploading | FileState::Checking => {
                self.asked_at.checked_add(self.life()).ok()
            }
            FileState::Stored | FileState::Quarantined => None,
        }
    }

    fn life(&self) -> SignedDuration {
        match (self.state, &self.content) {
            (FileState::Uploading, Some(Content::Form)) => FORM_LIFE,
            _ => UPLOAD_LIFE,
        }
    }

    /// Notes that its sender is told once more how to send it. Whether that has to be kept: not when it was told not long ago.
    #[must_use]
    pub fn is_asked_again(&mut self, now: Timestamp) -> bool {
        let late = now.duration_since(self.asked_at) > self.life() / 4;
        if late {
            self.asked_at = now;
        }
        late
    }

    /// Whether this is other content than what was taken in. A file whose checksum is known is what it is, whatever storage calls
    /// it; for one that came by a form the name of its content is all that tells.
    #[must_use]
    pub fn is_other_content(&self, etag: &str) -> bool {
        self.checksum.is_none() && self.etag.as_deref().is_some_and(|taken| taken != etag)
    }

    /// Whether it may be downloaded.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == FileState::Stored && self.scan != Scan::Infected
    }

    /// How a browser may show it in place; `None` when it may only be saved.
    #[must_use]
    pub fn inline(&self) -> Option<Inline> {
        self.content_type.inline().filter(|_| self.is_open())
    }

    /// Whether the actor may see that it is there.
    #[must_use]
    pub fn is_seen_by(&self, actor: &Actor) -> bool {
        let is_there = self.state != FileState::Uploading || self.content != Some(Content::Form);
        is_there && (actor.is_staff() || (!self.internal && self.is_of_interest_to(actor)))
    }

    /// A file on its way, or one that was set aside, is only its sender's concern; a form that was not sent is nobody's.
    fn is_of_interest_to(&self, actor: &Actor) -> bool {
        self.state == FileState::Stored || self.is_by(actor)
    }

    /// Whether the actor is the one who sends it.
    #[must_use]
    pub fn is_by(&self, actor: &Actor) -> bool {
        self.by.email() == actor.email()
    }

    /// The length of each part, in order; none for a file that comes in one piece.
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
