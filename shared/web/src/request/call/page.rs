//! The page that a request is about: one that calls people.

use super::Call;
use crate::problem::Problem;
use docket_app::Links;
use docket_app::links::with_query;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::oncall::{Page, PageId};

impl Call {
    /// Returns the ID of a page in the path.
    ///
    /// # Errors
    /// 404 when it is not an ID.
    pub fn page_id(&self) -> Result<PageId, Problem> {
        let id = self.after("pages").and_then(|id| id.parse().ok());
        id.ok_or_else(Problem::no_page)
    }

    /// Returns the one of the desk's people who sees or acts on the page that the path names: by its key, or signed in.
    ///
    /// # Errors
    /// 401 when the caller has neither. 403 when they are signed in and do not work at the desk. 404 when the path names no page.
    pub async fn on_page(&self, desk: &Desk) -> Result<Actor, Problem> {
        let page = self.page_id()?;
        let caller = &self.caller;
        let actor = caller.actor_on_page(&self.cloud, desk, page, self.now);
        match actor.await? {
            Some(actor) => Ok(actor),
            None => Ok(self.require_staff(desk).await?.clone()),
        }
    }

    /// Checks that whoever came by the key of a page came in time.
    ///
    /// # Errors
    /// 401 when the keys of the page have ended, and no person of the desk is signed in. 403 when another person is.
    pub async fn check_page_keys(&self, desk: &Desk, page: &Page) -> Result<(), Problem> {
        if self.caller.key().is_some() && !page.has_live_keys(self.now) {
            self.require_staff(desk).await?;
        }
        Ok(())
    }

    /// Returns the address of a page, with the key that the caller came with.
    #[must_use]
    pub fn page_address(&self, desk: &Desk, page: PageId) -> String {
        self.with_own_key(Links::new(&desk.id).page(page))
    }

    /// Returns the address in the API of an act on a page, with the key that the caller came with.
    #[must_use]
    pub(crate) fn act_address(&self, desk: &Desk, page: PageId, act: &str) -> String {
        let page = Links::new(&desk.id).api_page(page);
        self.with_own_key(format!("{page}/{act}"))
    }

    fn with_own_key(&self, address: String) -> String {
        match self.caller.key() {
            Some(key) => with_query(&address, &format!("key={key}")),
            None => address,
        }
    }
}
