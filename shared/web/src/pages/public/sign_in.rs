//! The pages for signing in: ask for a link, check the mailbox, use the link.

use crate::pages::frame::{Frame, message};
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_domain::desk::Desk;
use docket_texts::FieldMessage;
use http::StatusCode;

/// The contents of the form that asks for a sign-in link.
#[derive(Debug, Default)]
pub struct SignInForm {
    /// The address so far.
    pub email: String,
    /// The path of the page to go on to. Empty leads to the list of tickets.
    pub return_to: String,
    /// The messages about invalid input.
    pub messages: Vec<FieldMessage>,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    /// `true` when the page of a ticket sent the person here.
    needed_for_ticket: bool,
    form: &'a SignInForm,
}

impl SignInPage<'_> {
    fn wrong(&self) -> Option<&str> {
        message(&self.form.messages, "email")
    }
}

/// Makes the form that asks for a sign-in link.
#[must_use]
pub fn sign_in(
    call: &Call,
    desk: &Desk,
    status: StatusCode,
    needed_for_ticket: bool,
    form: &SignInForm,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.has_errors = !form.messages.is_empty();
    frame.address = match form.return_to.as_str() {
        "" => frame.links(desk).sign_in(),
        path => frame.links(desk).sign_in_for(path),
    };
    page(
        status,
        &SignInPage {
            frame,
            desk,
            needed_for_ticket,
            form,
        },
    )
}

#[derive(Template)]
#[template(path = "sign_in_sent.html")]
struct SentPage<'a> {
    frame: Frame<'a>,
    minutes: String,
}

/// Makes the page after a request for a sign-in link. It does not tell whether the address is
/// known.
#[must_use]
pub fn sign_in_sent(call: &Call, desk: &Desk, minutes: i64) -> Response {
    let frame = Frame::of_desk(call, desk, call.language(desk));
    let minutes = minutes.to_string();
    page(StatusCode::ACCEPTED, &SentPage { frame, minutes })
}

#[derive(Template)]
#[template(path = "sign_in_confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    token: &'a str,
}

/// Makes the page that a sign-in link opens. The link is used up only by its button, because
/// programs that scan mails open links too.
#[must_use]
pub fn sign_in_confirm(call: &Call, desk: &Desk, token: &str) -> Response {
    let frame = Frame::of_desk(call, desk, call.language(desk));
    page(StatusCode::OK, &ConfirmPage { frame, desk, token })
}
