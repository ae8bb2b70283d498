//! The names of actors, and of what service levels measure.

use crate::texts::Texts;
use docket_domain::actor::Actor;
use docket_domain::clock::Metric;

impl Texts {
    /// Returns the name of what a service level measures, within a sentence.
    #[must_use]
    pub fn metric(&self, metric: Metric) -> String {
        self.get(&format!("metric-{metric}"))
    }

    /// Returns the name to show for an actor: the name, or the address if no name is known.
    #[must_use]
    pub fn actor_name(&self, actor: &Actor) -> String {
        match actor {
            Actor::Opener(requester) | Actor::Requester(requester) => match &requester.name {
                Some(name) => name.to_string(),
                None => requester.email.to_string(),
            },
            Actor::Colleague { email } | Actor::Watcher { email } => email.to_string(),
            Actor::Agent { name, .. } => name.clone(),
            Actor::System => self.get("who-system"),
        }
    }
}
