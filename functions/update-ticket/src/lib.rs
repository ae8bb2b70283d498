//! Changes of a ticket other than its status. What each asks for is read here; the domain decides. It also has notices sent again, which is
//! no change of the ticket.

use docket_app::notices;
use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_domain::ticket::{AssignTo, Command, Details, SESSION_MINUTES};
use docket_domain::{EmailAddress, FieldError, FieldProblem, Prose, StatusId, WebAddress, clean};
use docket_web::pages::CommentDraft;
use docket_web::views::NoticesAnswer;
use docket_web::{
    Call, Input, Problem, Request, Response, RouteId, answer_change, back_to_ticket,
    idempotent_request, json, respond,
};
use http::StatusCode;

/// A command, with the input that a page shows again if it is refused.
type Wanted = (CommentDraft, Result<Command, Vec<FieldError>>);

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let read: fn(&mut Input, &Desk) -> Wanted = match route {
        RouteId::Comment => comment,
        RouteId::Confirm => |input, _| act(input, Command::Confirm),
        RouteId::Disown => |input, _| act(input, Command::Disown),
        RouteId::CorrectAddress => address,
        RouteId::SendLink => |input, _| act(input, Command::SendLink),
        RouteId::Share => share,
        RouteId::Unshare => unshare,
        RouteId::EndSharing => return end_sharing(call).await,
        RouteId::SendAgain => return send_again(call).await,
        RouteId::CallOnCall => page,
        RouteId::Assign => assign,
        RouteId::Rate => rate,
        RouteId::ChangeDetails => details,
        RouteId::OfferRemoteSession => remote_session,
        RouteId::RevokeKeys => |input, _| act(input, Command::RevokeKeys),
        _ => return Err(Problem::not_found()),
    };
    let success = match route {
        RouteId::Comment | RouteId::Share | RouteId::OfferRemoteSession | RouteId::CallOnCall => {
            StatusCode::CREATED
        }
        _ => StatusCode::OK,
    };
    answer_change(call, success, read).await
}

/// Reads a comment, and the status that the ticket is to get with it.
fn comment(input: &mut Input, desk: &Desk) -> Wanted {
    let internal = input.flag("internal");
    let status = input.text("status");
    let draft = CommentDraft {
        language: CommentDraft::wanted_language(input, desk),
        comment: input.text("body"),
        internal,
        ..CommentDraft::beside(input)
    };
    let wrong = |field: &str, problem: FieldProblem| vec![FieldError::new(field, problem)];
    let body = Prose::new(&draft.comment, Prose::MAX).map_err(|error| wrong("body", error.into()));
    if status.is_empty() {
        return (draft, body.map(|body| Command::Comment { body, internal }));
    }
    // A form that was left empty changes the status alone.
    let body = match clean::is_blank(&draft.comment) {
        true => Ok(None),
        false => body.map(Some),
    };
    let to: Result<StatusId, _> = status.parse();
    let to = to.map_err(|_| {
        wrong(
            "status",
            FieldProblem::NotAChoice {
                choices: desk.status_choices(),
            },
        )
    });
    let command = body.and_then(|body| {
        Ok(Command::CommentAndChangeStatus {
            body,
            internal,
            to: to?,
        })
    });
    (draft, command)
}

/// Reads the right address of the requester.
fn address(input: &mut Input, _: &Desk) -> Wanted {
    let (email, address) = input.email("email");
    let command = address.map(|to| Command::CorrectAddress { to });
    let draft = CommentDraft {
        email,
        ..CommentDraft::beside(input)
    };
    (draft, command)
}

/// Reads the person whom a ticket is to be shared with.
fn share(input: &mut Input, _: &Desk) -> Wanted {
    let (email, address) = input.email("email");
    let draft = CommentDraft {
        email,
        ..CommentDraft::beside(input)
    };
    (draft, address.map(|email| Command::Share { email }))
}

/// Reads the person with whom it is to be shared no more.
fn unshare(input: &mut Input, _: &Desk) -> Wanted {
    let (_, address) = input.email("person");
    (
        CommentDraft::beside(input),
        address.map(|email| Command::EndSharing { email }),
    )
}

/// How long a remote session is offered if nobody says so, in minutes.
const SESSION: u64 = 60;

/// Reads the remote session that the requester is to be offered.
fn remote_session(input: &mut Input, _: &Desk) -> Wanted {
    let (url, minutes) = (input.text("url"), input.number("minutes"));
    let mut mistakes = Vec::new();
    let mut refuse = |field: &str, problem| mistakes.push(FieldError::new(field, problem));
    let address: Option<WebAddress> = url.parse().ok();
    if address.is_none() {
        refuse(
            "url",
            match clean::is_blank(&url) {
                true => FieldProblem::Missing,
                false => FieldProblem::NotAWebAddress,
            },
        );
    }
    let wanted = match clean::trimmed(&minutes) {
        "" => Some(SESSION),
        // The domain says how long it may be.
        typed => typed.parse().ok(),
    };
    if wanted.is_none() {
        let (min, max) = (*SESSION_MINUTES.start(), *SESSION_MINUTES.end());
        refuse("minutes", FieldProblem::OutOfRange { min, max });
    }
    let command = match (address, wanted) {
        (Some(address), Some(minutes)) => Ok(Command::OfferRemoteSession { address, minutes }),
        _ => Err(mistakes),
    };
    let draft = CommentDraft {
        session: (url, minutes),
        ..CommentDraft::beside(input)
    };
    (draft, command)
}

