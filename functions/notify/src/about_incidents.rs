//! Mails about incidents: their public updates, and the question to those who want to be told.

use crate::Notify;
use crate::deliver::{DeliveryError, Dispatch};
use crate::mails::{Addressee, Composer};
use crate::pace::Turn;
use docket_app::incidents::{incident_of, people_of};
use docket_app::links::follower_name;
use docket_cloud::store::{MailCause, Telling};
use docket_domain::desk::Desk;
use docket_domain::incident::{Follower, Incident, IncidentChange, IncidentEvent};
use docket_domain::{EmailAddress, Language, TicketId};

/// The followers who are told of an update in one go, and about as many tickets. The table's stream then brings the next go, so that other mails leave
/// between.
const AT_ONCE: i32 = 50;

/// An update that is told.
struct Update<'u> {
    desk: &'u Desk,
    incident: &'u Incident,
    event: &'u IncidentEvent,
    composer: &'u Composer<'u>,
    turn: Turn,
}

impl Update<'_> {
    /// Returns `true` if the tickets of the incident are closed with it, which concerns whoever wants no updates as well.
    fn closes_tickets(&self) -> bool {
        matches!(
            self.event.change,
            IncidentChange::Closed {
                closes_tickets: true,
                ..
            }
        )
    }
}

impl Notify {
    /// Tells some of those who are told of an incident of an update, and notes how far that is: first the people of its tickets, as these are now, then
    /// its followers.
    pub(crate) async fn telling(&self, telling: Telling, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let (incident, sequence) = (telling.incident, telling.sequence);
        // The record may be an old one: the note itself says how far it is.
        let Some(mut telling) = cloud.store.telling(incident, sequence).await? else {
            return Ok(());
        };
        let desk = cloud.store.desk(&telling.desk).await?;
        let state = cloud.store.incident(incident).await?;
        let event = cloud.store.incident_event(incident, sequence).await?;
        let desk = desk.filter(|desk| !desk.is_removed());
        let (Some(desk), Some(state), Some(event)) = (desk, state, event) else {
            return Ok(cloud.store.end_telling(&telling).await?);
        };
        let keys = cloud.store.keyring().await?;
        let update = Update {
            desk: &desk,
            incident: &state,
            event: &event,
            composer: &self.composer(&keys, &desk),
            turn,
        };
        if !telling.tickets_are_done {
            let after = telling.after_ticket.as_ref();
            let (tickets, has_more) = cloud.store.incident_tickets(incident, after).await?;
            for id in &tickets {
                self.tell_people_of(&update, id).await?;
            }
            telling.tickets_are_done = !has_more;
            telling.after_ticket = tickets.into_iter().last();
            return Ok(cloud.store.advance_telling(&telling).await?);
        }
        let after = telling.after_follower.as_deref();
        let followers = cloud.store.followers(incident, after, AT_ONCE).await?;
        for (name, follower) in followers.iter().filter(|(_, it)| it.is_told()) {
            if let Some(email) = &follower.email {
                let to = Addressee::Follower(name);
                self.tell_update(&update, email, to, &follower.language)
                    .await?;
            }
        }
        let is_full = i32::try_from(followers.len()) == Ok(AT_ONCE);
        match followers.into_iter().last().filter(|_| is_full) {
            Some((name, _)) => {
                telling.after_follower = Some(name);
                Ok(cloud.store.advance_telling(&telling).await?)
            }
            None => Ok(cloud.store.end_telling(&telling).await?),
        }
    }

    /// Tells the people of a ticket, unless they want no updates.
    async fn tell_people_of(
        &self,
        update: &Update<'_>,
        id: &TicketId,
    ) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let ticket = match cloud.store.ticket(id).await {
            // One that cannot be read keeps nobody else from being told.
            Err(error) if error.is_about_an_item() => {
                tracing::error!(%error, ticket = %id, "the people of a ticket are not told of its incident");
                return Ok(());
            }
            ticket => ticket?,
        };
        let incident = update.incident.id;
        let Some(ticket) = ticket.filter(|ticket| ticket.incident == Some(incident)) else {
            return Ok(());
        };
        for (email, is_manager) in people_of(cloud, update.desk, &ticket).await? {
            let name = follower_name(update.composer.keys, incident, &email);
            let said = cloud.store.follower(incident, &name).await?;
            let has_stopped = said.is_some_and(|said| said.has_stopped());
            if has_stopped && (is_manager || !update.closes_tickets()) {
                continue;
            }
            let (to, language) = match is_manager {
                true => (Addressee::Manager(&name), update.desk.default_language()),
                false => (Addressee::Requester(&name, id), ticket.language.clone()),
            };
            self.tell_update(update, &email, to, &language).await?;
        }
        Ok(())
    }

    /// Tells somebody of an update, unless they were told.
    async fn tell_update(
        &self,
        update: &Update<'_>,
        email: &EmailAddress,
        to: Addressee<'_>,
        language: &Language,
    ) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        if cloud.store.address_mark(email).await?.is_some() {
            return Ok(());
        }
        let (incident, event, composer) = (update.incident, update.event, update.composer);
        // Whoever looks after a customer and has a ticket that is closed hears of both.
        let apart = match to {
            Addressee::Manager(_) if update.closes_tickets() => "-manager",
            _ => "",
        };
        let dispatch = Dispatch {
            cause: MailCause::Other(format!("{}-{}{apart}", incident.id, event.sequence)),
            logged: format!("incident {}", incident.id),
            at: event.at,
            to: email.clone(),
            also: Vec::new(),
            limits: Vec::new(),
            turn: update.turn,
        };
        let language = update.desk.choose_language([language]);
        let compose = || {
            let mail = composer.incident_update(incident, event, (email, to), &language);
            mail.to_mime(composer)
        };
        match self
            .outbox
            .send_once(&dispatch, composer.keys, compose)
            .await
        {
            // An address that is refused keeps nobody else from being told.
            Err(error) if error.is_for_good() => {
                tracing::warn!(%error, incident = %incident.id, "an update was not sent to one address");
                Ok(())
            }
            outcome => outcome,
        }
    }

    /// Asks the holder of an address whether they want to be told of an incident.
    pub(crate) async fn asked(&self, asked: Follower, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let (Some(desk), Some(email)) = (cloud.store.desk(&asked.desk).await?, &asked.email) else {
            return Ok(());
        };
        let incident = incident_of(cloud, &desk, asked.incident).await?;
        let Some(incident) = incident.filter(|it| !it.is_closed()) else {
            return Ok(());
        };
        let is_marked = cloud.store.address_mark(email).await?.is_some();
        if desk.is_removed() || !asked.is_asked() || is_marked {
            return Ok(());
        }
        let keys = cloud.store.keyring().await?;
        let composer = self.composer(&keys, &desk);
        let dispatch = Dispatch {
            cause: MailCause::Other(format!("{}-asked-{}", asked.incident, asked.asked)),
            logged: format!("incident {}", asked.incident),
            at: asked.changed_at,
            to: email.clone(),
            also: Vec::new(),
            limits: Vec::new(),
            turn,
        };
        let language = desk.choose_language([&asked.language]);
        let compose = || {
            let mail = composer.incident_question(&incident, email, asked.asked, &language);
            mail.to_mime(&composer)
        };
        self.outbox.send_once(&dispatch, &keys, compose).await
    }
}
