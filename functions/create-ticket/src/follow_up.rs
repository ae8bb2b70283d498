//! What somebody writes when a closed ticket cannot be taken up again.

use super::{Proof, answer};
use docket_app::links::Signer;
use docket_app::tickets::{self, OpenedBy};
use docket_domain::{FieldError, Prose};
use docket_web::pages::CommentDraft;
use docket_web::{
    Call, Problem, Response, idempotent_request, refused_on_ticket, show_again, ticket_in_language,
};

/// Opens a ticket that follows a closed one. A browser gets the page of the closed one back if it is refused, with what was typed.
pub(super) async fn open(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let mut input = call.input()?;
    let request = idempotent_request(call, &desk.id, &mut input)?;
    // The page has one form, which sends what was typed beside the reply, too.
    let beside = CommentDraft {
        comment: String::new(),
        ..CommentDraft::beside(&input)
    };
    let draft = CommentDraft {
        language: CommentDraft::wanted_language(&input, &desk),
        comment: input.text("body"),
        ..beside.clone()
    };
    // Whatever happened meanwhile, the ticket is closed.
    let _ = input.version();
    if draft.language.is_some() && call.wants_html() {
        return ticket_in_language(call, &desk, &draft).await;
    }
    let words = Prose::new(&draft.comment, Prose::MAX);
    let words = words.map_err(|error| vec![FieldError::new("body", error.into())]);
    let words = input.finish_with(words);
    let on = call.on_ticket(&desk)?;
    let opened = match &words {
        Ok(words) => tickets::follow_up(&call.cloud, &on, words, request.as_ref()).await,
        Err(refusal) => Err(refusal.clone().into()),
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(error) => return refused_on_ticket(call, &desk, draft, error.into()).await,
    };
    if call.wants_html() && beside.is_typed() {
        return show_again(call, &desk, &beside).await;
    }
    let keys = call.cloud.store.keyring().await?;
    let signer = Signer {
        keys: &keys,
        now: call.now,
    };
    let proof = match opened.by {
        OpenedBy::Anybody => Proof::None,
        OpenedBy::Mailbox { .. } => Proof::Token,
        OpenedBy::Session => Proof::Session,
    };
    Ok(answer(call, &desk, &signer, &opened.view, &proof))
}
