//! What the desk's people do with incidents.

use docket_app::incidents::{self, Opened, Wanted};
use docket_app::{AppError, Links};
use docket_cloud::store::IdempotentRequest;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::{
    CorrectionDraft, DeclarationDraft, IncidentCommand, IncidentId, StatusBoard, read_tickets,
};
use docket_domain::{FieldError, FieldProblem, Prose, Refusal, TicketId, clean};
use docket_texts::FieldMessage;
use docket_web::pages::{self, IncidentForms};
use docket_web::views::IncidentAnswer;
use docket_web::{Call, Input, Problem, Response, idempotent_request, json, see_other};
use http::StatusCode;

pub(crate) async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.require_staff(desk).await?;
    let board = call.cloud.store.status_board_now(&desk.id).await?;
    let ticket = call.query("ticket").and_then(TicketId::pasted);
    let draft = match ticket {
        Some(ticket) => draft_about(call, desk, &ticket).await?,
        None => DeclarationDraft::default(),
    };
    show_list(call, desk, &board, &draft, Vec::new()).await
}

/// Shows the page of the incidents, with what somebody has written into the form.
async fn show_list(
    call: &Call,
    desk: &Desk,
    board: &StatusBoard,
    draft: &DeclarationDraft,
    messages: Vec<FieldMessage>,
) -> Result<Response, Problem> {
    let opened = Opened::lately(&call.cloud, desk, call.now).await?;
    Ok(pages::incidents(
        call, desk, board, draft, &opened, messages,
    ))
}

/// Returns a declaration that begins with a ticket: its topic, and the policy of that.
async fn draft_about(call: &Call, desk: &Desk, id: &TicketId) -> Result<DeclarationDraft, Problem> {
    let ticket = call.cloud.store.ticket(id).await?;
    let Some(ticket) = ticket.filter(|ticket| ticket.desk == *desk.id) else {
        return Ok(DeclarationDraft::default());
    };
    // Whom the ticket has called already need not be called again.
    let policy = desk
        .own_policy(&ticket.topic)
        .filter(|_| ticket.page.is_none());
    Ok(DeclarationDraft {
        topics: vec![desk.current_topic(&ticket.topic).to_string()],
        tickets: vec![ticket.id.to_string()],
        policy: policy.map(ToString::to_string).unwrap_or_default(),
        ..DeclarationDraft::default()
    })
}

pub(crate) async fn page(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.require_staff(desk).await?;
    show(call, desk, call.incident_id()?, &IncidentForms::default()).await
}

/// Shows the page of an incident, with what somebody has written into its forms.
async fn show(
    call: &Call,
    desk: &Desk,
    id: IncidentId,
    forms: &IncidentForms,
) -> Result<Response, Problem> {
    let after = call.query("after").and_then(TicketId::pasted);
    let view = incidents::view(&call.cloud, desk, id, after.as_ref()).await?;
    let view = view.ok_or_else(Problem::no_incident)?;
    Ok(pages::console_incident(call, desk, &view, forms))
}

pub(crate) async fn read(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let actor = call.require_staff(desk).await?;
    answer(call, desk, call.incident_id()?, actor, StatusCode::OK).await
}

/// Answers with an incident, or leads to its page.
async fn answer(
    call: &Call,
    desk: &Desk,
    id: IncidentId,
    actor: &Actor,
    status: StatusCode,
) -> Result<Response, Problem> {
    let links = Links::new(&desk.id);
    if call.wants_html() {
        return Ok(see_other(&links.console_incident(&id)));
    }
    let after = call.query("after").and_then(TicketId::pasted);
    let view = incidents::view(&call.cloud, desk, id, after.as_ref()).await?;
    let view = view.ok_or_else(Problem::no_incident)?;
    let page = format!("{}{}", call.site(), links.incident(&id));
    let answer = IncidentAnswer::new(&view, actor, &call.language(desk), page);
    Ok(json(status, &answer))
}

pub(crate) async fn declare(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let actor = call.require_staff(desk).await?;
    let mut input = call.input()?;
    let request = idempotent_request(call, &desk.id, &mut input)?;
    let draft = DeclarationDraft {
        title: input.text("title"),
        topics: input.texts("topics"),
        tickets: input.texts("tickets"),
        policy: input.text("policy"),
        body: input.text("body"),
    };
    let declared = match input.finish_with(draft.check(desk)) {
        Ok(declaration) => {
            let (cloud, request) = (&call.cloud, request.as_ref());
            let declared = incidents::declare(cloud, desk, declaration, actor, request, call.now);
            declared.await.map_err(Problem::from)
        }
        Err(refusal) => Err(refusal.into()),
    };
    match declared {
        Ok(incident) => answer(call, desk, incident.id, actor, StatusCode::CREATED).await,
        Err(problem) => {
            let messages = call.form_messages(&call.language(desk), problem)?;
            let board: StatusBoard = call.cloud.store.status_board_now(&desk.id).await?;
            show_list(call, desk, &board, &draft, messages).await
        }
    }
}

/// A request to change an incident.
struct Change<'c> {
    incident: IncidentId,
    actor: &'c Actor,
    request: Option<IdempotentRequest>,
    version: Option<u64>,
}

impl<'c> Change<'c> {
    /// Reads it, and returns the input with all that is left of it.
    async fn read(call: &'c Call, desk: &Desk) -> Result<(Self, Input), Problem> {
        let actor = call.require_staff(desk).await?;
        let incident = call.incident_id()?;
        let mut input = call.input()?;
        let change = Self {
            incident,
            actor,
            request: idempotent_request(call, &desk.id, &mut input)?,
            version: input.version(),
        };
        Ok((change, input))
    }

