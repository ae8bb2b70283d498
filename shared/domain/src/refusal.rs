//! The reasons for which a command is refused.

use crate::desk::MoveComment;
use crate::value::{DecimalError, StatusId, TextError, TicketId};
use std::fmt::Display;

/// The reason for which a command is refused. A refused command changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The input has mistakes. Each one names its field and what is wrong with it.
    #[error("what was sent has mistakes")]
    Fields(Vec<FieldError>),
    /// The actor is known, but only the desk's people may do this.
    #[error("this is for the people of the desk")]
    ForStaffOnly {
        /// The name of the field that only they may send.
        field: &'static str,
    },
    /// The actor is known, but may not do this, whatever they send.
    #[error("you may not do this")]
    NotAllowed,
    /// The desk takes tickets from those alone who are signed in.
    #[error("sign in first")]
    SignInFirst,
    /// The desk takes tickets from those alone who have an account. The actor is signed in, and has none.
    #[error("the desk has no account for your address")]
    NeedsAccount,
    /// The desk takes tickets from top-level administrators alone. The actor has an account, and is none.
    #[error("only top-level administrators may open tickets here")]
    NeedsAdministrator,
    /// The actor's account belongs to no company.
    #[error("your account belongs to no company")]
    NeedsCompany,
    /// The support access was revoked, or has ended by itself.
    #[error("the support access has ended")]
    AccessEnded,
    /// The portal of the support access is not one of the company's any more.
    #[error("the portal is not the company's any more")]
    PortalLeft,
    /// The requester has confirmed that the ticket is theirs.
    #[error("the ticket was confirmed before")]
    Confirmed,
    /// The link was mailed again as often as a ticket may have it.
    #[error("the link was sent often enough")]
    LinkSentOften,
    /// The ticket was closed too long ago to be taken up again.
    #[error("the ticket was closed too long ago to be taken up again")]
    PastReopening,
    /// The ticket can be taken up again, so none follows it.
    #[error("the ticket can be taken up again")]
    NotPastReopening,
    /// The ticket is not in a status that is rated.
    #[error("the ticket is not closed")]
    NotClosed,
    /// The rating was given too long ago to be changed.
    #[error("the rating was given more than 7 days ago")]
    RatedLongAgo,
    /// The incident is over. What is new about the same trouble is another one.
    #[error("the incident is closed")]
    IncidentClosed,
    /// The desk has as many open incidents as its status page shows.
    #[error("too many incidents are open: close one first")]
    TooManyIncidents,
    /// The actor is known, but may not make this move.
    #[error("you may not move this ticket there")]
    MoveNotAllowed {
        /// The statuses that the actor may move the ticket to now.
        possible: Vec<StatusId>,
    },
}

impl Refusal {
    /// Returns a refusal for one wrong field.
    #[must_use]
    pub fn field(name: &str, problem: FieldProblem) -> Self {
        Self::Fields(vec![FieldError::new(name, problem)])
    }
}

/// A field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the API and in forms: `requester.email`, `fields.chat_id`.
    pub field: String,
    /// The problem.
    pub problem: FieldProblem,
}

impl FieldError {
    /// Creates an error for the field of that name.
    pub fn new(field: impl Into<String>, problem: FieldProblem) -> Self {
        Self {
            field: field.into(),
            problem,
        }
    }
}

