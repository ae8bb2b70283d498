//! The table of routes.

use super::answer::Content;
use super::inputs::{
    ACCESS_OF, ACCESS_USE, ACCOUNT, ACCOUNTS, ACT, ADDRESS, ASSIGNEE, CHANGE, COMMENT, COMPANIES,
    COMPANY, CONTINUE, DETAILS, DOWNLOAD, END_SESSIONS, FILE, FOLLOW_UP, FOLLOWER, GRANT, IMPORT,
    INCIDENT, INCIDENT_DETAILS, INCIDENT_END, INCIDENT_UPDATE, ON_CALL_AT, ON_INCIDENT, ON_PAGE,
    ON_STATUS, ON_TICKET, ONE_ACCOUNT, ONE_COMPANY, ONE_OVERRIDE, ONE_TICKET, ONLY_LANGUAGE,
    OVERRIDE, PAGE, PERSON, PROFILE, QUEUE, RATING, REMOTE_SESSION, SEND_AGAIN, SESSION,
    SESSIONS_OF, SIGN_IN, STATUS, TABLE, TICKET, TICKETS, TIMELINE, TOKEN,
};
use super::promise::Promise;
use docket_domain::access::{Action, Role, Rule, rule};
use http::Method;

/// A route: one method on one path.
#[derive(Debug)]
pub struct Route {
    /// The route's name in code.
    pub id: RouteId,
    /// The method. Where it is GET, the portal answers HEAD as well.
    pub method: Method,
    /// The path. A part in braces stands for any text.
    pub path: &'static str,
    /// The binary of the function that answers.
    pub function: &'static str,
    /// The action that the caller has to be allowed. A request that carries more, such as an internal
    /// note, is checked for that as well.
    pub action: Action,
    /// What the route takes and answers.
    pub promise: Promise,
}

impl Route {
    /// Returns `true` for a route of the API, and `false` for a page.
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// Returns the roles that may use the route. Where it depends on more than the role, they are
    /// among them.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        let action = self.action;
        Role::ALL
            .into_iter()
            .filter(move |role| rule(*role, action) != Rule::No)
    }

    /// Returns `true` if the route counts what strangers do, and refuses more than the desk's limits.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        let is_change = self.is_api() && self.method != Method::GET;
        let is_free = matches!(
            self.action,
            Action::SignOut | Action::FinishUpload | Action::RevokeKeys
        );
        is_change && !is_free || self.action == Action::DownloadFile
    }

    /// Returns the statuses of the problems that the route answers with, the lowest first.
    #[must_use]
    pub fn problems(&self) -> Vec<u16> {
        let needs_more = rule(Role::Nobody, self.action) == Rule::No;
        let reads_body = self.promise.body.is_some();
        let is_change = self.method != Method::GET;
        let reads_cursor = !is_change
            && self
                .promise
                .query
                .iter()
                .any(|field| field.name == "cursor");
        let all = [
            (true, 400),
            (needs_more, 401),
            // A page of another site.
            (is_change && self.action != Action::OpenTicket, 403),
            (self.path.contains('{'), 404),
            // Desks, and the keys of tickets, end.
            (self.path.contains("{desk}"), 410),
            (true, 413),
            (reads_body, 415),
            (reads_body || reads_cursor, 422),
            (self.is_limited(), 429),
            (true, 500),
            (true, 503),
        ];
        let general = all.into_iter().filter(|(is, _)| *is);
        let general = general.map(|(_, status)| status);
        let few = self.promise.refusals.iter().copied();
        let mut statuses: Vec<u16> = general.chain(few).collect();
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }
}

