//! A call that tries whether somebody can be reached.

use super::page::Contact;
use super::page_id::PageId;
use super::roster::Roster;
use crate::value::{DeskId, EmailAddress};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A call to one of the desk's people that is about nothing: it tries all the ways in which they are contacted, at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestCall {
    /// Its ID, of the same kind as that of a page.
    pub id: PageId,
    /// The desk.
    pub desk: DeskId,
    /// The address of the person.
    pub person: EmailAddress,
    /// The time.
    pub at: Timestamp,
    /// How they are contacted.
    pub contacts: Vec<Contact>,
}

impl TestCall {
    /// The time for which a test and what became of it are kept.
    pub const KEPT: SignedDuration = SignedDuration::from_hours(24);

    /// Makes the test of a person. Returns `None` if they do not work at the desk.
    #[must_use]
    pub fn of(
        id: PageId,
        roster: &Roster<'_>,
        person: &EmailAddress,
        now: Timestamp,
    ) -> Option<Self> {
        let person = &*roster.desk.person(person)?.email;
        let mut contacts: Vec<Contact> = Vec::new();
        for contact in roster.ways(person, now) {
            // Nobody waits for the second one.
            let contact = Contact { at: now, ..contact };
            if !contacts.contains(&contact) {
                contacts.push(contact);
            }
        }
        Some(Self {
            id,
            desk: (*roster.desk.id).clone(),
            person: person.clone(),
            at: now,
            contacts,
        })
    }
}
