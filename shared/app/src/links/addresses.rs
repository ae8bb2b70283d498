//! Every address of Docket.

use super::keys::{Signer, sign_in_token};
use docket_domain::account::GrantId;
use docket_domain::attachment::FileId;
use docket_domain::incident::IncidentId;
use docket_domain::oncall::PageId;
use docket_domain::{CompanyId, DeskId, DomainName, EmailAddress, TicketId, TopicId};

/// The front page, which lists the desks.
pub const FRONT: &str = "/";
/// The address of the script that uploads files. No desk can have this name.
pub const SCRIPT: &str = "/upload.js";
/// The address of the script of pages that people write on. No desk can have this name.
pub const PAGE_SCRIPT: &str = "/page.js";
/// The address of the pages' style sheet. No desk can have this name.
pub const STYLE: &str = "/style.css";

/// The addresses of one desk, as paths. In mails and API answers, the address of the site stands
/// before them.
#[derive(Debug, Clone, Copy)]
pub struct Links<'d>(&'d DeskId);

/// The way in which a person reaches a ticket. It decides the address of the ticket's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access<'k> {
    /// With the key of the ticket.
    Key(&'k str),
    /// Signed in, as a person of the desk.
    Staff,
    /// Without a key in the address: with a session, or else the page asks the person to sign in.
    NoKey,
}

/// Returns a path that somebody is to be led to, if it is one of the desk's own pages: a link to
/// another site would look like the desk's.
#[must_use]
pub fn own_path(desk: &DeskId, path: &str) -> Option<String> {
    let rest = path.strip_prefix('/')?.strip_prefix(desk.as_str())?;
    let is_own = rest.is_empty() || rest.starts_with(['/', '?']);
    let is_plain = path.bytes().all(|c| c.is_ascii_graphic() && c != b'\\');
    let (pages, _) = path.split_once('?').unwrap_or((path, ""));
    // No page of a desk has an escape in its path, and some readers would read a slash in one.
    let leads_up = |part: &str| part.starts_with('.');
    let stays = !pages.contains("//") && !pages.contains('%') && !pages.split('/').any(leads_up);
    // A link that signs somebody in, or a key, is for whom it was mailed to, and never for the next reader.
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let mut parameters = form_urlencoded::parse(query.as_bytes());
    let is_open = !parameters.any(|(name, _)| ["key", "token", "draft"].contains(&&*name));
    let is_page = pages != Links::new(desk).sign_in();
    (is_own && is_plain && stays && is_open && is_page && path.len() <= MAX_PATH)
        .then(|| path.to_owned())
}

/// The longest path that somebody is led back to, in bytes.
const MAX_PATH: usize = 1_000;

impl<'d> Links<'d> {
    /// Returns the addresses of a desk.
    #[must_use]
    pub fn new(desk: &'d DeskId) -> Self {
        Self(desk)
    }

    /// Returns the address of the desk's page, where a topic is chosen.
    #[must_use]
    pub fn desk(&self) -> String {
        format!("/{}", self.0)
    }

    /// Returns the address of the style sheet in the desk's colour.
    #[must_use]
    pub fn style(&self) -> String {
        format!("{}/style.css", self.desk())
    }

    /// Returns the address of the desk's logo.
    #[must_use]
    pub fn logo(&self) -> String {
        format!("{}/logo.svg", self.desk())
    }

    /// Returns the address of the desk's logo as mails show it.
    #[must_use]
    pub fn mail_logo(&self) -> String {
        format!("{}/logo.png", self.desk())
    }

    /// Returns the address of the desk's picture in tabs and bookmarks.
    #[must_use]
    pub fn icon(&self) -> String {
        format!("{}/icon.svg", self.desk())
    }

    /// Returns the address of the page of who is on call.
    #[must_use]
    pub fn on_call(&self) -> String {
        format!("{}/console/oncall", self.desk())
    }

    /// Returns the address of a page, for whoever is signed in.
    #[must_use]
    pub fn page(&self, page: PageId) -> String {
        format!("{}/pages/{page}", self.desk())
    }

    /// Returns the address of a page with the key of somebody whom it calls.
    #[must_use]
    pub fn page_with_key(&self, page: PageId, key: &str) -> String {
        format!("{}?key={key}", self.page(page))
    }

