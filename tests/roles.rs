//! Who may do what, as the table of roles and actions says: every route is tried in every role.

use crate::support::files::{File, PART};
use crate::support::{Created, Site, root, ticket_body};
use docket_app::{incidents, support_access};
use docket_domain::Prose;
use docket_domain::access::{Action, Role, Rule, Scope, rule};
use docket_domain::account::{AccessDraft, AccessPerson, AccountRole};
use docket_domain::actor::{Actor, Rank};
use docket_domain::incident::{DeclarationDraft, IncidentCommand};
use docket_domain::oncall::{Override, OverrideKind};
use docket_local::Config;
use docket_web::{ROUTES, Route, RouteId};
use reqwest::Method;
use serde_json::{Value, json};
use std::fmt::Write;

const DESK: &str = "smartplayer";
/// The answers of each route to each caller. `UPDATE_SNAPSHOTS=1` writes them anew.
const MATRIX: &str = "tests/data/roles.txt";

/// Somebody who tries a route.
struct Who {
    name: &'static str,
    /// The role in which the table knows them.
    role: Role,
    /// Which key they send: of whom, for which ticket.
    key: Option<Key>,
    /// Where they are signed in, and as whom.
    session: Option<(&'static str, &'static str)>,
}

#[derive(Clone, Copy)]
enum Key {
    Opener,
    Requester,
    Watcher,
    /// The key of another ticket's requester.
    Other,
}

/// Somebody who is signed in at that desk.
const fn signed_in(name: &'static str, role: Role, desk: &'static str, email: &'static str) -> Who {
    Who {
        name,
        role,
        key: None,
        session: Some((desk, email)),
    }
}

/// Somebody who has that key.
const fn with_key(name: &'static str, role: Role, key: Key) -> Who {
    Who {
        name,
        role,
        key: Some(key),
        session: None,
    }
}

const OTHER: &str = "spaceos";

const ALL: [Who; 22] = [
    Who {
        name: "nobody",
        role: Role::Nobody,
        key: None,
        session: None,
    },
    signed_in("address", Role::Account, DESK, "somebody@example.com"),
    signed_in("account", Role::Account, DESK, "member@other.example.com"),
    signed_in(
        "sub-administrator",
        Role::SubAdministrator,
        DESK,
        "sub@other.example.com",
    ),
    signed_in(
        "administrator",
        Role::Administrator,
        DESK,
        "top@other.example.com",
    ),
    with_key("opener", Role::Opener, Key::Opener),
    with_key("requester", Role::Requester, Key::Requester),
    signed_in(
        "requester who is signed in",
        Role::Requester,
        DESK,
        "requester@example.com",
    ),
    signed_in("colleague", Role::Colleague, DESK, "colleague@example.com"),
    with_key("watcher", Role::Watcher, Key::Watcher),
    signed_in(
        "watcher who is signed in",
        Role::Watcher,
        DESK,
        "watcher@example.com",
    ),
    signed_in("agent", Role::Agent, DESK, "agent-1"),
    signed_in("lead", Role::Lead, DESK, "lead"),
    signed_in("admin", Role::Admin, DESK, "admin"),
    with_key("other ticket's requester", Role::Nobody, Key::Other),
    signed_in(
        "other desk's requester",
        Role::Nobody,
        OTHER,
        "requester@example.com",
    ),
    signed_in(
        "other desk's account",
        Role::Nobody,
        OTHER,
        "member@other.example.com",
    ),
    signed_in(
        "other desk's sub-administrator",
        Role::Nobody,
        OTHER,
        "sub@other.example.com",
    ),
    signed_in(
        "other desk's administrator",
        Role::Nobody,
        OTHER,
        "top@other.example.com",
    ),
    signed_in("other desk's agent", Role::Nobody, OTHER, "agent-1"),
    signed_in("other desk's lead", Role::Nobody, OTHER, "lead"),
    signed_in("other desk's admin", Role::Nobody, OTHER, "admin"),
];

