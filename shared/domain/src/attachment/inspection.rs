//! The inspection of a file that has arrived: whether it is put on the ticket or set aside.

use super::name::FileName;
use super::quarantine::QuarantineReason;
use super::state::{Attachment, Content, FileState};
use crate::desk::Desk;
use crate::value::MediaType;

/// What storage has of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObject {
    /// Its bytes.
    pub size: u64,
    /// Its SHA-256 as S3 tells it, in Base64: of the whole, or the composite of its parts.
    pub checksum: Option<String>,
    /// How it begins.
    pub begin: Vec<u8>,
    /// What its sender's form called it.
    pub name: Option<String>,
}

/// A file that has arrived, as it then stands: on the ticket or aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The file.
    pub attachment: Attachment,
    /// What takes up less room than was held free for it: the bytes, and the file itself when it was set aside.
    pub freed_bytes: u64,
}

impl Attachment {
    /// What becomes of the file now that storage has it. What was held free for it and is not needed is free again.
    #[must_use]
    pub fn inspect(&self, found: &StoredObject, desk: &Desk) -> Inspection {
        // A form says nothing of its file but the name.
        let named = found.name.as_deref().filter(|_| self.is_by_form());
        let declared = named.and_then(MediaType::of_name);
        let declared = declared.as_ref().unwrap_or(&self.content_type);
        let content_type = MediaType::of_content(&found.begin, declared);
        let reason = self.unfit(found, &content_type, desk);
        let mut attachment = self.clone();
        attachment.content = None;
        if let Some(name) = named {
            attachment.name = FileName::new(name);
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
        Inspection {
            attachment,
            freed_bytes,
        }
    }

    /// What is told of a file that came by the same form as this one: the file that came first stays.
    #[must_use]
    pub fn second_by_form(&self, found: &StoredObject) -> Self {
        let mut second = self.clone();
        if let Some(name) = found.name.as_deref() {
            second.name = FileName::new(name);
        }
        second.size = found.size;
        second.state = FileState::Quarantined;
        second.reason = Some(QuarantineReason::SecondByForm);
        second
    }

    fn unfit(
        &self,
        found: &StoredObject,
        content_type: &MediaType,
        desk: &Desk,
    ) -> Option<QuarantineReason> {
        let told = self.checksum.is_some();
        let different = told && (found.size != self.size || found.checksum != self.checksum);
        let types = desk.attachments.as_ref().map(|limits| &limits.types);
        let fits = types.is_some_and(|types| content_type.is_among(types));
        if different {
            Some(QuarantineReason::Different)
        } else if found.size == 0 {
            Some(QuarantineReason::Empty)
        } else if found.size > self.size {
            Some(QuarantineReason::TooLarge)
        } else if !fits {
            let found = content_type.clone();
            Some(QuarantineReason::Type { found })
        } else {
            None
        }
    }

    fn is_by_form(&self) -> bool {
        self.content == Some(Content::Form)
    }
}
