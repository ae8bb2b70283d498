//! The table of roles and actions.

use super::action::Action;
use super::role::Role;
use crate::actor::{Actor, Rank};

/// Whether a role may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Yes, always.
    Yes,
    /// No, never.
    No,
    /// Only with what they sent themselves.
    Own,
    /// As the desk file says: its moves name who may make them.
    AsDeskSays,
}

/// Returns whether a role may do something.
#[must_use]
pub fn rule(role: Role, action: Action) -> Rule {
    use Rule::{AsDeskSays, No, Own, Yes};
    let row = match action {
        Action::SeeSite
        | Action::SeeDesk
        | Action::SignIn
        | Action::SignOut
        | Action::FollowIncident
        | Action::TellByChannel => all(Yes),
        Action::OpenTicket => Row {
            on_ticket: [AsDeskSays; 4],
            at_desk: [AsDeskSays; 4],
            staff: [Yes; 3],
        },
        // The key of one ticket leads to no other.
        Action::ListOwnTickets | Action::OwnProfile => Row {
            at_desk: [No, Yes, Yes, Yes],
            on_ticket: [No; 4],
            staff: [Yes; 3],
        },
        Action::SeeSupportAccess => Row {
            at_desk: [No, No, No, AsDeskSays],
            ..staff(AsDeskSays)
        },
        Action::GrantSupportAccess => Row {
            at_desk: [No, No, No, AsDeskSays],
            ..staff(No)
        },
        Action::UseSupportAccess => staff(AsDeskSays),
        Action::ManageAccounts => Row {
            staff: [No, No, Yes],
            ..staff(No)
        },
        Action::SeeRatings => Row {
            staff: [No, Yes, Yes],
            ..staff(No)
        },
        Action::ListTickets
        | Action::SeeInternal
        | Action::WriteNote
        | Action::AttachInternalFile
        | Action::SeeNotices
        | Action::SendAgain
        | Action::CallOnCall
        | Action::Assign
        | Action::ChangeDetails
        | Action::SeeOnCall
        | Action::ChangeOnCall
        | Action::SeePage
        | Action::ActOnPage
        | Action::ManageIncidents
        | Action::RevokeKeys => staff(Yes),
        Action::SeeTicket | Action::Comment | Action::AttachFile => ticket([Yes; 4], Yes),
        Action::FollowUp => ticket([Yes; 4], No),
        Action::SeeAnswers => ticket([No, Yes, Yes, Yes], Yes),
        Action::DownloadFile => ticket([Own, Yes, Yes, Yes], Yes),
        Action::SeeUnstoredFile | Action::FinishUpload => ticket([Own; 4], Yes),
        Action::ChangeStatus => ticket([AsDeskSays, AsDeskSays, No, No], AsDeskSays),
        Action::Share => ticket([No, AsDeskSays, No, No], Yes),
        Action::EndSharing => ticket([No, AsDeskSays, No, Own], Yes),
        Action::ConfirmAddress | Action::Disown | Action::Rate => ticket([No, Yes, No, No], No),
        Action::OfferRemoteSession => staff(AsDeskSays),
        Action::JoinRemoteSession => ticket([No, Yes, No, No], Yes),
        Action::CorrectAddress => ticket([Yes, No, No, No], No),
        Action::SendLink => ticket([Yes, No, No, No], Yes),
    };
    let [nobody, account, sub_administrator, administrator] = row.at_desk;
    let [opener, requester, colleague, watcher] = row.on_ticket;
    let [agent, lead, admin] = row.staff;
    match role {
        Role::Nobody => nobody,
        Role::Account => account,
        Role::SubAdministrator => sub_administrator,
        Role::Administrator => administrator,
        Role::Opener => opener,
        Role::Requester => requester,
        Role::Colleague => colleague,
        Role::Watcher => watcher,
        Role::Agent => agent,
        Role::Lead => lead,
        Role::Admin => admin,
    }
}

/// What each role may do of one action.
struct Row {
    /// Nobody, an account, a sub-administrator, an administrator.
    at_desk: [Rule; 4],
    /// The opener, the requester, a colleague, a watcher.
    on_ticket: [Rule; 4],
    /// An agent, a lead, an admin.
    staff: [Rule; 3],
}

/// The same for everybody.
fn all(rule: Rule) -> Row {
    Row {
        at_desk: [rule; 4],
        on_ticket: [rule; 4],
        staff: [rule; 3],
    }
}

/// Only for the desk's people.
fn staff(rule: Rule) -> Row {
    Row {
        staff: [rule; 3],
        ..all(Rule::No)
    }
}

/// For those on a ticket, and the desk's people.
fn ticket(on_ticket: [Rule; 4], staff: Rule) -> Row {
    Row {
        on_ticket,
        staff: [staff; 3],
        ..all(Rule::No)
    }
}

impl Actor {
    /// Returns the role in which the actor uses a ticket. The system has none: what it does, nobody
    /// asked for.
    #[must_use]
    pub fn role(&self) -> Role {
        match self {
            Self::Opener(_) => Role::Opener,
            Self::Requester(_) => Role::Requester,
            Self::Colleague { .. } => Role::Colleague,
            Self::Watcher { .. } => Role::Watcher,
            Self::Agent { rank, .. } => match rank {
                Rank::Agent => Role::Agent,
                Rank::Lead => Role::Lead,
                Rank::Admin => Role::Admin,
            },
            Self::System => Role::Nobody,
        }
    }

    /// Returns `true` if the actor may do that, as far as it depends on the role alone. Where it
    /// depends on more, another check follows.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        rule(self.role(), action) != Rule::No
    }

    /// Returns `true` if the actor may do that with something that this sender sent.
    #[must_use]
    pub fn may_with(&self, action: Action, sender: &Actor) -> bool {
        match rule(self.role(), action) {
            Rule::Own => self.is(sender),
            rule => rule != Rule::No,
        }
    }
}
