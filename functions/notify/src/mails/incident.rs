//! The mails about an incident.

use super::templates::MailKind;
use super::{Composer, Envelope, Mail};
use docket_app::links::{affected_name, affected_token, with_query};
use docket_domain::incident::{Affected, Incident, IncidentChange, IncidentEvent};
use docket_domain::{Language, Prose};

impl Composer<'_> {
    /// Makes the mail that brings a public update to somebody, with the name of their item, in this language.
    pub(crate) fn incident_update<'m>(
        &'m self,
        incident: &Incident,
        event: &'m IncidentEvent,
        (name, to): (&str, &'m Affected),
        language: &'m Language,
    ) -> Mail<'m> {
        let mut mail = self.about_incident(incident, name, to, language);
        mail.kind = MailKind::IncidentUpdate;
        mail.envelope.unsubscribe = Some(mail.view.link.clone());
        mail.envelope.follows = true;
        mail.envelope.message_id = format!(
            "{}-{}@{}",
            incident.id,
            event.sequence,
            self.settings.sender.domain()
        );
        mail.view.quote = event.change.update().map(Prose::as_str);
        if let IncidentChange::Closed { closes_tickets, .. } = &event.change {
            mail.view.set("closed", "");
            if *closes_tickets && !to.tickets.is_empty() && !to.is_project_manager {
                mail.view.set("closes", "");
            }
        }
        mail
    }

    /// Makes the mail that asks the holder of an address whether they want to be told, in this language.
    pub(crate) fn incident_question<'m>(
        &'m self,
        incident: &Incident,
        to: &'m Affected,
        language: &'m Language,
    ) -> Mail<'m> {
        let name = affected_name(self.keys, incident.id, &to.email);
        self.about_incident(incident, &name, to, language)
    }

    fn about_incident<'m>(
        &'m self,
        incident: &Incident,
        name: &str,
        to: &'m Affected,
        language: &'m Language,
    ) -> Mail<'m> {
        let token = affected_token(&self.signer(), incident.id, name);
        let page = with_query(
            &self.links().incident(&incident.id),
            &format!("token={token}"),
        );
        let mut view = self.view(language, self.address(&page));
        view.set("desk", self.desk.name.in_language(language));
        view.set("title", incident.title.to_string());
        let tickets: Vec<String> = to.tickets.iter().map(ToString::to_string).collect();
        if to.is_project_manager {
            view.is_for_outsider = true;
        } else if !tickets.is_empty() {
            view.set("id", tickets.join(", "));
        }
        let domain = self.settings.sender.domain();
        Mail {
            envelope: Envelope {
                name: None,
                to: &to.email,
                message_id: format!("{}-{}-{name}@{domain}", incident.id, to.asked),
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
