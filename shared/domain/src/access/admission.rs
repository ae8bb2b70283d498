//! Who may open tickets at a desk, and whom they may copy: as its file says.

use crate::account::{Account, AccountRole};
use crate::desk::{CcWho, Desk, MayOpen};
use crate::refusal::{FieldProblem, Refusal};
use crate::value::EmailAddress;

/// Somebody at a desk, as far as they have proven who they are.
#[derive(Debug, Clone, Copy)]
pub enum Visitor<'a> {
    /// Somebody of whom nothing is known.
    Nobody,
    /// Somebody who reads the mails of an address, for which the desk has no account.
    Mailbox,
    /// The holder of an account.
    Account(&'a Account),
    /// Somebody who works at the desk.
    Staff,
}

impl Desk {
    /// Checks that somebody may open tickets.
    ///
    /// # Errors
    /// With what they lack.
    pub fn admit(&self, visitor: Visitor<'_>) -> Result<(), Refusal> {
        let administrates = |account: &Account| account.role == AccountRole::Administrator;
        match (self.may_open(), visitor) {
            (_, Visitor::Staff)
            | (MayOpen::Anyone, _)
            | (MayOpen::Confirmed, Visitor::Mailbox | Visitor::Account(_))
            | (MayOpen::Accounts, Visitor::Account(_)) => Ok(()),
            (MayOpen::Administrators, Visitor::Account(account)) if administrates(account) => {
                Ok(())
            }
            (_, Visitor::Nobody) => Err(Refusal::SignInFirst),
            (MayOpen::Administrators, Visitor::Account(_)) => Err(Refusal::NeedsAdministrator),
            (_, Visitor::Mailbox) => Err(Refusal::NeedsAccount),
        }
    }

    /// Returns `true` if somebody may copy only such people as the desk has accounts of.
    #[must_use]
    pub fn checks_copies(&self) -> bool {
        self.cc
            .as_ref()
            .is_some_and(|cc| cc.who == CcWho::Administrators)
    }

    /// Returns `true` if somebody who is copied on a ticket may still be. `account` is theirs.
    #[must_use]
    pub fn keeps_copied(&self, account: Option<&Account>) -> bool {
        let administrates = account.is_some_and(|it| it.role == AccountRole::Administrator);
        !self.checks_copies() || administrates
    }

    /// Checks that somebody may copy a person on a ticket. `account` is the person's.
    ///
    /// Of another company, a requester learns nothing: not even that it has such an administrator.
    ///
    /// # Errors
    /// With the address, when the desk does not let them copy it.
    pub fn admit_copy(
        &self,
        by: Visitor<'_>,
        email: &EmailAddress,
        account: Option<&Account>,
    ) -> Result<(), FieldProblem> {
        let of_company = |account: &Account| match by {
            Visitor::Staff => true,
            Visitor::Account(own) => own.company.is_some() && own.company == account.company,
            Visitor::Nobody | Visitor::Mailbox => false,
        };
        let is_administrator = account.is_some_and(|account| {
            account.role == AccountRole::Administrator && of_company(account)
        });
        match !self.checks_copies() || is_administrator {
            true => Ok(()),
            false => Err(FieldProblem::NotAnAdministrator {
                entry: email.to_string(),
            }),
        }
    }
}