macro_rules! routes {
    ($($function:literal { $(
        $(#[doc = $about:literal])+
        $id:ident $method:ident $path:literal $action:ident $(.$call:ident $arguments:tt)*,
    )+ })+) => {
        /// The name of a route.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum RouteId {
            $($($(#[doc = $about])+ $id,)+)+
        }

        /// All routes, by their functions.
        pub const ROUTES: &[Route] = &[$($(
            Route {
                id: RouteId::$id,
                method: Method::$method,
                path: $path,
                function: $function,
                action: Action::$action,
                promise: Promise::new(concat!($($about, "\n"),+))$(.$call $arguments)*,
            },
        )+)+];
    };
}

routes! {
    "docket-create-ticket" {
        /// Opens a ticket.
        ///
        /// Anybody may. The answer has the ticket and the key of its opener, which shows what came by it
        /// and the status. A desk says which topics, priorities, impacts and fields it has:
        /// `GET /api/desks/{desk}`.
        OpenTicket POST "/api/desks/{desk}/tickets" OpenTicket
            .query(ONLY_LANGUAGE).body(TICKET).idempotent().answers(&[(201, Content::Created)]),
        /// Keeps a form past a limit on new tickets, and mails a link to send it.
        ///
        /// The link goes to the requester's address and works for 24 hours. It leads to the form with
        /// what was typed. Whoever sends it from there has confirmed their address.
        KeepDraft POST "/api/desks/{desk}/drafts" OpenTicket
            .query(ONLY_LANGUAGE).body(TICKET).answers(&[(202, Content::Message)]),
        /// Opens a ticket that follows a closed one.
        ///
        /// A ticket can be taken up again for as long as the desk file says. After that, comments and changes of its status are refused to
        /// people outside the desk, and what they write opens another. It has the details of the closed one, and both know of each other. The
        /// one who writes is its requester; all others on the closed one are copied.
        FollowUp POST "/api/desks/{desk}/tickets/{id}/follow-up" FollowUp
            .query(CHANGE).body(FOLLOW_UP).idempotent().refuses(&[403, 409]).answers(&[(201, Content::Created)]),
    }
    "docket-update-status" {
        /// Changes the status of a ticket.
        ///
        /// The desk file says who may make which move, and whether it needs a comment. The ticket's
        /// `moves` are those that the caller may make now.
        ChangeStatus POST "/api/desks/{desk}/tickets/{id}/status" ChangeStatus
            .query(CHANGE).body(STATUS).changes_ticket().answers(&[(200, Content::Changed)]),
    }
    "docket-update-ticket" {
        /// Adds a comment or an internal note.
        Comment POST "/api/desks/{desk}/tickets/{id}/comments" Comment
            .query(CHANGE).body(COMMENT).changes_ticket().answers(&[(201, Content::Changed)]),
        /// Confirms that the requester's address is the caller's own.
        ///
        /// Any act with a key from a mail does so. The people who are copied are written to from then
        /// on.
        Confirm POST "/api/desks/{desk}/tickets/{id}/confirm" ConfirmAddress
            .query(CHANGE).body(ACT).changes_ticket().answers(&[(200, Content::Changed)]),
        /// Says that a ticket is not the caller's, though it has their address.
        ///
        /// Nobody is mailed about it any more, and the opener's key ends. The desk sees it.
        Disown POST "/api/desks/{desk}/tickets/{id}/disown" Disown
            .query(CHANGE).body(ACT).changes_ticket().refuses(&[403, 409, 412])
            .answers(&[(200, Content::Changed)]),
        /// Corrects the requester's address.
        ///
        /// Whoever opened the ticket can do so once, before the address is confirmed and before the desk
        /// has written to it. The link is mailed to the new one.
        CorrectAddress POST "/api/desks/{desk}/tickets/{id}/address" CorrectAddress
            .query(CHANGE).body(ADDRESS).changes_ticket().answers(&[(200, Content::Changed)]),
        /// Mails the ticket's link to the requester again.
        ///
        /// A ticket's link is sent again three times at most.
        SendLink POST "/api/desks/{desk}/tickets/{id}/link" SendLink
            .query(CHANGE).body(ACT).changes_ticket().refuses(&[403, 409, 412])
            .answers(&[(200, Content::Changed)]),
        /// Shares the ticket with somebody.
        ///
        /// They see it, and are told of changes by mail. The desk file says whether requesters may, and with whom.
        Share POST "/api/desks/{desk}/tickets/{id}/watchers" Share
            .query(CHANGE).body(ADDRESS).changes_ticket().answers(&[(201, Content::Changed)]),
        /// Ends the sharing with somebody, or leaves the ticket.
        ///
        /// Whoever is copied can only leave.
        EndSharing DELETE "/api/desks/{desk}/tickets/{id}/watchers/{email}" EndSharing
            .query(CHANGE).body(ACT).changes_ticket().answers(&[(200, Content::Changed)]),
        /// The same, from a form.
        ///
        /// A form cannot send `DELETE`.
        Unshare POST "/api/desks/{desk}/tickets/{id}/unshare" EndSharing
            .query(CHANGE).body(PERSON).changes_ticket().answers(&[(200, Content::Changed)]),
        /// Offers the requester a remote session.
        ///
        /// They are mailed the link, and see it on the ticket. The desk file says whether there are such sessions.
        OfferRemoteSession POST "/api/desks/{desk}/tickets/{id}/remote-session" OfferRemoteSession
            .query(CHANGE).body(REMOTE_SESSION).changes_ticket().answers(&[(201, Content::Changed)]),
        /// Gives a ticket to somebody of the desk, to a team, or to nobody.
        ///
        /// Whoever gets it is told by mail. The requester is told who works on it, where the desk file says so and nobody has written to
        /// them before.
        Assign POST "/api/desks/{desk}/tickets/{id}/assignee" Assign
            .query(CHANGE).body(ASSIGNEE).changes_ticket().answers(&[(200, Content::Changed)]),
        /// Corrects the topic, the priority and the impact.
        ///
        /// Service levels count as if it had been so from the start. The ticket takes the place in the queue that it now has. Nobody is mailed.
        ChangeDetails POST "/api/desks/{desk}/tickets/{id}/details" ChangeDetails
            .query(CHANGE).body(DETAILS).changes_ticket().answers(&[(200, Content::Changed)]),
        /// Rates how the desk did.
        ///
        /// The requester alone, once the ticket has a status that the desk asks on. Each closing has one rating, which can be changed for
        /// 7 days.
        Rate POST "/api/desks/{desk}/tickets/{id}/rating" Rate
            .query(CHANGE).body(RATING).changes_ticket().refuses(&[409]).answers(&[(200, Content::Changed)]),
        /// Calls the people on call.
        ///
        /// The ticket starts a page, or joins the one that the policy started last.
        CallOnCall POST "/api/desks/{desk}/tickets/{id}/page" CallOnCall
            .query(CHANGE).body(PAGE).changes_ticket().answers(&[(201, Content::Changed)]),
        /// Has notices sent again that did not reach their receivers.
        ///
        /// Their addresses are written to again, unless their owners marked a mail as spam. A notice that arrived, or that its receiver does not want,
        /// is not sent again.
        SendAgain POST "/api/desks/{desk}/tickets/{id}/notices/retry" SendAgain
            .query(CHANGE).body(SEND_AGAIN).answers(&[(200, Content::Notices)]),
        /// Ends all keys of the ticket.
        ///
        /// The next mail to each person has a new one.
        RevokeKeys POST "/api/desks/{desk}/tickets/{id}/revoke-keys" RevokeKeys
            .query(CHANGE).body(ACT).changes_ticket().answers(&[(200, Content::Changed)]),
    }
    "docket-presign-attachment" {
        /// Declares a file, and answers how to upload it.
        ///
        /// The file goes to storage by the requests in `upload`, exactly as they are given. The same
        /// declaration again continues a broken upload: it gives new requests for what is missing.
        DeclareFile POST "/api/desks/{desk}/tickets/{id}/attachments" AttachFile
            .query(ON_TICKET).body(FILE)
            .answers(&[(200, Content::Attachment), (201, Content::Attachment)]),
        /// Completes an upload in parts.
        CompleteUpload POST "/api/desks/{desk}/tickets/{id}/attachments/{file}/complete" FinishUpload
            .query(ON_TICKET).refuses(&[409]).answers(&[(200, Content::Attachment)]),
        /// Cancels an upload.
        CancelUpload DELETE "/api/desks/{desk}/tickets/{id}/attachments/{file}" FinishUpload
            .query(ON_TICKET).refuses(&[409]).answers(&[(204, Content::Empty)]),
        /// Leads to a stored file.
        ///
        /// The address in `Location` works for 15 minutes, for everybody who has it.
        Download GET "/api/desks/{desk}/tickets/{id}/attachments/{file}" DownloadFile
            .query(DOWNLOAD).refuses(&[403, 409]).answers(&[(302, Content::Redirect)]),
    }
    "docket-read-tickets" {
        /// Reads a desk.
        ///
        /// The answer has all that a client needs to draw the desk's forms.
        Desk GET "/api/desks/{desk}" SeeDesk
            .query(ONLY_LANGUAGE).answers(&[(200, Content::Desk)]),
        /// Reads a page of the desk's queue, or of one's own tickets.
        ///
        /// Those who work at the desk get its queue: the most urgent ticket is first, and among equals the one that
        /// waits longest. All others get the tickets that they asked for, the youngest first.
        Queue GET "/api/desks/{desk}/tickets" ListOwnTickets
            .query(QUEUE).refuses(&[403]).answers(&[(200, Content::List)]),
        /// Reads a ticket.
        ///
        /// The answer has the opening and the newest 50 events. `older` leads to those between them.
        Ticket GET "/api/desks/{desk}/tickets/{id}" SeeTicket
            .query(ON_TICKET).answers(&[(200, Content::Ticket)]),
        /// Reads an older part of a ticket's timeline.
        Timeline GET "/api/desks/{desk}/tickets/{id}/timeline" SeeTicket
            .query(TIMELINE).answers(&[(200, Content::Timeline)]),
        /// Reads what became of a ticket's notices.
        ///
        /// It has the newest 200: to whom, when, and whether it was sent, delivered, returned, or held back and why.
        Notices GET "/api/desks/{desk}/tickets/{id}/notices" SeeNotices
            .query(ON_TICKET).answers(&[(200, Content::Notices)]),
        /// Reads how many tickets the desk has.
        ///
        /// They are counted by phase, by who works on them, and by team, a moment after they change.
        Counts GET "/api/desks/{desk}/counts" ListTickets
            .query(ONLY_LANGUAGE).refuses(&[403]).answers(&[(200, Content::Counts)]),
        /// Reads how the desk is rated.
        ///
        /// It has the numbers of the last 12 months with ratings, and the newest 50 with their comments.
        Ratings GET "/api/desks/{desk}/ratings" SeeRatings
            .query(ONLY_LANGUAGE).refuses(&[403]).answers(&[(200, Content::Ratings)]),
    }
    "docket-sign-in" {
        /// Mails a sign-in link.
        ///
        /// It does so if the address belongs to a person of the desk, or has asked for something there. The answer is the same
        /// for every address.
        AskForLink POST "/api/desks/{desk}/sign-in" SignIn
            .query(ONLY_LANGUAGE).body(SIGN_IN).answers(&[(202, Content::Message)]),
        /// Uses a sign-in link, and begins a session.
        BeginSession POST "/api/desks/{desk}/session" SignIn
            .query(ONLY_LANGUAGE).body(SESSION).refuses(&[410])
            .answers(&[(201, Content::Session)]),
        /// Begins a session for somebody who is signed in at another desk.
        ///
        /// A browser sends the session of that desk in its cookie. The address was proven there, so no mail is needed.
        ContinueSession POST "/api/desks/{desk}/session/continue" SignIn
            .query(ONLY_LANGUAGE).body(CONTINUE).refuses(&[401]).answers(&[(201, Content::Session)]),
        /// Ends the caller's session.
        ///
        /// It is no error when there is none.
        EndSession DELETE "/api/desks/{desk}/session" SignOut
            .query(ONLY_LANGUAGE).answers(&[(204, Content::Empty)]),
        /// Ends the caller's session, from a form.
        ///
        /// A form cannot send `DELETE`.
        SignOut POST "/api/desks/{desk}/sign-out" SignOut
            .query(ONLY_LANGUAGE).answers(&[(204, Content::Empty)]),
    }
    "docket-accounts" {
        /// Reads one's own profile.
        Me GET "/api/desks/{desk}/me" OwnProfile
            .query(ONLY_LANGUAGE).answers(&[(200, Content::Me)]),
        /// Changes one's own profile.
        ///
        /// What is left out stays as it is. Whoever has no account has nothing to change.
        ChangeMe POST "/api/desks/{desk}/me" OwnProfile
            .query(ONLY_LANGUAGE).body(PROFILE).refuses(&[409]).answers(&[(200, Content::Me)]),
        /// Reads one's own sessions.
        ///
        /// An admin reads those of anybody, by `email`.
        Sessions GET "/api/desks/{desk}/sessions" OwnProfile
            .query(SESSIONS_OF).refuses(&[403, 422]).answers(&[(200, Content::Sessions)]),
        /// Ends a session of one's own.
        ///
        /// An admin ends that of anybody, by `email`.
        EndOtherSession DELETE "/api/desks/{desk}/sessions/{session}" OwnProfile
            .query(SESSIONS_OF).answers(&[(204, Content::Empty)]),
        /// Ends sessions, from a form.
        ///
        /// A form cannot send `DELETE`. Without `session`, it ends all but the caller's own.
        EndSessions POST "/api/desks/{desk}/sessions/end" OwnProfile
            .query(ONLY_LANGUAGE).body(END_SESSIONS).answers(&[(204, Content::Empty)]),
        /// Reads a page of the desk's accounts.
        ///
        /// They are in the order of their addresses.
        Accounts GET "/api/desks/{desk}/accounts" ManageAccounts
            .query(ACCOUNTS).refuses(&[403]).answers(&[(200, Content::Accounts)]),
        /// Makes an account, or changes it.
        ///
        /// What is left out is emptied. With `invite`, the person is told by mail.
        SaveAccount POST "/api/desks/{desk}/accounts" ManageAccounts
            .query(ONLY_LANGUAGE).body(ACCOUNT)
            .answers(&[(200, Content::Account), (201, Content::Account)]),
        /// Imports a table of accounts.
        ///
        /// The body is CSV in UTF-8: a line with the names of columns, of which only `email` is needed, then a line for each account. An
        /// empty cell leaves what is there. A company that the desk does not know is made. While a line is wrong, nothing is written,
        /// and `errors` names each. The same import again does what was broken off.
        ImportAccounts POST "/api/desks/{desk}/accounts/import" ManageAccounts
            .query(IMPORT).body(TABLE).answers(&[(200, Content::Import), (422, Content::Import)]),
        /// Removes an account, from a form.
        RemoveAccount POST "/api/desks/{desk}/accounts/remove" ManageAccounts
            .query(ONLY_LANGUAGE).body(ONE_ACCOUNT).answers(&[(204, Content::Empty)]),
        /// Reads an account.
        Account GET "/api/desks/{desk}/accounts/{email}" ManageAccounts
            .query(ONLY_LANGUAGE).refuses(&[403]).answers(&[(200, Content::Account)]),
        /// Removes an account.
        ///
        /// Its holder sees from then on what they asked for themselves, and no more.
        DeleteAccount DELETE "/api/desks/{desk}/accounts/{email}" ManageAccounts
            .query(ONLY_LANGUAGE).answers(&[(204, Content::Empty)]),
        /// Reads a page of the desk's companies.
        ///
        /// They are in the order of their names.
        Companies GET "/api/desks/{desk}/companies" ManageAccounts
            .query(COMPANIES).refuses(&[403]).answers(&[(200, Content::Companies)]),
        /// Makes a company.
        ///
        /// Its `addresses` become accounts of it.
        MakeCompany POST "/api/desks/{desk}/companies" ManageAccounts
            .query(ONLY_LANGUAGE).body(COMPANY).answers(&[(201, Content::Company)]),
        /// Removes a company without accounts, from a form.
        RemoveCompany POST "/api/desks/{desk}/companies/remove" ManageAccounts
            .query(ONLY_LANGUAGE).body(ONE_COMPANY).refuses(&[409]).answers(&[(204, Content::Empty)]),
        /// Reads a company.
        Company GET "/api/desks/{desk}/companies/{company}" ManageAccounts
            .query(ONLY_LANGUAGE).refuses(&[403]).answers(&[(200, Content::Company)]),
        /// Changes a company.
        ///
        /// What is left out is emptied. Those who joined by a domain that it no longer has lose their accounts.
        ChangeCompany POST "/api/desks/{desk}/companies/{company}" ManageAccounts
            .query(ONLY_LANGUAGE).body(COMPANY).answers(&[(200, Content::Company)]),
        /// Removes a company without accounts.
        DeleteCompany DELETE "/api/desks/{desk}/companies/{company}" ManageAccounts
            .query(ONLY_LANGUAGE).refuses(&[409]).answers(&[(204, Content::Empty)]),
        /// Reads the support access of a company.
        ///
        /// An administrator reads that of their own company, the desk's people that of any. The answer has the last grant for each
        /// portal, and what is on record: every grant, use, revocation and expiry. A desk without support access answers 404.
        SupportAccess GET "/api/desks/{desk}/support-access" SeeSupportAccess
            .query(ACCESS_OF).refuses(&[403]).answers(&[(200, Content::SupportAccessList)]),
        /// Grants support access to a portal of one's company.
        ///
        /// A portal that has an active grant keeps it, and the answer is that one.
        GrantSupportAccess POST "/api/desks/{desk}/support-access" GrantSupportAccess
            .query(ONLY_LANGUAGE).body(GRANT)
            .answers(&[(200, Content::SupportAccess), (201, Content::SupportAccess)]),
        /// Revokes support access, from a form.
        ///
        /// A form cannot send `DELETE`.
        RevokeSupportAccess POST "/api/desks/{desk}/support-access/{grant}/revoke" GrantSupportAccess
            .query(ONLY_LANGUAGE).answers(&[(204, Content::Empty)]),
        /// Uses support access.
        ///
        /// The use goes on record, which the company sees. The answer leads to the portal.
        UseSupportAccess POST "/api/desks/{desk}/support-access/{grant}/use" UseSupportAccess
            .query(ONLY_LANGUAGE).body(ACCESS_USE).refuses(&[409]).answers(&[(200, Content::Portal)]),
        /// Revokes support access.
        ///
        /// It ends at once. One that has ended already stays as it is.
        DeleteSupportAccess DELETE "/api/desks/{desk}/support-access/{grant}" GrantSupportAccess
            .query(ONLY_LANGUAGE).answers(&[(204, Content::Empty)]),
    }
    "docket-oncall" {
        /// Reads who is on call, now or at another time.
        OnCall GET "/api/desks/{desk}/oncall" SeeOnCall
            .query(ON_CALL_AT).refuses(&[403, 422]).answers(&[(200, Content::OnCall)]),
        /// Changes who is on call by a schedule, for a while.
        AddOverride POST "/api/desks/{desk}/oncall/overrides" ChangeOnCall
            .query(ONLY_LANGUAGE).body(OVERRIDE).answers(&[(201, Content::Override)]),
        /// Removes an override, from a form.
        ///
        /// A form cannot send `DELETE`.
        RemoveOverride POST "/api/desks/{desk}/oncall/overrides/remove" ChangeOnCall
            .query(ONLY_LANGUAGE).body(ONE_OVERRIDE).answers(&[(204, Content::Empty)]),
        /// Removes an override.
        DeleteOverride DELETE "/api/desks/{desk}/oncall/overrides/{override}" ChangeOnCall
            .query(ONLY_LANGUAGE).answers(&[(204, Content::Empty)]),
        /// Reads the page that each policy started last.
        Pages GET "/api/desks/{desk}/pages" SeeOnCall
            .query(ONLY_LANGUAGE).refuses(&[403]).answers(&[(200, Content::Pages)]),
        /// Reads a page, with what happened to it.
        Page GET "/api/desks/{desk}/pages/{page}" SeePage
            .query(ON_PAGE).refuses(&[403]).answers(&[(200, Content::Paging)]),
        /// Takes a page on.
        ///
        /// It calls nobody from then on. A page that somebody has taken on stays theirs.
        AcknowledgePage POST "/api/desks/{desk}/pages/{page}/acknowledge" ActOnPage
            .query(ON_PAGE).body(&[]).answers(&[(200, Content::Paging)]),
        /// Says that the trouble is real.
        VerifyPage POST "/api/desks/{desk}/pages/{page}/verify" ActOnPage
            .query(ON_PAGE).body(&[]).answers(&[(200, Content::Paging)]),
        /// Leaves a page to the desk's hours.
        DeferPage POST "/api/desks/{desk}/pages/{page}/defer" ActOnPage
            .query(ON_PAGE).body(&[]).answers(&[(200, Content::Paging)]),
        /// Ends a page.
        ResolvePage POST "/api/desks/{desk}/pages/{page}/resolve" ActOnPage
            .query(ON_PAGE).body(&[]).answers(&[(200, Content::Paging)]),
        /// Hears from PagerDuty that somebody acknowledged or resolved a page there.
        ///
        /// The body is a webhook of its version 3, with its signature in `X-PagerDuty-Signature`. An event about anything else changes nothing.
        HearPagerDuty POST "/api/desks/{desk}/pages/pagerduty" TellByChannel
            .query(ONLY_LANGUAGE).refuses(&[401]).answers(&[(204, Content::Empty)]),
        /// A page, for whom it calls.
        PagePage GET "/{desk}/pages/{page}" SeePage,
        /// Who is on call, for the desk's people.
        OnCallPage GET "/{desk}/console/oncall" SeeOnCall,
    }
    "docket-incidents" {
        /// Reads a desk's status: the incidents that go on, and those that ended last.
        Status GET "/api/desks/{desk}/status" SeeDesk
            .query(ONLY_LANGUAGE).answers(&[(200, Content::Status)]),
        /// Declares an incident.
        ///
        /// It stands on the desk's status page and on the forms of its topics at once. The people on call are called if a policy is
        /// named. The tickets are linked to it, and their requesters are mailed each update.
        DeclareIncident POST "/api/desks/{desk}/incidents" ManageIncidents
            .query(ONLY_LANGUAGE).body(INCIDENT).idempotent().refuses(&[403, 409]).answers(&[(201, Content::Incident)]),
        /// Reads an incident, with its updates and its tickets.
        Incident GET "/api/desks/{desk}/incidents/{incident}" ManageIncidents
            .query(ON_INCIDENT).refuses(&[403]).answers(&[(200, Content::Incident)]),
        /// Tells everybody what is new about an incident.
        ///
        /// Each address that it affects is mailed once, however many tickets it has.
        UpdateIncident POST "/api/desks/{desk}/incidents/{incident}/updates" ManageIncidents
            .query(ONLY_LANGUAGE).body(INCIDENT_UPDATE).idempotent().refuses(&[409]).answers(&[(201, Content::Incident)]),
        /// Corrects the title and the topics of an incident.
        ///
        /// Nobody is mailed. The status page and the forms show it as it is from then on.
        CorrectIncident POST "/api/desks/{desk}/incidents/{incident}/details" ManageIncidents
            .query(ONLY_LANGUAGE).body(INCIDENT_DETAILS).idempotent().refuses(&[409]).answers(&[(200, Content::Incident)]),
        /// Closes an incident, with a last update.
        ///
        /// The tickets that are linked to it can be closed with it. That happens within the next minutes, and the update says it.
        CloseIncident POST "/api/desks/{desk}/incidents/{incident}/close" ManageIncidents
            .query(ONLY_LANGUAGE).body(INCIDENT_END).idempotent().refuses(&[409]).answers(&[(200, Content::Incident)]),
        /// Links tickets to an incident.
        ///
        /// A ticket that is linked to another incident leaves it.
        LinkTickets POST "/api/desks/{desk}/incidents/{incident}/tickets" ManageIncidents
            .query(ONLY_LANGUAGE).body(TICKETS).refuses(&[409]).answers(&[(200, Content::Incident)]),
        /// Takes a ticket off an incident.
        UnlinkTicket POST "/api/desks/{desk}/incidents/{incident}/tickets/remove" ManageIncidents
            .query(ONLY_LANGUAGE).body(ONE_TICKET).answers(&[(200, Content::Incident)]),
        /// Asks to be told of an incident.
        ///
        /// Whoever is signed in is told from then on. Anybody else gets a mail with a link to confirm it; the answer does not say whether
        /// the address was told already.
        FollowIncident POST "/api/desks/{desk}/incidents/{incident}/followers" FollowIncident
            .query(ONLY_LANGUAGE).body(FOLLOWER).refuses(&[409]).answers(&[(202, Content::Message)]),
        /// Confirms that, by the link of the mail.
        ConfirmFollowing POST "/api/desks/{desk}/incidents/{incident}/followers/confirm" FollowIncident
            .query(ONLY_LANGUAGE).body(TOKEN).answers(&[(200, Content::Message)]),
        /// Stops the mails about an incident, by the link in each of them.
        StopFollowing POST "/api/desks/{desk}/incidents/{incident}/followers/stop" FollowIncident
            .query(ONLY_LANGUAGE).body(TOKEN).answers(&[(200, Content::Message)]),
        /// A desk's status, for everybody.
        StatusPage GET "/{desk}/status" SeeDesk,
        /// An incident, for everybody.
        IncidentPage GET "/{desk}/status/{incident}" SeeDesk.query(ON_STATUS),
        /// The incidents, for the desk's people, and the form that declares one.
        IncidentsPage GET "/{desk}/console/incidents" ManageIncidents,
        /// An incident, for the desk's people.
        ConsoleIncidentPage GET "/{desk}/console/incidents/{incident}" ManageIncidents.query(ON_INCIDENT),
    }
    "docket-portal" {
        /// The list of desks.
        Front GET "/" SeeSite,
        /// The script that uploads files.
        Script GET "/upload.js" SeeSite,
        /// The script of pages that people write on, and of the desk's people.
        PageScript GET "/page.js" SeeSite,
        /// The style sheet of the pages.
        Style GET "/style.css" SeeSite,
        /// The OpenAPI document.
        OpenApi GET "/openapi.json" SeeSite,
        /// The page about the API.
        ApiPage GET "/docs/api" SeeSite,
        /// A desk's topics.
        TopicsPage GET "/{desk}" SeeDesk,
        /// The style sheet in the desk's colour.
        DeskStyle GET "/{desk}/style.css" SeeDesk,
        /// The desk's logo.
        Logo GET "/{desk}/logo.svg" SeeDesk,
        /// The desk's logo as mails show it.
        MailLogo GET "/{desk}/logo.png" SeeDesk,
        /// The desk's picture in tabs and bookmarks.
        Icon GET "/{desk}/icon.svg" SeeDesk,
        /// The form of a topic.
        FormPage GET "/{desk}/new" OpenTicket,
        /// The reader's tickets.
        TicketsPage GET "/{desk}/tickets" ListOwnTickets,
        /// The reader's profile.
        ProfilePage GET "/{desk}/profile" OwnProfile,
        /// The support access of the reader's company, which they grant and revoke there.
        SupportAccessPage GET "/{desk}/support-access" GrantSupportAccess,
        /// The page that asks for a sign-in link, and uses one.
        SignInPage GET "/{desk}/sign-in" SignIn,
        /// The topics or a form, at an address of the desk's own.
        EntryPage GET "/{desk}/{page}" OpenTicket,
        /// A ticket, for those who have its key.
        TicketPage GET "/{desk}/tickets/{id}" SeeTicket,
    }
    "docket-console" {
        /// The queue.
        QueuePage GET "/{desk}/console" ListTickets.query(QUEUE),
        /// The ticket after another one in the queue.
        NextTicket GET "/{desk}/console/next" ListTickets,
        /// The accounts, for an admin.
        AccountsPage GET "/{desk}/console/accounts" ManageAccounts,
        /// An account, for an admin.
        AccountPage GET "/{desk}/console/account" ManageAccounts,
        /// The companies, for an admin.
        CompaniesPage GET "/{desk}/console/companies" ManageAccounts,
        /// A company, for an admin.
        CompanyPage GET "/{desk}/console/company" ManageAccounts,
        /// The import of accounts, for an admin.
        ImportPage GET "/{desk}/console/import" ManageAccounts,
        /// The support access of a company, for the desk's people.
        CompanyAccessPage GET "/{desk}/console/support-access" UseSupportAccess,
        /// How the desk is rated, for leads.
        RatingsPage GET "/{desk}/console/ratings" SeeRatings,
        /// A ticket, for the desk's people.
        ConsoleTicketPage GET "/{desk}/console/tickets/{id}" SeeInternal,
    }
}
