//! Shows what was set aside, and hands it over again.

use super::failed;
use crate::running::Running;
use crate::triggers::{Aside, again};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use docket_app::set_aside::{Outcome, hand_over_again};
use docket_cloud::Store;
use docket_cloud::store::SetAside;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that was set aside, without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAside {
    /// Its ID.
    pub id: String,
    /// The function that could not handle it.
    pub function: String,
    /// Why.
    pub why: String,
    /// When it was set aside.
    pub at: Timestamp,
}

impl From<SetAside> for ShownAside {
    fn from(aside: SetAside) -> Self {
        Self {
            id: aside.record,
            function: aside.function,
            why: aside.why,
            at: aside.at,
        }
    }
}

/// Shows what was set aside in a running stack, and hands it over again.
#[derive(Clone)]
pub(crate) struct AsideControl {
    pub(crate) store: Store,
    pub(crate) aside: Aside,
    pub(crate) running: Running,
}

/// A failure of the table or of the folder.
type Failure = Box<dyn std::error::Error + Send + Sync>;

impl AsideControl {
    /// Returns the route `/set-aside`: `GET` shows what is there; `POST` hands over again what the body names, as a list of IDs, or
    /// everything, and shows what stays.
    pub(crate) fn routes(self) -> Router {
        Router::new()
            .route("/set-aside", get(all).post(retry))
            .with_state(self)
    }

    async fn all(&self) -> Result<Vec<ShownAside>, Failure> {
        let records = self.store.set_aside().await?.into_iter();
        let records = records.map(ShownAside::from);
        let events = self.aside.all()?.into_iter();
        let events = events.map(|(id, aside)| ShownAside {
            id,
            function: aside.function,
            why: aside.why,
            at: aside.at,
        });
        Ok(records.chain(events).collect())
    }

    async fn retry(&self, ids: &[String]) -> Result<Vec<ShownAside>, Failure> {
        let named = |id: &String| ids.is_empty() || ids.contains(id);
        for aside in self.store.set_aside().await? {
            if named(&aside.record) {
                let function = self.running.function(&aside.function)?;
                let call = async |event| again(function, event).await;
                let outcome = hand_over_again(&self.store, &aside, call).await?;
                if outcome != Outcome::HandedOver {
                    tracing::warn!(?outcome, record = aside.record, "a record stays set aside");
                }
            }
        }
        for (id, aside) in self.aside.all()? {
            if named(&id) {
                let function = self.running.function(&aside.function)?;
                match again(function, aside.event).await {
                    Ok(()) => self.aside.remove(&id)?,
                    Err(why) => tracing::warn!(why, event = id, "an event stays set aside"),
                }
            }
        }
        self.all().await
    }
}

async fn all(State(control): State<AsideControl>) -> Response {
    answer(control.all().await)
}

async fn retry(State(control): State<AsideControl>, Json(ids): Json<Vec<String>>) -> Response {
    answer(control.retry(&ids).await)
}

fn answer(shown: Result<Vec<ShownAside>, Failure>) -> Response {
    match shown {
        Ok(shown) => Json(shown).into_response(),
        Err(error) => failed(&error),
    }
}
