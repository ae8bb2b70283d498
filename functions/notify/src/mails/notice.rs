//! The mail about an event of a ticket.

use super::view::{Said, View};
use super::{Composer, Envelope, Mail};
use docket_app::links::{self, Access};
use docket_domain::actor::Actor;
use docket_domain::desk::Rating;
use docket_domain::notice::{Notice, NoticeKind};
use docket_domain::ticket::{Assigned, Change, Event, Ticket};
use docket_domain::{EmailAddress, Language, Prose, StatusId};
use docket_texts::{Texts, local_time};

/// The most that a mail shows of what was said before.
const MOST_SAID: usize = 4;
/// The most characters that it shows of each.
const MOST_WORDS: usize = 1_000;

/// What a mail is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'m> {
    pub(crate) event: &'m Event,
    pub(crate) ticket: &'m Ticket,
    /// What was said before, the newest last.
    pub(crate) earlier: &'m [Event],
    /// `true` once the requester has proven the address.
    pub(crate) is_confirmed: bool,
}

impl Composer<'_> {
    /// Makes the mail about an event, in that language.
    pub(crate) fn notice<'m>(
        &'m self,
        about: &About<'m>,
        notice: &'m Notice,
        language: &'m Language,
    ) -> Mail<'m> {
        // The first mail that somebody gets about the ticket.
        let opens = matches!(
            about.event.change,
            Change::Opened(_) | Change::Confirmed | Change::AddressCorrected { .. }
        );
        let submitted = auto_submitted(about.event, notice);
        let envelope = self.envelope(about.ticket, about.event, notice, opens, submitted);
        Mail {
            envelope,
            kind: notice.kind.into(),
            view: self.view_of_notice(about, notice, language),
        }
    }

    /// Returns the headers of a mail about an event.
    pub(super) fn envelope<'m>(
        &self,
        ticket: &'m Ticket,
        event: &Event,
        notice: &'m Notice,
        opens: bool,
        auto_submitted: Option<&'static str>,
    ) -> Envelope<'m> {
        // In lower case, since mail systems compare addresses without regard to case.
        let id = ticket.id.to_string().to_ascii_lowercase();
        let signature = links::mail_signature(self.keys, &ticket.id, &notice.to);
        let sender = &self.settings.sender;
        let domain = sender.domain();
        let thread = format!("{id}.{signature}@{domain}");
        Envelope {
            name: name_of(ticket, notice),
            to: &notice.to,
            message_id: if opens {
                thread.clone()
            } else {
                format!("{id}.{}.{signature}@{domain}", event.sequence)
            },
            thread: Some(thread),
            follows: !opens,
            reply_to: Some(format!("{}+{id}.{signature}@{domain}", sender.local_part())),
            auto_submitted,
            is_urgent: false,
            unsubscribe: self.unsubscribe(notice),
        }
    }

    /// Returns what every mail about a ticket shows its receiver.
    pub(super) fn view_of_ticket<'m>(
        &'m self,
        ticket: &Ticket,
        notice: &Notice,
        language: &'m Language,
    ) -> View<'m> {
        let mut view = self.view(language, self.ticket_link(ticket, notice));
        view.link_lets_in = self.comes_by_key(ticket, notice);
        view.set("id", ticket.id.to_string());
        view.set("subject", self.subject(ticket, notice, language));
        if let Some(name) = name_of(ticket, notice) {
            view.set("person", name);
        }
        view
    }

    /// Shows a status, with the desk's explanation of it.
    pub(super) fn show_status<'m>(&'m self, view: &mut View<'m>, id: &StatusId) {
        let (status, language) = (self.desk.status(id), view.language);
        let label = status.map_or(id.as_str(), |status| status.label.in_language(language));
        view.set("status", label);
        let help = status.and_then(|status| status.help.as_deref());
        view.status_help = help.map(|help| help.in_language(language));
    }

    fn view_of_notice<'m>(
        &'m self,
        about: &About<'m>,
        notice: &Notice,
        language: &'m Language,
    ) -> View<'m> {
        let About { event, ticket, .. } = *about;
        let texts = Texts::of(language);
        let mut view = self.view_of_ticket(ticket, notice, language);
        let who = texts.actor_name(&event.actor);
        let headline = texts.headline(event, &who, self.desk, language);
        let who = match (notice.kind, event.actor.email()) {
            // The desk's people see the addresses, and who has which name.
            (NoticeKind::ForStaff(_), Some(email)) if *email.as_str() != *who => {
                format!("{who} ({email})")
            }
            _ => who,
        };
        view.set("headline", headline);
        view.set("who", who);
        view.is_by_system = event.actor == Actor::System;
        if notice.kind.is_for_staff() {
            let topic = self.desk.topic_label(&ticket.topic);
            let topic = topic.map_or(ticket.topic.as_str(), |it| it.in_language(language));
            view.set("topic", topic);
            view.set("desk", view.desk);
            view.is_unconfirmed = !about.is_confirmed;
            match self.desk.person(&notice.to) {
                Some(person) => view.set("person", person.name.as_str()),
                None => view.is_for_outsider = true,
            }
            if let (NoticeKind::ProjectManager, true) = (notice.kind, view.is_for_outsider) {
                // Into no console, but they see what everybody sees.
                let page = match &event.change {
                    Change::IncidentLinked { incident, .. } => self.links().incident(incident),
                    _ => self.links().status(),
                };
                view.link = self.address(&page);
            }
        }
        if notice.kind == NoticeKind::Acknowledgement {
            view.is_closed = !self.desk.is_open(event.at);
            view.resources = self.resources(ticket, language);
            return view;
        }
        view.quote = event.change.words().map(Prose::as_str);
        if notice.kind.shows_earlier() && (is_known(ticket, notice) || notice.kind.is_for_staff()) {
            // The desk's people alone see its notes. A project manager need not be one of them.
            let is_of_the_desk =
                notice.kind.is_for_staff() && self.desk.person(&notice.to).is_some();
            let is_requester = ticket.requester.email == notice.to;
            view.earlier = self.earlier(about.earlier, is_of_the_desk, is_requester, texts);
        }
        match &event.change {
            Change::StatusChanged { to, .. } => {
                self.show_status(&mut view, to);
                view.ask_for(self.marks(ticket, notice, to));
            }
            Change::AttachmentRefused { name, reason, .. } => {
                view.set("file", name.as_str());
                view.set("reason", texts.quarantine_reason(reason));
            }
            Change::RemoteSessionOffered { address, ends_at } => {
                view.action = Some(address.as_str());
                view.set("time", local_time(self.desk, *ends_at));
            }
            Change::Assigned(Assigned { to: Some(to), .. })
                if notice.kind == NoticeKind::Introduction || to.email == notice.to =>
            {
                view.set("assignee", to.name.as_str());
            }
            Change::IncidentLinked { title, .. } => view.set("title", title.to_string()),
            Change::RequesterReminded { closes_at } => {
                view.set("time", local_time(self.desk, *closes_at));
            }
            Change::ServiceLevelReminded { metric, target_at }
            | Change::ServiceLevelBreached {
                metric, target_at, ..
            } => {
                view.set("metric", texts.metric(*metric));
                view.set("time", local_time(self.desk, *target_at));
            }
            Change::AttachmentInfected { name, .. } => view.set("file", name.as_str()),
            _ => {}
        }
        view
    }

    /// Returns the marks from which the receiver is asked to choose one, now that the ticket has this status.
    pub(super) fn marks(
        &self,
        ticket: &Ticket,
        notice: &Notice,
        status: &StatusId,
    ) -> Vec<(u8, String)> {
        let is_theirs = ticket.requester.email == notice.to && self.comes_by_key(ticket, notice);
        // It may have been opened again since, or rated.
        if !is_theirs || ticket.status != *status || ticket.given_rating().is_some() {
            return Vec::new();
        }
        let link = self.ticket_link(ticket, notice);
        let rating = self.desk.rating_on(status);
        let marks = rating.into_iter().flat_map(Rating::marks);
        marks
            .map(|mark| (mark, links::rating(&link, mark)))
            .collect()
    }

    /// Returns the words after the ticket's ID in the subject: those of the form, once its sender is
    /// known to read these mails, and the desk's own until then.
    fn subject(&self, ticket: &Ticket, notice: &Notice, language: &Language) -> String {
        if is_known(ticket, notice) || notice.kind.is_for_staff() {
            return ticket.subject.to_string();
        }
        let label = self.desk.topic_label(&ticket.topic);
        let label = label.map(|label| label.in_language(language).to_owned());
        label.unwrap_or_else(|| self.desk.name.in_language(language).to_owned())
    }

    /// Returns the newest of what was said before, as far as the receiver sees it.
    pub(super) fn earlier(
        &self,
        said: &[Event],
        is_of_the_desk: bool,
        is_requester: bool,
        texts: &Texts,
    ) -> Vec<Said> {
        let sees = |event: &&Event| {
            let is_note = event.change.is_internal() == Some(true);
            // What the requester says of the desk is for the two of them.
            let is_others = matches!(event.change, Change::Rated { .. }) && !is_requester;
            is_of_the_desk || !(is_note || is_others || is_strange(event))
        };
        let newest = said.iter().rev().filter(sees).take(MOST_SAID);
        newest.map(|event| self.said(event, texts)).collect()
    }

    fn said(&self, event: &Event, texts: &Texts) -> Said {
        let words = event.change.words().map_or("", Prose::as_str);
        let name = texts.actor_name(&event.actor);
        let who = match is_strange(event) {
            true => texts.with("who-opener", &[("name", &name)]),
            false => name,
        };
        Said {
            who: match event.change.is_internal() {
                Some(true) => texts.with("mail-note", &[("who", &who)]),
                _ => who,
            },
            at: local_time(self.desk, event.at),
            words: match words.char_indices().nth(MOST_WORDS) {
                Some((end, _)) => format!("{} …", words.get(..end).unwrap_or(words).trim_end()),
                None => words.to_owned(),
            },
        }
    }

    /// Returns the address at which the receiver chooses what they are mailed about, if they can do without this mail.
    fn unsubscribe(&self, notice: &Notice) -> Option<String> {
        let can_choose = match notice.kind {
            NoticeKind::ForStaff(_) => self.desk.person(&notice.to).is_some(),
            kind => self.desk.chooses_notices() && kind.topic().is_some(),
        };
        can_choose.then(|| self.address(&self.links().profile()))
    }

    fn resources<'m>(&'m self, ticket: &Ticket, language: &Language) -> Vec<(&'m str, &'m str)> {
        let topic = self.desk.topic(&ticket.topic);
        topic
            .into_iter()
            .flat_map(|topic| self.desk.resources_of(topic))
            .map(|resource| (resource.label.in_language(language), resource.url.as_str()))
            .collect()
    }

    /// Returns `true` if the receiver reaches the ticket by a key. One of the desk who is told as such signs in, even if they are
    /// copied on the ticket: what they write is the desk's.
    fn comes_by_key(&self, ticket: &Ticket, notice: &Notice) -> bool {
        let is_of_the_desk = self.desk.person(&notice.to).is_some();
        is_on(ticket, &notice.to) && !(notice.kind.is_for_staff() && is_of_the_desk)
    }

    fn ticket_link(&self, ticket: &Ticket, notice: &Notice) -> String {
        let (links, person) = (self.links(), &notice.to);
        if !self.comes_by_key(ticket, notice) {
            // A project manager who does not work at the desk gets into no console.
            return self.address(&match self.desk.person(person) {
                Some(_) => links.ticket(&ticket.id, Access::Staff),
                None => links.desk(),
            });
        }
        let key = links::mailbox_key(&self.signer(), ticket, person);
        self.address(&links.ticket(&ticket.id, Access::Key(&key)))
    }
}

