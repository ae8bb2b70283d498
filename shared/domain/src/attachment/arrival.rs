//! What becomes of a file that has arrived.

use super::{Attachment, Content, FileState, MediaType};
use crate::desk::Desk;
use serde::{Deserialize, Serialize};

/// What storage has of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its bytes.
    pub size: u64,
    /// Its SHA-256 as S3 tells it, in Base64: of the whole, or the composite of its parts.
    pub checksum: Option<String>,
    /// How it begins.
    pub begin: Vec<u8>,
    /// What its sender's form called it.
    pub name: Option<String>,
}

/// Why a file was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Quarantine {
    /// Its content is of a type that the desk does not take.
    Type {
        /// What the content is.
        found: MediaType,
    },
    /// It is not the file that was declared: it has another length or another checksum.
    Different,
    /// There is nothing in it.
    Empty,
    /// It is longer than the desk takes.
    TooLarge,
    /// Another file had come by the same form.
    SecondByForm,
}

impl Quarantine {
    /// Its name in the API.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Type { .. } => "type",
            Self::Different => "different",
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::SecondByForm => "second_by_form",
        }
    }
}

/// A file that has arrived, as it then stands: on the ticket or aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The file.
    pub attachment: Attachment,
    /// What takes up less room than was held free for it: the bytes, and the file itself when it was set aside.
    pub freed_bytes: u64,
}

impl Attachment {
    /// What becomes of the file now that storage has it. What was held free for it and is not needed is free again.
    #[must_use]
    pub fn arrived(&self, found: &Found, desk: &Desk) -> Arrival {
        // A form says nothing of its file but the name.
        let named = found.name.as_deref().filter(|_| self.is_by_form());
        let declared = named.and_then(MediaType::of_name);
        let declared = declared.as_ref().unwrap_or(&self.content_type);
        let content_type = MediaType::of_content(&found.begin, declared);
        let reason = self.unfit(found, &content_type, desk);
        let mut attachment = self.clone();
        attachment.content = None;
        if let Some(name) = named {
            attachment.name = super::FileName::new(name);
        }
        attachment.content_type = content_type;
        attachment.size = found.size;
        attachment.state = match reason {
            None => FileState::Stored,
            Some(_) => FileState::Quarantined,
        };
        let freed_bytes = match reason {
            None => self.size.saturating_sub(found.size),
            Some(_) => self.size,
        };
        attachment.reason = reason;
        Arrival {
            attachment,
            freed_bytes,
        }
    }

    /// What is told of a file that came by the same form as this one: the file that came first stays.
    #[must_use]
    pub fn second_by_form(&self, found: &Found) -> Self {
        let mut second = self.clone();
        if let Some(name) = found.name.as_deref() {
            second.name = super::FileName::new(name);
        }
        second.size = found.size;
        second.state = FileState::Quarantined;
        second.reason = Some(Quarantine::SecondByForm);
        second
    }

    fn unfit(&self, found: &Found, content_type: &MediaType, desk: &Desk) -> Option<Quarantine> {
        let told = self.checksum.is_some();
        let different = told && (found.size != self.size || found.checksum != self.checksum);
        let types = desk.attachments.as_ref().map(|limits| &limits.types);
        let fits = types.is_some_and(|types| content_type.is_among(types));
        if different {
            Some(Quarantine::Different)
        } else if found.size == 0 {
            Some(Quarantine::Empty)
        } else if found.size > self.size {
            Some(Quarantine::TooLarge)
        } else if !fits {
            let found = content_type.clone();
            Some(Quarantine::Type { found })
        } else {
            None
        }
    }

    fn is_by_form(&self) -> bool {
        self.content == Some(Content::Form)
    }
}
