//! What somebody has just done to a ticket, in words.

use super::frame::Frame;
use docket_domain::actor::Actor;
use docket_domain::ticket::{Cause, Change, Event};

/// Returns what the actor did last, in words. `newest` are the last events of the ticket, in order, and `status` is the label of its
/// status. Returns `None` if somebody else did something since, or if it needs no words.
pub(super) fn act_in_words(
    frame: &Frame<'_>,
    newest: &[Event],
    actor: &Actor,
    status: &str,
) -> Option<String> {
    let mut newest = newest.iter().rev().peekable();
    let is_moved = newest.next_if(|event| is_reaction(event)).is_some();
    let event = newest.next().filter(|event| actor.is(&event.actor))?;
    // A note that came with a status stands before it.
    let is_note = |before: &&Event| {
        before.at == event.at && matches!(before.change, Change::Commented { internal: true, .. })
    };
    let has_note = newest.next().filter(is_note).is_some();
    let with_status = |text: &str| frame.t1(text, "status", status);
    Some(match &event.change {
        Change::Commented { internal: true, .. } => frame.t("sent-note"),
        Change::Commented { .. } if is_moved => with_status("sent-reply-and-status"),
        Change::Commented { .. } => frame.t("sent-reply"),
        Change::StatusChanged {
            comment: Some(_), ..
        } => with_status("sent-reply-and-status"),
        Change::StatusChanged { .. } if has_note => with_status("sent-note-and-status"),
        Change::StatusChanged { .. } => with_status("sent-status"),
        Change::Confirmed => frame.t("sent-confirmed"),
        Change::AddressCorrected { .. } => frame.t("sent-address"),
        Change::LinkRequested => frame.t("sent-link"),
        Change::Assigned(_) => frame.t("sent-assigned"),
        Change::Rated { .. } => frame.t("sent-rated"),
        Change::DetailsChanged { .. } => frame.t("sent-details"),
        Change::KeysRevoked => frame.t("sent-keys"),
        _ => return None,
    })
}

fn is_reaction(event: &Event) -> bool {
    matches!(
        event.change,
        Change::StatusChanged {
            cause: Cause::Reaction,
            ..
        }
    )
}