/// Returns `true` for what came by an opener's key after the opening: nobody has proven to be that person.
fn is_strange(event: &Event) -> bool {
    matches!(event.actor, Actor::Opener(_)) && event.sequence > 1
}

/// Returns how a mail came to be. What a person of the desk wrote is no automatic mail: filters would
/// hide it.
pub(super) fn auto_submitted(event: &Event, notice: &Notice) -> Option<&'static str> {
    let is_written = event.actor.is_staff() && event.change.words().is_some();
    match notice.kind {
        _ if is_written => None,
        NoticeKind::Acknowledgement => Some("auto-replied"),
        _ => Some("auto-generated"),
    }
}

/// Returns true for those who reach the ticket by a key. Everybody else who is told is of the desk, and signs in.
fn is_on(ticket: &Ticket, person: &EmailAddress) -> bool {
    ticket.requester.email == *person || ticket.watchers.contains(person)
}

/// Returns `true` if the form's words may go to the receiver: they are known to belong to the ticket.
pub(super) fn is_known(ticket: &Ticket, notice: &Notice) -> bool {
    ticket.confirmed_at.is_some() && notice.kind != NoticeKind::Acknowledgement
}

/// Returns the name of the receiver, if they are the requester and gave one.
fn name_of<'t>(ticket: &'t Ticket, notice: &Notice) -> Option<&'t str> {
    let name = ticket.requester.name.as_ref()?;
    let is_theirs = ticket.requester.email == notice.to && is_known(ticket, notice);
    is_theirs.then(|| name.as_str())
}
