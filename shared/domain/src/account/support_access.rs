//! Support access: what an administrator lends to the desk's people, for a time or until it is revoked.
//!
//! The rules are pure. Each returns the grant as it is then, with what goes on record.

use super::access_draft::AccessWanted;
use super::access_record::{AccessEvent, AccessPerson, AccessRecord};
use super::company::Company;
use super::grant_id::GrantId;
use crate::refusal::Refusal;
use crate::value::{ChoiceId, CompanyId, DeskId, DomainName, Format};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The uses that stand on a grant itself. All of them are on record.
const NEWEST_USES: usize = 5;

/// Support access to one portal of a company, granted once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportAccess {
    /// The ID.
    pub id: GrantId,
    /// The desk.
    pub desk: DeskId,
    /// The company that lends it.
    pub company: CompanyId,
    /// The address of the portal.
    pub portal: DomainName,
    /// The scope of the desk file that the portal was in.
    pub scope: ChoiceId,
    /// Who granted it. It is the company's, and stays when that person leaves.
    pub granted_by: AccessPerson,
    /// The time at which it was granted.
    pub granted_at: Timestamp,
    /// The time at which it ends by itself. `None` if it lasts until it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// The revocation, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<AccessAct>,
    /// The newest uses, the last one last: five at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<AccessAct>,
    /// The number of changes of what is granted for this portal. A change is only stored if this is still the one that it was decided on.
    #[serde(default)]
    pub revision: u64,
    /// The format of the item that it was read from.
    #[serde(default, skip_serializing_if = "Format::is_first")]
    pub format: Format,
}

/// Something that a person did with a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessAct {
    /// The person.
    pub by: AccessPerson,
    /// The time.
    pub at: Timestamp,
}

/// Whether a grant can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessState {
    /// It can be used.
    Active,
    /// It has ended by itself.
    Expired,
    /// An administrator ended it.
    Revoked,
}

impl AccessState {
    /// Returns the name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl SupportAccess {
    /// Grants what is wanted. `before` is the last grant for the portal, whatever its state. Returns `None` if that is active: then
    /// there is nothing to grant. The records are that of the grant, and that of the end of `before`, if nobody has written it.
    ///
    /// `act` is the ID of the act, from which the grant has its own.
    #[must_use]
    pub fn grant(
        company: &Company,
        wanted: &AccessWanted,
        before: Option<&Self>,
        act: Uuid,
        by: &AccessPerson,
        now: Timestamp,
    ) -> Option<(Self, AccessRecord, Option<AccessRecord>)> {
        if before.is_some_and(|before| before.state(now) == AccessState::Active) {
            return None;
        }
        let grant = Self {
            id: act.into(),
            desk: company.desk.clone(),
            company: company.id.clone(),
            portal: wanted.portal.clone(),
            scope: wanted.scope.clone(),
            granted_by: by.clone(),
            granted_at: now,
            ends_at: wanted.lasts.end(now),
            revoked: None,
            uses: Vec::new(),
            revision: before.map_or(0, |before| before.revision),
            format: before.map_or(Format::CURRENT, |before| before.format),
        };
        let record = AccessRecord {
            ends_at: grant.ends_at,
            ..grant.record(act, AccessEvent::Granted, Some(by), now)
        };
        let expiry = before.and_then(|before| before.expiry(now));
        Some((grant, record, expiry))
    }

