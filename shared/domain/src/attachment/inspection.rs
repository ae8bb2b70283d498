//! The inspection of an uploaded file. It decides whether the ticket or quarantine gets the file.

use super::name::FileName;
use super::quarantine::QuarantineReason;
use super::state::{Attachment, Content, FileState};
use crate::desk::Desk;
use crate::value::MediaType;

/// An uploaded file, as storage reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObject {
    /// The size in bytes.
    pub size: u64,
    /// The SHA-256 that S3 reports, in Base64: of the whole file, or the composite of its parts.
    pub checksum: Option<String>,
    /// The first bytes of the file, by which its type is recognised.
    pub begin: Vec<u8>,
    /// The file's name, if an HTML form uploaded it.
    pub name: Option<String>,
}

/// The result of an inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The file after the inspection, in state [`FileState::Stored`] or [`FileState::Quarantined`].
    pub attachment: Attachment,
    /// The bytes that were reserved for the file and are free again: all of them if it is in
    /// quarantine, otherwise those that it did not need.
    pub freed_bytes: u64,
}

impl Attachment {
    /// Inspects the uploaded file: checks it against its declaration and the desk's limits.
    ///
    /// A file that passes is [`FileState::Stored`]. Any other is [`FileState::Quarantined`], with
    /// the reason.
    #[must_use]
    pub fn inspect(&self, found: &StoredObject, desk: &Desk) -> Inspection {
        // An HTML form tells nothing about its file but the name.
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

    /// Returns the quarantined file for a second upload by the form that uploaded this file. The
    /// first file stays as it is.
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

    /// Returns the reason for which the file goes to quarantine. Returns `None` if it passes.
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
