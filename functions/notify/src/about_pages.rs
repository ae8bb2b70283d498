//! What calls the people on call.

use crate::Notify;
use crate::deliver::{DeliveryError, Dispatch};
use crate::pace::Turn;
use docket_app::oncall::{any_open, ticket_of};
use docket_cloud::store::MailCause;
use docket_domain::desk::Channel;
use docket_domain::oncall::{PageEvent, PageState};

impl Notify {
    /// Contacts those whom a step of a page calls. A page that somebody has acknowledged meanwhile, or whose tickets are done, calls nobody.
    pub(crate) async fn page(&self, event: PageEvent, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        if event.contacted().next().is_none() {
            return Ok(());
        }
        let (page, desk) = (
            cloud.store.page(event.page).await?,
            cloud.store.desk(&event.desk).await?,
        );
        let (Some(page), Some(desk)) = (page, desk) else {
            return Ok(());
        };
        let is_needed = page.state == PageState::Open && any_open(cloud, &desk, &page).await?;
        let about = ticket_of(cloud, &page).await?;
        let Some((ticket, opening)) = about.filter(|_| is_needed) else {
            tracing::info!(page = %event.page, event = event.sequence, "a call is not needed any more");
            return Ok(());
        };
        let keys = cloud.store.keyring().await?;
        let composer = self.composer(&keys, &desk);
        let language = desk.default_language();
        let mut failed = None;
        for contact in event.contacted() {
            let Channel::Mail = contact.channel;
            let dispatch = Dispatch {
                cause: MailCause::Other(format!("{}-{}", event.page, event.sequence)),
                logged: format!("page {}", event.page),
                at: event.at,
                to: contact.to.clone(),
                also: Vec::new(),
                limits: Vec::new(),
                turn,
            };
            let compose = || {
                let mail = composer.page(&event, &page, &ticket, &opening, &contact.to, &language);
                mail.to_mime(&composer)
            };
            // One address that takes no mail keeps nobody else from being called.
            if let Err(error) = self.outbox.send_once(&dispatch, &keys, compose).await {
                tracing::warn!(%error, page = %event.page, "a call was not sent");
                failed = failed.or(Some(error));
            }
        }
        failed.map_or(Ok(()), Err)
    }
}