    /// Returns the address in the API of a page.
    #[must_use]
    pub fn api_page(&self, page: PageId) -> String {
        format!("/api/desks/{}/pages/{page}", self.0)
    }

    /// Returns the address in the API of the overrides.
    #[must_use]
    pub fn api_overrides(&self) -> String {
        format!("/api/desks/{}/oncall/overrides", self.0)
    }

    /// Returns the address of the desk's status page.
    #[must_use]
    pub fn status(&self) -> String {
        format!("{}/status", self.desk())
    }

    /// Returns the address of an incident on the status page.
    #[must_use]
    pub fn incident(&self, incident: &IncidentId) -> String {
        format!("{}/{incident}", self.status())
    }

    /// Returns the address of the page of how the desk is rated.
    #[must_use]
    pub fn ratings(&self) -> String {
        format!("{}/ratings", self.console())
    }

    /// Returns the address of the incidents, for the desk's people.
    #[must_use]
    pub fn incidents(&self) -> String {
        format!("{}/incidents", self.console())
    }

    /// Returns the address of an incident, for the desk's people.
    #[must_use]
    pub fn console_incident(&self, incident: &IncidentId) -> String {
        format!("{}/{incident}", self.incidents())
    }

    /// Returns the address of the incidents in the API.
    #[must_use]
    pub fn api_incidents(&self) -> String {
        format!("{}/incidents", self.api())
    }

    /// Returns the address of an incident in the API.
    #[must_use]
    pub fn api_incident(&self, incident: &IncidentId) -> String {
        format!("{}/{incident}", self.api_incidents())
    }

    /// Returns the address of a topic's form.
    #[must_use]
    pub fn form(&self, topic: &TopicId) -> String {
        format!("{}/new?topic={topic}", self.desk())
    }

    /// Returns the address of a form that is kept, with what was typed into it. The token is made by
    /// [`draft_token`].
    #[must_use]
    pub fn kept_form(&self, token: &str) -> String {
        format!("{}/new?draft={token}", self.desk())
    }

    /// Returns the address of a form that is held until its sender has signed in. The token is made by [`held_token`].
    #[must_use]
    pub fn held_form(&self, token: &str) -> String {
        format!("{}/new?kept={token}", self.desk())
    }

    /// Returns the address of one's own profile.
    #[must_use]
    pub fn profile(&self) -> String {
        format!("{}/profile", self.desk())
    }

    /// Returns the address of the page of support access, for those who grant it.
    #[must_use]
    pub fn support_access(&self) -> String {
        format!("{}/support-access", self.desk())
    }

    /// Returns the address of the support access of a company, for the desk's people. After a use of a grant, the page leads to its portal.
    #[must_use]
    pub fn company_support_access(&self, company: &CompanyId, used: Option<GrantId>) -> String {
        let page = format!("{}/support-access?company={company}", self.console());
        match used {
            Some(grant) => format!("{page}&used={grant}"),
            None => page,
        }
    }

    /// Returns the address of support access in the API.
    #[must_use]
    pub fn api_support_access(&self) -> String {
        format!("{}/support-access", self.api())
    }

    /// Returns the address of a grant of support access in the API.
    #[must_use]
    pub fn api_grant(&self, grant: GrantId) -> String {
        format!("{}/{grant}", self.api_support_access())
    }

    /// Returns the address of the accounts, for an admin.
    #[must_use]
    pub fn accounts(&self) -> String {
        format!("{}/accounts", self.console())
    }

    /// Returns the address of an account, for an admin.
    #[must_use]
    pub fn account(&self, email: &EmailAddress) -> String {
        let email: String = form_urlencoded::byte_serialize(email.as_str().as_bytes()).collect();
        format!("{}/account?email={email}", self.console())
    }

    /// Returns the address of the companies, for an admin.
    #[must_use]
    pub fn companies(&self) -> String {
        format!("{}/companies", self.console())
    }

    /// Returns the address of a company, for an admin.
    #[must_use]
    pub fn company(&self, id: &CompanyId) -> String {
        format!("{}/company?id={id}", self.console())
    }

    /// Returns the address of the page that asks for a sign-in link.
    #[must_use]
    pub fn sign_in(&self) -> String {
        format!("{}/sign-in", self.desk())
    }