/// Reads the policy that is to call. Without one, the ticket's topic says which.
fn page(input: &mut Input, _: &Desk) -> Wanted {
    let (_, policy) = input.id("policy");
    let command = policy.map(|policy| Command::Page { policy, page: None });
    let command = command.map_err(|mistake| vec![mistake]);
    (CommentDraft::beside(input), command)
}

/// Reads to whom the ticket is to be given, and what is written to the requester with it.
fn assign(input: &mut Input, _: &Desk) -> Wanted {
    let beside = CommentDraft::beside(input);
    let take = input.flag("take");
    // The page's list names people and teams. Its form has an address for something else.
    let (is_listed, listed) = (input.has("assignee"), input.text("assignee"));
    let ((team, of_team), email) = (input.id("team"), input.text("email"));
    let (field, assignee) = match is_listed {
        true => ("assignee", listed),
        false if team.is_empty() => ("email", email),
        false => ("team", team),
    };
    let words = input.text("message");
    let mut mistakes = Vec::new();
    let of_team = taken(of_team, &mut mistakes);
    let to = match assignee.as_str() {
        _ if take => Some(AssignTo::Me),
        _ if field == "team" => of_team.map(AssignTo::Team),
        "" => Some(AssignTo::Nobody),
        address if field == "email" || address.contains('@') => {
            EmailAddress::pasted(address).ok().map(AssignTo::Person)
        }
        team => team.parse().ok().map(AssignTo::Team),
    };
    if to.is_none() && mistakes.is_empty() {
        mistakes.push(FieldError::new(field, FieldProblem::NotAnAddress));
    }
    let comment = optional_words(&words, "message", &mut mistakes);
    let command = match to {
        Some(to) if mistakes.is_empty() => Ok(Command::Assign { to, comment, field }),
        _ => Err(mistakes),
    };
    let draft = CommentDraft {
        assignment: (assignee, words),
        ..beside
    };
    (draft, command)
}

/// Reads what the ticket is about, and how urgent it is.
fn details(input: &mut Input, _: &Desk) -> Wanted {
    let mut mistakes = Vec::new();
    let (topic, topic_id) = input.id("topic");
    let (priority, priority_id) = input.id("priority");
    let (impact, impact_id) = input.id("impact");
    let details = Details {
        topic: taken(topic_id, &mut mistakes),
        priority: taken(priority_id, &mut mistakes),
        impact: taken(impact_id, &mut mistakes),
    };
    let command = match mistakes.is_empty() {
        true => Ok(Command::ChangeDetails(details)),
        false => Err(mistakes),
    };
    let draft = CommentDraft {
        details: [topic, priority, impact],
        ..CommentDraft::beside(input)
    };
    (draft, command)
}

/// Returns the value, or keeps the mistake.
fn taken<T>(read: Result<Option<T>, FieldError>, mistakes: &mut Vec<FieldError>) -> Option<T> {
    read.unwrap_or_else(|mistake| {
        mistakes.push(mistake);
        None
    })
}

/// Reads how the desk did, in the eyes of the requester.
fn rate(input: &mut Input, _: &Desk) -> Wanted {
    let (score, words) = (input.number("score"), input.text("comment"));
    let mut mistakes = Vec::new();
    let mark: Option<u8> = clean::trimmed(&score).parse().ok();
    if mark.is_none() {
        let problem = match clean::is_blank(&score) {
            true => FieldProblem::Missing,
            // The domain says how many marks there are.
            false => FieldProblem::OutOfRange { min: 1, max: 10 },
        };
        mistakes.push(FieldError::new("score", problem));
    }
    let comment = optional_words(&words, "comment", &mut mistakes);
    let command = match mark {
        Some(score) if mistakes.is_empty() => Ok(Command::Rate { score, comment }),
        _ => Err(mistakes),
    };
    let draft = CommentDraft {
        rating: (score, words),
        ..CommentDraft::beside(input)
    };
    (draft, command)
}

/// Reads words that may be left out.
fn optional_words(words: &str, field: &str, mistakes: &mut Vec<FieldError>) -> Option<Prose> {
    if clean::is_blank(words) {
        return None;
    }
    match Prose::new(words, Prose::MAX) {
        Ok(words) => Some(words),
        Err(error) => {
            mistakes.push(FieldError::new(field, error.into()));
            None
        }
    }
}

/// Ends the sharing with the person in the path.
async fn end_sharing(call: &Call) -> Result<Response, Problem> {
    let email = call.path_email()?;
    answer_change(call, StatusCode::OK, move |input, _| {
        act(input, Command::EndSharing { email })
    })
    .await
}

/// Has notices sent again. It is no change of the ticket.
async fn send_again(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let mut input = call.input()?;
    let draft = CommentDraft::beside(&input);
    let (typed, to) = input.email("to");
    let to = match typed.is_empty() {
        true => Ok(None),
        false => to.map(Some),
    };
    // The page's form sends these for its other buttons. To send again twice does no harm.
    input.version();
    idempotent_request(call, &desk.id, &mut input)?;
    let to = input.finish_with(to)?;
    let ticket = call.ticket_access(&desk).await?.ticket;
    let deliveries =
        notices::send_again(&call.cloud.store, &ticket.id, to.as_ref(), call.now).await?;
    if call.wants_html() {
        return back_to_ticket(call, &desk, &ticket, &draft).await;
    }
    Ok(json(StatusCode::OK, &NoticesAnswer::new(&deliveries)))
}

/// A command that needs nothing but the caller.
fn act(input: &Input, command: Command) -> Wanted {
    (CommentDraft::beside(input), Ok(command))
}
