//! Mails about no ticket: sign-in links, invitations, and forms that are kept.

use crate::Notify;
use crate::deliver::{DeliveryError, Dispatch};
use crate::mails::Composer;
use crate::pace::Turn;
use docket_app::accounts;
use docket_app::limits::first_reached;
use docket_cloud::store::{Invitation, KeptDraft, SignInLink};
use docket_domain::EmailAddress;
use docket_domain::desk::{Desk, MayOpen};
use docket_domain::limit::CountedAct;

impl Notify {
    pub(crate) async fn sign_in_link(
        &self,
        link: SignInLink,
        turn: Turn,
    ) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let now = cloud.clock.now();
        let Some(desk) = cloud.store.desk(&link.desk).await? else {
            return Ok(());
        };
        if desk.is_removed() || link.expires_at <= now.as_second() {
            return Ok(());
        }
        // Anybody may ask for a link for any address. Only the desk's people get one, and those who asked it for something.
        let is_staff = desk.person(&link.email).is_some();
        if !is_staff && !self.may_write_to(&desk, &link.email).await? {
            return Ok(());
        }
        let confirms = self.confirms(&desk, &link.email).await?;
        let dispatch = Dispatch::about_no_ticket(&link.id, "sign-in link", now, &link.email, turn);
        let compose = |composer: &Composer<'_>| {
            let language = desk.choose_language([&link.language]);
            composer
                .sign_in(&link, &language, confirms)
                .to_mime(composer)
        };
        self.send_link(&desk, dispatch, is_staff, compose).await
    }

    /// Returns `true` if a sign-in link may be mailed to somebody who does not work at the desk. It is found out here, where nobody waits
    /// for the answer.
    async fn may_write_to(&self, desk: &Desk, email: &EmailAddress) -> Result<bool, DeliveryError> {
        let cloud = &self.outbox.cloud;
        let act = match self.is_known(desk, email).await? {
            true => CountedAct::MailSignInLink(email),
            false if self.may_come(desk, email).await? => {
                CountedAct::MailSignInLinkToStranger(email)
            }
            false => return Ok(false),
        };
        let limits = desk.limits_of(act, None, cloud.clock.now());
        let reached = first_reached(cloud, &limits).await?;
        if let Some(limit) = reached {
            tracing::warn!(limit = limit.name, desk = %desk.id.as_str(), "a limit was reached");
        }
        Ok(reached.is_none())
    }

    /// Returns `true` if the desk has an account for an address, or it has asked for something.
    async fn is_known(&self, desk: &Desk, email: &EmailAddress) -> Result<bool, DeliveryError> {
        let store = &self.outbox.cloud.store;
        let has_account = desk.has_accounts() && store.account(&desk.id, email).await?.is_some();
        Ok(has_account || store.has_own_tickets(&desk.id, email).await?)
    }

    /// Returns `true` if somebody of whom the desk knows nothing may sign in: anybody may, or those at the domain of a company.
    async fn may_come(&self, desk: &Desk, email: &EmailAddress) -> Result<bool, DeliveryError> {
        let is_open = desk.may_open() == MayOpen::Confirmed;
        let company = accounts::company_by_domain(&self.outbox.cloud, desk, email);
        Ok(is_open || company.await?.is_some())
    }

    /// Returns `true` if a link confirms an account, as the desk calls its first use: once for each portal.
    async fn confirms(&self, desk: &Desk, email: &EmailAddress) -> Result<bool, DeliveryError> {
        if !desk.confirms_once() {
            return Ok(false);
        }
        let account = self.outbox.cloud.store.account(&desk.id, email).await?;
        Ok(account.is_some_and(|account| !account.is_confirmed()))
    }

    pub(crate) async fn invitation(
        &self,
        invitation: Invitation,
        turn: Turn,
    ) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let Some(desk) = cloud.store.desk(&invitation.desk).await? else {
            return Ok(());
        };
        // An account that was removed meanwhile is none to be told of.
        let account = cloud.store.account(&desk.id, &invitation.email).await?;
        if desk.is_removed() || account.is_none() {
            return Ok(());
        }
        let dispatch = Dispatch::about_no_ticket(
            &invitation.id,
            "invitation",
            cloud.clock.now(),
            &invitation.email,
            turn,
        );
        let compose = |composer: &Composer<'_>| {
            let language = desk.choose_language([&invitation.language]);
            composer
                .invitation(&invitation, &language)
                .to_mime(composer)
        };
        self.send_link(&desk, dispatch, true, compose).await
    }

    pub(crate) async fn draft(&self, kept: KeptDraft, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let Some(desk) = cloud.store.desk(&kept.desk).await? else {
            return Ok(());
        };
        // Its link would lead to a desk that takes no tickets.
        if desk.is_removed() {
            return Ok(());
        }
        let dispatch =
            Dispatch::about_no_ticket(&kept.id, "kept form", cloud.clock.now(), &kept.email, turn);
        let compose = |composer: &Composer<'_>| {
            let language = desk.choose_language([&kept.language]);
            composer.draft(&kept, &language).to_mime(composer)
        };
        self.send_link(&desk, dispatch, false, compose).await
    }

    /// Sends a mail that is about no ticket. One that somebody of the desk wants sent also goes to an address from which mails came back: if it
    /// arrives, the address is written to again.
    async fn send_link(
        &self,
        desk: &Desk,
        dispatch: Dispatch,
        is_wanted: bool,
        compose: impl FnOnce(&Composer<'_>) -> Result<Vec<u8>, DeliveryError> + Send,
    ) -> Result<(), DeliveryError> {
        let store = &self.outbox.cloud.store;
        if !is_wanted && store.address_mark(&dispatch.to).await?.is_some() {
            tracing::info!(
                event = dispatch.logged,
                "a mail is held back: its address takes none"
            );
            return Ok(());
        }
        let keys = store.keyring().await?;
        let composer = self.composer(&keys, desk);
        let compose = || compose(&composer);
        self.outbox.send_once(&dispatch, &keys, compose).await
    }
}
