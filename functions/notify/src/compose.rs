//! The words of a mail, as a MIME message with a text and an HTML part.

use crate::deliver::DeliveryError;
use askama::Template;
use docket_app::links::{self, Access, Links};
use docket_cloud::Settings;
use docket_cloud::store::SignInLink;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::notice::{Notice, NoticeKind};
use docket_domain::ticket::{Change, Event, Ticket};
use docket_domain::{EmailAddress, Language};
use docket_texts::Texts;
use jiff::Timestamp;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;

/// What every mail of a desk is made from.
#[derive(Debug)]
pub(crate) struct Composer<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) secret: &'a str,
    pub(crate) desk: &'a Desk,
    pub(crate) now: Timestamp,
}

/// What a mail says; both of its parts are made from it.
#[derive(Debug, Default)]
struct Words {
    language: String,
    hello: String,
    lead: String,
    /// More sentences after the first.
    more: Vec<String>,
    /// What somebody wrote, under its heading.
    quote: Option<(String, String)>,
    /// Helpful pages, under their heading.
    resources: Option<(String, Vec<(String, String)>)>,
    /// Where to go, under its heading.
    link: (String, String),
    footer: Vec<String>,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct TextPart<'a> {
    words: &'a Words,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct HtmlPart<'a> {
    words: &'a Words,
}

/// The headers that differ from mail to mail.
struct Envelope<'a> {
    to: Address<'a>,
    subject: String,
    message_id: String,
    /// What all mails of the thread refer to.
    thread: Option<String>,
    /// Whether it follows the first mail of its thread.
    follows: bool,
    reply_to: Option<String>,
    auto_submitted: &'static str,
}

