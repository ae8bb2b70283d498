//! The pages for signing in: ask for a link, check the mailbox, use the link.

use crate::pages::frame::Frame;
use crate::pages::messages::message;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_domain::EmailAddress;
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
    /// The address with which the reader is signed in at another desk, and may go on here.
    pub elsewhere: Option<EmailAddress>,
}

/// Why somebody is asked to sign in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SignInFor {
    /// They asked to.
    #[default]
    Itself,
    /// They want to see a ticket.
    Ticket,
    /// The desk takes tickets from those alone who are signed in.
    Desk,
    /// The same, and their form is held meanwhile.
    HeldForm,
}

impl SignInFor {
    /// The IDs of the title and of the text.
    fn words(self) -> [&'static str; 2] {
        match self {
            Self::Itself => ["sign-in-title", "sign-in-intro"],
            Self::Ticket => ["key-needed-title", "key-needed"],
            Self::Desk => ["sign-in-needed-title", "sign-in-needed"],
            Self::HeldForm => ["sign-in-kept-title", "sign-in-kept"],
        }
    }
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    wanted_for: SignInFor,
    form: &'a SignInForm,
}

impl SignInPage<'_> {
    /// Returns `true` if the first link is a confirmation, as the desk calls it.
    fn confirms(&self) -> bool {
        self.desk.confirms_once()
    }

    fn no_mailbox(&self) -> Option<&str> {
        no_mailbox(&self.frame, self.desk)
    }

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
    wanted_for: SignInFor,
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
            wanted_for,
            form,
        },
    )
}

#[derive(Template)]
#[template(path = "sign_in_sent.html")]
struct SentPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    minutes: String,
}

impl SentPage<'_> {
    fn no_mailbox(&self) -> Option<&str> {
        no_mailbox(&self.frame, self.desk)
    }
}

/// Returns whom to turn to who cannot reach the mailbox of their account.
fn no_mailbox<'w>(frame: &Frame<'_>, desk: &'w Desk) -> Option<&'w str> {
    let words = desk.access.as_ref()?.no_mailbox.as_ref()?;
    Some(frame.w(words))
}

/// Makes the page after a request for a sign-in link. It does not tell whether the address is
/// known.
#[must_use]
pub fn sign_in_sent(call: &Call, desk: &Desk, minutes: i64) -> Response {
    let frame = Frame::of_desk(call, desk, call.language(desk));
    let minutes = minutes.to_string();
    page(
        StatusCode::ACCEPTED,
        &SentPage {
            frame,
            desk,
            minutes,
        },
    )
}

#[derive(Template)]
#[template(path = "sign_in_confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    token: &'a str,
    /// The address that the link signs in, if it still works.
    email: Option<&'a str>,
}

impl ConfirmPage<'_> {
    fn remembers(&self) -> bool {
        self.desk.remembers_devices()
    }
}

/// Makes the page that a sign-in link opens. The link is used up only by its button, because
/// programs that scan mails open links too.
#[must_use]
pub fn sign_in_confirm(call: &Call, desk: &Desk, token: &str, email: Option<&str>) -> Response {
    let frame = Frame::of_desk(call, desk, call.language(desk));
    page(
        StatusCode::OK,
        &ConfirmPage {
            frame,
            desk,
            token,
            email,
        },
    )
}
