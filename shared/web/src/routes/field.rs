//! A field of a request's input, and its kind.

/// A field of a body, a parameter of a query, or a header.
#[derive(Debug)]
pub struct Field {
    /// The name. `requester.email` is the member `email` of the object `requester`, and a form's field
    /// of that name. `fields.*` stands for every member of the object `fields`.
    pub name: &'static str,
    /// The kind of value.
    pub kind: Kind,
    /// `true` when the request is refused without it.
    pub required: bool,
    /// What the field is, in one line.
    pub about: &'static str,
}

/// A kind of value, with its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of at most so many characters.
    Line(usize),
    /// Text of several lines, of at most so many characters.
    Prose(usize),
    /// Text that is taken as it is: any length that the body may have.
    Text,
    /// An e-mail address.
    Email,
    /// Up to so many e-mail addresses: a list, or one text with commas or spaces between them.
    Emails(usize),
    /// An ID that the desk file gives, such as that of a topic.
    Id,
    /// The code of a language, such as `en`.
    Language,
    /// `true` or `false`. A form's check box sends `on`.
    Flag,
    /// A whole number between these two.
    Whole {
        /// The lowest number.
        min: u64,
        /// The highest number.
        max: u64,
    },
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of these words, or an e-mail address.
    OneOfOrEmail(&'static [&'static str]),
    /// A SHA-256 in 64 hexadecimal digits.
    Digest,
    /// The SHA-256 of each of up to so many parts.
    Digests(u64),
    /// A text that Docket gave out, and takes back as it is.
    Opaque,
    /// A value of the desk's own: a text or a number.
    Value,
    /// One value of the desk's own, or a list of them.
    Values,
    /// An idempotency key of at least so many characters. An empty field of a form counts as none.
    IdempotencyKey(u8),
    /// An `ETag`, or `*`.
    Version,
}

impl Field {
    /// Makes a field that may be left out.
    pub(super) const fn optional(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self {
            name,
            kind,
            required: false,
            about,
        }
    }

    /// Makes a field that must be there.
    pub(super) const fn required(name: &'static str, kind: Kind, about: &'static str) -> Self {
        let field = Self::optional(name, kind, about);
        Self {
            required: true,
            ..field
        }
    }
}
