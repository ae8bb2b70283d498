//! The actions.

/// What an action is done to, and so what has to be known of who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole site.
    Site,
    /// A desk.
    Desk,
    /// A ticket.
    Ticket,
    /// A page, which calls people.
    Page,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $scope:ident $words:literal,)+) => {
        /// Something that a person does at a desk or on a ticket.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// All actions, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Returns what the action is done to.
            #[must_use]
            pub fn scope(self) -> Scope {
                match self {
                    $(Self::$name => Scope::$scope,)+
                }
            }

            /// Returns the action in words, for people who read about roles.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)+
                }
            }
        }
    };
}

actions! {
    /// See the list of desks, and what every page needs.
    SeeSite Site "See the list of desks",
    /// See a desk: its topics, its forms, its hours.
    SeeDesk Desk "See a desk, its topics and its forms",
    /// Open a ticket.
    OpenTicket Desk "Open a ticket",
    /// Ask for a sign-in link, and use one.
    SignIn Desk "Ask for a sign-in link and use it",
    /// End one's own session.
    SignOut Desk "End one's own session",
    /// See the list of one's own tickets.
    ListOwnTickets Desk "See the list of one's own tickets",
    /// See and change one's own profile, and end one's own sessions.
    OwnProfile Desk "See and change one's own profile, and end one's sessions",
    /// See what support access a company has granted.
    SeeSupportAccess Desk "See the support access that was granted",
    /// Grant support access to a portal of one's company, and revoke it.
    GrantSupportAccess Desk "Grant and revoke support access",
    /// Use support access that was granted.
    UseSupportAccess Desk "Use support access",
    /// See and change accounts, companies and the sessions of others.
    ManageAccounts Desk "See and change accounts and companies",
    /// See the lists of a desk's tickets.
    ListTickets Desk "See the lists of the desk's tickets",
    /// See a ticket: its state, its public timeline, its stored files.
    SeeTicket Ticket "See a ticket, its public timeline and its stored files",
    /// See what the desk and everybody else on the ticket write and send.
    SeeAnswers Ticket "See what the desk and the others on the ticket write and send",
    /// See internal notes and files, and the addresses of the desk's people.
    SeeInternal Ticket "See internal notes and files, and the addresses of the desk's people",
    /// See a file that is on its way or was refused.
    SeeUnstoredFile Ticket "See a file that is on its way or was refused",
    /// Write a comment.
    Comment Ticket "Write a comment",
    /// Open a ticket that follows a closed one.
    FollowUp Ticket "Open a ticket that follows a closed one",
    /// Write an internal note.
    WriteNote Ticket "Write an internal note",
    /// Change the status.
    ChangeStatus Ticket "Change the status",
    /// Add a file.
    AttachFile Ticket "Add a file",
    /// Add a file that only the desk's people see.
    AttachInternalFile Ticket "Add a file that only the desk's people see",
    /// Finish or cancel the upload of a file.
    FinishUpload Ticket "Finish or cancel an upload",
    /// Download a stored file.
    DownloadFile Ticket "Download a stored file",
    /// Share the ticket with somebody.
    Share Ticket "Share the ticket with somebody",
    /// End that for somebody, or leave a ticket that one is copied on.
    EndSharing Ticket "End the sharing of a ticket with somebody",
    /// Confirm that the requester's address is one's own.
    ConfirmAddress Ticket "Confirm that the requester's address is one's own",
    /// Say that the ticket is not one's own, though it has one's address.
    Disown Ticket "Say that the ticket is not one's own",
    /// Correct the requester's address, as long as nobody has confirmed it.
    CorrectAddress Ticket "Correct the requester's address before it is confirmed",
    /// Have the ticket's link mailed to the requester again.
    SendLink Ticket "Have the link mailed to the requester again",
    /// Offer the requester a remote session.
    OfferRemoteSession Ticket "Offer the requester a remote session",
    /// See a remote session that was offered, and join it.
    JoinRemoteSession Ticket "See and join a remote session that was offered",
    /// See whom the ticket's notices reached.
    SeeNotices Ticket "See whom the ticket's notices reached",
    /// Have notices sent again that did not reach somebody.
    SendAgain Ticket "Have notices sent again that did not reach somebody",
    /// Call the people on call for a ticket.
    CallOnCall Ticket "Call the people on call for a ticket",
    /// Give a ticket to somebody of the desk, to a team, or to nobody.
    Assign Ticket "Give a ticket to somebody of the desk or to a team",
    /// Correct what a ticket is about, and how urgent it is.
    ChangeDetails Ticket "Correct the topic, the priority and the impact",
    /// Say how the desk did.
    Rate Ticket "Rate how the desk did",
    /// See how the desk is rated.
    SeeRatings Desk "See how the desk is rated",
    /// See who is on call.
    SeeOnCall Desk "See who is on call",
    /// Change who is on call, for a while.
    ChangeOnCall Desk "Change who is on call, for a while",
    /// See a page, and what happened to it.
    SeePage Page "See a page of the people on call",
    /// Acknowledge a page, and say what becomes of it.
    ActOnPage Page "Acknowledge a page, and say what becomes of it",
    /// Tell the desk what somebody did in a service that calls people, with its signature.
    TellByChannel Desk "Tell what somebody did in a service that calls people, with its signature",
    /// Be told of an incident, or no longer.
    FollowIncident Desk "Be told of an incident",
    /// Declare an incident, link tickets to it, tell what is new, and close it.
    ManageIncidents Desk "Declare, update and close incidents",
    /// End all keys of the ticket.
    RevokeKeys Ticket "End all keys of the ticket",
}
