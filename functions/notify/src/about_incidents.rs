//! Mails about incidents: their public updates, and the question to those who want to be told.

use crate::Notify;
use crate::deliver::{DeliveryError, Dispatch};
use crate::pace::Turn;
use docket_app::incidents::incident_of;
use docket_cloud::store::{MailCause, Telling};
use docket_domain::incident::Affected;

/// Those who are told of an update in one go. The table's stream then brings the next go, so that other mails leave between.
const AT_ONCE: i32 = 25;

impl Notify {
    /// Tells some of those whom an incident affects of an update, and notes how far that is.
    pub(crate) async fn telling(&self, telling: Telling, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let (incident, sequence) = (telling.incident, telling.sequence);
        // The record may be an old one: the note itself says how far it is.
        let Some(telling) = cloud.store.telling(incident, sequence).await? else {
            return Ok(());
        };
        let desk = cloud.store.desk(&telling.desk).await?;
        let state = cloud.store.incident(incident).await?;
        let event = cloud.store.incident_event(incident, sequence).await?;
        let (Some(desk), Some(state), Some(event)) = (desk, state, event) else {
            return Ok(cloud.store.advance_telling(&telling, None).await?);
        };
        if desk.is_removed() {
            return Ok(cloud.store.advance_telling(&telling, None).await?);
        }
        let after = telling.after.as_deref();
        let people = cloud.store.affected_after(incident, after, AT_ONCE).await?;
        let keys = cloud.store.keyring().await?;
        let composer = self.composer(&keys, &desk);
        for (name, affected) in people.iter().filter(|(_, affected)| affected.is_told()) {
            if cloud.store.address_mark(&affected.email).await?.is_some() {
                continue;
            }
            let dispatch = Dispatch {
                cause: MailCause::Other(format!("{incident}-{sequence}")),
                logged: format!("incident {incident}"),
                at: event.at,
                to: affected.email.clone(),
                also: Vec::new(),
                limits: Vec::new(),
                turn,
            };
            let language = desk.choose_language([&affected.language]);
            let compose = || {
                let mail = composer.incident_update(&state, &event, (name, affected), &language);
                mail.to_mime(&composer)
            };
            match self.outbox.send_once(&dispatch, &keys, compose).await {
                // An address that is refused keeps nobody else from being told.
                Err(error) if error.is_for_good() => {
                    tracing::warn!(%error, %incident, "an update was not sent to one address");
                }
                outcome => outcome?,
            }
        }
        let is_full = i32::try_from(people.len()) == Ok(AT_ONCE);
        let last = people.into_iter().last().filter(|_| is_full);
        let last = last.map(|(name, _)| name);
        Ok(cloud.store.advance_telling(&telling, last).await?)
    }

    /// Asks the holder of an address whether they want to be told of an incident.
    pub(crate) async fn asked(&self, asked: Affected, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let Some(desk) = cloud.store.desk(&asked.desk).await? else {
            return Ok(());
        };
        let incident = incident_of(cloud, &desk, asked.incident).await?;
        let Some(incident) = incident.filter(|it| !it.is_closed()) else {
            return Ok(());
        };
        let is_marked = cloud.store.address_mark(&asked.email).await?.is_some();
        if desk.is_removed() || !asked.is_asked() || is_marked {
            return Ok(());
        }
        let keys = cloud.store.keyring().await?;
        let composer = self.composer(&keys, &desk);
        let dispatch = Dispatch {
            cause: MailCause::Other(format!("{}-asked-{}", asked.incident, asked.asked)),
            logged: format!("incident {}", asked.incident),
            at: asked.asked_at,
            to: asked.email.clone(),
            also: Vec::new(),
            limits: Vec::new(),
            turn,
        };
        let language = desk.choose_language([&asked.language]);
        let compose = || {
            let mail = composer.incident_question(&incident, &asked, &language);
            mail.to_mime(&composer)
        };
        self.outbox.send_once(&dispatch, &keys, compose).await
    }
}
