//! The mails about an incident.

use super::templates::MailKind;
use super::{Composer, Envelope, Mail};
use docket_app::links::{follower_name, follower_token, with_query};
use docket_domain::incident::{Incident, IncidentChange, IncidentEvent};
use docket_domain::{EmailAddress, Language, Prose, TicketId};

/// Who is told of an incident, with the name under which stands what they said about its mails.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Addressee<'a> {
    /// The requester of a ticket.
    Requester(&'a str, &'a TicketId),
    /// Whoever looks after the customer.
    Manager(&'a str),
    /// Somebody who asked for it.
    Follower(&'a str),
}

impl Addressee<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Requester(name, _) | Self::Manager(name) | Self::Follower(name) => name,
        }
    }
}

impl Composer<'_> {
    /// Makes the mail that brings a public update to somebody, in this language.
    pub(crate) fn incident_update<'m>(
        &'m self,
        incident: &Incident,
        event: &'m IncidentEvent,
        (email, to): (&'m EmailAddress, Addressee<'_>),
        language: &'m Language,
    ) -> Mail<'m> {
        let own = event.sequence.to_string();
        let mut mail = self.about_incident(incident, (email, to.name()), &own, language);
        mail.kind = MailKind::IncidentUpdate;
        mail.envelope.unsubscribe = Some(mail.view.link.clone());
        mail.envelope.follows = true;
        mail.view.quote = event.change.update().map(Prose::as_str);
        match to {
            Addressee::Requester(_, ticket) => mail.view.set("id", ticket.to_string()),
            Addressee::Manager(_) => mail.view.is_for_outsider = true,
            Addressee::Follower(_) => {}
        }
        if let IncidentChange::Closed { closes_tickets, .. } = &event.change {
            mail.view.set("closed", "");
            if *closes_tickets && matches!(to, Addressee::Requester(..)) {
                mail.view.set("closes", "");
            }
        }
        mail
    }

    /// Makes the mail that asks the holder of an address whether they want to be told, for the time with that number, in this language.
    pub(crate) fn incident_question<'m>(
        &'m self,
        incident: &Incident,
        email: &'m EmailAddress,
        asked: u32,
        language: &'m Language,
    ) -> Mail<'m> {
        let name = follower_name(self.keys, incident.id, email);
        let own = format!("asked-{asked}");
        self.about_incident(incident, (email, &name), &own, language)
    }

    /// Makes a mail. `own` tells it apart from others to the same person.
    fn about_incident<'m>(
        &'m self,
        incident: &Incident,
        (email, name): (&'m EmailAddress, &str),
        own: &str,
        language: &'m Language,
    ) -> Mail<'m> {
        let token = follower_token(&self.signer(), incident.id, name);
        let page = self.links().incident(&incident.id);
        let page = with_query(&page, &format!("token={token}"));
        let mut view = self.view(language, self.address(&page));
        view.set("desk", self.desk.name.in_language(language));
        view.set("title", incident.title.to_string());
        let domain = self.settings.sender.domain();
        Mail {
            envelope: Envelope {
                name: None,
                to: email,
                message_id: format!("{}-{own}-{name}@{domain}", incident.id),
                thread: Some(format!("{}@{domain}", incident.id)),
                follows: false,
                reply_to: None,
                unsubscribe: None,
                auto_submitted: Some("auto-generated"),
                is_urgent: false,
            },
            kind: MailKind::IncidentQuestion,
            view,
        }
    }
}
