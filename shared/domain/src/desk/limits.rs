//! How often strangers may do what costs something or writes to people.

use serde::Deserialize;

/// The limits of a desk, an hour unless they say otherwise.
///
/// The defaults let pass 20,000 tickets an hour from many networks, and 500 people behind one address of a
/// congress. `docs/DESKS.md` explains each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The new tickets of the desk.
    pub tickets: u64,
    /// The new tickets from one network.
    pub tickets_per_network: u64,
    /// The forms that are kept past these two, each with a mail to whoever wants to send it.
    pub drafts: u64,
    /// The same from one network.
    pub drafts_per_network: u64,
    /// The new tickets with one requester's address, and the links that are sent there again: the mails to
    /// it that a stranger can cause.
    pub tickets_per_address: u64,
    /// The mails to one address of what people say who do not work at the desk.
    pub mails_per_address: u64,
    /// The mails to one address that no person of the desk caused.
    pub automatic_mails_per_address: u64,
    /// The comments and changes of status on one ticket, of each role, by people who do not work at the desk.
    pub changes_per_ticket: u64,
    /// The same from one network.
    pub changes_per_network: u64,
    /// The files that people who do not work at the desk announce on one ticket.
    pub files_per_ticket: u64,
    /// The bytes of files of one address, a day.
    pub file_bytes_per_address: u64,
    /// The bytes of files from one network, a day.
    pub file_bytes_per_network: u64,
    /// The bytes of files of the desk, a day.
    pub file_bytes: u64,
    /// The downloads of one ticket's files by people who do not work at the desk.
    pub downloads_per_ticket: u64,
    /// The requests for sign-in links, and the uses of them, from one network.
    pub sign_ins_per_network: u64,
}

const GIB: u64 = 1024 * 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            tickets: 40_000,
            tickets_per_network: 1_500,
            drafts: 2_000,
            drafts_per_network: 200,
            tickets_per_address: 20,
            mails_per_address: 100,
            automatic_mails_per_address: 60,
            changes_per_ticket: 60,
            changes_per_network: 3_000,
            files_per_ticket: 60,
            file_bytes_per_address: 2 * GIB,
            file_bytes_per_network: 20 * GIB,
            file_bytes: 100 * GIB,
            downloads_per_ticket: 1_000,
            sign_ins_per_network: 600,
        }
    }
}
