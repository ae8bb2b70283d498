//! What announces and fetches a file.

use super::{KEY, LANGUAGE};
use crate::routes::field::{Field, Kind};
use docket_domain::desk::Attachments;

/// The declaration of a file.
pub(in crate::routes) const FILE: &[Field] = &[
    Field::required(
        "name",
        Kind::Text,
        "The file's name. More than 120 characters are cut, and folders are left out.",
    ),
    Field::required(
        "size",
        Kind::Whole {
            min: 1,
            max: Attachments::MAX_FILE,
        },
        "The size in bytes. The desk says how large a file may be.",
    ),
    Field::optional(
        "content_type",
        Kind::Text,
        "The media type. Without it, the name's extension decides.",
    ),
    Field::optional(
        "sha256",
        Kind::Digest,
        "The SHA-256 of a file that is sent in one piece.",
    ),
    Field::optional(
        "parts",
        Kind::Digests(Attachments::MAX_PARTS),
        "The SHA-256 of each part, for a file larger than the desk's `part_bytes`.",
    ),
    Field::optional(
        "internal",
        Kind::Flag,
        "`true` for a file that only the desk's people see. Only they may send it.",
    ),
];

/// What a download takes.
pub(in crate::routes) const DOWNLOAD: &[Field] = &[
    Field::optional(
        "show",
        Kind::OneOf(&["inline"]),
        "`inline` to show the file in the browser, if its type is safe to show.",
    ),
    KEY,
    LANGUAGE,
];
