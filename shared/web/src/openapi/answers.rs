//! The schemas of the answers.

use crate::routes::Content;
use crate::views::{
    AccountAnswer, AccountsAnswer, AttachmentAnswer, ChangedAnswer, CompaniesAnswer, CompanyAnswer,
    CountsAnswer, CreatedAnswer, DeskAnswer, DeskStatusAnswer, ImportAnswer, IncidentAnswer,
    ListAnswer, MeAnswer, MessageAnswer, NoticesAnswer, OnCallAnswer, OverrideAnswer, PageAnswer,
    PagesAnswer, PortalAnswer, ProblemAnswer, RatingsAnswer, SessionAnswer, SessionsAnswer,
    SupportAccessAnswer, SupportAccessListAnswer, TicketAnswer, TimelineAnswer,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Collects the schemas that answers refer to.
pub(super) struct Answers(SchemaGenerator);

impl Answers {
    pub(super) fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let settings = settings.with(|settings| {
            settings.definitions_path = "/components/schemas".into();
        });
        Self(settings.into_generator())
    }

    /// Returns all schemas that were referred to, by their names.
    pub(super) fn schemas(mut self) -> Map<String, Value> {
        self.0.take_definitions(true)
    }

    fn of<T: JsonSchema>(&mut self) -> Value {
        self.0.subschema_for::<T>().to_value()
    }

    /// Returns the answer to a request that succeeds.
    pub(super) fn success(&mut self, content: Content) -> Value {
        let schema = match content {
            Content::Desk => self.of::<DeskAnswer>(),
            Content::List => self.of::<ListAnswer>(),
            Content::Ticket => self.of::<TicketAnswer>(),
            Content::Created => self.of::<CreatedAnswer>(),
            Content::Changed => self.of::<ChangedAnswer>(),
            Content::Timeline => self.of::<TimelineAnswer>(),
            Content::Attachment => self.of::<AttachmentAnswer>(),
            Content::Message => self.of::<MessageAnswer>(),
            Content::Notices => self.of::<NoticesAnswer>(),
            Content::Session => self.of::<SessionAnswer>(),
            Content::Me => self.of::<MeAnswer>(),
            Content::Sessions => self.of::<SessionsAnswer>(),
            Content::Account => self.of::<AccountAnswer>(),
            Content::Accounts => self.of::<AccountsAnswer>(),
            Content::Import => self.of::<ImportAnswer>(),
            Content::Company => self.of::<CompanyAnswer>(),
            Content::Companies => self.of::<CompaniesAnswer>(),
            Content::SupportAccess => self.of::<SupportAccessAnswer>(),
            Content::SupportAccessList => self.of::<SupportAccessListAnswer>(),
            Content::Portal => self.of::<PortalAnswer>(),
            Content::OnCall => self.of::<OnCallAnswer>(),
            Content::Counts => self.of::<CountsAnswer>(),
            Content::Ratings => self.of::<RatingsAnswer>(),
            Content::Status => self.of::<DeskStatusAnswer>(),
            Content::Incident => self.of::<IncidentAnswer>(),
            Content::Override => self.of::<OverrideAnswer>(),
            Content::Paging => self.of::<PageAnswer>(),
            Content::Pages => self.of::<PagesAnswer>(),
            Content::Empty => return json!({ "description": about(content) }),
            Content::Redirect => {
                return json!({ "description": about(content), "headers": headers(content) });
            }
            Content::Page => panic!("the document has no pages"),
        };
        let mut answer = json!({
            "description": about(content),
            "content": { "application/json": { "schema": schema } },
        });
        let headers = headers(content);
        if headers != json!({}) {
            answer["headers"] = headers;
        }
        answer
    }

    /// Returns the answer with a problem.
    pub(super) fn problem(&mut self, status: u16) -> Value {
        let mut answer = json!({
            "description": refusal(status),
            "content": { "application/problem+json": { "schema": self.of::<ProblemAnswer>() } },
        });
        if status == 503 {
            answer["headers"] = json!({ "Retry-After": {
                "description": "The seconds to wait.",
                "required": true,
                "schema": { "type": "integer" },
            } });
        }
        answer
    }
}

fn about(content: Content) -> &'static str {
    match content {
        Content::Desk => "The desk.",
        Content::List => "The page of the queue.",
        Content::Ticket => "The ticket.",
        Content::Created => "The new ticket, with its key.",
        Content::Changed => "The ticket after the change, with the events that it caused.",
        Content::Timeline => "The part of the timeline.",
        Content::Attachment => "The file.",
        Content::Message => "What to tell the person.",
        Content::Notices => "What became of the notices, those of the newest events first.",
        Content::Session => "The session.",
        Content::Me => "The profile.",
        Content::Sessions => "The sessions, the youngest first.",
        Content::Account => "The account.",
        Content::Accounts => "The page of accounts.",
        Content::Import => "What the import does, or what is wrong with the table.",
        Content::Company => "The company.",
        Content::Companies => "The page of companies.",
        Content::SupportAccess => "The grant.",
        Content::SupportAccessList => {
            "What the company has granted, and a page of what is on record."
        }
        Content::Portal => "The way to the portal.",
        Content::OnCall => "Who is on call.",
        Content::Counts => "How many tickets there are.",
        Content::Ratings => "How the desk is rated.",
        Content::Status => "The desk's status.",
        Content::Incident => "The incident.",
        Content::Override => "The override.",
        Content::Paging => "The page.",
        Content::Pages => "The pages.",
        Content::Empty => "It is done.",
        Content::Redirect => "The address is in `Location`.",
        Content::Page => "The page.",
    }
}

fn headers(content: Content) -> Value {
    let text = |about: &str| json!({ "description": about, "required": true, "schema": { "type": "string" } });
    match content {
        Content::Ticket | Content::Changed => json!({ "ETag": text("The ticket's version.") }),
        Content::Created => json!({
            "ETag": text("The ticket's version."),
            "Location": text("The path of the ticket."),
        }),
        Content::Attachment => json!({ "Location": {
            "description": "The path of the file, in the answer to its declaration.",
            "schema": { "type": "string" },
        } }),
        Content::Redirect => json!({ "Location": text("The address.") }),
        _ => json!({}),
    }
}

fn refusal(status: u16) -> &'static str {
    match status {
        400 => "The address, a parameter, a header or the body cannot be read.",
        401 => "The caller has no key, and no session that has not ended.",
        403 => "The caller is known, and may not do this.",
        404 => "There is no such thing, or the caller may not see it.",
        409 => "The state of the ticket, the file or the grant does not allow it.",
        410 => "The desk was removed, or the link was used or has expired.",
        412 => "The ticket has changed since it was read.",
        413 => "The body is larger than 1 MiB, or 4 MiB for a table of accounts.",
        415 => "The body is neither JSON nor a form.",
        422 => {
            "Fields or a cursor are wrong, or the idempotency key was used for another request. `errors` names each."
        }
        429 => "A limit of the desk is reached. It ends after `Retry-After` seconds.",
        500 => "An error of the service.",
        503 => "The service is busy. The same request works later.",
        other => panic!("no words for the status {other}"),
    }
}