    /// Carries it out. What is wrong, or behind, comes back with what was written.
    async fn carry_out(
        self,
        call: &Call,
        desk: &Desk,
        command: Result<IncidentCommand, Refusal>,
        mut forms: IncidentForms,
        status: StatusCode,
    ) -> Result<Response, Problem> {
        let id = self.incident;
        let command = match command {
            Ok(command) => command,
            Err(refusal) => return again(call, desk, id, forms, refusal.into()).await,
        };
        let wanted = Wanted {
            incident: id,
            command,
            actor: self.actor,
            request: self.request.as_ref(),
            version: self.version,
            now: call.now,
        };
        match incidents::change(&call.cloud, desk, &wanted).await {
            Ok(Some(_)) => answer(call, desk, id, self.actor, status).await,
            Ok(None) => Err(Problem::no_incident()),
            Err(AppError::Stale) if call.wants_html() => {
                forms.is_behind = true;
                show(call, desk, id, &forms).await
            }
            Err(AppError::Stale) => Err(Problem::incident_changed()),
            Err(error) => Err(error.into()),
        }
    }
}

pub(crate) async fn update(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    say(call, desk, false).await
}

pub(crate) async fn close(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    say(call, desk, true).await
}

/// Reads a public update, and closes the incident with it if it is the last one.
async fn say(call: &Call, desk: &Desk, closes: bool) -> Result<Response, Problem> {
    let (change, mut input) = Change::read(call, desk).await?;
    let typed = input.text("body");
    let closes_tickets = match closes {
        true => input.flag("close_tickets"),
        false => !input.beside("close_tickets").is_empty(),
    };
    let forms = IncidentForms {
        closes_tickets,
        body: typed,
        ..IncidentForms::default()
    };
    let body = Prose::new(&forms.body, Prose::MAX);
    let command = body.map(|body| match closes {
        true => IncidentCommand::Close {
            body,
            closes_tickets,
        },
        false => IncidentCommand::Update { body },
    });
    let command = command.map_err(|error| vec![FieldError::new("body", error.into())]);
    let command = input.finish_with(command);
    let status = match closes {
        true => StatusCode::OK,
        false => StatusCode::CREATED,
    };
    change.carry_out(call, desk, command, forms, status).await
}

/// Corrects the title and the topics.
pub(crate) async fn correct(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let (change, mut input) = Change::read(call, desk).await?;
    // A form whose boxes are all empty sends none of them.
    let names_topics = input.has("topics") || call.wants_html();
    let topics = input.texts("topics");
    let draft = CorrectionDraft {
        title: input.text("title"),
        topics: names_topics.then_some(topics),
    };
    let command = draft.check(desk).map(IncidentCommand::Correct);
    let command = input.finish_with(command);
    let forms = IncidentForms {
        correction: Some(draft),
        ..IncidentForms::default()
    };
    let status = StatusCode::OK;
    change.carry_out(call, desk, command, forms, status).await
}

/// Shows the page again with what was written, and what is wrong with it.
async fn again(
    call: &Call,
    desk: &Desk,
    id: IncidentId,
    forms: IncidentForms,
    problem: Problem,
) -> Result<Response, Problem> {
    let messages = call.form_messages(&call.language(desk), problem)?;
    show(call, desk, id, &IncidentForms { messages, ..forms }).await
}

pub(crate) async fn link(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let actor = call.require_staff(desk).await?;
    let id = call.incident_id()?;
    let mut input = call.input()?;
    let typed = input.texts("tickets");
    let forms = IncidentForms {
        tickets: typed.join(", "),
        ..IncidentForms::default()
    };
    let tickets = read_tickets(&typed).and_then(|tickets| match tickets.is_empty() {
        true => Err(FieldProblem::Missing),
        false => Ok(tickets),
    });
    let tickets = tickets.map_err(|problem| vec![FieldError::new("tickets", problem)]);
    let linked = match input.finish_with(tickets) {
        Ok(tickets) => {
            let incident = incidents::incident_of(&call.cloud, desk, id).await?;
            let incident = incident.ok_or_else(Problem::no_incident)?;
            if incident.is_closed() {
                return Err(Refusal::IncidentClosed.into());
            }
            let linked =
                incidents::link_all(&call.cloud, desk, &incident, &tickets, actor, call.now);
            linked.await.map_err(Problem::from)
        }
        Err(refusal) => Err(refusal.into()),
    };
    match linked {
        Ok(()) => answer(call, desk, id, actor, StatusCode::OK).await,
        Err(problem) => again(call, desk, id, forms, problem).await,
    }
}

pub(crate) async fn unlink(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let actor = call.require_staff(desk).await?;
    let id = call.incident_id()?;
    let mut input = call.input()?;
    let typed = input.text("ticket");
    let ticket = TicketId::pasted(clean::trimmed(&typed));
    let ticket = ticket.ok_or_else(|| vec![FieldError::new("ticket", FieldProblem::NotATicket)]);
    let ticket = input.finish_with(ticket)?;
    incidents::incident_of(&call.cloud, desk, id)
        .await?
        .ok_or_else(Problem::no_incident)?;
    match incidents::unlink(&call.cloud, desk, id, &ticket, actor, call.now).await {
        Ok(_) => answer(call, desk, id, actor, StatusCode::OK).await,
        Err(AppError::NoTicket) => {
            Err(Refusal::field("ticket", FieldProblem::NoSuchTicket { ticket }).into())
        }
        Err(error) => Err(error.into()),
    }
}
