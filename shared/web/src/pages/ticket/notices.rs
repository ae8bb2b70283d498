//! Whom a ticket's notices reached, for the desk's people.

use docket_cloud::store::Delivery;
use docket_domain::EmailAddress;

/// What became of the notices.
pub(super) struct NoticesView<'a> {
    pub(super) all: &'a [Delivery],
}

impl<'a> NoticesView<'a> {
    pub(super) fn new(all: &'a [Delivery]) -> Self {
        Self { all }
    }

    /// Returns the notices that are shown: the newest.
    pub(super) fn newest(&self) -> impl Iterator<Item = &'a Delivery> {
        self.all.iter().take(20)
    }

    /// Returns the ID of the words for what became of a notice.
    pub(super) fn words(&self, delivery: &Delivery) -> String {
        format!("notice-{}", delivery.state.as_str().replace('_', "-"))
    }

    /// Returns each address that was to get something and has not got it since, with the newest of it.
    pub(super) fn trouble(&self) -> Vec<&'a Delivery> {
        let mut seen: Vec<&EmailAddress> = Vec::new();
        let mut trouble = Vec::new();
        for delivery in self.all {
            if seen.contains(&&delivery.to) {
                continue;
            }
            seen.push(&delivery.to);
            if delivery.state.is_trouble() {
                trouble.push(delivery);
            }
        }
        trouble
    }
}
