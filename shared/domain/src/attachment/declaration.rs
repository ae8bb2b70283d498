//! The declaration of a file before its upload, and the check of it.
//!
//! The check comes first, so that nobody waits for an upload that the desk would refuse.

use super::digest::Digest;
use super::name::FileName;
use crate::desk::{Attachments, Desk};
use crate::refusal::{FieldError, FieldProblem};
use crate::value::{Inline, MediaType, clean};

/// The description of a file that somebody wants to upload, before it is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declaration {
    /// The file's name.
    pub name: String,
    /// The size in bytes, in decimal digits.
    pub size: String,
    /// The media type. If it is empty, the extension of the name decides.
    pub content_type: String,
    /// The SHA-256 of a file that is uploaded in one piece.
    pub sha256: String,
    /// The SHA-256 of each part of a file that is uploaded in parts.
    pub parts: Vec<String>,
    /// `true` makes the file visible to the desk's people only.
    pub internal: bool,
}

/// A declaration that was checked: the desk takes such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The file's name.
    pub name: FileName,
    /// The size in bytes. For a file by a form, the most bytes that it may have.
    pub size: u64,
    /// The declared media type. The inspection replaces it by the type of the content.
    pub content_type: MediaType,
    /// The SHA-256 of the file, or of each of its parts in order. Empty for a file by a form.
    pub sha256: Vec<Digest>,
    /// The bytes of each part but the last. `None` for a file in one piece.
    pub part_bytes: Option<u64>,
    /// `true` makes the file visible to the desk's people only.
    pub internal: bool,
}

impl Declared {
    /// Creates the declaration of a file that an HTML form uploads. Only its greatest size is
    /// known before the upload: `most`, in bytes.
    #[must_use]
    pub fn by_form(most: u64) -> Self {
        Self {
            name: FileName::new(""),
            size: most,
            content_type: MediaType::octet_stream(),
            sha256: Vec::new(),
            part_bytes: None,
            internal: false,
        }
    }

    /// Returns the SHA-256 that S3 will report for the file, in Base64, or the composite one for a
    /// file in parts. Returns `None` for a file by a form.
    #[must_use]
    pub fn checksum(&self) -> Option<String> {
        match (self.part_bytes, self.sha256.first()) {
            (Some(_), _) => Some(Digest::composite(&self.sha256)),
            (None, first) => first.map(Digest::base64),
        }
    }
}

impl Declaration {
    /// Checks the declaration against the desk's limits for files.
    ///
    /// # Errors
    /// With every mistake found, each under the name of its field.
    pub fn check(&self, desk: &Desk) -> Result<Declared, Vec<FieldError>> {
        let mut mistakes = Vec::new();
        let mut wrong = |name: &str, problem| mistakes.push(FieldError::new(name, problem));
        let Some(limits) = &desk.attachments else {
            return Err(vec![FieldError::new("name", FieldProblem::NoFilesHere)]);
        };
        if clean::is_blank(&self.name) {
            wrong("name", FieldProblem::Missing);
        }
        let content_type = self.content_type(limits);
        if !content_type
            .as_ref()
            .is_some_and(|kind| kind.is_among(&limits.types))
        {
            let types = limits.types.clone();
            wrong("content_type", FieldProblem::FileType { types });
        }
        let size = self.size(limits);
        let size = size.map_err(|problem| wrong("size", problem)).ok();
        let digests = size.and_then(|size| {
            let digests = self.digests(size, limits);
            digests.map_err(|(name, problem)| wrong(name, problem)).ok()
        });
        match (size, content_type, digests) {
            (Some(size), Some(content_type), Some(sha256)) if mistakes.is_empty() => Ok(Declared {
                name: FileName::new(&self.name),
                size,
                content_type,
                sha256,
                part_bytes: (size > limits.part_bytes).then_some(limits.part_bytes),
                internal: self.internal,
            }),
            _ => Err(mistakes),
        }
    }

    /// Returns the declared type, or the one that the ending of the name stands for where only the
    /// desk takes that: systems call a CSV a spreadsheet, and know no type of a log.
    fn content_type(&self, limits: &Attachments) -> Option<MediaType> {
        let declared = MediaType::parse(&self.content_type);
        let is_silent = match &declared {
            Some(declared) => declared.is_octet_stream(),
            None => clean::is_blank(&self.content_type),
        };
        let is_taken = |kind: &MediaType| kind.is_among(&limits.types);
        // Of images and videos, every system knows the type.
        let is_confused = |kind: &MediaType| match kind.inline() {
            Some(Inline::Image | Inline::Video) => false,
            Some(Inline::Text) | None => is_taken(kind),
        };
        let named = MediaType::of_name(&self.name);
        match named.filter(|named| is_silent || is_confused(named)) {
            Some(named) if !declared.as_ref().is_some_and(is_taken) => Some(named),
            _ => declared,
        }
    }

    fn size(&self, limits: &Attachments) -> Result<u64, FieldProblem> {
        if self.size.is_empty() {
            return Err(FieldProblem::Missing);
        }
        let plain = self.size.chars().all(|c| c.is_ascii_digit()) && self.size.len() <= 20;
        if !plain {
            let max = limits.max_bytes;
            return Err(FieldProblem::OutOfRange { min: 1, max });
        }
        match self.size.parse::<u64>() {
            Ok(0) => Err(FieldProblem::EmptyFile),
            Ok(size) if size <= limits.max_bytes => Ok(size),
            _ => Err(FieldProblem::FileTooLarge {
                max: limits.max_bytes,
            }),
        }
    }

    /// Returns the digests of a file of that size: one for the file, or one for each part.
    fn digests(
        &self,
        size: u64,
        limits: &Attachments,
    ) -> Result<Vec<Digest>, (&'static str, FieldProblem)> {
        if size <= limits.part_bytes {
            if !self.parts.is_empty() {
                return Err(("parts", FieldProblem::PartsNotAllowed));
            }
            if self.sha256.is_empty() {
                return Err(("sha256", FieldProblem::Missing));
            }
            let digest = self.sha256.parse();
            return digest
                .map(|digest| vec![digest])
                .map_err(|_| ("sha256", FieldProblem::NotADigest));
        }
        let count = size.div_ceil(limits.part_bytes);
        if !self.sha256.is_empty() || self.parts.len() as u64 != count {
            let bytes = limits.part_bytes;
            return Err(("parts", FieldProblem::PartsRequired { count, bytes }));
        }
        let digests: Result<_, _> = self.parts.iter().map(|part| part.parse()).collect();
        digests.map_err(|_| ("parts", FieldProblem::NotADigest))
    }
}