    /// Returns whether the grant can be used at a time.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> AccessState {
        match (&self.revoked, self.ends_at) {
            (Some(_), _) => AccessState::Revoked,
            (None, Some(end)) if end <= now => AccessState::Expired,
            (None, _) => AccessState::Active,
        }
    }

    /// Ends the grant. Returns `None` if it has ended already: then there is nothing to do.
    #[must_use]
    pub fn revoke(
        &self,
        act: Uuid,
        by: &AccessPerson,
        now: Timestamp,
    ) -> Option<(Self, AccessRecord)> {
        if self.state(now) != AccessState::Active {
            return None;
        }
        let mut revoked = self.clone();
        let by = by.clone();
        let record = self.record(act, AccessEvent::Revoked, Some(&by), now);
        revoked.revoked = Some(AccessAct { by, at: now });
        Some((revoked, record))
    }

    /// Uses the grant. `company` is the company as it is now.
    ///
    /// # Errors
    /// When the grant has ended, or the portal is not the company's any more.
    pub fn used(
        &self,
        company: &Company,
        act: Uuid,
        by: &AccessPerson,
        now: Timestamp,
    ) -> Result<(Self, AccessRecord), Refusal> {
        if self.state(now) != AccessState::Active {
            return Err(Refusal::AccessEnded);
        }
        let is_own = self.desk == company.desk && self.company == company.id;
        if !is_own || !company.portals.contains(&self.portal) {
            return Err(Refusal::PortalLeft);
        }
        let mut used = self.clone();
        let surplus = (used.uses.len() + 1).saturating_sub(NEWEST_USES);
        used.uses.drain(..surplus.min(used.uses.len()));
        used.uses.push(AccessAct {
            by: by.clone(),
            at: now,
        });
        let record = self.record(act, AccessEvent::Used, Some(by), now);
        Ok((used, record))
    }

    /// Returns the record of the end of a grant that ended by itself. Nobody has to write it: it follows from the grant.
    #[must_use]
    pub fn expiry(&self, now: Timestamp) -> Option<AccessRecord> {
        let end = self
            .ends_at
            .filter(|_| self.state(now) == AccessState::Expired)?;
        Some(self.record(self.id.into(), AccessEvent::Expired, None, end))
    }

    fn record(
        &self,
        id: Uuid,
        event: AccessEvent,
        by: Option<&AccessPerson>,
        at: Timestamp,
    ) -> AccessRecord {
        AccessRecord {
            id,
            at,
            grant: self.id,
            portal: self.portal.clone(),
            event,
            ends_at: None,
            by: by.cloned(),
            format: Format::CURRENT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::access_draft::Lasting;
    use super::*;
    use crate::desk;
    use crate::value::Line;
    use jiff::SignedDuration;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn company() -> Company {
        let name = Line::new("Acme", 100).unwrap();
        let id = CompanyId::of_name(&name);
        Company {
            portals: ["top.example.com", "sub.example.com"]
                .map(|portal| portal.parse().unwrap())
                .into(),
            ..Company::new("learnupon".parse().unwrap(), id, name)
        }
    }

    fn person() -> AccessPerson {
        AccessPerson {
            email: "top@example.com".parse().unwrap(),
            name: None,
            is_staff: false,
        }
    }

    fn wanted(lasts: Lasting) -> AccessWanted {
        AccessWanted {
            portal: "sub.example.com".parse().unwrap(),
            scope: desk::SupportAccess::SUB_PORTALS.parse().unwrap(),
            lasts,
        }
    }

    fn granted(lasts: Lasting) -> SupportAccess {
        let wanted = wanted(lasts);
        let granted =
            SupportAccess::grant(&company(), &wanted, None, Uuid::now_v7(), &person(), NOW);
        let (access, record, expiry) = granted.unwrap();
        assert_eq!(record.event, AccessEvent::Granted);
        assert_eq!((record.ends_at, expiry), (access.ends_at, None));
        access
    }

    fn after(hours: i64) -> Timestamp {
        NOW + SignedDuration::from_hours(hours)
    }

    #[test]
    fn a_grant_ends_at_its_end_and_not_before() {
        let cases = [
            (Lasting::Day, 24),
            (Lasting::Week, 168),
            (Lasting::Month, 720),
        ];
        for (lasts, hours) in cases {
            let access = granted(lasts);
            let just_before = after(hours) - SignedDuration::from_nanos(1);
            assert_eq!(access.state(just_before), AccessState::Active);
            assert_eq!(access.expiry(just_before), None);
            assert_eq!(access.state(after(hours)), AccessState::Expired);
            let expiry = access.expiry(after(hours + 1)).unwrap();
            assert_eq!((expiry.at, expiry.by), (after(hours), None));
        }
        let access = granted(Lasting::UntilRevoked);
        assert_eq!(access.state(Timestamp::MAX), AccessState::Active);
    }

    #[test]
    fn what_has_ended_cannot_be_used_nor_ended_again() {
        let (company, by, act) = (company(), person(), Uuid::now_v7());
        let access = granted(Lasting::Day);
        let late = access.used(&company, act, &by, after(24));
        assert_eq!(late, Err(Refusal::AccessEnded));
        assert_eq!(access.revoke(act, &by, after(24)), None);
        let (revoked, record) = access.revoke(act, &by, after(1)).unwrap();
        assert_eq!(record.event, AccessEvent::Revoked);
        assert_eq!(revoked.revoke(act, &by, after(2)), None);
        let late = revoked.used(&company, act, &by, after(2));
        assert_eq!(late, Err(Refusal::AccessEnded));
        // What was revoked does not expire as well.
        assert_eq!(revoked.expiry(after(48)), None);
        assert_eq!(revoked.state(after(48)), AccessState::Revoked);
    }

    #[test]
    fn a_portal_that_left_the_company_is_foreign() {
        let (mut company, by, act) = (company(), person(), Uuid::now_v7());
        let access = granted(Lasting::Day);
        assert!(access.used(&company, act, &by, NOW).is_ok());
        company.portals.truncate(1);
        let foreign = access.used(&company, act, &by, NOW);
        assert_eq!(foreign, Err(Refusal::PortalLeft));
        let mut other = self::company();
        other.id = "other".parse().unwrap();
        let foreign = access.used(&other, act, &by, NOW);
        assert_eq!(foreign, Err(Refusal::PortalLeft));
    }

    #[test]
    fn a_portal_is_granted_again_once_its_grant_has_ended() {
        let (company, by) = (company(), person());
        let again = |before: &SupportAccess, now| {
            let wanted = wanted(Lasting::Week);
            SupportAccess::grant(&company, &wanted, Some(before), Uuid::now_v7(), &by, now)
        };
        let access = granted(Lasting::Day);
        assert_eq!(again(&access, after(23)), None);
        let (_, _, expiry) = again(&access, after(30)).unwrap();
        let expiry = expiry.unwrap();
        // Its end goes on record now, since the grant that told of it is replaced.
        assert_eq!((expiry.event, expiry.at), (AccessEvent::Expired, after(24)));
        let (revoked, _) = access.revoke(Uuid::now_v7(), &by, after(1)).unwrap();
        assert_eq!(again(&revoked, after(2)).unwrap().2, None);
    }

    #[test]
    fn the_newest_uses_stand_on_the_grant() {
        let mut access = granted(Lasting::UntilRevoked);
        for hour in 0..8 {
            let by = person();
            let used = access.used(&company(), Uuid::now_v7(), &by, after(hour));
            access = used.unwrap().0;
        }
        let times: Vec<Timestamp> = access.uses.iter().map(|act| act.at).collect();
        assert_eq!(times, [3, 4, 5, 6, 7].map(after));
    }
}