impl Composer<'_> {
    /// The mail about an event.
    pub(crate) fn notice(
        &self,
        event: &Event,
        ticket: &Ticket,
        notice: &Notice,
    ) -> Result<Vec<u8>, DeliveryError> {
        let language = self.desk.choose_language([&ticket.language]);
        let words = self.words(event, ticket, notice, &language);
        // In lower case, since mail systems compare addresses without regard to case.
        let id = ticket.id.to_string().to_ascii_lowercase();
        let signature = links::mail_signature(self.secret, &ticket.id, &notice.to);
        let sender = &self.settings.sender;
        let domain = sender.domain();
        let thread = format!("{id}.{signature}@{domain}");
        let opens = matches!(event.change, Change::Opened(_));
        let acknowledges = notice.kind == NoticeKind::Acknowledgement;
        let name = ticket
            .requester
            .name
            .as_ref()
            .filter(|_| notice.to == ticket.requester.email);
        let envelope = Envelope {
            to: Address::new_address(name.map(|name| name.as_str()), notice.to.as_str()),
            subject: Texts::of(&language).with(
                "mail-subject",
                &[
                    ("id", &ticket.id.to_string()),
                    ("subject", ticket.subject.as_str()),
                ],
            ),
            message_id: if opens {
                thread.clone()
            } else {
                format!("{id}.{}.{signature}@{domain}", event.id)
            },
            thread: Some(thread),
            follows: !opens,
            reply_to: Some(format!("{}+{id}.{signature}@{domain}", sender.local_part())),
            auto_submitted: if acknowledges {
                "auto-replied"
            } else {
                "auto-generated"
            },
        };
        self.message(&envelope, &words, &language)
    }

    /// The mail with a sign-in link.
    pub(crate) fn sign_in(&self, link: &SignInLink) -> Result<Vec<u8>, DeliveryError> {
        let language = self.desk.choose_language([&link.language]);
        let texts = Texts::of(&language);
        let desk = self.desk.name.in_language(&language);
        let minutes = ((link.expires_at - self.now.as_second() + 59) / 60)
            .max(1)
            .to_string();
        let words = Words {
            language: language.to_string(),
            hello: texts.get("mail-hello-nameless"),
            link: (
                texts.with("mail-sign-in", &[("desk", desk), ("minutes", &minutes)]),
                self.address(&self.links().use_sign_in_link(self.secret, &link.id)),
            ),
            footer: vec![texts.get("mail-sign-in-not-you")],
            ..Words::default()
        };
        let envelope = Envelope {
            to: Address::new_address(None::<&str>, link.email.as_str()),
            subject: texts.with("mail-sign-in-subject", &[("desk", desk)]),
            message_id: format!("{}@{}", link.id, self.settings.sender.domain()),
            thread: None,
            follows: false,
            reply_to: None,
            auto_submitted: "auto-generated",
        };
        self.message(&envelope, &words, &language)
    }

    fn words(&self, event: &Event, ticket: &Ticket, notice: &Notice, language: &Language) -> Words {
        let texts = Texts::of(language);
        let id = ticket.id.to_string();
        let who = texts.actor_name(&event.actor);
        let say = |message: &str| texts.with(message, &[("id", &id), ("who", &who)]);
        let hello = match &ticket.requester.name {
            Some(name) if notice.to == ticket.requester.email => {
                texts.with("mail-hello", &[("name", name.as_str())])
            }
            _ => texts.get("mail-hello-nameless"),
        };
        let mut words = Words {
            language: language.to_string(),
            hello,
            link: (texts.get("mail-open"), self.link(ticket, &notice.to)),
            footer: vec![texts.get("mail-footer"), texts.get("mail-automatic")],
            ..Words::default()
        };
        let wrote = |text: &str| Some((texts.get("mail-what-they-wrote"), text.to_owned()));
        match &event.change {
            Change::Opened(opening) => {
                if notice.kind == NoticeKind::Acknowledgement {
                    words.lead = say("mail-acknowledgement");
                    if !self.desk.is_open(event.at) {
                        words.more.push(texts.get("mail-acknowledgement-closed"));
                    }
                    words.resources = self.resources(ticket, language);
                    let heading = texts.get("mail-what-you-wrote");
                    words.quote = Some((heading, opening.description.to_string()));
                } else {
                    words.lead = say("mail-copied");
                    words.quote = wrote(opening.description.as_str());
                }
            }
            Change::Commented { body, .. } => {
                words.lead = say("mail-comment");
                words.quote = Some((String::new(), body.to_string()));
            }
            Change::StatusChanged { to, comment, .. } => {
                let status = self.desk.status(to);
                let label = status.map_or(to.as_str(), |status| status.label.in_language(language));
                let message = match (notice.kind, &event.actor) {
                    (NoticeKind::ClosedBySilence, _) => "mail-silence",
                    (_, Actor::System) => "mail-status",
                    _ => "mail-status-by",
                };
                words.lead = texts.with(message, &[("id", &id), ("who", &who), ("status", label)]);
                let help = status.and_then(|s| s.help.as_deref());
                let help = help.filter(|_| notice.kind != NoticeKind::ClosedBySilence);
                words
                    .more
                    .extend(help.map(|help| help.in_language(language).to_owned()));
                if notice.kind == NoticeKind::ClosedBySilence {
                    words.more.push(texts.get("mail-silence-reopen"));
                }
                words.quote = comment.as_ref().and_then(|comment| wrote(comment.as_str()));
            }
            Change::Attached { name, size, .. } => {
                let size = texts.size(*size);
                let values = [
                    ("id", &*id),
                    ("who", &who),
                    ("name", name.as_str()),
                    ("size", &size),
                ];
                words.lead = texts.with("mail-attached", &values);
            }
            Change::AttachmentRefused { name, reason, .. } => {
                let reason = texts.quarantine_reason(reason);
                let values = [("id", &*id), ("name", name.as_str()), ("reason", &reason)];
                words.lead = texts.with("mail-refused", &values);
                words.more.push(texts.get("mail-refused-way-out"));
            }
            Change::AttachmentInfected { name, .. } => {
                let values = [("id", &*id), ("name", name.as_str())];
                words.lead = texts.with("mail-infected", &values);
                words.more.push(texts.get("mail-infected-way-out"));
            }
        }
        words
    }

    fn resources(
        &self,
        ticket: &Ticket,
        language: &Language,
    ) -> Option<(String, Vec<(String, String)>)> {
        let topic = self.desk.topic(&ticket.topic)?;
        let links: Vec<(String, String)> = self
            .desk
            .resources_of(topic)
            .map(|resource| {
                (
                    resource.label.in_language(language).to_owned(),
                    resource.url.to_string(),
                )
            })
            .collect();
        (!links.is_empty()).then(|| (Texts::of(language).get("mail-resources"), links))
    }

    fn links(&self) -> Links<'_> {
        Links::new(&self.desk.id)
    }

    /// A whole address, which links in mails need.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.settings.site)
    }

    fn link(&self, ticket: &Ticket, person: &EmailAddress) -> String {
        let links = self.links();
        if ticket.requester.email != *person && !ticket.watchers.contains(person) {
            // Somebody of the desk, who signs in.
            return self.address(&links.ticket(&ticket.id, Access::Staff));
        }
        let key = links::ticket_key(self.secret, &ticket.id, person);
        self.address(&links.ticket(&ticket.id, Access::Key(&key)))
    }

    fn message(
        &self,
        envelope: &Envelope<'_>,
        words: &Words,
        language: &Language,
    ) -> Result<Vec<u8>, DeliveryError> {
        let render = |part: askama::Result<String>| {
            part.map_err(|error| DeliveryError::Compose(error.to_string()))
        };
        let mut message = MessageBuilder::new()
            .from((
                self.desk.name.in_language(language),
                self.settings.sender.as_str(),
            ))
            .to(envelope.to.clone())
            // What looks like an encoded word would be decoded by whoever reads it, line breaks and all.
            .subject(envelope.subject.replace("=?", "= ?"))
            .date(self.now.as_second())
            .message_id(envelope.message_id.as_str())
            .header("Auto-Submitted", Raw::new(envelope.auto_submitted))
            .header("X-Auto-Response-Suppress", Raw::new("All"))
            .header("Content-Language", Raw::new(language.as_str()))
            .text_body(render(TextPart { words }.render())?)
            .html_body(render(HtmlPart { words }.render())?);
        if let Some(thread) = &envelope.thread {
            // One reference joins the thread; there is never a list of them to trim. The first mail has it too: SES gives it
            // another ID than this one.
            message = message.references(thread.as_str());
            if envelope.follows {
                message = message.in_reply_to(thread.as_str());
            }
        }
        if let Some(reply_to) = &envelope.reply_to {
            message = message.reply_to(reply_to.as_str());
        }
        message
            .write_to_vec()
            .map_err(|error| DeliveryError::Compose(error.to_string()))
    }
}
