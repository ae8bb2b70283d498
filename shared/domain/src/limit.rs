//! Limits: what is counted, in which windows, and when a window is over.

use crate::access::Role;
use crate::actor::Actor;
use crate::desk::Desk;
use crate::value::{EmailAddress, Network, TicketId};
use jiff::{SignedDuration, Timestamp};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Something that somebody does who does not work at the desk, with what it is counted by.
#[derive(Debug, Clone, Copy)]
pub enum CountedAct<'a> {
    /// Opens a ticket for the requester with this address.
    OpenTicket(&'a EmailAddress),
    /// Has a form kept that a limit turned away, and a link mailed to this address to send it.
    KeepDraft(&'a EmailAddress),
    /// Has a form held until its sender has signed in. Nobody is mailed.
    HoldForm,
    /// Sends a form by such a link. It was counted for its address when it was kept.
    SendDraft,
    /// Has the ticket's link mailed to this address: again, or since it is the right one.
    SendLink(&'a EmailAddress),
    /// Has a mail of their words written to this address: that of somebody else on the ticket.
    WriteTo(&'a EmailAddress),
    /// Causes a mail to this address, without being of the desk.
    MailAutomatically(&'a EmailAddress),
    /// Asks that this address be told of an incident. A mail asks its holder.
    FollowIncident(&'a EmailAddress),
    /// Comments, or changes the status. Whoever has the opener's key uses up nothing of the others.
    ChangeTicket(&'a TicketId, Role),
    /// Announces a file of so many bytes.
    AttachFile(&'a TicketId, &'a Actor, u64),
    /// Downloads a file.
    DownloadFile(&'a TicketId, Role),
    /// Opens a ticket for oneself, signed in. What strangers open in one's name uses up nothing of it.
    OpenOwnTicket(&'a EmailAddress),
    /// Asks for a sign-in link, or uses one.
    SignIn,
    /// Has a sign-in link mailed to this address, of somebody who does not work at the desk.
    MailSignInLink(&'a EmailAddress),
    /// Has one mailed to an address that has neither an account nor asked for anything: anybody may make up such addresses.
    MailSignInLinkToStranger(&'a EmailAddress),
}

/// The most sign-in links that are mailed to one mailbox in an hour and in a day, by all desks. Anybody may ask for them.
const SIGN_IN_MAILS: (u64, u64) = (6, 20);

/// The most sign-in links that a desk mails in an hour to addresses of which it knows nothing.
const SIGN_IN_MAILS_TO_STRANGERS: u64 = 500;

/// A limit that applies to an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The name, as it stands in logs.
    pub name: &'static str,
    /// The name of what is counted, as a part of a key: the limit, of whom, and in which window.
    pub counter: String,
    /// How much the act adds.
    pub adds: u64,
    /// The most that may be added in the window.
    pub most: u64,
    /// The end of the window. The next one starts at zero.
    pub ends_at: Timestamp,
}

impl Desk {
    /// Returns the limits that apply to an act from that network. They are counted in this order, and the
    /// first that is reached ends it: so a flood from one network uses up no address and no desk. What comes
    /// from an unknown network is counted as one of its own.
    #[must_use]
    pub fn limits_of(
        &self,
        act: CountedAct<'_>,
        from: Option<&Network>,
        now: Timestamp,
    ) -> Vec<Limit> {
        let (desk, most) = (self.id.as_str(), &self.limits);
        let from = from.map_or("unknown", Network::as_str);
        let from = format!("{desk}#{from}");
        let hourly = |name, of: &str, most| Limit::new(name, of, 1, most, HOUR, now);
        let daily = |name, of: &str, adds, most| Limit::new(name, of, adds, most, DAY, now);
        let in_role = |id: &TicketId, role: Role| format!("{id}#{role}");
        match act {
            // An address gets mails of all desks of the stack.
            CountedAct::OpenTicket(email) => vec![
                hourly("tickets_per_network", &from, most.tickets_per_network),
                hourly(
                    "tickets_per_address",
                    &email.mailbox(),
                    most.tickets_per_address,
                ),
                hourly("tickets", desk, most.tickets),
            ],
            CountedAct::OpenOwnTicket(email) => vec![
                hourly("tickets_per_network", &from, most.tickets_per_network),
                hourly(
                    "tickets_per_person",
                    &format!("{desk}#{}", email.mailbox()),
                    most.tickets_per_address,
                ),
                hourly("tickets", desk, most.tickets),
            ],
            CountedAct::MailSignInLink(email) => {
                let (in_hour, in_day) = SIGN_IN_MAILS;
                vec![
                    hourly("sign_in_mails", &email.mailbox(), in_hour),
                    daily("sign_in_mails_a_day", &email.mailbox(), 1, in_day),
                ]
            }
            CountedAct::MailSignInLinkToStranger(email) => {
                let most = SIGN_IN_MAILS_TO_STRANGERS;
                let mut limits = self.limits_of(CountedAct::MailSignInLink(email), None, now);
                limits.push(hourly("sign_in_mails_to_strangers", desk, most));
                limits
            }
            CountedAct::KeepDraft(email) => vec![
                hourly("drafts_per_network", &from, most.drafts_per_network),
                // Before the address: what the desk turns away uses up nothing of anybody's.
                hourly("drafts", desk, most.drafts),
                hourly(
                    "tickets_per_address",
                    &email.mailbox(),
                    most.tickets_per_address,
                ),
            ],
            CountedAct::HoldForm => vec![
                hourly("drafts_per_network", &from, most.drafts_per_network),
                hourly("drafts", desk, most.drafts),
            ],
            // A desk that keeps none takes none: its form is closed.
            CountedAct::SendDraft => vec![hourly("drafts", &format!("{desk}#sent"), most.drafts)],
            CountedAct::SendLink(email) => {
                let per_address = most.tickets_per_address;
                vec![hourly("tickets_per_address", &email.mailbox(), per_address)]
            }
            CountedAct::WriteTo(email) => {
                let per_address = most.mails_per_address;
                vec![hourly("mails_per_address", &email.mailbox(), per_address)]
            }
            CountedAct::FollowIncident(email) => vec![
                hourly("tickets_per_network", &from, most.tickets_per_network),
                hourly(
                    "tickets_per_address",
                    &email.mailbox(),
                    most.tickets_per_address,
                ),
                hourly("followers", desk, most.tickets),
            ],
            CountedAct::MailAutomatically(email) => {
                let name = "automatic_mails_per_address";
                let per_address = most.automatic_mails_per_address;
                vec![hourly(name, &email.mailbox(), per_address)]
            }
            CountedAct::ChangeTicket(id, role) => vec![
                hourly("changes_per_network", &from, most.changes_per_network),
                hourly(
                    "changes_per_ticket",
                    &in_role(id, role),
                    most.changes_per_ticket,
                ),
            ],
            CountedAct::AttachFile(id, by, bytes) => {
                let per_ticket = in_role(id, by.role());
                let mut limits = vec![
                    daily(
                        "file_bytes_per_network",
                        &from,
                        bytes,
                        most.file_bytes_per_network,
                    ),
                    hourly("files_per_ticket", &per_ticket, most.files_per_ticket),
                    daily("file_bytes", desk, bytes, most.file_bytes),
                ];
                // The address of an opener may be somebody else's.
                if let (Some(email), false) = (by.email(), by.role() == Role::Opener) {
                    let per_address = most.file_bytes_per_address;
                    limits.push(daily(
                        "file_bytes_per_address",
                        email.as_str(),
                        bytes,
                        per_address,
                    ));
                }
                limits
            }
            CountedAct::DownloadFile(id, role) => {
                let per_ticket = most.downloads_per_ticket;
                vec![hourly(
                    "downloads_per_ticket",
                    &in_role(id, role),
                    per_ticket,
                )]
            }
            CountedAct::SignIn => vec![hourly(
                "sign_ins_per_network",
                &from,
                most.sign_ins_per_network,
            )],
        }
    }
}

impl Limit {
    /// Returns the limit of mails a second that are not urgent, of the whole stack. Somebody takes several of
    /// them at once.
    #[must_use]
    pub fn of_mails(several: u64, most: u64, now: Timestamp) -> Self {
        Self::new("mails_per_second", "stack", several, most, 1, now)
    }

    fn new(
        name: &'static str,
        of: &str,
        adds: u64,
        most: u64,
        window: i64,
        now: Timestamp,
    ) -> Self {
        let number = now.as_second().div_euclid(window);
        let ends_at = Timestamp::from_second((number + 1) * window).unwrap_or(Timestamp::MAX);
        Self {
            name,
            counter: format!("{name}#{of}#{number}"),
            adds,
            most,
            ends_at,
        }
    }

    /// Returns how long nothing more can be done: until the window ends, and a second at least.
    #[must_use]
    pub fn ends_in(&self, now: Timestamp) -> SignedDuration {
        let left = self.ends_at.duration_since(now);
        SignedDuration::from_secs(left.as_secs().max(0) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_on_the_hour() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let limit = |now: &str| Limit::new("tickets", "d", 1, 10, HOUR, at(now));
        let (first, last) = (
            limit("2026-11-28T10:00:00Z"),
            limit("2026-11-28T10:59:59.999Z"),
        );
        assert_eq!(first, last);
        assert_eq!(first.ends_at, at("2026-11-28T11:00:00Z"));
        assert_ne!(first.counter, limit("2026-11-28T11:00:00Z").counter);
        assert_eq!(first.ends_in(at("2026-11-28T10:59:59.5Z")).as_secs(), 1);
        assert_eq!(first.ends_in(at("2026-11-28T10:00:00Z")).as_secs(), 3601);
    }
}
