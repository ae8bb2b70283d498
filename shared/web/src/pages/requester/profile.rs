//! The reader's profile and sessions.

use crate::pages::frame::Frame;
use crate::pages::messages::{form_status, message, summary};
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use crate::views::ListedSessionAnswer;
use askama::Template;
use docket_app::SignedIn;
use docket_cloud::store::ListedSession;
use docket_domain::Language;
use docket_domain::access::{Action, Rule, rule};
use docket_domain::account::{Account, Company, NoticeTopic};
use docket_domain::desk::{Desk, Occasion};
use docket_texts::{FieldMessage, Texts};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "profile.html")]
struct ProfilePage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    person: &'a SignedIn,
    account: Option<&'a Account>,
    company: Option<&'a Company>,
    /// What the reader wants no mails about as one of the desk's people.
    muted: &'a BTreeSet<Occasion>,
    /// The name as it was typed.
    name: String,
    sessions: Vec<ListedSessionAnswer>,
    messages: Vec<FieldMessage>,
}

impl ProfilePage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.messages, field)
    }

    fn summary(&self) -> Vec<(String, String)> {
        summary(&self.messages)
    }

    fn role(&self, account: &Account) -> String {
        self.frame
            .t(&format!("account-role-{}", account.role.name()))
    }

    /// Returns the languages of the desk, each with its name and whether the person has chosen it.
    fn languages(&self, account: &Account) -> Vec<(String, String, bool)> {
        let entry = |language: &Language| {
            let name = Texts::of(language).get("language-name");
            let is_chosen = account.language.as_ref() == Some(language);
            (language.to_string(), name, is_chosen)
        };
        self.desk.languages.iter().map(entry).collect()
    }

    fn chooses_notices(&self) -> bool {
        self.desk.chooses_notices()
    }

    /// Returns what the person can be mailed about: the name, the words, and whether they want it.
    fn notices(&self, account: &Account) -> Vec<(&'static str, String, bool)> {
        let entry = |topic: NoticeTopic| {
            let words = self.frame.t(&format!("notices-{}", topic.name()));
            (topic.name(), words, !account.muted.contains(&topic))
        };
        NoticeTopic::ALL.into_iter().map(entry).collect()
    }

    /// Returns what the desk's rules can tell the reader of as one of its people: the name, the words, and whether they want it.
    fn staff_notices(&self) -> Vec<(&'static str, String, bool)> {
        let person = self.desk.person(&self.person.email);
        let told = person.map(|person| self.desk.occasions_for(person));
        let entry = |occasion: Occasion| {
            let words = self.frame.t(&format!("staff-notices-{}", occasion.name()));
            (occasion.name(), words, !self.muted.contains(&occasion))
        };
        told.into_iter().flatten().map(entry).collect()
    }

    /// Returns `true` if the person grants support access of their company.
    fn grants_access(&self) -> bool {
        let may = rule(self.person.role(), Action::GrantSupportAccess) != Rule::No;
        may && self.desk.support_access.is_some() && self.person.company().is_some()
    }

    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.current)
    }
}

/// What a desk knows of a person who is signed in.
pub(crate) struct KnownOf<'a> {
    pub person: &'a SignedIn,
    pub company: Option<&'a Company>,
    pub muted: &'a BTreeSet<Occasion>,
    pub sessions: &'a [ListedSession],
}

/// Makes the page of the reader's profile. `name` is the one that was typed, if it was refused.
pub(crate) fn profile(
    call: &Call,
    desk: &Desk,
    known: &KnownOf<'_>,
    name: Option<&str>,
    messages: Vec<FieldMessage>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.address = frame.links(desk).profile();
    frame.has_errors = !messages.is_empty();
    let person = known.person;
    let account = person.account.as_ref();
    let own = account.and_then(|account| account.name.as_ref());
    let own = own.map(ToString::to_string).unwrap_or_default();
    let status = form_status(&messages);
    let sessions = known.sessions.iter();
    page(
        status,
        &ProfilePage {
            frame,
            desk,
            person,
            account,
            company: known.company,
            muted: known.muted,
            name: name.map_or(own, str::to_owned),
            sessions: sessions
                .map(|listed| ListedSessionAnswer::new(listed, &person.session))
                .collect(),
            messages,
        },
    )
}
