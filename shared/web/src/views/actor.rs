//! An actor as the API shows it.

use docket_domain::Language;
use docket_domain::access::Action;
use docket_domain::actor::Actor;
use docket_texts::Texts;
use serde::Serialize;

/// An actor as the reader sees it.
#[derive(Debug, Serialize)]
pub(super) struct ActorAnswer {
    role: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

impl ActorAnswer {
    pub(super) fn new(actor: &Actor, reader: &Actor, language: &Language) -> Self {
        let (role, email) = match actor {
            Actor::Requester(requester) => ("requester", Some(&requester.email)),
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
