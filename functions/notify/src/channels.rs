//! Calls people by services other than mail.

use crate::deliver::DeliveryError;
use docket_cloud::Cloud;
use docket_cloud::http::{Outbound, OutboundError, OutboundRequest};
use docket_cloud::store::{Claim, MailCause};
use docket_domain::notice::DeliveryState;
use docket_domain::oncall::{Channel, ChannelKind};
use docket_domain::{EmailAddress, SecretName};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// What is said to whom a page calls.
#[derive(Debug)]
pub(crate) struct Call {
    /// What calls.
    pub(crate) title: String,
    /// What it is about.
    pub(crate) message: String,
    /// The address of the page. It acts in somebody's name if it has their key.
    pub(crate) page: String,
    /// The text of the button that acknowledges, and its address. `None` where the channel is nobody's own.
    pub(crate) acknowledge: Option<(String, String)>,
    /// The page's ID, by which a service knows that several calls are about one trouble.
    pub(crate) about: String,
}

/// What a service is told.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Told<'c> {
    /// Somebody is needed.
    Call(&'c Call),
    /// The page with this ID calls nobody any more.
    Ended(End, &'c str),
}

/// How a page ends to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Somebody has taken it on.
    Acknowledged,
    /// It is over.
    Resolved,
}

/// Sends calls. Copies share everything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Channels {
    /// Made with the first call: to know all public certificate authorities takes time.
    outbound: Arc<OnceLock<Outbound>>,
}

impl Channels {
    /// Calls by a channel, unless that was done before. `to` is whose channel it is, and with `cause` tells calls apart.
    pub(crate) async fn call_once(
        &self,
        cloud: &Cloud,
        channel: &Channel,
        (cause, to): (&MailCause, &EmailAddress),
        told: Told<'_>,
    ) -> Result<(), DeliveryError> {
        let (store, now) = (&cloud.store, cloud.clock.now());
        let (lease, sender) = (cloud.settings.send_lease, Uuid::new_v4().to_string());
        match store.claim_mail(cause, to, now, lease, &sender).await? {
            Claim::Settled => return Ok(()),
            Claim::UnderWay => return Err(DeliveryError::UnderWay),
            Claim::Granted { .. } => {}
        }
        let sent = self.send(cloud, channel, told).await;
        match sent {
            Ok(()) => Ok(store.record_sent(cause, to, &[], now).await?),
            Err(error) => {
                // Who is called twice is better off than who is not.
                let state = DeliveryState::Sending;
                store.release_mail(cause, to, state, "").await?;
                Err(error)
            }
        }
    }

    async fn send(
        &self,
        cloud: &Cloud,
        channel: &Channel,
        told: Told<'_>,
    ) -> Result<(), DeliveryError> {
        let url = match (&channel.url, &channel.url_secret) {
            (Some(url), _) => url.to_string(),
            (None, Some(name)) => secret(cloud, name).await?,
            (None, None) => {
                let url = channel.kind.default_url().map(str::to_owned);
                url.ok_or_else(|| DeliveryError::Channel("it has no address".to_owned()))?
            }
        };
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let token = match &channel.token_secret {
            Some(name) => Some(secret(cloud, name).await?),
            None => None,
        };
        let (address, body) = match (channel.kind, told) {
            (ChannelKind::Ntfy, Told::Call(call)) => ntfy(&url, call),
            (ChannelKind::Slack, Told::Call(call)) => (url, slack(call)),
            // These hear of no end.
            (ChannelKind::Ntfy | ChannelKind::Slack, _) => return Ok(()),
            (ChannelKind::PagerDuty, told) => {
                let key = token.as_deref().unwrap_or_default();
                (url, pagerduty(key, told))
            }
        };
        if let (Some(token), false) = (&token, channel.kind == ChannelKind::PagerDuty) {
            let token = HeaderValue::from_str(&format!("Bearer {token}"));
            let token =
                token.map_err(|_| DeliveryError::Channel("its token is none".to_owned()))?;
            headers.insert(AUTHORIZATION, token);
        }
        let request = OutboundRequest {
            method: Method::POST,
            address,
            headers,
            body: body.to_string().into_bytes(),
        };
        let outbound = self.outbound.get_or_init(|| {
            let allowed = cloud.settings.allowed_networks.clone();
            Outbound::new(allowed)
        });
        match outbound.send(request).await {
            Ok(answer) if answer.status.is_success() => Ok(()),
            Ok(answer) => Err(refused(answer.status)),
            Err(error @ (OutboundError::NotAnAddress | OutboundError::NotClosed)) => {
                Err(DeliveryError::Channel(error.to_string()))
            }
            Err(error) => Err(DeliveryError::ChannelBusy(error.to_string())),
        }
    }
}