    /// Returns the address of that page, with the path of the page to go on to.
    #[must_use]
    pub fn sign_in_for(&self, path: &str) -> String {
        let path: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        format!("{}?return_to={path}", self.sign_in())
    }

    /// Returns the sign-in link itself. `link` is the ID of the link.
    #[must_use]
    pub fn sign_in_link_page(&self, signer: &Signer<'_>, link: &str) -> String {
        format!("{}?token={}", self.sign_in(), sign_in_token(signer, link))
    }

    /// Returns the address of the list of one's own tickets. It leads those who work at the desk to the queue.
    #[must_use]
    pub fn own_tickets(&self) -> String {
        format!("{}/tickets", self.desk())
    }

    /// Returns the address of the agents' pages. It shows the queue.
    #[must_use]
    pub fn console(&self) -> String {
        format!("{}/console", self.desk())
    }

    /// Returns the address of the queue at the place where an agent was. `place` is its query.
    #[must_use]
    pub fn queue_at(&self, place: &str) -> String {
        with_query(&self.console(), place)
    }

    /// Returns the address that leads to the ticket after this one in the queue that an agent came from, or back to the queue.
    #[must_use]
    pub fn next_ticket(&self, place: &str, after: &TicketId) -> String {
        with_query(&format!("{}/next?after={after}", self.console()), place)
    }

    /// Returns the address of a ticket's page.
    #[must_use]
    pub fn ticket(&self, id: &TicketId, access: Access<'_>) -> String {
        match access {
            Access::Staff => format!("{}/tickets/{id}", self.console()),
            Access::Key(_) | Access::NoKey => {
                format!("{}/tickets/{id}{}", self.desk(), access.query())
            }
        }
    }

    /// Returns the address of a ticket's page after a change that led to that version. The page is at
    /// least that new. `place` is the query of the place that an agent came from, if they came from one.
    #[must_use]
    pub fn ticket_after(
        &self,
        id: &TicketId,
        access: Access<'_>,
        place: &str,
        version: u64,
    ) -> String {
        let page = with_query(&self.ticket(id, access), place);
        with_query(&page, &format!("version={version}"))
    }

    /// Returns the address of the desk in the API.
    #[must_use]
    pub fn api(&self) -> String {
        format!("/api/desks/{}", self.0)
    }

    /// Returns the address of the desk's tickets in the API.
    #[must_use]
    pub fn api_tickets(&self) -> String {
        format!("{}/tickets", self.api())
    }

    /// Returns the address of a ticket in the API.
    #[must_use]
    pub fn api_ticket(&self, id: &TicketId) -> String {
        format!("{}/{id}", self.api_tickets())
    }

    /// Returns the address of a ticket's files in the API.
    #[must_use]
    pub fn api_attachments(&self, id: &TicketId) -> String {
        format!("{}/attachments", self.api_ticket(id))
    }

    /// Returns the address of a file in the API. Everyone who may see the ticket can download the
    /// file there.
    #[must_use]
    pub fn api_attachment(&self, id: &TicketId, file: FileId) -> String {
        format!("{}/{file}", self.api_attachments(id))
    }
}

/// Returns the address of a portal that support access leads to. It is another site's.
#[must_use]
pub fn portal(portal: &DomainName) -> String {
    format!("https://{portal}")
}

/// Returns parameters as a query, without a question mark.
#[must_use]
pub fn query_of<'q>(parameters: impl IntoIterator<Item = (&'q str, &'q str)>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

/// Returns an address with these parameters added to its query. Returns it as it is if there are none.
#[must_use]
pub fn with_query(address: &str, parameters: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    match parameters.is_empty() {
        true => address.to_owned(),
        false => format!("{address}{joint}{parameters}"),
    }
}

/// Returns the address of a ticket's page at which a mark is chosen. It gives none: that takes a press of a button.
#[must_use]
pub fn rating(page: &str, mark: u8) -> String {
    format!("{}#rating", with_query(page, &format!("score={mark}")))
}

impl Access<'_> {
    /// Returns the query of a ticket's addresses: `?key=…` with a key, and nothing otherwise.
    #[must_use]
    pub fn query(&self) -> String {
        match self {
            Self::Key(key) => {
                let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
                format!("?key={key}")
            }
            Self::Staff | Self::NoKey => String::new(),
        }
    }
}
