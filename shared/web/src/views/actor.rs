//! An actor as the API shows it.

use docket_domain::Language;
use docket_domain::access::Action;
use docket_domain::actor::{Actor, Requester};
use docket_texts::Texts;
use jiff::Timestamp;
use serde::Serialize;

/// The person who asked.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Requester"))]
pub struct RequesterAnswer {
    /// The address that answers go to.
    pub email: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `true` once they have acted with a mailed key. Until then, the address may be somebody else's.
    pub confirmed: bool,
}

impl RequesterAnswer {
    /// Makes the answer for a requester, who proved their address at that time.
    #[must_use]
    pub fn new(requester: &Requester, confirmed_at: Option<Timestamp>) -> Self {
        Self {
            email: requester.email.to_string(),
            name: requester.name.as_ref().map(ToString::to_string),
            confirmed: confirmed_at.is_some(),
        }
    }
}

/// An actor as the reader sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Actor"))]
pub(super) struct ActorAnswer {
    /// The role: the system has one as well.
    #[cfg_attr(test, schemars(extend("enum" = ["opener", "requester", "colleague", "watcher", "agent", "system"])))]
    role: &'static str,
    /// The name to show.
    name: String,
    /// The address. Those of the desk's people are shown to them alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

impl ActorAnswer {
    pub(super) fn new(actor: &Actor, reader: &Actor, language: &Language) -> Self {
        let (role, email) = match actor {
            Actor::Opener(requester) => ("opener", Some(&requester.email)),
            Actor::Requester(requester) => ("requester", Some(&requester.email)),
            Actor::Colleague { email } => ("colleague", Some(email)),
            Actor::Watcher { email } => ("watcher", Some(email)),
            // Requesters see the names of the desk's people, but not their addresses.
            Actor::Agent { email, .. } => (
                "agent",
                Some(email).filter(|_| reader.may(Action::SeeInternal)),
            ),
            Actor::System => ("system", None),
        };
        Self {
            role,
            name: Texts::of(language).actor_name(actor),
            email: email.map(ToString::to_string),
        }
    }
}
