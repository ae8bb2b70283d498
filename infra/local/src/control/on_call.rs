//! Says who is on call.

use super::failed;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use docket_app::oncall::overrides_from;
use docket_cloud::{Cloud, Store, StoreError};
use docket_domain::DeskId;
use docket_domain::EmailAddress;
use docket_domain::desk::Desk;
use docket_domain::oncall::{MAX_CALENDAR, Roster};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Of which desk somebody asks who is on call, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnCallOrder {
    /// The desk. `None` for all.
    pub desk: Option<DeskId>,
    /// The time. `None` for now.
    pub at: Option<Timestamp>,
}

impl OnCallOrder {
    /// Carries the order out. Returns a line for each schedule and each step of a policy.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn carry_out(
        &self,
        store: &Store,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let at = self.at.unwrap_or(now);
        let mut lines = Vec::new();
        for id in store.desks().await? {
            if self.desk.as_ref().is_some_and(|wanted| *wanted != id) {
                continue;
            }
            if let Some(desk) = store.desk(&id).await? {
                let overrides = overrides_from(store, &desk, at).await?;
                let roster = Roster {
                    desk: &desk,
                    overrides: &overrides,
                };
                lines.extend(schedules(&roster, at));
                lines.extend(policies(&roster, at));
            }
        }
        Ok(lines)
    }
}

fn schedules(roster: &Roster<'_>, at: Timestamp) -> Vec<String> {
    let desk: &Desk = roster.desk;
    let end = at.checked_add(MAX_CALENDAR).unwrap_or(Timestamp::MAX);
    let lines = desk.schedules.iter().map(|schedule| {
        let mut watches = roster.watches(schedule, at, end).into_iter();
        let now = watches.next();
        let until = now.as_ref().map_or(end, |watch| watch.until);
        let people = names(now.map(|watch| watch.people).unwrap_or_default());
        let until = until.to_zoned_datetime(schedule.zone(desk.zone()).clone());
        let until = until.strftime("%Y-%m-%d %H:%M %Z");
        let next = watches.next();
        let next = next.map(|watch| format!(", then {}", names(watch.people)));
        format!(
            "{}  {}: {people} until {until}{}",
            *desk.id,
            *schedule.id,
            next.unwrap_or_default()
        )
    });
    lines.collect()
}

fn policies(roster: &Roster<'_>, at: Timestamp) -> Vec<String> {
    let desk: &Desk = roster.desk;
    let policies = desk.escalation_policies.iter();
    let steps = policies.flat_map(|policy| policy.steps.iter().map(move |step| (policy, step)));
    let lines = steps.map(|(policy, step)| {
        let after = step.after.duration().as_mins();
        let people = roster.step(step, at).into_iter();
        let channels = roster.step_channels(step).map(|it| it.id.as_str());
        let people = joined(
            &people
                .map(EmailAddress::as_str)
                .chain(channels)
                .collect::<Vec<_>>(),
        );
        format!("{}  {}, after {after} min: {people}", *desk.id, *policy.id)
    });
    lines.collect()
}

fn names(people: Vec<&EmailAddress>) -> String {
    let names: Vec<&str> = people.into_iter().map(EmailAddress::as_str).collect();
    joined(&names)
}

fn joined(names: &[&str]) -> String {
    match names.is_empty() {
        true => "nobody".to_owned(),
        false => names.join(", "),
    }
}

/// Returns the route `/on-call`, which takes an order.
pub(crate) fn on_call_routes(cloud: Cloud) -> Router {
    Router::new()
        .route("/on-call", post(carry_out))
        .with_state(cloud)
}

async fn carry_out(State(cloud): State<Cloud>, Json(order): Json<OnCallOrder>) -> Response {
    match order.carry_out(&cloud.store, cloud.clock.now()).await {
        Ok(lines) => Json(lines).into_response(),
        Err(error) => failed(&error),
    }
}
