//! The folders of the bucket, and the keys of objects in them.

use docket_domain::TicketId;
use docket_domain::attachment::FileId;

/// A folder of the bucket.
#[derive(Debug, Clone, Copy)]
pub(super) enum Folder {
    Incoming,
    Files,
    Quarantine,
}

impl Folder {
    pub(super) fn key(self, ticket: &TicketId, file: FileId) -> String {
        let folder = match self {
            Self::Incoming => "incoming",
            Self::Files => "files",
            Self::Quarantine => "quarantine",
        };
        format!("{folder}/{ticket}/{file}")
    }
}

/// The beginning of the keys of files that are on a ticket.
pub const STORED: &str = "files/";

/// Returns the key of a file that is on a ticket.
#[must_use]
pub fn stored_key(ticket: &TicketId, file: FileId) -> String {
    Folder::Files.key(ticket, file)
}

/// Returns the ticket and the file to which the object with this key belongs. Returns `None` when
/// it is not the key of a file.
#[must_use]
pub fn parse_key(key: &str) -> Option<(TicketId, FileId)> {
    let mut parts = key.split('/').skip(1);
    let ticket = parts.next()?.parse().ok()?;
    let file = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some((ticket, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_ticket_and_its_file() {
        let file = "0190a0b1-0000-7000-8000-000000000000";
        let (ticket, id) = parse_key(&format!("incoming/SPSUP-1494/{file}")).unwrap();
        assert_eq!(ticket.to_string(), "SPSUP-1494");
        assert_eq!(
            Folder::Files.key(&ticket, id),
            format!("files/SPSUP-1494/{file}")
        );
        for other in [
            "",
            "incoming",
            "incoming/SPSUP-1494",
            &format!("incoming/SPSUP-1494/{file}/x"),
            &format!("incoming/x/{file}"),
            "incoming/SPSUP-1494/x",
        ] {
            assert_eq!(parse_key(other), None, "{other}");
        }
    }
}