/// The two desks, with all that any desk may have.
async fn start() -> Site {
    let all = |config: &mut Config| {
        for desk in &mut config.desks {
            if desk.contains("\nid = \"smartplayer\"") {
                *desk = desk.replace("\n[access]", "\n[access]\nsee = \"company\"");
                desk.push_str(SUPPORT_ACCESS);
                desk.push_str(ON_CALL);
                if !desk.contains("[remote_session]") {
                    desk.push_str("[remote_session]\nenabled = true\n");
                }
            } else if desk.contains("\nid = \"spaceos\"") {
                desk.push_str("\n[access]\nsee = \"company\"\n");
                desk.push_str(SUPPORT_ACCESS);
            }
        }
    };
    let site = Site::start_without_limits_as(all).await;
    for desk in [DESK, OTHER] {
        site.company(desk, "acme", &["acme.portal.example.com"])
            .await;
        site.company(desk, "other", &["other.portal.example.com"])
            .await;
        for (email, company, role) in [
            ("requester@example.com", "acme", AccountRole::Member),
            ("colleague@example.com", "acme", AccountRole::Member),
            ("member@other.example.com", "other", AccountRole::Member),
            (
                "sub@other.example.com",
                "other",
                AccountRole::SubAdministrator,
            ),
            ("top@other.example.com", "other", AccountRole::Administrator),
        ] {
            site.account(desk, email, company, role).await;
        }
    }
    site
}

