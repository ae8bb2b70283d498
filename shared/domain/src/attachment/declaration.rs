//! What is said of a file before it is sent, and what is refused then: nobody waits for an upload that cannot be taken.

use super::digest::Digest;
use super::name::FileName;
use crate::actor::Actor;
use crate::desk::{Attachments, Desk};
use crate::refusal::{FieldError, FieldProblem};
use crate::value::MediaType;

/// What somebody says of a file that they want to send, as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declaration {
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub size: String,
    /// Its type.
    pub content_type: String,
    /// Its SHA-256.
    pub sha256: String,
    /// The SHA-256 of each of its parts.
    pub parts: Vec<String>,
    /// Whether only the desk's people are to see it.
    pub internal: bool,
}

/// A file that the desk takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// What it is called.
    pub name: FileName,
    /// How many bytes it has.
    pub size: u64,
    /// Its type, as long as its content has not been seen.
    pub content_type: MediaType,
    /// The SHA-256 of the file, or of each of its parts.
    pub sha256: Vec<Digest>,
    /// The bytes of each part; `None` for a file in one piece.
    pub part_bytes: Option<u64>,
    /// Whether only the desk's people are to see it.
    pub internal: bool,
}

impl Declared {
    /// A file that comes by a form, of which nothing is known but how long it may be.
    #[must_use]
    pub fn by_form(most: u64) -> Self {
        Self {
            name: FileName::new(""),
            size: most,
            content_type: MediaType::bytes(),
            sha256: Vec::new(),
            part_bytes: None,
            internal: false,
        }
    }

    /// The SHA-256 that S3 will give it, in Base64.
    #[must_use]
    pub fn checksum(&self) -> Option<String> {
        match (self.part_bytes, self.sha256.first()) {
            (Some(_), _) => Some(Digest::composite(&self.sha256)),
            (None, first) => first.map(Digest::base64),
        }
    }
}

impl Declaration {
    /// The file, if the desk takes such files.
    ///
    /// # Errors
    /// With everything that is wrong.
    pub fn check(&self, desk: &Desk, actor: &Actor) -> Result<Declared, Vec<FieldError>> {
        let mut mistakes = Vec::new();
        let mut wrong = |name: &str, problem| mistakes.push(FieldError::new(name, problem));
        let Some(limits) = &desk.attachments else {
            return Err(vec![FieldError::new("name", FieldProblem::NoFilesHere)]);
        };
        if self.name.trim().is_empty() {
            wrong("name", FieldProblem::Missing);
        }
        if self.internal && !actor.is_staff() {
            wrong("internal", FieldProblem::ForStaffOnly);
        }
        let content_type = self.content_type();
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

    /// The type that was named; where that says nothing, the one that the name's ending stands for.
    fn content_type(&self) -> Option<MediaType> {
        let named = MediaType::parse(&self.content_type);
        let silent = match &named {
            Some(named) => named.is_bytes(),
            None => self.content_type.trim().is_empty(),
        };
        if silent {
            MediaType::of_name(&self.name)
        } else {
            named
        }
    }

    fn size(&self, limits: &Attachments) -> Result<u64, FieldProblem> {
        if self.size.is_empty() {
            return Err(FieldProblem::Missing);
        }
        let plain = self.size.chars().all(|c| c.is_ascii_digit()) && self.size.len() <= 20;
        if !plain {
            return Err(FieldProblem::NotANumber);
        }
        match self.size.parse::<u64>() {
            Ok(0) => Err(FieldProblem::EmptyFile),
            Ok(size) if size <= limits.max_bytes => Ok(size),
            _ => Err(FieldProblem::FileTooLarge {
                max: limits.max_bytes,
            }),
        }
    }

    /// The digests of a file of that size: one, or one for each part.
    fn digests(
        &self,
        size: u64,
        limits: &Attachments,
    ) -> Result<Vec<Digest>, (&'static str, FieldProblem)> {
        if size <= limits.part_bytes {
            if !self.parts.is_empty() {
                return Err(("parts", FieldProblem::NotInParts));
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
            return Err(("parts", FieldProblem::InParts { count, bytes }));
        }
        let digests: Result<_, _> = self.parts.iter().map(|part| part.parse()).collect();
        digests.map_err(|_| ("parts", FieldProblem::NotADigest))
    }
}
