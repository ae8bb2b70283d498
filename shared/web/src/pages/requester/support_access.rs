//! The page on which an administrator grants support access, and revokes it.

use crate::pages::access::{ActiveGrant, Trail, active, scope_label};
use crate::pages::frame::Frame;
use crate::pages::messages::{form_status, message, summary};
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::support_access::AccessTrail;
use docket_domain::account::{AccessDraft, Lasting};
use docket_domain::desk::Desk;
use docket_texts::FieldMessage;

#[derive(Template)]
#[template(path = "support_access/own.html")]
struct OwnAccessPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    /// The portals to which access can be granted now: the address, and the scope in words.
    portals: Vec<(String, String)>,
    grants: Vec<ActiveGrant>,
    trail: Trail,
    draft: &'a AccessDraft,
    messages: Vec<FieldMessage>,
}

impl OwnAccessPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.messages, field)
    }

    fn summary(&self) -> Vec<(String, String)> {
        summary(&self.messages)
    }

    /// Returns the times for which access can be granted: the name, the words, and whether it was chosen.
    fn times(&self) -> [(&'static str, String, bool); 4] {
        Lasting::ALL.map(|lasting| {
            let name = lasting.name();
            let words = match lasting {
                Lasting::Day => "access-lasts-day",
                Lasting::Week => "access-lasts-week",
                Lasting::Month => "access-lasts-month",
                Lasting::UntilRevoked => "access-lasts-revoked",
            };
            // Nothing typed leaves the shortest time, which is the first.
            let is_chosen = !name.is_empty() && self.draft.lasts == name;
            (name, self.frame.t(words), is_chosen)
        })
    }

    fn is_portal(&self, portal: &str) -> bool {
        self.draft.portal == portal
    }
}

/// Makes the page of the support access of the reader's company. `draft` is a grant that was refused, with the reasons.
#[must_use]
pub fn own_access(
    call: &Call,
    desk: &Desk,
    trail: &AccessTrail,
    draft: &AccessDraft,
    messages: Vec<FieldMessage>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.address = frame.links(desk).support_access();
    frame.has_errors = !messages.is_empty();
    let status = form_status(&messages);
    let (company, is_newest) = (&trail.company, call.query("cursor").is_none());
    let grants = active(&frame, desk, &trail.grants, false, call.now);
    let is_free = |portal: &str| grants.iter().all(|grant| grant.portal != portal);
    let portals = company.portals.iter().filter_map(|portal| {
        let scope = desk.scope_of(company, portal)?;
        let label = scope_label(&frame, desk, scope.as_str());
        is_free(portal.as_str()).then(|| (portal.to_string(), label))
    });
    let portals = portals.collect();
    let trail = Trail::new(&frame, trail, &frame.address, is_newest, false);
    page(
        status,
        &OwnAccessPage {
            frame,
            desk,
            portals,
            grants,
            trail,
            draft,
            messages,
        },
    )
}
