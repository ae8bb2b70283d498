//! Who is on a ticket, and what of an event somebody sees.

use super::change::Change;
use super::event::Event;
use super::opening::Opening;
use super::state::Ticket;
use crate::access::Action;
use crate::account::Account;
use crate::actor::{Actor, Requester};
use crate::desk::Desk;
use crate::value::EmailAddress;

impl Ticket {
    /// Returns the role on the ticket of somebody who has proven to read the mails of an address. Returns `None` for somebody who
    /// is not on the ticket. Whoever is copied is on it once the requester is confirmed: until then, a stranger may have copied them.
    ///
    /// `account` is theirs. Where a company is one account, all its people are the one who asked.
    #[must_use]
    pub fn actor_with(
        &self,
        desk: &Desk,
        email: &EmailAddress,
        account: Option<&Account>,
    ) -> Option<Actor> {
        if self.requester.email == *email {
            return Some(Actor::Requester(self.requester.clone()));
        }
        let company = account.and_then(|account| account.company.as_ref());
        if company.is_some() && company == self.company.as_ref() && desk.shows_company() {
            let email = email.clone();
            return Some(match desk.has_company_accounts() {
                true => Actor::Requester(Requester {
                    email,
                    name: account.and_then(|account| account.name.clone()),
                }),
                false => Actor::Colleague { email },
            });
        }
        let is_told = self.confirmed_at.is_some() && !self.disowned && desk.keeps_copied(account);
        let watcher = self.watchers.iter().find(|watcher| *watcher == email);
        watcher.filter(|_| is_told).map(|email| Actor::Watcher {
            email: email.clone(),
        })
    }
}

impl Ticket {
    /// Returns those who are copied, as `reader` sees them. Whoever only opened the ticket sees whom they copied themselves: `opening` says whom.
    pub fn watchers_seen_by<'t>(
        &'t self,
        reader: &'t Actor,
        opening: Option<&'t Opening>,
    ) -> impl Iterator<Item = &'t EmailAddress> {
        let is_seen = move |email: &&EmailAddress| {
            reader.may(Action::SeeAnswers)
                || opening.is_some_and(|opening| opening.cc.contains(email))
        };
        self.watchers.iter().filter(is_seen)
    }
}

impl Event {
    /// Returns the event without what of it is the desk's own affair.
    #[must_use]
    pub fn for_people(mut self) -> Self {
        if let Change::Assigned(assigned) = &mut self.change {
            assigned.hide();
        }
        self
    }

    /// Returns the event as `reader` sees it. Returns `None` if they do not see it.
    ///
    /// The desk's people see all of every event. Others see no internal comment or file, and a file in
    /// quarantine only if they sent it. An opener sees what came by their key, and of all else only that
    /// the status changed: the address that they gave may be somebody else's, who alone may read answers.
    #[must_use]
    pub fn seen_by(mut self, reader: &Actor) -> Option<Self> {
        if reader.may(Action::SeeInternal) {
            return Some(self);
        }
        if self.change.is_internal() == Some(true) {
            return None;
        }
        self = self.for_people();
        if matches!(self.change, Change::RemoteSessionOffered { .. }) {
            return reader.may(Action::JoinRemoteSession).then_some(self);
        }
        if matches!(self.change, Change::Rated { .. }) {
            return reader.may(Action::Rate).then_some(self);
        }
        if let Some(is_sender) = self.change.is_sent_by(reader) {
            let is_for_all = matches!(self.change, Change::AttachmentInfected { .. })
                && reader.may(Action::SeeAnswers);
            return (is_sender || is_for_all).then_some(self);
        }
        if reader.may(Action::SeeAnswers) || reader.is(&self.actor) || self.sequence == 1 {
            return Some(self);
        }
        let Change::StatusChanged { comment, .. } = &mut self.change else {
            return None;
        };
        *comment = None;
        self.actor = Actor::System;
        Some(self)
    }
}

impl Change {
    /// Returns whether `reader` sent the file that the system judged. Returns `None` for other changes.
    fn is_sent_by(&self, reader: &Actor) -> Option<bool> {
        match self {
            Self::AttachmentRefused {
                sender, by_opener, ..
            }
            | Self::AttachmentInfected {
                sender, by_opener, ..
            } => Some(match reader {
                Actor::Opener(_) => *by_opener,
                _ => reader.email() == Some(sender),
            }),
            _ => None,
        }
    }
}
