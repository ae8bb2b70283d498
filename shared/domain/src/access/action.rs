//! The actions.

/// Something that a person does at a desk or on a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// See the list of desks, and what every page needs.
    SeeSite,
    /// See a desk: its topics, its forms, its hours.
    SeeDesk,
    /// Open a ticket.
    OpenTicket,
    /// Ask for a sign-in link, and use one.
    SignIn,
    /// End one's own session.
    SignOut,
    /// See the lists of a desk's tickets.
    ListTickets,
    /// See a ticket: its state, its public timeline, its stored files.
    SeeTicket,
    /// See internal notes and files, and the addresses of the desk's people.
    SeeInternal,
    /// See a file that is on its way or was refused.
    SeeUnstoredFile,
    /// Write a comment.
    Comment,
    /// Write an internal note.
    WriteNote,
    /// Change the status.
    ChangeStatus,
    /// Add a file.
    AttachFile,
    /// Add a file that only the desk's people see.
    AttachInternalFile,
    /// Finish or cancel the upload of a file.
    FinishUpload,
    /// Download a stored file.
    DownloadFile,
}

/// What an action is done to, and so what has to be known of who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole site.
    Site,
    /// A desk.
    Desk,
    /// A ticket.
    Ticket,
}

impl Action {
    /// All actions, in the order of the table.
    pub const ALL: [Self; 16] = [
        Self::SeeSite,
        Self::SeeDesk,
        Self::OpenTicket,
        Self::SignIn,
        Self::SignOut,
        Self::ListTickets,
        Self::SeeTicket,
        Self::SeeInternal,
        Self::SeeUnstoredFile,
        Self::Comment,
        Self::WriteNote,
        Self::ChangeStatus,
        Self::AttachFile,
        Self::AttachInternalFile,
        Self::FinishUpload,
        Self::DownloadFile,
    ];

    /// Returns what the action is done to.
    #[must_use]
    pub fn scope(self) -> Scope {
        match self {
            Self::SeeSite => Scope::Site,
            Self::SeeDesk | Self::OpenTicket | Self::SignIn | Self::SignOut | Self::ListTickets => {
                Scope::Desk
            }
            Self::SeeTicket
            | Self::SeeInternal
            | Self::SeeUnstoredFile
            | Self::Comment
            | Self::WriteNote
            | Self::ChangeStatus
            | Self::AttachFile
            | Self::AttachInternalFile
            | Self::FinishUpload
            | Self::DownloadFile => Scope::Ticket,
        }
    }

    /// Returns the action in words, for people who read about roles.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::SeeSite => "See the list of desks",
            Self::SeeDesk => "See a desk, its topics and its forms",
            Self::OpenTicket => "Open a ticket",
            Self::SignIn => "Ask for a sign-in link and use it",
            Self::SignOut => "End one's own session",
            Self::ListTickets => "See the lists of the desk's tickets",
            Self::SeeTicket => "See a ticket, its public timeline and its stored files",
            Self::SeeInternal => {
                "See internal notes and files, and the addresses of the desk's people"
            }
            Self::SeeUnstoredFile => "See a file that is on its way or was refused",
            Self::Comment => "Write a comment",
            Self::WriteNote => "Write an internal note",
            Self::ChangeStatus => "Change the status",
            Self::AttachFile => "Add a file",
            Self::AttachInternalFile => "Add a file that only the desk's people see",
            Self::FinishUpload => "Finish or cancel an upload",
            Self::DownloadFile => "Download a stored file",
        }
    }
}
