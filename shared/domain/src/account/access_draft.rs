//! What somebody types who grants support access: to which portal, and for how long.

use super::company::Company;
use crate::desk::{self, Desk};
use crate::refusal::{FieldError, FieldProblem};
use crate::value::{ChoiceId, DomainName, clean};
use jiff::{SignedDuration, Timestamp};

/// The time for which access is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// 24 hours.
    Day,
    /// 7 days of 24 hours.
    Week,
    /// 30 days of 24 hours.
    Month,
    /// Until it is revoked.
    UntilRevoked,
}

impl Lasting {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::UntilRevoked];
    /// Their names in the API.
    pub const NAMES: [&str; 4] = [
        Self::Day.name(),
        Self::Week.name(),
        Self::Month.name(),
        Self::UntilRevoked.name(),
    ];

    /// Returns the name in the API. It is empty for one that lasts until it is revoked.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "PT24H",
            Self::Week => "P7D",
            Self::Month => "P30D",
            Self::UntilRevoked => "",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lasting| lasting.name() == name)
    }

    /// Returns the time at which a grant of that time ends by itself.
    pub(super) fn end(self, from: Timestamp) -> Option<Timestamp> {
        let hours = match self {
            Self::Day => 24,
            Self::Week => 7 * 24,
            Self::Month => 30 * 24,
            Self::UntilRevoked => return None,
        };
        // A sum past the last instant must not make a grant without an end.
        let end = from.checked_add(SignedDuration::from_hours(hours));
        Some(end.unwrap_or(Timestamp::MAX))
    }
}

/// A grant as somebody typed it, before [`AccessDraft::check`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessDraft {
    /// The address of the portal, with or without `https://`.
    pub portal: String,
    /// The name of a [`Lasting`].
    pub lasts: String,
}

/// What is to be granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessWanted {
    /// The address of the portal.
    pub portal: DomainName,
    /// Its scope.
    pub scope: ChoiceId,
    /// For how long.
    pub lasts: Lasting,
}

impl AccessDraft {
    /// Checks what was typed: the portal is one of the company's, and its scope one that the desk offers.
    ///
    /// # Errors
    /// With every mistake found, each under the field's name.
    pub fn check(&self, desk: &Desk, company: &Company) -> Result<AccessWanted, Vec<FieldError>> {
        let mut mistakes = Vec::new();
        let mut refuse = |field: &str, problem| mistakes.push(FieldError::new(field, problem));
        let portal = match clean::trimmed(&self.portal) {
            "" => {
                refuse("portal", FieldProblem::Missing);
                None
            }
            typed => {
                let name: Option<DomainName> = super::person::host(typed).parse().ok();
                let found = name.and_then(|name| {
                    let scope = desk.scope_of(company, &name)?;
                    Some((name, scope.clone()))
                });
                if found.is_none() {
                    // What was typed may be of any length, and another company's.
                    refuse("portal", FieldProblem::NotAPortal);
                }
                found
            }
        };
        let lasts = Lasting::named(clean::trimmed(&self.lasts));
        if lasts.is_none() {
            let named = Lasting::NAMES.into_iter().filter(|name| !name.is_empty());
            let choices = named.map(str::to_owned).collect();
            refuse("lasts", FieldProblem::NotAChoice { choices });
        }
        match (portal, lasts) {
            (Some((portal, scope)), Some(lasts)) => Ok(AccessWanted {
                portal,
                scope,
                lasts,
            }),
            _ => Err(mistakes),
        }
    }
}

impl Desk {
    /// Returns the scope of a portal of a company. Returns `None` if it is none of the company's, or the desk does not offer its scope.
    #[must_use]
    pub fn scope_of(&self, company: &Company, portal: &DomainName) -> Option<&ChoiceId> {
        let place = company.portals.iter().position(|own| own == portal)?;
        let scope = match place {
            0 => desk::SupportAccess::TOP_LEVEL,
            _ => desk::SupportAccess::SUB_PORTALS,
        };
        let mut offered = self.support_access.iter().flat_map(|it| &it.scopes);
        offered
            .find(|choice| *choice.id == *scope)
            .map(|choice| &*choice.id)
    }
}