const SUPPORT_ACCESS: &str = "
[support_access]
scopes = [{ id = \"top-level-portal\", label = \"Top\" }, { id = \"sub-portals\", label = \"Sub\" }]
";

/// For smartplayer: each new ticket calls somebody.
pub(crate) const ON_CALL: &str = "
[[schedules]]
id = \"agents\"
label = { en = \"Agents\", ru = \"Agents\" }
rules = [{ who = \"agent-1@smartplayer.example.com\" }]

[[escalation_policies]]
id = \"on-call\"
label = { en = \"On call\", ru = \"On call\" }
steps = [{ after = \"PT0S\", notify = [\"agents\"] }]

[[pages]]
when = \"opened\"
policy = \"on-call\"
";

/// The ID of the override that is there to be removed.
const OVERRIDE: uuid::Uuid = uuid::Uuid::from_u128(7);

/// The page that the tickets have started. It is the same for all.
async fn paged(site: &Site) -> String {
    let store = &site.stack.cloud().store;
    let (desk, policy) = (DESK.parse().unwrap(), "on-call".parse().unwrap());
    let page = store.last_page(&desk, &policy).await.unwrap();
    page.map_or_else(|| uuid::Uuid::nil().to_string(), |page| page.id.to_string())
}

/// A ticket with a requester's file on its way and one that is stored.
struct Case {
    ticket: Created,
    opener: String,
    watcher: String,
    waiting: String,
    stored: String,
    /// The ID of a grant of support access of the company `other`.
    grant: String,
    /// The ID of the page that its ticket is on.
    page: String,
    /// The ID of an incident of its own.
    incident: String,
}

/// Support access that the company `other` has granted. There is one grant at a time, so it is the same for all.
async fn granted(site: &Site) -> String {
    let cloud = site.stack.cloud();
    let (desk, now) = (DESK.parse().unwrap(), cloud.clock.now());
    let desk = cloud.store.desk(&desk).await.unwrap().unwrap();
    let other = "other".parse().unwrap();
    let Some(company) = cloud.store.company(&desk.id, &other).await.unwrap() else {
        return uuid::Uuid::nil().to_string();
    };
    let draft = AccessDraft {
        portal: "other.portal.example.com".to_owned(),
        lasts: String::new(),
    };
    let wanted = draft.check(&desk, &company).unwrap();
    let by = AccessPerson {
        email: "top@other.example.com".parse().unwrap(),
        name: None,
        is_staff: false,
    };
    let granted = support_access::grant(cloud, &company, &wanted, &by, now).await;
    granted.unwrap().access.id.to_string()
}

/// Declares an incident, in place of those that are open: a desk has ten of them at most.
async fn declared(site: &Site) -> String {
    let cloud = site.stack.cloud();
    let (desk, now) = (DESK.parse().unwrap(), cloud.clock.now());
    let desk = cloud.store.desk(&desk).await.unwrap().unwrap();
    let actor = Actor::Agent {
        email: "agent-1@smartplayer.example.com".parse().unwrap(),
        name: "Agent".to_owned(),
        rank: Rank::Agent,
    };
    let board = cloud.store.status_board_now(&desk.id).await.unwrap();
    for open in board.open() {
        let wanted = incidents::Wanted {
            incident: open.id,
            command: IncidentCommand::Close {
                body: Prose::new("Over", Prose::MAX).unwrap(),
                closes_tickets: false,
            },
            actor: &actor,
            request: None,
            version: None,
            now,
        };
        incidents::change(cloud, &desk, &wanted).await.unwrap();
    }
    let draft = DeclarationDraft {
        title: "Trouble".to_owned(),
        ..DeclarationDraft::default()
    };
    let declaration = draft.check(&desk).unwrap();
    let declared = incidents::declare(cloud, &desk, declaration, &actor, None, now);
    declared.await.unwrap().id.to_string()
}

async fn case(site: &Site, by: Option<&str>) -> Case {
    let cc = json!({ "cc": ["watcher@example.com"] });
    let opened = match by {
        // Opened with a session, so it is of the company.
        Some(bearer) => site.ticket_by(bearer, DESK, "report-a-bug", cc).await,
        None => site.ticket(DESK, "report-a-bug", cc).await,
    };
    let ticket = site.confirmed(&opened).await;
    let watcher = site.mailed(&ticket, "watcher@example.com").await;
    let stored = site.attach(&ticket, &File::png("stored.png")).await;
    let waiting = site.announce(&ticket, &File::png("waiting.png")).await;
    Case {
        waiting: waiting.json["id"].as_str().unwrap().to_owned(),
        stored,
        ticket,
        opener: opened.key,
        watcher: watcher.key,
        grant: granted(site).await,
        page: paged(site).await,
        incident: declared(site).await,
    }
}

/// What a caller sends to a route, when it is in order.
fn request(route: RouteId, who: &Who, case: &Case) -> (String, Value) {
    let id = &case.ticket.id;
    let tickets = format!("/api/desks/{DESK}/tickets");
    let api = format!("{tickets}/{id}");
    let desk = |end: &str| (format!("/api/desks/{DESK}{end}"), Value::Null);
    let page = |end: &str| (format!("/{DESK}{end}"), Value::Null);
    let incident = |end: &str| format!("/incidents/{}{end}", case.incident);
    match route {
        RouteId::OpenTicket => (tickets, ticket_body(DESK, "quote", json!({}))),
        RouteId::KeepDraft => (
            format!("/api/desks/{DESK}/drafts"),
            ticket_body(DESK, "quote", json!({})),
        ),
        RouteId::ChangeStatus => {
            let to = if who.role >= Role::Agent {
                "pending"
            } else {
                "done"
            };
            (format!("{api}/status"), json!({ "status": to }))
        }
        RouteId::Comment => (format!("{api}/comments"), json!({ "body": "Words" })),
        RouteId::FollowUp => (format!("{api}/follow-up"), json!({ "body": "Words" })),
        RouteId::Confirm => (format!("{api}/confirm"), json!({})),
        RouteId::Disown => (format!("{api}/disown"), json!({})),
        RouteId::CorrectAddress => (
            format!("{api}/address"),
            json!({ "email": "right@example.com" }),
        ),
        RouteId::SendLink => (format!("{api}/link"), json!({})),
        RouteId::Share => (
            format!("{api}/watchers"),
            json!({ "email": "friend@example.com" }),
        ),
        RouteId::OfferRemoteSession => (
            format!("{api}/remote-session"),
            json!({ "url": "https://meet.example.com/1" }),
        ),
        RouteId::Assign => (format!("{api}/assignee"), json!({ "take": true })),
        RouteId::ChangeDetails => (format!("{api}/details"), json!({ "impact": "blocker" })),
        RouteId::Rate => (format!("{api}/rating"), json!({ "score": 4 })),
        RouteId::Counts => desk("/counts"),
        RouteId::Ratings => desk("/ratings"),
        RouteId::CallOnCall => (format!("{api}/page"), json!({ "policy": "on-call" })),
        RouteId::OnCall => desk("/oncall"),
        RouteId::AddOverride => (
            desk("/oncall/overrides").0,
            json!({ "kind": "remove", "person": "agent-1@smartplayer.example.com", "until": "2126-01-01T00:00Z", "from": "2125-12-31T00:00Z" }),
        ),
        RouteId::DeleteOverride => desk(&format!("/oncall/overrides/{OVERRIDE}")),
        RouteId::RemoveOverride => (
            desk("/oncall/overrides/remove").0,
            json!({ "override": OVERRIDE }),
        ),
        RouteId::Pages => desk("/pages"),
        RouteId::Page => desk(&format!("/pages/{}", case.page)),
        RouteId::AcknowledgePage => (
            desk(&format!("/pages/{}/acknowledge", case.page)).0,
            json!({}),
        ),
        RouteId::VerifyPage => (desk(&format!("/pages/{}/verify", case.page)).0, json!({})),
        RouteId::DeferPage => (desk(&format!("/pages/{}/defer", case.page)).0, json!({})),
        RouteId::HearPagerDuty => (desk("/pages/pagerduty").0, json!({})),
        RouteId::ResolvePage => (desk(&format!("/pages/{}/resolve", case.page)).0, json!({})),
        RouteId::PagePage => page(&format!("/pages/{}", case.page)),
        RouteId::OnCallPage => page("/console/oncall"),
        RouteId::Status => desk("/status"),
        RouteId::DeclareIncident => (desk("/incidents").0, json!({ "title": "Trouble" })),
        RouteId::Incident => desk(&incident("")),
        RouteId::UpdateIncident => (desk(&incident("/updates")).0, json!({ "body": "News" })),
        RouteId::CorrectIncident => (desk(&incident("/details")).0, json!({ "title": "Words" })),
        RouteId::CloseIncident => (desk(&incident("/close")).0, json!({ "body": "Over" })),
        RouteId::LinkTickets => (desk(&incident("/tickets")).0, json!({ "tickets": [id] })),
        RouteId::UnlinkTicket => (
            desk(&incident("/tickets/remove")).0,
            json!({ "ticket": id }),
        ),
        RouteId::FollowIncident => (
            desk(&incident("/followers")).0,
            json!({ "email": "stranger@example.com" }),
        ),
        RouteId::ConfirmFollowing => (
            desk(&incident("/followers/confirm")).0,
            json!({ "token": "wrong" }),
        ),
        RouteId::StopFollowing => (
            desk(&incident("/followers/stop")).0,
            json!({ "token": "wrong" }),
        ),
        RouteId::StatusPage => page("/status"),
        RouteId::IncidentPage => page(&format!("/status/{}", case.incident)),
        RouteId::IncidentsPage => page("/console/incidents"),
        RouteId::ConsoleIncidentPage => page(&format!("/console/incidents/{}", case.incident)),
        RouteId::EndSharing => (format!("{api}/watchers/watcher@example.com"), Value::Null),
        RouteId::Unshare => (
            format!("{api}/unshare"),
            json!({ "person": "watcher@example.com" }),
        ),
        RouteId::Me | RouteId::ChangeMe => desk("/me"),
        RouteId::Sessions => desk("/sessions"),
        RouteId::EndOtherSession => desk("/sessions/0"),
        RouteId::EndSessions => (desk("/sessions/end").0, json!({ "session": "0" })),
        RouteId::Accounts => desk("/accounts"),
        RouteId::SaveAccount => (desk("/accounts").0, json!({ "email": "new@example.com" })),
        RouteId::ImportAccounts => (desk("/accounts/import").0, json!({ "table": "email" })),
        RouteId::RemoveAccount => (
            desk("/accounts/remove").0,
            json!({ "email": "removed@example.com" }),
        ),
        RouteId::Account => desk("/accounts/kept@example.com"),
        RouteId::DeleteAccount => desk("/accounts/deleted@example.com"),
        RouteId::Companies => desk("/companies"),
        RouteId::MakeCompany => (
            desk("/companies").0,
            json!({ "name": format!("The company of the {}", who.name) }),
        ),
        RouteId::RemoveCompany => (desk("/companies/remove").0, json!({ "id": "removed" })),
        RouteId::Company => desk("/companies/acme"),
        RouteId::ChangeCompany => (desk("/companies/acme").0, json!({ "name": "Acme" })),
        RouteId::DeleteCompany => desk("/companies/deleted"),
        RouteId::SupportAccess => match who.role >= Role::Agent {
            true => desk("/support-access?company=other"),
            false => desk("/support-access"),
        },
        RouteId::GrantSupportAccess => (
            desk("/support-access").0,
            json!({ "portal": "other.portal.example.com" }),
        ),
        RouteId::RevokeSupportAccess => desk(&format!("/support-access/{}/revoke", case.grant)),
        RouteId::DeleteSupportAccess => desk(&format!("/support-access/{}", case.grant)),
        RouteId::UseSupportAccess => (
            desk(&format!("/support-access/{}/use", case.grant)).0,
            json!({ "company": "other" }),
        ),
        RouteId::SupportAccessPage => page("/support-access"),
        RouteId::CompanyAccessPage => page("/console/support-access?company=other"),
        RouteId::ProfilePage => page("/profile"),
        RouteId::AccountsPage => page("/console/accounts"),
        RouteId::AccountPage => page("/console/account"),
        RouteId::CompaniesPage => page("/console/companies"),
        RouteId::CompanyPage => page("/console/company"),
        RouteId::ImportPage => page("/console/import"),
        RouteId::RatingsPage => page("/console/ratings"),
        RouteId::RevokeKeys => (format!("{api}/revoke-keys"), json!({})),
        RouteId::Notices => (format!("{api}/notices"), Value::Null),
        RouteId::SendAgain => (format!("{api}/notices/retry"), json!({})),
        RouteId::DeclareFile => {
            let file = File::png(&format!("{}.png", who.name));
            (format!("{api}/attachments"), file.announcement(PART))
        }
        RouteId::CompleteUpload => (
            format!("{api}/attachments/{}/complete", case.waiting),
            json!({}),
        ),
        RouteId::CancelUpload => (format!("{api}/attachments/{}", case.waiting), Value::Null),
        RouteId::Download => (format!("{api}/attachments/{}", case.stored), Value::Null),
        RouteId::Desk => desk(""),
        RouteId::Queue => desk("/tickets"),
        RouteId::Ticket => (api, Value::Null),
        RouteId::Timeline => (format!("{api}/timeline?cursor={id}-1"), Value::Null),
        RouteId::AskForLink => (
            desk("/sign-in").0,
            json!({ "email": "stranger@example.com" }),
        ),
        RouteId::BeginSession => (desk("/session").0, json!({ "token": "used" })),
        RouteId::ContinueSession => (desk("/session/continue").0, json!({})),
        RouteId::EndSession => desk("/session"),
        RouteId::SignOut => (desk("/sign-out").0, json!({})),
        RouteId::Front => ("/".to_owned(), Value::Null),
        RouteId::Script => ("/upload.js".to_owned(), Value::Null),
        RouteId::PageScript => ("/page.js".to_owned(), Value::Null),
        RouteId::Style => ("/style.css".to_owned(), Value::Null),
        RouteId::OpenApi => ("/openapi.json".to_owned(), Value::Null),
        RouteId::ApiPage => ("/docs/api".to_owned(), Value::Null),
        RouteId::DeskStyle => page("/style.css"),
        RouteId::Logo => page("/logo.svg"),
        RouteId::MailLogo => page("/logo.png"),
        RouteId::Icon => page("/icon.svg"),
        RouteId::TopicsPage => page(""),
        RouteId::FormPage => page("/new?topic=quote"),
        RouteId::TicketsPage => page("/tickets"),
        RouteId::SignInPage => page("/sign-in"),
        RouteId::EntryPage => ("/spotme/access-support".to_owned(), Value::Null),
        RouteId::TicketPage => page(&format!("/tickets/{id}")),
        RouteId::QueuePage => page("/console"),
        RouteId::NextTicket => page("/console/next"),
        RouteId::ConsoleTicketPage => page(&format!("/console/tickets/{id}")),
    }
}

/// The role in which the table knows a caller. Who is signed in has none on a ticket as long as nobody asks for one.
fn role(who: &Who, action: Action) -> Role {
    let is_here = who.session.is_some_and(|(desk, _)| desk == DESK);
    let on_desk = is_here && action.scope() != Scope::Ticket;
    match who.role {
        Role::Requester | Role::Colleague | Role::Watcher if on_desk => Role::Account,
        role => role,
    }
}

/// The key that a caller sends.
fn key(who: &Who, case: &Case, other: &Case) -> Option<String> {
    let key = match who.key? {
        Key::Opener => &case.opener,
        Key::Requester => &case.ticket.key,
        Key::Watcher => &case.watcher,
        Key::Other => &other.ticket.key,
    };
    Some(key.clone())
}

/// The session that a caller sends.
async fn bearer(site: &Site, who: &Who) -> Option<String> {
    let (desk, person) = who.session?;
    let email = match person.contains('@') {
        true => person.to_owned(),
        false => format!("{person}@{desk}.example.com"),
    };
    Some(site.sign_in(desk, &email).await.bearer)
}

async fn answer(
    site: &Site,
    route: &Route,
    (mut path, body): (String, Value),
    key: Option<String>,
    bearer: Option<&str>,
) -> u16 {
    if let Some(key) = key {
        let joint = if path.contains('?') { '&' } else { '?' };
        write!(path, "{joint}key={key}").unwrap();
    }
    let mut headers = vec![("content-type", "application/json")];
    if !path.starts_with("/api/") {
        headers.push(("accept", "text/html"));
    }
    headers.extend(bearer.map(|bearer| ("authorization", bearer)));
    let method: Method = route.method.as_str().parse().unwrap();
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    site.send(method, &path, &headers, body).await.status
}

/// Makes what a request takes away.
async fn seed(site: &Site, route: RouteId) {
    if matches!(route, RouteId::DeleteOverride | RouteId::RemoveOverride) {
        let store = &site.stack.cloud().store;
        let person = "agent-1@smartplayer.example.com".parse().unwrap();
        let one = Override {
            id: OVERRIDE,
            schedule: "agents".parse().unwrap(),
            kind: OverrideKind::Add { person },
            from: "2125-12-31T00:00:00Z".parse().unwrap(),
            until: "2126-01-01T00:00:00Z".parse().unwrap(),
            by: "lead@smartplayer.example.com".parse().unwrap(),
        };
        store
            .put_override(&DESK.parse().unwrap(), &one)
            .await
            .unwrap();
    }
    for (id, name) in [
        (RouteId::RemoveAccount, "removed"),
        (RouteId::DeleteAccount, "deleted"),
        (RouteId::Account, "kept"),
    ] {
        if id == route {
            let email = format!("{name}@example.com");
            site.account(DESK, &email, "acme", AccountRole::Member)
                .await;
        }
    }
    for (id, name) in [
        (RouteId::RemoveCompany, "removed"),
        (RouteId::DeleteCompany, "deleted"),
    ] {
        if id == route {
            site.company(DESK, name, &[]).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_lets_in_whom_the_table_lets_in() {
    let site = start().await;
    // Who has asked for something may sign in.
    site.ticket("spaceos", "question", json!({})).await;
    for email in ["somebody@example.com", "watcher@example.com"] {
        let somebody = json!({ "requester": { "email": email } });
        site.ticket(DESK, "quote", somebody).await;
    }
    let mut sessions = Vec::new();
    for who in &ALL {
        sessions.push(bearer(&site, who).await);
    }
    // A ticket that is opened with a session is of a company. The opener's rights are those of somebody who was not signed in.
    let requester = ALL.iter().zip(&sessions);
    let requester = requester.filter(|(who, _)| who.name == "requester who is signed in");
    let by = requester
        .map(|(_, session)| session.clone().unwrap())
        .next();
    let by = by.as_deref();
    let (other, opened) = (case(&site, None).await, case(&site, None).await);
    let shared = case(&site, by).await;
    let mut matrix = String::new();
    for route in ROUTES {
        let ends_session = matches!(route.id, RouteId::EndSession | RouteId::SignOut);
        let uses_up = matches!(
            route.id,
            RouteId::ChangeStatus
                | RouteId::CompleteUpload
                | RouteId::CancelUpload
                | RouteId::RevokeKeys
                | RouteId::EndSharing
                | RouteId::Unshare
                // The grant of before was revoked, and another one takes its place.
                | RouteId::UseSupportAccess
                | RouteId::DeleteSupportAccess
        );
        write!(matrix, "{} {}:", route.method, route.path).unwrap();
        for (who, session) in ALL.iter().zip(&sessions) {
            let by = by.filter(|_| who.role != Role::Opener);
            let fresh = match uses_up {
                true => Some(case(&site, by).await),
                false => None,
            };
            let shared = if by.is_some() { &shared } else { &opened };
            let case = fresh.as_ref().unwrap_or(shared);
            seed(&site, route.id).await;
            let session = if ends_session {
                bearer(&site, who).await
            } else {
                session.clone()
            };
            let key = key(who, case, &other);
            let request = request(route.id, who, case);
            let status = answer(&site, route, request, key, session.as_deref()).await;
            write!(matrix, " {}={status}", who.name.replace(' ', "_")).unwrap();
            assert!(
                status < 500,
                "{} {} as {}: {status}",
                route.method,
                route.path,
                who.name
            );
            let is_in = match rule(role(who, route.action), route.action) {
                Rule::Yes | Rule::AsDeskSays => true,
                Rule::No => false,
                // Who is copied may leave.
                Rule::Own if route.action == Action::EndSharing => true,
                // The file is the requester's.
                Rule::Own => who.role == Role::Requester,
            };
            // It needs the cookie of another desk, which none of them sends.
            // Or the signature of a service.
            if [RouteId::ContinueSession, RouteId::HearPagerDuty].contains(&route.id) {
                assert_eq!(status, 401);
                continue;
            }
            let refused = [401, 403, 404].contains(&status);
            assert_eq!(
                !refused, is_in,
                "{} {} as {}: {status}",
                route.method, route.path, who.name
            );
            // Who may not even see the ticket does not learn that it is there.
            let hidden = who.role == Role::Nobody && route.action.scope() == Scope::Ticket;
            assert!(!hidden || status != 403, "{} as {}", route.path, who.name);
        }
        matrix.push('\n');
    }
    let path = root().join(MATRIX);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &matrix).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, matrix, "{MATRIX} is out of date");
}

#[test]
fn the_template_and_the_table_have_the_same_routes() {
    let template = std::fs::read_to_string(root().join("template.yaml")).unwrap();
    let mut function = String::new();
    let mut routes: Vec<(String, String, String)> = Vec::new();
    for line in template.lines() {
        if let Some((_, rest)) = line.split_once("Binary: ") {
            function = rest.trim_end_matches(['}', ' ']).to_owned();
        }
        if let Some((_, rest)) = line.split_once("!Ref Api, Method: ") {
            let (method, rest) = rest.split_once(", Path: ").unwrap();
            let path = rest.trim_end_matches(['}', ' ']).trim_matches('"');
            routes.push((function.clone(), method.to_owned(), path.to_owned()));
        }
    }
    assert!(routes.len() > 15);
    let in_template = |route: &Route, path: &str| {
        let wanted = (
            route.function.to_owned(),
            route.method.to_string(),
            path.to_owned(),
        );
        routes.contains(&wanted)
    };
    for route in ROUTES {
        // The pages of a desk that have no number are one route of the gateway.
        let general = match route.path.split('/').collect::<Vec<_>>().as_slice() {
            ["", _] => "/{desk}",
            ["", _, _] => "/{desk}/{page}",
            _ => route.path,
        };
        let there = in_template(route, route.path) || in_template(route, general);
        assert!(
            there,
            "template.yaml has no {} {} for {}",
            route.method, route.path, route.function
        );
    }
    for (function, method, path) in &routes {
        let known = |route: &Route| {
            route.function == function && route.method == method.as_str() && route.path == path
        };
        let known = path == "$default" || ROUTES.iter().any(known);
        assert!(
            known,
            "the table of routes has no {method} {path} for {function}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_method_is_told_the_right_ones() {
    let site = Site::start().await;
    let case = case(&site, None).await;
    for route in ROUTES {
        let (path, _) = request(route.id, &ALL[0], &case);
        for method in [Method::PUT, Method::PATCH, Method::TRACE] {
            let answer = site.send(method.clone(), &path, &[], "").await;
            assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text);
            let allow = answer.header("allow");
            assert!(
                allow.split(", ").any(|name| name == route.method.as_str()),
                "{path}: {allow}"
            );
            assert_eq!(answer.json["errors"], Value::Null);
        }
        // A HEAD has an answer without a body, or is told what to send.
        if route.method == Method::GET {
            let answer = site
                .send(Method::HEAD, &path, &[("accept", "text/html")], "")
                .await;
            let portal = route.function == "docket-portal";
            assert_eq!(
                answer.status == 405,
                !portal,
                "HEAD {path}: {}",
                answer.status
            );
            assert!(answer.text.is_empty());
        }
    }
}
