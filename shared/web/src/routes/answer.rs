//! What an answer holds.

/// The content of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A desk.
    Desk,
    /// A page of a queue.
    List,
    /// A ticket.
    Ticket,
    /// A new ticket, with its key.
    Created,
    /// A ticket after a change.
    Changed,
    /// A part of a timeline.
    Timeline,
    /// A file.
    Attachment,
    /// A message to the reader.
    Message,
    /// What became of a ticket's notices.
    Notices,
    /// A session.
    Session,
    /// The caller's profile.
    Me,
    /// Sessions.
    Sessions,
    /// An account.
    Account,
    /// A page of accounts.
    Accounts,
    /// What an import does.
    Import,
    /// A company.
    Company,
    /// A page of companies.
    Companies,
    /// A grant of support access.
    SupportAccess,
    /// The support access of a company.
    SupportAccessList,
    /// The address of a portal.
    Portal,
    /// Who is on call.
    OnCall,
    /// How many tickets a desk has.
    Counts,
    /// How a desk is rated.
    Ratings,
    /// A change of who is on call.
    Override,
    /// A page, which calls people.
    Paging,
    /// Such pages.
    Pages,
    /// A desk's status.
    Status,
    /// An incident.
    Incident,
    /// Nothing.
    Empty,
    /// The address of something else, in the header `Location`.
    Redirect,
    /// A page in HTML, or what a page needs.
    Page,
}
