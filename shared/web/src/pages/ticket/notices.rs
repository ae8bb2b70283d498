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
        format!("delivery-{}", delivery.state.as_str().replace('_', "-"))
    }

    /// Returns each address whose newest notice has not reached it, with that notice and what a mail service said of the address last.
    pub(super) fn trouble(&self) -> Vec<(&'a Delivery, Option<&'a str>)> {
        let mut seen: Vec<&EmailAddress> = Vec::new();
        let mut trouble = Vec::new();
        for delivery in self.all {
            if seen.contains(&&delivery.to) {
                continue;
            }
            seen.push(&delivery.to);
            if delivery.state.is_trouble() {
                let theirs = self.all.iter().filter(|it| it.to == delivery.to);
                let mut said = theirs.filter_map(|it| it.why.as_deref());
                trouble.push((delivery, said.find(|said| !said.is_empty())));
            }
        }
        trouble
    }
}
