//! Why a command is not carried out.

use crate::desk::{MoveComment, Phase};
use crate::value::{ChoiceId, StatusId, TextError};

/// Why a command is not carried out. Nothing has happened then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What was sent has mistakes, each with the field's name and the way out.
    #[error("what was sent has mistakes")]
    Fields(Vec<FieldError>),
    /// The actor is known, and may not do this.
    #[error("this is for the people of the desk")]
    ForStaffOnly,
    /// The actor is known, and may not make this move; these statuses are open to them.
    #[error("you may not move this ticket there")]
    MoveNotAllowed {
        /// Where the actor may move the ticket now.
        possible: Vec<StatusId>,
    },
}

impl Refusal {
    /// One field is wrong.
    #[must_use]
    pub fn field(name: &str, problem: FieldProblem) -> Self {
        Self::Fields(vec![FieldError::new(name, problem)])
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name as it is sent: `requester.email`, `fields.chat_id`.
    pub field: String,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

impl FieldError {
    /// That problem with that field.
    pub fn new(field: impl Into<String>, problem: FieldProblem) -> Self {
        Self {
            field: field.into(),
            problem,
        }
    }
}

/// What can be wrong with a field. Texts in each language stand beside the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    /// It is needed and not there, or empty.
    Missing,
    /// It is longer than that many characters.
    TooLong {
        /// The most characters it may have.
        max: usize,
    },
    /// More entries than allowed.
    TooMany {
        /// The most entries it may have.
        max: usize,
    },
    /// It holds a control character, or a line break where one line is expected.
    ControlCharacter,
    /// It is none of the choices.
    NotAChoice {
        /// What can be chosen.
        choices: Vec<String>,
    },
    /// It is no e-mail address.
    NotAnAddress,
    /// It is no number.
    NotANumber,
    /// It is no whole number between these two.
    OutOfRange {
        /// The lowest.
        min: i32,
        /// The highest.
        max: i32,
    },
    /// It is no day.
    NotADate,
    /// It is no address on the web.
    NotAUrl,
    /// It is of another type than expected.
    WrongType {
        /// What is expected: `a text`, `a list of texts`, `an object`, `true or false`.
        expected: &'static str,
    },
    /// There is no such field here.
    Unknown,
    /// The topic sends people elsewhere and makes no ticket.
    Redirects,
    /// The ticket cannot go there from where it is.
    NoSuchMove {
        /// Where it can go.
        possible: Vec<StatusId>,
    },
    /// The ticket is there already.
    AlreadyThere,
    /// It is asked only together with another choice.
    NotAskedHere,
    /// It is for the desk's people.
    ForStaffOnly,
    /// The desk takes no files.
    NoFilesHere,
    /// The file has no bytes.
    EmptyFile,
    /// The file has more bytes than the desk takes.
    FileTooLarge {
        /// The most bytes of a file.
        max: u64,
    },
    /// The ticket has as many files as it can have.
    TooManyFiles {
        /// The most files of a ticket.
        max: usize,
    },
    /// The files of the ticket would have too many bytes in all.
    NoRoom {
        /// The most bytes in all.
        max: u64,
        /// How many are left.
        left: u64,
    },
    /// The desk takes no files of that type.
    FileType {
        /// The types that it takes.
        types: Vec<String>,
    },
    /// It is no SHA-256.
    NotADigest,
    /// A file of this length comes in parts, and each has a digest.
    InParts {
        /// How many parts it has.
        count: u64,
        /// The bytes of each but the last.
        bytes: u64,
    },
    /// A file of this length comes in one piece.
    NotInParts,
}

impl FieldProblem {
    pub(crate) fn choices<'a>(ids: impl Iterator<Item = &'a ChoiceId>) -> Self {
        Self::NotAChoice {
            choices: ids.map(ToString::to_string).collect(),
        }
    }

    /// The phases that a list can be asked for.
    #[must_use]
    pub fn phases() -> Self {
        Self::NotAChoice {
            choices: Phase::ALL.iter().map(ToString::to_string).collect(),
        }
    }

    pub(crate) fn comment(rule: MoveComment) -> Self {
        match rule {
            MoveComment::None => Self::Unknown,
            MoveComment::Required | MoveComment::Optional => Self::Missing,
        }
    }
}

impl From<TextError> for FieldProblem {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Missing,
            TextError::TooLong { max } => Self::TooLong { max },
            TextError::ControlCharacter => Self::ControlCharacter,
        }
    }
}