/// A service that is busy or broken is asked again. Any other refusal stays.
fn refused(status: StatusCode) -> DeliveryError {
    let said = format!("the service answered {}", status.as_u16());
    let is_passing = status.is_server_error()
        || [StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT].contains(&status);
    match is_passing {
        true => DeliveryError::ChannelBusy(said),
        false => DeliveryError::Channel(said),
    }
}

async fn secret(cloud: &Cloud, name: &SecretName) -> Result<String, DeliveryError> {
    let secret = cloud.store.secret(name).await?;
    secret.ok_or_else(|| {
        DeliveryError::Channel(format!(
            "there is no secret `{name}`: see `docket secrets set {name}`"
        ))
    })
}

/// Makes a message of the highest priority, which is shown although the telephone is quiet. Source: "Publish as JSON" and "Action buttons" at
/// <https://docs.ntfy.sh/publish/>: it is sent to the server itself, and names the topic, which the address ends with.
fn ntfy(url: &str, call: &Call) -> (String, Value) {
    let url = url.trim_end_matches('/');
    let (server, topic) = url.rsplit_once('/').unwrap_or((url, ""));
    let action = call.acknowledge.as_ref().map(|(label, address)| {
        json!({
            "action": "http",
            "label": label,
            "url": address,
            "method": "POST",
            "headers": { "Content-Type": "application/json" },
            "body": "{}",
            "clear": true,
        })
    });
    let actions: Vec<Value> = action.into_iter().collect();
    let body = json!({
        "topic": topic,
        "title": call.title,
        "message": call.message,
        "priority": 5,
        "tags": ["rotating_light"],
        "click": call.page,
        "actions": actions,
    });
    (format!("{server}/"), body)
}

/// Makes a message of a webhook: Slack's marks are escaped as it asks. Source: "Formatting text" at <https://api.slack.com/reference/surfaces/formatting>.
fn slack(call: &Call) -> Value {
    let escaped = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let (title, message) = (escaped(&call.title), escaped(&call.message));
    json!({ "text": format!("*{title}*\n{message}\n{}", call.page) })
}

/// Makes an event of PagerDuty. The page is its `dedup_key`, so that all calls of a page are one alert. Source: "Event Action Behavior" and "PD-CEF" at
/// <https://developer.pagerduty.com/docs/events-api-v2/overview/>; a summary takes 1,024 characters.
fn pagerduty(key: &str, told: Told<'_>) -> Value {
    let end = |action: &str, page: &str| json!({ "routing_key": key, "event_action": action, "dedup_key": page });
    match told {
        Told::Call(call) => {
            let summary: String = call.message.chars().take(1_024).collect();
            json!({
                "routing_key": key,
                "event_action": "trigger",
                "dedup_key": call.about,
                "client": call.title,
                "client_url": call.page,
                "links": [{ "href": call.page, "text": call.title }],
                "payload": { "summary": summary, "source": "docket", "severity": "critical" },
            })
        }
        Told::Ended(End::Acknowledged, page) => end("acknowledge", page),
        Told::Ended(End::Resolved, page) => end("resolve", page),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> Call {
        Call {
            title: "Page: On call".to_owned(),
            message: "SOS-1: <b>Down</b> & out".to_owned(),
            page: "https://support.example.com/spaceos/pages/1".to_owned(),
            acknowledge: Some((
                "Acknowledge".to_owned(),
                "https://support.example.com/a".to_owned(),
            )),
            about: "01890a5d".to_owned(),
        }
    }

    #[test]
    fn ntfy_is_told_the_topic_in_the_body() {
        let (address, body) = ntfy("https://ntfy.example.com/base/topic/", &call());
        assert_eq!(address, "https://ntfy.example.com/base/");
        assert_eq!(
            (&body["topic"], &body["priority"]),
            (&json!("topic"), &json!(5))
        );
        assert_eq!(body["actions"][0]["method"], "POST");
    }

    #[test]
    fn no_words_of_a_stranger_are_marks_of_slack() {
        let text = slack(&call())["text"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(
            text.contains("SOS-1: &lt;b&gt;Down&lt;/b&gt; &amp; out"),
            "{text}"
        );
    }

    #[test]
    fn what_is_busy_is_asked_again() {
        for (status, is_for_good) in [
            (429, false),
            (500, false),
            (503, false),
            (400, true),
            (404, true),
            (302, true),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(refused(status).is_for_good(), is_for_good, "{status}");
        }
    }
}