/// A problem with a field. The crate `docket-texts` has the message for each, in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    /// The field is required, and is missing or empty.
    Missing,
    /// The value is longer than `max` characters.
    TooLong {
        /// The most characters that the field takes.
        max: usize,
    },
    /// The field has more than `max` entries.
    TooMany {
        /// The most entries that the field takes.
        max: usize,
    },
    /// The value has a line break, and is to be one line.
    LineBreak,
    /// The value is not one of the choices.
    NotAChoice {
        /// The IDs of the choices.
        choices: Vec<String>,
    },
    /// The value is not an e-mail address.
    NotAnAddress,
    /// The value is not the address of a page with `https://`.
    NotAWebAddress,
    /// The value is not a domain name such as `example.com`.
    NotADomain,
    /// Anybody can get an address at this domain, so it tells nobody's company.
    PublicDomain {
        /// The domain.
        entry: String,
    },
    /// The domain belongs to another company of the desk.
    DomainTaken {
        /// The domain.
        entry: String,
        /// The ID of the other company.
        company: String,
    },
    /// The value is not an ID: lower case letters, digits and single hyphens.
    NotAnId,
    /// Something has this ID already.
    Taken,
    /// There is nothing with this ID.
    NotThere,
    /// The value is no portal of the sender's company, or none that access can be granted to.
    NotAPortal,
    /// Only top-level administrators of the sender's own company can be copied, and this address is none.
    NotAnAdministrator {
        /// The address.
        entry: String,
    },
    /// The value has to be empty: no person sees the field.
    NotEmpty,
    /// The address was confirmed or corrected before, and stays.
    AddressIsFinal,
    /// An entry of a list is not an e-mail address.
    NotAnAddressAmong {
        /// The entry.
        entry: String,
    },
    /// The value is not a number.
    NotANumber,
    /// The value can be read as two numbers.
    AmbiguousNumber {
        /// The number, if its comma separates thousands.
        thousands: String,
        /// The number, if its comma separates decimals.
        decimals: String,
    },
    /// The value is not a whole number from `min` to `max`.
    OutOfRange {
        /// The lowest number that the field takes.
        min: u64,
        /// The highest number that the field takes.
        max: u64,
    },
    /// The value is not a date such as `2026-12-31`.
    NotADate,
    /// The value is not a time such as `2026-12-24T18:00+01:00`.
    NotATime,
    /// The ticket is done, and nobody is called for it.
    TicketIsDone,
    /// The time is over, or not after the one that it follows.
    TooEarly,
    /// The time is more than 366 days after the one that it follows.
    TooLate,
    /// The value is not a web address.
    NotAUrl,
    /// The JSON value is of another type than expected.
    WrongType {
        /// The expected type.
        expected: Expected,
    },
    /// The request takes no field of that name.
    Unknown,
    /// The topic sends people to another contact and opens no ticket.
    Redirects,
    /// The desk has no move from the ticket's status to the wanted one.
    NoSuchMove {
        /// The statuses that the actor may move the ticket to now.
        possible: Vec<StatusId>,
    },
    /// The ticket has the wanted status already, and a comment came with the request.
    AlreadyThere,
    /// The field has a value, but the form does not ask for it: the topic takes no copies, or the
    /// field depends on another choice.
    NotApplicable,
    /// Only the desk's people may send this field.
    ForStaffOnly,
    /// The desk takes no files.
    NoFilesHere,
    /// The file is empty.
    EmptyFile,
    /// The file is larger than the desk takes.
    FileTooLarge {
        /// The most bytes of one file.
        max: u64,
    },
    /// The ticket has as many files as the desk allows, or too many of its files were refused.
    TooManyFiles {
        /// The most files of a ticket.
        max: usize,
    },
    /// All files of the ticket together would be too large.
    TotalTooLarge {
        /// The most bytes of all files of a ticket.
        max: u64,
        /// The bytes that further files may still have.
        left: u64,
    },
    /// The desk takes no files of that media type.
    FileType {
        /// The media types that the desk takes, such as `image/png` or `image/*`.
        types: Vec<String>,
    },
    /// The value is not a SHA-256 of 64 hexadecimal digits.
    NotADigest,
    /// The value is not the ID of a ticket.
    NotATicket,
    /// The desk has no such ticket.
    NoSuchTicket {
        /// The ID.
        ticket: TicketId,
    },
    /// The value is not an idempotency key of 1 to 100 letters, digits and `-_.:`.
    NotAnIdempotencyKey,
    /// The value is not the token of a sign-in link.
    NotASignInLink,
    /// The value is not the token of a mail about an incident, or who got it is told no more.
    NotATokenOfMail,
    /// A file of this size is uploaded in parts, and needs one digest for each part.
    PartsRequired {
        /// The number of parts.
        count: u64,
        /// The bytes of each part but the last.
        bytes: u64,
    },
    /// A file of this size is uploaded in one piece, and takes no digests of parts.
    PartsNotAllowed,
}

/// The type of a JSON value that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A text.
    Text,
    /// An object.
    Object,
    /// `true` or `false`.
    Flag,
}

impl FieldProblem {
    /// Returns the problem of a value that is none of these choices.
    pub(crate) fn choices<'a, T: Display + 'a>(ids: impl Iterator<Item = &'a T>) -> Self {
        Self::NotAChoice {
            choices: ids.map(ToString::to_string).collect(),
        }
    }

    /// Returns the problem of a comment that is missing, or that the move does not take.
    pub(crate) fn comment(rule: MoveComment) -> Self {
        match rule {
            MoveComment::None => Self::Unknown,
            MoveComment::Required | MoveComment::Optional => Self::Missing,
        }
    }
}

impl From<DecimalError> for FieldProblem {
    fn from(error: DecimalError) -> Self {
        match error {
            DecimalError::NotANumber => Self::NotANumber,
            DecimalError::Ambiguous {
                thousands,
                decimals,
            } => Self::AmbiguousNumber {
                thousands,
                decimals,
            },
        }
    }
}

impl From<TextError> for FieldProblem {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Missing,
            TextError::TooLong { max } => Self::TooLong { max },
            TextError::LineBreak => Self::LineBreak,
        }
    }
}
