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
    let [nobody, account, opener, requester, watcher, agent, lead] = match action {
        Action::SeeSite
        | Action::SeeDesk
        | Action::OpenTicket
        | Action::SignIn
        | Action::SignOut => [Yes, Yes, Yes, Yes, Yes, Yes, Yes],
        // The key of one ticket leads to no other.
        Action::ListOwnTickets => [No, Yes, No, No, No, Yes, Yes],
        Action::ListTickets => [No, No, No, No, No, Yes, Yes],
        Action::SeeTicket | Action::Comment | Action::AttachFile => {
            [No, No, Yes, Yes, Yes, Yes, Yes]
        }
        Action::SeeAnswers => [No, No, No, Yes, Yes, Yes, Yes],
        Action::DownloadFile => [No, No, Own, Yes, Yes, Yes, Yes],
        Action::SeeInternal
        | Action::WriteNote
        | Action::AttachInternalFile
        | Action::RevokeKeys => [No, No, No, No, No, Yes, Yes],
        Action::SeeUnstoredFile | Action::FinishUpload => [No, No, Own, Own, Own, Yes, Yes],
        Action::ChangeStatus => [No, No, AsDeskSays, AsDeskSays, No, AsDeskSays, AsDeskSays],
        Action::ConfirmAddress | Action::Disown => [No, No, No, Yes, No, No, No],
        Action::CorrectAddress => [No, No, Yes, No, No, No, No],
        Action::SendLink => [No, No, Yes, No, No, Yes, Yes],
    };
    match role {
        Role::Nobody => nobody,
        Role::Account => account,
        Role::Opener => opener,
        Role::Requester => requester,
        Role::Watcher => watcher,
        Role::Agent => agent,
        Role::Lead => lead,
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
            Self::Watcher { .. } => Role::Watcher,
            Self::Agent { rank, .. } => match rank {
                Rank::Agent => Role::Agent,
                Rank::Lead => Role::Lead,
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
